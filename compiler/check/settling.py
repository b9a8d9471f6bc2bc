"""Says how a disagreement between two rules could be settled."""

from __future__ import annotations

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import AuthorityKind, Rule


def settlements(policy: Policy, one: Rule, other: Rule) -> tuple[str, ...]:
    """Return ready edits that would settle a disagreement, the best founded first.

    Lex superior: the stronger authority prevails. Lex posterior: the later rule
    prevails. Where neither says anything, the author must choose.
    """
    if one.rank != other.rank:
        strong, weak = (one, other) if one.rank > other.rank else (other, one)
        kind = AuthorityKind(strong.rank).name.lower().replace("_", " ")
        return (
            f"lex superior: `{strong.ref}` rests on a {kind}; {_edit(strong, weak)}",
            f"or, if `{weak.ref}` is meant to prevail: {_edit(weak, strong)}",
        )
    if one.in_force.start != other.in_force.start:
        starts = (one.in_force.start, other.in_force.start)
        newer = one if starts[1] is None or (starts[0] and starts[0] > starts[1]) else other
        older = other if newer is one else one
        return (
            f"lex posterior: `{newer.ref}` came into force later; {_edit(newer, older)}",
            f"or, if `{older.ref}` is meant to prevail: {_edit(older, newer)}",
        )
    return (
        f"if `{one.ref}` is meant to prevail: {_edit(one, other)}",
        f"if `{other.ref}` is meant to prevail: {_edit(other, one)}",
        "or let the policy's header settle every such case: `resolve by longest`",
    )


def _edit(winner: Rule, loser: Rule) -> str:
    siblings = winner.parent is not None and winner.parent == loser.parent
    name = loser.ref.rpartition("/")[2] if siblings else loser.ref
    return f"write `overrides {name}` in `{winner.ref}`"
