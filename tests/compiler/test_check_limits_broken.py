"""Legal minimums and maximums that a rule breaks (S5)."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.check import limits
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Verdict
from tests.compiler.findings import day, found, only, shown

OUTSIDE, CROSSED = Code.OUTSIDE_LIMIT, Code.FLOOR_AFTER_CEILING

TOO_SHORT = (
    "rule 1 for file keep 2 years after closed\nrule 2 for file keep at least 6 years after closed"
)


def test_earlier_than_a_minimum() -> None:
    finding = only(OUTSIDE, TOO_SHORT)
    assert finding.rules == ("1", "2")
    assert finding.verdict is Verdict.WITNESS
    assert shown(finding).status == "conflict"
    first, second = (saying.keep_until for saying in shown(finding).sayings)
    assert first is not None
    assert second is not None
    assert first < second


def test_later_than_a_maximum_on_some_days_only() -> None:
    """31 days after 1 February is later than a month after it."""
    rules = (
        "rule 1 for file keep {} days after closed\n"
        "rule 2 for file keep at most 1 month after closed"
    )
    assert found(OUTSIDE, rules.format(28)) == []
    assert day(only(OUTSIDE, rules.format(29)), "closed").month in (1, 2)


def test_kept_for_ever_is_later_than_any_maximum() -> None:
    rules = "rule 1 for file keep permanently\nrule 2 for file keep at most 1 year after closed"
    assert only(OUTSIDE, rules).verdict is Verdict.WITNESS


def test_a_limit_that_is_overridden_where_the_rule_applies() -> None:
    rules = (
        "rule 1 for file keep 2 years after closed\n"
        "rule 2 for file keep at least 6 years after closed because practice\n"
        "rule 3 for file when {} keep 2 years after closed because act overrides 1, 2"
    )
    fields = dict(shown(only(OUTSIDE, rules.format("child"))).records[0].fields)
    assert fields["child"] == "no"
    assert found(OUTSIDE, rules.format("child is known or child is not known")) == []


def test_a_bound_that_is_certain_before_the_event() -> None:
    """Open or not: the record is kept for nine years at least, and for five at most."""
    rules = (
        "rule 1 for file when closed is not known\n"
        "  keep the later of (9 years after opened, 1 year after closed)\n"
        "rule 2 for file keep at most 5 years after opened"
    )
    assert "closed" not in dict(shown(only(OUTSIDE, rules)).records[0].fields)


def test_a_later_phase_is_left_to_the_record() -> None:
    """What is kept without names after three years may outlive a maximum for personal data."""
    rules = (
        "rule 1 for file keep {} years after closed\n"
        "  then anonymise and keep 9 years after closed then destroy\n"
        "rule 2 for file when secret keep at most 3 years after closed"
    )
    assert found(OUTSIDE, rules.format(3)) == []
    assert "disposed_as" not in dict(shown(only(OUTSIDE, rules.format(4))).records[0].fields)


def test_a_linked_record_that_is_kept_longer() -> None:
    rules = (
        "record box\n  made date\n  file link to file\n"
        "rule 1 for file keep 9 years after opened\n"
        "rule 2 for box keep as long as file\n"
        "rule 3 for box keep at most 5 years after file.opened"
    )
    assert only(OUTSIDE, rules).verdict is Verdict.WITNESS


def test_what_a_linked_record_leaves_open_is_said() -> None:
    """By its own rule the file goes in time; an extension of it is not followed."""
    rules = (
        "record box\n  made date\n  file link to file\n"
        'rule 1 for file keep 2 years after opened extendable by "Manager"\n'
        "rule 2 for box keep as long as file\n"
        "rule 3 for box keep at most 5 years after file.opened"
    )
    finding = only(OUTSIDE, rules)
    assert finding.verdict is Verdict.UNKNOWN
    assert "not known" in finding.message
    assert finding.witness is None


def test_a_minimum_after_a_maximum() -> None:
    rules = (
        "rule 1 for file keep until closed\n"
        "rule 2 for file when child keep at least 6 years after closed\n"
        "rule 3 for file when secret keep at most 5 years after closed"
    )
    fields = dict(shown(only(CROSSED, rules)).records[0].fields)
    assert (fields["child"], fields["secret"]) == ("yes", "yes")
    assert found(CROSSED, rules.replace("when secret", "when not child")) == []


def test_a_minimum_and_a_maximum_that_no_schedule_rule_meets() -> None:
    """Without an answer between them there is no conflict, but a record that nothing covers."""
    rules = (
        "rule 2 for file keep at least 6 years after closed\n"
        "rule 3 for file keep at most 5 years after closed"
    )
    assert found(CROSSED, rules) == []


def test_too_many_cases_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(*_: object) -> None:
        raise GaveUpError

    monkeypatch.setattr(limits, "together_possible", gives_up)
    finding = only(OUTSIDE, TOO_SHORT)
    assert finding.verdict is Verdict.UNKNOWN
    assert "too many cases" in finding.message


def test_a_rule_that_comes_too_late_for_a_limit() -> None:
    rules = (
        "rule 1 for file keep 2 years after closed in force until 2026-12-31\n"
        "rule 2 for file keep at least 6 years after closed in force from {}"
    )
    assert found(OUTSIDE, rules.format("2027-01-01")) == []
    assert shown(only(OUTSIDE, rules.format("2026-12-31"))).as_of == date(2026, 12, 31)
