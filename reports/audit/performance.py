"""How promises were kept and duties stand, as data. docs/json.md explains it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tenure.compiler.policy.obligations import Obligation, Step
from tenure.engine.audit.performance import Performance, Tally, Times
from tenure.engine.audit.promises import steps_of
from tenure.engine.audit.results import AuditSummary


def performance_data(summary: AuditSummary) -> dict[str, Any] | None:
    """Return how promises were kept; `None` where the policy makes none."""
    performance = summary.performance
    if performance is None:
        return None
    return {
        "statuses": _statuses(performance.tally()),
        "steps": [_step(performance, *each) for each in steps_of(summary.policy)],
    }


def duties_data(summary: AuditSummary) -> list[dict[str, Any]] | None:
    """Return how duties stand; `None` where no log of them was given."""
    if summary.log is None:
        return None
    return [
        {
            "duty": decision.duty,
            "status": decision.status.value,
            "last": _day(decision.last),
            "due": _day(decision.due),
            "days_left": decision.days_left,
        }
        for decision in summary.duties
    ]


def _step(performance: Performance, obligation: Obligation, step: Step) -> dict[str, Any]:
    ref = step.ref
    tally = performance.of_step(ref)
    reached = None if step.target is None else tally.reaches(step.target)
    return {
        "step": ref,
        "of": obligation.ref,
        "title": step.title,
        "by_customer": step.by_customer,
        "target": _number(step.target),
        "target_reached": reached.value if reached else None,
        **_kept(step, tally, performance.times_of(ref)),
        "channels": [
            {
                "channel": channel,
                **_kept(
                    step,
                    performance.by_channel(ref, channel),
                    performance.times_by_channel(ref, channel),
                ),
            }
            for channel in performance.channels(ref)
        ],
        "months": [
            {
                "month": f"{first:%Y-%m}",
                **_kept(
                    step, performance.by_month(ref, first), performance.times_by_month(ref, first)
                ),
            }
            for first in performance.months(ref)
        ],
    }


def _kept(step: Step, tally: Tally, times: Times | None) -> dict[str, Any]:
    return {
        "statuses": _statuses(tally),
        "share": None if step.by_customer else _number(tally.share),
        "times": {
            "unit": times.unit,
            "done": times.done,
            "median": times.median,
            "ninety_percent": times.ninth,
            "longest": times.slowest,
        }
        if times
        else None,
    }


def _statuses(tally: Tally) -> dict[str, int]:
    return {status.value: count for status, count in tally.counts}


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)
