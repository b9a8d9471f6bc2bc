"""Test results as annotations of GitHub Actions, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.reports.notices.github import document
from tenure.reports.testing.notices import notices_of
from tenure.reports.testing.results import Tested


def render(tested: Sequence[Tested], *, colour: bool = False) -> str:
    """Return what failed and what no test reached; colour is of no consequence."""
    return document(notices_of(tested))
