"""Periods of retention, as meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tenure.compiler.dates import Length, YearKind
from tenure.compiler.policy.fields import FieldRef
from tenure.dsl.source import Span

Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time.

    Attributes:
        length: what it comes to; two durations are equal when their lengths are.
        parts: the units in which it was written, for readers.
    """

    length: Length
    parts: tuple[tuple[int, Unit], ...] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedDay:
    """A day written in the policy itself."""

    day: date


Anchor = FieldRef | FixedDay
"""The event from which a period runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """Through the last day of a duration that runs from an event.

    Attributes:
        duration: how long.
        anchor: the event.
        inclusive: whether the day of the event is the first day (`beginning with`).
    """

    duration: Duration
    anchor: Anchor
    inclusive: bool = False
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """Through the last day of the event's year of a kind, plus whole years."""

    year: YearKind
    plus: int
    anchor: Anchor
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """Through a day that the record carries, or a fixed day."""

    anchor: Anchor
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The later, or the earlier, of several periods."""

    later: bool
    terms: tuple[Period, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IfKnown:
    """A term of a choice that drops out while one of its events is unknown."""

    term: Period
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsLongAs:
    """Through the latest keep_until of the records that a link names (S9)."""

    link: FieldRef
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanently:
    """For ever."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """While among the newest `count` records of its group; then it drops out.

    Attributes:
        count: how many of each group are kept.
        by: the field whose value makes the groups.
        order: the event that dates the records; later is newer.
    """

    count: int
    by: FieldRef
    order: FieldRef
    span: Span = field(compare=False, repr=False)


Period = After | YearEnd | Until | Choice | IfKnown | AsLongAs | Permanently | Latest


def subperiods(period: Period) -> tuple[Period, ...]:
    """Return the period and every period inside it, outermost first."""
    match period:
        case Choice(terms=terms):
            return (period, *(inner for term in terms for inner in subperiods(term)))
        case IfKnown(term=term):
            return (period, *subperiods(term))
        case After() | YearEnd() | Until() | AsLongAs() | Permanently() | Latest():
            return (period,)
