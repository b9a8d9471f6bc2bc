"""Groups of families of classes whose rules have to do with each other.

Two rules can only have to do with each other in one record, or because one names the
other. So the families that share a rule, or whose rules name each other after `overrides`
or `disapplies`, make one group: the order of its rules is its own business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some families, their classes and their rules, each in the order of the policy.

    Attributes:
        roots: the classes at the top of the families.
        classes: all classes of the families, by name.
        rules: every rule for one of them, by reference.
    """

    roots: tuple[str, ...]
    classes: Mapping[str, RecordClass]
    rules: Mapping[str, Rule]


def groups_of(rules: Mapping[str, Rule], classes: Mapping[str, RecordClass]) -> tuple[Group, ...]:
    """Return the groups, in the order in which their first classes are declared."""
    first = _first_of_each(rules, classes)
    roots: dict[str, list[str]] = {}
    for root, head in first.items():
        roots.setdefault(head, []).append(root)
    own_classes: dict[str, dict[str, RecordClass]] = {head: {} for head in roots}
    for name, record_class in classes.items():
        own_classes[first[record_class.lineage[-1]]][name] = record_class
    own_rules: dict[str, dict[str, Rule]] = {head: {} for head in roots}
    for ref, rule in rules.items():
        own_rules[first[classes[rule.classes[0]].lineage[-1]]][ref] = rule
    return tuple(
        Group(roots=tuple(names), classes=own_classes[head], rules=own_rules[head])
        for head, names in roots.items()
    )


def _first_of_each(rules: Mapping[str, Rule], classes: Mapping[str, RecordClass]) -> dict[str, str]:
    """Return, for the class at the top of each family, the first such one of its group."""
    root_of = {name: c.lineage[-1] for name, c in classes.items()}
    first = {root: root for root in root_of.values()}
    place = {root: position for position, root in enumerate(first)}

    def head(root: str) -> str:
        while first[root] != root:
            root = first[root]
        return root

    for one, other in _ties(rules, root_of):
        heads = head(one), head(other)
        early, late = sorted(heads, key=place.__getitem__)
        first[late] = early
    return {root: head(root) for root in first}


def _ties(rules: Mapping[str, Rule], root_of: Mapping[str, str]) -> dict[tuple[str, str], None]:
    """Return the pairs of different families that a rule ties together."""
    found: dict[tuple[str, str], None] = {}
    for rule in rules.values():
        own = root_of[rule.classes[0]]
        named = (rules[other.ref] for other in (*rule.overrides, *rule.disapplies))
        for other in (rule, *named):
            for name in other.classes:
                if root_of[name] != own:
                    found[own, root_of[name]] = None
    return found
