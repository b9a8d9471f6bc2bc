"""The formats in which a schedule can be published.

A new format is a module with a function from the view to bytes, and a line here. A library
that only one format needs is imported by its writer when it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tenure.reports.schedule.csv import write_csv
from tenure.reports.schedule.docx import write_docx
from tenure.reports.schedule.html import write_html
from tenure.reports.schedule.json import write_json
from tenure.reports.schedule.markdown import write_markdown
from tenure.reports.schedule.pdf import write_pdf
from tenure.reports.schedule.view import ScheduleView
from tenure.reports.schedule.xlsx import write_xlsx


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One format.

    Attributes:
        file_name: what the published file is called.
        write: gives the file's content; the same for an equal view.
        library: the optional library that it needs, as it is imported.
    """

    file_name: str
    write: Callable[[ScheduleView], bytes]
    library: str | None = None


FORMATS: dict[str, Writer] = {
    "html": Writer(file_name="schedule.html", write=write_html),
    "md": Writer(file_name="schedule.md", write=write_markdown),
    "pdf": Writer(file_name="schedule.pdf", write=write_pdf, library="typst"),
    "docx": Writer(file_name="schedule.docx", write=write_docx, library="docx"),
    "xlsx": Writer(file_name="schedule.xlsx", write=write_xlsx, library="xlsxwriter"),
    "csv": Writer(file_name="schedule.csv", write=write_csv),
    "json": Writer(file_name="schedule.json", write=write_json),
}

USUAL = ("html", "md")
"""The formats that are written where none is named: they need no further library."""
