"""Findings as one HTML file that needs nothing else: no script, no request."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from tenure.reports.findings.characters import visible
from tenure.reports.findings.full import conclusion
from tenure.reports.findings.lines import shown_line
from tenure.reports.findings.page import policies_shown, words_of_days
from tenure.reports.findings.paint import Paint
from tenure.reports.findings.results import Checked, sums
from tenure.reports.look.pages import page_template


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return the page; its colours are the reader's, light or dark."""
    policies = policies_shown(checked)
    page = page_template("tenure.reports.findings", "findings.html.jinja").render(
        policies=policies,
        counts=sums(checked),
        accepted=sum(len(one.accepted) for one in checked),
        conclusion=tuple(map(words_of_days, conclusion(checked, Paint(False)))),
        pieces=_pieces,
        dated=words_of_days,
        line_of=lambda line, column: shown_line(line, column - 1).text,
    )
    return f"{page}\n"


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stood in backticks."""
    return list(zip(visible(text).split("`"), cycle((False, True)), strict=False))
