"""The document as plain data, for JSON and for templates that are no Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tenure.compiler.policy.rules import InForce
from tenure.reports.schedule.appendix import appendix
from tenure.reports.schedule.parts import Paragraph, Part, Row, Table
from tenure.reports.schedule.view import Entry, Group, ScheduleView, Term
from tenure.reports.wording.prose import Prose, plain

Data = dict[str, Any]


def document_data(view: ScheduleView, prose: Callable[[Prose], Any] = plain) -> Data:
    """Return the whole document; `prose` says what becomes of a sentence."""
    return _Document(view, prose).data()


class _Document:
    """Turns each view into a mapping of the same shape."""

    def __init__(self, view: ScheduleView, prose: Callable[[Prose], Any]) -> None:
        self._view = view
        self._prose = prose

    def data(self) -> Data:
        view = self._view
        return {
            "language": view.language,
            "title": view.title,
            "publisher": view.publisher,
            "description": view.description,
            "as_of": str(view.as_of),
            "fingerprint": view.fingerprint,
            "facts": self._terms(view.facts),
            "columns": self._columns(view.columns),
            "sections": [self._group(group) for group in view.groups],
            "parts": [self._part(part) for part in view.parts],
            "appendix": [
                {
                    "id": name,
                    "title": view.labels[f"doc.{name}"],
                    "note": view.labels.get(f"doc.{name}.note"),
                    "terms": self._terms(terms),
                }
                for name, terms in appendix(view)
            ],
        }

    def _columns(self, columns: Iterable[str]) -> list[Data]:
        return [{"key": key, "title": self._view.labels[f"column.{key}"]} for key in columns]

    def _group(self, group: Group) -> Data:
        return {
            "id": group.id,
            "ref": group.ref,
            "title": group.title,
            "note": group.note,
            "entries": [self._entry(entry) for entry in group.entries],
        }

    def _entry(self, entry: Entry) -> Data:
        return {
            "id": entry.id,
            "ref": entry.ref,
            "title": entry.title,
            "scope": self._prose(entry.scope) if entry.scope else None,
            "period": [self._prose(sentence) for sentence in entry.period],
            "formats": list(entry.formats),
            "authority": [{"title": each.title, "reason": each.reason} for each in entry.authority],
            "notes": list(entry.notes),
            "access": list(entry.access),
            "key": [{"letter": mark.letter, "meaning": mark.meaning} for mark in entry.marks],
            **_in_force(entry.state, entry.in_force),
            "exceptions": [self._entry(each) for each in entry.exceptions],
        }

    def _part(self, part: Part) -> Data:
        return {
            "id": part.id,
            "ref": part.ref,
            "title": part.title,
            "paragraphs": [self._paragraph(each) for each in part.paragraphs],
            "picture": part.flow.text if part.flow else None,
            "table": self._table(part.table) if part.table else None,
            "terms": self._terms(part.terms),
        }

    def _table(self, table: Table) -> Data:
        return {
            "caption": table.caption,
            "columns": self._columns(table.columns),
            "rows": [self._row(row) for row in table.rows],
        }

    def _row(self, row: Row) -> Data:
        return {
            "id": row.id,
            "head": row.head,
            "is_ref": row.ref,
            "under": row.under,
            "cells": [[self._paragraph(each) for each in cell] for cell in row.cells],
            **_in_force(row.state, row.in_force),
        }

    def _paragraph(self, paragraph: Paragraph) -> Data:
        return {"text": self._prose(paragraph.prose), "style": paragraph.style}

    def _terms(self, terms: Iterable[Term]) -> list[Data]:
        return [
            {
                "term": self._prose(each.term),
                "meaning": self._prose(each.meaning) if each.meaning else None,
                "lines": [self._prose(line) for line in each.lines],
                "notes": list(each.notes),
            }
            for each in terms
        ]


def _in_force(state: str, days: InForce) -> Data:
    return {"state": state, "from": _day(days.start), "until": _day(days.end)}


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)
