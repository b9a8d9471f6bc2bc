"""What a document says, piece by piece, so that a change can be pinned on its rules.

Left out is what turns on the day of the document: whether a rule is in force on it. A
sentence about a rule names the days themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tenure.reports.schedule.appendix import appendix
from tenure.reports.schedule.parts import Part, Row
from tenure.reports.schedule.view import Entry, ScheduleView, Term
from tenure.reports.wording.prose import Prose, plain

Said = tuple[str, str]
"""A name and what is said of it; a rule's name is its reference."""


def statements(view: ScheduleView) -> Mapping[str, str]:
    """Return everything that a document says, by the reference of the rule, or a heading."""
    found: dict[str, str] = {}
    for name, text in _statements(view):
        found[name] = f"{found[name]}\n\n{text}" if name in found else text
    return found


def states(view: ScheduleView) -> Mapping[str, str]:
    """Return which rules, standards and stages are not in force on the document's day."""
    lines = [line for group in view.groups for entry in group.entries for line in entry.lines]
    rows = [row for part in view.parts if part.table for row in part.table.rows if row.ref]
    return {line.ref: line.state for line in lines if line.state != "current"} | {
        row.head: row.state for row in rows if row.state != "current"
    }


def _statements(view: ScheduleView) -> Iterator[Said]:
    head = (view.title, view.publisher or "", view.description or "")
    yield "the head of the document", _text(*head, *map(_term, view.facts))
    for group in view.groups:
        yield f"section {group.ref or group.title}", _text(group.title, group.note or "")
        for entry in group.entries:
            yield from ((line.ref, _line(line)) for line in entry.lines)
    for part in view.parts:
        yield from _part(part)
    for name, terms in appendix(view):
        heading = view.labels[f"doc.{name}"]
        yield from ((f"{heading}: {plain(term.term)}", _term(term)) for term in terms)


def _part(part: Part) -> Iterator[Said]:
    yield part.ref or part.title, _text(*(plain(each.prose) for each in part.paragraphs))
    for row in part.table.rows if part.table else ():
        yield row.head if row.ref else f"{part.title}: {row.head}", _row(row)
    for term in part.terms:
        yield f"{part.title}: {plain(term.term)}", _term(term)


def _line(line: Entry) -> str:
    return _text(
        line.title,
        plain(line.scope),
        *map(plain, line.period),
        *line.formats,
        *(f"{each.title}: {each.reason}" for each in line.authority),
        *line.notes,
        *(f"access: {text}" for text in line.access),
        *(f"{mark.letter}: {mark.meaning}" for mark in line.marks),
    )


def _row(row: Row) -> str:
    paragraphs = (each for cell in row.cells for each in cell if each.style != "state")
    return _text(*(plain(each.prose) for each in paragraphs))


def _term(term: Term) -> str:
    sentences: Iterable[Prose] = (term.term, term.meaning, *term.lines)
    return _text(*map(plain, sentences), *term.notes)


def _text(*parts: str) -> str:
    """Return the parts so that no other parts give the same text."""
    return "\x1e".join(parts)
