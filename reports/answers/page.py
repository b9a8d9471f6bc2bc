"""The answers as part of a page."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from tenure.reports.look.pages import page_template


def answers_part(data: str | None, labels: Mapping[str, str]) -> Markup:
    """Return the part of a page that asks and answers; nothing where there are no data.

    Args:
        data: what `answers_data` gives.
        labels: the tool's fixed phrases, by the catalogue's keys.
    """
    if data is None:
        return Markup("")
    template = page_template("tenure.reports.answers", "answers.html.jinja")
    return Markup(template.render(data=Markup(data), t=labels))


def answers_style() -> Markup:
    """Return the rules of style that the part needs."""
    return Markup(page_template("tenure.reports.answers", "answers.css").render())
