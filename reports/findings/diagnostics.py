"""One diagnostic as text: a syntax error and a conflict look the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenure.dsl.diagnostics import Diagnostic, Verdict
from tenure.reports.findings.characters import one_line, padded, width
from tenure.reports.findings.edits import edit_block
from tenure.reports.findings.excerpts import Mark, excerpt, gutter
from tenure.reports.findings.paint import Ink, Paint
from tenure.reports.findings.witnesses import witness_block


def render_all(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Return diagnostics as text, an empty line after each."""
    paint = Paint(colour)
    return "".join(f"{line}\n" for d in diagnostics for line in (*diagnostic_lines(d, paint), ""))


def diagnostic_lines(diagnostic: Diagnostic, paint: Paint) -> Iterator[str]:
    """Return a diagnostic as lines: message, excerpt, witness, help, and where to read more."""
    code, severity = diagnostic.code, diagnostic.severity
    head = paint(f"{severity}[{code.number}]", severity.value)
    message = paint(f"{code.slug}: {one_line(diagnostic.message)}", "strong")
    yield f"{head} {message}"
    marks = _marks(diagnostic)
    columns = gutter(marks)
    margin = " " * columns
    if marks:
        yield from excerpt(marks, paint, columns)
    elif diagnostic.path is not None:
        yield f"{margin}{paint('-->', 'place')} {one_line(diagnostic.path)}"
    equals = paint("=", "place")
    if diagnostic.verdict is Verdict.UNKNOWN:
        verdict = "neither shown on a record nor ruled out"
        yield f"{margin} {equals} {paint('verdict', 'strong')}: {verdict}"
    if diagnostic.witness is not None:
        first, *rest = witness_block(diagnostic.witness, paint)
        yield f"{margin} {equals} {first}"
        yield from (f"{margin}   {line}".rstrip() for line in rest)
    for line in _instances(diagnostic, paint):
        yield f"{margin} {line}"
    for line in diagnostic.help:
        yield f"{margin} {equals} {paint('help', 'strong')}: {one_line(line)}"
    if diagnostic.edits:
        first, *rest = edit_block(diagnostic.edits[0], paint)
        yield f"{margin} {equals} {first}"
        yield from (f"{margin}   {line}".rstrip() for line in rest)
    yield f"{margin} {equals} {paint('see', 'strong')}: {code.page}"


MOST_INSTANCES = 10
"""Cases of one cause that are shown as text; JSON has them all."""


def _instances(diagnostic: Diagnostic, paint: Paint) -> Iterator[str]:
    """Return the cases of a finding that stands for several, one a line."""
    shown, more = diagnostic.instances[:MOST_INSTANCES], diagnostic.instances[MOST_INSTANCES:]
    if not shown:
        return
    yield f"{paint('=', 'place')} {paint('instances', 'strong')}: {len(diagnostic.instances):,}"
    places = [f"{one_line(one.at.source.path)}:{one.at.line}" for one in shown]
    widest = max(map(width, places))
    for one, place in zip(shown, places, strict=True):
        yield f"  {padded(place, widest)}  {one_line(one.text)}"
    if more:
        yield f"  and {len(more):,} more, which `--output-format json` has"


def _marks(diagnostic: Diagnostic) -> list[Mark]:
    if diagnostic.at is None:
        return []
    here = (label.text for label in diagnostic.related if label.span == diagnostic.at)
    ink: Ink = diagnostic.severity.value
    return [
        Mark(span=diagnostic.at, text=", ".join(here), ink=ink, primary=True),
        *(
            Mark(span=label.span, text=label.text)
            for label in diagnostic.related
            if label.span != diagnostic.at
        ),
    ]
