"""The JSON documents are what their schemas and docs/json.md say, no key more and none less."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from tenure.compiler.deadlines import DeadlineStatus, Unit
from tenure.compiler.decisions import Standing, Status
from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Verdict

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/json.md").read_text(encoding="utf-8")
POLICY = "policies/disagree.tenure"
SERVICE = "policies/service.tenure"
LOG, LOG_WITHOUT_ENTRIES = "logs/service.csv", "logs/empty.csv"
COMPLAINT = ("received=2026-03-02T10:00", "decided=2026-03-10", "asked=2026-03-12")
SCHEMAS: dict[str, dict[str, Any]] = {
    path.stem.split(".")[0]: json.loads(path.read_text(encoding="utf-8"))
    for path in (
        ROOT / "reports/findings/findings.schema.json",
        ROOT / "reports/decisions/decision.schema.json",
        ROOT / "reports/duties/duties.schema.json",
        ROOT / "reports/testing/tests.schema.json",
        ROOT / "reports/changes/changes.schema.json",
    )
}


def objects(schema: object) -> Iterator[dict[str, Any]]:
    """Every schema of an object with named keys in a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def closed(name: str) -> Draft202012Validator:
    """A validator that also refuses what the schema does not name."""
    schema = json.loads(json.dumps(SCHEMAS[name]))
    for inner in objects(schema):
        inner["additionalProperties"] = False
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["properties"]["schema"]["const"] in PAGE


@pytest.mark.parametrize("example", re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
def test_the_examples_of_the_page(example: str) -> None:
    document = json.loads(example)
    name = document["schema"].split("-")[1]
    closed(name).validate(document)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_page_explains_every_key(name: str) -> None:
    keys = {key for inner in objects(SCHEMAS[name]) for key in inner["properties"]}
    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE and f'"{key}":' not in PAGE] == []


@pytest.mark.parametrize(
    ("name", "args", "code"),
    [
        ("findings", ["check", POLICY, "--as-of", "2026-06-01"], 1),
        ("findings", ["check", "policies/clean.tenure"], None),
        ("findings", ["check", "policies/misspelt.tenure", "policies/gone"], 2),
        ("findings", ["check", "policies/two-files", "policies/characters.tenure"], 2),
        ("findings", ["check", ROOT / "policies"], None),
        ("tests", ["test", POLICY, "policies/clean.tenure", "--cov-fail-under", "33.3"], 1),
        ("tests", ["test", ROOT / "policies/surrey"], 0),
        ("decision", ["explain", POLICY, "complaint", "child=yes", "medium=paper"], 0),
        ("decision", ["explain", POLICY, "complaint", "disposed_as=anonymised"], 0),
        ("decision", ["explain", POLICY, "call_recording", "--given", "complaint c pages=1"], 0),
        ("decision", ["explain", POLICY, "warranty", "adult=yes", "--fact", "live=yes"], 0),
        ("decision", ["explain", POLICY, "lost", "--as-of", "9999-12-31"], 0),
        ("decision", ["explain", SERVICE, "complaint", *COMPLAINT, "--as-of", "2026-03-19"], 0),
        ("decision", ["explain", SERVICE, "complaint", "--as-of", "2026-03-19T10:00"], 0),
        ("duties", ["duties", SERVICE, "--log", LOG, "--as-of", "2026-03-20"], 1),
        ("duties", ["duties", SERVICE, "--log", LOG, "--as-of", "2025-12-20"], 0),
        ("duties", ["duties", POLICY, "--log", LOG_WITHOUT_ENTRIES], 0),
    ],
)
def test_documents_are_as_the_schema_says(
    run: Run, name: str, args: list[str | Path], code: int | None
) -> None:
    result = run(*args, "--output-format", "json")
    assert code is None or result.exit_code == code
    document = json.loads(result.stdout)
    closed(name).validate(document)
    assert result.stdout.endswith("}\n")


def test_the_schemas_name_what_there_is() -> None:
    findings, decision = SCHEMAS["findings"]["$defs"], SCHEMAS["decision"]
    deadline = decision["$defs"]["deadline"]["properties"]
    assert deadline["status"]["enum"] == list(DeadlineStatus)
    assert deadline["left"]["properties"]["unit"]["enum"] == list(Unit)
    finding = findings["finding"]["properties"]
    assert finding["severity"]["enum"] == list(Severity)
    assert finding["verdict"]["enum"] == [*Verdict, None]
    assert decision["properties"]["status"]["enum"] == list(Status)
    assert decision["$defs"]["considered"]["properties"]["standing"]["enum"] == list(Standing)
