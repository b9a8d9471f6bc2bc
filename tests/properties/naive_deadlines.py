"""A second reading of S11, from the language page alone: counts day by day and minute by minute.

Nothing here looks at how the evaluator counts. It is slow, and meant to be seen to be right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Office:
    """A calendar: weekdays worked, further closed days, hours, and its two clauses."""

    week: frozenset[int]
    closed: frozenset[date]
    opens: time
    closes: time
    deemed: bool
    roll: bool

    def works(self, day: date) -> bool:
        return day.weekday() in self.week and day not in self.closed


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A limit: so many of a unit, the day of the event counted or not."""

    count: int
    unit: str
    inclusive: bool


def first(day: date, wanted: Callable[[date], bool]) -> date:
    while not wanted(day):
        day += DAY
    return day


def end_of(
    promise: Promise, event: datetime, office: Office, paused: frozenset[date]
) -> date | datetime:
    """The last day, or the last minute, for something that happened at a minute."""
    if promise.unit == "minute":
        return by_the_clock(event, promise.count, paused)
    if promise.unit == "working minute":
        return in_the_hours(event, promise.count, office, paused)
    if promise.unit == "working day":
        last = working_days(promise, event, office, paused)
    else:
        last = calendar_days(promise, event.date(), paused)
    return first(last, lambda day: office.works(day) and day not in paused) if office.roll else last


def received(event: datetime, office: Office) -> date:
    if not office.deemed:
        return event.date()
    if not office.works(event.date()):
        return first(event.date(), office.works)
    if event.time() >= office.closes:
        return first(event.date() + DAY, office.works)
    return event.date()


def working_days(
    promise: Promise, event: datetime, office: Office, paused: frozenset[date]
) -> date:
    def counts(day: date) -> bool:
        return office.works(day) and day not in paused

    day = received(event, office)
    if promise.count == 0:
        return first(day, counts) if day in paused else day
    left = promise.count
    if promise.inclusive and counts(day):
        left -= 1
    while left:
        day += DAY
        if counts(day):
            left -= 1
    return day


def calendar_days(promise: Promise, start: date, paused: frozenset[date]) -> date:
    length = relativedelta(**{f"{promise.unit}s": promise.count})  # type: ignore[arg-type]
    last = start + length
    first_counted = start + DAY
    if promise.inclusive:
        first_counted = start
        if last.day == start.day or promise.unit in ("day", "week"):
            last -= DAY
    if promise.count == 0:
        return first(start, lambda day: day not in paused)
    owed = sum(1 for day in paused if first_counted <= day <= last)
    while owed:
        last += DAY
        if last not in paused:
            owed -= 1
    return last


def by_the_clock(event: datetime, minutes: int, paused: frozenset[date]) -> datetime:
    now = event
    while minutes or now.date() in paused:
        if now.date() not in paused:
            minutes -= 1
        now += MINUTE
        if not minutes and (now.date() not in paused or now.time() == time()):
            break
    return now


def in_the_hours(
    event: datetime, minutes: int, office: Office, paused: frozenset[date]
) -> datetime:
    now = event
    while minutes:
        day = now.date()
        inside = office.opens <= now.time() < office.closes
        if inside and office.works(day) and day not in paused:
            minutes -= 1
        now += MINUTE
    return now
