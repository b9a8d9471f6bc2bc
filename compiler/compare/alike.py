"""Finds the rules of a family that both versions have, and that stand alike in both.

A record on which only such rules stand is decided alike: the same rules stand, name the
same days, and the same ties are broken the same way. So a change needs a rule that is not
one of them, in one version or the other, and only such pairs need to be asked about.
"""

from __future__ import annotations

from tenure.compiler.analysis.formulas import disjoint
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.policy.rules import Rule, RuleKind


class Alike:
    """What stays as it is between two versions.

    Attributes:
        standing: the rules that stand for the same records in both versions.
        changed: all rules but those that stand and say alike. All rules of the family are
            among them where something differs that can concern each: a minimum or a
            maximum, or how ties are broken.
    """

    def __init__(self, old: Prover, new: Prover) -> None:
        self._old = old
        self._new = new
        self._untouched: dict[str, bool] = {}
        self._same_around = (old.policy.classes, old.policy.facts) == (
            new.policy.classes,
            new.policy.facts,
        )
        kinds = tuple(RuleKind)
        every = {rule.ref for prover in (old, new) for rule in prover.rules(*kinds)}
        self.standing = frozenset(ref for ref in every if self._stands_alike(ref))
        self.changed = frozenset(
            ref
            for ref in every
            if ref not in self.standing or old.policy.rules[ref] != new.policy.rules[ref]
        )
        limits = {
            rule.ref
            for prover in (old, new)
            for rule in prover.rules(RuleKind.FLOOR, RuleKind.CEILING)
        }
        if not limits.isdisjoint(self.changed) or _ties_differ(old, new):
            self.changed = frozenset(every)

    def _stands_alike(self, ref: str) -> bool:
        rule, other = (prover.policy.rules.get(ref) for prover in (self._old, self._new))
        if rule is None or other is None or rule.classes != other.classes:
            return False
        if rule.kind is not other.kind:
            return False
        return self._is_untouched(rule) or all(
            self._old.standing.unbeaten(cover, "", value=value)
            == self._new.standing.unbeaten(cover, "", value=value)
            for cover in self._old.covers(rule)
            for value in (True, False)
        )

    def _is_untouched(self, rule: Rule) -> bool:
        """Return whether nothing is written otherwise of all that a rule's standing hangs on.

        Then it stands alike, and the formulas need not be made to see it.
        """
        if not (self._same_around and self._applies_untouched(rule.ref)):
            return False
        old, new = self._old.policy.order, self._new.policy.order
        return all(
            old.above[cover] == new.above[cover]
            and all(self._applies_untouched(upper.rule) for upper in new.above[cover])
            for cover in self._new.covers(rule)
        )

    def _applies_untouched(self, ref: str) -> bool:
        """Return whether a rule, its parents and what switches it off are the same values."""
        if ref not in self._untouched:
            old, new = self._old.policy, self._new.policy
            rule = new.rules.get(ref)
            off = new.order.disapplied_by.get(ref, ())
            self._untouched[ref] = (
                rule is not None
                and rule is old.rules.get(ref)
                and (rule.parent is None or self._applies_untouched(rule.parent))
                and off == old.order.disapplied_by.get(ref, ())
                and all(self._applies_untouched(other) for other in off)
            )
        return self._untouched[ref]

    def may_differ(self, *refs: str) -> bool:
        """Return whether one of some rules is not the same in both versions."""
        return not self.changed.isdisjoint(refs)

    def may_follow(self, before: str, after: str) -> bool:
        """Return whether a record that one rule decides may come to be decided by another.

        Not where one of them stands for the same records in both versions, and beats the
        other one in the version in which that is to decide.
        """
        return not (
            (after in self.standing and _beats(self._old, after, before))
            or (before in self.standing and _beats(self._new, before, after))
            or not self._boxes_meet(before, after)
        )

    def _boxes_meet(self, before: str, after: str) -> bool:
        return any(
            not disjoint(self._old.box(cover), self._new.box(other))
            for cover in self._old.covers(self._old.policy.rules[before])
            for other in self._new.covers(self._new.policy.rules[after])
        )


def _ties_differ(old: Prover, new: Prover) -> bool:
    dated = "latest" in new.policy.resolve_by and old.policy.documents != new.policy.documents
    return dated or old.policy.resolve_by != new.policy.resolve_by


def _beats(prover: Prover, upper: str, lower: str) -> bool:
    """Return whether a rule beats another through whichever of their classes they meet."""
    rules, above = prover.policy.rules, prover.policy.order.above
    return upper != lower and all(
        cover in above[below]
        for below in prover.covers(rules[lower])
        for cover in prover.covers(rules[upper])
    )
