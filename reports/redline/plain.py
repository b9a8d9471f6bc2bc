"""A document as sections of one shape, before anything is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tenure.reports.redline.view import Section
from tenure.reports.schedule.appendix import appendix
from tenure.reports.schedule.parts import Paragraph, Part, Row
from tenure.reports.schedule.tables import group_table
from tenure.reports.schedule.view import Column, Group, ScheduleView, Term
from tenure.reports.wording.prose import Prose, author, words


def plain_sections(view: ScheduleView, columns: tuple[Column, ...]) -> tuple[Section, ...]:
    """Return the schedule and all parts; the tables of the schedule with these columns."""
    wide = replace(view, columns=columns)
    groups = (_group(group, wide) for group in view.groups)
    return (*groups, *map(_part, view.parts))


def plain_appendix(view: ScheduleView) -> tuple[Section, ...]:
    """Return the lists at the end."""
    return tuple(
        Section(
            id=f"about-{name}",
            change="kept",
            heading=words(view.labels[f"doc.{name}"]),
            explains=view.labels.get(f"doc.{name}.note", ""),
            terms=tuple(map(plain_term, terms)),
        )
        for name, terms in appendix(view)
    )


def plain_term(term: Term) -> Term:
    """Return a term all of whose texts are lines."""
    meaning = (term.meaning,) if term.meaning else ()
    return Term(
        term=term.term,
        meaning=(),
        lines=(*meaning, *term.lines, *map(author, term.notes)),
        id=term.id,
    )


def heading_of(ref: str, title: str) -> Prose:
    """Return a heading: a reference where there is one, and a title."""
    one_line = " ".join(title.split())
    return (*words(f"{ref} "), *author(one_line)) if ref else author(one_line)


def _group(group: Group, view: ScheduleView) -> Section:
    note = (Paragraph(prose=author(group.note), style="quiet"),) if group.note else ()
    return Section(
        id=group.id,
        change="kept",
        heading=heading_of(group.ref, group.title),
        noted="both" if group.ref else "rows",
        paragraphs=note,
        table=group_table(group, view) if group.entries else None,
    )


def _part(part: Part) -> Section:
    return Section(
        id=part.id,
        change="kept",
        heading=heading_of(part.ref, part.title),
        noted="whole" if part.flow or part.terms else "rows",
        paragraphs=part.paragraphs,
        flow=part.flow,
        table=part.table,
        terms=tuple(map(plain_term, part.terms)),
    )


def known_as(section: Section, ids: Mapping[str, str]) -> Section:
    """Return a section of the old version, under the ids by which the new one knows its rows."""
    if section.table is None:
        return replace(section, id=ids.get(section.id, section.id))
    rows = tuple(_known_row(row, ids) for row in section.table.rows)
    table = replace(section.table, rows=rows)
    return replace(section, id=ids.get(section.id, section.id), table=table)


def _known_row(row: Row, ids: Mapping[str, str]) -> Row:
    return replace(row, id=ids.get(row.id, row.id)) if row.ref else row
