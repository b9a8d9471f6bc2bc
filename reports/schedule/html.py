"""The schedule as one HTML file that needs nothing else: no request, and no script to be read."""

from __future__ import annotations

from tenure.reports.answers.page import answers_part, answers_style
from tenure.reports.look.pages import page_template
from tenure.reports.schedule.stage_picture import draw_stages
from tenure.reports.schedule.stages import StageFlow
from tenure.reports.schedule.view import ScheduleView

_TEMPLATE = "schedule.html.jinja"


def write_html(view: ScheduleView) -> bytes:
    """Return the page, UTF-8."""
    from markupsafe import Markup

    template = page_template("tenure.reports.schedule", _TEMPLATE)

    def draw(flow: StageFlow, width: int) -> Markup:
        return Markup(draw_stages(flow, width))

    answers = answers_part(view.answers, view.labels)
    style = answers_style() if view.answers else ""
    page = template.render(
        view=view, t=view.labels, draw=draw, answers=answers, answers_style=style
    )
    return f"{page}\n".encode()
