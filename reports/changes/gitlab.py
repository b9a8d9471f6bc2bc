"""A comparison as GitLab's code quality report, each change on the rule that was changed."""

from __future__ import annotations

from tenure.reports.changes.notices import notices_of
from tenure.reports.changes.view import Compared
from tenure.reports.notices.gitlab import document


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the changes as one document; colour is of no consequence."""
    return document(notices_of(compared, compared.places) if compared.places else [])
