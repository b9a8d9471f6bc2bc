"""A comparison as data. `changes.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from typing import Any

from tenure.compiler.analysis.witnesses import Case, value_text
from tenure.compiler.compare.changes import Change, DeadlineChange, DeadlineShown, Shown, Unsigned
from tenure.compiler.deadlines import DeadlineDecision
from tenure.compiler.decisions import Decision
from tenure.engine.trial.results import STEPS, Moved, Spread, TrialSummary
from tenure.reports.changes.view import Compared
from tenure.reports.findings.documents import json_document

SCHEMA = "tenure-changes-1"
"""The name of the form; a form that takes something away gets another number."""


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the comparison as one JSON document; colour is of no consequence."""
    comparison = compared.comparison
    document = {
        "schema": SCHEMA,
        "title": compared.title,
        "old": compared.old,
        "new": compared.new,
        "as_of": str(comparison.as_of),
        "changes": [_change(change) for change in comparison.changes],
        "deadlines": [_deadline(change) for change in comparison.deadlines],
        "declared": list(comparison.declared),
        "around": list(comparison.around),
        "unsigned": [_unsigned(one) for one in comparison.unsigned],
        "passed_on": list(comparison.passed_on),
        "summary": {
            "kinds": {kind.value: count for kind, count in comparison.kinds.items()},
            "unknown": comparison.unknown,
            "families": comparison.families,
            "untouched": comparison.untouched,
            "proved": comparison.proved,
            "equal": comparison.equal,
        },
        "inventory": _inventory(compared.trial) if compared.trial else None,
        "failed": list(compared.failed),
    }
    return json_document(document)


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "family": change.family,
        "before": change.before,
        "after": change.after,
        "disposed_as": change.disposed_as,
        "verdict": change.verdict.value,
        "reason": change.reason or None,
        "witness": _shown(change.shown) if change.shown else None,
    }


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        **_case(shown.case),
        "before": _decision(shown.before),
        "after": _decision(shown.after),
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "as_of": str(case.as_of),
        "records": [
            {
                "class": record.record_class,
                "name": record.id,
                "fields": {name: value_text(value) for name, value in record.fields.items()},
                "disposed_as": record.disposed_as,
            }
            for record in case.records
        ],
        "facts": {name: value_text(value) for name, value in case.facts.items()},
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "status": decision.status.value,
        "keep_until": str(decision.keep_until) if decision.keep_until else None,
        "action": decision.action.text if decision.action else None,
        "rule": decision.rule,
        "awaiting": list(decision.awaiting),
        "follows": decision.follows,
        "held_by": list(decision.held_by),
    }


def _deadline(change: DeadlineChange) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "step": change.step,
        "classes": list(change.classes),
        "day": str(change.day) if change.day else None,
        "before": change.before.isoformat() if change.before else None,
        "after": change.after.isoformat() if change.after else None,
        "text": change.text or None,
        "verdict": change.verdict.value,
        "reason": change.reason or None,
        "witness": _promised(change.shown) if change.shown else None,
    }


def _promised(shown: DeadlineShown) -> dict[str, Any]:
    return {
        **_case(shown.case),
        "before": _deadline_decision(shown.before),
        "after": _deadline_decision(shown.after),
    }


def _deadline_decision(decision: DeadlineDecision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "status": decision.status.value,
        "deadline": decision.deadline.isoformat() if decision.deadline else None,
        "extended": decision.extended,
        "awaiting": list(decision.awaiting),
    }


def _unsigned(one: Unsigned) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "authority": one.authority,
        "what": one.what,
        "reason": one.reason,
    }


def _inventory(trial: TrialSummary) -> dict[str, Any]:
    return {
        "data": trial.data,
        "as_of": str(trial.as_of),
        "files": [{"path": file.label, "sha256": file.sha256} for file in trial.files],
        "compared": trial.compared,
        "only_before": trial.only_before,
        "only_after": trial.only_after,
        "put_aside_before": trial.put_aside_before,
        "put_aside_after": trial.put_aside_after,
        "changed": trial.changed,
        "kinds": {kind.value: count for kind, count in trial.kinds.items()},
        "due_before": trial.due_before,
        "due_after": trial.due_after,
        "shorter": _spread(trial.shorter) if trial.shorter else None,
        "longer": _spread(trial.longer) if trial.longer else None,
        "moved": [_moved(one) for one in trial.moved],
        "statuses": [
            {"before": before, "after": after, "records": records}
            for before, after, records in trial.statuses
        ],
    }


def _spread(spread: Spread) -> dict[str, Any]:
    bounds = (*STEPS, None)
    return {
        "records": spread.records,
        "least_days": spread.least,
        "median_days": spread.middle,
        "most_days": spread.most,
        "permanent": spread.permanent,
        "lengths": [
            {"up_to_days": bound, "records": records}
            for bound, records in zip(bounds, spread.lengths, strict=True)
        ],
    }


def _moved(moved: Moved) -> dict[str, Any]:
    return {
        "kind": moved.kind.value,
        "class": moved.record_class,
        "before": moved.before,
        "after": moved.after,
        "records": moved.records,
        "least_days": moved.least,
        "most_days": moved.most,
    }
