"""Special rules that end retention before the general one would (lex specialis)."""

from __future__ import annotations

import pytest

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.check import shortening
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Verdict
from tests.compiler.findings import FILE, day, found, only, shown

SHORT = Code.SHORTENED


def test_a_shorter_period_for_a_special_class() -> None:
    rules = (
        "rule 1 for file keep 6 years after closed\nrule 2 for letter keep {} years after closed"
    )
    finding = only(SHORT, rules.format(5))
    assert finding.rules == ("2", "1")
    assert shown(finding).records[0].record_class == "letter"
    assert found(SHORT, rules.format(7)) == []
    assert found(SHORT, rules.format(6)) == []


def test_shorter_on_some_days_only() -> None:
    rules = "rule 1 for file keep 1 month after closed\nrule 2 for letter keep 30 days after closed"
    assert day(only(SHORT, rules), "closed").month in (1, 3, 5, 7, 8, 10, 12)
    assert found(SHORT, rules.replace("30 days", "31 days")) == []


def test_rules_that_do_not_meet() -> None:
    rules = (
        "rule 1 for file when child keep 6 years after closed\n"
        "rule 2 for letter when not child keep 1 year after closed"
    )
    assert found(SHORT, rules) == []


def test_a_special_rule_that_does_not_govern_shortens_nothing() -> None:
    rules = (
        "rule 1 for file keep 6 years after closed\n"
        "rule 2 for letter keep 1 year after closed\n"
        "rule 3 for letter keep 9 years after closed overrides 2"
    )
    assert found(SHORT, rules) == []


def test_one_finding_for_a_class_and_its_ancestor() -> None:
    rules = (
        "rule 1 for file keep 6 years after closed\n"
        "rule 2 for letter when child keep 1 year after closed\n"
        "rule 3 for letter when not child keep 2 years after closed"
    )
    assert only(SHORT, rules).rules == ("2", "3", "1")


def test_the_first_rule_that_can_be_shown_is() -> None:
    """2 always disagrees with 3, so that it never decides by itself."""
    rules = (
        "rule 1 for file keep 6 years after closed\n"
        "rule 2 for letter when child keep 1 year after closed\n"
        "rule 3 for letter keep 2 years after closed"
    )
    finding = only(SHORT, rules)
    assert finding.rules == ("3", "2", "1")
    assert {saying.rule for saying in shown(finding).sayings} == {"1", "3"}


def test_what_no_record_shows_is_not_known() -> None:
    rules = (
        "rule 1 for file keep 6 years after closed\n"
        "rule 2 for letter keep 1 year after closed\n"
        "rule 3 for letter keep 2 years after closed"
    )
    finding = only(SHORT, rules)
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.rules == ("2", "3")


def test_a_linked_record_that_is_not_followed_is_said() -> None:
    head = FILE.replace("record letter is file", "record box\n  made date\nrecord letter is file")
    head = head.replace("other  link to file", "box    link to box")
    rules = (
        'rule 9 for box keep 50 years after made extendable by "Manager"\n'
        "rule 1 for file when box.made before 1950-01-01 keep 6 years after 1950-01-01\n"
        "rule 2 for letter when box.made after 1920-01-01 keep as long as box"
    )
    assert only(SHORT, rules, head).verdict is Verdict.UNKNOWN


def test_too_many_cases_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(*_: object) -> None:
        raise GaveUpError

    monkeypatch.setattr(shortening, "together_possible", gives_up)
    rules = "rule 1 for file keep 6 years after closed\nrule 2 for letter keep 5 years after closed"
    assert only(SHORT, rules).verdict is Verdict.UNKNOWN
