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
from tenure.compiler.policy.obligations import ElapsedTime, WorkingTime
from tenure.reports.decisions.explanations import Explanation
from tenure.reports.decisions.statuses import listed
from tenure.reports.findings.paint import Ink
from tenure.reports.wording import ENGLISH
from tenure.reports.wording.limits import amount_in_words

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
            between = _between(decision)
            bounds = f": due{between}" if between else ""
            return f"open{_by(decision) or bounds}{_left(decision.left)}"
        case DeadlineStatus.BREACHED:
            due = _by(decision) or _between(decision)
            return f"breached: was due{due}{_left(decision.left)}"
        case DeadlineStatus.LAPSED:
            return f"lapsed: the time for it ran out{_on(decision.deadline)}"
        case DeadlineStatus.AWAITING:
            bound = f", by {moment_in_words(decision.not_after)} if nothing before it is late"
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


def as_of_in_words(explanation: Explanation) -> str:
    """Return as of when it was decided, with the time of day where one was given."""
    as_of = explanation.as_of
    if as_of.time is None:
        return moment_in_words(as_of.day)
    return moment_in_words(datetime.combine(as_of.day, as_of.time))


def _done(decision: DeadlineDecision) -> str:
    due = _by(decision) or _between(decision)
    return f"done{_on(decision.done)}" + (f", due{due}" if due else "")


def _by(decision: DeadlineDecision) -> str:
    deadline = decision.deadline
    return f" by {moment_in_words(deadline)}" if deadline is not None else ""


def _on(moment: Moment | None) -> str:
    return f" on {moment_in_words(moment)}" if moment is not None else ""


def _between(decision: DeadlineDecision) -> str:
    """Return between which days a deadline lies that is not known."""
    first, last = decision.not_before, decision.not_after
    if first is not None and last is not None:
        return f" between {moment_in_words(first)} and {moment_in_words(last)}"
    if first is not None:
        return f" no earlier than {moment_in_words(first)}"
    return f" no later than {moment_in_words(last)}" if last is not None else ""


def _left(left: TimeLeft | None) -> str:
    if left is None:
        return ""
    if left.count == 0:
        return ", the last day" if left.unit in (Unit.DAYS, Unit.WORKING_DAYS) else ", now"
    return f", {time_in_words(abs(left.count), left.unit)} {'left' if left.count > 0 else 'ago'}"


def time_in_words(count: int, unit: Unit) -> str:
    """Return so much time, at least none, in words."""
    match unit:
        case Unit.DAYS:
            return ENGLISH.count(count, "day")
        case Unit.WORKING_DAYS:
            return ENGLISH.count(count, "working day")
        case Unit.MINUTES:
            return amount_in_words(ElapsedTime(minutes=count), ENGLISH)
        case Unit.WORKING_MINUTES:
            return amount_in_words(WorkingTime(minutes=count), ENGLISH)
    assert_never(unit)


def _days(count: int | None) -> str:
    return _left(TimeLeft(count=count, unit=Unit.DAYS)) if count is not None else ""
