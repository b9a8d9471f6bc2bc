"""Says where a policy reaches beyond the days of which anything is known.

Public holidays come from a library that knows some years of each region, terms and
closures are written down year by year: beyond them a deadline is `undetermined`, or
counts days on which nobody is there. And the search for disagreeing rules goes over a
horizon, outside of which it shows and proves nothing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from tenure.compiler.dates import Length
from tenure.compiler.policy.calendars import DayRange, WorkingCalendar
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
from tenure.compiler.policy.policy import Policy
from tenure.compiler.workdays import public_holidays
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.source import Span

YEARS_AHEAD = 2
"""How many years after the one of the check holidays must be known.

Deadlines do not run longer, and it is time enough to renew the tool, or the policy.
"""
TERMS_AHEAD = Length(months=3, days=0)
"""How far the terms of a calendar must reach beyond the day of the check.

The next school year is often not settled earlier.
"""


def beyond_horizon(policy: Policy, as_of: date, days: tuple[date, date]) -> Iterator[Diagnostic]:
    """Report what a policy says, or relies on, of days of which nothing is known.

    Args:
        policy: the policy.
        as_of: the day of the check; holidays matter from its year on.
        days: the horizon of the search for disagreeing rules, both days included.
    """
    counting = {obligation.calendar for obligation in policy.obligations.values()}
    for calendar in policy.calendars.values():
        if calendar.name in counting:
            yield from _unknown_holidays(calendar, as_of)
            yield from _short_terms(calendar, as_of)
        yield from _not_renewed(calendar, as_of)
        for written in (*calendar.closures, *calendar.terms):
            for day in dict.fromkeys((written.first, written.last)):
                if not days[0] <= day <= days[1]:
                    yield _outside(day, written.span, days)
    for day, span in _written_days(policy):
        if not days[0] <= day <= days[1]:
            yield _outside(day, span, days)


def _outside(day: date, span: Span, days: tuple[date, date]) -> Diagnostic:
    return Diagnostic(
        code=Code.CALENDAR_HORIZON,
        message=f"`{day}` lies outside the days that are checked, {days[0]} to {days[1]}",
        at=span,
        help=("correct the year; of days before and after these, nothing is shown or proved",),
    )


# --- holidays and terms ---------------------------------------------------------


def _unknown_holidays(calendar: WorkingCalendar, as_of: date) -> Iterator[Diagnostic]:
    years = range(as_of.year, min(as_of.year + YEARS_AHEAD, date.max.year) + 1)
    for region in calendar.regions:
        missing = [str(year) for year in years if not public_holidays(region, year)]
        if missing:
            yield Diagnostic(
                code=Code.CALENDAR_HORIZON,
                message=f"the public holidays of `{region}` are not known for "
                + ", ".join(missing),
                at=calendar.span,
                help=(
                    "deadlines that reach into those years are `undetermined`; use a newer version "
                    "of the `holidays` library, or write the days as `closed` instead",
                ),
            )


def _short_terms(calendar: WorkingCalendar, as_of: date) -> Iterator[Diagnostic]:
    last = max(calendar.terms, key=lambda term: term.last, default=None)
    if last is not None and last.last < TERMS_AHEAD.after(as_of):
        yield Diagnostic(
            code=Code.CALENDAR_HORIZON,
            message=f"the terms of `{calendar.name}` are known only until {last.last}",
            at=last.span,
            help=("deadlines that reach further are `undetermined`; add the next terms",),
        )


# --- closures -------------------------------------------------------------------


def _not_renewed(calendar: WorkingCalendar, as_of: date) -> Iterator[Diagnostic]:
    """Advise that what was closed in the same month of two years running has no third.

    A closure of a single year, for a royal funeral, is not expected to come again.
    """
    by_month: dict[int, dict[int, DayRange]] = {}
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
    """Return every day that rules, holds, classes and obligations name, with its place."""
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
    for obligation in policy.obligations.values():
        yield from _days_of(obligation.condition)
        for step in obligation.steps:
            yield from _days_of(step.condition)
            for limit in (step.limit, *(extension.limit for extension in step.extensions)):
                yield from _days_at((limit.anchor,), limit.span)


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
