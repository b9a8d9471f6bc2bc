"""Which rules apply to a record, and which of them stand, as SQL (S3, S4 steps 1 and 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tenure.compiler.order import Covering
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.engine.lowering.conditions import judge
from tenure.engine.lowering.reading import Reader
from tenure.engine.lowering.truths import NO, YES, Judged, conjunction, disjunction, negation


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """How the rules of a policy stand towards the records of one class.

    Rules that never apply are left out of every part but `memberships`.

    Attributes:
        memberships: for each class of the family, whether a record is of it.
        applies: for each rule, whether it applies (S3).
        remaining: for each covering, whether it applies and is not switched off.
        unbeaten: for each rule, whether it stands unbeaten in some covering.
    """

    memberships: Mapping[str, Judged]
    applies: Mapping[str, Judged]
    remaining: Mapping[Covering, Judged]
    unbeaten: Mapping[str, Judged]

    def is_of(self, name: str) -> Judged:
        """Return whether a record is of a class; of another family's it never is."""
        return self.memberships.get(name, NO)

    def candidates(self, rules: Mapping[str, Rule], kind: RuleKind) -> dict[str, Judged]:
        """Return the rules of a kind that may stand unbeaten, in the order written."""
        return {
            ref: judged
            for ref, judged in self.unbeaten.items()
            if rules[ref].kind is kind and not judged.never
        }


def memberships(reader: Reader) -> dict[str, Judged]:
    """Return for each class of the family whether a record is of it."""
    classes = reader.policy.classes
    lineage = classes[reader.record_class].lineage
    found: dict[str, Judged] = {}

    def member(name: str) -> Judged:
        if name not in found:
            found[name] = judged(name)
        return found[name]

    def judged(name: str) -> Judged:
        record_class = classes[name]
        if name in lineage:
            return YES
        if record_class.where is None or record_class.parent is None:
            return NO
        parent = member(record_class.parent)
        if parent.never:
            return NO
        both = conjunction((parent, judge(record_class.where, reader)))
        return reader.rows.let_judged(f"is {name}", both)

    for name in reader.policy.order.families[lineage[-1]].classes:
        member(name)
    return found


def standings(reader: Reader, as_of: date, document: str | None = None) -> Standings:
    """Return how every rule stands towards the records of a class.

    Args:
        reader: how their fields are read.
        as_of: the day of the decision; rules not in force that day do not apply.
        document: when given, only the rules of the policy of that title count.
    """
    policy, rows = reader.policy, reader.rows
    family = policy.order.families[policy.classes[reader.record_class].lineage[-1]]
    member = memberships(reader)
    conditions: dict[str, Judged] = {}
    for ref in family.rules:
        rule = policy.rules[ref]
        counts = rule.in_force.on(as_of) and document in (None, rule.document)
        if counts and any(not member.get(name, NO).never for name in rule.classes):
            conditions[ref] = _condition(rule, conditions, reader)
        else:
            conditions[ref] = NO
    covers: dict[Covering, Judged] = {}
    for ref in family.rules:
        for name in policy.rules[ref].classes:
            if name in member:
                both = conjunction((member[name], conditions[ref]))
                if not both.never:
                    covers[Covering(ref, name)] = rows.let_judged(f"{ref} for {name}", both)
    applies = {
        ref: disjunction(
            covers[Covering(ref, name)]
            for name in policy.rules[ref].classes
            if Covering(ref, name) in covers
        )
        for ref in dict.fromkeys(cover.rule for cover in covers)
    }
    off = _switched_off(applies, family.disapply_sequence, reader)
    remaining = {
        cover: rows.let_judged(
            f"{cover.rule} remains", conjunction((judged, negation(off.get(cover.rule, NO))))
        )
        for cover, judged in covers.items()
    }
    remaining = {cover: judged for cover, judged in remaining.items() if not judged.never}
    return Standings(
        memberships=member,
        applies=applies,
        remaining=remaining,
        unbeaten=_unbeaten(remaining, reader),
    )


def _condition(rule: Rule, conditions: Mapping[str, Judged], reader: Reader) -> Judged:
    parent = conditions[rule.parent] if rule.parent else YES
    if rule.condition is None or parent.never:
        return parent
    both = conjunction((parent, judge(rule.condition, reader)))
    return reader.rows.let_judged(f"{rule.ref} when", both)


def _switched_off(
    applies: Mapping[str, Judged], sequence: tuple[str, ...], reader: Reader
) -> dict[str, Judged]:
    """Return for each rule that may be disapplied when it is, those that disapply first."""
    off: dict[str, Judged] = {}
    for ref in sequence:
        by = [
            conjunction((applies[other], negation(off.get(other, NO))))
            for other in reader.policy.order.disapplied_by.get(ref, ())
            if other in applies
        ]
        if by:
            off[ref] = reader.rows.let_judged(f"{ref} disapplied", disjunction(by))
    return off


def _unbeaten(remaining: Mapping[Covering, Judged], reader: Reader) -> dict[str, Judged]:
    above = reader.policy.order.above
    parts: dict[str, list[Judged]] = {}
    for cover, judged in remaining.items():
        uppers = [remaining[upper] for upper in sorted(above[cover]) if upper in remaining]
        stands = conjunction((judged, negation(disjunction(uppers))))
        parts.setdefault(cover.rule, []).append(stands)
    return {
        ref: reader.rows.let_judged(f"{ref} stands", disjunction(stands))
        for ref, stands in parts.items()
    }
