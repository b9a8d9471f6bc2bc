"""The schedule as one HTML file that needs nothing else: no script, no request."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tenure.reports.schedule.stage_picture import draw_stages
from tenure.reports.schedule.view import ScheduleView

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = "schedule.html.jinja"


def write_html(view: ScheduleView) -> bytes:
    """Return the page, UTF-8."""
    return (_template().render(view=view, t=view.labels) + "\n").encode("utf-8")


@cache
def _template() -> Template:
    """Return the template. Escapes everything; a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("tenure.reports.schedule"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["draw"] = lambda flow, width: Markup(draw_stages(flow, width))
    return environment.get_template(_TEMPLATE)
