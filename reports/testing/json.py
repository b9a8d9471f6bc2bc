"""Test results as data. `tests.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, assert_never

from tenure.compiler.deadlines import DeadlineDecision, DutyDecision
from tenure.compiler.decisions import Decision
from tenure.compiler.selftest import Checked, ScenarioResult
from tenure.reports.findings.documents import json_document
from tenure.reports.findings.json import location_data
from tenure.reports.testing.differences import compared
from tenure.reports.testing.results import PLURALS, Tested, place_of

if TYPE_CHECKING:
    from tenure.compiler.trials.mutation import Trial

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
            "kinds": {
                PLURALS[kind]: dict(zip(("decided", "all"), report.covered(kind), strict=True))
                for kind in dict.fromkeys(subject.kind for subject in report.deciding)
            },
        },
        "rules": [
            {
                "rule": subject.ref,
                "kind": subject.kind.value,
                "decided": count,
                "location": location_data(place_of(one.policy, subject)),
            }
            for subject, count in report.deciding.items()
        ],
        "mutation": _mutation(one),
    }


def _mutation(one: Tested) -> dict[str, Any] | None:
    """Return which changes of the policy no test notices; `None` where that was not asked."""
    report = one.mutation
    if report is None:
        return None
    outcomes = Counter(trial.outcome.value for trial in report.trials)
    return {
        "percent": report.score,
        "wanted": one.score_wanted,
        "counts": {"noticed": 0, "unnoticed": 0, "alike": 0, "no policy": 0, "untried": 0}
        | outcomes,
        "unnoticed": [_unnoticed(trial) for trial in report.unnoticed],
    }


def _unnoticed(trial: Trial) -> dict[str, Any]:
    before, after = trial.mutant.lines
    return {
        "subject": trial.mutant.subject,
        "kind": trial.mutant.kind.value,
        "location": location_data(trial.mutant.span),
        "before": list(before),
        "after": list(after),
        "test": trial.test.text if trial.test else None,
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
        "record": check.expected.subject,
        "as_of": str(_day(decision)),
        "passed": not check.mismatches,
        "location": location_data(check.expected.span),
        "mismatches": [
            {"aspect": found.aspect, "expected": found.expected, "got": found.got}
            for found in check.mismatches
        ],
        "compared": [
            {"aspect": one.aspect, "expected": one.expected, "got": one.got, "same": one.same}
            for one in compared(check)
        ],
        "status": decision.status.value,
        **_answer(decision),
    }


def _answer(decision: Decision | DeadlineDecision | DutyDecision) -> dict[str, Any]:
    """Return the day that a decision comes to, and by which rule, promise, stage or duty."""
    match decision:
        case Decision(keep_until=day, rule=rule):
            return {"keep_until": str(day) if day else None, "rule": rule}
        case DeadlineDecision(deadline=moment, step=step):
            by = moment.isoformat() if moment else None
            return {"keep_until": None, "rule": step, "deadline": by}
        case DutyDecision(due=due, duty=duty):
            return {"keep_until": None, "rule": duty, "deadline": str(due) if due else None}
    assert_never(decision)


def _day(decision: Decision | DeadlineDecision | DutyDecision) -> date:
    return decision.as_of.day if isinstance(decision, DeadlineDecision) else decision.as_of
