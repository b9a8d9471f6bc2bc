"""Tells the facts of two versions apart that are declared otherwise.

In formulas such a fact has a name of its own in each version, so that each can be as its
version declares it, over one space of variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.policy import Policy
from tenure.dsl.source import Span

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")


def facts_that_differ(old: Policy, new: Policy) -> frozenset[str]:
    """Return the facts that only one version declares, or that they declare otherwise."""
    return frozenset(
        name
        for name in old.facts.keys() | new.facts.keys()
        if name not in old.facts
        or name not in new.facts
        or (old.facts[name].type, old.facts[name].value)
        != (new.facts[name].type, new.facts[name].value)
    )


def with_own_facts(policy: Policy, names: frozenset[str], suffix: str) -> Policy:
    """Return a policy for formulas, in which some facts are named as this version's own.

    Args:
        policy: the version; returned as it is where it has none of the facts.
        names: the facts.
        suffix: what is added to their names.
    """
    if names.isdisjoint(policy.facts):
        return policy
    facts = {
        (name + suffix if name in names else name): fact for name, fact in policy.facts.items()
    }
    return replace(
        policy,
        facts=facts,
        rules=_renamed(policy.rules, names, suffix),
        holds=_renamed(policy.holds, names, suffix),
        obligations=_renamed(policy.obligations, names, suffix),
    )


def _renamed(value: T, names: frozenset[str], suffix: str) -> T:
    """Return a value in which every reference to one of some facts has another name.

    What a policy is made of is frozen values, tuples and mappings; spans name nothing.
    """
    if isinstance(value, FieldRef):
        own = value.fact and value.name in names
        return cast(T, replace(value, name=value.name + suffix)) if own else value
    if isinstance(value, tuple) and type(value) is tuple:
        return cast(T, tuple(_renamed(part, names, suffix) for part in value))
    if isinstance(value, Mapping):
        return cast(T, {key: _renamed(part, names, suffix) for key, part in value.items()})
    if isinstance(value, Span) or not is_dataclass(value):
        return value
    node = cast("DataclassInstance", value)
    changed = {}
    for each in fields(node):
        before = getattr(node, each.name)
        after = _renamed(before, names, suffix)
        if after is not before and after != before:
            changed[each.name] = after
    return cast(T, replace(node, **changed)) if changed else value
