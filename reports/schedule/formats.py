"""The formats in which a schedule can be published.

A new format is a module with a function from the view to bytes, and a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tenure.reports.schedule.html import write_html
from tenure.reports.schedule.markdown import write_markdown
from tenure.reports.schedule.view import ScheduleView


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One format.

    Attributes:
        file_name: what the published file is called.
        write: gives the file's content; the same for an equal view.
    """

    file_name: str
    write: Callable[[ScheduleView], bytes]


FORMATS: dict[str, Writer] = {
    "html": Writer(file_name="schedule.html", write=write_html),
    "md": Writer(file_name="schedule.md", write=write_markdown),
}
