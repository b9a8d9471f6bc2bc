"""Works out through which day a period keeps a record (S2, S9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from tenure.compiler.evaluate.bounds import (
    PERMANENT,
    Kept,
    earlier_of,
    lacking,
    later_of,
    not_happened,
    on,
)
from tenure.compiler.evaluate.reading import Absent, Reader
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
from tenure.compiler.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a period may need to know beyond the record.

    Attributes:
        kept: through which day a linked record is kept, by its own rules.
        peers: the records to which the same rule certainly applies, for counting.
    """

    kept: Callable[[Record], Kept]
    peers: Callable[[], Iterable[Record]]


def kept_through(period: Period, record: Record, reader: Reader, around: Surroundings) -> Kept:
    """Return through which day a period keeps a record, as far as it is known."""
    match period:
        case After(duration=duration, anchor=anchor, inclusive=inclusive):
            length = duration.length
            run = length.beginning_with if inclusive else length.after
            return _from(anchor, run, record, reader)
        case YearEnd(year=year, plus=plus, anchor=anchor):
            return _from(anchor, lambda day: year.end_after(day, plus), record, reader)
        case Until(anchor=anchor):
            return _from(anchor, lambda day: day, record, reader)
        case Choice(later=later, terms=terms):
            found = [kept_through(term, record, reader, around) for term in terms]
            known = [
                kept
                for term, kept in zip(terms, found, strict=True)
                if not (isinstance(term, IfKnown) and kept.unknown)
            ]
            return later_of(known) if later else earlier_of(known)
        case IfKnown(term=term):
            return kept_through(term, record, reader, around)
        case AsLongAs(link=link):
            return _as_long_as(link, record, reader, around)
        case Permanently():
            return PERMANENT
        case Latest():
            return _latest(period, record, reader, around)
    assert_never(period)


def _from(anchor: Anchor, run: Callable[[date], date], record: Record, reader: Reader) -> Kept:
    if isinstance(anchor, FixedDay):
        return on(run(anchor.day))
    day = reader.day(record, anchor)
    if isinstance(day, Absent):
        return lacking([day.path]) if day.bad else not_happened(day.path)
    return on(run(day))


def _as_long_as(link: FieldRef, record: Record, reader: Reader, around: Surroundings) -> Kept:
    """Return the latest day through which any of the linked records is kept (S9)."""
    value = reader.value(record, link)
    if isinstance(value, Absent):
        return lacking([value.path]) if value.bad else not_happened(value.path)
    ids = value if isinstance(value, tuple) else (value,)
    return later_of(_one_linked(id_, link, record, reader, around) for id_ in ids)


def _one_linked(
    id_: object, link: FieldRef, record: Record, reader: Reader, around: Surroundings
) -> Kept:
    holder = owner_of(link, record, reader)
    target = reader.linked(id_, holder, link.name) if holder and isinstance(id_, str) else None
    if target is None:
        return lacking([link.path])
    kept = around.kept(target)
    if kept.settled:
        return kept
    return Kept(
        earliest=kept.earliest,
        latest=kept.latest,
        awaiting=frozenset([link.path]) if kept.awaiting else frozenset(),
        missing=frozenset([link.path]) if kept.missing else frozenset(),
    )


def owner_of(ref: FieldRef, record: Record, reader: Reader) -> Record | None:
    """Return the record that carries the field; `None` where a link leads nowhere."""
    current: Record | None = record
    for link in ref.links:
        if current is None:
            return None
        id_ = current.fields.get(link)
        current = reader.linked(id_, current, link) if id_ is not None else None
    return current


def _latest(period: Latest, record: Record, reader: Reader, around: Surroundings) -> Kept:
    """Return the day on which a record drops out of the newest of its group.

    The records counted are those to which the same rule certainly applies, so that
    an unknown never pushes a record out. Records of the same day do not push each
    other out. A record drops out on the
    day of the `count`th record newer than itself, and is kept through that day.
    """
    group = reader.value(record, period.by)
    own = reader.day(record, period.order)
    absent = [value for value in (group, own) if isinstance(value, Absent)]
    if absent or isinstance(own, Absent):
        return lacking(value.path for value in absent)
    newer = sorted(
        day
        for day in (
            reader.day(other, period.order)
            for other in around.peers()
            if reader.value(other, period.by) == group
        )
        if not isinstance(day, Absent) and day > own
    )
    if len(newer) < period.count:
        return not_happened("a newer record")
    return on(newer[period.count - 1])
