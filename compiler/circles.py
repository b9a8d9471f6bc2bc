"""Circles among classes and among records, and the order in which the rest is decided."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def components(after: Mapping[Node, Iterable[Node]]) -> list[tuple[Node, ...]]:
    """Return the nodes in groups that need each other, each group after those it needs.

    Tarjan's algorithm, with a stack of our own: chains of records can be long.

    Args:
        after: for each node, the nodes that come before it; each of them a node too.
    """
    place: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    waiting: list[Node] = []
    is_waiting: set[Node] = set()
    found: list[tuple[Node, ...]] = []
    for root in after:
        if root in place:
            continue
        path = [(root, iter(after[root]))]
        while path:
            node, before = path[-1]
            if node not in place:
                place[node] = lowest[node] = len(place)
                waiting.append(node)
                is_waiting.add(node)
            for other in before:
                if other not in place:
                    path.append((other, iter(after[other])))
                    break
                if other in is_waiting:
                    lowest[node] = min(lowest[node], place[other])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == place[node]:
                    start = waiting.index(node)
                    found.append(tuple(waiting[start:]))
                    is_waiting.difference_update(waiting[start:])
                    del waiting[start:]
    return found


def is_circle(component: tuple[Node, ...], after: Mapping[Node, Iterable[Node]]) -> bool:
    """Return whether the nodes of a component need themselves."""
    return len(component) > 1 or component[0] in after[component[0]]


def in_circles(edges: Iterable[tuple[Node, Node]]) -> list[Node]:
    """Return the nodes that lead back to themselves."""
    after: dict[Node, dict[Node, None]] = {}
    for node, other in edges:
        after.setdefault(node, {})[other] = None
        after.setdefault(other, {})
    return [node for group in components(after) if is_circle(group, after) for node in group]


def longest_way(after: Mapping[Node, Iterable[Node]]) -> int | None:
    """Return how many steps the longest way has; `None` where there are circles.

    Args:
        after: for each node, those one step further; a node without any may be left out.
    """
    every = {node: list(after.get(node, ())) for node in _all_nodes(after)}
    steps: dict[Node, int] = {}
    for group in components(every):
        if is_circle(group, every):
            return None
        (node,) = group
        steps[node] = max((1 + steps[other] for other in every[node]), default=0)
    return max(steps.values(), default=0)


def _all_nodes(after: Mapping[Node, Iterable[Node]]) -> list[Node]:
    return list(dict.fromkeys([*after, *(node for others in after.values() for node in others)]))
