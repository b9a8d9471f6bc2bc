"""Findings as GitLab's code quality report."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.reports.findings.notices import notices_of
from tenure.reports.findings.results import Checked
from tenure.reports.notices.gitlab import document


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return the findings of a check as one document; colour is of no consequence."""
    return document(notices_of(checked))
