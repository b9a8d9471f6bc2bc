"""A change history as JSON; docs/json.md explains it."""

from __future__ import annotations

from typing import Any

from tenure.reports.findings.documents import json_document
from tenure.reports.history.view import Changed, Entry, History
from tenure.reports.redline.data import noted_data

SCHEMA = "tenure-log-1"
"""The name of the form; a form that takes something away gets another number."""


def render_json(history: History, *, colour: bool = False) -> str:
    """Return the document; colour is of no consequence."""
    return json_document(
        {
            "schema": SCHEMA,
            "title": history.title,
            "path": history.path,
            "about": history.about or None,
            "versions": [_entry(entry) for entry in history.entries],
            "more": history.more,
            "shallow": history.cut,
        }
    )


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "state": entry.state,
        "commit": entry.commit or None,
        "day": str(entry.day) if entry.day else None,
        "author": entry.author or None,
        "subject": entry.subject or None,
        "merge": entry.merge,
        "moved_from": entry.moved or None,
        "problem": entry.problem or None,
        "compared_with": entry.after or None,
        "rules": entry.rules,
        "changes": [_changed(changed) for changed in entry.changes],
    }


def _changed(changed: Changed) -> dict[str, Any]:
    days = changed.in_force
    return {
        **noted_data(changed.noted),
        "from": str(days.start) if days.start else None,
        "until": str(days.end) if days.end else None,
    }
