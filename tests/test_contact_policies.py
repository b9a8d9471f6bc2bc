"""The worked contact policies: what they earn, and what their data shows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tenure.api.records import RecordReader
from tenure.compiler.check import check_policy
from tenure.compiler.compile import compile_policy
from tenure.compiler.deadlines import AsOf, DeadlineStatus, LogEntry
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.evaluate.duties import decide_duties
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.evaluate.standing import memberships
from tenure.compiler.evaluate.truth import Truth
from tenure.compiler.policy.fields import ChoiceType, Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record

POLICIES = Path(__file__).parents[1] / "policies"
AS_OF = date(2026, 11, 23)
"""The day on which the inventories were taken, by their story."""

EARNED = {
    "calico": {"TN601": "2019-09"},
    "polha": {"TN601": "2020-10", "TN604": "2020-10, but approval plus cycle gives 2020-09"},
    "christmas": {},
}
"""What each policy earns by what its source says, and words of the message."""

LOG = "duty-log.csv"
WITH_DATA = ("calico", "polha")


def read(name: str) -> Policy:
    policy = compile_policy(POLICIES / name).policy
    assert policy is not None
    return policy


def rows(path: Path) -> Iterator[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: text or None for name, text in row.items()}


def inventory(name: str, policy: Policy) -> list[Record]:
    """The records of a policy's folder: a file for each class, a column for each field."""
    reader = RecordReader(policy)
    found: list[Record] = []
    for path in sorted((POLICIES / name / "inventory").glob("*.csv")):
        for row in rows(path) if path.name != LOG else ():
            record = reader.record(path.stem, str(row.pop("id")), row)
            found.extend([record] if record else [])
    reader.finish()
    return found


@pytest.mark.parametrize("name", EARNED)
def test_a_policy_earns_what_its_source_does(name: str) -> None:
    found = check_policy(read(name), AS_OF).findings
    earned = {finding.code.number: finding.message for finding in found}
    assert earned.keys() == EARNED[name].keys()
    assert all(words in earned[code] for code, words in EARNED[name].items())


@pytest.mark.parametrize("name", EARNED)
def test_no_policy_invents_a_period_of_retention(name: str) -> None:
    assert read(name).rules == {}


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_inventory_shows_every_status_that_the_policy_can_give(name: str) -> None:
    policy = read(name)
    records = inventory(name, policy)
    assert len({record.id for record in records}) == len(records)
    deadlines = Deadlines(policy, Inventory(records), AsOf(day=AS_OF))
    found = {d.status for record in records for d in deadlines.decide(record)}
    windows = any(s.by_customer for o in policy.obligations.values() for s in o.steps)
    assert found == set(DeadlineStatus) - ({DeadlineStatus.LAPSED} if not windows else set())


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_log_is_of_the_duties_and_leaves_one_overdue(name: str) -> None:
    policy = read(name)
    log = [
        LogEntry(
            name=str(row["name"]),
            day=date.fromisoformat(str(row["day"])),
            by=row["by"],
            evidence=row["evidence"],
        )
        for row in rows(POLICIES / name / "inventory" / LOG)
    ]
    assert {entry.name for entry in log} == set(policy.duties)
    overdue = [d for d in decide_duties(policy, log, AS_OF) if d.status is DeadlineStatus.BREACHED]
    assert len(overdue) == 1


TYPES = {"question", "information", "compliment", "dissatisfaction", "complaint", "excluded"}


def test_every_classified_contact_is_of_exactly_one_type() -> None:
    """Whatever the customer says, the source has one type for it: no overlap and no gap."""
    policy = read("calico")
    contact = policy.classes["contact"]
    said = {name: contact.fields[name].type for name in ("nature", "reason")}
    natures, reasons = (t.values for t in said.values() if isinstance(t, ChoiceType))
    flags = ("recognition_only", "insists", "put_right", "anonymous", "care_or_support")
    seen: set[str] = set()
    answers = product((False, True), repeat=len(flags))
    for nature, reason, values in product(natures, reasons, answers):
        fields: dict[str, Value] = {"nature": nature, "reason": reason}
        fields.update(zip(flags, values, strict=True))
        record = Record(id="c", record_class="contact", fields=fields)
        reader = Reader(policy=policy, inventory=Inventory([record]), facts={})
        member = memberships(record, reader)
        of = {type_ for type_ in TYPES if member[type_].truth is Truth.TRUE}
        assert len(of) == 1, fields
        assert member["formal_complaint"].truth is not Truth.TRUE or of == {"complaint"}
        seen |= of
    assert seen == TYPES
