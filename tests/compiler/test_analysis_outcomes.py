"""What rules answer as expressions over days, and how those compare."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from tenure.compiler.analysis import outcomes
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, TRUE, All, Any, Formula, In, Le
from tenure.compiler.analysis.outcomes import (
    NEVER_YET,
    DayExpr,
    Outcome,
    Pick,
    apart,
    before,
    known_day,
    not_after,
    together,
    together_possible,
)
from tenure.compiler.analysis.prover import Prover, provers
from tenure.compiler.analysis.terms import ALWAYS, DayTerm
from tenure.compiler.check.checks import HORIZON
from tests.properties.compiled import policy_of

X, Y, Z = (DayTerm(event=event) for event in "xyz")
EXPRESSIONS: tuple[DayExpr, ...] = (
    X,
    Pick(later=True, terms=(X, Y)),
    Pick(later=False, terms=(Y, Z)),
    Pick(later=True, terms=(X, Pick(later=False, terms=(Y, Z)))),
)


def value(day: DayExpr, at: dict[str, int]) -> int:
    if isinstance(day, Pick):
        values = [value(term, at) for term in day.terms]
        return max(values) if day.later else min(values)
    return day.at(at.get(day.event or "", 0))


def holds(formula: Formula, at: dict[str, int]) -> bool:
    match formula:
        case All(parts=parts):
            return all(holds(part, at) for part in parts)
        case Any(parts=parts):
            return any(holds(part, at) for part in parts)
        case Le(left=left, gap=gap, right=right):
            return value(left, at) + gap <= value(right, at)
        case In():
            raise AssertionError("no finite variable here")


@pytest.mark.parametrize("gap", [0, 1, -1])
@pytest.mark.parametrize(("one", "other"), list(product(EXPRESSIONS, repeat=2)))
def test_comparing_later_and_earlier_days(one: DayExpr, other: DayExpr, gap: int) -> None:
    formula = not_after(one, gap, other)
    for days in product(range(100, 103), repeat=3):
        at = dict(zip("xyz", days, strict=True))
        assert holds(formula, at) == (value(one, at) + gap <= value(other, at)), at


def test_fixed_days_are_compared_at_once() -> None:
    assert not_after(DayTerm(day=5), 0, DayTerm(day=5)) == TRUE
    assert not_after(DayTerm(day=5), 1, DayTerm(day=5)) == FALSE
    assert not_after(X, 0, X) == TRUE
    assert not_after(X, 1, X) == FALSE


def test_a_day_that_has_not_come_is_before_and_after_nothing() -> None:
    waiting = Outcome(where=TRUE, low=NEVER_YET, high=ALWAYS)
    day = known_day(TRUE, DayTerm(day=700_000))
    assert apart(waiting, day) == FALSE
    assert together(waiting, day) == FALSE
    bounded = Outcome(where=TRUE, low=DayTerm(day=700_001), high=ALWAYS)
    assert before(day, bounded) == TRUE
    assert before(bounded, day) == FALSE


# --- periods ----------------------------------------------------------------------

FILE = """
policy "Schedule"
record box
  opened date
record file
  opened date
  closed date
  flag   yes/no
  box    link to box
rule 9 for box keep 1 year after opened
"""


def prover(period: str) -> Prover:
    policy = policy_of(f"{FILE}rule 1 for file keep {period}")
    return provers(policy, date(2026, 6, 1), HORIZON)["file"]


def days(period: str) -> list[Outcome]:
    asked = prover(period)
    return asked.days(asked.policy.rules["1"])


def test_an_event_is_known_or_it_is_not() -> None:
    known, unknown = days("2 years after closed")
    assert known.settled
    assert (unknown.low, unknown.high) == (NEVER_YET, ALWAYS)


def test_for_ever_is_one_day() -> None:
    (only,) = days("permanently")
    assert only.low == only.high == ALWAYS


def test_the_later_of_for_ever_and_anything_is_for_ever() -> None:
    assert {o.low for o in days("the later of (permanently, until closed)")} == {ALWAYS}


def test_a_term_that_is_not_known_drops_out() -> None:
    found = days("the later of (until opened, until closed if known)")
    assert {isinstance(o.low, Pick) for o in found if o.settled} == {True, False}


def test_a_linked_record_is_followed_and_may_be_kept_through_any_day() -> None:
    found = days("as long as box")
    exact = [o for o in found if o.settled and not o.free]
    assert [isinstance(o.low, DayTerm) and o.low.event for o in exact] == ["box.opened"]
    assert [o for o in found if o.free]


def test_what_comes_about_in_too_many_ways_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "MAX_CASES", 3)
    with pytest.raises(GaveUpError):
        days("the later of (until opened, until closed)")


def test_too_many_comparisons_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ones = days("the later of (until opened, until closed)")
    assert len(list(together_possible(ones, ones))) > 1
    monkeypatch.setattr(outcomes, "MAX_COMPARISONS", 3)
    with pytest.raises(GaveUpError):
        list(together_possible(ones, ones))


def test_outcomes_that_exclude_each_other_are_not_compared() -> None:
    known, unknown = days("2 years after closed")
    assert list(together_possible([known], [unknown])) == []
