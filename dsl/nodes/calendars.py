"""Calendars, as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from tenure.dsl.nodes.names import Day, Name, Text
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingWeek:
    """`working week Monday to Friday`: weekdays numbered from Monday, 0."""

    days: tuple[int, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """`hours 08:00 to 17:00`."""

    opens: time
    closes: time
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """`holidays GB-ENG`: public holidays by ISO 3166 region; several are united."""

    regions: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """`closed 2026-12-29 to 2026-12-31 "Christmas closure"`; both days included."""

    first: Day
    last: Day
    reason: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDays:
    """`term 2026-09-02 to 2026-12-18 "Autumn term"`: outside of all terms it is closed."""

    first: Day
    last: Day
    title: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedYear:
    """`year FY ends 31 March`."""

    name: Name
    day: int
    month: int
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedReceipt:
    """`received when closed counts as the next working day`."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForward:
    """`deadlines roll forward`: a last day that is closed moves to the next open one."""

    span: Span = field(compare=False, repr=False)


CalendarClause = (
    WorkingWeek | Hours | Holidays | Closed | TermDays | NamedYear | DeemedReceipt | RollForward
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDecl:
    """`calendar office …`."""

    name: Name
    clauses: tuple[CalendarClause, ...]
    span: Span = field(compare=False, repr=False)
