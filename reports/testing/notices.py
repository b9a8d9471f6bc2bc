"""Test results as notices: what failed, what no test reaches, and too little of that reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.compiler.selftest import ScenarioResult
from tenure.dsl.codes import Severity
from tenure.reports.notices.notice import Notice, digest
from tenure.reports.testing.results import Tested, percent, place_of


def notices_of(tested: Sequence[Tested]) -> list[Notice]:
    """Return what is to be said of the tests of every policy."""
    return [notice for one in tested for notice in _notices(one)]


def _notices(one: Tested) -> Iterator[Notice]:
    for result in one.report.results:
        yield from _failures(one, result)
    for subject in one.report.untested if one.report.results else ():
        head, ref = place_of(one.policy, subject), subject.ref
        yield Notice(
            rule="untested",
            title="no-test-reaches-it",
            level=Severity.ADVICE,
            text=f"no test is decided by `{ref}`",
            span=head,
            path=head.source.path,
            fingerprint=digest(one.path, "untested", ref),
        )
    yield from _mutation(one)
    if one.short_of_coverage:
        yield Notice(
            rule="coverage",
            title="too-little-coverage",
            level=Severity.ERROR,
            text=coverage_in_words(one),
            span=one.policy.document.span,
            path=one.policy.document.span.source.path,
            fingerprint=digest(one.path, "coverage"),
        )


def _mutation(one: Tested) -> Iterator[Notice]:
    """Return each change that no test notices, and that they are too many."""
    for trial in one.mutation.unnoticed if one.mutation is not None else ():
        mutant = trial.mutant
        before, after = mutant.lines
        diff = (*(f"- {line}" for line in before), *(f"+ {line}" for line in after))
        test = ("a test that would notice:", trial.test.text.rstrip()) if trial.test else ()
        yield Notice(
            rule="unnoticed",
            title="no-test-notices-it",
            level=Severity.ADVICE,
            text=f"no test notices this change of `{mutant.subject}`: {mutant.kind}",
            more=(*diff, *test),
            span=mutant.span,
            path=mutant.span.source.path,
            fingerprint=digest(one.path, "unnoticed", mutant.subject, *before, "", *after),
        )
    if one.short_of_score:
        span = one.policy.document.span
        yield Notice(
            rule="mutation-score",
            title="too-few-changes-noticed",
            level=Severity.ERROR,
            text=score_in_words(one),
            span=span,
            path=span.source.path,
            fingerprint=digest(one.path, "mutation-score"),
        )


def score_in_words(one: Tested) -> str:
    """Return how many changes of the policy its tests notice, and how many were asked for."""
    if one.mutation is None:
        return "the changes of the policy were not tried, because its tests do not pass"
    wanted = f", {percent(one.score_wanted)} wanted" if one.score_wanted is not None else ""
    return f"{percent(one.mutation.score)} of the changes of the policy are noticed{wanted}"


def _failures(one: Tested, result: ScenarioResult) -> Iterator[Notice]:
    for number, check in enumerate(result.checks):
        if check.mismatches:
            yield Notice(
                rule="failed-test",
                title="failed-test",
                level=Severity.ERROR,
                text=result.title,
                more=tuple(differences(result, number)),
                span=check.expected.span,
                path=check.expected.span.source.path,
                fingerprint=digest(one.path, "failed-test", result.title, str(number)),
            )


def differences(result: ScenarioResult, number: int) -> Iterator[str]:
    """Return what one expectation of a test expected and did not get."""
    for found in result.checks[number].mismatches:
        aspect = "" if found.aspect == "status" else f"{found.aspect} "
        yield f"expected {aspect}{found.expected}, got {aspect}{found.got}"


def coverage_in_words(one: Tested) -> str:
    """Return how many of the rules decided in a test, and how many were asked for."""
    wanted = percent(one.wanted if one.wanted is not None else 100)
    return f"{percent(one.covered)} of the {one.kinds} decided in a test, {wanted} wanted"
