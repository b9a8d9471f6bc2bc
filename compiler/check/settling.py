"""Says how a disagreement between two rules could be settled."""

from __future__ import annotations

from datetime import date
from typing import Literal

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


Principle = Literal["stronger", "weaker", "newer", "older", "none"]
"""How a rule stands to another one by lex superior, else by lex posterior."""


def standing_of(rule: Rule, other: Rule) -> Principle:
    """Return how a rule stands to another one by the principles of law."""
    if rule.rank != other.rank:
        return "stronger" if rule.rank > other.rank else "weaker"
    start, other_start = rule.in_force.start, other.in_force.start
    if start == other_start:
        return "none"
    newer = other_start is None or (start is not None and start > other_start)
    return "newer" if newer else "older"


def group_settlements(
    policy: Policy, centre: str | None, others: tuple[str, ...]
) -> tuple[str, ...]:
    """Return edits each of which would settle all disagreements of one cause.

    Args:
        policy: the policy.
        centre: the rule that disagrees with all the others, which stand to it by the same
            principle; `None` where every two of the others disagree.
        others: the others.
    """
    rules = [policy.rules[ref] for ref in others]
    concerned = [*rules, policy.rules[centre]] if centre else rules
    header = "let the policy's header settle every such case: `resolve by longest`"
    if centre is None:
        edits = ["put them in order: write into each which of the others it `overrides`"]
    else:
        edits = _around(policy.rules[centre], rules)
    if all(rule.follows is None for rule in concerned) and not policy.resolve_by:
        edits.append(f"or {header}")
    return tuple(edits)


_FOUNDED: dict[Principle, str] = {
    "stronger": "lex superior: `{}` has the stronger authority",
    "weaker": "lex superior: the others have the stronger authority",
    "newer": "lex posterior: `{}` came into force later",
    "older": "lex posterior: the others came into force later",
    "none": "",
}


def _around(centre: Rule, others: list[Rule]) -> list[str]:
    """Return the edits that settle one rule's disagreements, the best founded first."""
    principle = standing_of(centre, others[0])
    named = ", ".join(_short(other, centre) for other in others)
    above = f"write `overrides {named}` in `{centre.ref}`"
    same = all(other.parent == others[0].parent for other in others)
    own = _short(centre, others[0]) if same else centre.ref
    below = f"write `overrides {own}` in each of the others"
    narrow = f"or narrow the condition of `{centre.ref}`, if it is not meant for these records"
    founded = _FOUNDED[principle].format(centre.ref)
    if principle in ("stronger", "newer"):
        return [f"{founded}; {above}", f"or, if the others are meant to prevail: {below}", narrow]
    first = f"{founded}; {below}" if founded else f"if the others are meant to prevail: {below}"
    return [first, f"if `{centre.ref}` is meant to prevail: {above}", narrow]


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
    return f"write `overrides {_short(loser, winner)}` in `{winner.ref}`"


def _short(rule: Rule, seen_from: Rule) -> str:
    """Return what another rule calls a rule: of its own siblings, the last name is enough."""
    siblings = rule.parent is not None and rule.parent == seen_from.parent
    return rule.ref.rpartition("/")[2] if siblings else rule.ref
