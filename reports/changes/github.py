"""A comparison as annotations of GitHub Actions, each on the rule that was changed."""

from __future__ import annotations

from tenure.reports.changes.notices import notices_of
from tenure.reports.changes.view import Compared
from tenure.reports.notices.github import document


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return a command for each change; nothing where there is none."""
    return document(notices_of(compared, compared.places) if compared.places else [])
