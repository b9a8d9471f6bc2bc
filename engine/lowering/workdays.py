"""Working days as a relation: what counting from a day needs to know of it (S11).

Each row is a day of one calendar. The days that are worked are numbered, so that the tenth
working day after a day is found by adding ten to a number; where a calendar does not know
a day, that day is remembered, and nothing is counted beyond it. The rows are made by
`compiler.workdays`, which alone knows what is worked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tenure.compiler.deadlines import day_of
from tenure.compiler.evaluate.counting import deadline_of
from tenure.compiler.policy.calendars import WorkingCalendar
from tenure.compiler.policy.obligations import Obligation
from tenure.compiler.policy.policy import Policy
from tenure.compiler.workdays import BeyondCalendarError, WorkingDays
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.staging import ColumnType

_DAY = timedelta(days=1)

DAYS: Mapping[str, ColumnType] = {
    "day": ColumnType.DATE,
    "before": ColumnType.INTEGER,
    "through": ColumnType.INTEGER,
    "nth": ColumnType.INTEGER,
    "unknown_from": ColumnType.DATE,
    "unknown_after": ColumnType.DATE,
    "zero": ColumnType.DATE,
    "zero_unknown": ColumnType.DATE,
    "late": ColumnType.DATE,
    "late_unknown": ColumnType.DATE,
}
"""The columns of the relation of a calendar.

* `before`, `through`: how many working days lie before the day, and up to and with it,
  from some day on that is the same for all rows; a day that is not known counts as none.
* `nth`: the same as `through` on a working day, else null; unique.
* `unknown_from`, `unknown_after`: the next day of which it is not known whether it is worked,
  the day itself included or not; null for none that matters.
* `zero`: the day on which what arrives on the day counts as received, and `late`, what arrives
  after closing time; null where the calendar does not know, with the day of which it does
  not in `zero_unknown` and `late_unknown`.
"""

Row = tuple[date | int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar and the relation of its days."""

    calendar: WorkingCalendar
    relation: str


def calendars_of(policy: Policy) -> dict[str, Calendar]:
    """Return the calendars on which something is counted, by name, with their relations."""
    used = dict.fromkeys(one.calendar for one in policy.obligations.values() if one.calendar)
    return {
        name: Calendar(calendar=policy.calendars[name], relation=f"tenure_days_{place}")
        for place, name in enumerate(used)
    }


class Days:
    """The days of a calendar, found for the rows of a query."""

    def __init__(self, calendar: Calendar, rows: Rows) -> None:
        """Find days of a calendar."""
        self.calendar = calendar.calendar
        self._relation = calendar.relation
        self._rows = rows

    def at(self, day: Sql, column: str) -> Sql:
        """Return what a column of the relation says of a day; null of none."""
        return self._rows.of(self._rows.match(self._relation, "day", day), column)

    def nth(self, number: Sql) -> Sql:
        """Return the working day of a number; null where the calendar has none."""
        return self._rows.of(self._rows.match(self._relation, "nth", number), "day")


# --- the rows -------------------------------------------------------------------------------


def days_of(
    calendar: WorkingCalendar, obligations: Iterable[Obligation], years: Iterable[int]
) -> Iterator[Row]:
    """Yield the rows of a calendar: all days that counting can come upon.

    That is the years in which something happens, and as far beyond the end of each as the
    limits reach, one after the other: no limit ends later than if it ran from the end of
    all the others. What pauses take out of the count ends in such a year too.

    Args:
        calendar: the calendar.
        obligations: the standards and procedures that count on it.
        years: the calendar years of all events, and of the day of the decision.
    """
    counting = tuple(obligations)
    stretches = _together(
        (date(year, 1, 1), _furthest(counting, calendar, year)) for year in sorted(set(years))
    )
    number = 0
    found: list[_Stretch] = []
    for place, (first, last) in enumerate(stretches):
        if place:
            gap = _gap(calendar, stretches[place - 1][1] + _DAY, first - _DAY)
            found[-1].unknown = gap.unknown
            number += gap.worked
        found.append(_Stretch(first, _states(calendar, first, last), number))
        number += sum(state is True for state in found[-1].states)
    after: date | None = None
    for stretch in reversed(found):
        after = stretch.settle(after)
    for stretch in found:
        yield from stretch.rows(WorkingDays(calendar))


def _furthest(obligations: Iterable[Obligation], calendar: WorkingCalendar, year: int) -> date:
    """Return a day beyond which nothing is asked that begins in a year and is not paused."""
    days = WorkingDays(calendar)
    furthest = date(year, 12, 31)
    for obligation in obligations:
        for step in obligation.in_turn:
            for limit in (step.limit, *(extension.limit for extension in step.extensions)):
                latest = datetime.combine(furthest, time.max)
                try:
                    end = deadline_of(limit, furthest if limit.needs_time else latest, days)
                    furthest = max(furthest, day_of(end))
                except BeyondCalendarError as error:
                    furthest = max(furthest, error.day)
    return furthest


def _together(stretches: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return stretches of days, in order of their first days, as stretches with gaps between."""
    found: list[tuple[date, date]] = []
    for first, last in stretches:
        if found and first.toordinal() <= found[-1][1].toordinal() + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _every(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _states(calendar: WorkingCalendar, first: date, last: date) -> list[bool | None]:
    """Return for each day whether it is worked; `None` where the calendar does not know."""
    days = WorkingDays(calendar)

    def state(day: date) -> bool | None:
        try:
            return days.is_open(day)
        except BeyondCalendarError:
            return None

    return [state(day) for day in _every(first, last)]


@dataclass(frozen=True, slots=True)
class _Gap:
    """Days that have no rows: how many are worked, and the first that is not known.

    Beyond a day that is not known, numbers tell nothing, so that it does not matter how
    many are worked there.
    """

    worked: int
    unknown: date | None


def _gap(calendar: WorkingCalendar, first: date, last: date) -> _Gap:
    worked = 0
    for year in range(first.year, last.year + 1):
        begins, ends = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        states = _states(calendar, begins, ends)
        if None in states:
            return _Gap(worked, begins + states.index(None) * _DAY)
        worked += sum(state is True for state in states)
    return _Gap(worked, None)


class _Stretch:
    """Days one after the other, with what is known of them."""

    def __init__(self, first: date, states: Sequence[bool | None], number: int) -> None:
        self.first = first
        self.states = states
        self.unknown: date | None = None
        """The first unknown day of the gap that follows."""
        self._number = number
        self._after: list[date | None] = []

    def settle(self, after: date | None) -> date | None:
        """Find the next unknown day of each day; return the first from the stretch on.

        Args:
            after: the first unknown day from the next stretch on.
        """
        unknown = self.unknown or after
        found: list[date | None] = []
        for place in range(len(self.states) - 1, -1, -1):
            found.append(unknown)
            if self.states[place] is None:
                unknown = self.first + place * _DAY
        self._after = found[::-1]
        return unknown

    def rows(self, days: WorkingDays) -> Iterator[Row]:
        """Yield the rows of the days."""
        number = self._number
        hours = days.calendar.hours
        for place, state in enumerate(self.states):
            day = self.first + place * _DAY
            before, number = number, number + (state is True)
            after = self._after[place]
            yield (
                day,
                before,
                number,
                number if state else None,
                day if state is None else after,
                after,
                *_received(days, day),
                *_received(days, datetime.combine(day, hours[1]) if hours else day),
            )


def _received(days: WorkingDays, event: date | datetime) -> tuple[date | None, date | None]:
    """Return when something counts as received, or the day of which that is not known."""
    try:
        return days.day_zero(event), None
    except BeyondCalendarError as error:
        return None, error.day
