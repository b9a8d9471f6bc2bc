"""Rules as the naive reading sees them: exceptions flattened, and who stands above whom (S4)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tests.properties import spec

N = TypeVar("N", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """A rule or exception, with what it has from the rules it stands in."""

    ref: str
    classes: tuple[str, ...]
    conditions: tuple[spec.Condition, ...]
    kind: str
    phases: tuple[tuple[spec.Period, str], ...]
    follow: str | None
    because: str | None
    above: tuple[str, ...]
    disapplies: tuple[str, ...]
    intervals: tuple[tuple[date | None, date | None], ...]
    extendable: bool

    def in_force(self, day: date) -> bool:
        return all(
            (start is None or start <= day) and (end is None or day <= end)
            for start, end in self.intervals
        )

    @property
    def rank(self) -> int:
        return spec.AUTHORITIES[self.because] if self.because else 0

    @property
    def since(self) -> date:
        return max((start for start, _ in self.intervals if start), default=date.min)


def flatten(policy: spec.Policy) -> dict[str, Flat]:
    """Every rule and exception by reference."""
    found: dict[str, Flat] = {}

    def add(rule: spec.Rule, parent: Flat | None) -> None:
        flat = _flat(rule, parent)
        found[flat.ref] = flat
        for inner in rule.exceptions:
            add(inner, flat)

    for rule in policy.rules:
        add(rule, None)
    return found


def _flat(rule: spec.Rule, parent: Flat | None) -> Flat:
    kind = _kind(rule)
    if parent is not None:
        kind = parent.kind
    return Flat(
        ref=f"{parent.ref}/{rule.name}" if parent else rule.name,
        classes=parent.classes if parent else rule.classes,
        conditions=(
            *(parent.conditions if parent else ()),
            *((rule.when,) if rule.when is not None else ()),
        ),
        kind=kind,
        phases=_phases(rule, parent),
        follow=rule.follow,
        because=rule.because or (parent.because if parent else None),
        above=(*rule.overrides, *((parent.ref,) if parent else ())),
        disapplies=rule.disapplies,
        intervals=(*(parent.intervals if parent else ()), (rule.start, rule.end)),
        extendable=rule.extendable or (parent is not None and parent.extendable),
    )


def _kind(rule: spec.Rule) -> str:
    if rule.keep is None and rule.follow is None:
        return "switch"
    return {None: "schedule", "at least": "floor", "at most": "ceiling"}[rule.bound]


def _phases(rule: spec.Rule, parent: Flat | None) -> tuple[tuple[spec.Period, str], ...]:
    if rule.follow is not None:
        return ()
    inherited = parent.phases if parent else ()
    keep = rule.keep or (inherited[0][0] if inherited else None)
    if keep is None:
        return ()
    if not rule.thens:
        return ((keep, inherited[0][1]), *inherited[1:]) if inherited else ((keep, "destroy"),)
    phases = []
    following: spec.Period | None = keep
    for then in rule.thens:
        assert following is not None
        phases.append((following, then.action))
        following = then.keep
    if following is not None:
        phases.append((following, "destroy"))
    return tuple(phases)


# --- which rule stands above which ------------------------------------------------

Node = tuple[str, str]
"""A rule and one of the classes it is for."""


def uppers_of(policy: spec.Policy, *, near: bool = False) -> dict[Node, set[Node]] | None:
    """Everything that beats each rule as a rule for each class; `None` for a circle.

    With `near` an order holds only between rules for classes that can meet in one record.
    """
    rules = flatten(policy)
    written = _closed({ref: set() for ref in rules}, _written(rules))
    if written is None:
        return None
    nodes: dict[Node, set[Node]] = {(r.ref, c): set() for r in rules.values() for c in r.classes}
    pairs = [
        ((upper, c), (lower, d))
        for upper, lower in _written(rules)
        for c in rules[upper].classes
        for d in rules[lower].classes
        if not near or can_meet(policy, c, d)
    ]
    schedule = [node for node in nodes if rules[node[0]].kind == "schedule"]
    for special in schedule:
        for general in schedule:
            below = general[1] in policy.lineage(special[1])[1:]
            if below and special[0] != general[0] and general[0] not in written[special[0]]:
                pairs.append((special, general))
    return _closed(nodes, pairs)


def can_meet(policy: spec.Policy, one: str, other: str) -> bool:
    """Whether some record can be of both classes."""
    return any({one, other} <= _possible(policy, c.name) for c in policy.classes)


def _possible(policy: spec.Policy, stated: str) -> set[str]:
    """The classes that a record which states one may be of."""
    found = set(policy.lineage(stated))
    for _ in policy.classes:
        found |= {c.name for c in policy.classes if c.where is not None and c.parent in found}
    return found


def chains_through_strangers(policy: spec.Policy) -> bool:
    """Whether one rule beats another only by way of a rule for records of neither kind."""
    far, near = uppers_of(policy), uppers_of(policy, near=True)
    if far is None or near is None:
        return far is not near
    return any(
        can_meet(policy, upper[1], node[1]) and upper not in near[node]
        for node, uppers in far.items()
        for upper in uppers
    )


def _written(rules: Mapping[str, Flat]) -> list[tuple[str, str]]:
    return [(rule.ref, lower) for rule in rules.values() for lower in rule.above]


def _closed(nodes: Mapping[N, set[N]], pairs: Iterable[tuple[N, N]]) -> dict[N, set[N]] | None:
    above = {node: set(uppers) for node, uppers in nodes.items()}
    for upper, lower in pairs:
        above[lower].add(upper)
    changed = True
    while changed:
        changed = False
        for uppers in above.values():
            more = set().union(*(above[upper] for upper in uppers)) - uppers
            if more:
                uppers.update(more)
                changed = True
    return None if any(node in uppers for node, uppers in above.items()) else above


def disapplies_in_a_circle(policy: spec.Policy) -> bool:
    """Whether rules switch each other off in a circle."""
    rules = flatten(policy)
    pairs = [(rule.ref, other) for rule in rules.values() for other in rule.disapplies]
    return _closed({ref: set() for ref in rules}, pairs) is None
