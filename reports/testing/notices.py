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
    for ref in one.report.untested if one.report.results else ():
        head = place_of(one.policy, ref)
        yield Notice(
            rule="untested",
            title="no-test-reaches-it",
            level=Severity.ADVICE,
            text=f"no test is decided by `{ref}`",
            span=head,
            path=head.source.path,
            fingerprint=digest(one.path, "untested", ref),
        )
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
    """Return what one expectation of a test expected, and what it got."""
    for found in result.checks[number].mismatches:
        aspect = "" if found.aspect == "status" else f"{found.aspect} "
        yield f"expected {aspect}{found.expected}, got {aspect}{found.got}"


def coverage_in_words(one: Tested) -> str:
    """Return how many of the rules decided in a test, and how many were asked for."""
    wanted = percent(one.wanted if one.wanted is not None else 100)
    return f"{percent(one.covered)} of the {one.kinds} decided in a test, {wanted} wanted"
