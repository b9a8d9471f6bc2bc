"""What each kind of change is called, and which rules it is about."""

from __future__ import annotations

from tenure.compiler.compare.changes import ChangeKind

HEADLINES = {
    ChangeKind.IMMEDIATELY_DUE: "due at once",
    ChangeKind.SHORTER: "kept shorter",
    ChangeKind.LONGER: "kept longer",
    ChangeKind.ACTION: "another action at the end",
    ChangeKind.INCOMPARABLE: "decided by other events",
    ChangeKind.NEWLY_CONFLICTING: "now in conflict",
    ChangeKind.NO_LONGER_CONFLICTING: "no longer in conflict",
    ChangeKind.NEWLY_UNCOVERED: "no longer covered",
    ChangeKind.NEWLY_COVERED: "now covered",
    ChangeKind.NEWLY_UNDETERMINED: "now undetermined",
    ChangeKind.NO_LONGER_UNDETERMINED: "no longer undetermined",
    ChangeKind.HOLD_RELEASED: "no longer held",
    ChangeKind.NEWLY_HELD: "now held",
    ChangeKind.DEADLINE_TIGHTER: "deadline tighter",
    ChangeKind.DEADLINE_LOOSER: "deadline looser",
    ChangeKind.DEADLINE_INCOMPARABLE: "deadline changed",
    ChangeKind.NEWLY_PROMISED: "newly promised",
    ChangeKind.NO_LONGER_PROMISED: "no longer promised",
}

GRAVE = frozenset(
    {
        ChangeKind.IMMEDIATELY_DUE,
        ChangeKind.SHORTER,
        ChangeKind.NEWLY_CONFLICTING,
        ChangeKind.NEWLY_UNCOVERED,
        ChangeKind.NEWLY_UNDETERMINED,
        ChangeKind.HOLD_RELEASED,
        ChangeKind.DEADLINE_LOOSER,
        ChangeKind.NO_LONGER_PROMISED,
    }
)
"""The kinds by which records or promises get worse."""


def by_rules(before: str | None, after: str | None) -> str:
    """Return by which rules, as a clause: the same, one after another, or in one version only."""
    was, is_ = _rules(before), _rules(after)
    if was and was == is_:
        return f"by {was}"
    if was and is_:
        return f"by {was} before, by {is_} now"
    return f"by {was} before" if was else f"by {is_} now" if is_ else ""


def _rules(refs: str | None) -> str:
    return " and ".join(f"`{ref}`" for ref in refs.split(" and ")) if refs else ""
