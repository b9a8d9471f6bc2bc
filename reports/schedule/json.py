"""The schedule as JSON. `schedule.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from tenure.reports.findings.documents import json_document
from tenure.reports.schedule.data import document_data
from tenure.reports.schedule.view import ScheduleView

SCHEMA = "tenure-schedule-1"
"""The name of the form; a form that takes something away gets another number."""


def write_json(view: ScheduleView) -> bytes:
    """Return the document, UTF-8; every sentence is a plain text."""
    return json_document({"schema": SCHEMA, **document_data(view)}).encode("utf-8")
