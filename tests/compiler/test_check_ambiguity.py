"""The cases that are hard for a search for disagreeing rules, each by its name (S4, S13).

Every witness is read back from its texts and decided again.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date

import pytest

from tenure.dsl.diagnostics import Verdict
from tests.properties.compiled import policy_of
from tests.properties.witnesses import proved_absent, verdicts, witness_of_pair

FILE = """
policy "Schedule"
authority act      "Act"           kind statute
authority practice "Good practice" kind good_practice
record file
  opened  date
  closed  date
  child   yes/no
  notable yes/no
  secret  yes/no
"""


def day(text: str, one: str, other: str, field: str) -> date:
    """The day of an event in the witness for two rules."""
    witness = witness_of_pair(text, one, other)
    return date.fromisoformat(dict(witness.records[0].fields)[field])


# --- days -------------------------------------------------------------------------


def test_the_same_length_by_another_name() -> None:
    rules = FILE + (
        "rule 1 for file keep 36 months after closed\nrule 2 for file keep 3 years after closed"
    )
    proved_absent(rules, "1", "2")


def test_36_months_after_one_event_and_3_years_after_a_later_one() -> None:
    rules = (
        FILE
        + """
rule 1 for file when closed before opened
  keep the later of (36 months after opened, 3 years after closed)
rule 2 for file when closed before opened
  keep 3 years after opened
"""
    )
    proved_absent(rules, "1", "2")
    apart = rules.replace("the later of", "the earlier of")
    assert day(apart, "1", "2", "closed") < day(apart, "1", "2", "opened")


def test_a_condition_that_no_pair_of_days_meets() -> None:
    """36 months after the one is after 3 years after the other, though it is no later."""
    rules = (
        FILE
        + """
rule 1 for file
  when opened on or before closed and 36 months after opened after 3 years after closed
  keep 1 year after closed
rule 2 for file keep 2 years after closed
"""
    )
    proved_absent(rules, "1", "2")


@pytest.mark.parametrize("days", [365, 366])
def test_a_year_and_its_days_differ_where_there_is_a_leap_day(days: int) -> None:
    rules = FILE + (
        f"rule 1 for file keep 1 year after closed\nrule 2 for file keep {days} days after closed"
    )
    closed = day(rules, "1", "2", "closed")
    spans_a_leap_day = isleap(closed.year + (closed >= date(closed.year, 3, 1)))
    assert spans_a_leap_day is (days == 365)


def test_twelve_months_and_365_days_agree_away_from_leap_years() -> None:
    rules = (
        FILE
        + """
rule 1 for file when closed after 2024-02-29 and closed before 2027-03-01
  keep 12 months after closed
rule 2 for file keep 365 days after closed
"""
    )
    proved_absent(rules, "1", "2")
    assert day(rules.replace("2027-03-01", "2027-03-02"), "1", "2", "closed") == date(2027, 3, 1)


def test_only_an_event_on_a_leap_day() -> None:
    """A year from it ends on the day on which a year beginning with it ends."""
    rules = (
        FILE
        + """
rule 1 for file keep 1 year after closed then review
rule 2 for file keep 1 year beginning with closed
"""
    ).replace('"Schedule"', '"Schedule" resolve by longest')
    closed = day(rules, "1", "2", "closed")
    assert (closed.month, closed.day) == (2, 29)


def test_later_of_against_earlier_of() -> None:
    rules = (
        FILE
        + """
rule 1 for file keep the later of (1 year after opened, 1 year after closed)
rule 2 for file keep the earlier of (1 year after opened, 1 year after closed)
"""
    )
    assert day(rules, "1", "2", "opened") != day(rules, "1", "2", "closed")
    proved_absent(rules.replace("for file keep", "for file when opened on closed keep"), "1", "2")


def test_a_year_end_can_be_one_day_away() -> None:
    rules = (
        FILE
        + """
rule 1 for file when closed on or after 2025-12-30 and closed on or before 2026-01-01
  keep CY+1 from closed
rule 2 for file keep until 2026-12-31
"""
    )
    assert day(rules, "1", "2", "closed") == date(2026, 1, 1)


def test_days_that_end_with_the_calendar() -> None:
    rules = (
        FILE
        + """
rule 1 for file when opened on closed keep 9500 years after closed then review
rule 2 for file keep 9000 years after opened
"""
    )
    witness_of_pair(rules.replace('"Schedule"', '"Schedule" resolve by longest'), "1", "2")


# --- which rules stand --------------------------------------------------------------


def test_an_exception_to_an_exception_brings_a_rule_back() -> None:
    """2 meets 1 only where 1/child does not stand, and 1/child/notable gives 1's answer."""
    rules = (
        FILE
        + """
rule 1 for file
  keep 5 years after closed
  except child when child
    keep 75 years after closed
    except notable when notable
      keep 5 years after closed
    end
  end
rule 2 for file when child
  keep 75 years after closed
  overrides 1
"""
    )
    proved_absent(rules, "1/child", "2")
    witness = witness_of_pair(rules, "1/child/notable", "2")
    assert dict(witness.records[0].fields)["notable"] == "yes"


def test_a_disapplied_rule_brings_back_the_one_it_beats() -> None:
    rules = (
        FILE
        + """
rule 1 for file              keep 1 year after closed
rule 2 for file              keep 2 years after closed  overrides 1
rule 3 for file when child   disapplies 2
rule 4 for file when notable keep 2 years after closed
"""
    )
    proved_absent(rules, "2", "4")
    fields = dict(witness_of_pair(rules, "1", "4").records[0].fields)
    assert (fields["child"], fields["notable"]) == ("yes", "yes")
    settled = rules + "\nrule 5 for file when notable disapplies 3"
    proved_absent(settled, "1", "4")


def test_three_classes_one_above_the_other() -> None:
    rules = (
        FILE
        + """
record case is file
record appeal is case
rule 1 for file         keep 1 year after closed
rule 2 for file, appeal keep 2 years after closed
rule 3 for case         keep 3 years after closed
"""
    )
    assert witness_of_pair(rules, "1", "2").records[0].record_class == "file"
    assert set(verdicts(policy_of(rules))) == {frozenset("12")}, "the others are ordered by class"


def test_classes_that_conditions_define_can_meet() -> None:
    rules = (
        FILE
        + """
record old   is file where opened before 2000-01-01
record young is file where child
rule 1 for old   keep 1 year after closed
rule 2 for young keep 2 years after closed
"""
    )
    fields = dict(witness_of_pair(rules, "1", "2").records[0].fields)
    assert date.fromisoformat(fields["opened"]) < date(2000, 1, 1)
    assert fields["child"] == "yes"
    apart = rules.replace("where child", "where opened on or after 2000-01-01")
    proved_absent(apart, "1", "2")


def test_only_between_two_intervals_in_force() -> None:
    rules = (
        FILE
        + """
rule 1 for file keep 1 year after closed
rule 2 for file when child keep 2 years after closed in force from 2027-01-01
rule 3 for file when child keep 2 years after closed overrides 1 in force from 2028-01-01
"""
    )
    witness = witness_of_pair(rules, "1", "2")
    assert date(2027, 1, 1) <= witness.as_of < date(2028, 1, 1)
    proved_absent(rules.replace("2028-01-01", "2027-01-01"), "1", "2")
    never = rules.replace("for file keep 1 year", "for file in force until 2026-12-31 keep 1 year")
    proved_absent(never, "1", "2")


def test_only_under_a_fact_that_is_not_declared() -> None:
    rules = (
        FILE
        + """
fact live     yes/no = no
fact moved_on date   = 2020-01-01
rule 1 for file keep 1 year after closed
rule 2 for file when live and moved_on after 2030-01-01 keep 2 years after closed
"""
    )
    facts = dict(witness_of_pair(rules, "1", "2").facts)
    assert facts["live"] == "yes"
    assert date.fromisoformat(facts["moved_on"]) > date(2030, 1, 1)


def test_only_while_something_is_unknown() -> None:
    """Both keep the record open; they differ in what they do, and cannot come to agree."""
    actions = FILE + (
        "rule 1 for file when closed is not known keep 1 year after closed then review\n"
        "rule 2 for file keep 1 year after closed"
    )
    assert "closed" not in dict(witness_of_pair(actions, "1", "2").records[0].fields)
    bounds = (
        FILE
        + """
rule 1 for file when closed is not known
  keep the later of (9 years after opened, 1 year after closed)
rule 2 for file keep 5 years after opened
"""
    )
    assert "closed" not in dict(witness_of_pair(bounds, "1", "2").records[0].fields)
    proved_absent(bounds.replace("keep 5 years after opened", "keep 1 year after closed"), "1", "2")


def test_a_rule_that_drops_a_term_when_it_is_not_known() -> None:
    rules = (
        FILE
        + """
rule 1 for file keep the later of (1 year after opened, 1 year after closed if known)
rule 2 for file when closed is not known keep 1 year after opened
rule 3 for file when closed is known keep the later of (1 year after opened, 1 year after closed)
"""
    )
    proved_absent(rules, "1", "2")
    proved_absent(rules, "1", "3")


def test_a_rule_that_may_apply_is_in_nobodys_way() -> None:
    """Where 1/e may apply nothing is certain, so there is no conflict to be found."""
    rules = (
        FILE
        + """
rule 1 for file keep 1 year after opened
  except e when closed is not known keep 2 years after opened
    except inner when closed before 2000-01-01 keep 2 years after opened end
  end
rule 2 for file keep permanently overrides 1
"""
    )
    found = verdicts(policy_of(rules))
    assert found[frozenset(("1/e", "2"))].verdict is Verdict.PROVED_ABSENT


# --- tie-breaks ---------------------------------------------------------------------


@pytest.mark.parametrize("tie_break", ["longest", "shortest", "authority", "latest"])
def test_what_a_tie_break_always_settles_is_proved_absent(tie_break: str) -> None:
    rules = FILE.replace('"Schedule"', f'"Schedule" resolve by {tie_break}') + (
        "rule 1 for file keep 1 year after closed because act in force from 2000-01-01\n"
        "rule 2 for file keep 2 years after closed because practice"
    )
    proved_absent(rules, "1", "2")


def test_a_fixed_day_is_not_for_ever() -> None:
    rules = FILE + (
        "rule 1 for file keep until 2030-01-01 then review\n"
        "rule 2 for file keep until 2030-01-01\n"
        "rule 3 for file keep permanently then review overrides 1, 2\n"
        "rule 4 for file keep the later of (permanently, until closed) overrides 1, 2\n"
        "rule 5 for file when child disapplies 3, 4"
    )
    witness_of_pair(rules, "1", "2")
    proved_absent(rules, "3", "4")


# --- links --------------------------------------------------------------------------

LINKED = (
    FILE
    + """
record copy
  made date
  file link to file
"""
)


def test_a_linked_record_and_its_own_date() -> None:
    """The file is kept longer than the copy's own rule says where it has an exception."""
    rules = (
        LINKED
        + """
rule 1 for file keep 3 years after closed
  except child when child keep 75 years after closed end
rule 2 for copy keep as long as file
rule 3 for copy keep 3 years after file.closed
"""
    )
    witness = witness_of_pair(rules, "2", "3")
    assert dict(witness.records[1].fields)["child"] == "yes"


def test_two_rules_that_follow_the_same_link_agree() -> None:
    rules = (
        LINKED
        + """
rule 1 for file keep 3 years after closed
rule 2 for file when child keep 9 years after closed
rule 3 for copy keep as long as file
rule 4 for copy when made before 2000-01-01 keep as long as file
"""
    )
    proved_absent(rules, "3", "4")


@pytest.mark.parametrize(
    "file_rules",
    [
        "",
        "rule 1 for file keep 1 year after opened\nrule 2 for file keep 12 months after opened",
        "rule 1 for file keep 1 year after opened then anonymise "
        "and keep 9 years after opened then destroy",
        'rule 1 for file keep 1 year after opened extendable by "Manager"',
        "rule 1 for file keep 1 year after opened\n"
        "rule 2 for file keep at least 2 years after closed",
    ],
    ids=["no rule", "two that agree", "phases", "extendable", "a floor"],
)
def test_what_is_not_followed_of_a_linked_record_is_never_proved_absent(file_rules: str) -> None:
    rules = (
        LINKED
        + file_rules
        + """
rule 3 for copy keep as long as file
rule 4 for copy keep 1 year after file.opened
"""
    )
    assert verdicts(policy_of(rules))[frozenset("34")].verdict is not Verdict.PROVED_ABSENT


def test_rules_for_the_latest_of_a_group_do_not_trip_over_each_other() -> None:
    rules = FILE.replace("child   yes/no", "child   yes/no\n  asset   text") + (
        "rule 1 for file keep the latest 1 by asset in order of closed\n"
        "rule 2 for file keep the latest 2 by asset in order of closed then review\n"
        'rule 3 for file when asset is not known keep permanently then transfer to "Archive"'
    )
    witness_of_pair(rules, "1", "2")
    assert "asset" not in dict(witness_of_pair(rules, "1", "3").records[0].fields)
