"""Gates: what a change must not do for a pull request to pass."""

from __future__ import annotations

from collections.abc import Collection

from tenure.compiler.compare.changes import ChangeKind, Comparison

_DEADLINES = (
    ChangeKind.DEADLINE_TIGHTER,
    ChangeKind.DEADLINE_LOOSER,
    ChangeKind.DEADLINE_INCOMPARABLE,
    ChangeKind.NEWLY_PROMISED,
    ChangeKind.NO_LONGER_PROMISED,
)
GATES: dict[str, tuple[ChangeKind, ...]] = {
    **{kind.value: (kind,) for kind in ChangeKind},
    "deadline": _DEADLINES,
    "declared": (),
    "unknown": (),
}
"""The names that a gate can have, and the kinds of change that each stands for."""


def failed_gates(
    comparison: Comparison, gates: Collection[str], *, strict: bool = False
) -> tuple[str, ...]:
    """Return the gates at which a change fails, in the order of `GATES`.

    A change that is not known to do what a gate forbids fails at the gate `unknown`, which
    `strict` sets too. `sign-off` is always set: it is what a statute is for.
    """
    wanted = {*gates, "unknown"} if strict else set(gates)
    kinds = comparison.kinds
    failed = [
        gate
        for gate, forbidden in GATES.items()
        if gate in wanted and any(kind in kinds for kind in forbidden)
    ]
    if "declared" in wanted and comparison.declared:
        failed.append("declared")
    if "unknown" in wanted and comparison.unknown:
        failed.append("unknown")
    if comparison.unsigned:
        failed.append("sign-off")
    return tuple(failed)
