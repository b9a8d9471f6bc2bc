"""The worked policies: each reads, passes its tests, and decides every rule in one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.check import check_policy
from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import run_tests
from tenure.dsl.codes import Severity

POLICIES = Path(__file__).parents[1] / "policies"
AS_OF = date(2026, 11, 23)
"""The day of every check; the policies do not change with the day on which tests are run."""

SETTLED = sorted(path for path in POLICIES.iterdir() if path.is_dir())
AS_WRITTEN = sorted(POLICIES.glob("*/as-written"))

each_settled = pytest.mark.parametrize("folder", SETTLED, ids=lambda path: path.name)
each_as_written = pytest.mark.parametrize("folder", AS_WRITTEN, ids=lambda path: path.parent.name)


def policy_in(folder: Path) -> Policy:
    result = compile_policy(folder)
    assert [(d.where, d.message) for d in result.diagnostics] == []
    assert result.policy is not None
    return result.policy


@each_settled
def test_a_settled_policy_earns_no_error(folder: Path) -> None:
    findings = check_policy(policy_in(folder), AS_OF).findings
    errors = [d for d in findings if d.severity is Severity.ERROR]
    assert [(d.where, d.message) for d in errors] == []


@each_as_written
def test_what_was_written_first_has_conflicts(folder: Path) -> None:
    findings = check_policy(policy_in(folder), AS_OF).findings
    assert any(d.severity is Severity.ERROR for d in findings)


@pytest.mark.parametrize("folder", [*SETTLED, *AS_WRITTEN], ids=lambda p: p.parent.name + p.name)
def test_a_policy_passes_its_own_tests(folder: Path) -> None:
    report = run_tests(policy_in(folder))
    assert report.results
    checks = [c for r in report.results for c in r.checks]
    assert [(c.expected.span.text, c.mismatches) for c in checks if c.mismatches] == []


@each_settled
def test_the_tests_of_a_settled_policy_decide_every_rule(folder: Path) -> None:
    assert run_tests(policy_in(folder)).untested == ()


@each_settled
def test_a_policy_says_how_it_was_read(folder: Path) -> None:
    assert "What the source leaves unclear" in (folder / "README.md").read_text(encoding="utf-8")
