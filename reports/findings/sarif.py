"""Findings as SARIF 2.1.0; what was accepted is there too, suppressed and with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.reports.findings.notices import notices_of
from tenure.reports.findings.results import Checked
from tenure.reports.notices.sarif import document


def render(checked: Sequence[Checked], *, colour: bool = False) -> str:
    """Return the findings of a check as one log; colour is of no consequence."""
    return document(notices_of(checked), complete=all(one.readable for one in checked))
