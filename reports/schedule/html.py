"""The schedule as one HTML file that needs nothing else: no request, and no script to be read.

The templates see these values: `view`, the document; `t`, the phrases of the catalogue;
`draw`, which gives a procedure's picture; `folded`, which lets a reference break over lines;
`own`, the attribute that marks the author's words where they are of another language;
`colours`, the rules of the house's colours; `answers`, the form that says until when a record
is kept, and `answers_style`. docs/publishing.md says what is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenure.reports.answers.page import answers_part, answers_style
from tenure.reports.look.pages import page_template
from tenure.reports.schedule.stage_picture import draw_stages
from tenure.reports.schedule.stages import StageFlow
from tenure.reports.schedule.view import ScheduleView

if TYPE_CHECKING:
    from markupsafe import Markup

_PACKAGE = "tenure.reports.schedule"
_TEMPLATE = "schedule.html.jinja"
TEMPLATES = (_TEMPLATE, "parts.html.jinja", "schedule.css", "house.css", "filter.js")
"""What an organisation may put a template of its own in the place of."""


def write_html(view: ScheduleView) -> bytes:
    """Return the page, UTF-8.

    Raises:
        TemplateError: a template of the organisation's own cannot be used.
    """
    values = _values(view)
    house = view.house
    if house.templates:
        from tenure.reports.look.sandbox import render_own

        packages = (_PACKAGE, "tenure.reports.look")
        page = render_own(_TEMPLATE, house.templates, house.shown_at, packages, values)
    else:
        page = page_template(_PACKAGE, _TEMPLATE).render(values)
    return f"{page}\n".encode()


def _values(view: ScheduleView) -> dict[str, Any]:
    from markupsafe import Markup, escape

    def draw(flow: StageFlow, width: int) -> Markup:
        return Markup(draw_stages(flow, width))

    def folded(text: str) -> Markup:
        return Markup(str(escape(text)).translate(_FOLDS))

    foreign = view.author_language
    return {
        "view": view,
        "t": view.labels,
        "draw": draw,
        "folded": folded,
        "own": Markup(' lang="{}"').format(foreign) if foreign else "",
        "colours": Markup(view.house.palette.css),
        "answers": answers_part(view.answers, view.labels),
        "answers_style": answers_style() if view.answers else "",
    }


_FOLDS = {ord(letter): f"{letter}<wbr>" for letter in "._"} | {ord("/"): "/<wbr>"}
