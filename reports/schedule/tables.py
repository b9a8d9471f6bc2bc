"""Entries of the schedule as tables like those of the contact half: one shape for a writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tenure.reports.schedule.parts import Cell, Paragraph, Row, Style, Table
from tenure.reports.schedule.view import Column, Entry, Group, ScheduleView
from tenure.reports.wording.prose import Prose, author, words


def group_table(group: Group, view: ScheduleView) -> Table:
    """Return the entries of a section as a table; exceptions are rows under their entry."""
    return Table(
        caption=view.caption(group),
        columns=view.columns,
        rows=tuple(_row(line, view) for entry in group.entries for line in entry.lines),
    )


def _row(line: Entry, view: ScheduleView) -> Row:
    return Row(
        id=line.id,
        head=line.ref,
        ref=True,
        cells=tuple(_cell(line, column, view.labels) for column in view.columns[1:]),
        state=line.state,
        under=bool(line.depth),
        in_force=line.in_force,
    )


def _cell(line: Entry, column: Column, labels: Mapping[str, str]) -> Cell:
    match column:
        case "title":
            return tuple(_title(line, labels))
        case "period":
            return _paragraphs(line.period)
        case "format":
            return _paragraphs(map(author, line.formats), "quiet")
        case "authority":
            named = (each.cited(labels) for each in line.authority)
            return _paragraphs(map(author, named), "quiet")
        case "notes":
            access = (labels["access"].format(access=text) for text in line.access)
            return _paragraphs(map(author, (*line.notes, *access)), "quiet")
        case "key":
            letters = line.letters(labels)
            return _paragraphs([words(letters)] if letters else [])
        case "reference":
            return ()


def _title(line: Entry, labels: Mapping[str, str]) -> Iterator[Paragraph]:
    if line.depth:
        tag = words(labels["doc.exception"]) if line.depth == 1 else line.scope
        yield Paragraph(prose=tag, style="tag")
    if line.state != "current":
        yield Paragraph(prose=words(labels[f"state.{line.state}"]), style="state")
    yield Paragraph(prose=author(line.title), style="name")
    if line.scope and not line.depth:
        yield Paragraph(prose=line.scope, style="quiet")


def _paragraphs(sentences: Iterable[Prose], style: Style = "plain") -> Cell:
    return tuple(Paragraph(prose=prose, style=style) for prose in sentences)
