"""A comparison as SARIF 2.1.0: each change on the rule that was changed."""

from __future__ import annotations

from tenure.reports.changes.notices import notices_of
from tenure.reports.changes.view import Compared
from tenure.reports.notices.sarif import document


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the log; colour is of no consequence."""
    notices = notices_of(compared, compared.places) if compared.places else []
    return document(notices, complete=not compared.comparison.unknown)
