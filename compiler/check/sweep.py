"""Tries limits on real days: what a calendar does to them shows on some days only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tenure.compiler.dates import add_months
from tenure.compiler.deadlines import Moment
from tenure.compiler.evaluate.counting import NEVER, Paused, deadline_of
from tenure.compiler.policy.fields import EventType, FieldRef
from tenure.compiler.policy.obligations import Limit, Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.compiler.workdays import BeyondCalendarError, WorkingDays

MONTHS = 24
"""How far ahead days are tried: two winters and two springs with their public holidays."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """The days that were tried, both included; fewer where a calendar ends sooner."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += _DAY


def days_ahead(as_of: date) -> Swept:
    """Return the days of the years that begin with a day."""
    return Swept(first=as_of, last=add_months(as_of, MONTHS) - _DAY)


class Timing:
    """Deadlines of steps that nobody has begun yet."""

    def __init__(self, policy: Policy) -> None:
        self._calendars = {name: WorkingDays(c) for name, c in policy.calendars.items()}

    def calendar(self, obligation: Obligation) -> WorkingDays | None:
        """Return the days that an obligation counts on."""
        return self._calendars.get(obligation.calendar or "")

    def deadline(
        self, obligation: Obligation, limit: Limit, event: Moment, paused: Paused = NEVER
    ) -> Moment | None:
        """Return a deadline; `None` where the calendar does not reach so far."""
        try:
            return deadline_of(limit, event, self.calendar(obligation), paused)
        except BeyondCalendarError:
            return None

    def bound(self, obligation: Obligation, step: Step, start: date) -> Moment | None:
        """Return the deadline of a step if every stage before it takes all its time.

        Of several stages that mark one event, each for other records, the longest counts.

        Args:
            obligation: the procedure.
            step: the step.
            start: the day of the event from which the first stage of its chain runs.

        Returns:
            The deadline; `None` where the calendar does not reach so far.
        """
        root = root_of(obligation, step).limit.anchor
        before = [
            self.bound(obligation, one, start)
            for one in obligation.steps_before(step)
            if root_of(obligation, one).limit.anchor == root
        ]
        known = [end for end in before if end is not None]
        if len(known) < len(before):
            return None
        event = max(known, key=_end, default=event_on(step.limit, start))
        return self.deadline(obligation, step.limit, event)


def event_on(limit: Limit, day: date) -> Moment:
    """Return an event on a day, at noon where the limit runs from a minute."""
    type_ = limit.anchor.type if isinstance(limit.anchor, FieldRef) else None
    timed = isinstance(type_, EventType) and type_.timed
    return datetime.combine(day, time(12)) if timed else day


def root_of(obligation: Obligation, step: Step) -> Step:
    """Return the first step of the chain that leads to a step."""
    before = obligation.step_before(step)
    return step if before is None else root_of(obligation, before)


def later_than(one: Moment, other: Moment) -> bool:
    """Return whether one deadline is after another; a day lasts until its end."""
    return _end(one) > _end(other)


def _end(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def week_of(day: date) -> str:
    """Return the calendar week in which a day lies (ISO 8601)."""
    year, week, _ = day.isocalendar()
    return f"week {week} of {year}"
