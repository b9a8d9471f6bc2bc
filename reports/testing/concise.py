"""Test results one a line: `path:line:column: failed TITLE: expected retain, got due`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.dsl.source import Span
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.paint import Paint
from tenure.reports.testing.results import Tested, percent, place_of


def render(tested: Sequence[Tested], *, colour: bool = False) -> str:
    """Return what failed and what no test reached, one a line; nothing when there is nothing."""
    paint = Paint(colour)
    return "".join(f"{line}\n" for one in tested for line in _lines(one, paint))


def _lines(one: Tested, paint: Paint) -> Iterator[str]:
    for result in one.report.results:
        for check in result.checks:
            for found in check.mismatches:
                aspect = "" if found.aspect == "status" else f"{found.aspect} "
                yield (
                    f"{_at(check.expected.span)} {paint('failed', 'error')}: "
                    f"{one_line(result.title)}: expected {aspect}{one_line(found.expected)}, "
                    f"got {aspect}{one_line(found.got)}"
                )
    if not one.report.results:
        yield f"{one_line(one.path)}: the policy has no tests"
    else:
        for subject in one.report.untested:
            head = place_of(one.policy, subject)
            yield (
                f"{_at(head)} {paint('untested', 'advice')}: "
                f"no test is decided by {one_line(subject.ref)}"
            )
    for trial in one.mutation.unnoticed if one.mutation else ():
        mutant = trial.mutant
        before, after = (one_line(" ".join(" ".join(side).split())) for side in mutant.lines)
        yield (
            f"{_at(mutant.span)} {paint('unnoticed', 'warning')}: "
            f"{one_line(mutant.subject)}: {mutant.kind}: {before} -> {after or 'nothing'}"
        )
    if one.short_of_coverage and one.wanted is not None:
        covered = f"{percent(one.covered)} of the {one.kinds} decided in a test"
        wanted = f"{percent(one.wanted)} wanted"
        yield f"{one_line(one.path)}: {paint('failed', 'error')}: {covered}, {wanted}"


def _at(span: Span) -> str:
    return f"{one_line(span.source.path)}:{span.line}:{span.column}:"
