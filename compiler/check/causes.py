"""Finds the common cause of findings that are each about two rules.

One general rule that nobody ordered disagrees with every special one: that is one
mistake, not a hundred. Seen as a graph, with the rules as nodes and the findings as
edges, such a cause is a star. Several rules of which none is ordered are the other
cause: there, every two of them disagree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3
"""Pairs that are put together at least; what two pairs have in common is seen at a glance."""

Pair = tuple[str, str]
Neighbours = dict[str, dict[str, Hashable]]
"""For each rule the rules that it is in a pair with, and in which way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Pairs of rules with something in common.

    Attributes:
        centre: the rule that is in every pair; `None` where every two rules are a pair.
        rules: the other rules, or all of them, in the order written.
    """

    centre: str | None
    rules: tuple[str, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs, the centre first in each, else in the order written."""
        if self.centre is not None:
            return tuple((self.centre, rule) for rule in self.rules)
        return tuple(
            (one, other) for i, one in enumerate(self.rules) for other in self.rules[i + 1 :]
        )


def causes(ways: Mapping[Pair, tuple[Hashable, Hashable]], order: Sequence[str]) -> list[Cause]:
    """Return the causes that several pairs have in common, each pair in one cause at most.

    The cause that concerns the most rules is taken first, then the next among the pairs
    that are left; among equals a set in which every two are a pair, then the star whose
    rule is written first. What is in no cause stands alone.

    Args:
        ways: for each pair of rules, in which way the first differs from the second, and
            the second from the first. Only pairs of the same way have a common cause.
            Pairs whose two ways are the same can be part of a set of rules in which every
            two are a pair.
        order: every rule, in the order written.
    """
    place = {rule: position for position, rule in enumerate(order)}
    neighbours: Neighbours = {}
    for (one, other), (way, way_back) in ways.items():
        neighbours.setdefault(one, {})[other] = way
        neighbours.setdefault(other, {})[one] = way_back
    return [cause for part in _connected(neighbours, place) for cause in _causes(part, place)]


def _connected(neighbours: Neighbours, place: Mapping[str, int]) -> list[Neighbours]:
    """Return the parts of the graph that hang together: rules of different classes do not."""
    parts: list[Neighbours] = []
    seen: set[str] = set()
    for start in sorted(neighbours, key=place.__getitem__):
        if start in seen:
            continue
        seen.add(start)
        members = [start]
        for rule in members:
            fresh = [other for other in neighbours[rule] if other not in seen]
            seen.update(fresh)
            members.extend(fresh)
        parts.append({rule: neighbours[rule] for rule in members})
    return parts


def _causes(part: Neighbours, place: Mapping[str, int]) -> Iterator[Cause]:
    """Take causes out of a part, the largest first, until what is left stands alone."""
    stars = {rule: _star(part, rule, place) for rule in sorted(part, key=place.__getitem__)}
    while True:
        largest = max(stars.values(), key=_size)
        mutual = _mutual(part, place)
        cause = largest if _size(largest) > _size(mutual) else mutual
        if cause is None:
            return
        yield cause
        for one, other in cause.pairs:
            del part[one][other], part[other][one]
        for rule in (*cause.rules, *((cause.centre,) if cause.centre else ())):
            stars[rule] = _star(part, rule, place)


def _size(cause: Cause | None) -> int:
    """Return how many rules a cause concerns."""
    return 0 if cause is None else len(cause.rules) + (cause.centre is not None)


def _star(part: Neighbours, rule: str, place: Mapping[str, int]) -> Cause | None:
    """Return a rule with the others of its pairs, those of the way in which it has the most."""
    by_way: dict[Hashable, list[str]] = {}
    for other, way in part[rule].items():
        by_way.setdefault(way, []).append(other)
    others = max(by_way.values(), key=len, default=[])
    return Cause(centre=rule, rules=_in_order(others, place)) if len(others) >= FEWEST else None


def _mutual(part: Neighbours, place: Mapping[str, int]) -> Cause | None:
    """Return rules of which every two are a pair, grown from the one in the most pairs.

    It need not be the largest such set. Of three rules there is none: three pairs are as
    well seen one by one.
    """

    def busiest_first(rule: str) -> tuple[int, int]:
        return -len(part[rule]), place[rule]

    start = min(part, key=busiest_first)
    best: list[str] = []
    for way in dict.fromkeys(part[start].values()):
        rules = [start]
        for rule in sorted(part[start], key=busiest_first):
            if all(_alike(part, rule, one, way) for one in rules):
                rules.append(rule)
        best = max(best, rules, key=len)
    return Cause(centre=None, rules=_in_order(best, place)) if len(best) > FEWEST else None


def _alike(part: Neighbours, one: str, other: str, way: Hashable) -> bool:
    """Return whether two rules are a pair, in the same way seen from either."""
    return other in part[one] and part[one][other] == way == part[other][one]


def _in_order(rules: Iterable[str], place: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(rules, key=place.__getitem__))
