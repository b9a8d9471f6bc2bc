"""The schedule as one CSV file: a line for each rule, promise, stage, organisation and duty."""

from __future__ import annotations

import io

from tenure.engine.audit.spreadsheets import write_sheet
from tenure.reports.schedule.sheets import sheets
from tenure.reports.schedule.view import ScheduleView


def write_csv(view: ScheduleView) -> bytes:
    """Return the table, UTF-8 with a byte order mark, without which Excel misreads it.

    Its columns are those of all tables together; each line also has the day of the document
    and the fingerprint of its policy. A text that a spreadsheet would take for a formula
    begins with an apostrophe.
    """
    tables = [sheet for sheet in sheets(view) if sheet.lines]
    last = {view.labels[f"sheet.{name}"] for name in ("state", "from", "until")}
    names = dict.fromkeys(name for sheet in tables for name in sheet.header)
    columns = sorted(names, key=lambda name: name in last)
    about = (view.labels["sheet.as of"], view.labels["doc.fingerprint"])
    lines = (dict(zip(sheet.header, row, strict=True)) for sheet in tables for row in sheet.rows)
    text = io.StringIO(newline="")
    write_sheet(
        text,
        (*columns, *about),
        ((*map(line.get, columns), view.as_of, view.fingerprint) for line in lines),
    )
    return text.getvalue().encode("utf-8-sig")
