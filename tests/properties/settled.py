"""Policies with what their findings offer: an edit applied, a test appended."""

from __future__ import annotations

from datetime import date

from tenure.compiler.check import check_policy
from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import ScenarioResult, run_tests
from tenure.dsl.diagnostics import Diagnostic, Edit, Instance, ReadyTest
from tests.properties.compiled import compiled, policy_of

AS_OF = date(2026, 6, 1)


def findings(policy: Policy, as_of: date = AS_OF) -> tuple[Diagnostic, ...]:
    """Everything that the checks find."""
    return check_policy(policy, as_of).findings


def applied(text: str, edit: Edit) -> str:
    """The text with an edit made in it."""
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def offers(finding: Diagnostic) -> tuple[Diagnostic | Instance, ...]:
    """A finding and its cases: what can carry edits and a test."""
    return (finding, *finding.instances)


def keys(finding: Diagnostic) -> set[tuple[object, ...]]:
    """What makes two findings of one policy the same, whatever their records, case by case."""
    return {(finding.code, frozenset(one.rules)) for one in finding.instances or (finding,)}


def edits_settle(text: str, finding: Diagnostic, as_of: date = AS_OF) -> None:
    """Assert that each edit of a finding settles it, and each edit of a case that case."""
    for edit in finding.edits:
        edit_settles(text, keys(finding), edit, as_of)
    for one in finding.instances:
        for edit in one.edits:
            edit_settles(text, {(finding.code, frozenset(one.rules))}, edit, as_of)


def edit_settles(
    text: str, settled: set[tuple[object, ...]], edit: Edit, as_of: date = AS_OF
) -> str:
    """Assert that the policy reads with the edit, and that some cases are gone; return it."""
    after = applied(text, edit)
    result = compiled(after)
    assert result.policy is not None, (edit.title, after, result.diagnostics)
    left = {key for finding in findings(result.policy, as_of) for key in keys(finding)}
    assert settled.isdisjoint(left), (edit.title, after)
    return after


def run(text: str, test: ReadyTest) -> ScenarioResult:
    """The result of a finding's test when it is appended to a policy."""
    report = run_tests(policy_of(f"{text}\n{test.text}"))
    assert report.results[-1].title == test.title
    return report.results[-1]
