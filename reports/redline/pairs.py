"""Which rule of the new version is which of the old one.

A rule is known by its reference. One that has another reference is the same where all that
it says is: then only its number changed. A reference that came to stand for other records is
another rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tenure.compiler.compare.touched import bare_rule
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule


def rule_pairs(old: Policy, new: Policy) -> dict[str, str]:
    """Return the old reference of each rule that both versions have, by the new one."""
    pairs = {
        ref: ref
        for ref, rule in new.rules.items()
        if ref in old.rules and _about_the_same(old, old.rules[ref], new, rule)
    }
    _renumbered(pairs, _roots(old), _roots(new))
    for ref in sorted(new.rules, key=lambda ref: ref.count("/")):
        parent, _, name = ref.rpartition("/")
        before = f"{pairs[parent]}/{name}" if parent in pairs else ""
        if ref not in pairs and before in old.rules and before not in pairs.values():
            pairs[ref] = before
    return pairs


def _about_the_same(old: Policy, before: Rule, new: Policy, after: Rule) -> bool:
    """Return whether two rules share a class, by its name or its title."""
    return not _known_by(old, before).isdisjoint(_known_by(new, after))


def _known_by(policy: Policy, rule: Rule) -> set[str]:
    titles = {policy.classes[name].title.casefold() for name in rule.classes}
    return {f"={name}" for name in rule.classes} | titles


def _roots(policy: Policy) -> Iterable[Rule]:
    return (rule for rule in policy.rules.values() if rule.parent is None)


def _renumbered(pairs: dict[str, str], old: Iterable[Rule], new: Iterable[Rule]) -> None:
    """Add the rules that differ in nothing but their number; none where several could be meant."""
    taken = set(pairs.values())
    left = _by_content(rule for rule in old if rule.ref not in taken)
    came = _by_content(rule for rule in new if rule.ref not in pairs)
    for content, rules in came.items():
        others = left.get(content, [])
        if len(rules) == len(others) == 1:
            pairs[rules[0].ref] = others[0].ref


def _by_content(rules: Iterable[Rule]) -> Mapping[Rule, list[Rule]]:
    found: dict[Rule, list[Rule]] = {}
    for rule in rules:
        found.setdefault(replace(bare_rule(rule), ref=""), []).append(rule)
    return found
