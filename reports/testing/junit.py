"""Test results as JUnit's XML: a suite for each policy, in it a case for each of its tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.compiler.selftest import ScenarioResult
from tenure.reports.notices.junit import Case, Suite, document
from tenure.reports.testing.notices import coverage_in_words, differences
from tenure.reports.testing.results import Tested


def render(tested: Sequence[Tested], *, colour: bool = False) -> str:
    """Return the outcome of the tests as one document; colour is of no consequence."""
    return document([Suite(name=one.path, cases=tuple(_cases(one))) for one in tested])


def _cases(one: Tested) -> Iterator[Case]:
    for result in one.report.results:
        yield _case(result)
    if one.wanted is not None:
        short = one.short_of_coverage
        message = coverage_in_words(one)
        yield Case(
            name="coverage",
            outcome="failure" if short else "passed",
            message=message,
            text=message,
            span=one.policy.document.span,
        )


def _case(result: ScenarioResult) -> Case:
    lines = [
        f"{check.expected.span.text}\n  {line}"
        for number, check in enumerate(result.checks)
        for line in differences(result, number)
    ]
    if not lines:
        return Case(name=result.title, outcome="passed", span=result.span)
    first = lines[0].partition("\n  ")[2]
    return Case(
        name=result.title,
        outcome="failure",
        message=first,
        text="\n".join(lines),
        span=result.span,
    )
