"""A decision as data. `decision.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tenure.compiler.deadlines import DeadlineDecision, Moment
from tenure.compiler.decisions import Considered
from tenure.compiler.policy.rules import Citation
from tenure.reports.decisions.explanations import Explanation, fields_of, value_in_words
from tenure.reports.decisions.statuses import notes_in_words
from tenure.reports.findings.documents import json_document

SCHEMA = "tenure-decision-1"
"""The name of the form; a form that takes something away gets another number."""


def render(explanation: Explanation, *, colour: bool = False) -> str:
    """Return the decision and its reasons as one JSON document; colour is of no consequence."""
    return json_document(decision_data(explanation))


def decision_data(explanation: Explanation) -> dict[str, Any]:
    """Return the decision as it stands in the document."""
    decision = explanation.decision
    return {
        "schema": SCHEMA,
        "record": decision.record,
        "record_class": decision.record_class,
        "as_of": str(decision.as_of),
        "as_of_time": f"{explanation.time:%H:%M}" if explanation.time is not None else None,
        "status": decision.status.value,
        "keep_until": _day(decision.keep_until),
        "due": _day(decision.due),
        "action": decision.action.text if decision.action else None,
        "rule": decision.rule,
        "phase": decision.phase,
        "not_before": _day(decision.not_before),
        "not_after": _day(decision.not_after),
        "missing": list(decision.missing),
        "awaiting": list(decision.awaiting),
        "held_by": list(decision.held_by),
        "follows": decision.follows,
        "beaten": [_considered(c, explanation) for c in decision.beaten],
        "considered": [_considered(c, explanation) for c in decision.considered],
        "citations": [_citation(citation) for citation in decision.citations],
        "notes": list(notes_in_words(decision)),
        "deadlines": [deadline_data(each, explanation) for each in explanation.deadlines],
        "records": [
            {"class": record.record_class, "name": record.id, "fields": fields_of(record)}
            for record in explanation.records
        ],
        "facts": {name: value_in_words(value) for name, value in explanation.facts.items()},
    }


def _considered(considered: Considered, explanation: Explanation) -> dict[str, Any]:
    rule = explanation.policy.rules[considered.rule]
    return {
        "rule": considered.rule,
        "title": rule.title,
        "standing": considered.standing.value,
        "by": list(considered.by),
        "why": considered.why,
        "keep_until": _day(considered.keep_until),
        "action": considered.action.text if considered.action else None,
        "path": rule.head.source.path,
        "line": rule.head.line,
    }


def deadline_data(decision: DeadlineDecision, explanation: Explanation) -> dict[str, Any]:
    """Return a deadline as it stands in the document."""
    obligation, step = explanation.promise(decision)
    left = decision.left
    return {
        "step": decision.step,
        "title": step.title,
        "of": obligation.ref,
        "by_customer": step.by_customer,
        "status": decision.status.value,
        "started": _moment(decision.started),
        "day_zero": _day(decision.day_zero),
        "deadline": _moment(decision.deadline),
        "done": _moment(decision.done),
        "not_before": _moment(decision.not_before),
        "not_after": _moment(decision.not_after),
        "left": {"count": left.count, "unit": left.unit.value} if left is not None else None,
        "extended": decision.extended,
        "paused_days": decision.paused_days,
        "missing": list(decision.missing),
        "awaiting": list(decision.awaiting),
        "notes": list(decision.notes),
        "path": step.head.source.path,
        "line": step.head.line,
    }


def _moment(moment: Moment | None) -> str | None:
    return None if moment is None else value_in_words(moment)


def _citation(citation: Citation) -> dict[str, Any]:
    authority = citation.authority
    return {
        "authority": authority.name,
        "title": authority.title,
        "kind": authority.kind.name.lower() if authority.kind else None,
        "citation": authority.citation,
        "reason": citation.reason,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)
