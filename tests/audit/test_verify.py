"""What has become of an earlier list: every way in which it can go."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tenure.api.audits import audit_to
from tenure.engine.audit.audit import AuditRequest
from tenure.engine.audit.spreadsheets import read_sheet
from tenure.engine.audit.verify import Outcome, Verification
from tenure.engine.inventories.stage import DataError
from tests.audit.letters import AS_OF, MAPPING, laid_out, policy_of

POLICY = policy_of()
REVIEWED = policy_of("""
policy "Letters"
record box "Boxes"
  opened date
record letter "Letters"
  received date required
  box link to box
rule 1 for letter
  keep 2 years after received
  then review and keep 9 years after received then destroy
rule 2 for box keep 2 years after opened then destroy
""")
DISPOSALS = MAPPING.replace("[table.fields]", 'disposed_as = "Disposal"\n[table.fields]')
HEADER = "Ref,Received,Box,Disposal\n"
LATER = date(2026, 12, 1)


def verified(
    tmp_path: Path, before: str, after: str, *, refused: str = "", policy: object = POLICY
) -> tuple[dict[str, tuple[str, str]], Verification]:
    """The log of a second audit, codes and outcomes by id; the box, which stays, left out."""
    assert isinstance(policy, type(POLICY))
    first = tmp_path / "first"
    data = laid_out(tmp_path / "before", HEADER + before, DISPOSALS)
    audit_to(first, AuditRequest(policy=policy, data=data, as_of=AS_OF))
    if refused:
        sign_off(first / "disposal-list.csv", refused)
    data = laid_out(tmp_path / "after", HEADER + after, DISPOSALS)
    asked = AuditRequest(policy=policy, data=data, as_of=LATER, previous=first)
    _, verification = audit_to(tmp_path / "second", asked)
    assert verification is not None
    log = read_sheet(tmp_path / "second" / "disposal-log.csv")
    return {
        r["record"]: (r["code"], r["outcome"]) for r in log if r["record"] != "B-1"
    }, verification


def sign_off(path: Path, refused: str) -> None:
    """Write `no` beside one record of a list and `yes` beside the others, as people do."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    column = header.index("approved")
    for row in rows:
        row[column] = "No" if row[0] == refused else "yes"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


OLD = "2019-01-31"
CASES = {
    "destroyed as listed": (f"L,{OLD},,\n", "", "", Outcome.DONE),
    "destroyed, and its row kept": (f"L,{OLD},,\n", f"L,{OLD},,destroyed\n", "", Outcome.DONE),
    "still there": (f"L,{OLD},,\n", f"L,{OLD},,\n", "", Outcome.STILL_THERE),
    "refused and kept": (f"L,{OLD},,\n", f"L,{OLD},,\n", "L", Outcome.REFUSED),
    "refused and gone": (f"L,{OLD},,\n", "", "L", Outcome.GONE_REFUSED),
    "not listed and gone": ("L,2026-05-05,,\n", "", "", Outcome.GONE_UNLISTED),
    "not listed and destroyed": (
        "L,2026-05-05,,\n",
        "L,2026-05-05,,destroyed\n",
        "",
        Outcome.GONE_UNLISTED,
    ),
    "undetermined and gone": ("L,,,\n", "", "", Outcome.GONE_UNLISTED),
    "put aside and gone": ("L,31/01/2019,,\n", "", "", Outcome.GONE_UNLISTED),
    "listed and not readable now": (f"L,{OLD},,\n", "L,31/01/2019,,\n", "", Outcome.NOT_READABLE),
    "not listed and not readable now": ("L,2026-05-05,,\n", "L,05/05/2026,,\n", "", None),
    "not listed and there": ("L,2026-05-05,,\n", "L,2026-05-05,,\n", "", None),
    "gone before the first audit": (f"L,{OLD},,destroyed\n", "", "", None),
}


@pytest.mark.parametrize("case", CASES)
def test_what_has_become_of_a_record(case: str, tmp_path: Path) -> None:
    before, after, refused, outcome = CASES[case]
    log, verification = verified(tmp_path, before, after, refused=refused)
    assert {id_: said for id_, (_, said) in log.items()} == ({"L": outcome} if outcome else {})
    alarm = outcome is not None and outcome.value.startswith("gone")
    assert verification.alarms == alarm
    assert verification.list_changed == bool(refused)


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        (f"L,{OLD},,reviewed\n", Outcome.DONE),
        (f"L,{OLD},,\n", Outcome.STILL_THERE),
        ("", Outcome.GONE_OTHERWISE),
        (f"L,{OLD},,destroyed\n", Outcome.GONE_OTHERWISE),
    ],
)
def test_a_record_listed_for_review_is_not_to_be_gone(
    after: str, outcome: Outcome, tmp_path: Path
) -> None:
    log, _ = verified(tmp_path, f"L,{OLD},,\n", after, policy=REVIEWED)
    assert log["L"][1] == outcome


def test_new_records_are_counted(tmp_path: Path) -> None:
    _, verification = verified(tmp_path, "", "L,2026-05-05,,\nM,2026-05-05,,\n")
    assert verification.new == 2


def test_an_id_that_looks_like_a_formula_is_found_again(tmp_path: Path) -> None:
    log, _ = verified(tmp_path, f"=1+1,{OLD},,\n'=2,{OLD},,\n", "")
    assert set(log) == {"=1+1", "'=2"}
    assert {outcome for _, outcome in log.values()} == {Outcome.DONE}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("manifest.json", None, "cannot read the earlier audit"),
        ("manifest.json", b"{}", "it is not the manifest of an audit"),
        ("manifest.json", b"[1]", "it is not the manifest of an audit"),
        ("decisions.parquet", b"nonsense", "cannot read the earlier decisions"),
        ("disposal-list.csv", b"\xff", "cannot read the earlier lists"),
        ("disposal-list.csv", b"a,b\n1,2\n", "cannot read the earlier lists"),
        (
            "disposal-list.csv",
            b"record,action,rule,due,approved\nX,destroy,1,2020-01-01,\n",
            "`X` was not in the inventory then",
        ),
        (
            "disposal-list.csv",
            b"record,action,rule,due,approved\nL,destroy,1,2020-01-01,later\n",
            "`later` in the column `approved` is neither `yes` nor `no`",
        ),
    ],
)
def test_a_folder_that_is_no_audit_is_refused(
    name: str, content: bytes | None, reason: str, tmp_path: Path
) -> None:
    data = laid_out(tmp_path / "data", f"{HEADER}L,{OLD},,\n", DISPOSALS)
    audit_to(tmp_path / "first", AuditRequest(policy=POLICY, data=data, as_of=AS_OF))
    if content is None:
        (tmp_path / "first" / name).unlink()
    else:
        (tmp_path / "first" / name).write_bytes(content)
    asked = AuditRequest(policy=POLICY, data=data, as_of=LATER, previous=tmp_path / "first")
    with pytest.raises(DataError, match=reason):
        audit_to(tmp_path / "second", asked)
    assert not (tmp_path / "second").exists()


def test_an_audit_of_a_later_day_is_not_an_earlier_one(tmp_path: Path) -> None:
    data = laid_out(tmp_path / "data", f"{HEADER}L,{OLD},,\n", DISPOSALS)
    audit_to(tmp_path / "first", AuditRequest(policy=POLICY, data=data, as_of=LATER))
    asked = AuditRequest(policy=POLICY, data=data, as_of=AS_OF, previous=tmp_path / "first")
    with pytest.raises(DataError, match="it is of a later day, 2026-12-01"):
        audit_to(tmp_path / "second", asked)
