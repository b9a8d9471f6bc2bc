"""Findings as notices, for the programs that show them beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.dsl.diagnostics import Diagnostic, Label
from tenure.dsl.source import Span
from tenure.reports.findings.paint import Paint
from tenure.reports.findings.results import Accepted, Checked
from tenure.reports.findings.witnesses import witness_block
from tenure.reports.notices.notice import Notice


def notices_of(checked: Sequence[Checked]) -> list[Notice]:
    """Return the findings of every policy as notices, each once, then those accepted."""
    seen: dict[Diagnostic, Notice] = {}
    for one in checked:
        for finding, fingerprint in one.fingerprints.items():
            seen.setdefault(finding, _notice(finding, fingerprint))
    accepted = [_accepted(entry) for one in checked for entry in one.accepted]
    return [*seen.values(), *accepted]


def primary(finding: Diagnostic) -> Span | None:
    """Return the place at which a finding is shown.

    That is its first rule, or the changed one where that is known (`pointing`).
    """
    return finding.at


def _accepted(entry: Accepted) -> Notice:
    return _notice(entry.finding, entry.fingerprint, entry.in_words)


def _notice(finding: Diagnostic, fingerprint: str, suppressed: str | None = None) -> Notice:
    span = primary(finding)
    return Notice(
        rule=finding.code.number,
        title=finding.code.slug,
        level=finding.severity,
        text=finding.message,
        more=tuple(_more(finding)),
        span=span,
        path=span.source.path if span is not None else finding.path or "",
        related=tuple(_related(finding)),
        fingerprint=fingerprint,
        suppressed=suppressed,
        page=finding.code.page,
    )


def _more(finding: Diagnostic) -> Iterator[str]:
    if finding.witness is not None:
        yield from witness_block(finding.witness, Paint())
    for line in finding.help:
        yield f"help: {line}"


def _related(finding: Diagnostic) -> Iterator[Label]:
    yield from (label for label in finding.related if label.span != finding.at)
    yield from (Label(span=one.at, text=one.text) for one in finding.instances)
