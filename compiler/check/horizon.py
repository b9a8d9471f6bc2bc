"""Says where a policy reaches beyond the days of which anything is known.

Public holidays come from a library that knows some years of each region, and is silent
about the others: a deadline there would be counted as if every weekday were worked. The
closures that an office writes down itself end with the last one written. And the search
for disagreeing rules goes over a horizon, outside of which it shows and proves nothing.
"""

from __future__ import annotations

import warnings
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    DateIs,
    Near,
    Not,
    Point,
    Shifted,
)
from tenure.compiler.policy.periods import After, FixedDay, Until, YearEnd, subperiods
from tenure.compiler.policy.policy import Closure, DeclaredCalendar, Policy, Region
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.source import Span

YEARS_AHEAD = 2
"""How many years after the one of the check holidays must be known.

No deadline runs longer, and it is time enough to renew the tool, or the policy.
"""


def beyond_horizon(policy: Policy, as_of: date, days: tuple[date, date]) -> Iterator[Diagnostic]:
    """Report what a policy says, or relies on, of days of which nothing is known.

    Args:
        policy: the policy.
        as_of: the day of the check; holidays matter from its year on.
        days: the horizon of the search for disagreeing rules, both days included.
    """
    for calendar in policy.calendars:
        yield from calendar_horizon(calendar, as_of, days)
    for day, span in _written_days(policy):
        if not days[0] <= day <= days[1]:
            yield _outside(f"`{day}`", span, days)


def calendar_horizon(
    calendar: DeclaredCalendar, as_of: date, days: tuple[date, date]
) -> Iterator[Diagnostic]:
    """Report where a calendar's holidays and closures end before they matter."""
    for region in calendar.regions:
        finding = _unknown_holidays(calendar, region, as_of)
        if finding is not None:
            yield finding
    for closure in calendar.closures:
        for day in dict.fromkeys((closure.first, closure.last)):
            if not days[0] <= day <= days[1]:
                yield _outside(f"`{calendar.name}` is closed on {day}, which", closure.span, days)
    yield from _not_renewed(calendar, as_of)


def _outside(what: str, span: Span, days: tuple[date, date]) -> Diagnostic:
    return Diagnostic(
        code=Code.CALENDAR_HORIZON,
        message=f"{what} lies outside the days that are checked, {days[0]} to {days[1]}",
        at=span,
        help=("correct the year; of days before and after these, nothing is shown or proved",),
    )


# --- public holidays ------------------------------------------------------------


def _unknown_holidays(calendar: DeclaredCalendar, region: Region, as_of: date) -> Diagnostic | None:
    years = range(as_of.year, min(as_of.year + YEARS_AHEAD, date.max.year) + 1)
    missing = [year for year in years if not holidays_known(region.code, year)]
    if not missing:
        return None
    listed = ", ".join(map(str, missing))
    return Diagnostic(
        code=Code.CALENDAR_HORIZON,
        message=f"the public holidays of `{region.code}` are not known for {listed}",
        at=region.span,
        help=(
            f"deadlines of `{calendar.name}` would be counted as if those days were worked; "
            "write them as `closed`, or use a newer version of the `holidays` library",
        ),
    )


def holidays_known(region: str, year: int) -> bool:
    """Return whether the holiday library knows a region's public holidays of a year.

    It knows none of some years, and says of others, in a warning, that it knows not all.

    Args:
        region: a country or region that the library knows, as an ISO 3166 code.
        year: the year.
    """
    from holidays.utils import country_holidays

    country, _, part = region.partition("-")
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        found = country_holidays(country, subdiv=part or None, years=year)
    return bool(found) and not doubts


# --- closures -------------------------------------------------------------------


def _not_renewed(calendar: DeclaredCalendar, as_of: date) -> Iterator[Diagnostic]:
    """Advise that what was closed in the same month of two years running has no third.

    A closure of a single year, for a royal funeral, is not expected to come again.
    """
    by_month: dict[int, dict[int, Closure]] = {}
    for closure in calendar.closures:
        by_month.setdefault(closure.first.month, {})[closure.first.year] = closure
    for month, by_year in by_month.items():
        last = max(by_year)
        if last - 1 not in by_year or last + 1 > date.max.year:
            continue
        if date(last + 1, month, monthrange(last + 1, month)[1]) < as_of:
            yield Diagnostic(
                code=Code.CLOSURES_NOT_RENEWED,
                message=f"`{calendar.name}` was closed around {by_year[last - 1].first} and "
                f"{by_year[last].first}, and nothing is said of {last + 1}",
                at=by_year[last].span,
                help=("add the days on which it was closed since, and will be",),
            )


# --- days written in the policy -------------------------------------------------


def _written_days(policy: Policy) -> Iterator[tuple[date, Span]]:
    """Return every day that rules, holds and classes name, with its place."""
    for rule in policy.rules.values():
        yield from _days_of(rule.condition)
        for phase in rule.phases:
            for period in subperiods(phase.keep):
                if isinstance(period, After | YearEnd | Until):
                    yield from _days_at((period.anchor,), period.span)
    for hold in policy.holds.values():
        yield from _days_of(hold.condition)
    for record_class in policy.classes.values():
        yield from _days_of(record_class.where)


def _days_of(condition: Condition | None) -> Iterator[tuple[date, Span]]:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _days_of(part)
        case Not(part=part):
            yield from _days_of(part)
        case DateIs(left=left, right=right) | Near(left=left, right=right):
            yield from _days_at((left, right), condition.span)


def _days_at(points: Iterable[Point], span: Span) -> Iterator[tuple[date, Span]]:
    for point in points:
        match point:
            case FixedDay(day=day):
                yield day, span
            case Shifted(point=inner):
                yield from _days_at((inner,), span)
