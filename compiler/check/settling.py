"""Says how disagreements of rules could be settled, and by which principle of law."""

from __future__ import annotations

from collections.abc import Sequence
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


# --- one disagreement -----------------------------------------------------------


def settlement(
    policy: Policy, one: Rule, other: Rule, favour: Favour | None, witness: Witness | None = None
) -> Settlement:
    """Return how a disagreement between two rules could be settled.

    Where the law prefers neither the author must choose, and what keeps the witness
    longer is named first, because it destroys nothing wrongly.

    Args:
        policy: the policy.
        one: a rule.
        other: the other one.
        favour: which of them the law prefers, if either.
        witness: a record on which they disagree, if one is known.
    """
    if favour is not None:
        winner, loser = favour.rule, other if favour.rule.ref == one.ref else one
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
        overriding(policy, winner, (loser,), favour.principle if favour else None),
        overriding(policy, loser, (winner,)),
    )
    return Settlement(help=help_, edits=tuple(edit for edit in edits if edit is not None))


def tie_break(policy: Policy, rules: Sequence[Rule], favour: Favour | None) -> tuple[str, ...]:
    """Return the advice that the policy's header settle all such cases, where it could.

    Not where authority or time speaks for one of the rules: length would go against it.
    """
    by_records = favour is None or favour.principle is Principle.LEX_SPECIALIS
    if not by_records or policy.resolve_by or any(rule.follows is not None for rule in rules):
        return ()
    return ("or let the policy's header settle every such case: `resolve by longest`",)


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


def _write(policy: Policy, winner: Rule, *losers: Rule) -> str:
    names = ", ".join(_name(policy, winner, loser) for loser in losers)
    return f"write `overrides {names}` in `{winner.ref}`"


def _name(policy: Policy, rule: Rule, other: Rule) -> str:
    return name_in(policy, rule, other) or other.ref


# --- several of one cause -------------------------------------------------------


def group_settlement(
    policy: Policy, centre: Rule | None, others: Sequence[Rule], favour: Favour | None
) -> Settlement:
    """Return how all disagreements of one cause could be settled at once.

    There is an edit only where the law prefers the rule at the centre: any other way
    takes a change in each of the others.

    Args:
        policy: the policy.
        centre: the rule that disagrees with all the others; `None` where every two of
            the others disagree.
        others: the others.
        favour: which of the centre and one of the others the law prefers, if either; by
            the same principle it prefers the centre to all of them, or all of them to it.
    """
    if centre is None:
        order = "put them in order: write into each which of the others it `overrides`"
        return Settlement(help=(order, *tie_break(policy, others, None)), edits=())
    wins = favour is not None and favour.rule.ref == centre.ref
    edit = overriding(policy, centre, others, favour.principle) if favour and wins else None
    return Settlement(
        help=(
            *_around(policy, centre, others, favour),
            f"or narrow the condition of `{centre.ref}`, if it is not meant for these records",
            *tie_break(policy, (centre, *others), favour),
        ),
        edits=() if edit is None else (edit,),
    )


def _around(
    policy: Policy, centre: Rule, others: Sequence[Rule], favour: Favour | None
) -> tuple[str, str]:
    """Return the two ways to order a rule and all the others, the better founded first."""
    above = _write(policy, centre, *others)
    named = {_name(policy, other, centre) for other in others}
    own = named.pop() if len(named) == 1 else centre.ref
    below = f"write `overrides {own}` in each of the others"
    if favour is None:
        return (
            f"if the others are meant to prevail: {below}",
            f"if `{centre.ref}` is meant to prevail: {above}",
        )
    founded = f"{favour.principle}: {_why(favour, centre)}"
    if favour.rule.ref == centre.ref:
        return f"{founded}; {above}", f"or, if the others are meant to prevail: {below}"
    return f"{founded}; {below}", f"or, if `{centre.ref}` is meant to prevail: {above}"


def _why(favour: Favour, centre: Rule) -> str:
    """Return why a principle prefers a rule to all the others, or all of them to it."""
    wins = favour.rule.ref == centre.ref
    who = f"`{centre.ref}` " if wins else "the others "
    match favour.principle:
        case Principle.LEX_SUPERIOR:
            return f"{who}{'has' if wins else 'have'} the stronger authority"
        case Principle.LEX_SPECIALIS:
            if wins:
                return f"{who}is the more special: the others apply wherever it does"
            return f"{who}are the more special: `{centre.ref}` applies wherever they do"
        case Principle.LEX_POSTERIOR:
            return f"{who}came into force later"
