"""S6 and S7 as examples: missing data is never a reason to destroy.

The examples named "destroyed wrongly" are each a record that was once called due although
a way of filling in what is unknown says otherwise.
"""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.decide import decide
from tenure.compiler.policy.fields import Value
from tenure.compiler.records import Record
from tests.properties.compiled import passes, policy_of

FILE = """
policy "Schedule"
authority act "Act" kind statute
record file
  closed  date
  lapsed  date
  child   yes/no
  notable yes/no
"""


def decided(text: str, until: date | None = None, **fields: Value) -> Decision:
    """The decision, in 2026, on a file closed on 1 January 2020, with these fields too."""
    record = Record(
        id="f",
        record_class="file",
        fields={"closed": date(2020, 1, 1), **fields},
        extended_until=until,
    )
    return decide(policy_of(FILE + text), record, date(2026, 1, 1))


def test_an_event_that_is_unknown_has_not_happened() -> None:
    passes(
        FILE
        + """
rule 1 for file keep 2 years after closed

test "open-ended"
  given file f
  on 2999-01-01  expect f awaiting by 1
"""
    )


def test_a_required_field_that_is_unknown_is_bad_data() -> None:
    text = FILE.replace("closed  date", "closed  date required") + (
        "rule 1 for file when child keep 2 years after closed\n"
        "rule 2 for file when not child keep 1 year after lapsed"
    )
    record = Record(
        id="f", record_class="file", fields={"child": False, "lapsed": date(2020, 1, 1)}
    )
    decision = decide(policy_of(text), record, date(2026, 1, 1))
    assert (decision.status, decision.missing) == ("undetermined", ("closed",))


def test_no_is_an_answer_to_a_required_question() -> None:
    text = FILE.replace("child   yes/no", "child   yes/no required")
    passes(
        text
        + """
rule 1 for file keep 2 years after closed
test "no is not unknown"
  given file f  closed 2020-01-01  child no
  on 2026-01-01  expect f due
"""
    )


def test_a_rule_that_may_apply_and_would_say_otherwise() -> None:
    passes(
        FILE
        + """
rule 1 for file keep 2 years after closed
  except child when child keep 75 years after closed end
rule 2 for file when notable keep 2 years after closed

test "the bounds hold whichever it is"
  given file f  closed 2020-01-01  child unknown  notable no
  on 2026-01-01
  expect f undetermined not before 2022-01-01 not after 2095-01-01 missing child

test "a rule that would say the same changes nothing"
  given file f  closed 2020-01-01  notable unknown
  on 2026-01-01
  expect f due until 2022-01-01
"""
    )


@pytest.mark.parametrize("tie_break", ["shortest", "authority", "latest", "longest"])
def test_destroyed_wrongly_a_tie_break_preferred_a_rule_that_may_not_apply(tie_break: str) -> None:
    text = """
resolve by TIE
rule 1 for file keep 10 years after closed
rule 2 for file when child keep 1 year after closed because act in force from 2000-01-01
""".replace("TIE", tie_break)
    head, _, rules = text.strip().partition("\n")
    policy = FILE.replace('"Schedule"', f'"Schedule"\n  {head}') + rules
    record = Record(id="f", record_class="file", fields={"closed": date(2020, 1, 1)})
    decision = decide(policy_of(policy), record, date(2026, 1, 1))
    assert decision.status == "undetermined"
    assert decision.missing == ("child",)
    assert {c.rule: c.standing for c in decision.considered} == {
        "1": "may govern",
        "2": "may apply",
    }


def test_destroyed_wrongly_a_rule_that_may_be_beaten_leaves_nothing_in_its_place() -> None:
    """What may beat it only disapplies another, so that the record would be uncovered."""
    rules = """
rule 1 for file keep 1 year after closed
rule 2 for file when child disapplies 3 overrides 1
rule 3 for file when lapsed before 2000-01-01 keep 9 years after closed overrides 1
"""
    lapsed = date(2020, 1, 1)
    assert decided(rules, lapsed=lapsed).status == "undetermined"
    assert decided(rules, lapsed=lapsed, child=True).status == "uncovered"
    assert decided(rules, lapsed=lapsed, child=False).status == "due"


def test_destroyed_wrongly_an_extension_that_may_not_count() -> None:
    rules = """
rule 1 for file keep 1 year after closed
rule 2 for file when child keep 1 year after closed extendable by "Manager"
"""
    extended = date(2022, 1, 1)
    assert decided(rules, extended).status == "undetermined"
    assert decided(rules, extended, child=True).status == "due"
    assert decided(rules, extended, child=False).status == "undetermined"


def test_the_bounds_of_an_extended_record_take_in_its_extension() -> None:
    rules = """
rule 1 for file keep 1 year after closed extendable by "Manager"
rule 2 for file when child keep 2 years after closed overrides 1
"""
    extended = date(2030, 1, 1)
    decision = decided(rules, extended)
    assert (decision.status, decision.not_after) == ("undetermined", extended)
    assert decided(rules, extended, child=False).keep_until == extended


def test_a_record_that_states_a_class_whose_condition_is_not_known() -> None:
    text = """
policy "Schedule"
record contact
  closed  date
  formal  yes/no
record complaint is contact where formal
record appeal is complaint
rule 1 for appeal keep 1 year after closed
test "it may not be what it says it is"
  given appeal a  closed 2020-01-01  formal yes
  given appeal b  closed 2020-01-01  formal unknown
  given appeal c  closed 2020-01-01  formal no
  on 2026-01-01
  expect a due
  expect b undetermined missing formal
  expect c undetermined
"""
    passes(text)


def test_the_status_turns_on_the_day() -> None:
    passes(
        FILE.replace('"Schedule"', '"Schedule" dispose within 1 month')
        + """
rule 1 for file keep 1 year after closed

test "kept through the day, due from the next, overdue after the window"
  given file f  closed 2025-01-30
  on 2026-01-30  expect f retain  until 2026-01-30
  on 2026-01-31  expect f due     since 2026-01-31
  on 2026-02-28  expect f due     since 2026-01-31
  on 2026-03-01  expect f overdue since 2026-01-31
"""
    )


def test_without_a_window_nothing_is_overdue() -> None:
    assert decided("rule 1 for file keep 1 day after closed").status == "due"


def test_a_yes_or_no_that_is_not_mentioned_is_no_in_tests_only() -> None:
    rules = "rule 1 for file keep 1 year after closed except child when child keep permanently end"
    passes(
        FILE
        + rules
        + """
test "not mentioned"
  given file f  closed 2020-01-01
  on 2026-01-01  expect f due
"""
    )
    assert decided(rules).status == "undetermined"
