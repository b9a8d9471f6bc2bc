"""What becomes of promises: for which records, by when, and what changes around them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from tenure.compiler.compare.changes import ChangeKind, Comparison
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.compile import compile_policy

AS_OF = date(2026, 6, 1)
OLD = """
policy "Standards"
  owner        "The manager"
  jurisdiction GB-ENG
calendar office
  working week Monday to Friday
  hours        09:00 to 17:00
  holidays     GB-ENG
record case "Cases"
  received date
  kind     one of letter, email, call
  agreed   yes/no
  urgent   yes/no
  asked    date
  told     date
  answered date
standard 1 "Answers" for case when kind in (letter, email)
  using calendar office
  by "The desk"
  respond within 5 working days of received
    marks answered
    extended to 10 working days of received when agreed and not urgent
    target 90%
duty audit "Audit" every 6 months by "The manager"
  evidence "a log"
"""


class Compared(Protocol):
    def __call__(self, *edits: tuple[str, str]) -> Comparison: ...


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    """What some edits of the policy do."""

    def compare(*edits: tuple[str, str]) -> Comparison:
        text = OLD
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        policies = []
        for name, version in (("old", OLD), ("new", text)):
            path = tmp_path / f"{name}.tenure"
            path.write_text(version, encoding="utf-8")
            compilation = compile_policy(path)
            assert compilation.policy is not None, compilation.diagnostics
            policies.append(compilation.policy)
        return compare_policies(policies[0], policies[1], AS_OF)

    return compare


def kinds(comparison: Comparison) -> list[ChangeKind]:
    return [change.kind for change in comparison.deadlines]


@pytest.mark.parametrize(
    "edit",
    [
        ("when kind in (letter, email)", "when kind is email or kind is letter"),
        ("when kind in (letter, email)", "when kind is known and not kind is call"),
        ("when agreed and not urgent", "when not (urgent or not agreed)"),
        ('"Answers"', '"Replies"'),
    ],
)
def test_the_same_in_other_words_is_no_change(compared: Compared, edit: tuple[str, str]) -> None:
    assert compared(edit).equal


def test_for_fewer_and_for_other_records(compared: Compared) -> None:
    comparison = compared(("kind in (letter, email)", "kind in (letter, call)"))
    assert kinds(comparison) == [ChangeKind.NO_LONGER_PROMISED, ChangeKind.NEWLY_PROMISED]
    gone, came = (change.shown for change in comparison.deadlines)
    assert gone is not None
    assert came is not None
    assert gone.case.records[0].fields == {"kind": "email"}
    assert (gone.before is not None, gone.after) == (True, None)
    assert came.case.records[0].fields == {"kind": "call"}
    assert (came.before, came.after is not None) == (None, True)


def test_a_record_shows_the_deadlines(compared: Compared) -> None:
    (change,) = compared(("within 5 working", "within 4 working")).deadlines
    assert change.kind is ChangeKind.DEADLINE_TIGHTER
    assert change.shown is not None
    record = change.shown.case.records[0]
    assert record.fields["received"] == change.day == AS_OF
    before, after = change.shown.before, change.shown.after
    assert before is not None
    assert after is not None
    assert (before.deadline, after.deadline) == (date(2026, 6, 8), date(2026, 6, 5))


def test_a_promise_that_will_count_for_other_records_later(compared: Compared) -> None:
    later = ("  using calendar office\n", "  using calendar office\n  in force from 2027-01-01\n")
    (change,) = compared(later).deadlines
    assert change.kind is ChangeKind.NO_LONGER_PROMISED
    assert change.shown is not None
    assert change.shown.case.as_of == AS_OF


def test_pauses(compared: Compared) -> None:
    paused = ("    target 90%", "    paused from asked to told\n    target 90%")
    assert kinds(compared(paused)) == [ChangeKind.DEADLINE_LOOSER]


def test_a_calendar_says_what_it_does(compared: Compared) -> None:
    closed = ("  holidays     GB-ENG\n", '  holidays     GB-ENG\n  closed 2026-06-03 "Fair"\n')
    comparison = compared(closed)
    assert comparison.around == ("the calendar `office` is now closed 2026-06-03 (Fair)",)
    assert set(kinds(comparison)) == {ChangeKind.DEADLINE_LOOSER}
    assert comparison.deadlines[0].day == AS_OF


def test_other_holidays(compared: Compared) -> None:
    comparison = compared(("holidays     GB-ENG", "holidays     GB-SCT"))
    assert comparison.around == (
        "whose public holidays close the calendar `office` was `GB-ENG` and is `GB-SCT`",
    )
    assert set(kinds(comparison)) == {ChangeKind.DEADLINE_INCOMPARABLE}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (('by "The desk"', 'by "Ann"'), "who answers for `1` was `The desk` and is `Ann`"),
        (("target 90%", "target 95%"), "the target of `1/respond` was `90%` and is `95%`"),
        (
            ("target 90%", 'channel "post"'),
            "the channels of `1/respond` was not said and is `post`",
        ),
        (("09:00", "08:30"), "the hours of the calendar `office` was `09:00 to 17:00` and is"),
        (("GB-ENG\ncal", "GB-WLS\ncal"), "the jurisdictions no longer have `GB-ENG`"),
        (("every 6 months", "every 12 months"), "the duty `audit` is due at other times"),
        (('by "The manager"\n', 'by "Ann"\n'), "who answers for the duty `audit` was"),
        (('duty audit "Audit"', 'duty review "Audit"'), "the duty `audit` is gone"),
    ],
)
def test_what_changes_around_promises(compared: Compared, edit: tuple[str, str], said: str) -> None:
    comparison = compared(edit)
    assert comparison.around[0].startswith(said)
    assert comparison.equal  # it decides nothing by itself
