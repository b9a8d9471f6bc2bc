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
            day = _stepped(step, day)
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
        return low, high


ALWAYS = DayTerm(day=FOREVER)
"""The end of a permanent period."""


@cache
def _stepped(step: Step, ordinal: int) -> int:
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


@cache
def _reach(step: Step) -> tuple[int, int]:
    match step:
        case Run(length=length, way=way):
            low, high = _months_reach(length.months)
            if way == "before":
                return -high - 3 - length.days, -low - length.days + 3
            counted = 1 if way == "beginning" else 0
            return low + length.days - counted, high + length.days
        case ToYearEnd(plus=plus):
            return 365 * plus, 366 * (plus + 1)
    assert_never(step)


@cache
def _month_starts() -> list[int]:
    """Return the first day of every month of two Gregorian cycles, as running counts."""
    starts = [0]
    for index in range(2 * 4800):
        year, month = 2000 + index // 12, index % 12 + 1
        starts.append(starts[-1] + calendar.monthrange(year, month)[1])
    return starts


@cache
def _months_reach(months: int) -> tuple[int, int]:
    """Return how many days so many months come to, at least and at most.

    From the first of a month exactly the days of the months passed; from a later day
    the same, less up to three days where the target month is too short.
    """
    if months > 4800:
        return (months // 12) * 365, (months // 12 + 1) * 366
    starts = _month_starts()
    spans = [starts[first + months] - starts[first] for first in range(4800)]
    return min(spans) - (3 if months else 0), max(spans)
