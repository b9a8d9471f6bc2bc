"""A redline as a list of its changes: for JSON, and for sheets."""

from __future__ import annotations

from typing import Any

from tenure.reports.findings.documents import json_document
from tenure.reports.redline.view import KINDS, Noted, Redline

SCHEMA = "tenure-redline-1"
"""The name of the form; a form that takes something away gets another number."""


def write_json(view: Redline) -> bytes:
    """Return the list, UTF-8."""
    return json_document(
        {
            "schema": SCHEMA,
            "language": view.language,
            "title": view.title,
            "as_of": str(view.as_of),
            "since": view.since,
            "since_fingerprint": view.since_fingerprint,
            "fingerprint": view.fingerprint,
            "changes": [noted_data(each) for kind in KINDS for each in view.noted(kind)],
        }
    ).encode("utf-8")


def noted_data(noted: Noted) -> dict[str, Any]:
    """Return a change as plain data."""
    return {
        "kind": noted.kind,
        "id": noted.id,
        "section": noted.section,
        "ref": noted.ref or None,
        "was": noted.was or None,
        "title": noted.title or None,
        "effects": list(noted.effects),
        "wordings": [
            {"head": each.head, "before": each.before or None, "after": each.after or None}
            for each in noted.wordings
        ],
    }
