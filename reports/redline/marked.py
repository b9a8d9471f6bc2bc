"""Two versions of a document as one, and the notes of what changed, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from tenure.reports.redline.marking import (
    between,
    in_place,
    is_marked,
    paragraphs_between,
)
from tenure.reports.redline.tables import Pair, TableMarker, columns_of, widened
from tenure.reports.redline.view import Kind, Noted, Section, Wording
from tenure.reports.schedule.parts import Paragraph, Row, Table
from tenure.reports.schedule.view import Term
from tenure.reports.wording.prose import Change, Prose, marked, now, plain


class Asked(Protocol):
    """What the marking asks of the two policies."""

    def says_the_same(self, before: str, after: str) -> bool:
        """Return whether a rule, by its old and its new reference, says the same."""

    def of_row(self, before: Row | None, after: Row | None) -> tuple[str, ...]:
        """Return what the change of a row does."""

    def of_term(self, section: str, name: str) -> tuple[str, ...]:
        """Return what the change of a term does, by the id of its section and its name."""


class Marker:
    """Marks sections, and takes note of what changed."""

    def __init__(self, labels: Mapping[str, str], asked: Asked) -> None:
        self._asked = asked
        self._tables = TableMarker(labels, asked.says_the_same)
        self._text_head = labels["sheet.text"]
        self._was: dict[tuple[tuple[str, ...], str], Row] = {}
        self._now: dict[tuple[tuple[str, ...], str], Row] = {}
        self.noted: list[Noted] = []

    def sections(self, old: tuple[Section, ...], new: tuple[Section, ...]) -> tuple[Section, ...]:
        """Return the sections of both versions. Rows are matched wherever they stand."""
        self._was = dict(_rows(old))
        self._now = dict(_rows(new))
        return tuple(
            self._section(before, after)
            for before, after in in_place(old, new, lambda section: section.id)
        )

    def terms(
        self, old: tuple[Term, ...], new: tuple[Term, ...], section: Section
    ) -> tuple[Term, ...]:
        """Return the terms of both versions."""
        pairs = in_place(old, new, lambda term: plain(term.term).casefold())
        return tuple(self._term(before, after, section) for before, after in pairs)

    # --- sections ---------------------------------------------------------------------

    def _section(self, old: Section | None, new: Section | None) -> Section:
        if new is None or old is None:
            return self._whole(old or new, "deleted" if new is None else "inserted")
        section = replace(
            new,
            heading=between(old.heading, new.heading),
            paragraphs=paragraphs_between(old.paragraphs, new.paragraphs),
        )
        if any(map(is_marked, (section.heading, *(p.prose for p in section.paragraphs)))):
            before, after = (_said(each) for each in (old, new))
            wording = Wording(head=self._text_head, before=before, after=after)
            self._note(section, Noted(kind="changed", wordings=(wording,)))
        return replace(
            section,
            table=self._table(old.table, new.table, section),
            terms=self.terms(old.terms, new.terms, section),
        )

    def _whole(self, section: Section | None, change: Change) -> Section:
        """Return a section that is gone, or new; its rows may have moved from or to another."""
        assert section is not None
        gone = change == "deleted"
        paragraphs = tuple(
            replace(each, prose=marked(each.prose, change)) for each in section.paragraphs
        )
        whole = replace(
            section,
            id=f"was-{section.id}" if gone else section.id,
            change=change,
            heading=marked(section.heading, change),
            paragraphs=paragraphs,
            flow=None if gone else section.flow,
        )
        if section.noted != "rows":
            self._note_whole(section, whole, gone=gone)
        alone = section.noted == "whole"
        noted = list(self.noted)
        tables = (section.table, None) if gone else (None, section.table)
        terms = (section.terms, ()) if gone else ((), section.terms)
        whole = replace(
            whole,
            table=self._table(tables[0], tables[1], whole),
            terms=self.terms(terms[0], terms[1], whole),
        )
        self.noted = noted if alone else self.noted
        return whole

    def _note_whole(self, section: Section, whole: Section, *, gone: bool) -> None:
        """Take note of a section that is gone, or new; of one that is told of as one, in full."""
        said, effects = [_said(section)], {}
        if section.noted == "whole":
            rows = section.table.rows if section.table else ()
            said += [f"{row.head}: {_row_text(row)}" for row in rows]
            said += [f"{plain(t.term)}: {_term_text(t)}" for t in section.terms]
            for row in rows:
                effects.update(dict.fromkeys(self._asked.of_row(*_either(row, gone=gone))))
        text = "\n".join(said)
        wording = Wording(
            head=self._text_head, before=text if gone else "", after="" if gone else text
        )
        kind: Kind = "removed" if gone else "added"
        self._note(whole, Noted(kind=kind, effects=tuple(effects), wordings=(wording,)))

    def _table(self, old: Table | None, new: Table | None, section: Section) -> Table | None:
        """Return the rows of both tables, less those of the old one that stand elsewhere now."""
        kept = new or old
        if kept is None:
            return None
        columns = columns_of(old, new)
        rows = widened(new, columns).rows if new else ()
        before = self._before(old, new, columns)
        pairs = self._tables.pairs(before, rows, columns)
        for pair in pairs:
            self._note_row(pair, section)
        marked_rows = tuple(pair.row for pair in pairs)
        return replace(kept, columns=columns, rows=marked_rows) if pairs else None

    def _before(self, old: Table | None, new: Table | None, columns: Sequence[str]) -> list[Row]:
        """Return the old rows that are gone, or stand in the new table, wherever they stood."""
        here = {row.id for row in new.rows} if new else set()
        found = [
            row
            for row in (old.rows if old else ())
            if old and (row.id in here or (old.columns, row.id) not in self._now)
        ]
        stood = {row.id for row in found}
        moved = [
            self._was[new.columns, row.id]
            for row in (new.rows if new else ())
            if new and row.id not in stood and (new.columns, row.id) in self._was
        ]
        wide = list(widened(replace(old, rows=tuple(found)), columns).rows) if old else []
        if new:
            wide += widened(replace(new, rows=tuple(moved)), columns).rows
        return wide

    # --- terms ------------------------------------------------------------------------

    def _term(self, old: Term | None, new: Term | None, section: Section) -> Term:
        if new is None or old is None:
            term, change = self._whole_term(old, new)
            self._note_term("removed" if new is None else "added", section, old, new)
            return replace(
                term,
                term=marked(term.term, change),
                lines=tuple(marked(line, change) for line in term.lines),
            )
        pairs = paragraphs_between(_paragraphs(old), _paragraphs(new))
        lines = tuple(each.prose for each in pairs)
        if any(map(is_marked, lines)):
            self._note_term("changed", section, old, new)
        return replace(new, lines=lines)

    def _whole_term(self, old: Term | None, new: Term | None) -> tuple[Term, Change]:
        if new is not None:
            return new, "inserted"
        assert old is not None
        return old, "deleted"

    # --- notes ------------------------------------------------------------------------

    def _note_row(self, pair: Pair, section: Section) -> None:
        row, old, new = pair.row, pair.old, pair.new
        if not pair.is_marked and not pair.alike:
            return
        kind: Kind = "changed"
        if old is None or new is None:
            kind = "added" if old is None else "removed"
        elif row.was and not pair.wordings:
            kind = "renumbered"
        elif pair.alike:
            kind = "texts" if any(map(is_marked, _texts(row))) else "reworded"
        effects = self._asked.of_row(old, new) if kind in ("changed", "added", "removed") else ()
        self._note(
            section,
            Noted(
                kind=kind,
                id=row.id,
                ref=row.head,
                was=row.was,
                title=_title(row),
                effects=effects,
                wordings=pair.wordings,
            ),
        )

    def _note_term(self, kind: Kind, section: Section, old: Term | None, new: Term | None) -> None:
        name = plain((new or old or Term(term=(), meaning=())).term)
        before, after = (_term_text(term) if term else "" for term in (old, new))
        wording = Wording(head=self._text_head, before=before, after=after)
        effects = self._asked.of_term(section.id, name)
        self._note(section, Noted(kind=kind, ref=name, effects=effects, wordings=(wording,)))

    def _note(self, section: Section, noted: Noted) -> None:
        """Take note of a change that stands in a section."""
        heading = plain(now(section.heading) or section.heading)
        self.noted.append(replace(noted, section=heading, id=noted.id or section.id or None))


def _rows(sections: tuple[Section, ...]) -> Iterator[tuple[tuple[tuple[str, ...], str], Row]]:
    """Yield every row by the columns of its table and its id: it can move between such tables."""
    for section in sections:
        if section.table:
            yield from (((section.table.columns, row.id), row) for row in section.table.rows)


def _texts(row: Row) -> Iterator[Prose]:
    return (each.prose for cell in row.cells for each in cell)


def _title(row: Row) -> str:
    """Return what a row is called, where that is not its head."""
    names = (each.prose for cell in row.cells[:1] for each in cell if each.style == "name")
    for prose in names:
        return plain(now(prose) or prose)
    return ""


def _said(section: Section) -> str:
    """Return the heading and the paragraphs of a section."""
    return "\n".join(map(plain, (section.heading, *(each.prose for each in section.paragraphs))))


def _paragraphs(term: Term) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(prose=line) for line in term.lines)


def _either(row: Row, *, gone: bool) -> tuple[Row | None, Row | None]:
    return (row, None) if gone else (None, row)


def _row_text(row: Row) -> str:
    return " ".join(map(plain, _texts(row)))


def _term_text(term: Term) -> str:
    return "\n".join(map(plain, term.lines))
