"""Test results as JUnit's XML: a suite for each policy, in it a case for each of its tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.compiler.selftest import Checked, ScenarioResult
from tenure.reports.notices.junit import Case, Suite, document
from tenure.reports.testing.differences import diff
from tenure.reports.testing.notices import coverage_in_words, differences, score_in_words
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

    yield from _mutation(one)


def _mutation(one: Tested) -> Iterator[Case]:
    """Return a case for each change that no test notices, and one for the score."""
    if one.mutation is None:
        return
    for trial in one.mutation.unnoticed:
        mutant = trial.mutant
        before, after = mutant.lines
        lines = [f"- {line}" for line in before] + [f"+ {line}" for line in after]
        test = ["", trial.test.text] if trial.test else []
        yield Case(
            name=f"notices a change of {mutant.subject}: {mutant.kind}",
            outcome="skipped",
            message="no test notices it",
            text="\n".join((*lines, *test)),
            span=mutant.span,
        )
    message = score_in_words(one)
    yield Case(
        name="mutation score",
        outcome="failure" if one.short_of_score else "passed",
        message=message,
        text=message,
        span=one.policy.document.span,
    )


def _case(result: ScenarioResult) -> Case:
    wrong = [check for check in result.checks if check.mismatches]
    if not wrong:
        return Case(name=result.title, outcome="passed", span=result.span)
    first = next(differences(result, result.checks.index(wrong[0])))
    return Case(
        name=result.title,
        outcome="failure",
        message=first,
        text="\n".join(line for check in wrong for line in _diff(check)),
        span=result.span,
    )


def _diff(check: Checked) -> Iterator[str]:
    yield check.expected.span.text
    for sign, aspect, answer in diff(check):
        yield f"  {sign} {aspect} {answer}"
