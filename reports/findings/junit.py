"""Findings as JUnit's XML: a suite for each policy, in it a case for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.dsl.diagnostics import Diagnostic
from tenure.reports.findings.diagnostics import render_all
from tenure.reports.findings.full import proof_line
from tenure.reports.findings.results import Checked, fails
from tenure.reports.notices.junit import Case, Suite, document


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return the findings of a check as one document; colour is of no consequence."""
    return document([Suite(name=one.path, cases=tuple(_cases(one))) for one in checked])


def _cases(one: Checked) -> Iterator[Case]:
    yield _whole(one)
    for finding in one.findings:
        yield _case(finding, strict=one.strict)
    for entry in one.accepted:
        finding, why = entry.finding, entry.in_words
        name = f"{finding.code.number} {finding.message}"
        yield Case(name=name, outcome="skipped", message=why, span=finding.at)


def _whole(one: Checked) -> Case:
    """Return the case that stands for the policy: a clean one has it too."""
    if not one.readable:
        return Case(name="the policy can be read", outcome="error", message="it cannot be read")
    if one.proof is None:
        why = "it has an error, so its rules were not compared"
        return Case(name="the rules were compared", outcome="failure", message=why)
    return Case(name="the rules were compared", outcome="passed", text=proof_line(one.proof))


def _case(finding: Diagnostic, *, strict: bool) -> Case:
    return Case(
        name=f"{finding.code.number} {finding.message}",
        outcome="failure" if fails(finding, strict=strict) else "passed",
        message=f"{finding.severity}: {finding.message}",
        text=render_all([finding]).rstrip("\n"),
        span=finding.at,
    )
