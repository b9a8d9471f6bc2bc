"""Says how a disagreement between two rules could be settled, and by which principle of law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenure.compiler.check.edits import name_in, overriding
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import AuthorityKind, Rule
from tenure.dsl.diagnostics import Edit, Principle, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How a disagreement could be settled.

    Attributes:
        help: a sentence for each way, the best founded first.
        edits: the edits that do it, likewise.
    """

    help: tuple[str, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Favour:
    """The rule that a principle of law prefers.

    Attributes:
        rule: the rule.
        principle: the principle.
        reason: why it prefers the rule, a clause.
    """

    rule: Rule
    principle: Principle
    reason: str


def favoured(one: Rule, other: Rule, special: Rule | None = None) -> Favour | None:
    """Return which of two rules the law prefers; `None` where it has no preference.

    Lex superior: the stronger authority. Lex specialis: the rule whose records are all
    the other's too, and not the other way round. Lex posterior: the rule that came into
    force later; a later general rule does not displace an earlier special one.

    Args:
        one: a rule.
        other: the other one.
        special: the one that is the more special, where that is known.
    """
    if one.rank != other.rank:
        strong = one if one.rank > other.rank else other
        kind = AuthorityKind(strong.rank).name.lower().replace("_", " ")
        return Favour(
            rule=strong,
            principle=Principle.LEX_SUPERIOR,
            reason=f"`{strong.ref}` has the stronger authority ({kind})",
        )
    if special is not None:
        general = other if special is one else one
        return Favour(
            rule=special,
            principle=Principle.LEX_SPECIALIS,
            reason=f"`{special.ref}` is the more special: `{general.ref}` applies wherever it does",
        )
    starts = (one.in_force.start or date.min, other.in_force.start or date.min)
    if starts[0] != starts[1]:
        newer = one if starts[0] > starts[1] else other
        return Favour(
            rule=newer,
            principle=Principle.LEX_POSTERIOR,
            reason=f"`{newer.ref}` came into force later",
        )
    return None


def settlement(
    policy: Policy,
    one: Rule,
    other: Rule,
    witness: Witness | None = None,
    special: Rule | None = None,
) -> Settlement:
    """Return how a disagreement between two rules could be settled.

    Where the law prefers neither the author must choose, and what keeps the witness
    longer is named first, because it destroys nothing wrongly.

    Args:
        policy: the policy.
        one: a rule.
        other: the other one.
        witness: a record on which they disagree, if one is known.
        special: the one that is the more special, where that is known.
    """
    favour = favoured(one, other, special)
    if favour is not None:
        winner, loser = favour.rule, other if favour.rule is one else one
        help_ = (
            f"{favour.principle}: {favour.reason}; {_write(policy, winner, loser)}",
            f"or, if `{loser.ref}` is meant to prevail: {_write(policy, loser, winner)}",
        )
    else:
        winner, loser = _longer_first(one, other, witness)
        help_ = (
            f"if `{winner.ref}` is meant to prevail{_keeps_longer(winner, loser, witness)}: "
            f"{_write(policy, winner, loser)}",
            f"if `{loser.ref}` is meant to prevail: {_write(policy, loser, winner)}",
        )
    edits = (
        overriding(policy, winner, loser, favour.principle if favour else None),
        overriding(policy, loser, winner),
    )
    return Settlement(help=help_, edits=tuple(edit for edit in edits if edit is not None))


def _days(witness: Witness | None) -> dict[str, date | None]:
    return {saying.rule: saying.keep_until for saying in witness.sayings} if witness else {}


def _longer_first(one: Rule, other: Rule, witness: Witness | None) -> tuple[Rule, Rule]:
    days = _days(witness)
    first, second = days.get(one.ref), days.get(other.ref)
    if first is not None and second is not None and first < second:
        return other, one
    return one, other


def _keeps_longer(longer: Rule, shorter: Rule, witness: Witness | None) -> str:
    days = _days(witness)
    first, second = days.get(longer.ref), days.get(shorter.ref)
    return ", which keeps this record longer" if first and second and first > second else ""


def _write(policy: Policy, winner: Rule, loser: Rule) -> str:
    name = name_in(policy, winner, loser) or loser.ref
    return f"write `overrides {name}` in `{winner.ref}`"
