"""Which rules apply to a record, and which of them stand (S3, S4 steps 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.evaluate.truth import (
    NO,
    YES,
    Judged,
    Truth,
    conjunction,
    disjunction,
    negation,
)
from tenure.compiler.order import Covering
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.compiler.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """How the rules of a policy stand towards one record.

    Attributes:
        memberships: for each class of the record's family, whether the record is of it.
        applies: for each rule of the family, whether it applies (S3).
        switched_off: for each rule, whether a standing rule disapplies it.
        remaining: for each covering, whether it applies and is not switched off.
        beaten: for each covering, whether a remaining one stands above it.
    """

    memberships: Mapping[str, Judged]
    applies: Mapping[str, Judged]
    switched_off: Mapping[str, Judged]
    remaining: Mapping[Covering, Judged]
    beaten: Mapping[Covering, Judged]

    def is_of(self, name: str) -> Judged:
        """Return whether the record is of a class; of another family's it never is."""
        return self.memberships.get(name, NO)

    def candidates(self, rules: Mapping[str, Rule], kind: RuleKind) -> dict[str, Judged]:
        """Return the rules of a kind that stand unbeaten, or may.

        Returns:
            By reference, in the order written: true for a rule that certainly stands
            unbeaten, unknown for one that may.
        """
        found: dict[str, Judged] = {}
        for ref in self.applies:
            rule = rules[ref]
            if rule.kind is not kind:
                continue
            unbeaten = disjunction(
                conjunction((self.remaining[cover], negation(self.beaten[cover])))
                for cover in (Covering(ref, name) for name in rule.classes)
                if cover in self.remaining
            )
            if unbeaten.possible:
                found[ref] = unbeaten
        return found


def memberships(record: Record, reader: Reader) -> dict[str, Judged]:
    """Return for each class whether the record is of it.

    A record is of the class that it states and of that one's ancestors. It is of a
    class defined by a condition when it is of the parent and the condition is true.
    """
    classes = reader.policy.classes
    stated = classes[record.record_class].lineage
    found: dict[str, Judged] = {}

    def member(name: str) -> Judged:
        if name not in found:
            found[name] = judged(name)
        return found[name]

    def judged(name: str) -> Judged:
        record_class = classes[name]
        if name in stated:
            return YES
        if record_class.where is None or record_class.parent is None:
            return NO
        parent = member(record_class.parent)
        if not parent.possible:
            return NO
        return conjunction((parent, judge(record_class.where, record, reader)))

    for name in reader.policy.order.families[stated[-1]].classes:
        member(name)
    return found


def standings(
    record: Record, reader: Reader, as_of: date, document: str | None = None
) -> Standings:
    """Return how every rule stands towards a record.

    Args:
        record: the record.
        reader: how its fields are read.
        as_of: the day of the decision; rules not in force that day do not apply.
        document: when given, only the rules of the policy of that title count.
    """
    policy = reader.policy
    family = policy.order.families[policy.classes[record.record_class].lineage[-1]]
    member = memberships(record, reader)
    conditions: dict[str, Judged] = {}
    for ref in family.rules:
        rule = policy.rules[ref]
        counts = rule.in_force.on(as_of) and document in (None, rule.document)
        parent = conditions[rule.parent] if rule.parent else YES
        if not counts or not any(member.get(name, NO).possible for name in rule.classes):
            conditions[ref] = NO
        elif rule.condition is None:
            conditions[ref] = parent
        else:
            conditions[ref] = conjunction((parent, judge(rule.condition, record, reader)))
    covers = {
        Covering(ref, name): conjunction((member[name], conditions[ref]))
        for ref in family.rules
        for name in policy.rules[ref].classes
        if name in member
    }
    applies = {
        ref: disjunction(
            covers[Covering(ref, name)] for name in policy.rules[ref].classes if name in member
        )
        for ref in family.rules
    }
    off = _switched_off(applies, family.disapply_sequence, policy.order.disapplied_by)
    remaining = {
        cover: conjunction((judged, negation(off[cover.rule]))) for cover, judged in covers.items()
    }
    beaten = {
        cover: disjunction(
            remaining[upper] for upper in policy.order.above[cover] if upper in remaining
        )
        for cover in covers
    }
    return Standings(
        memberships=member,
        applies=applies,
        switched_off=off,
        remaining=remaining,
        beaten=beaten,
    )


def _switched_off(
    applies: Mapping[str, Judged],
    sequence: Iterable[str],
    disapplied_by: Mapping[str, tuple[str, ...]],
) -> dict[str, Judged]:
    """Return for each rule whether it is disapplied, those that disapply judged first."""
    off: dict[str, Judged] = {}
    for ref in sequence:
        off[ref] = disjunction(
            conjunction((applies[other], negation(off[other])))
            for other in disapplied_by.get(ref, ())
            if other in applies
        )
    return off


def uncertain(judged: Judged) -> bool:
    """Return whether a truth is unknown."""
    return judged.truth is Truth.UNKNOWN
