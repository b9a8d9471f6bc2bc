"""Counts from an event to a deadline (S11).

Every function here is monotone in the event: a later event never gives an earlier
deadline. Nothing is guessed: where a calendar does not reach, counting stops with
`BeyondCalendarError`.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import assert_never

from tenure.compiler.dates import add_days, days_between
from tenure.compiler.deadlines import AsOf, Moment, TimeLeft, TimeTaken, Unit, day_of
from tenure.compiler.policy.obligations import (
    Appointment,
    ElapsedTime,
    Limit,
    WorkingTime,
)
from tenure.compiler.policy.obligations import WorkingDays as SomeWorkingDays
from tenure.compiler.policy.periods import Duration
from tenure.compiler.workdays import BeyondCalendarError, WorkingDays

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Paused:
    """Days that do not count: stretches of days, both ends included."""

    stretches: tuple[tuple[date, date], ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and any(first <= day <= last for first, last in self.stretches)

    def within(self, first: date, last: date) -> int:
        """Return how many paused days lie from `first` to `last`, both included."""
        days: set[int] = set()
        for start, end in self.stretches:
            low, high = max(start, first), min(end, last)
            days.update(low.toordinal() + n for n in range(days_between(low, high) + 1))
        return len(days)


NEVER = Paused()


def deadline_of(
    limit: Limit, event: Moment, calendar: WorkingDays | None, paused: Paused = NEVER
) -> Moment:
    """Return by when something is to be done.

    Args:
        limit: how long there is.
        event: the event from which it runs.
        calendar: the days that are worked; needed only where a limit counts them.
        paused: the days that do not count.

    Returns:
        The last day, through its end; for limits to the minute, the last moment.

    Raises:
        BeyondCalendarError: where the calendar does not reach so far.
    """
    amount = limit.amount
    match amount:
        case Appointment():
            return event
        case ElapsedTime(minutes=minutes):
            return _elapsed(_moment(event), minutes, paused)
        case WorkingTime(minutes=minutes):
            return _working_time(_moment(event), minutes, _needed(calendar), paused)
        case SomeWorkingDays(count=count):
            last = _working_days(limit, event, count, calendar, paused)
        case Duration():
            last = _calendar_days(limit, amount, day_of(event), paused)
        case _:
            assert_never(amount)
    if calendar is not None and calendar.calendar.roll_forward:
        return calendar.next_open(last)
    return last


def day_zero(limit: Limit, event: Moment, calendar: WorkingDays | None) -> date | None:
    """Return the day from which working days are counted, where it is not the event's own."""
    if calendar is None or not isinstance(limit.amount, SomeWorkingDays):
        return None
    zero = calendar.day_zero(event)
    return zero if zero != day_of(event) else None


def time_left(
    limit: Limit, deadline: Moment, as_of: AsOf, calendar: WorkingDays | None, paused: Paused
) -> TimeLeft:
    """Return how much time is left until a deadline, in the terms in which its limit counts.

    Raises:
        BeyondCalendarError: where the calendar does not reach so far.
    """
    if isinstance(deadline, datetime) and as_of.time is not None:
        now = datetime.combine(as_of.day, as_of.time)
        if isinstance(limit.amount, WorkingTime) and calendar is not None:
            return TimeLeft(
                count=_signed_minutes(now, deadline, calendar, paused), unit=Unit.WORKING_MINUTES
            )
        return TimeLeft(count=(deadline - now) // _MINUTE, unit=Unit.MINUTES)
    last = day_of(deadline)
    if calendar is not None and isinstance(limit.amount, SomeWorkingDays):
        if as_of.day <= last:
            count = calendar.count(as_of.day, last, paused)
        else:
            count = -calendar.count(last, as_of.day, paused)
        return TimeLeft(count=count, unit=Unit.WORKING_DAYS)
    return TimeLeft(count=days_between(as_of.day, last), unit=Unit.DAYS)


def time_taken(
    limit: Limit, event: Moment, done: Moment, calendar: WorkingDays | None, paused: Paused
) -> TimeTaken | None:
    """Return how much time something took, in the terms in which its limit counts.

    What arrives when closed begins to count on the next working day where the calendar
    says so, and takes no time when it is answered before that.

    Returns:
        The whole units, part of a minute left out; `None` where it was done before the
        event, and for an appointment, which gives no time.

    Raises:
        BeyondCalendarError: where the calendar does not reach so far.
    """
    exact = isinstance(event, datetime) and isinstance(done, datetime)
    early = done < event if exact else day_of(done) < day_of(event)
    if early or isinstance(limit.amount, Appointment):
        return None
    if limit.needs_time:
        return _minutes_taken(limit, _moment(event), done, calendar, paused)
    before = timedelta(limit.inclusive)
    last = day_of(done)
    if calendar is not None and isinstance(limit.amount, SomeWorkingDays):
        first = calendar.day_zero(event) - before
        return TimeTaken(count=calendar.count(first, last, paused), unit=Unit.WORKING_DAYS)
    first = day_of(event) - before
    days = days_between(first, last) - paused.within(first + _DAY, last)
    return TimeTaken(count=days, unit=Unit.DAYS)


# --- days -----------------------------------------------------------------------


def _working_days(
    limit: Limit, event: Moment, count: int, calendar: WorkingDays | None, paused: Paused
) -> date:
    if calendar is None:
        return _skip(day_of(event), paused) if count == 0 else _needed(calendar).day_zero(event)
    zero = calendar.day_zero(event)
    if limit.inclusive:
        return calendar.nth_open(calendar.next_open(zero, paused), count - 1, paused)
    if count == 0:
        return calendar.next_open(zero, paused) if zero in paused else zero
    return calendar.nth_open(zero, count, paused)


def _skip(day: date, paused: Container[date]) -> date:
    while day in paused:
        day = add_days(day, 1)
    return day


def _calendar_days(limit: Limit, amount: Duration, start: date, paused: Paused) -> date:
    """Return the last day of a length of time (S2), paused days taken out of the count."""
    length = amount.length
    last = length.beginning_with(start) if limit.inclusive else length.after(start)
    first = start if limit.inclusive else add_days(start, 1)
    moved = last
    while moved < date.max:
        further = add_days(last, paused.within(first, moved) if first <= moved else 0)
        if further == moved:
            break
        moved = further
    return _skip(moved, paused) if moved == start else moved


# --- minutes ----------------------------------------------------------------------


def _moment(event: Moment) -> datetime:
    """Return an event as a moment; a whole day ends when the next begins."""
    if isinstance(event, datetime):
        return event
    return datetime.combine(add_days(event, 1), time())


def _elapsed(start: datetime, minutes: int, paused: Paused) -> datetime:
    """Return the moment so many minutes later, paused days left out."""
    left = timedelta(minutes=minutes)
    now = start
    while True:
        midnight = datetime.combine(add_days(now.date(), 1), time())
        if midnight <= now:
            raise BeyondCalendarError("the calendar", now.date())
        if now.date() in paused:
            now = midnight
        elif now + left <= midnight or not paused.stretches:
            return now + left
        else:
            left -= midnight - now
            now = midnight


def _working_time(start: datetime, minutes: int, calendar: WorkingDays, paused: Paused) -> datetime:
    """Return the moment after so many minutes within the calendar's hours."""
    left = timedelta(minutes=minutes)
    day = start.date()
    while True:
        begins, ends = _hours(calendar, day)
        now = max(start, begins)
        if day not in paused and calendar.is_open(day) and now < ends:
            if left <= ends - now:
                return now + left
            left -= ends - now
        day = calendar.after(day)


def _hours(calendar: WorkingDays, day: date) -> tuple[datetime, datetime]:
    opens, closes = calendar.calendar.hours or (time(), time(23, 59))
    return datetime.combine(day, opens), datetime.combine(day, closes)


def _minutes_taken(
    limit: Limit, start: datetime, done: Moment, calendar: WorkingDays | None, paused: Paused
) -> TimeTaken | None:
    if not isinstance(done, datetime) or done < start:
        return None
    if isinstance(limit.amount, WorkingTime):
        count = _signed_minutes(start, done, _needed(calendar), paused)
        return TimeTaken(count=count, unit=Unit.WORKING_MINUTES)
    time_ = done - start
    day = start.date()
    while paused.stretches and day <= done.date():
        if day in paused:
            begins = datetime.combine(day, time())
            time_ -= min(done, begins + _DAY) - max(start, begins)
        day = add_days(day, 1)
    return TimeTaken(count=time_ // _MINUTE, unit=Unit.MINUTES)


def _signed_minutes(
    now: datetime, deadline: datetime, calendar: WorkingDays, paused: Paused
) -> int:
    first, last = min(now, deadline), max(now, deadline)
    minutes = timedelta()
    day = first.date()
    while day <= last.date():
        begins, ends = _hours(calendar, day)
        low, high = max(first, begins), min(last, ends)
        if low < high and day not in paused and calendar.is_open(day):
            minutes += high - low
        day += _DAY
    count = minutes // _MINUTE
    return count if now <= deadline else -count


def _needed(calendar: WorkingDays | None) -> WorkingDays:
    if calendar is None:
        raise ValueError("working time is counted on a calendar; resolving sees to it")
    return calendar
