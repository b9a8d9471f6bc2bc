"""Finds schedule rules that disagree on a record (S4 step 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """What was found out about two rules.

    Attributes:
        rules: their references.
        verdict: whether they disagree on some record.
        finding: the finding; `None` where they are proved not to.
    """

    rules: tuple[str, str]
    verdict: Verdict
    finding: Diagnostic | None


def ambiguities(
    policy: Policy,
    as_of: date,
    horizon: tuple[date, date],
    progress: Callable[[int, int], None] | None = None,
) -> list[PairVerdict]:
    """Return the verdict on every pair of schedule rules that are not ordered."""
    return []
