"""What is seen from the shape of the rules: links in circles, authorities, months, classes."""

from __future__ import annotations

import pytest

from tenure.dsl.codes import Code
from tests.compiler.findings import found, only

# --- links (S9) ---------------------------------------------------------------------

LINK = Code.LINK_CYCLE


def test_a_record_kept_as_long_as_another_of_its_class() -> None:
    assert only(LINK, "rule 1 for file keep as long as other").rules == ("1",)


@pytest.mark.parametrize(
    "condition",
    [
        "other.opened before opened",
        "opened before other.opened",
        "child and other.opened before opened",
    ],
)
def test_an_order_of_the_records_breaks_the_circle(condition: str) -> None:
    assert found(LINK, f"rule 1 for file when {condition} keep as long as other") == []


@pytest.mark.parametrize(
    "condition",
    [
        "other.opened on or before opened",
        "other.opened before closed",
        "other.opened before opened or child",
        "not (other.opened before opened)",
    ],
)
def test_what_does_not_order_them_strictly_does_not(condition: str) -> None:
    assert len(found(LINK, f"rule 1 for file when {condition} keep as long as other")) == 1


def test_two_orders_that_contradict_each_other_order_nothing() -> None:
    rules = (
        "rule 1 for file when other.opened before opened keep as long as other\n"
        "rule 2 for file when opened before other.opened keep as long as other"
    )
    assert only(LINK, rules).rules == ("1", "2")


def test_the_condition_of_the_rule_around_an_exception_counts() -> None:
    rules = (
        "rule 1 for file when other.opened before opened keep 1 year after closed\n"
        "  except e when child keep as long as other end"
    )
    assert found(LINK, rules) == []


def test_a_circle_of_two_classes_and_a_chain_that_is_none() -> None:
    head = 'policy "P"\nrecord a\n  b link to b\nrecord b\n  a link to a\n'
    chain = "rule 1 for a keep as long as b\nrule 2 for b keep {}"
    assert only(LINK, chain.format("as long as a"), head).rules == ("1", "2")
    assert found(LINK, chain.format("permanently"), head) == []


# --- authorities -----------------------------------------------------------------------

WEAKER = Code.WEAKER_AUTHORITY


@pytest.mark.parametrize(
    ("upper", "lower", "reported"),
    [("practice", "act", True), ("act", "practice", False), ("act", "act", False)],
)
def test_a_weaker_authority_that_overrides(upper: str, lower: str, reported: bool) -> None:
    rules = (
        f"rule 1 for file keep 1 year after closed because {lower}\n"
        f"rule 2 for file keep 2 years after closed because {upper} overrides 1"
    )
    assert bool(found(WEAKER, rules)) is reported


def test_a_rule_without_authority_is_weaker_than_any() -> None:
    rules = (
        "rule 1 for file keep 1 year after closed because practice\n"
        "rule 2 for file keep 2 years after closed overrides 1"
    )
    assert only(WEAKER, rules).rules == ("2", "1")


def test_an_exception_may_be_weaker_than_its_schedule_rule_but_not_than_a_minimum() -> None:
    rules = (
        "rule 1 for file keep {} 1 year after closed because act\n"
        "  except e when child keep {} 2 years after closed because practice end"
    )
    assert found(WEAKER, rules.format("", "")) == []
    assert only(WEAKER, rules.format("at least", "at least")).rules == ("1/e", "1")


# --- exceptions left, classes without rule ----------------------------------------------

LEFT = "rule 1 for file keep permanently\n  except e when child keep 1 year after closed end\n"


def test_exceptions_that_stand_when_their_rule_is_switched_off() -> None:
    assert len(found(Code.EXCEPTIONS_LEFT, f"{LEFT}rule 2 for file when secret disapplies 1")) == 1
    both = f"{LEFT}rule 2 for file when secret disapplies 1, 1/e"
    assert found(Code.EXCEPTIONS_LEFT, both) == []


def test_a_class_is_covered_by_its_ancestors_and_by_its_subclasses() -> None:
    code = Code.CLASS_WITHOUT_RULE
    assert found(code, "rule 1 for file keep permanently") == []
    assert found(code, "rule 1 for letter keep permanently") == []
    limit = found(code, "rule 1 for file keep at least 1 year after closed")
    assert [f.message for f in limit] == [
        "no rule says how long `file` is kept",
        "no rule says how long `letter` is kept",
    ]


# --- short months (S2) -----------------------------------------------------------------------

MONTHS = Code.MONTH_END


@pytest.mark.parametrize("period", ["6 months", "1 year and 1 month", "18 months"])
def test_months_that_can_be_short(period: str) -> None:
    assert only(MONTHS, f"rule 1 for file keep {period} after closed").rules == ("1",)


@pytest.mark.parametrize("period", ["12 months", "3 years", "90 days", "26 weeks"])
def test_years_days_and_weeks_are_never_short(period: str) -> None:
    assert found(MONTHS, f"rule 1 for file keep {period} after closed") == []


def test_one_finding_for_a_policy() -> None:
    rules = "".join(
        f"rule {n} for file keep the later of (until opened, {n} months after closed)\n"
        for n in (1, 2, 3, 4, 5, 6, 7, 8, 12)
    )
    finding = only(MONTHS, rules)
    assert finding.rules == ("1", "2", "3", "4", "5", "6", "7", "8")
    assert "and 2 more" in finding.message


def test_months_in_a_later_phase() -> None:
    rules = "rule 1 for file keep 1 year after closed then review and keep 7 months after closed"
    assert only(MONTHS, rules + " then destroy").at is not None
