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

from tenure.compiler.dates import LAST_DAY, add_days, days_between
from tenure.compiler.deadlines import AsOf, Moment, TimeLeft, TimeTaken, Unit, day_of
from tenure.compiler.policy.fields import EventType, FieldRef
from tenure.compiler.policy.obligations import (
    Appointment,
    ElapsedTime,
    Limit,
    WorkingTime,
)
from tenure.compiler.policy.obligations import WorkingDays as SomeWorkingDays
from tenure.compiler.policy.periods import Duration
from tenure.compiler.workdays import BeyondCalendarError, WorkingDays

_MINUTE = timedelta(minutes=1)
_END = datetime.combine(LAST_DAY, time(23, 59))
"""The last minute that can be written."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Days that do not count: stretches of days, both ends included, in any order."""

    stretches: tuple[tuple[date, date], ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and any(first <= day <= last for first, last in self.stretches)

    def apart(self) -> tuple[tuple[date, date], ...]:
        """Return the same days as stretches that do not overlap, from the first to the last."""
        found: list[tuple[date, date]] = []
        for first, last in sorted(self.stretches):
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return tuple(found)

    def within(self, first: date, last: date) -> int:
        """Return how many paused days lie from `first` to `last`, both included."""
        return sum(
            max(0, days_between(max(start, first), min(end, last)) + 1)
            for start, end in self.apart()
        )


NEVER = Paused()


def deadline_of(
    limit: Limit, event: Moment, calendar: WorkingDays | None, paused: Paused = NEVER
) -> Moment:
    """Return by when something is to be done.

    Args:
        limit: how long there is.
        event: the event from which it runs; a whole day where it may have happened at any
            time of that day counts through its end.
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
        return calendar.next_open(last, paused)
    return last


def day_zero(limit: Limit, event: Moment, calendar: WorkingDays | None) -> date | None:
    """Return the day from which working days are counted, where it is not the event's own."""
    if calendar is None or not isinstance(limit.amount, SomeWorkingDays):
        return None
    zero = calendar.day_zero(event)
    return zero if zero != day_of(event) else None


def first_counted(limit: Limit, event: Moment, calendar: WorkingDays | None) -> date:
    """Return the first day that counts: day 1, or the event's own for hours and minutes."""
    zero = day_zero(limit, event, calendar) or day_of(event)
    return zero if limit.inclusive or limit.needs_time else add_days(zero, 1)


def time_left(
    limit: Limit, deadline: Moment, as_of: AsOf, calendar: WorkingDays | None, paused: Paused
) -> TimeLeft | None:
    """Return how much time is left until a deadline, in the terms in which its limit counts.

    `None` where the calendar does not reach from the one to the other: the deadline is
    known, and how many working days away it is, is not.
    """
    try:
        return _time_left(limit, deadline, as_of, calendar, paused)
    except BeyondCalendarError:
        return None


def _time_left(
    limit: Limit, deadline: Moment, as_of: AsOf, calendar: WorkingDays | None, paused: Paused
) -> TimeLeft:
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
    first, last = first_counted(limit, event, calendar), day_of(done)
    if calendar is not None and isinstance(limit.amount, SomeWorkingDays):
        begins = first <= last and first not in paused and calendar.is_open(first)
        count = begins + calendar.count(first, last, paused)
        return TimeTaken(count=count, unit=Unit.WORKING_DAYS)
    days = days_between(first, last) + 1 - paused.within(first, last)
    return TimeTaken(count=days, unit=Unit.DAYS)


# --- days -----------------------------------------------------------------------


def _working_days(
    limit: Limit, event: Moment, count: int, calendar: WorkingDays | None, paused: Paused
) -> date:
    if calendar is None:
        return _skip(day_of(event), paused) if count == 0 else _needed(calendar).day_zero(event)
    zero = calendar.day_zero(_through(limit, event))
    if limit.inclusive:
        return calendar.nth_open(calendar.next_open(zero, paused), count - 1, paused)
    if count == 0:
        return calendar.next_open(zero, paused) if zero in paused else zero
    return calendar.nth_open(zero, count, paused)


def _through(limit: Limit, event: Moment) -> Moment:
    """Return an event as it counts for closing time.

    Of an event that has a time of day, and of which only the day is known, as of a stage
    that may be done at any time of its last day, the latest time is taken.
    """
    type_ = limit.anchor.type if isinstance(limit.anchor, FieldRef) else None
    if isinstance(event, datetime) or not (isinstance(type_, EventType) and type_.timed):
        return event
    return datetime.combine(event, time.max)


def _skip(day: date, paused: Container[date]) -> date:
    while day in paused and day < LAST_DAY:
        day = add_days(day, 1)
    return day


def _calendar_days(limit: Limit, amount: Duration, start: date, paused: Paused) -> date:
    """Return the last day of a length of time (S2), paused days taken out of the count."""
    length = amount.length
    last = length.beginning_with(start) if limit.inclusive else length.after(start)
    first = start if limit.inclusive else add_days(start, 1)
    if last < first:
        return _skip(last, paused)
    for begin, end in paused.apart():
        if begin <= last:
            last = add_days(last, max(0, days_between(max(begin, first), end) + 1))
    return last


# --- minutes ----------------------------------------------------------------------


def _moment(event: Moment) -> datetime:
    """Return an event as a moment; a whole day ends when the next begins."""
    if isinstance(event, datetime):
        return event
    return datetime.combine(add_days(event, 1), time()) if event < LAST_DAY else _END


def _elapsed(start: datetime, minutes: int, paused: Paused) -> datetime:
    """Return the moment so many minutes later, paused days left out (S2: 9999 is the end)."""
    left = timedelta(minutes=minutes)
    now = start
    for first, last in paused.apart():
        begins = datetime.combine(first, time())
        if last < now.date():
            continue
        if left <= begins - now:
            break
        left -= max(begins - now, timedelta())
        now = _moment(last)
    return now + left if left <= _END - now else _END


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
    for first, last in paused.apart():
        begins = max(start, datetime.combine(first, time()))
        time_ -= max(timedelta(), min(done, _moment(last)) - begins)
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
        day = calendar.after(day)
    count = minutes // _MINUTE
    return count if now <= deadline else -count


def _needed(calendar: WorkingDays | None) -> WorkingDays:
    if calendar is None:
        raise ValueError("working time is counted on a calendar; resolving sees to it")
    return calendar
