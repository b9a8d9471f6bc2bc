"""The schedule as one HTML file that needs nothing else: no script, no request."""

from __future__ import annotations

from tenure.reports.look.pages import page_template
from tenure.reports.schedule.view import ScheduleView

_TEMPLATE = "schedule.html.jinja"


def write_html(view: ScheduleView) -> bytes:
    """Return the page, UTF-8."""
    template = page_template("tenure.reports.schedule", _TEMPLATE)
    return (template.render(view=view, t=view.labels) + "\n").encode("utf-8")
