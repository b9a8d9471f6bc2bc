"""Test results as data. `tests.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenure.compiler.selftest import Checked, ScenarioResult
from tenure.reports.findings.documents import json_document
from tenure.reports.findings.json import location_data
from tenure.reports.testing.results import Tested

SCHEMA = "tenure-tests-1"
"""The name of the form; a form that takes something away gets another number."""


def render(tested: Sequence[Tested], *, colour: bool = False) -> str:
    """Return the outcome of the tests as one JSON document; colour is of no consequence."""
    document = {
        "schema": SCHEMA,
        "policies": [_policy(one) for one in tested],
        "summary": {
            "passed": all(one.passed for one in tested),
            "policies": len(tested),
            "tests": sum(len(one.report.results) for one in tested),
            "failed": sum(one.report.failed for one in tested),
        },
    }
    return json_document(document)


def _policy(one: Tested) -> dict[str, Any]:
    report = one.report
    return {
        "path": one.path,
        "title": one.policy.document.title,
        "passed": one.passed,
        "tests": [_test(result) for result in report.results],
        "coverage": {
            "rules": len(report.deciding),
            "decided": len(report.deciding) - len(report.untested),
            "percent": one.covered,
            "wanted": one.wanted,
        },
        "rules": [
            {
                "rule": ref,
                "decided": count,
                "location": location_data(one.policy.rules[ref].head),
            }
            for ref, count in report.deciding.items()
        ],
    }


def _test(result: ScenarioResult) -> dict[str, Any]:
    return {
        "title": result.title,
        "passed": result.passed,
        "location": location_data(result.span),
        "expectations": [_expectation(check) for check in result.checks],
    }


def _expectation(check: Checked) -> dict[str, Any]:
    decision = check.decision
    return {
        "record": check.expected.record,
        "as_of": str(check.expected.as_of),
        "passed": not check.mismatches,
        "location": location_data(check.expected.span),
        "mismatches": [
            {"aspect": found.aspect, "expected": found.expected, "got": found.got}
            for found in check.mismatches
        ],
        "status": decision.status.value,
        "keep_until": str(decision.keep_until) if decision.keep_until else None,
        "rule": decision.rule,
    }
