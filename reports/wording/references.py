"""References of rules: their natural order, and which of them decide a class."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind

_PIECE = re.compile(r"\d+|[^\W\d]+")

NaturalKey = tuple[tuple[tuple[int, int, str], ...], str]


def natural(ref: str) -> NaturalKey:
    """Return the key by which references sort as readers expect: 6.0.2 before 6.0.10."""
    pieces = _PIECE.findall(ref)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pieces), ref


def in_natural_order(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules in the natural order of their references."""
    return sorted(rules, key=lambda rule: natural(rule.ref))


class Deciders:
    """The schedule rules that may decide the records of each class."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._by_class: dict[str, list[Rule]] = {}
        for rule in policy.rules.values():
            if rule.parent is None and rule.kind is RuleKind.SCHEDULE:
                for name in rule.classes:
                    self._by_class.setdefault(name, []).append(rule)
        self._below: dict[str, list[str]] = {}
        for name, each in policy.classes.items():
            for ancestor in each.lineage:
                self._below.setdefault(ancestor, []).append(name)
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, class_name: str) -> tuple[str, ...]:
        """Return the references, exceptions left out, in natural order.

        Rules for the class itself, for its ancestors and for the classes under it.
        """
        if class_name not in self._found:
            self._found[class_name] = tuple(rule.ref for rule in self._search(class_name))
        return self._found[class_name]

    def _search(self, class_name: str) -> list[Rule]:
        near = (*self._policy.classes[class_name].lineage, *self._below[class_name])
        found = {rule.ref: rule for name in near for rule in self._by_class.get(name, ())}
        return in_natural_order(found.values())
