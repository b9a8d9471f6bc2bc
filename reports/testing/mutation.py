"""What the tests of a policy would not notice, as text."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.trials.mutation import MutationReport, Outcome, Trial
from tenure.reports.findings.characters import one_line, visible
from tenure.reports.findings.paint import Paint
from tenure.reports.testing.results import Tested, percent

_SHOWN = 3
"""The most lines of a change that are shown on either side."""


def mutation_lines(report: MutationReport, paint: Paint) -> Iterator[str]:
    """Return each change that no test notices, with a test that would."""
    for trial in report.unnoticed:
        yield from _unnoticed(trial, paint)


def _unnoticed(trial: Trial, paint: Paint) -> Iterator[str]:
    mutant, span = trial.mutant, trial.mutant.span
    yield f"{paint('unnoticed', 'warning')} {one_line(mutant.subject)}: {mutant.kind}"
    yield f"  {paint('-->', 'place')} {one_line(span.source.path)}:{span.line}:{span.column}"
    before, after = mutant.lines
    yield from (paint(f"  - {line}", "error") for line in _first_few(before))
    yield from (paint(f"  + {line}", "good") for line in _first_few(after))
    if trial.test is None:
        yield "  no record was found that shows the difference"
    else:
        yield f"  {paint('this test would notice', 'strong')}:"
        yield ""
        yield from (visible(line) for line in trial.test.text.splitlines())
    yield ""


def _first_few(lines: tuple[str, ...]) -> list[str]:
    shown = [visible(line) for line in lines[:_SHOWN]]
    return [*shown, "…"] if len(lines) > _SHOWN else shown


def score_in_words(one: Tested, report: MutationReport, paint: Paint) -> str:
    """Return how many of the changes the tests notice."""
    noticed = report.count(Outcome.NOTICED)
    of_all = f"{noticed:,} of {report.counted:,} changes of the policy are noticed by a test"
    text = f"{of_all} ({percent(report.score)})"
    if one.short_of_score and one.score_wanted is not None:
        text = paint(f"{text}, {percent(one.score_wanted)} wanted", "error")
    return f"{one_line(one.path)}: {text}{_aside(report)}"


def _aside(report: MutationReport) -> str:
    """Return what was not counted, and what was not tried."""
    alike, broken = report.count(Outcome.ALIKE), report.count(Outcome.NO_POLICY)
    untried = report.count(Outcome.UNTRIED)
    parts = [
        f"{untried:,} of them were not tried, for want of time" if untried else "",
        f"{alike:,} more are proved to change nothing" if alike else "",
        f"{broken:,} more make no policy" if broken else "",
    ]
    return "".join(f"; {part}" for part in parts if part)
