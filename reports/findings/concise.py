"""Findings one a line, for `grep` and for editors: `path:line:column: TN401 message`."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.dsl.diagnostics import Diagnostic
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.paint import Paint
from tenure.reports.findings.results import Checked, all_findings


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return the findings one a line; nothing when there are none."""
    paint = Paint(colour)
    return "".join(f"{_line(finding, paint)}\n" for finding in all_findings(checked))


def _line(finding: Diagnostic, paint: Paint) -> str:
    path, line, column = finding.where
    place = f"{one_line(path)}:{line}:{column}:" if line else f"{one_line(path)}:"
    code = paint(finding.code.number, finding.severity.value)
    return f"{place} {code} {one_line(finding.message)}{_others(finding)}"


def _others(finding: Diagnostic) -> str:
    """Return the rules of a finding's cases that its message leaves out, to be searched for."""
    rules = dict.fromkeys(ref for one in finding.instances for ref in one.rules)
    left = [f"`{ref}`" for ref in rules if f"`{ref}`" not in finding.message]
    return f": {one_line(', '.join(left))}" if left else ""
