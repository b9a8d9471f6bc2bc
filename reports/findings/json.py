"""Findings as data. `findings.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenure.compiler.check.checks import Proof
from tenure.dsl.diagnostics import Diagnostic, Edit, Instance, ReadyTest, Witness
from tenure.dsl.source import Span
from tenure.reports.findings.documents import json_document
from tenure.reports.findings.results import Accepted, Checked, all_findings, sums

SCHEMA = "tenure-findings-1"
"""The name of the form; a form that takes something away gets another number."""


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return the findings of a check as one JSON document; colour is of no consequence."""
    counts = sums(checked)
    document = {
        "schema": SCHEMA,
        "findings": _findings(checked),
        "accepted": [_accepted(entry) for one in checked for entry in one.accepted],
        "policies": [_policy(one) for one in checked],
        "summary": {
            "error": counts.errors,
            "warning": counts.warnings,
            "advice": counts.advice,
            "accepted": sum(len(one.accepted) for one in checked),
            "left_out": sum(one.left_out for one in checked),
            "policies": len(checked),
            **_proof(counts.proof),
        },
    }
    return json_document(document)


def _findings(checked: Sequence[Checked]) -> list[dict[str, Any]]:
    """Return the findings of every policy, each once, with what it can be known by."""
    known: dict[Diagnostic, str] = {}
    for one in checked:
        for finding, fingerprint in one.fingerprints.items():
            known.setdefault(finding, fingerprint)
    return [{**finding_data(one), "fingerprint": known[one]} for one in all_findings(checked)]


def _accepted(entry: Accepted) -> dict[str, Any]:
    return {
        "owner": entry.owner,
        "reason": entry.reason,
        "until": str(entry.until),
        "finding": {**finding_data(entry.finding), "fingerprint": entry.fingerprint},
    }


def finding_data(finding: Diagnostic) -> dict[str, Any]:
    """Return one finding as it stands in the document."""
    return {
        "code": finding.code.number,
        "slug": finding.code.slug,
        "severity": finding.severity.value,
        "message": finding.message,
        "rules": list(finding.rules),
        "locations": _locations(finding),
        "help": list(finding.help),
        "witness": _witness(finding.witness) if finding.witness else None,
        "verdict": finding.verdict.value if finding.verdict else None,
        "edits": [_edit(edit) for edit in finding.edits],
        "test": _test(finding.test) if finding.test else None,
        "instances": [_instance(one) for one in finding.instances],
        "page": finding.code.page,
    }


def location_data(span: Span) -> dict[str, Any]:
    """Return a stretch of text: lines and columns counted from 1, the end not included."""
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {
        "path": span.source.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _locations(finding: Diagnostic) -> list[dict[str, Any]]:
    if finding.at is None:
        nowhere = dict.fromkeys(("line", "column", "end_line", "end_column", "label"))
        return [{"path": finding.path, **nowhere, "primary": True}] if finding.path else []
    first = {**location_data(finding.at), "label": None, "primary": True}
    others = (
        {**location_data(label.span), "label": label.text, "primary": False}
        for label in finding.related
    )
    return [first, *others]


def _instance(instance: Instance) -> dict[str, Any]:
    return {
        "rules": list(instance.rules),
        "location": location_data(instance.at),
        "text": instance.text,
        "witness": _witness(instance.witness) if instance.witness else None,
        "edits": [_edit(edit) for edit in instance.edits],
        "test": _test(instance.test) if instance.test else None,
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "as_of": str(witness.as_of),
        "status": witness.status,
        "records": [
            {"class": record.record_class, "name": record.name, "fields": dict(record.fields)}
            for record in witness.records
        ],
        "facts": dict(witness.facts),
        "answers": [
            {
                "rule": saying.rule,
                "keep_until": str(saying.keep_until) if saying.keep_until else None,
                "text": saying.text,
                "record": saying.record,
                "action": saying.action,
            }
            for saying in witness.sayings
        ],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "title": edit.title,
        "principle": edit.principle.value if edit.principle else None,
        "location": location_data(edit.span),
        "text": edit.text,
    }


def _test(test: ReadyTest) -> dict[str, str]:
    return {"title": test.title, "text": test.text}


def _policy(one: Checked) -> dict[str, Any]:
    return {
        "path": one.path,
        "title": one.title,
        "state": _state(one),
        **(_proof(one.proof) if one.proof else {}),
    }


def _state(one: Checked) -> str:
    if not one.readable:
        return "unreadable"
    return "has errors" if one.proof is None else "checked"


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "rules": proof.rules,
        "pairs": proof.pairs,
        "proved_absent": proof.absent,
        "witnessed": proof.witnessed,
        "unknown": proof.unknown,
        "undecided": proof.undecided,
        "horizon": {"first": str(proof.first), "last": str(proof.last)},
    }
