"""Through which day a period keeps a record, as SQL (S2, S9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, assert_never

from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.periods import (
    After,
    Anchor,
    AsLongAs,
    Choice,
    FixedDay,
    IfKnown,
    Latest,
    Period,
    Permanently,
    Until,
    YearEnd,
)
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.reading import Reader
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import any_there, either_missing, where

Members = Mapping[str, Sql]
"""A set of names, each there where its condition is true; conditions are never null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Through which day a record is kept, as far as it is known.

    Attributes:
        low: it is certainly kept through this day; never null.
        high: it is certainly not kept beyond this day; never null.
        unknown, awaiting, missing: as in the reference evaluator's `Kept`.
        day: the day itself, null where nothing is known of it; for bounds that are
            nowhere between.
        endless: whether such a day may be `FOREVER`.
    """

    low: Sql
    high: Sql
    day: Sql | None = None
    endless: bool = False
    unknown: Members = field(default_factory=dict)
    awaiting: Members = field(default_factory=dict)
    missing: Members = field(default_factory=dict)

    @property
    def settled(self) -> Sql:
        """Whether the day is known."""
        if self.day is not None and self.low != self.high:
            return sql.present(self.day)
        return days.same(self.low, self.high)

    @property
    def permanent(self) -> Sql:
        """Whether the record is certainly kept for ever."""
        if self.day is not None and not self.endless:
            return sql.truth(False)
        return days.same(self.low, days.forever())

    @property
    def not_before(self) -> Sql:
        """The day through which it is certainly kept; null where there is none."""
        return days.inside(self.low) if self.day is None or self.endless else self.day

    @property
    def not_after(self) -> Sql:
        """The day beyond which it is certainly not kept; null where there is none."""
        return days.inside(self.high) if self.day is None or self.endless else self.day

    def only_where_open(self) -> Kept:
        """Return the same bounds; where the day is known, nothing is awaited or missing."""
        still_open = sql.opposite(self.settled)
        return replace(
            self,
            unknown=where(still_open, self.unknown),
            awaiting=where(still_open, self.awaiting),
            missing=where(still_open, self.missing),
        )


def named(name: str, kept: Kept, rows: Rows) -> Kept:
    """Give the parts of what is known of a day their names."""
    if kept.day is None:
        low = rows.let(f"{name} from", kept.low)
        high = low if kept.low == kept.high else rows.let(f"{name} to", kept.high)
        bounds = Kept(low=low, high=high)
    else:
        day, known = rows.let(f"{name} to", kept.day), kept.low == kept.high
        bounds = on_or_unknown(day, known=known, endless=kept.endless)
    return replace(
        bounds,
        unknown=rows.let_members(f"{name} unknown", kept.unknown),
        awaiting=rows.let_members(f"{name} awaits", kept.awaiting),
        missing=rows.let_members(f"{name} lacks", kept.missing),
    )


PERMANENT = Kept(low=days.forever(), high=days.forever(), day=days.forever(), endless=True)


def on(day: Sql) -> Kept:
    """Return a known day of the calendar."""
    return Kept(low=day, high=day, day=day)


def on_or_unknown(day: Sql, *, known: bool = False, endless: bool = False) -> Kept:
    """Return a day of which nothing is known where it is null."""
    if known:
        return replace(on(day), endless=endless)
    low, high = sql.either(day, days.never()), sql.either(day, days.forever())
    return Kept(low=low, high=high, day=day, endless=endless)


def lacking(missing: Members) -> Kept:
    """Return what is known when something is missing that should be there: nothing."""
    nothing = on_or_unknown(sql.null(sql.DATE))
    return replace(nothing, missing=missing)


NOTHING = lacking({})
"""What is known where no rule answers."""


def chosen(condition: Sql, kept: Kept, otherwise: Kept) -> Kept:
    """Return one of two bounds for each record; two days stay a day."""
    if sql.is_false(condition):
        return otherwise
    if sql.is_true(condition):
        return kept
    stays = sql.opposite(condition)
    bounds = Kept(
        low=sql.case([(condition, kept.low)], otherwise.low),
        high=sql.case([(condition, kept.high)], otherwise.high),
    )
    if kept.day is not None and otherwise.day is not None:
        day = sql.case([(condition, kept.day)], otherwise.day)
        bounds = on_or_unknown(day, endless=kept.endless or otherwise.endless)
    return replace(
        bounds,
        awaiting=either_missing(
            (where(condition, kept.awaiting), where(stays, otherwise.awaiting))
        ),
        missing=either_missing((where(condition, kept.missing), where(stays, otherwise.missing))),
    )


class Surroundings(Protocol):
    """What a period may need to know beyond the record."""

    def as_long_as(self, link: FieldRef) -> Kept:
        """Return the latest day through which any of the linked records is kept."""

    def latest(self, period: Latest) -> Kept:
        """Return the day on which a record drops out of the newest of its group."""


def kept_through(period: Period, reader: Reader, around: Surroundings) -> Kept:
    """Return through which day a period keeps a record, as far as it is known."""
    match period:
        case After(duration=duration, anchor=anchor, inclusive=inclusive):
            run = days.beginning_with if inclusive else days.after
            return _from(anchor, lambda day: run(day, duration.length), reader)
        case YearEnd(year=year, plus=plus, anchor=anchor):
            return _from(anchor, lambda day: days.year_end(day, year, plus), reader)
        case Until(anchor=anchor):
            return _from(anchor, lambda day: day, reader)
        case Choice(later=later, terms=terms):
            return _choice(later, [_term(term, reader, around, later=later) for term in terms])
        case IfKnown(term=term):
            return kept_through(term, reader, around)
        case AsLongAs(link=link):
            return around.as_long_as(link)
        case Permanently():
            return PERMANENT
        case Latest():
            return around.latest(period)
    assert_never(period)


def _from(anchor: Anchor, run: Callable[[Sql], Sql], reader: Reader) -> Kept:
    if isinstance(anchor, FixedDay):
        return on(run(days.day(anchor.day)))
    read = reader.day(anchor)
    if not read.absences:
        return on(run(read.sql))
    day = (
        read.sql
        if sql.is_null(read.sql)
        else sql.case([(read.absent, sql.null(sql.DATE))], run(read.sql))
    )
    awaited = either_missing({a.path: a.when} for a in read.absences if not a.bad)
    missing = either_missing({a.path: a.when} for a in read.absences if a.bad)
    return replace(on_or_unknown(day), unknown=awaited, awaiting=awaited, missing=missing)


def _term(term: Period, reader: Reader, around: Surroundings, *, later: bool) -> Kept:
    """Return a term of a choice; one that drops out lies where it makes no difference."""
    kept = kept_through(term, reader, around)
    if not isinstance(term, IfKnown):
        return kept
    dropped = any_there(kept.unknown)
    nowhere = days.never() if later else days.forever()
    stays = sql.opposite(dropped)
    return Kept(
        low=sql.case([(dropped, nowhere)], kept.low),
        high=sql.case([(dropped, nowhere)], kept.high),
        awaiting=where(stays, kept.awaiting),
        missing=where(stays, kept.missing),
    )


def _choice(later: bool, terms: list[Kept]) -> Kept:
    choose = days.latest if later else days.earliest
    return Kept(
        low=choose(term.low for term in terms),
        high=choose(term.high for term in terms),
        unknown=either_missing(term.unknown for term in terms),
        awaiting=either_missing(term.awaiting for term in terms),
        missing=either_missing(term.missing for term in terms),
    ).only_where_open()
