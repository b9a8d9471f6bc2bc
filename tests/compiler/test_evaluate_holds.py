"""S8 as examples: while a hold applies, or may apply, nothing is due."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.decisions import Decision
from tenure.compiler.policy.fields import Value
from tenure.compiler.records import Record
from tests.properties.compiled import decisions, passes, policy_of

CALLS = """
policy "Schedule"
record complaint
  closed   date
  on_trial yes/no
record call
  recorded  date
  training  yes/no
  complaint link to complaint
rule 1 for complaint keep 3 years after closed
rule 2 for call
  keep 62 days after recorded
  except complaint when complaint is known
    keep as long as complaint
  end
  except training when training
    keep 1 year after recorded
    overrides complaint
  end
hold lawsuit for complaint while on_trial
"""


def decided(text: str, *records: Record) -> dict[str, Decision]:
    return decisions(policy_of(text), records, date(2026, 1, 1))


def complaint(**fields: Value) -> Record:
    known = {"closed": date(2020, 1, 1), **fields}
    return Record(id="c", record_class="complaint", fields=known)


def call(**fields: Value) -> Record:
    known = {"recorded": date(2020, 1, 1), "training": False, **fields}
    return Record(id="k", record_class="call", fields=known)


def test_a_hold_that_applies_or_may_apply() -> None:
    passes(
        CALLS
        + """
test "yes, no, not known"
  given complaint a  closed 2020-01-01  on_trial yes
  given complaint b  closed 2020-01-01  on_trial no
  given complaint c  closed 2020-01-01  on_trial unknown
  on 2026-01-01
  expect a held
  expect b due
  expect c undetermined until 2023-01-01 missing on_trial

test "a hold that may apply matters where something would be due, one that applies always"
  given complaint a  closed 2025-01-01  on_trial yes
  given complaint c  closed 2025-01-01  on_trial unknown
  given complaint d  on_trial yes
  on 2026-01-01
  expect a held
  expect c retain until 2028-01-01
  expect d held
"""
    )


def test_a_hold_reaches_what_is_kept_as_long_as_the_record() -> None:
    held = decided(CALLS, complaint(on_trial=True), call(complaint="c"))
    assert {d.status for d in held.values()} == {"held"}
    assert held["k"].held_by == ("lawsuit",)


def test_also_through_a_rule_that_is_beaten_and_at_any_remove() -> None:
    beaten = decided(CALLS, complaint(on_trial=True), call(complaint="c", training=True))
    assert beaten["k"].status == "held"
    chained = """
record transcript
  made date
  call link to call
rule 3 for transcript keep the earlier of (1 day after made, as long as call)
"""
    transcript = Record(
        id="t", record_class="transcript", fields={"made": date(2020, 1, 1), "call": "k"}
    )
    found = decided(CALLS + chained, complaint(on_trial=True), call(complaint="c"), transcript)
    assert found["t"].status == "held"
    found = decided(CALLS + chained, complaint(on_trial=False), call(complaint="c"), transcript)
    assert found["t"].status == "due"


def test_a_hold_that_may_apply_reaches_as_far() -> None:
    found = decided(CALLS, complaint(), call(complaint="c"))
    assert found["k"].status == "undetermined"
    assert found["k"].missing == ("c.on_trial",)


def test_destroyed_wrongly_a_linked_record_that_is_not_there_may_be_on_hold() -> None:
    found = decided(CALLS, call(complaint="elsewhere", training=True))
    assert (found["k"].status, found["k"].missing) == ("undetermined", ("complaint",))
    assert found["k"].held_by == ("lawsuit",)


def test_destroyed_wrongly_so_may_one_that_is_not_known() -> None:
    rules = CALLS.replace("when complaint is known", "")
    assert decided(rules, call(training=True))["k"].status == "undetermined"
    assert decided(CALLS, call(training=True))["k"].status == "due", "the policy asks for it"


@pytest.mark.parametrize("lost", ["elsewhere", None])
def test_a_hold_that_no_link_leads_to_changes_nothing(lost: str | None) -> None:
    rules = CALLS.replace("when complaint is known", "").replace(
        "hold lawsuit for complaint while on_trial",
        "record vehicle on_loan yes/no\nhold loan for vehicle while on_loan",
    )
    fields: dict[str, Value] = {"complaint": lost} if lost else {}
    assert decided(rules, call(training=True, **fields))["k"].status == "due"


def test_a_hold_for_a_class_that_a_condition_defines() -> None:
    passes(
        """
policy "Schedule"
record file
  closed date
  level  number
record secret is file where level is at least 5
rule 1 for file keep 1 year after closed
hold review for secret while closed before 2024-01-01
test "it may be secret"
  given file a  closed 2020-01-01  level 5
  given file b  closed 2020-01-01  level 4
  given file c  closed 2020-01-01
  on 2026-01-01
  expect a held
  expect b due
  expect c undetermined missing level
"""
    )
