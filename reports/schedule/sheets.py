"""The document as sheets: a line for each rule, exception, promise, stage and duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tenure.compiler.policy.rules import InForce
from tenure.reports.schedule.appendix import appendix
from tenure.reports.schedule.parts import Cell, Part
from tenure.reports.schedule.view import Column, Entry, Group, ScheduleView, State, Term
from tenure.reports.wording.prose import Prose, plain

Value = str | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet.

    Attributes:
        title: its name.
        header: what its columns are called; no name twice.
        rows: the lines, as wide as the header.
        lines: whether each row is a rule, a promise or the like, and no remark.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    lines: bool = True


def sheets(view: ScheduleView) -> tuple[Sheet, ...]:
    """Return the schedule, every table of the contact half, processing, and all the rest."""
    return tuple(sheet for sheet in _Sheets(view).all() if sheet.rows)


class _Sheets:
    """Makes the sheets of one document."""

    def __init__(self, view: ScheduleView) -> None:
        self._view = view
        self._t = view.labels

    def all(self) -> Iterator[Sheet]:
        """Yield every sheet, also those with nothing in them."""
        yield self._schedule()
        for part in self._view.parts:
            yield self._part(part)
        yield self._processing()
        yield self._about()

    def _schedule(self) -> Sheet:
        columns = self._view.columns
        title = columns.index("title") + 1 if columns else 0
        return Sheet(
            title=self._t["doc.schedule"],
            header=(
                self._t["sheet.section"],
                *(self._t[f"column.{column}"] for column in columns[:title]),
                self._t["sheet.scope"],
                *(self._t[f"column.{column}"] for column in columns[title:]),
                *self._in_force_header(),
            ),
            rows=tuple(
                self._line(group, line)
                for group in self._view.groups
                for entry in group.entries
                for line in entry.lines
            ),
        )

    def _line(self, group: Group, line: Entry) -> tuple[Value, ...]:
        columns = self._view.columns
        title = columns.index("title") + 1 if columns else 0
        return (
            f"{group.ref} {group.title}".strip(),
            *(self._cell(line, column) for column in columns[:title]),
            plain(line.scope) or None,
            *(self._cell(line, column) for column in columns[title:]),
            *self._in_force(line.state, line.in_force),
        )

    def _cell(self, line: Entry, column: Column) -> Value:
        texts: dict[Column, Iterable[str]] = {
            "reference": [line.ref],
            "title": [line.title],
            "period": map(plain, line.period),
            "format": line.formats,
            "authority": (each.cited(self._t) for each in line.authority),
            "notes": (
                *line.notes,
                *(self._t["access"].format(access=text) for text in line.access),
            ),
            "key": [line.letters(self._t)],
        }
        return _joined(texts[column])

    def _part(self, part: Part) -> Sheet:
        table = part.table
        if table is None:
            return Sheet(title=part.title, header=(), rows=())
        heading = f"{part.ref} {part.title}".strip()
        return Sheet(
            title=heading,
            header=(
                self._t["sheet.section"],
                *(self._t[f"column.{column}"] for column in table.columns),
                *self._in_force_header(),
            ),
            rows=tuple(
                (
                    heading,
                    row.head,
                    *map(_text, row.cells),
                    *self._in_force(row.state, row.in_force),
                )
                for row in table.rows
            ),
        )

    def _processing(self) -> Sheet:
        rows = ((part.title, term) for part in self._view.parts for term in part.terms)
        return self._terms(self._t["sheet.processing"], rows)

    def _about(self) -> Sheet:
        view = self._view
        title = self._t["doc.about"]
        rows = [(title, fact) for fact in view.facts]
        rows += [(self._t[f"doc.{name}"], term) for name, terms in appendix(view) for term in terms]
        about = self._terms(title, rows)
        own: list[tuple[Value, ...]] = [
            (title, self._t["column.title"], view.title),
            (title, self._t["sheet.as of"], view.as_of),
            (title, self._t["doc.fingerprint"], view.fingerprint),
        ]
        if view.publisher:
            own.insert(1, (title, self._t["sheet.publisher"], view.publisher))
        if view.description:
            own.insert(1, (title, self._t["sheet.description"], view.description))
        return Sheet(title=about.title, header=about.header, rows=(*own, *about.rows), lines=False)

    def _terms(self, title: str, rows: Iterable[tuple[str, Term]]) -> Sheet:
        return Sheet(
            title=title,
            header=(self._t["sheet.section"], self._t["sheet.term"], self._t["sheet.text"]),
            rows=tuple((heading, plain(term.term), _joined(_said(term))) for heading, term in rows),
            lines=False,
        )

    def _in_force_header(self) -> tuple[str, str, str]:
        return self._t["sheet.state"], self._t["sheet.from"], self._t["sheet.until"]

    def _in_force(self, state: State, days: InForce) -> tuple[Value, Value, Value]:
        return self._t[f"sheet.state.{state}"], days.start, days.end


def _said(term: Term) -> Iterator[str]:
    sentences: tuple[Prose, ...] = (*((term.meaning,) if term.meaning else ()), *term.lines)
    yield from map(plain, sentences)
    yield from term.notes


def _text(cell: Cell) -> Value:
    return _joined(plain(paragraph.prose) for paragraph in cell)


def _joined(texts: Iterable[str]) -> Value:
    """Return the texts, a line each; nothing for no text."""
    return "\n".join(texts) or None
