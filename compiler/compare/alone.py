"""Whether a rule says the same in two versions, each looked at by itself.

That is another question than whether a record is decided differently: a minimum that was
lowered and is still below every period changes no record, and says something else all the
same. So each rule is taken out of its policy, and compared as if it were the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from tenure.compiler.compare.changes import ChangeKind, Comparison
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.order import order_rules
from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Known,
    Not,
    condition_refs,
)
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.periods import (
    After,
    AsLongAs,
    IfKnown,
    Latest,
    Period,
    Until,
    YearEnd,
    subperiods,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import InForce, Rule, RuleKind
from tenure.dsl.diagnostics import Diagnostic, Verdict

_Refs = Mapping[str, str]
_OTHERWISE = (ChangeKind.SHORTER, ChangeKind.LONGER, ChangeKind.ACTION)


def says_the_same(
    versions: tuple[Policy, Policy],
    rules: tuple[Rule, Rule],
    as_of: date,
    renamed: _Refs,
    known: Comparison,
) -> bool:
    """Return whether a rule is for the same records, and says the same of each.

    Texts for readers do not count. Proved as a comparison proves it (docs/diff.md); where
    that is not proved, the answer is no.

    Args:
        versions: the old and the new one.
        rules: the rule in each of them.
        as_of: the day from which on.
        renamed: rules of the old version that have another reference in the new one.
        known: what is known of the versions as a whole.
    """
    (old, new), (before, after) = versions, rules
    if _frame(before, renamed) != _frame(after, {}):
        return False
    if (before.condition, before.phases) == (after.condition, after.phases):
        return True
    if not _can_stand_alone(before, after) or _asked(before) != _asked(after):
        return False
    if _told_apart(known, before, after):
        return False
    comparison = compare_policies(_only(old, before), _only(new, after), as_of)
    return not comparison.changes and not comparison.passed_on


def _told_apart(known: Comparison, before: Rule, after: Rule) -> bool:
    """Return whether some record is decided by the rule in both versions, and otherwise."""
    return any(
        change.kind in _OTHERWISE
        and change.verdict is Verdict.WITNESS
        and (change.before, change.after) == (before.ref, after.ref)
        for change in known.changes
    )


def _frame(rule: Rule, renamed: _Refs) -> tuple[object, ...]:
    """Return all that a rule says but its condition and its periods."""

    def now(refs: frozenset[str]) -> frozenset[str]:
        return frozenset(renamed.get(ref, ref) for ref in refs)

    return (
        frozenset(rule.classes),
        rule.kind,
        tuple(phase.action for phase in rule.phases),
        rule.follows,
        rule.in_force,
        rule.extendable_by,
        rule.rank,
        rule.parent and renamed.get(rule.parent, rule.parent),
        now(frozenset(other.ref for other in rule.overrides)),
        now(frozenset(other.ref for other in rule.disapplies)),
    )


def _can_stand_alone(*rules: Rule) -> bool:
    """Return whether each rule names days that hang on the record alone.

    Where a record is kept as long as another, or while it is one of the latest, other
    records and rules have a say: nothing would be compared, and the same found.
    """
    periods = [p for rule in rules for phase in rule.phases for p in subperiods(phase.keep)]
    return all(rule.kind is not RuleKind.SWITCH for rule in rules) and not any(
        isinstance(period, AsLongAs | Latest) for period in periods
    )


def _asked(rule: Rule) -> frozenset[tuple[FieldRef, bool]]:
    """Return the fields that a rule asks for, each with whether it asks if they are known.

    A comparison leaves out records that lack a field which a version needs. So a rule that
    comes to need another field must not pass for the same.
    """
    condition = rule.condition
    asked = {(ref, True) for ref in _tested(condition)}
    asked |= {(ref, False) for ref in (condition_refs(condition) if condition else ())}
    for phase in rule.phases:
        for period in subperiods(phase.keep):
            match period:
                case After(anchor=FieldRef() as ref) | YearEnd(anchor=FieldRef() as ref):
                    asked.add((ref, False))
                case Until(anchor=FieldRef() as ref):
                    asked.add((ref, False))
                case IfKnown(term=term):
                    asked |= {(ref, True) for ref in _anchors(term)}
                case _:
                    pass
    return frozenset(asked)


def _tested(condition: Condition | None) -> Iterator[FieldRef]:
    """Yield the fields of which a condition asks whether they are known."""
    match condition:
        case Known(ref=ref):
            yield ref
        case Not(part=part):
            yield from _tested(part)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _tested(part)
        case _:
            return


def _anchors(period: Period) -> Iterator[FieldRef]:
    for inner in subperiods(period):
        if isinstance(inner, After | YearEnd | Until) and isinstance(inner.anchor, FieldRef):
            yield inner.anchor


def _only(policy: Policy, rule: Rule) -> Policy:
    """Return a policy in which the rule is the only one, and a period of its own."""
    alone = replace(
        rule,
        ref="rule",
        parent=None,
        kind=RuleKind.SCHEDULE,
        overrides=(),
        disapplies=(),
        in_force=InForce(),
    )
    rules = {alone.ref: alone}
    order = order_rules(rules, policy.classes, _never)
    if order is None:
        raise AssertionError("one rule stands in no circle")
    return replace(policy, rules=rules, order=order, holds={}, obligations={}, activities={})


def _never(diagnostic: Diagnostic) -> None:
    raise AssertionError(diagnostic.message)
