"""The JSON documents of audits are as their schemas say, whatever was audited."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tenure.api.audits import audit_to
from tenure.api.logs import read_log
from tenure.api.policies import load
from tenure.engine.audit.audit import AuditRequest
from tenure.engine.audit.results import DutyLog
from tenure.engine.inventories.stage import DataError
from tests.audit.letters import laid_out, policy_of

ROOT = Path(__file__).parents[2]
NAMES = ("summary", "manifest")
SCHEMAS = {
    name: json.loads((ROOT / f"reports/audit/{name}.schema.json").read_text(encoding="utf-8"))
    for name in NAMES
}
AS_OF = date(2026, 11, 23)


def documents(folder: Path) -> dict[str, Any]:
    """The two documents of an audit."""
    return {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES
    }


def check(folder: Path) -> dict[str, Any]:
    """Assert that the documents are valid, and that the schema knows all that is in them."""
    found = documents(folder)
    for name, document in found.items():
        Draft202012Validator.check_schema(SCHEMAS[name])
        Draft202012Validator(SCHEMAS[name]).validate(document)
        assert set(document) == set(SCHEMAS[name]["properties"])
    return found


@pytest.fixture(scope="module")
def polha(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit with deadlines and duties."""
    folder = ROOT / "policies" / "polha"
    policy = load(folder).policy
    path = folder / "inventory" / "duty-log.csv"
    log = DutyLog(
        label=path.name,
        sha256=sha256(path.read_bytes()).hexdigest(),
        entries=read_log(path, policy),
    )
    to = tmp_path_factory.mktemp("polha") / "out"
    audit_to(to, AuditRequest(policy=policy, data=folder / "inventory", as_of=AS_OF, log=log))
    return to


def test_deadlines_and_duties(polha: Path) -> None:
    found = check(polha)
    assert found["summary"]["deadlines"]["steps"]
    assert found["summary"]["duties"]
    assert found["manifest"]["log"]["name"] == "duty-log.csv"


def test_records_and_an_earlier_list(tmp_path: Path) -> None:
    data = ROOT / "policies" / "surrey" / "inventory"
    policy = load(ROOT / "policies" / "surrey").policy
    audit_to(tmp_path / "first", AuditRequest(policy=policy, data=data, as_of=AS_OF))
    asked = AuditRequest(policy=policy, data=data, as_of=AS_OF, previous=tmp_path / "first")
    audit_to(tmp_path / "second", asked)
    assert check(tmp_path / "first")["summary"]["verified"] is None
    found = check(tmp_path / "second")
    assert found["summary"]["verified"]["outcomes"]
    assert found["manifest"]["compared_with"]["as_of"] == "2026-11-23"


def test_what_has_no_list_cannot_be_compared_with_and_says_so_before_the_work(
    polha: Path, tmp_path: Path
) -> None:
    asked = AuditRequest(policy=policy_of(), data=tmp_path / "nowhere", as_of=AS_OF, previous=polha)
    with pytest.raises(DataError, match="a policy without rules: it has no list to compare with"):
        audit_to(tmp_path / "out", asked)


def test_an_inventory_without_records(tmp_path: Path) -> None:
    data = laid_out(tmp_path / "data", "Ref,Received,Box\n")
    audit_to(tmp_path / "out", AuditRequest(policy=policy_of(), data=data, as_of=AS_OF))
    check(tmp_path / "out")


SPOILT: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("summary", ("listed",)),
    ("summary", ("statuses", "due")),
    ("summary", ("deadlines", "steps", 0, "share")),
    ("summary", ("deadlines", "steps", 0, "months", 0, "month")),
    ("summary", ("duties", 0, "status")),
    ("manifest", ("as_of",)),
    ("manifest", ("policy", "fingerprint")),
    ("manifest", ("data", 0, "rows")),
    ("manifest", ("outputs", "report.html")),
)


@pytest.mark.parametrize(("name", "way"), SPOILT)
def test_the_schemas_refuse_what_is_not_as_they_say(
    polha: Path, name: str, way: tuple[str | int, ...]
) -> None:
    document = documents(polha)[name]
    place: Any = document
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = "spoilt"
    assert not Draft202012Validator(SCHEMAS[name]).is_valid(document)
