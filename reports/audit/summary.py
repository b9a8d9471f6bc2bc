"""The counts of an audit as data. docs/json.md explains it."""

from __future__ import annotations

from typing import Any

from tenure.compiler.decisions import Status
from tenure.engine.audit.results import AuditSummary
from tenure.engine.audit.verify import Verification
from tenure.reports.audit.performance import duties_data, performance_data
from tenure.reports.findings.documents import json_document

SCHEMA = "tenure-audit-summary-1"
"""The name of the form; a form that takes something away gets another number."""


def summary_document(summary: AuditSummary, verification: Verification | None) -> str:
    """Return the counts as one JSON document."""
    tallies = summary.tallies
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "as_of": str(summary.as_of),
        "policy": summary.policy.document.title,
        "records": tallies.decided,
        "listed": tallies.listed,
        "rejected_rows": tallies.rejected,
        "statuses": {status.value: tallies.of_status(status) for status in Status},
        "classes": _classes(summary),
        "due_by_month": [
            {"month": f"{first:%Y-%m}", "status": status, "records": count}
            for first, status, count in tallies.months
        ],
        "days_due": [{"days": days, "records": count} for days, count in tallies.ages],
        "listed_by_rule": [
            {"rule": rule, "action": action, "records": count}
            for rule, action, count in tallies.rules
        ],
        "held_by": dict(tallies.holds),
        "missing": _by_class(tallies.missing, "field"),
        "answer_in": dict(tallies.follows),
        "awaiting": _by_class(tallies.awaiting, "event"),
        "rejects": dict(tallies.rejects),
        "notes": dict(tallies.notes),
        "not_in_the_data": [{"class": name, "field": field} for name, field in summary.unplaced],
        "classes_without_table": list(summary.empty),
        "deadlines": performance_data(summary),
        "duties": duties_data(summary),
        "verified": _verified(verification) if verification else None,
    }
    return json_document(document)


def _classes(summary: AuditSummary) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, status, count in summary.tallies.statuses:
        found.setdefault(name, {})[status] = count
    return found


def _by_class(counts: tuple[tuple[str, str, int], ...], what: str) -> list[dict[str, Any]]:
    return [{"class": name, what: each, "records": count} for name, each, count in counts]


def _verified(verification: Verification) -> dict[str, Any]:
    return {
        "listed_on": str(verification.listed_on),
        "seen_on": str(verification.seen_on),
        "alarms": verification.alarms,
        "outcomes": {outcome.value: count for outcome, count in verification.outcomes},
        "new_records": verification.new,
        "list_changed": verification.list_changed,
        "policy_changed": verification.policy_changed,
    }
