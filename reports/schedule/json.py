"""The schedule as JSON. `schedule.schema.json` says what is in it; docs/json.md explains it."""

from __future__ import annotations

from typing import Any

from tenure.reports.findings.documents import json_document
from tenure.reports.schedule.data import document_data
from tenure.reports.schedule.fingerprint import digest
from tenure.reports.schedule.view import ScheduleView

SCHEMA = "tenure-schedule-1"
"""The name of the form; a form that takes something away gets another number."""


def write_json(view: ScheduleView) -> bytes:
    """Return the document, UTF-8; every sentence is a plain text.

    It ends with the policy's files, so that `published.py` can read the policy back.
    """
    data = {"schema": SCHEMA, **document_data(view), "source": _source(view)}
    return json_document(data).encode("utf-8")


def _source(view: ScheduleView) -> dict[str, Any]:
    files = [{"name": file.name, "own": file.own, "text": file.text} for file in view.files]
    return {"sha256": digest(view.files), "files": files}
