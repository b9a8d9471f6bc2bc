"""Moments as columns: the end of a day, or a minute of one (S11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlglot import exp

from tenure.compiler.dates import LAST_DAY
from tenure.compiler.policy.fields import EventType
from tenure.compiler.policy.periods import Anchor, FixedDay
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.reading import Absence, Reader
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql

MINUTE = 60_000_000
"""So many microseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something happens, or is to be done.

    Attributes:
        day: its day; null where it is not known.
        at: its minute; null where the whole day is meant, through its end.
        exact: whether it has a minute wherever it is known.
    """

    day: Sql
    at: Sql = field(default_factory=lambda: sql.null(sql.MOMENT))
    exact: bool = False

    @property
    def whole(self) -> bool:
        """Whether a whole day is always meant."""
        return sql.is_null(self.at)

    @property
    def known(self) -> Sql:
        """Whether it is known; never null."""
        return sql.present(self.day)

    @property
    def through(self) -> Sql:
        """The last moment of it."""
        ends = sql.moved(midnight(self.day), sql.number(24 * 60 * MINUTE - 1))
        if self.exact:
            return self.at
        return ends if self.whole else sql.either(self.at, ends)


def never() -> Moment:
    """Return a moment that is not known."""
    return Moment(day=sql.null(sql.DATE))


def midnight(day: Sql) -> Sql:
    """Return the moment when a day begins."""
    return sql.cast(day, sql.MOMENT)


def clock(day: Sql, at: time) -> Sql:
    """Return a time of a day."""
    minutes = at.hour * 60 + at.minute
    return sql.moved(midnight(day), sql.number(minutes * MINUTE)) if minutes else midnight(day)


def last_minute() -> Sql:
    """Return the last minute that can be written."""
    return sql.cast(sql.text(f"{LAST_DAY} 23:59:00"), sql.MOMENT)


def at_minute(at: Sql, rows: Rows, name: str) -> Moment:
    """Return the moment of a minute."""
    named = rows.let(name, at)
    return Moment(day=rows.let(f"{name} day", sql.cast(named, sql.DATE)), at=named, exact=True)


def let(name: str, moment: Moment, rows: Rows) -> Moment:
    """Give a moment a name."""
    return Moment(
        day=rows.let(name, moment.day), at=rows.let(f"{name} at", moment.at), exact=moment.exact
    )


def chosen(branches: Sequence[tuple[Sql, Moment]], otherwise: Moment) -> Moment:
    """Return the moment of the first branch whose condition is true."""
    left = [(when, moment) for when, moment in branches if not sql.is_false(when)]
    every = [*(moment for _, moment in left), otherwise]
    return Moment(
        day=sql.case([(when, moment.day) for when, moment in left], otherwise.day),
        at=sql.case([(when, moment.at) for when, moment in left], otherwise.at),
        exact=all(moment.exact or sql.is_null(moment.day) for moment in every),
    )


def where(condition: Sql, moment: Moment) -> Moment:
    """Return a moment that is known only where a condition is true."""
    return chosen([(condition, moment)], never())


def is_later(one: Moment, other: Moment) -> Sql:
    """Return whether a moment is later than another; a day lasts until its end."""
    if sql.is_null(one.day) or sql.is_null(other.day):
        return exp.Null()
    if one.whole and other.whole:
        return sql.compared(one.day, exp.GT, other.day)
    return sql.compared(one.through, exp.GT, other.through)


def differ(one: Moment, other: Moment) -> Sql:
    """Return whether two moments are not the same; never null."""
    parts = [(one.day, other.day), (one.at, other.at)]
    return sql.any_of(
        exp.NullSafeNEQ(this=sql.own(left), expression=sql.own(right))
        for left, right in parts
        if left != right
    )


def has_passed(moment: Moment, as_of: date) -> Sql:
    """Return whether a moment has certainly passed on a day. A day passes when it ends."""
    return sql.compared(moment.day, exp.LT, days.day(as_of))


def in_time(done: Moment, deadline: Moment) -> Sql:
    """Return whether something was done by its deadline, that day or minute included."""
    by_day = sql.compared(done.day, exp.LTE, deadline.day)
    if deadline.whole:
        return by_day
    by_minute = sql.either(sql.compared(done.at, exp.LTE, deadline.at), sql.truth(False))
    return by_minute if deadline.exact else sql.case([(sql.absent(deadline.at), by_day)], by_minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """When an event happened, and why that may not be known."""

    moment: Moment
    absences: tuple[Absence, ...] = ()

    @property
    def absent(self) -> Sql:
        """Whether it is not known; never null."""
        return sql.absent(self.moment.day) if self.absences else sql.truth(False)


def moment_of(anchor: Anchor, reader: Reader) -> Event:
    """Return when an event happened, its time of day included where it has one."""
    if isinstance(anchor, FixedDay):
        return Event(moment=Moment(day=days.day(anchor.day)))
    read = reader.value(anchor)
    if sql.is_null(read.sql):
        return Event(moment=never(), absences=read.absences)
    day = reader.day(anchor).sql
    timed = isinstance(anchor.type, EventType) and anchor.type.timed
    moment = Moment(day=day, at=read.sql, exact=True) if timed else Moment(day=day)
    return Event(moment=moment, absences=read.absences)
