"""Works out how far a limit reaches, with its extensions and its pauses (S11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import reduce

from tenure.compiler.deadlines import Moment
from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.counting import Paused, deadline_of
from tenure.compiler.evaluate.pauses import Pauses
from tenure.compiler.evaluate.reading import Absent, Reader
from tenure.compiler.policy.obligations import Appointment, Limit, Step
from tenure.compiler.policy.periods import Anchor, FixedDay
from tenure.compiler.records import Record
from tenure.compiler.workdays import WorkingDays


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One step for one record, with what its limit is counted on.

    Attributes:
        step: the promise or stage.
        record: the record.
        calendar: the days that are worked; `None` where nothing is counted on them.
        pauses: the pauses of the record.
        today: the day of the decision, through which a pause that goes on has lasted.
    """

    step: Step
    record: Record
    calendar: WorkingDays | None
    pauses: Pauses
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """When a limit ends.

    Attributes:
        low: it certainly ends no earlier.
        high: when it ends; `None` while a pause goes on, and for an extension that runs
            from an event that is unknown: nothing can have run out then.
    """

    low: Moment
    high: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a limit reaches.

    Attributes:
        sure: where it ends if no extension applies but those that certainly do.
        most: where it ends if every extension that may apply does.
        extended: whether an extension sets the certain end.
        missing: fields that would settle which of the two it is.
    """

    sure: End
    most: End
    extended: bool = False
    missing: frozenset[str] = frozenset()


def reach_of(run: Run, start: Moment, reader: Reader) -> Reach:
    """Return how far a limit reaches with its extensions; none ever shortens it.

    Args:
        run: the step and what it is counted on.
        start: the event from which the limit runs.
        reader: how the record's fields are read.

    Raises:
        BeyondCalendarError: where the calendar does not reach so far.
    """
    step = run.step
    plain = _end(step.limit, start, run)
    sure, may = [plain], [plain]
    missing: frozenset[str] = frozenset()
    for extension in step.extensions:
        judged = judge(extension.condition, run.record, reader)
        if not judged.possible:
            continue
        if not judged.certain:
            missing |= judged.missing
        same = extension.limit.anchor == step.limit.anchor
        event = start if same else moment_of(run.record, extension.limit.anchor, reader)
        if isinstance(event, Absent):
            missing |= {event.path}
            may.append(End(low=plain.low, high=None))
            continue
        end = _end(extension.limit, event, run)
        may.append(end)
        if judged.certain:
            sure.append(end)
    certain = _latest(sure)
    return Reach(
        sure=certain, most=_latest([certain, *may]), extended=certain != plain, missing=missing
    )


def moment_of(record: Record, anchor: Anchor, reader: Reader) -> Moment | Absent:
    """Return when an event happened, its time of day included where it has one."""
    if isinstance(anchor, FixedDay):
        return anchor.day
    value = reader.value(record, anchor)
    if isinstance(value, date | Absent):
        return value
    raise TypeError(f"`{anchor.path}` is not an event")


def later(one: Moment, other: Moment) -> Moment:
    """Return the later of two deadlines; a day lasts until its end."""
    return max(one, other, key=through)


def through(moment: Moment) -> datetime:
    """Return the last moment of a deadline."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def _latest(ends: list[End]) -> End:
    """Return the latest of several ends."""
    return reduce(
        lambda one, other: End(
            low=later(one.low, other.low),
            high=None if one.high is None or other.high is None else later(one.high, other.high),
        ),
        ends,
    )


def _end(limit: Limit, event: Moment, run: Run) -> End:
    """Return where one limit ends.

    A limit that had run out before a pause began has run out, whatever follows. One that
    had not ends after the pause, and as long as that goes on, no earlier than if it were
    over today. An appointment counts no days, so that none can be taken out.
    """
    pauses = run.pauses
    plain = deadline_of(limit, event, run.calendar, pauses.over)
    since = pauses.since
    counts = not isinstance(limit.amount, Appointment)
    if since is None or not counts or through(plain) <= datetime.combine(since, time()):
        return End(low=plain, high=plain)
    so_far = Paused((*pauses.over.stretches, (since, max(run.today, since))))
    return End(low=deadline_of(limit, event, run.calendar, so_far), high=None)
