"""Decisions on deadlines and duties: by when, whether it was met, and why (S11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

Moment = date | datetime
"""The end of a day, or a minute of one."""


class DeadlineStatus(StrEnum):
    """The status of a deadline; exactly one (S11)."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    BREACHED = "breached"
    LAPSED = "lapsed"
    AWAITING = "awaiting"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """As of when a deadline is decided.

    Attributes:
        day: the day.
        time: the time of that day; `None` where only the day is given. A deadline to the
            minute that falls on the day itself then counts as open still.
    """

    day: date
    time: time | None = None

    def is_past(self, deadline: Moment) -> bool:
        """Return whether a deadline has certainly passed. A day passes when it ends."""
        if not isinstance(deadline, datetime):
            return self.day > deadline
        if self.time is None:
            return self.day > deadline.date()
        return datetime.combine(self.day, self.time) > deadline

    def has_seen(self, event: Moment) -> bool:
        """Return whether an event has happened by then; one of that day has."""
        if isinstance(event, datetime) and self.time is not None:
            return event <= datetime.combine(self.day, self.time)
        return day_of(event) <= self.day


class Unit(StrEnum):
    """The unit in which time left is counted."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    MINUTES = "minutes"
    WORKING_MINUTES = "working minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft:
    """How much time is left, in the terms in which the limit counts.

    Attributes:
        count: whole units after the day of the decision, up to and with the deadline's own;
            0 on the last day; below 0 for how long ago it was.
        unit: what is counted.
    """

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTaken:
    """How much time something took, in the terms in which its limit counts.

    Attributes:
        count: whole units after the day or minute from which the limit is counted, paused
            days left out; where that day is the first day, it counts too (`beginning with`).
        unit: what is counted.
    """

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineDecision:
    """The decision on one promise or stage, for one record.

    Attributes:
        record: the record's id.
        as_of: as of when it is decided; the standards in force that day count.
        step: the reference of the promise or stage.
        status: exactly one (S11).
        started: the event from which the limit runs; `None` until it has happened.
        day_zero: the day from which working days are counted, where deemed receipt moved
            it; `None` where it is the day of the event, or nothing is counted from it.
        deadline: the last day, through its end, or the last minute; `None` while unknown.
        done: when it was done; `None` until then. What lies after `as_of` is not done yet.
        not_before: the deadline is certainly not earlier, where it is not known.
        not_after: the outer bound: the deadline if every stage before this one takes all
            its time and no more than is already agreed.
        left: how much time is left, for what is open or breached.
        taken: how much time it took, for what is done; `None` where it was done before its
            time began, or the calendar does not reach so far.
        extended: whether an extension sets the deadline.
        paused_days: how many days a pause took out of the count.
        missing: fields without which the answer is not certain.
        awaiting: events that have not happened.
        notes: the reasons, each a clause.
    """

    record: str
    as_of: AsOf
    step: str
    status: DeadlineStatus
    started: Moment | None = None
    day_zero: date | None = None
    deadline: Moment | None = None
    done: Moment | None = None
    not_before: Moment | None = None
    not_after: Moment | None = None
    left: TimeLeft | None = None
    taken: TimeTaken | None = None
    extended: bool = False
    paused_days: int = 0
    missing: tuple[str, ...] = ()
    awaiting: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDecision:
    """The decision on one duty.

    Attributes:
        duty: its name.
        as_of: the day of the decision.
        status: `open` while there is time, `breached` when it is overdue, `awaiting` for a
            duty that only an occasion calls for and none has, `undetermined` where nothing
            says from when to count.
        last: when it was last done; `None` where the log has no performance.
        due: the last day on which it is in time, inclusive.
        called_by: the occasion that calls for it; `None` where its turn comes round.
        days_left: days after `as_of` up to and with `due`; below 0 when overdue.
        notes: the reasons, each a clause.
    """

    duty: str
    as_of: date
    status: DeadlineStatus
    last: date | None = None
    due: date | None = None
    called_by: str | None = None
    days_left: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A line of a duty log: a duty was done, or an occasion happened.

    Attributes:
        name: the duty, or the occasion.
        day: when.
        by: who did it, where said.
        evidence: what shows it, where said.
    """

    name: str
    day: date
    by: str | None = None
    evidence: str | None = None


def day_of(moment: Moment) -> date:
    """Return the day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment
