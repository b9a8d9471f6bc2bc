"""A comparison as one HTML file that needs nothing else: no script, no request."""

from __future__ import annotations

from itertools import cycle

from tenure.reports.changes.inventory import inventory_view
from tenure.reports.changes.view import Compared, conclusion, groups, sign_offs
from tenure.reports.findings.characters import one_line
from tenure.reports.look.pages import page_template


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the page; its colours are the reader's, light or dark."""
    comparison = compared.comparison
    listed = (
        ("Declared otherwise", comparison.declared),
        ("Around promises", comparison.around),
        ("Without a sign-off", tuple(sign_offs(comparison))),
    )
    page = page_template("tenure.reports.changes", "changes.html.jinja").render(
        compared=compared,
        pieces=_pieces,
        plain=one_line,
        groups=tuple(groups(comparison)),
        inventory=inventory_view(compared.trial) if compared.trial else None,
        conclusion=tuple(conclusion(compared)),
        listed=tuple((heading, lines) for heading, lines in listed if lines),
    )
    return f"{page}\n"


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stood in backticks."""
    return list(zip(one_line(text).split("`"), cycle((False, True)), strict=False))
