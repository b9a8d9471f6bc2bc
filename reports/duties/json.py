"""How duties stand, as data. `duties.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tenure.compiler.deadlines import DutyDecision
from tenure.reports.duties.standing import Standing
from tenure.reports.findings.documents import json_document

SCHEMA = "tenure-duties-1"
"""The name of the form; a form that takes something away gets another number."""


def render(standing: Standing, *, colour: bool = False) -> str:
    """Return how every duty stands as one JSON document; colour is of no consequence."""
    return json_document(
        {
            "schema": SCHEMA,
            "policy": standing.policy.document.title,
            "as_of": str(standing.as_of),
            "duties": [_duty(each, standing) for each in standing.decisions],
            "summary": {"duties": len(standing.decisions), "overdue": standing.overdue},
        }
    )


def _duty(decision: DutyDecision, standing: Standing) -> dict[str, Any]:
    duty = standing.policy.duties[decision.duty]
    last = standing.last(decision)
    return {
        "duty": duty.name,
        "title": duty.title,
        "owner": duty.owner,
        "with": list(duty.together_with),
        "evidence": list(duty.evidence),
        "status": decision.status.value,
        "due": _day(decision.due),
        "days_left": decision.days_left,
        "called_by": decision.called_by,
        "last": {"day": str(last.day), "by": last.by, "evidence": last.evidence} if last else None,
        "notes": list(decision.notes),
        "path": duty.span.source.path,
        "line": duty.span.line,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)
