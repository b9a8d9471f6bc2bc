"""The theory of days: conjunctions of comparisons between monotone functions.

A comparison `F(x) + gap <= G(y)` with monotone F and G is max-closed: where two
solutions exist, so does one that takes the later day for each event. A conjunction
that has a solution therefore has a latest one, and lowering the days step by step
from the end of the horizon arrives at it: no solution lies above what is lowered.

Where there is no solution the steps could be many, so a test by difference bounds
comes first: it knows how far each function moves a day at least and at most, and
that a function keeps the order of its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tenure.compiler.analysis.formulas import Le
from tenure.compiler.analysis.terms import DayTerm

MAX_STEPS = 20_000
"""Times a day is lowered before the search for a solution gives up."""

_FAR = 10**9


class GaveUpError(Exception):
    """The search took too long, or there are too many cases; nothing is known."""


def latest_days(
    comparisons: Sequence[Le], first: int, caps: Mapping[str, int]
) -> dict[str, int] | None:
    """Return the latest days that satisfy all comparisons.

    Args:
        comparisons: the comparisons.
        first: the first day of the horizon, an ordinal.
        caps: for every event, the last day that it may be on.

    Returns:
        A day for each event; `None` when there are none.

    Raises:
        GaveUpError: after `MAX_STEPS` steps.
    """
    return None if contradictory(tuple(comparisons)) else descended(comparisons, first, caps)


def descended(
    comparisons: Sequence[Le], first: int, caps: Mapping[str, int]
) -> dict[str, int] | None:
    """Return what `latest_days` does, for comparisons that are not known to be contradictory."""
    days = dict(caps)
    steps = 0
    changed = True
    while changed:
        changed = False
        for comparison in comparisons:
            while not _holds(comparison, days):
                steps += 1
                if steps > MAX_STEPS:
                    raise GaveUpError
                if not _lower(comparison, days, first):
                    return None
                changed = True
    return days


def _holds(comparison: Le, days: Mapping[str, int]) -> bool:
    return _at(comparison.left, days) + comparison.gap <= _at(comparison.right, days)


def _at(term: DayTerm, days: Mapping[str, int]) -> int:
    return term.at(days[term.event] if term.event is not None else 0)


def _lower(comparison: Le, days: dict[str, int], first: int) -> bool:
    """Lower the left event just as far as the right one demands; `False` when it cannot."""
    event = comparison.left.event
    if event is None:
        return False
    wanted = _at(comparison.right, days) - comparison.gap
    least, most = comparison.left.reach
    high = min(days[event] - 1, wanted - least)
    low = max(first - 1, min(high, wanted - most))
    while low < high:
        middle = (low + high + 1) // 2
        if comparison.left.at(middle) <= wanted:
            low = middle
        else:
            high = middle - 1
    days[event] = low
    return low >= first


@lru_cache(maxsize=10_000)
def contradictory(comparisons: tuple[Le, ...]) -> bool:
    """Return whether difference bounds already refute the comparisons.

    The nodes are the events and every function of one that is compared, with its stems
    (`DayTerm.stem`); an edge says by how many days one node is at most ahead of another.
    A circle of edges that adds up to less than nothing is a contradiction.
    """
    nodes = _nodes(comparisons)
    index = {node: position for position, node in enumerate(nodes)}
    ahead = [[0 if i == j else _FAR for j in range(len(nodes))] for i in range(len(nodes))]

    def bound(one: DayTerm, other: DayTerm, most: int) -> None:
        i, j = index[one], index[other]
        ahead[i][j] = min(ahead[i][j], most)

    for node in nodes:
        base = DayTerm(event=node.event) if node.event is not None else _ZERO
        low, high = node.reach if node.event is not None else (node.at(0), node.at(0))
        bound(node, base, high)
        bound(base, node, -low)
        stem, least, most = node.stem
        bound(node, stem, most)
        bound(stem, node, -least)
    for comparison in comparisons:
        bound(comparison.left, comparison.right, -comparison.gap)
    while True:
        _close(ahead)
        if any(ahead[i][i] < 0 for i in range(len(nodes))):
            return True
        if not _keep_order(nodes, index, ahead):
            return False


_ZERO = DayTerm(day=0)


def _nodes(comparisons: Sequence[Le]) -> list[DayTerm]:
    found: dict[DayTerm, None] = {_ZERO: None}
    for comparison in comparisons:
        for term in (comparison.left, comparison.right):
            if term.event is not None:
                found[DayTerm(event=term.event)] = None
            stem = term
            while stem not in found:
                found[stem] = None
                stem = stem.stem[0]
    return list(found)


def _close(ahead: list[list[int]]) -> None:
    """Work out all shortest ways (Floyd and Warshall)."""
    size = range(len(ahead))
    for k in size:
        row_k = ahead[k]
        for i in size:
            through = ahead[i][k]
            if through >= _FAR:
                continue
            row_i = ahead[i]
            for j in size:
                way = through + row_k[j]
                row_i[j] = min(row_i[j], way)


def _keep_order(nodes: list[DayTerm], index: Mapping[DayTerm, int], ahead: list[list[int]]) -> bool:
    """Add that the same steps keep two days in order; return whether that was news."""
    news = False
    for one in nodes:
        for other in nodes:
            if one.steps and one.steps == other.steps and one.event and other.event:
                bases = index[DayTerm(event=one.event)], index[DayTerm(event=other.event)]
                i, j = index[one], index[other]
                if ahead[bases[0]][bases[1]] <= 0 < ahead[i][j]:
                    ahead[i][j] = 0
                    news = True
    return news
