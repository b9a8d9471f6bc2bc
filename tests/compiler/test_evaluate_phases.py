"""S10, S12, extensions and `follow` as examples: phases, days in force, answers elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tenure.compiler.compile import compile_policy
from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.decide import decide
from tenure.compiler.records import Record
from tests.properties.compiled import passes, policy_of

SURVEY = """
policy "Schedule"
external "Archive policy"
external "Other policy"
record survey
  closed  date
  paid    date
  notable yes/no
"""


def decided(text: str, disposed_as: str | None = None, until: date | None = None) -> Decision:
    """The decision, in 2026, on a survey closed on 1 January 2020."""
    record = Record(
        id="s",
        record_class="survey",
        fields={"closed": date(2020, 1, 1), "notable": False},
        disposed_as=disposed_as,
        extended_until=until,
    )
    return decide(policy_of(SURVEY + text), record, date(2026, 1, 1))


PHASES = """
rule 1 for survey
  keep 1 year after closed
  then pseudonymise and keep 3 years after closed
  then anonymise    and keep 10 years after closed
"""


def test_each_phase_has_its_own_day_and_action() -> None:
    passes(
        SURVEY
        + PHASES
        + """
test "after the last `keep` comes destroy"
  given survey a  closed 2020-01-01
  given survey b  closed 2020-01-01  disposed_as pseudonymised
  given survey c  closed 2020-01-01  disposed_as anonymised
  on 2026-01-01
  expect a due    until 2021-01-01 then pseudonymise
  expect b due    until 2023-01-01 then anonymise
  expect c retain until 2030-01-01 then destroy
"""
    )
    assert decided(PHASES).phase == 1
    assert decided(PHASES, "pseudonymised").phase == 2
    assert decided(PHASES, "anonymised").phase == 3


def test_a_phase_that_the_rule_does_not_know_or_that_was_the_last() -> None:
    for done in ("transferred", "destroyed"):
        decision = decided(PHASES, done)
        assert (decision.status, decision.missing) == ("undetermined", ("disposed_as",))


def test_rules_that_know_different_phases_are_not_in_conflict_but_without_answer() -> None:
    rules = PHASES + "rule 2 for survey keep 1 year after closed then pseudonymise"
    assert decided(rules).status == "due"
    assert decided(rules, "pseudonymised").status == "undetermined"


def test_an_extension_counts_under_a_rule_that_allows_it() -> None:
    allowed = 'rule 1 for survey keep 1 year after closed extendable by "Manager"'
    later, earlier = date(2027, 1, 1), date(2020, 6, 1)
    assert decided(allowed, until=later).keep_until == later
    assert decided(allowed, until=earlier).keep_until == date(2021, 1, 1)
    forbidden = decided("rule 1 for survey keep 1 year after closed", until=later)
    assert (forbidden.status, forbidden.missing) == ("undetermined", ("extended_until",))


def test_an_extension_bounds_a_day_that_is_still_open() -> None:
    open_ended = 'rule 1 for survey keep 1 year after paid extendable by "Manager"'
    decision = decided(open_ended, until=date(2027, 1, 1))
    assert (decision.status, decision.not_before) == ("awaiting", date(2027, 1, 1))


def test_an_extension_does_not_lift_a_ceiling() -> None:
    rules = (
        'rule 1 for survey keep 1 year after closed extendable by "Manager"\n'
        "rule 2 for survey keep at most 5 years after closed"
    )
    assert decided(rules, until=date(2025, 1, 1)).status == "due"
    assert decided(rules, until=date(2025, 1, 2)).status == "conflict"


def test_an_answer_that_lies_in_a_policy_not_loaded() -> None:
    passes(
        SURVEY
        + """
rule 1 for survey
  keep 1 year after closed
  except archived when notable
    follow "Archive policy"
  end

test "by the rule that follows it"
  given survey s  closed 2020-01-01  notable yes
  on 2026-01-01  expect s undetermined by 1/archived
"""
    )
    decision = decided('rule 1 for survey follow "Archive policy"')
    assert (decision.follows, decision.missing) == ("Archive policy", ("Archive policy",))


def test_an_answer_that_lies_in_a_policy_that_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "law.tenure").write_text(
        'policy "Law"\nrecord survey closed date\n'
        "rule L for survey keep 6 years after closed then review",
        encoding="utf-8",
    )
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.tenure").write_text(
        'policy "Own" use "../law.tenure" rule 1 for survey follow "Law"', encoding="utf-8"
    )
    policy = compile_policy(own).policy
    assert policy is not None
    record = Record(id="s", record_class="survey", fields={"closed": date(2022, 1, 1)})
    decision = decide(policy, record, date(2026, 1, 1))
    assert (decision.status, decision.keep_until) == ("retain", date(2028, 1, 1))
    assert decision.action is not None
    assert decision.action.text == "review"


def test_the_rules_in_force_on_the_day_decide() -> None:
    passes(
        SURVEY
        + """
rule 1 for survey keep 1 year after closed in force until 2026-12-31
rule 2 for survey keep 6 years after closed in force from 2027-01-01
  except notable when notable
    keep 9 years after closed
    in force until 2027-06-30
  end

test "both ends of an interval are in force"
  given survey s  closed 2026-01-01  notable yes
  on 2026-12-31  expect s retain until 2027-01-01 by 1
  on 2027-01-01  expect s retain until 2035-01-01 by 2/notable
  on 2027-06-30  expect s retain until 2035-01-01 by 2/notable
  on 2027-07-01  expect s retain until 2032-01-01 by 2
"""
    )


def test_facts_are_as_declared_unless_the_question_says_otherwise() -> None:
    passes(
        SURVEY
        + """
fact live     yes/no = no
fact moved_on date   = 2020-06-01
rule 1 for survey keep 1 year after closed
  except live when live and closed before moved_on
    keep until moved_on
  end

test "declared"
  given survey s  closed 2020-01-01
  on 2020-01-02  expect s retain until 2021-01-01

test "assumed"
  given fact live yes
  given fact moved_on 2029-01-01
  given survey s  closed 2020-01-01
  on 2020-01-02  expect s retain until 2029-01-01 by 1/live
"""
    )
