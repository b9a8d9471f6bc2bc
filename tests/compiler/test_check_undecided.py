"""A question that is given up is said to be open: it is never an absence, and never silent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.analysis import outcomes, search
from tenure.compiler.check import CheckReport, check_policy
from tenure.compiler.compile import compile_policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Verdict

CORPUS = Path(__file__).parents[1] / "corpus" / "bad"
CIRCLES = {"TN402", "TN403"}
"""Codes of policies whose rules are not compared."""
CASES = sorted(
    path
    for path in CORPUS.glob("TN4*")
    if "TN401" <= path.name[:5] <= "TN419" and path.name[:5] not in CIRCLES
)
"""Policies about rules against each other."""


def report(case: Path) -> CheckReport:
    policy = compile_policy(case).policy
    assert policy is not None
    return check_policy(policy, date(2026, 6, 1))


def analysed(report: CheckReport) -> list[Diagnostic]:
    return [finding for finding in report.findings if finding.verdict is not None]


def about(finding: Diagnostic) -> frozenset[str]:
    return frozenset(finding.rules) or frozenset({finding.code.number})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_search_without_patience_says_so(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is found with patience is open without it, or needs none."""
    patient = analysed(report(case))
    monkeypatch.setattr(search, "MAX_BRANCHES", 0)
    hasty = report(case)
    for finding in patient:
        assert any(about(finding) & about(other) for other in analysed(hasty)), finding.message
    for finding in analysed(hasty):
        if finding.verdict is Verdict.UNKNOWN:
            assert "not known" in finding.message
            assert finding.witness is None
        else:
            assert finding.verdict is Verdict.PROVED_ABSENT  # by the look of it, without a search
            assert finding in patient


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_open_is_counted(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MAX_BRANCHES", 0)
    hasty = report(case)
    unknown = [f for f in hasty.findings if f.verdict is Verdict.UNKNOWN]
    cases = [len(finding.instances) or 1 for finding in unknown]
    assert hasty.proof.unknown + hasty.proof.undecided == sum(cases)
    assert hasty.proof.witnessed == 0


def test_too_many_cases_are_open_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "MAX_COMPARISONS", 0)
    codes = {
        finding.code
        for case in CASES
        for finding in report(case).findings
        if finding.verdict is Verdict.UNKNOWN and "too many cases" in finding.message
    }
    assert codes == {
        Code.AMBIGUITY_UNKNOWN,
        Code.OUTSIDE_LIMIT,
        Code.FLOOR_AFTER_CEILING,
        Code.SHORTENED,
        Code.EARLY_EVIDENCE,
    }
