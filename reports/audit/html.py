"""An audit as one HTML file that needs nothing else: no script, no request."""

from __future__ import annotations

from tenure.reports.audit.view import AuditView
from tenure.reports.look.pages import page_template
from tenure.reports.wording import ENGLISH, Catalogue


def write_html(view: AuditView, language: Catalogue = ENGLISH) -> bytes:
    """Return the page, UTF-8."""
    template = page_template("tenure.reports.audit", "audit.html.jinja")
    return (template.render(view=view, t=language.phrases) + "\n").encode("utf-8")
