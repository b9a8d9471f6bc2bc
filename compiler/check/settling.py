"""Says how a disagreement between two rules could be settled."""

from __future__ import annotations

from datetime import date

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import AuthorityKind, Rule
from tenure.dsl.diagnostics import Witness


def settlements(policy: Policy, one: Rule, other: Rule, witness: Witness) -> tuple[str, ...]:
    """Return ready edits that would settle a disagreement, the best founded first.

    Lex superior: the stronger authority prevails. Lex posterior: the later rule
    prevails. Where neither says anything the author must choose, and what keeps the
    witness longer is named first, because it destroys nothing wrongly.
    """
    if one.rank != other.rank:
        strong, weak = (one, other) if one.rank > other.rank else (other, one)
        kind = AuthorityKind(strong.rank).name.lower().replace("_", " ")
        return (
            f"lex superior: `{strong.ref}` has the stronger authority ({kind}); "
            f"{_edit(strong, weak)}",
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
    longer, shorter = _longer_first(one, other, witness)
    edits = [
        f"if `{longer.ref}` is meant to prevail{_keeps_longer(longer, shorter, witness)}: "
        f"{_edit(longer, shorter)}",
        f"if `{shorter.ref}` is meant to prevail: {_edit(shorter, longer)}",
    ]
    if one.follows is None and other.follows is None and not policy.resolve_by:
        edits.append("or let the policy's header settle every such case: `resolve by longest`")
    return tuple(edits)


def _days(witness: Witness) -> dict[str, date | None]:
    return {saying.rule: saying.keep_until for saying in witness.sayings}


def _longer_first(one: Rule, other: Rule, witness: Witness) -> tuple[Rule, Rule]:
    days = _days(witness)
    first, second = days.get(one.ref), days.get(other.ref)
    if first is not None and second is not None and first < second:
        return other, one
    return one, other


def _keeps_longer(longer: Rule, shorter: Rule, witness: Witness) -> str:
    days = _days(witness)
    first, second = days.get(longer.ref), days.get(shorter.ref)
    return ", which keeps this record longer" if first and second and first > second else ""


def _edit(winner: Rule, loser: Rule) -> str:
    siblings = winner.parent is not None and winner.parent == loser.parent
    name = loser.ref.rpartition("/")[2] if siblings else loser.ref
    return f"write `overrides {name}` in `{winner.ref}`"
