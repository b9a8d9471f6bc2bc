"""Findings as annotations of GitHub Actions, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.reports.findings.notices import notices_of
from tenure.reports.findings.results import Checked
from tenure.reports.notices.github import document


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return a command for each finding; nothing when there are none."""
    return document(notices_of(checked))
