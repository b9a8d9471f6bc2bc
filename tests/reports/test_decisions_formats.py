"""Decisions as an auditor and as a program read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from itertools import takewhile

import click
import pytest

from tenure.compiler.decisions import Decision, Status
from tenure.compiler.evaluate.decide import decide
from tenure.compiler.policy import Policy
from tenure.compiler.policy.fields import Value
from tenure.compiler.records import Inventory, Record
from tenure.reports.decisions import renderer
from tenure.reports.decisions.explanations import Explanation, value_in_words
from tenure.reports.decisions.statuses import INKS, status_in_words

POLICY = """
policy "Schedule" dispose within 30 days
external "Other policy"
authority act "Records Act" kind statute citation "section 4"
fact live yes/no = no
record letter "Letters"
  received date
  answered date
  urgent   yes/no
  court    yes/no
  copied   yes/no
hold legal "Legal action" for letter while court
rule 1 "Letters" for letter
  keep 2 years after received
  then anonymise and keep 10 years after received then destroy
  because act "evidence"
  extendable by "the manager"
  except urgent when urgent
    keep the later of (6 months after received, 1 year after answered)
    then destroy
  end
  except copied when copied
    follow "Other policy"
  end
rule 2 "Not for now" for letter when live
  disapplies 1, 1/urgent, 1/copied
rule 3 "Minimum" for letter keep at least 1 month after received
rule 4 "Later" for letter keep permanently in force from 2030-01-01
"""
NO: dict[str, Value] = {"urgent": False, "court": False, "copied": False}


@pytest.fixture
def explained(compiled: Callable[[str], Policy]) -> Callable[..., Explanation]:
    policy = compiled(POLICY)

    def explain(
        day: str, facts: dict[str, Value] | None = None, **fields: Value | None
    ) -> Explanation:
        known = {k: v for k, v in {**NO, **fields}.items() if v is not None}
        record = Record(id="r", record_class="letter", fields=known)
        assumed = facts or {}
        as_of = date.fromisoformat(day)
        decision = decide(policy, record, as_of, inventory=Inventory([record]), facts=assumed)
        return Explanation(policy=policy, decision=decision, records=(record,), facts=assumed)

    return explain


RECEIVED = date(2024, 2, 29)


def answer(explanation: Explanation) -> str:
    return renderer("text")(explanation).split("\n", 1)[0]


def row(explanation: Explanation, label: str) -> str:
    """What first stands beside a label, however the names of files make it run on."""
    lines = renderer("text")(explanation).splitlines()
    labels = [line[2:18].strip() for line in lines]
    if label not in labels:
        return ""
    start = labels.index(label)
    runs_on = takewhile(lambda line: line[18:] and not line[:18].strip(), lines[start + 1 :])
    return " ".join(line[18:].strip() for line in (lines[start], *runs_on))


def test_the_answer_is_said_in_words_first(explained: Callable[..., Explanation]) -> None:
    assert answer(explained("2024-03-01", received=RECEIVED)) == (
        "retain until 28 February 2026, then anonymise"
    )
    assert answer(explained("2026-03-01", received=RECEIVED)) == (
        "due since 1 March 2026: anonymise"
    )
    assert answer(explained("2026-05-01", received=RECEIVED)) == (
        "overdue, due since 1 March 2026: anonymise"
    )
    assert answer(explained("2026-05-01", received=RECEIVED, court=True)) == (
        "held: nothing is disposed of under legal"
    )
    assert answer(explained("2026-05-01")) == "awaiting received: the period is still open"
    assert answer(explained("2030-01-01", received=RECEIVED)) == ("conflict: 1 and 4 do not agree")
    assert answer(explained("2024-03-01", received=RECEIVED, copied=True)) == (
        'undetermined: the answer is in "Other policy"'
    )
    assert answer(explained("2024-03-01", {"live": True}, received=RECEIVED)) == (
        "uncovered: no rule says how long it is kept"
    )


def test_what_is_missing_decides(explained: Callable[..., Explanation]) -> None:
    record = explained("2026-05-01", received=RECEIVED, urgent=True)
    assert answer(record) == "awaiting answered: the period is still open"
    assert row(record, "not before") == "29 August 2024: certainly kept through this day"


def test_everything_an_answer_rests_on_is_there(explained: Callable[..., Explanation]) -> None:
    explanation = explained("2024-09-01", received=RECEIVED, urgent=True, answered=RECEIVED)
    assert row(explanation, "record").startswith("letter `r`: urgent yes, court no")
    assert row(explanation, "as of") == "1 September 2024"
    assert row(explanation, "keep until") == "28 February 2025"
    assert row(explanation, "rule").startswith('1/urgent "Letters", ')
    assert "schedule.tenure:18 " in row(explanation, "rule")
    assert row(explanation, "because") == "Records Act (statute), section 4: evidence"
    assert row(explanation, "beaten").startswith('1 "Letters", ')
    assert "1/urgent is an exception to it" in renderer("text")(explanation)
    assert row(explanation, "limit").startswith('3 "Minimum"')
    assert row(explanation, "not in force").startswith('4 "Later"')
    assert row(explanation, "do not apply") == "1/copied, 2"


def test_what_is_switched_off_and_by_what(explained: Callable[..., Explanation]) -> None:
    explanation = explained("2024-09-01", {"live": True}, received=RECEIVED)
    assert row(explanation, "fact") == "live yes"
    assert row(explanation, "switched off").startswith('1 "Letters"')
    assert row(explanation, "switches off").startswith('2 "Not for now"')
    assert "switched off by 2" in renderer("text")(explanation)


def test_a_possible_hold_is_not_called_a_hold(explained: Callable[..., Explanation]) -> None:
    unsure = explained("2024-09-01", received=RECEIVED, court=None)
    assert row(unsure, "may be held by").startswith('legal "Legal action", ')
    sure = explained("2024-09-01", received=RECEIVED, court=True)
    assert row(sure, "held by").startswith('legal "Legal action", ')


def test_long_rows_go_on_beneath_themselves(explained: Callable[..., Explanation]) -> None:
    lines = renderer("text")(explained("2024-03-01", received=RECEIVED)).splitlines()
    begin = next(i for i, line in enumerate(lines) if "Keep for 2 years" in line)
    first, second, *_ = lines[begin:]
    assert first.endswith(", then anonymise. Keep the anonymised record")
    assert first.index("Keep") == second.index("for 10 years") == 18


def test_colour_adds_nothing_but_colour(explained: Callable[..., Explanation]) -> None:
    explanation = explained("2026-03-01", received=RECEIVED)
    coloured = renderer("text")(explanation, colour=True)
    assert coloured.startswith("\x1b[33m")
    assert click.unstyle(coloured) == renderer("text")(explanation)


def test_json_has_what_is_promised(explained: Callable[..., Explanation]) -> None:
    explanation = explained("2025-03-01", received=RECEIVED, urgent=True, answered=RECEIVED)
    document = json.loads(renderer("json")(explanation))
    considered = {c["rule"]: c["standing"] for c in document["considered"]}
    assert considered == {
        "1": "beaten",
        "1/urgent": "governs",
        "1/copied": "does not apply",
        "2": "does not apply",
        "3": "limits",
        "4": "not in force",
    }
    for name in ("considered", "citations", "records", "facts"):
        del document[name]
    assert [beaten["rule"] for beaten in document["beaten"]] == ["1"]
    assert document["beaten"][0]["by"] == ["1/urgent"]
    del document["beaten"]
    assert document == {
        "schema": "tenure-decision-1",
        "record": "r",
        "record_class": "letter",
        "as_of": "2025-03-01",
        "as_of_time": None,
        "status": "due",
        "keep_until": "2025-02-28",
        "due": "2025-03-01",
        "action": "destroy",
        "rule": "1/urgent",
        "phase": 1,
        "not_before": None,
        "not_after": None,
        "missing": [],
        "awaiting": [],
        "held_by": [],
        "follows": None,
        "notes": [],
        "deadlines": [],
    }


def test_every_status_has_words_and_a_colour() -> None:
    for status in Status:
        decision = Decision(record="r", record_class="x", as_of=RECEIVED, status=status)
        assert status_in_words(decision).startswith(status)
        assert status in INKS


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        (False, "no"),
        (date(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5, 14, 30), "2026-01-05T14:30"),
        (Decimal("99.50"), "99.50"),
        (Decimal("1E+3"), "1000"),
        (("a", "b"), "a, b"),
        ("paper", "paper"),
    ],
)
def test_values_are_spelled_as_in_the_language(value: Value, words: str) -> None:
    assert value_in_words(value) == words
