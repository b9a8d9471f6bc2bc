"""Decides duties: when each is next due, from a log of what was done and what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tenure.compiler.dates import days_between
from tenure.compiler.deadlines import DeadlineStatus, DutyDecision, LogEntry
from tenure.compiler.policy.accountability import Duty
from tenure.compiler.policy.policy import Policy

_DAY = timedelta(days=1)


def decide_duties(policy: Policy, log: Iterable[LogEntry], as_of: date) -> tuple[DutyDecision, ...]:
    """Return the decision on every duty of a policy, in the order written."""
    seen = [entry for entry in log if entry.day <= as_of]
    return tuple(_decide(policy, duty, seen, as_of) for duty in policy.duties.values())


def decide_duty(policy: Policy, duty: Duty, log: Iterable[LogEntry], as_of: date) -> DutyDecision:
    """Return the decision on one duty.

    A recurring duty is due through the day that lies its length of time after the last
    performance (S2); the first turn is counted from `starting`, else from the day on
    which the policy came into force, else from its approval. An occasion calls for the
    duty through the day of the occasion, or as long after it as the duty says; a
    performance on the day of the occasion or later answers it. The earliest counts.

    Args:
        policy: the policy.
        duty: the duty.
        log: what was done and what happened, in any order; what lies after `as_of`
            has not happened yet.
        as_of: the day of the decision.
    """
    return _decide(policy, duty, [entry for entry in log if entry.day <= as_of], as_of)


def _decide(policy: Policy, duty: Duty, seen: list[LogEntry], as_of: date) -> DutyDecision:
    last = max((entry.day for entry in seen if entry.name == duty.name), default=None)
    notes: list[str] = []
    calls: list[tuple[date, str | None]] = []
    undetermined = False
    if duty.every is not None:
        start, note = (last, None) if last else _first(policy, duty)
        notes.extend([note] if note else [])
        if start is None:
            undetermined = True
        else:
            calls.append((duty.every.length.after(start), None))
    for trigger in duty.triggers:
        for entry in seen:
            if entry.name == trigger.occasion and (last is None or last < entry.day):
                due = trigger.within.length.after(entry.day) if trigger.within else entry.day
                calls.append((due, trigger.occasion))
    if undetermined and not any(due < as_of for due, _ in calls):
        status = DeadlineStatus.UNDETERMINED
        return DutyDecision(duty=duty.name, as_of=as_of, status=status, notes=tuple(notes))
    if not calls:
        return DutyDecision(duty=duty.name, as_of=as_of, status=DeadlineStatus.AWAITING, last=last)
    due, occasion = min(calls, key=lambda call: (call[0], call[1] or ""))
    return DutyDecision(
        duty=duty.name,
        as_of=as_of,
        status=DeadlineStatus.OPEN if as_of <= due else DeadlineStatus.BREACHED,
        last=last,
        due=due,
        called_by=occasion,
        days_left=days_between(as_of, due),
        notes=tuple(notes),
    )


def _first(policy: Policy, duty: Duty) -> tuple[date | None, str]:
    """Return the day from which a first turn is counted, and why that one."""
    document = policy.documents[duty.document]
    if duty.starting is not None:
        return duty.starting, f"never done; counted from {duty.starting}, where it starts"
    if document.in_force.start is not None:
        day = document.in_force.start
        return day, f"never done; counted from {day}, when the policy came into force"
    if document.approval is not None:
        day = document.approval.first
        return day, f"never done; counted from {day}, when the policy was approved"
    return None, "never done, and nothing says from when to count: add `starting`"
