"""Rules, holds and classes that never have an effect."""

from __future__ import annotations

import pytest

from tenure.compiler.analysis import search
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Verdict
from tests.compiler.findings import FILE, found, only

IMPOSSIBLE, SHADOWED, NEVER, HOLD = (
    Code.IMPOSSIBLE_CONDITION,
    Code.SHADOWED_RULE,
    Code.NEVER_DUE,
    Code.IDLE_HOLD,
)


@pytest.mark.parametrize(
    "condition",
    [
        "child and not child",
        "closed before opened and opened before closed",
        "closed is not known and closed after 2020-01-01",
        "child is not known and child is yes",
        "opened on or before closed and 36 months after opened after 3 years after closed",
    ],
)
def test_a_condition_that_is_true_of_no_record(condition: str) -> None:
    finding = only(IMPOSSIBLE, f"rule 1 for file when {condition} keep permanently")
    assert finding.rules == ("1",)
    assert finding.verdict is Verdict.PROVED_ABSENT


@pytest.mark.parametrize(
    "condition",
    [
        "child or not child",
        "closed on or before opened and opened on or before closed",
        "12 months after opened after 365 days after opened",
        "child is not known",
    ],
)
def test_a_condition_that_is_true_of_some_record(condition: str) -> None:
    assert found(IMPOSSIBLE, f"rule 1 for file when {condition} keep permanently") == []


def test_an_exception_whose_rule_excludes_it() -> None:
    rules = (
        "rule 1 for file when child keep 1 year after closed\n"
        "  except e when not child keep 2 years after closed end"
    )
    assert only(IMPOSSIBLE, rules).rules == ("1/e",)


def test_a_class_that_no_record_can_be_of() -> None:
    rules = "record never is file where child and not child\nrule 1 for file keep permanently"
    assert "`never`" in only(IMPOSSIBLE, rules).message


def test_a_rule_that_one_other_always_beats() -> None:
    rules = (
        "rule 1 for file when child keep 1 year after closed\n"
        "rule 2 for file keep 2 years after closed overrides 1"
    )
    assert only(SHADOWED, rules).rules == ("1", "2")
    assert found(SHADOWED, rules.replace("rule 2 for file", "rule 2 for file when secret")) == []


def test_a_rule_that_two_others_beat_between_them() -> None:
    rules = (
        "rule 1 for file when child is known keep 1 year after closed\n"
        "rule 2 for file when child keep 2 years after closed overrides 1\n"
        "rule 3 for file when not child keep 3 years after closed overrides 1"
    )
    assert only(SHADOWED, rules).rules == ("1", "2", "3")


def test_a_rule_that_is_switched_off_wherever_it_applies() -> None:
    rules = "rule 1 for file when child keep permanently\nrule 2 for file disapplies 1"
    assert only(SHADOWED, rules).rules[0] == "1"
    assert found(SHADOWED, rules + "\nrule 3 for file when secret disapplies 2") == []


def test_a_rule_whose_event_its_condition_rules_out() -> None:
    rules = "rule 1 for file when closed is not known keep 1 year after closed"
    assert only(NEVER, rules).rules == ("1",)
    both = rules.replace(
        "keep 1 year after closed", "keep the earlier of (1 year after closed, {})"
    )
    assert found(NEVER, both.format("9 years after opened")) == []


def test_a_rule_that_falls_due_in_a_later_phase_only() -> None:
    """A record says itself which phase it is in; whatever came before, it can fall due."""
    rules = (
        "rule 1 for file when closed is not known keep 1 year after closed\n"
        "  then anonymise and keep 9 years after opened then destroy"
    )
    assert found(NEVER, rules) == []


def test_what_is_kept_permanently_is_meant_to_be() -> None:
    assert found(NEVER, "rule 1 for file keep permanently") == []


def test_a_hold_that_never_applies() -> None:
    rule = "\nrule 1 for file keep permanently"
    hold = "hold lawsuit for file while child and closed before opened"
    assert found(HOLD, hold + rule) == []
    assert only(HOLD, hold + " and opened before closed" + rule).verdict is Verdict.PROVED_ABSENT


def test_what_could_not_be_searched_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MAX_BRANCHES", 0)
    rules = (
        "hold lawsuit for file while child\nrecord hot is file where secret\n"
        "rule 1 for file when child keep 1 year after closed"
    )
    hold, (hot, rule) = only(HOLD, rules), sorted(found(IMPOSSIBLE, rules), key=lambda f: f.rules)
    for finding in (hold, hot, rule):
        assert finding.verdict is Verdict.UNKNOWN
        assert "not known" in finding.message
    assert rule.rules == ("1",)


def test_another_family_of_classes_is_no_reason() -> None:
    """A hold for two families is idle only where it is so in both."""
    head = FILE + "record van\n  bought date\n  child yes/no\n"
    rules = (
        "hold lawsuit for file, van while child\n"
        "rule 1 for file keep permanently\nrule 2 for van keep permanently"
    )
    assert found(HOLD, rules, head) == []
