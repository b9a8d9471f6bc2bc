"""Arithmetic on days, on every day of a Gregorian cycle, against an independent library.

After 400 years the calendar repeats, weekdays too: what holds on each of these 146,097 days
holds on every day. The independent library is python-dateutil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta

from tenure.compiler.dates import (
    CALENDAR_YEAR,
    FIRST_DAY,
    LAST_DAY,
    Length,
    YearKind,
    add_days,
    add_months,
    days_between,
)

FIRST = date(2000, 1, 1)
DAYS = tuple(FIRST + timedelta(days=n) for n in range(146_097))

MONTHS = (1, 18, 900)
"""A month, a year and a half, and the 75 years of a child's file."""

FINANCIAL = YearKind(name="FY", month=3, day=31)
ACADEMIC = YearKind(name="AY", month=8, day=31)
TAX = YearKind(name="TY", month=4, day=5)
LEAP = YearKind(name="LY", month=2, day=29)


@cache
def corresponding(months: int) -> tuple[date, ...]:
    """What dateutil says of every day of the cycle, so many months later or earlier."""
    delta = relativedelta(months=months)
    return tuple(day + delta for day in DAYS)


def same(got: Iterable[date], expected: Iterable[date]) -> None:
    """Compare day by day; a failure names the first day that differs, not all of them."""
    wrong = [
        f"{day}: {one}, not {other}"
        for day, one, other in zip(DAYS, got, expected, strict=True)
        if one != other
    ]
    assert wrong[:3] == []


def monotone(function: Callable[[date], date], days: Iterable[date] = DAYS) -> None:
    """A later event never gives an earlier result."""
    results = [(day, function(day)) for day in days]
    backwards = [(a, b) for a, b in pairwise(results) if b[1] < a[1]]
    assert backwards[:3] == []


def test_the_cycle_is_whole() -> None:
    assert DAYS[-1] == date(2399, 12, 31)
    assert sum(day.month == 2 and day.day == 29 for day in DAYS) == 97


@pytest.mark.parametrize("months", MONTHS)
def test_months_after_every_day(months: int) -> None:
    after = Length(months=months, days=0).after
    same(map(after, DAYS), corresponding(months))


@pytest.mark.parametrize("days", [0, 1, 62, 90 * 7])
def test_days_after_every_day(days: int) -> None:
    later = timedelta(days=days)
    same(map(Length(months=0, days=days).after, DAYS), (day + later for day in DAYS))


@pytest.mark.parametrize(("months", "days"), [(1, 1), (18, 30)])
def test_days_are_added_after_the_months(months: int, days: int) -> None:
    later = timedelta(days=days)
    after = Length(months=months, days=days).after
    same(map(after, DAYS), (day + later for day in corresponding(months)))


@pytest.mark.parametrize(("months", "days"), [(1, 0), (18, 3)])
def test_a_length_before_every_day(months: int, days: int) -> None:
    earlier = timedelta(days=days)
    before = Length(months=months, days=days).before
    same(map(before, DAYS), (day - earlier for day in corresponding(-months)))


@pytest.mark.parametrize(("months", "days"), [(1, 0), (6, 0), (18, 10)])
def test_a_period_beginning_with_every_day(months: int, days: int) -> None:
    """The day before the same day number, or the month's last day where it has none.

    Insolvency (England and Wales) Rules 2016, Schedule 5, paragraph 2(2)(a), written
    differently: count day numbers on from the first of the target month, and stop at
    its last.
    """
    later = timedelta(days=days)
    target = cache(lambda year, month: date(year, month, 1) + relativedelta(months=months))

    def expected(day: date) -> date:
        first: date = target(day.year, day.month)
        last: date = target(day.year + day.month // 12, day.month % 12 + 1) - timedelta(days=1)
        return min(first + timedelta(days=day.day - 2), last) + later

    same(map(Length(months=months, days=days).beginning_with, DAYS), map(expected, DAYS))


@pytest.mark.parametrize("days", [1, 7, 62])
def test_days_beginning_with_every_day(days: int) -> None:
    """The day of the event is the first of them."""
    later = timedelta(days=days - 1)
    same(map(Length(months=0, days=days).beginning_with, DAYS), (day + later for day in DAYS))


@pytest.mark.parametrize("kind", [CALENDAR_YEAR, FINANCIAL, ACADEMIC, TAX, LEAP])
def test_the_end_of_the_year_of_every_day(kind: YearKind) -> None:
    """Among the year's ends the first that is not before the day, then whole years on."""
    at_end = relativedelta(month=kind.month, day=kind.day)
    ends = [date(year, 1, 1) + at_end for year in range(2000, 2408)]
    expected = []
    current = 0
    for day in DAYS:
        while ends[current] < day:
            current += 1
        expected.append(ends[current + 6])
    same((kind.end_after(day, 6) for day in DAYS), expected)


MONOTONE = {
    "18 months and 10 days after": Length(months=18, days=10).after,
    "6 months before": Length(months=6, days=0).before,
    "6 months beginning with": Length(months=6, days=0).beginning_with,
    "1 month and 1 day beginning with": Length(months=1, days=1).beginning_with,
    "FY+6": lambda day: FINANCIAL.end_after(day, 6),
    "year to 29 February, +1": lambda day: LEAP.end_after(day, 1),
}


@pytest.mark.parametrize("name", MONOTONE)
def test_a_later_event_never_ends_earlier(name: str) -> None:
    monotone(MONOTONE[name])


@pytest.mark.parametrize("name", MONOTONE)
def test_nor_does_it_at_the_ends_of_the_calendar(name: str) -> None:
    last = LAST_DAY.toordinal()
    monotone(MONOTONE[name], map(date.fromordinal, range(1, 1500)))
    monotone(MONOTONE[name], map(date.fromordinal, range(last - 4000, last + 1)))


# --- the law ------------------------------------------------------------------


def test_the_day_of_the_event_is_not_counted() -> None:
    """Regulation (EEC, Euratom) 1182/71 article 3(1), second subparagraph.

    "the day during which that event occurs or that action takes place shall not be
    considered as falling within the period in question"
    """
    assert Length(months=0, days=1).after(date(2026, 3, 10)) == date(2026, 3, 11)


def test_months_end_on_the_same_date() -> None:
    """Regulation 1182/71 article 3(2)(c); Case 152/85 Misset v Council [1987] ECR 223.

    A decision notified on 18 February 1985, three months to bring an action: the last
    day is 18 May 1985, not the 19th.
    """
    assert Length(months=3, days=0).after(date(1985, 2, 18)) == date(1985, 5, 18)


def test_weeks_end_on_the_same_weekday() -> None:
    """Regulation 1182/71 article 3(2)(c): "the same day of the week"."""
    received = date(2026, 3, 11)
    assert Length(months=0, days=21).after(received).weekday() == received.weekday()


@pytest.mark.parametrize(
    ("event", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_a_date_that_the_last_month_lacks(event: date, months: int, last: date) -> None:
    """Regulation 1182/71 article 3(2)(c), last sentence.

    "If, in a period expressed in months or in years, the day on which it should expire
    does not occur in the last month, the period shall end with the expiry of the last
    hour of the last day of that month"
    """
    assert Length(months=months, days=0).after(event) == last


def test_the_corresponding_date_rule() -> None:
    """Dodds v Walker [1981] UKHL 3: notice on 30 September 1978, four months after it.

    The last day is 30 January 1979; an application on the 31st was a day too late.
    """
    assert Length(months=4, days=0).after(date(1978, 9, 30)) == date(1979, 1, 30)


def test_beginning_with_counts_the_day() -> None:
    """Trow v Ind Coope (West Midlands) Ltd [1967] 2 QB 899.

    A writ of 10 September 1965, in force for twelve months beginning with that day,
    could not be served on 10 September 1966.
    """
    assert Length(months=12, days=0).beginning_with(date(1965, 9, 10)) == date(1966, 9, 9)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 8, 29), 6, date(2027, 2, 28)),
        (date(2026, 8, 28), 6, date(2027, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)),
    ],
)
def test_beginning_with_the_end_of_a_month(first: date, months: int, last: date) -> None:
    """Insolvency (England and Wales) Rules 2016, Schedule 5, paragraph 2(2)(a).

    The day before the corresponding date, or "if there is no such date in the month in
    which it ends, the last day of that month".
    """
    assert Length(months=months, days=0).beginning_with(first) == last


def test_months_are_summed_before_they_are_added() -> None:
    """Twice a month from 31 January would end on 28 March; two months end on the 31st."""
    month = Length(months=1, days=0)
    assert month.after(month.after(date(2026, 1, 31))) == date(2026, 3, 28)
    assert Length(months=2, days=0).after(date(2026, 1, 31)) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("kind", "event", "plus", "end"),
    [
        (CALENDAR_YEAR, date(2026, 1, 1), 0, date(2026, 12, 31)),
        (CALENDAR_YEAR, date(2026, 12, 31), 1, date(2027, 12, 31)),
        (FINANCIAL, date(2026, 3, 31), 0, date(2026, 3, 31)),
        (FINANCIAL, date(2026, 4, 1), 0, date(2027, 3, 31)),
        (FINANCIAL, date(2026, 4, 1), 6, date(2033, 3, 31)),
        (LEAP, date(2024, 2, 29), 0, date(2024, 2, 29)),
        (LEAP, date(2024, 3, 1), 0, date(2025, 2, 28)),
        (LEAP, date(2025, 2, 28), 3, date(2028, 2, 29)),
    ],
)
def test_the_last_day_of_a_year_belongs_to_it(
    kind: YearKind, event: date, plus: int, end: date
) -> None:
    assert kind.end_after(event, plus) == end


# --- the ends of the calendar ---------------------------------------------------


@pytest.mark.parametrize(
    ("length", "day"),
    [
        (Length(months=0, days=1), LAST_DAY),
        (Length(months=1, days=0), date(9999, 12, 1)),
        (Length(months=12 * 9999, days=9999), date(2026, 1, 1)),
        (Length(months=0, days=9999 * 7), date(9990, 1, 1)),
    ],
)
def test_beyond_the_calendar_is_its_last_day(length: Length, day: date) -> None:
    assert length.after(day) == LAST_DAY


def test_before_the_calendar_is_its_first_day() -> None:
    assert Length(months=1, days=0).before(date(1, 1, 31)) == FIRST_DAY
    assert Length(months=0, days=31).before(date(1, 1, 31)) == FIRST_DAY
    assert Length(months=12 * 9999, days=9999).before(date(2026, 1, 1)) == FIRST_DAY


def test_a_period_that_begins_near_the_end_of_the_calendar() -> None:
    year = Length(months=12, days=0)
    assert year.beginning_with(date(9998, 12, 31)) == date(9999, 12, 30)
    assert year.beginning_with(date(9999, 1, 1)) == LAST_DAY
    assert year.beginning_with(date(9999, 1, 31)) == LAST_DAY


def test_a_year_beyond_the_calendar() -> None:
    assert CALENDAR_YEAR.end_after(date(9999, 6, 1), 0) == LAST_DAY
    assert CALENDAR_YEAR.end_after(date(9000, 6, 1), 9999) == LAST_DAY
    assert FINANCIAL.end_after(date(9999, 4, 1), 0) == LAST_DAY


def test_nothing_added_is_the_same_day() -> None:
    nothing = Length(months=0, days=0)
    for day in (FIRST_DAY, date(2024, 2, 29), LAST_DAY):
        assert add_days(day, 0) == add_months(day, 0) == day
        assert nothing.after(day) == nothing.before(day) == day


def test_days_between() -> None:
    assert days_between(date(2024, 2, 28), date(2024, 3, 1)) == 2
    assert days_between(date(2024, 3, 1), date(2024, 2, 28)) == -2
    assert days_between(FIRST_DAY, LAST_DAY) == LAST_DAY.toordinal() - 1
