"""The prover: a record that shows it, a proof that there is none, or that it is not known."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.analysis import search
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of
from tenure.compiler.analysis.prover import ABSENT, Prover, provers
from tenure.compiler.check.checks import HORIZON
from tenure.compiler.decisions import Decision, Status
from tenure.compiler.order import Covering
from tenure.dsl.diagnostics import Verdict
from tests.properties.compiled import policy_of

TODAY = date(2026, 6, 1)
TEXT = """
policy "Schedule"
fact live yes/no = no
record file
  opened date
  closed date
  child  yes/no
  other  link to file
record letter
  sent date
rule 1 for file when child keep 2 years after closed
rule 2 for file when closed before opened and opened before closed keep 1 year after closed
rule 3 for letter when live keep 1 year after sent
"""


@pytest.fixture
def files() -> Prover:
    return provers(policy_of(TEXT), TODAY, HORIZON)["file"]


def dated(prover: Prover, ref: str) -> Formula:
    """Where a rule alone governs, and names a day."""
    rule = prover.policy.rules[ref]
    (cover,) = prover.covers(rule)
    named = any_of(day.where for day in prover.days(rule) if day.settled)
    return all_of((prover.stands(cover), named, prover.idle((rule,))))


def kept_till_now(decision: Decision) -> bool:
    return decision.status is Status.RETAIN


def test_a_prover_for_each_family_of_classes() -> None:
    found = provers(policy_of(TEXT), TODAY, HORIZON)
    assert list(found) == ["file", "letter"]
    assert [rule.ref for rule in found["file"].policy.rules.values()] == ["1", "2", "3"]
    assert found["file"].covers(found["file"].policy.rules["3"]) == []


def test_a_witness_has_nothing_that_need_not_be_there(files: Prover) -> None:
    """The link goes; without `opened` it would not be certain that 2 does not apply."""
    answer = files.ask(dated(files, "1"), kept_till_now)
    assert answer.verdict is Verdict.WITNESS
    assert answer.case is not None
    (record,) = answer.case.records
    assert set(record.fields) == {"opened", "closed", "child"}
    assert answer.case.facts == {}
    assert answer.decision == answer.case.decide(files.policy)


def test_there_is_no_such_record(files: Prover) -> None:
    assert files.possible(files.stands(Covering("2", "file"))) is False
    assert files.ask(files.stands(Covering("2", "file")), kept_till_now) == ABSENT
    assert files.ask(FALSE, kept_till_now) == ABSENT


def test_a_record_that_the_evaluator_does_not_confirm_is_no_witness(files: Prover) -> None:
    answer = files.ask(files.stands(Covering("1", "file")), lambda decision: False)
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.case is None
    assert answer.reason


def test_a_search_that_gives_up_is_not_known(
    files: Prover, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MAX_BRANCHES", 0)
    question = files.stands(Covering("1", "file"))
    assert files.possible(question) is None
    assert files.ask(question, kept_till_now).verdict is Verdict.UNKNOWN


def test_a_wish_is_left_out_where_it_cannot_be_met(files: Prover) -> None:
    question = dated(files, "1")
    assert files.ask(question, kept_till_now, wishes=(FALSE,)).verdict is Verdict.WITNESS


def test_what_is_kept_stays_while_the_record_gets_smaller(files: Prover) -> None:
    question = dated(files, "1")
    answer = files.ask(question, lambda _: True, keeps=lambda _, said: (said.rule, said.keep_until))
    assert answer.decision is not None
    assert answer.decision.rule == "1"
    assert answer.decision.keep_until is not None


def test_a_fact_that_must_be_otherwise_is_said() -> None:
    letters = provers(policy_of(TEXT), TODAY, HORIZON)["letter"]
    answer = letters.ask(dated(letters, "3"), kept_till_now)
    assert answer.case is not None
    assert answer.case.facts == {"live": True}
