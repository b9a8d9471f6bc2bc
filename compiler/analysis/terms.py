"""Days as functions of the days of events.

Every function of the language from a day to a day is monotone (see
`tenure.compiler.dates`), and so is every chain of them. That is what makes
comparisons of them easy to solve.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Literal, assert_never

from tenure.compiler.dates import Length, YearKind
from tenure.compiler.evaluate.bounds import FOREVER

Way = Literal["after", "before", "beginning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A length of time from a day: after it, before it, or beginning with it."""

    length: Length
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class ToYearEnd:
    """To the end of the year of a kind, plus whole years."""

    year: YearKind
    plus: int


Step = Run | ToYearEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTerm:
    """A day: the day of an event, or a fixed one, taken through steps.

    Attributes:
        event: the event's variable; `None` for a fixed day.
        day: the fixed day as an ordinal, or `FOREVER`; 0 with an event.
        steps: applied from the first to the last.
    """

    event: str | None = None
    day: int = 0
    steps: tuple[Step, ...] = ()

    def at(self, ordinal: int) -> int:
        """Return the day when the event is on this ordinal."""
        day = ordinal if self.event is not None else self.day
        for step in self.steps:
            day = stepped(step, day)
        return day

    def then(self, step: Step) -> DayTerm:
        """Return this day taken one step further."""
        return DayTerm(event=self.event, day=self.day, steps=(*self.steps, step))

    @property
    def reach(self) -> tuple[int, int]:
        """How many days the steps move an event's day, at least and at most."""
        low = high = 0
        for step in self.steps:
            least, most = _reach(step)
            low += least
            high += most
            if low < -_CENTURIES or high > _CENTURIES:
                return -_CALENDAR, _CALENDAR  # it may stop at an end of the calendar
        return low, high

    @property
    def stem(self) -> tuple[DayTerm, int, int]:
        """The day that its last part starts from, and how far that part goes, least and most.

        The days of `1 month and 1 day after` are a part by themselves, so that it is known
        to be one day later than `1 month after`. A day without steps is its own stem.
        """
        if self.event is None or not self.steps or self.reach[1] == _CALENDAR:
            return self, 0, 0
        *before, last = self.steps
        if isinstance(last, Run) and last.length.months and (whole := _months_of(last)) != last:
            days = -last.length.days if last.way == "before" else last.length.days
            counted = 1 if last.way == "beginning" else 0
            return DayTerm(event=self.event, steps=(*before, whole)), days - counted, days
        return DayTerm(event=self.event, steps=tuple(before)), *_reach(last)


def _months_of(run: Run) -> Run:
    """Return the months of a run; the first day is counted among its days."""
    way: Way = "before" if run.way == "before" else "after"
    return Run(length=Length(months=run.length.months, days=0), way=way)


ALWAYS = DayTerm(day=FOREVER)
"""The end of a permanent period."""


@cache
def stepped(step: Step, ordinal: int) -> int:
    """Return the day that a step leads to, both as ordinals."""
    if ordinal >= FOREVER:
        return FOREVER
    day = date.fromordinal(ordinal)
    match step:
        case Run(length=length, way=way):
            ways = {
                "after": length.after,
                "before": length.before,
                "beginning": length.beginning_with,
            }
            return ways[way](day).toordinal()
        case ToYearEnd(year=year, plus=plus):
            return year.end_after(day, plus).toordinal()
    assert_never(step)


_CALENDAR = date.max.toordinal()
"""No two days are further apart."""
_CENTURIES = 500_000
"""Steps that stay below it end within the calendar, from any day of the years 1400 to 8600."""


@cache
def _reach(step: Step) -> tuple[int, int]:
    match step:
        case Run(length=length, way="before"):
            low, high = _months_back(length.months)
            return -high - length.days, -low - length.days
        case Run(length=length, way=way):
            low, high = _months_reach(length.months)
            counted = 1 if way == "beginning" else 0
            return low + length.days - counted, high + length.days
        case ToYearEnd(plus=plus):
            return 365 * plus, 366 * (plus + 1)
    assert_never(step)


_CYCLE = 4800
"""The months of a Gregorian cycle."""


@cache
def _months() -> tuple[list[int], list[int]]:
    """Return the first day, as a running count, and the length of every month of two cycles."""
    lengths = [
        calendar.monthrange(2000 + index // 12, index % 12 + 1)[1] for index in range(2 * _CYCLE)
    ]
    return list(accumulate(lengths, initial=0)), lengths


@cache
def _months_reach(months: int) -> tuple[int, int]:
    """Return how many days so many months later is, at least and at most.

    From the first of a month exactly the days of the months passed; from its last day
    fewer, where the month arrived at is shorter.
    """
    if months > _CYCLE:
        return 0, _CALENDAR
    spans, froms, tos = _spans(months)
    short = (span - max(0, one - other) for span, one, other in zip(spans, froms, tos, strict=True))
    return min(short), max(spans)


@cache
def _months_back(months: int) -> tuple[int, int]:
    """Return how many days so many months earlier is, at least and at most."""
    if months > _CYCLE:
        return 0, _CALENDAR
    spans, tos, froms = _spans(months)
    long = (span + max(0, one - other) for span, one, other in zip(spans, froms, tos, strict=True))
    return min(spans), max(long)


def _spans(months: int) -> tuple[list[int], list[int], list[int]]:
    """Return, for every month of a cycle, the days to the one so much later, and both lengths."""
    starts, lengths = _months()
    later = zip(starts[months : months + _CYCLE], starts, strict=False)
    spans = [end - start for end, start in later]
    return spans, lengths[:_CYCLE], lengths[months : months + _CYCLE]
