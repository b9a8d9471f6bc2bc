"""Counts from an event to a deadline, as columns (S11).

Everything here takes events that are known; of those that are not, what comes out means
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import assert_never

from sqlglot import exp

from tenure.compiler.dates import LAST_DAY
from tenure.compiler.policy.fields import EventType, FieldRef
from tenure.compiler.policy.obligations import (
    Appointment,
    ElapsedTime,
    Limit,
    WorkingDays,
    WorkingTime,
)
from tenure.compiler.policy.periods import Duration
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.moments import (
    MINUTE,
    Moment,
    at_minute,
    clock,
    last_minute,
    midnight,
    where,
)
from tenure.engine.lowering.pauses import Stretches
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.workdays import Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What counting comes to.

    Attributes:
        end: the deadline; not known where the calendar does not reach so far.
        beyond: the day of which the calendar does not know then whether it is worked.
    """

    end: Moment
    beyond: Sql


def _known(end: Moment) -> Counted:
    return Counted(end=end, beyond=sql.null(sql.DATE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Working days counted from a day on.

    Attributes:
        base: the number of the last working day before the first that counts.
        unknown: the first day that counts and is not known; null for none.
    """

    base: Sql
    unknown: Sql


class Counting:
    """Counts for the records of one query, on one calendar."""

    def __init__(self, rows: Rows, calendar: Days | None) -> None:
        """Prepare to count.

        Args:
            rows: the rows of the query.
            calendar: the days that are worked; `None` where nothing is counted on them.
        """
        self._rows = rows
        self._calendar = calendar

    @property
    def calendar_name(self) -> str | None:
        """The name of the calendar; `None` where nothing is counted on one."""
        return None if self._calendar is None else self._calendar.calendar.name

    @property
    def _days(self) -> Days:
        if self._calendar is None:
            raise ValueError("working time is counted on a calendar; resolving sees to it")
        return self._calendar

    def counts_working_days(self, limit: Limit) -> bool:
        """Return whether a limit is counted in working days."""
        return self._calendar is not None and isinstance(limit.amount, WorkingDays)

    # --- by when --------------------------------------------------------------------------

    def deadline(self, name: str, limit: Limit, event: Moment, paused: Stretches) -> Counted:
        """Return by when something is to be done; arguments are those of the evaluator's."""
        amount = limit.amount
        match amount:
            case Appointment():
                return _known(event)
            case ElapsedTime(minutes=minutes):
                end = self._elapsed(name, event, minutes, paused)
                return _known(at_minute(end, self._rows, name))
            case WorkingTime(minutes=minutes):
                return self._working_time(name, event, minutes, paused)
            case WorkingDays(count=count):
                return self._working_days(name, limit, event, count, paused)
            case Duration():
                last = self._calendar_days(name, limit, amount, event.day, paused)
                return self._rolled(name, last, paused)
        assert_never(amount)

    def _rolled(self, name: str, last: Sql, paused: Stretches) -> Counted:
        """Return a last day, or the next open one where the calendar moves those that are not."""
        if self._calendar is None or not self._calendar.calendar.roll_forward:
            return _known(Moment(day=last))
        return self._nth(f"{name} rolled", self._from(last), sql.number(1), paused)

    # --- days -----------------------------------------------------------------------------

    def day_zero(self, name: str, limit: Limit, event: Moment) -> Sql:
        """Return the day from which working days are counted, where it is not the event's own."""
        if not self.counts_working_days(limit):
            return sql.null(sql.DATE)
        zero, _ = self._zero(name, event, late=sql.truth(False))
        return sql.case([(sql.compared(zero, exp.NEQ, event.day), zero)], sql.null(sql.DATE))

    def _zero(self, name: str, event: Moment, late: Sql) -> tuple[Sql, Sql]:
        """Return the day on which something counts as received, or the day not known.

        Args:
            name: what the column is called.
            event: when it was received.
            late: whether what has no time of day counts as received after closing time.
        """
        calendar = self._days.calendar
        if not calendar.deemed_receipt:
            return event.day, sql.null(sql.DATE)
        if calendar.hours is None:
            late = sql.truth(False)
        elif not event.whole:
            after = sql.compared(event.at, exp.GTE, clock(event.day, calendar.hours[1]))
            late = after if event.exact else sql.case([(sql.absent(event.at), late)], after)
        late = self._rows.let(f"{name} late", late)
        found = []
        for early, later in (("zero", "late"), ("zero_unknown", "late_unknown")):
            branches = [(late, self._days.at(event.day, later))]
            found.append(sql.case(branches, self._days.at(event.day, early)))
        return self._rows.let(f"{name} day zero", found[0]), found[1]

    def first_counted(self, name: str, limit: Limit, event: Moment) -> Sql:
        """Return the first day that counts: day 1, or the event's own for hours and minutes."""
        zero = event.day
        if self.counts_working_days(limit):
            zero, _ = self._zero(name, event, late=sql.truth(False))
        return zero if limit.inclusive or limit.needs_time else days.next_day(zero)

    def _working_days(
        self, name: str, limit: Limit, event: Moment, count: int, paused: Stretches
    ) -> Counted:
        if self._calendar is None:
            return _known(Moment(day=self._skipped(name, event.day, paused)))
        zero, unknown = self._zero(name, event, late=sql.truth(_timed(limit)))
        if limit.inclusive:
            found = self._nth(name, self._from(zero), sql.number(count), paused)
        elif count:
            found = self._nth(name, self._after(zero), sql.number(count), paused)
        else:
            found = self._that_day(name, zero, paused)
        if sql.is_null(unknown):
            return found
        beyond = sql.case([(sql.absent(zero), unknown)], found.beyond)
        return Counted(end=where(sql.present(zero), found.end), beyond=beyond)

    def _that_day(self, name: str, zero: Sql, paused: Stretches) -> Counted:
        """Return a day; where it is paused, or closed and moved, the next open one."""
        roll = self._days.calendar.roll_forward
        if not (paused or roll):
            return _known(Moment(day=zero))
        next_ = self._nth(name, self._from(zero), sql.number(1), paused)
        moves = sql.truth(True) if roll else _any_has(paused, zero)
        day = sql.case([(moves, next_.end.day)], zero)
        return Counted(
            end=Moment(day=day), beyond=sql.case([(moves, next_.beyond)], sql.null(sql.DATE))
        )

    def _skipped(self, name: str, day: Sql, paused: Stretches) -> Sql:
        for n, stretch in enumerate(paused, start=1):
            inside = sql.all_of((stretch.there, stretch.has(day)))
            skipped = sql.case([(inside, days.next_day(stretch.last))], day)
            day = self._rows.let(f"{name} skips {n}", skipped)
        return day

    def _calendar_days(
        self, name: str, limit: Limit, amount: Duration, start: Sql, paused: Stretches
    ) -> Sql:
        """Return the last day of a length of time (S2), paused days taken out of the count."""
        length = amount.length
        run = days.beginning_with if limit.inclusive else days.after
        last = self._rows.let(f"{name} unpaused", run(start, length))
        if not (length.months or length.days):
            return self._skipped(name, last, paused)
        first = start if limit.inclusive else days.next_day(start)
        for n, stretch in enumerate(paused, start=1):
            begun = sql.all_of((stretch.there, days.no_later(stretch.first, last)))
            taken = sql.greatest(sql.number(0), _days_of(stretch.first, stretch.last, first))
            moved = sql.case([(begun, days.later(last, taken))], last)
            last = self._rows.let(f"{name} after pause {n}", moved)
        return last

    # --- working days, by their numbers -----------------------------------------------------

    def _from(self, day: Sql) -> Walk:
        """Return the walk on which a day is the first that counts."""
        at = self._days.at
        return Walk(base=at(day, "before"), unknown=at(day, "unknown_from"))

    def _after(self, day: Sql) -> Walk:
        """Return the walk that begins after a day."""
        at = self._days.at
        return Walk(base=at(day, "through"), unknown=at(day, "unknown_after"))

    def _nth(self, name: str, walk: Walk, count: Sql, paused: Stretches) -> Counted:
        """Return the working day so many working days on; paused days are none."""
        at, let = self._days.at, self._rows.let
        target = let(f"{name} number", sql.added(walk.base, count))
        for n, stretch in enumerate(paused, start=1):
            before, through = at(stretch.first, "before"), at(stretch.last, "through")
            reached = sql.all_of((stretch.there, sql.compared(before, exp.LT, target)))
            taken = sql.less(through, sql.greatest(before, walk.base))
            further = sql.added(target, sql.greatest(sql.number(0), taken))
            target = let(f"{name} number {n}", sql.case([(reached, further)], target))
        unknown = let(f"{name} unknown", self._not_paused(name, walk.unknown, paused))
        day = self._days.nth(target)
        beyond = sql.case(
            [
                (sql.absent(day), sql.either(unknown, days.day(LAST_DAY))),
                (days.no_later(unknown, day), unknown),
            ],
            sql.null(sql.DATE),
        )
        beyond = let(f"{name} beyond", beyond)
        end = let(f"{name} day", sql.case([(sql.absent(beyond), day)], sql.null(sql.DATE)))
        return Counted(end=Moment(day=end), beyond=beyond)

    def _not_paused(self, name: str, unknown: Sql, paused: Stretches) -> Sql:
        """Return the first day that is not known and has to be, from one that is not known."""
        for n, stretch in enumerate(paused, start=1):
            inside = sql.all_of((stretch.there, stretch.has(unknown)))
            after = self._days.at(stretch.last, "unknown_after")
            unknown = self._rows.let(f"{name} unknown {n}", sql.case([(inside, after)], unknown))
        return unknown

    def _numbered(self, low: Sql, high: Sql, paused: Stretches) -> Sql:
        """Return how many working days have numbers above one and up to another."""
        at = self._days.at
        count = sql.less(high, low)
        for stretch in paused:
            begins = sql.greatest(low, at(stretch.first, "before"))
            ends = sql.least(high, at(stretch.last, "through"))
            taken = sql.greatest(sql.number(0), sql.less(ends, begins))
            count = sql.less(count, sql.case([(stretch.there, taken)], sql.number(0)))
        return count

    # --- minutes --------------------------------------------------------------------------

    def _start(self, name: str, event: Moment) -> Sql:
        """Return an event as a moment; a whole day ends when the next begins."""
        if event.exact:
            return event.at
        last = sql.equal(event.day, days.day(LAST_DAY))
        ends = sql.case([(last, last_minute())], midnight(days.next_day(event.day)))
        return self._rows.let(f"{name} start", ends if event.whole else sql.either(event.at, ends))

    def _elapsed(self, name: str, event: Moment, minutes: int, paused: Stretches) -> Sql:
        """Return the moment so many minutes later, paused days left out."""
        start = self._start(name, event)
        end = self._rows.let(f"{name} unpaused", sql.moved(start, sql.number(minutes * MINUTE)))
        for n, stretch in enumerate(paused, start=1):
            begins, ends = midnight(stretch.first), midnight(days.next_day(stretch.last))
            applies = (
                stretch.there,
                sql.compared(stretch.last, exp.GTE, sql.cast(start, sql.DATE)),
                sql.compared(end, exp.GT, begins),
            )
            left = sql.elapsed(sql.greatest(begins, start), end)
            last = sql.equal(stretch.last, days.day(LAST_DAY))
            moved = sql.case([(last, last_minute())], sql.moved(ends, left))
            end = self._rows.let(
                f"{name} after pause {n}", sql.case([(sql.all_of(applies), moved)], end)
            )
        return sql.least(end, last_minute())

    def _hours(self) -> tuple[time, time]:
        return self._days.calendar.hours or (time(), time(23, 59))

    def _a_day(self) -> int:
        """Return how many microseconds a working day has."""
        opens, closes = (at.hour * 60 + at.minute for at in self._hours())
        return (closes - opens) * MINUTE

    def _working_time(self, name: str, event: Moment, minutes: int, paused: Stretches) -> Counted:
        """Return the moment after so many minutes within the calendar's hours."""
        let, length = self._rows.let, minutes * MINUTE
        start = self._start(name, event)
        day = let(f"{name} first day", sql.cast(start, sql.DATE))
        opens, closes = (clock(day, at) for at in self._hours())
        now = let(f"{name} now", sql.greatest(start, opens))
        counts = (
            sql.present(self._days.at(day, "nth")),
            sql.opposite(_any_has(paused, day)),
            sql.compared(now, exp.LT, closes),
        )
        room = let(
            f"{name} room",
            sql.case([(sql.all_of(counts), sql.elapsed(now, closes))], sql.null(sql.LONG)),
        )
        here = sql.either(sql.compared(room, exp.GTE, sql.number(length)), sql.truth(False))
        here = let(f"{name} that day", here)
        left = let(f"{name} left", sql.less(sql.number(length), sql.either(room, sql.number(0))))
        whole = sql.divided(sql.added(left, sql.number(self._a_day() - 1)), self._a_day())
        count = let(f"{name} days", sql.greatest(sql.number(1), whole))
        walk = Walk(base=self._days.at(day, "through"), unknown=self._days.at(day, "unknown_from"))
        found = self._nth(name, walk, sql.cast(count, sql.INTEGER), paused)
        on_last = sql.less(left, sql.times(sql.less(count, sql.number(1)), self._a_day()))
        then = sql.moved(clock(found.end.day, self._hours()[0]), on_last)
        end = sql.case([(here, sql.moved(now, sql.number(length)))], then)
        return Counted(
            end=at_minute(end, self._rows, f"{name} end"),
            beyond=sql.case([(here, sql.null(sql.DATE))], found.beyond),
        )

    def _worked(self, name: str, at: Sql, day: Sql) -> Sql:
        """Return the microseconds within hours from some day on until a moment."""
        since = sql.elapsed(clock(day, self._hours()[0]), at)
        today = sql.least(sql.greatest(sql.number(0), since), sql.number(self._a_day()))
        today = sql.case([(sql.present(self._days.at(day, "nth")), today)], sql.number(0))
        whole = sql.times(self._days.at(day, "before"), self._a_day())
        return self._rows.let(name, sql.added(whole, today))

    # --- how long it took -----------------------------------------------------------------

    def taken(self, name: str, limit: Limit, event: Moment, done: Moment, paused: Stretches) -> Sql:
        """Return how much time something took; null where that cannot be told.

        In the terms in which its limit counts: see `taken_in`.
        """
        if isinstance(limit.amount, Appointment):
            return sql.null(sql.LONG)
        early = sql.compared(done.day, exp.LT, event.day)
        if done.exact and event.exact:
            early = sql.compared(done.at, exp.LT, event.at)
        match limit.amount:
            case WorkingTime():
                count = self._working_minutes(name, event, done, paused)
            case ElapsedTime():
                count = _minutes(event, done, paused)
            case _ if self.counts_working_days(limit):
                count = self._working_days_taken(name, limit, event, done, paused)
            case _:
                first = self.first_counted(name, limit, event)
                count = _days_of(first, done.day)
                for stretch in paused:
                    count = sql.less(count, _within(stretch.first, stretch.last, first, done.day))
        nothing = sql.null(sql.LONG)
        return sql.case([(early, nothing)], sql.cast(count, sql.LONG))

    def taken_in(self, limit: Limit) -> str:
        """Return the unit in which the time taken is counted."""
        match limit.amount:
            case WorkingTime():
                return "working minutes"
            case ElapsedTime():
                return "minutes"
        return self.left_in(limit)

    def _working_days_taken(
        self, name: str, limit: Limit, event: Moment, done: Moment, paused: Stretches
    ) -> Sql:
        zero, _ = self._zero(name, event, late=sql.truth(False))
        walk = self._from(zero) if limit.inclusive else self._after(zero)
        last = sql.greatest(walk.base, self._days.at(done.day, "through"))
        count = self._numbered(walk.base, last, paused)
        unknown = self._not_paused(f"{name} taken", walk.unknown, paused)
        beyond = sql.either(days.no_later(unknown, done.day), sql.truth(False))
        return sql.case([(beyond, sql.null(sql.LONG))], count)

    def _working_minutes(self, name: str, event: Moment, done: Moment, paused: Stretches) -> Sql:
        at = self._days.at
        low = self._worked(f"{name} worked before", event.at, event.day)
        high = self._worked(f"{name} worked until", done.at, done.day)
        count = sql.less(high, low)
        for stretch in paused:
            begins = sql.greatest(low, sql.times(at(stretch.first, "before"), self._a_day()))
            ends = sql.least(high, sql.times(at(stretch.last, "through"), self._a_day()))
            taken = sql.greatest(sql.number(0), sql.less(ends, begins))
            count = sql.less(count, sql.case([(stretch.there, taken)], sql.number(0)))
        opens, closes = self._hours()
        today = sql.compared(event.at, exp.LT, clock(event.day, closes))
        unknown = sql.case([(today, at(event.day, "unknown_from"))], at(event.day, "unknown_after"))
        unknown = self._rows.let(f"{name} taken unknown", unknown)
        unknown = self._not_paused(f"{name} taken", unknown, paused)
        that_day = (
            sql.equal(unknown, done.day),
            sql.compared(clock(done.day, opens), exp.LT, done.at),
            sql.compared(event.at, exp.LT, done.at),
        )
        beyond = sql.any_of(
            (
                sql.equal(done.day, days.day(LAST_DAY)),
                days.before(unknown, done.day),
                sql.all_of(that_day),
            )
        )
        beyond = sql.either(beyond, sql.truth(False))
        return sql.case([(beyond, sql.null(sql.LONG))], sql.divided(count, MINUTE))

    # --- how long is left -------------------------------------------------------------------

    def left(self, name: str, limit: Limit, last: Sql, today: Sql, paused: Stretches) -> Sql:
        """Return how much time is left from a day to a last day; below 0 how long ago it was."""
        if not self.counts_working_days(limit):
            return sql.cast(days.between(today, last), sql.LONG)
        at = self._days.at
        one, other = at(today, "through"), at(last, "through")
        count = self._numbered(sql.least(one, other), sql.greatest(one, other), paused)
        ahead = days.no_later(today, last)
        unknown = sql.case([(ahead, at(today, "unknown_after"))], at(last, "unknown_after"))
        unknown = self._rows.let(f"{name} left unknown", unknown)
        unknown = self._not_paused(f"{name} left", unknown, paused)
        beyond = days.no_later(unknown, sql.greatest(today, last))
        signed = sql.case([(ahead, count)], exp.Neg(this=exp.Paren(this=sql.own(count))))
        beyond = sql.either(beyond, sql.truth(False))
        return sql.case([(beyond, sql.null(sql.LONG))], sql.cast(signed, sql.LONG))

    def left_in(self, limit: Limit) -> str:
        """Return the unit in which the time left is counted."""
        return "working days" if self.counts_working_days(limit) else "days"

    def paused_days(
        self, name: str, limit: Limit, event: Moment, last: Sql, over: Stretches
    ) -> Sql:
        """Return how many days pauses take out of the count, up to and with a last day."""
        first = self.first_counted(name, limit, event)
        count: Sql = sql.number(0)
        for stretch in over:
            count = sql.added(count, _within(stretch.first, stretch.last, first, last))
        return sql.cast(count, sql.INTEGER)


def _timed(limit: Limit) -> bool:
    """Return whether a limit runs from an event that has a time of day."""
    type_ = limit.anchor.type if isinstance(limit.anchor, FieldRef) else None
    return isinstance(type_, EventType) and type_.timed


def _any_has(paused: Stretches, day: Sql) -> Sql:
    """Return whether a day is paused; never null."""
    return sql.any_of(sql.all_of((one.there, one.has(day))) for one in paused)


def _days_of(first: Sql, last: Sql, no_earlier: Sql | None = None) -> Sql:
    """Return how many days lie between two, both included; 0 or less of none."""
    begins = first if no_earlier is None else sql.greatest(first, no_earlier)
    return sql.added(days.between(begins, last), sql.number(1))


def _within(first: Sql, last: Sql, low: Sql, high: Sql) -> Sql:
    """Return how many days of a stretch lie from a day to another; 0 of no stretch."""
    count = _days_of(first, sql.least(last, high), low)
    within = sql.greatest(sql.number(0), count)
    return sql.case([(sql.present(first), within)], sql.number(0))


def _minutes(event: Moment, done: Moment, paused: Stretches) -> Sql:
    """Return how many minutes lie between two moments, paused days left out."""
    count = sql.elapsed(event.at, done.at)
    for stretch in paused:
        begins = sql.greatest(event.at, midnight(stretch.first))
        ends = sql.least(done.at, midnight(days.next_day(stretch.last)))
        taken = sql.greatest(sql.number(0), sql.elapsed(begins, ends))
        count = sql.less(count, sql.case([(stretch.there, taken)], sql.number(0)))
    return sql.divided(count, MINUTE)
