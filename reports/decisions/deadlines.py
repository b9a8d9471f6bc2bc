"""Deadlines and duties in words, as whoever has to meet them would be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from tenure.compiler.deadlines import (
    DeadlineDecision,
    DeadlineStatus,
    DutyDecision,
    Moment,
    TimeLeft,
    Unit,
)
from tenure.reports.decisions.statuses import listed
from tenure.reports.findings.paint import Ink
from tenure.reports.wording import ENGLISH

INKS: dict[DeadlineStatus, Ink] = {
    DeadlineStatus.MET: "good",
    DeadlineStatus.LATE: "warning",
    DeadlineStatus.OPEN: "good",
    DeadlineStatus.BREACHED: "error",
    DeadlineStatus.LAPSED: "advice",
    DeadlineStatus.AWAITING: "advice",
    DeadlineStatus.UNDETERMINED: "warning",
}
"""The colour of each status."""


def deadline_in_words(decision: DeadlineDecision) -> str:
    """Return the status as a clause that begins with its name, with its days."""
    match decision.status:
        case DeadlineStatus.MET | DeadlineStatus.LATE:
            return f"{decision.status}: {_done(decision)}"
        case DeadlineStatus.OPEN:
            return f"open{_by(decision)}{_left(decision.left)}"
        case DeadlineStatus.BREACHED:
            return f"breached: was due{_by(decision)}{_left(decision.left)}"
        case DeadlineStatus.LAPSED:
            return f"lapsed: the time for it ran out{_on(decision.deadline)}"
        case DeadlineStatus.AWAITING:
            bound = f", no later than {moment_in_words(decision.not_after)}"
            awaited = f"awaiting {listed(decision.awaiting)}"
            return awaited + (bound if decision.not_after else "")
        case DeadlineStatus.UNDETERMINED:
            return f"undetermined: it depends on {listed(decision.missing)}"
    assert_never(decision.status)


def duty_in_words(decision: DutyDecision) -> str:
    """Return the status of a duty as a clause that begins with its name."""
    match decision.status:
        case DeadlineStatus.OPEN:
            return f"open: next due by {moment_in_words(decision.due)}{_days(decision.days_left)}"
        case DeadlineStatus.BREACHED:
            return f"overdue: was due by {moment_in_words(decision.due)}{_days(decision.days_left)}"
        case DeadlineStatus.AWAITING:
            return "awaiting: nothing has called for it"
        case _:
            return f"{decision.status}: {'; '.join(decision.notes)}"


def reasons_in_words(decision: DeadlineDecision) -> Iterator[str]:
    """Return how a deadline came about, a clause each."""
    if decision.started is not None:
        yield f"runs from {moment_in_words(decision.started)}"
    if decision.day_zero is not None:
        yield f"received when closed, so it counts from {moment_in_words(decision.day_zero)}"
    if decision.extended:
        yield "an extension sets the limit"
    if decision.paused_days:
        one = decision.paused_days == 1
        yield f"{decision.paused_days} paused day{'' if one else 's'} left out of the count"
    if decision.deadline is None and decision.not_before is not None:
        yield f"not before {moment_in_words(decision.not_before)}"
    if decision.status is not DeadlineStatus.AWAITING and decision.not_after is not None:
        yield f"not after {moment_in_words(decision.not_after)}"
    yield from decision.notes


def moment_in_words(moment: Moment | None) -> str:
    """Return a day, or a day with its time."""
    if moment is None:
        return "a day not known"
    if isinstance(moment, datetime):
        return f"{ENGLISH.day(moment.date())} at {moment:%H:%M}"
    return ENGLISH.day(moment)


def _done(decision: DeadlineDecision) -> str:
    done = f"done{_on(decision.done)}"
    return f"{done}, due{_by(decision)}" if decision.deadline is not None else done


def _by(decision: DeadlineDecision) -> str:
    deadline = decision.deadline
    return f" by {moment_in_words(deadline)}" if deadline is not None else ""


def _on(moment: Moment | None) -> str:
    return f" on {moment_in_words(moment)}" if moment is not None else ""


def _left(left: TimeLeft | None) -> str:
    if left is None:
        return ""
    if left.count == 0:
        return ", the last day" if left.unit in (Unit.DAYS, Unit.WORKING_DAYS) else ", now"
    count = abs(left.count)
    unit = left.unit.value if count != 1 else left.unit.value.removesuffix("s")
    return f", {count:,} {unit} {'left' if left.count > 0 else 'ago'}"


def _days(count: int | None) -> str:
    return _left(TimeLeft(count=count, unit=Unit.DAYS)) if count is not None else ""
