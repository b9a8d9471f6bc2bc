"""What a change does to records and promises, in the words of a document.

It is taken from the comparison of the two versions, which proves it or shows a record. Of
what it does not know nothing is claimed but that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tenure.compiler.compare.changes import Change, ChangeKind, Comparison, DeadlineChange
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.diagnostics import Verdict
from tenure.reports.wording.catalogue import Catalogue

_OF_HOLDS = (ChangeKind.NEWLY_HELD, ChangeKind.HOLD_RELEASED)


class Effects:
    """What the change from one version to another does, rule by rule."""

    def __init__(
        self, comparison: Comparison, old: Policy, new: Policy, language: Catalogue
    ) -> None:
        self._comparison = comparison
        self._old = old
        self._new = new
        self._language = language

    def of_rule(self, before: str | None, after: str | None) -> tuple[str, ...]:
        """Return what becomes of the records that a rule decided, or decides.

        Args:
            before: its reference in the old version; `None` where it is new.
            after: its reference in the new version; `None` where it is gone.
        """
        rules = [
            rule
            for rule in (self._old.rules.get(before or ""), self._new.rules.get(after or ""))
            if rule is not None
        ]
        families = {root for rule in rules for root in self._families(rule)}
        changes = [
            change
            for change in self._comparison.changes
            if change.family in families and _is_about(change, before, after)
        ]
        said = tuple(self._said(changes))
        return said or self._of_none(rules, families)

    def of_hold(self, classes: Iterable[str]) -> tuple[str, ...]:
        """Return what becomes of the records of some classes that are held, or no longer."""
        families = {root for name in classes for root in self._lineages(name)}
        changes = self._comparison.changes
        return tuple(
            self._said([c for c in changes if c.kind in _OF_HOLDS and c.family in families])
        )

    def of_steps(self, refs: Sequence[str]) -> tuple[str, ...]:
        """Return what becomes of some promises or stages."""
        deadlines = self._comparison.deadlines
        return tuple(self._said([change for change in deadlines if change.step in refs]))

    def _families(self, rule: Rule) -> Iterator[str]:
        for name in rule.classes:
            yield from self._lineages(name)

    def _lineages(self, name: str) -> Iterator[str]:
        for policy in (self._old, self._new):
            if name in policy.classes:
                yield policy.classes[name].lineage[-1]

    def _said(self, changes: Sequence[Change | DeadlineChange]) -> Iterator[str]:
        known = {change.kind for change in changes if change.verdict is Verdict.WITNESS}
        for kind in ChangeKind:
            if kind in known:
                yield self._language.label(f"effect.{kind.value}")
        if any(change.verdict is Verdict.UNKNOWN for change in changes):
            yield self._language.label("effect.unknown")

    def _of_none(self, rules: Sequence[Rule], families: Iterable[str]) -> tuple[str, ...]:
        """Return that no record is decided otherwise; nothing where that is not certain.

        A rule can change what others decide, by switching them off or letting them stand. So
        where anything changes in its families, nothing is claimed of the rule.
        """
        compared = all(
            name in self._old.classes and name in self._new.classes
            for rule in rules
            for name in rule.classes
        )
        touched = {change.family for change in self._comparison.changes}
        touched.update(self._comparison.passed_on)
        certain = compared and touched.isdisjoint(families)
        return (self._language.label("effect.none"),) if certain else ()


def _is_about(change: Change, before: str | None, after: str | None) -> bool:
    """Return whether a change is one of a rule; what is not known of a whole family is."""
    was, is_ = (refs.split(" and ") if refs else [] for refs in (change.before, change.after))
    shown = (change.shown.before.rule, change.shown.after.rule) if change.shown else (None, None)
    return (
        (before is not None and (before in was or before == shown[0]))
        or (after is not None and (after in is_ or after == shown[1]))
        or (change.verdict is Verdict.UNKNOWN and not was and not is_)
    )
