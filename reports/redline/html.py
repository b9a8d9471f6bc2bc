"""A redline as one HTML file: deletions struck through, insertions underlined, both also said."""

from __future__ import annotations

from tenure.reports.look.pages import page_template
from tenure.reports.redline.view import KINDS, Redline
from tenure.reports.schedule.stage_picture import draw_stages
from tenure.reports.schedule.stages import StageFlow
from tenure.reports.wording.prose import Prose, now, plain, stretches

_TEMPLATE = "redline.html.jinja"


def write_html(view: Redline) -> bytes:
    """Return the page, UTF-8."""
    from markupsafe import Markup

    template = page_template("tenure.reports.redline", _TEMPLATE, "tenure.reports.schedule")

    def draw(flow: StageFlow, width: int) -> Markup:
        return Markup(draw_stages(flow, width))

    foreign = view.author_language
    page = template.render(
        view=view,
        t=view.labels,
        kinds=KINDS,
        draw=draw,
        stretches=stretches,
        spoken=_spoken,
        own=Markup(' lang="{}"').format(foreign) if foreign else "",
        colours=Markup(view.house.palette.css),
    )
    return f"{page.lstrip()}\n".encode()


def _spoken(heading: Prose) -> str:
    """Return what a heading is now, or was where it is gone."""
    return plain(now(heading) or heading)
