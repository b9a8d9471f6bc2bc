"""A policy's own days: approval, review, validity (S12)."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.check.housekeeping import planned_review
from tenure.dsl.codes import Code
from tests.compiler.findings import found, only
from tests.properties.compiled import policy_of

RULES = "\nrecord file\nrule 1 for file keep permanently"
DAY = date(2026, 6, 1)


def head(clauses: str) -> str:
    return f'policy "Schedule"\n  {clauses}'


@pytest.mark.parametrize(
    ("clauses", "first", "last"),
    [
        ("approved 2024-02-29 review every 1 year", date(2025, 2, 28), date(2025, 2, 28)),
        ("approved 2024-02 review every 1 year", date(2025, 2, 1), date(2025, 2, 28)),
        ("next review 2027-03-05", date(2027, 3, 5), date(2027, 3, 5)),
        ("next review 2027-02", date(2027, 2, 1), date(2027, 2, 28)),
        (
            "approved 2024-01-01 review every 3 years next review 2027-01",
            date(2027, 1, 1),
            date(2027, 1, 31),
        ),
    ],
)
def test_when_a_review_is_due(clauses: str, first: date, last: date) -> None:
    (document,) = policy_of(head(clauses) + RULES).documents.values()
    assert planned_review(document) == (first, last)


@pytest.mark.parametrize("clauses", ["", "approved 2024-01-01", "review every 3 years"])
def test_no_review_can_be_computed(clauses: str) -> None:
    (document,) = policy_of(head(clauses) + RULES).documents.values()
    assert planned_review(document) is None
    assert len(found(Code.NO_REVIEW, RULES, head(clauses))) == 1


def test_a_review_is_overdue_from_the_day_after_its_last() -> None:
    month = head("next review 2026-05")
    assert found(Code.REVIEW_OVERDUE, RULES, month, date(2026, 5, 31)) == []
    assert "2026-05" in only(Code.REVIEW_OVERDUE, RULES, month, DAY).message
    day = head("next review 2026-05-31")
    assert found(Code.REVIEW_OVERDUE, RULES, day, date(2026, 5, 31)) == []
    assert "2026-05-31" in only(Code.REVIEW_OVERDUE, RULES, day, DAY).message


def test_a_stated_review_against_approval_and_cycle() -> None:
    clauses = "approved 2025-01-15 review every 2 years next review {}"
    contradiction = Code.CONTRADICTORY_REVIEW
    for fits in ("2027-01-15", "2027-01"):
        assert found(contradiction, RULES, head(clauses.format(fits))) == []
    for differs in ("2027-01-16", "2027-02", "2026-12"):
        assert len(found(contradiction, RULES, head(clauses.format(differs)))) == 1


def test_a_month_of_approval_fits_any_day_of_the_month_of_review() -> None:
    clauses = head("approved 2025-01 review every 2 years next review 2027-01-31")
    assert found(Code.CONTRADICTORY_REVIEW, RULES, clauses) == []


def test_the_days_on_which_a_policy_is_in_force_are_both_included() -> None:
    clauses = head("in force from 2026-01-01 until 2026-12-31")
    for day in (date(2026, 1, 1), date(2026, 12, 31)):
        assert found(Code.POLICY_EXPIRED, RULES, clauses, day) == []
        assert found(Code.NOT_YET_IN_FORCE, RULES, clauses, day) == []
    assert len(found(Code.POLICY_EXPIRED, RULES, clauses, date(2027, 1, 1))) == 1
    early = only(Code.NOT_YET_IN_FORCE, RULES, clauses, date(2025, 12, 31))
    assert "--as-of 2026-01-01" in early.help[0]
