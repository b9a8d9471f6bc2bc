"""Periods of retention, as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf

from tenure.dsl.nodes.names import Day, Name, Path
from tenure.dsl.source import Span

Unit = OneOf["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time in the units in which it was written.

    Attributes:
        parts: number and unit, in the order written: `1 year and 6 months`.
    """

    parts: tuple[tuple[int, Unit], ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """`3 years after closed`; with `inclusive`, `3 years beginning with closed`."""

    duration: Duration
    anchor: Path | Day
    inclusive: bool
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """`CY+1 from recorded`: to the end of the named year of the event, plus whole years."""

    year: Name
    plus: int
    anchor: Path | Day
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """`until warranty_ends`: to a day that the record carries, or a fixed day."""

    anchor: Path | Day
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`the later of (…)` or `the earlier of (…)`."""

    later: bool
    terms: tuple[Period, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IfKnown:
    """A term that drops out of its choice while its event is unknown."""

    term: Period
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsLongAs:
    """`as long as complaint`: as long as the linked record is kept."""

    link: Path
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanently:
    """`permanently`: no disposal."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """`the latest 2 by asset in order of issued`.

    Attributes:
        count: how many of each group are kept.
        by: the field that makes the groups.
        order: the event that dates them, or `None` where the class has one date only.
    """

    count: int
    by: Path
    order: Path | None
    span: Span = field(compare=False, repr=False)


Period = After | YearEnd | Until | Choice | IfKnown | AsLongAs | Permanently | Latest
