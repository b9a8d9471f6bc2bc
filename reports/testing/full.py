"""Test results as text for a person: what failed and why, then what no test has reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from tenure.compiler.deadlines import DeadlineDecision, DutyDecision
from tenure.compiler.decisions import Decision, Standing
from tenure.compiler.selftest import Checked, ScenarioResult
from tenure.reports.decisions.deadlines import (
    deadline_in_words,
    duty_in_words,
    reasons_in_words,
)
from tenure.reports.decisions.statuses import notes_in_words, status_in_words
from tenure.reports.findings.characters import one_line, padded, width
from tenure.reports.findings.excerpts import Mark, excerpt, gutter
from tenure.reports.findings.paint import Ink, Paint
from tenure.reports.testing.differences import diff
from tenure.reports.testing.results import Tested, percent, place_of

_INKS: dict[str, Ink] = {"-": "error", "+": "good"}

_ASIDE = (Standing.DOES_NOT_APPLY, Standing.NOT_IN_FORCE)
"""What became of rules that explain nothing."""


def render(tested: Sequence[Tested], *, colour: bool = False) -> str:
    """Return the outcome of the tests as text."""
    paint = Paint(colour)
    lines: list[str] = []
    for one in tested:
        for result in one.report.results:
            if not result.passed:
                lines.extend(_failure(result, paint))
    for one in tested:
        lines.extend(_mutation(one, paint))
        lines.extend(_coverage(one, paint))
        lines.append(_outcome(one, paint, named=len(tested) > 1))
        lines.extend(_score(one, paint))
    return "\n".join(lines) + "\n"


def _failure(result: ScenarioResult, paint: Paint) -> Iterator[str]:
    yield f"{paint('failed', 'error')} {paint(one_line(result.title), 'strong')}"
    for check in result.checks:
        if check.mismatches:
            mark = Mark(span=check.expected.span, ink="error", primary=True)
            columns = gutter([mark])
            yield from excerpt([mark], paint, columns)
            yield from _differences(check, " " * columns, paint)
    yield ""


def _differences(check: Checked, margin: str, paint: Paint) -> Iterator[str]:
    """Return what was expected and what was got as a diff, then the decision's reason."""
    equals = paint("=", "place")
    lines = list(diff(check))
    widest = max(width(aspect) for _, aspect, _ in lines)
    yield f"{margin} {equals} {paint('- expected', 'error')}, {paint('+ got', 'good')}"
    for sign, aspect, answer in lines:
        line = f"{sign} {padded(aspect, widest)}  {one_line(answer)}"
        yield f"{margin}   {paint(line, _INKS[sign]) if sign in _INKS else line}"
    first, *others = _reasons(check.decision)
    yield f"{margin} {equals} {paint('reason', 'strong')}: {one_line(first)}"
    for line in others:
        yield f"{margin}   {line}".rstrip()


def _reasons(decision: Decision | DeadlineDecision | DutyDecision) -> Iterator[str]:
    """Return what was decided, then a line for each reason."""
    match decision:
        case DeadlineDecision():
            yield deadline_in_words(decision)
            yield from (one_line(reason) for reason in reasons_in_words(decision))
        case DutyDecision():
            yield duty_in_words(decision)
            yield from (one_line(note) for note in decision.notes)
        case Decision():
            yield status_in_words(decision)
            yield from _standings(decision)
        case _:
            assert_never(decision)


def _standings(decision: Decision) -> Iterator[str]:
    """Return a line for each rule that had a part in a decision."""
    rows = [(c.rule, c.standing, c.why) for c in decision.considered if c.standing not in _ASIDE]
    widest = max((width(rule) for rule, _, _ in rows), default=0)
    for rule, standing, why in rows:
        yield f"{padded(rule, widest)}  {standing}{f': {one_line(why)}' if why else ''}"
    for note in notes_in_words(decision):
        yield f"note: {one_line(note)}"


def _coverage(one: Tested, paint: Paint) -> Iterator[str]:
    """Return what decided in no test, kind by kind, each with its place."""
    untested = one.report.untested
    if not one.report.results or not untested:
        return
    yield paint(f"{one_line(one.path)}: no test is decided by", "strong")
    widest = max(width(subject.ref) for subject in untested)
    kinds = max(width(subject.kind) for subject in untested)
    for subject in untested:
        head = place_of(one.policy, subject)
        place = f"{one_line(head.source.path)}:{head.line}"
        yield f"  {padded(subject.kind, kinds)}  {padded(subject.ref, widest)}  {place}"


def _mutation(one: Tested, paint: Paint) -> Iterator[str]:
    if one.mutation is not None:
        from tenure.reports.testing.mutation import mutation_lines

        yield from mutation_lines(one.mutation, paint)


def _score(one: Tested, paint: Paint) -> Iterator[str]:
    if one.mutation is not None:
        from tenure.reports.testing.mutation import score_in_words

        yield score_in_words(one, one.mutation, paint)
    elif one.mutates:
        yield f"{one_line(one.path)}: its tests must pass before changes of it are tried"


def _outcome(one: Tested, paint: Paint, *, named: bool) -> str:
    name = f"{one_line(one.path)}: " if named else ""
    report = one.report
    count = len(report.results)
    if not count:
        outcome = "the policy has no tests"
    elif report.failed:
        outcome = paint(f"{report.failed:,} of {_tests(count)} failed", "error")
    else:
        outcome = paint(f"{_tests(count)} passed", "good")
    rules = len(report.deciding)
    reached = rules - len(report.untested)
    covered = f"{reached:,} of {rules:,} {one.kinds} decided in a test ({percent(one.covered)})"
    if one.short_of_coverage and one.wanted is not None:
        covered = paint(f"{covered}, {percent(one.wanted)} wanted", "error")
    return f"{name}{outcome}; {covered}" if count or one.wanted is not None else f"{name}{outcome}"


def _tests(count: int) -> str:
    return f"{count:,} test{'' if count == 1 else 's'}"
