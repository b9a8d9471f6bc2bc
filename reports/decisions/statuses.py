"""The status of a record in words, as an auditor would be told it."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from tenure.compiler.decisions import Decision, Standing, Status
from tenure.reports.findings.paint import Ink
from tenure.reports.wording import ENGLISH

INKS: dict[Status, Ink] = {
    Status.RETAIN: "good",
    Status.DUE: "warning",
    Status.OVERDUE: "error",
    Status.HELD: "advice",
    Status.AWAITING: "good",
    Status.PERMANENT: "good",
    Status.UNDETERMINED: "warning",
    Status.CONFLICT: "error",
    Status.UNCOVERED: "error",
}
"""The colour of each status."""

_REQUIRED = "a required field is not known"
"""What the evaluator notes of a record without a field that it should have."""


def status_in_words(decision: Decision) -> str:
    """Return the status as a clause that begins with its name, with its days and its action."""
    action = f": {decision.action.text}" if decision.action else ""
    match decision.status:
        case Status.RETAIN:
            then = f", then {decision.action.text}" if decision.action else ""
            return f"retain until {_day(decision.keep_until)}{then}"
        case Status.DUE:
            return f"due since {_day(decision.due)}{action}"
        case Status.OVERDUE:
            return f"overdue, due since {_day(decision.due)}{action}"
        case Status.HELD:
            return f"held: nothing is disposed of under {listed(decision.held_by)}"
        case Status.AWAITING:
            return f"awaiting {listed(decision.awaiting)}: the period is still open"
        case Status.PERMANENT:
            return "permanent: never disposed of"
        case Status.UNDETERMINED:
            return f"undetermined: {_undetermined(decision)}"
        case Status.CONFLICT:
            at_odds = (Standing.DISAGREES, Standing.GOVERNS)
            rules = [c.rule for c in decision.considered if c.standing in at_odds]
            return f"conflict: {listed(rules)} do not agree"
        case Status.UNCOVERED:
            return "uncovered: no rule says how long it is kept"
    assert_never(decision.status)


def _undetermined(decision: Decision) -> str:
    if decision.follows is not None:
        return f'the answer is in "{decision.follows}"'
    if decision.missing and _REQUIRED in decision.notes:
        return _required(decision)
    if decision.missing:
        return f"the answer depends on {listed(decision.missing)}"
    return "the answer is not certain"


def notes_in_words(decision: Decision) -> tuple[str, ...]:
    """Return the notes; a required field that is not known is named."""
    return tuple(
        _required(decision) if note == _REQUIRED and decision.missing else note
        for note in decision.notes
    )


def _required(decision: Decision) -> str:
    # Where a required field is not known nothing else is looked at, and nothing else missing.
    names = [f"`{name}`" for name in decision.missing]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} required and not known"


def _day(day: date | None) -> str:
    return ENGLISH.day(day) if day is not None else "an unknown day"


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Return names as a list in a sentence."""
    *others, last = names or ("something that is not known",)
    return f"{', '.join(others)} and {last}" if others else last
