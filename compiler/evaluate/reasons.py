"""Says of every rule what became of it in a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tenure.compiler.decisions import Considered, Standing
from tenure.compiler.evaluate.answers import Agreement
from tenure.compiler.evaluate.bounds import Kept, day_of
from tenure.compiler.evaluate.standing import Standings
from tenure.compiler.order import Covering
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What came of the answers.

    Attributes:
        agreement: the answers of the rules that govern or may govern.
        against: the rules that contradict the answer.
        certain: whether it is certain which rules govern.
        limits: what floors and ceilings say, by reference.
    """

    agreement: Agreement | None
    against: tuple[str, ...]
    certain: bool
    limits: Mapping[str, Kept]


def considered(
    policy: Policy,
    standing: Standings,
    as_of: date,
    reasons: Reasons,
) -> tuple[Considered, ...]:
    """Return what became of every rule that is for a class the record may be of."""
    found = []
    for ref in standing.applies:
        rule = policy.rules[ref]
        if any(standing.is_of(name).possible for name in rule.classes):
            passed_over = _passed_over(policy, rule, standing, as_of)
            found.append(passed_over or _standing(rule, reasons))
    return tuple(found)


def _passed_over(policy: Policy, rule: Rule, standing: Standings, as_of: date) -> Considered | None:
    """Return why a rule is not asked for its answer; `None` for one that is."""
    applies = standing.applies[rule.ref]
    if not rule.in_force.on(as_of):
        return Considered(rule=rule.ref, standing=Standing.NOT_IN_FORCE, why=_interval(rule))
    if not applies.possible:
        return Considered(
            rule=rule.ref, standing=Standing.DOES_NOT_APPLY, why="its condition is not true"
        )
    off = standing.switched_off[rule.ref]
    if off.certain:
        by = tuple(
            other
            for other in policy.order.disapplied_by[rule.ref]
            if other in standing.applies and standing.applies[other].certain
        )
        return Considered(
            rule=rule.ref, standing=Standing.DISAPPLIED, by=by, why="they disapply it"
        )
    by, why = _beaten_by(policy, rule, standing)
    if by:
        return Considered(rule=rule.ref, standing=Standing.BEATEN, by=by, why=why)
    if not applies.certain or off.possible:
        missing = ", ".join(sorted(applies.missing | off.missing))
        return Considered(rule=rule.ref, standing=Standing.MAY_APPLY, why=f"depends on {missing}")
    return None


def _standing(
    rule: Rule,
    reasons: Reasons,
) -> Considered:
    """Return the part that a standing rule plays."""
    if rule.kind is RuleKind.SWITCH:
        return Considered(rule=rule.ref, standing=Standing.SWITCHES)
    if rule.kind is not RuleKind.SCHEDULE:
        contradicts = rule.ref in reasons.against
        kept = reasons.limits.get(rule.ref)
        return Considered(
            rule=rule.ref,
            standing=Standing.DISAGREES if contradicts else Standing.LIMITS,
            keep_until=day_of(kept.latest) if kept is not None and kept.settled else None,
            why="keep at least" if rule.kind is RuleKind.FLOOR else "keep at most",
        )
    if reasons.agreement is None:
        return Considered(rule=rule.ref, standing=Standing.MAY_GOVERN)
    answer = next((a for a in reasons.agreement.answers if a.rule.ref == rule.ref), None)
    if answer is None:
        return Considered(
            rule=rule.ref, standing=Standing.BEATEN, why="another rule was preferred (`resolve by`)"
        )
    standing = Standing.GOVERNS
    if not reasons.certain:
        standing = Standing.MAY_GOVERN
    elif reasons.agreement.differ or not reasons.agreement.agreed:
        standing = Standing.DISAGREES if reasons.agreement.differ else Standing.MAY_GOVERN
    return Considered(
        rule=rule.ref,
        standing=standing,
        keep_until=day_of(answer.kept.latest) if answer.kept.settled else None,
        action=answer.action,
        why="keeps it permanently" if answer.kept.permanent else "",
    )


def _beaten_by(policy: Policy, rule: Rule, standing: Standings) -> tuple[tuple[str, ...], str]:
    """Return the rules that certainly beat a rule wherever it applies, and how they do."""
    covers = [
        cover
        for cover in (Covering(rule.ref, name) for name in rule.classes)
        if cover in standing.remaining and standing.remaining[cover].possible
    ]
    if not covers or not all(standing.beaten[cover].certain for cover in covers):
        return (), ""
    uppers = dict.fromkeys(
        upper.rule
        for cover in covers
        for upper in sorted(policy.order.above[cover])
        if upper in standing.remaining and standing.remaining[upper].certain
    )
    ways = dict.fromkeys(_ways(policy, rule.ref, tuple(uppers)))
    return tuple(uppers), "; ".join(ways)


def _ways(policy: Policy, lower: str, uppers: tuple[str, ...]) -> Iterator[str]:
    reasons = {
        "exception": "is an exception to it",
        "overrides": "overrides it",
        "lex specialis": "is for a more special class",
    }
    for upper in uppers:
        why = policy.order.reasons.get((upper, lower))
        yield f"{upper} {reasons[why]}" if why else f"{upper} stands above it"


def _interval(rule: Rule) -> str:
    start, end = rule.in_force.start, rule.in_force.end
    if start and end:
        return f"in force from {start} until {end}"
    return f"in force from {start}" if start else f"in force until {end}"
