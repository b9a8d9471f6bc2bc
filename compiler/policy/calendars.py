"""Working calendars, as meant: on which days and in which hours work is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """Days of which something is said, both ends included."""

    first: date
    last: date
    title: str | None = None
    span: Span = field(compare=False, repr=False)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """A calendar as a policy declares it.

    Attributes:
        name: its name.
        week: the weekdays that are worked, from Monday, 0.
        hours: when work begins and ends; `None` where the calendar gives no hours.
        regions: whose public holidays are closed, as ISO 3166 codes; all of them together.
        closures: further days on which it is closed.
        terms: the only days on which it can be open; none where it has no terms.
        deemed_receipt: whether what arrives when it is closed counts as arriving on the
            next working day (S11).
        roll_forward: whether a last day that is closed moves to the next working day.
    """

    name: str
    week: frozenset[int]
    hours: tuple[time, time] | None
    regions: tuple[str, ...]
    closures: tuple[DayRange, ...]
    terms: tuple[DayRange, ...]
    deemed_receipt: bool
    roll_forward: bool
    span: Span = field(compare=False, repr=False)
