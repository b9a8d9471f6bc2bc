"""The documents of an audit: the same bytes each time, no formula, nothing due that is not."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.api.audits import audit_to
from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.audit import AuditRequest
from tenure.engine.audit.results import LISTED
from tenure.engine.audit.spreadsheets import as_said, read_sheet, safe, write_sheet
from tests.audit.letters import AS_OF, MAPPING, laid_out, policy_of

ROOT = Path(__file__).parents[2]
SURREY = ROOT / "policies" / "surrey"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def surrey() -> Policy:
    """The worked policy of a whole schedule."""
    policy = compile_policy(SURREY).policy
    assert policy is not None
    return policy


@pytest.fixture(scope="module")
def folder(surrey: Policy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of the worked policy's own inventory."""
    to = tmp_path_factory.mktemp("audit") / "surrey"
    audit_to(to, AuditRequest(policy=surrey, data=SURREY / "inventory", as_of=DAY))
    return to


def test_the_lists_and_counts_of_the_worked_policy(
    folder: Path, golden: Callable[[str, str], None]
) -> None:
    for name in ("disposal-list.csv", "exceptions.csv", "rejects.csv", "notes.csv", "summary.json"):
        text = (folder / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        golden(f"audit/surrey/{name}", text)


def test_the_same_inputs_give_the_same_bytes(folder: Path, surrey: Policy, tmp_path: Path) -> None:
    """Into another folder, from another folder, with another time zone of the machine."""
    data = tmp_path / "elsewhere"
    data.mkdir()
    for path in (SURREY / "inventory").iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    audit_to(tmp_path / "again", AuditRequest(policy=surrey, data=data, as_of=DAY))
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == names
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name


def test_many_records_give_the_same_bytes_too(tmp_path: Path) -> None:
    """So many that queries decide them, in several threads and row groups."""
    with duckdb.connect() as connection:
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            connection.execute(
                "COPY (SELECT 'L-' || hash(i) AS Ref, DATE '2023-01-01' + (i % 1500)::INTEGER AS "
                f"Received, NULL::VARCHAR AS Box FROM range(130000) t(i)) TO "
                f"'{tmp_path / name / 'letters.parquet'}'"
            )
    mapping = MAPPING.replace("letters.csv", "letters.parquet")
    digests = []
    for name in ("one", "two"):
        data = laid_out(tmp_path / name, mapping=mapping)
        audit_to(tmp_path / f"to {name}", AuditRequest(policy=policy_of(), data=data, as_of=AS_OF))
        path = tmp_path / f"to {name}" / "decisions.parquet"
        digests.append(sha256(path.read_bytes()).hexdigest())
    assert digests[0] == digests[1]


def test_the_manifest_knows_every_file(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["as_of"] == "2026-11-23"
    outputs = {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert set(manifest["outputs"]) == outputs
    for name, written in manifest["outputs"].items():
        assert sha256((folder / name).read_bytes()).hexdigest() == written["sha256"]
    for read in manifest["data"]:
        source = SURREY / "inventory" / read["name"]
        assert sha256(source.read_bytes()).hexdigest() == read["sha256"]
    rows = {read["name"]: read["rows"] for read in manifest["data"]}
    assert rows["post.csv"] == 8


def test_every_row_is_decided_or_put_aside(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT source, row FROM read_parquet('{folder / 'decisions.parquet'}')"
        ).fetchall()
    aside = {(row["source"], int(row["row"])) for row in read_sheet(folder / "rejects.csv")}
    assert len(set(found)) == len(found)
    assert not aside & set(found)
    for read in manifest["data"]:
        rows = [row for source, row in (*found, *aside) if source == read["name"]]
        first = 1 if read["name"].endswith("jsonl") else 2
        assert sorted(rows) == list(range(first, read["rows"] + first))


def test_only_what_is_due_is_on_the_list(folder: Path) -> None:
    listed = {row["record"] for row in read_sheet(folder / "disposal-list.csv")}
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT record, status FROM read_parquet('{folder / 'decisions.parquet'}')"
        ).fetchall()
    assert listed == {record for record, status in rows if status in LISTED}
    assert listed


def test_a_future_day_is_a_forecast(surrey: Policy, tmp_path: Path, folder: Path) -> None:
    later = AuditRequest(policy=surrey, data=SURREY / "inventory", as_of=date(2032, 1, 1))
    summary, _ = audit_to(tmp_path / "later", later)
    now = {row["record"] for row in read_sheet(folder / "disposal-list.csv")}
    then = {row["record"] for row in read_sheet(tmp_path / "later" / "disposal-list.csv")}
    assert now < then
    assert summary.tallies.listed == len(then)


# --- sheets -------------------------------------------------------------------

TEXTS = st.text(alphabet=st.sampled_from("=+-@'\"\t\r\n,;a1 \uff1d\u202e"), max_size=6)


@given(TEXTS)
def test_no_cell_is_a_formula_and_every_cell_is_read_back(text: str) -> None:
    cell = safe(text)
    assert cell[:1] not in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") or not cell
    assert as_said(cell) == text


@pytest.mark.parametrize(
    "id_", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "'=1", "\uff1d1"]
)
def test_an_id_of_the_disposal_list_is_no_formula(id_: str, tmp_path: Path) -> None:
    line = StringIO()
    csv.writer(line).writerow([f"x{id_}"[1:], "2019-01-31", ""])
    data = laid_out(tmp_path / "data", f"Ref,Received,Box\n{line.getvalue()}")
    audit_to(tmp_path / "to", AuditRequest(policy=policy_of(), data=data, as_of=AS_OF))
    with (tmp_path / "to" / "disposal-list.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\uff1d") and cell]
    records = [row["record"] for row in read_sheet(tmp_path / "to" / "disposal-list.csv")]
    assert id_.strip("\t") in records


def test_control_characters_are_spelled_out() -> None:
    stream = StringIO()
    write_sheet(stream, ["a"], [["x\x1b[31m\x00y"], [None]])
    assert stream.getvalue() == 'a\r\nx<U+001B>[31m<U+0000>y\r\n""\r\n'
