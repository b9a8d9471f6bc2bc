"""A comparison as one HTML file that needs nothing else: no script, no request."""

from __future__ import annotations

from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING

from tenure.reports.changes.view import Compared, conclusion, groups, sign_offs

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = "changes.html.jinja"


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the page; its colours are the reader's, light or dark."""
    comparison = compared.comparison
    listed = (
        ("Declared otherwise", comparison.declared),
        ("Without a sign-off", tuple(sign_offs(comparison))),
    )
    page = _template().render(
        compared=compared,
        groups=tuple(groups(comparison)),
        conclusion=tuple(conclusion(compared)),
        listed=tuple((heading, lines) for heading, lines in listed if lines),
    )
    return f"{page}\n"


@cache
def _template() -> Template:
    """Return the template. Escapes everything; a name that is not there is an error."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("tenure.reports.changes"), PackageLoader("tenure.reports.schedule")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pieces"] = _pieces
    return environment.get_template(_TEMPLATE)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stood in backticks."""
    return list(zip(text.split("`"), cycle((False, True)), strict=False))
