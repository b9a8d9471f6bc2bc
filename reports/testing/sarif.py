"""Test results as SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.reports.notices.sarif import document
from tenure.reports.testing.notices import notices_of
from tenure.reports.testing.results import Tested


def render(tested: Sequence[Tested], *, colour: bool = False) -> str:
    """Return what the tests came to as one log; colour is of no consequence."""
    return document(notices_of(tested), complete=True)
