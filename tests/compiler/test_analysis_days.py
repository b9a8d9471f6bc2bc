"""The theory of days: latest solutions, and contradictions seen at once."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.analysis import days
from tenure.compiler.analysis.days import GaveUpError, contradictory, latest_days
from tenure.compiler.analysis.formulas import Le
from tenure.compiler.analysis.terms import DayTerm, Run, Step, ToYearEnd, Way
from tenure.compiler.dates import CALENDAR_YEAR, Length, YearKind
from tests.properties.scale import tried

X, Y = DayTerm(event="x"), DayTerm(event="y")
FIRST, LAST = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
FY = YearKind(name="FY", month=3, day=31)


def run(way: Way, months: int = 0, days: int = 0) -> Run:
    return Run(length=Length(months=months, days=days), way=way)


def latest(*comparisons: Le, last: int = LAST) -> dict[str, date] | None:
    caps = {event: last for c in comparisons for event in (c.left.event, c.right.event) if event}
    found = latest_days(comparisons, FIRST, caps)
    return None if found is None else {e: date.fromordinal(day) for e, day in found.items()}


def fixed(day: date) -> DayTerm:
    return DayTerm(day=day.toordinal())


def test_the_latest_day_that_ends_in_time() -> None:
    """A month after 31 January ends on the last of February, and so does one after the 28th."""
    by = fixed(date(2026, 2, 28))
    assert latest(Le(X.then(run("after", months=1)), 0, by)) == {"x": date(2026, 1, 31)}
    assert latest(Le(X.then(run("after", months=1)), 1, by)) == {"x": date(2026, 1, 27)}


def test_events_push_each_other_down() -> None:
    by = fixed(date(2026, 1, 1))
    assert latest(Le(X, 1, Y), Le(Y.then(run("after", days=10)), 0, by)) == {
        "x": date(2025, 12, 21),
        "y": date(2025, 12, 22),
    }


def test_nothing_is_left_within_the_horizon() -> None:
    assert latest(Le(X, 0, fixed(date(1899, 12, 31)))) is None
    assert latest(Le(X, 0, fixed(date(1900, 1, 1)))) == {"x": date(1900, 1, 1)}


def test_a_fixed_day_that_is_too_late_is_no_event_to_lower() -> None:
    assert latest(Le(fixed(date(2026, 1, 2)), 0, fixed(date(2026, 1, 1)))) is None


@pytest.mark.parametrize(
    "comparisons",
    [
        (Le(X, 1, Y), Le(Y, 0, X)),
        (Le(X, 0, Y), Le(Y.then(run("after", months=36)), 1, X.then(run("after", months=36)))),
        (Le(X.then(run("after", months=1, days=1)), 1, X.then(run("after", months=1))),),
        (Le(X.then(run("after", months=1)), 2, X.then(run("beginning", months=1, days=1))),),
        (Le(X.then(run("after", months=6)), 0, X.then(run("before", months=1))),),
        (Le(X.then(ToYearEnd(year=CALENDAR_YEAR, plus=1)), 0, X.then(run("after", days=300))),),
    ],
)
def test_a_contradiction_is_seen_without_a_search(comparisons: tuple[Le, ...]) -> None:
    assert contradictory(comparisons)
    assert latest(*comparisons) is None


def test_what_has_a_solution_is_no_contradiction() -> None:
    """A year is shorter than 366 days but for one that holds a leap day."""
    assert not contradictory(
        (Le(X.then(run("after", months=12)), 1, X.then(run("after", days=366))),)
    )


def test_a_search_that_takes_too_long_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "MAX_STEPS", 3)
    slow = Le(X.then(run("after", months=1)), 0, X.then(run("after", days=28)))
    with pytest.raises(GaveUpError):
        latest(slow)
    monkeypatch.undo()
    assert latest(slow) == {"x": date(2199, 2, 28)}


STEPS: tuple[Step, ...] = (
    run("after", months=1),
    run("after", months=1, days=1),
    run("after", days=30),
    run("after", months=12),
    run("before", months=2, days=3),
    run("beginning", months=6),
    run("beginning", months=1, days=1),
    ToYearEnd(year=CALENDAR_YEAR, plus=1),
    ToYearEnd(year=FY, plus=0),
)
TERMS = st.builds(
    lambda event, steps: DayTerm(event=event, steps=tuple(steps)),
    st.sampled_from(("x", "y")),
    st.lists(st.sampled_from(STEPS), max_size=2),
)
DAYS = st.integers(date(2019, 1, 1).toordinal(), date(2025, 1, 1).toordinal())


@tried(quick=300, nightly=5000)
@given(term=TERMS, day=DAYS)
def test_a_day_lies_within_the_reach_of_its_term_and_of_its_stem(term: DayTerm, day: int) -> None:
    low, high = term.reach
    assert low <= term.at(day) - day <= high
    stem, least, most = term.stem
    assert least <= term.at(day) - stem.at(day) <= most


COMPARISONS = st.lists(st.builds(Le, TERMS, st.integers(-40, 40), TERMS), min_size=1, max_size=3)


@tried(quick=50, nightly=3000)
@given(comparisons=COMPARISONS)
def test_the_latest_solution_is_the_latest_of_all(comparisons: list[Le]) -> None:
    """Every pair of days of six weeks around a leap day is tried."""
    first, last = date(2020, 2, 10).toordinal(), date(2020, 3, 22).toordinal()
    pairs = [
        (x, y)
        for x, y in product(range(first, last + 1), repeat=2)
        if all(_met(c, {"x": x, "y": y}) for c in comparisons)
    ]
    found = latest_days(comparisons, first, {"x": last, "y": last})
    if not pairs:
        assert found is None
    else:
        assert found == {"x": max(x for x, _ in pairs), "y": max(y for _, y in pairs)}


def _met(comparison: Le, at: dict[str, int]) -> bool:
    left, right = comparison.left, comparison.right
    return left.at(at[left.event or "x"]) + comparison.gap <= right.at(at[right.event or "x"])
