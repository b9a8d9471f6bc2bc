"""Leads the arrows between cards through the gutter beside them.

All arrows leave and enter at the edge that faces the gutter, each at a height of its own,
and run up or down there on a track of their own. Arrows of one kind to one place share
the track and the head. So no arrow ever runs behind a box or on another arrow: where two
lines cross, they do so at right angles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tenure.reports.graphs.cards import Connection, Place
from tenure.reports.graphs.columns import PORT, Spot
from tenure.reports.graphs.figures import Arrow, Text
from tenure.reports.graphs.lettering import Run, line_width

TRACK = 14.0
"""From one track to the next."""
_MARGIN = 10.0
_APART = 10.0
"""Between two arrows on one track."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Port:
    """One end of an arrow: a height at a spot."""

    spot: Spot
    y: float


@dataclass(frozen=True, kw_only=True)
class _Trunk:
    """A connection with its ends, the sources from top to bottom."""

    connection: Connection
    sources: tuple[_Port, ...]
    target: _Port

    @cached_property
    def ports(self) -> tuple[_Port, ...]:
        """All its ends, from top to bottom."""
        return tuple(sorted((self.target, *self.sources), key=lambda port: port.y))

    @property
    def span(self) -> float:
        """How far it runs up or down."""
        return self.ports[-1].y - self.ports[0].y

    @cached_property
    def columns(self) -> frozenset[int]:
        """The columns in which it ends."""
        return frozenset(port.spot.column for port in self.ports)

    def meets(self, other: _Trunk) -> bool:
        """Return whether two trunks would touch on the same track."""
        return (
            self.ports[0].y < other.ports[-1].y + _APART
            and other.ports[0].y < self.ports[-1].y + _APART
        )


class Gutter:
    """The room between two columns, or beside the only one.

    Attributes:
        width: how wide it must be.
    """

    def __init__(self, connections: Iterable[Connection], spots: Mapping[Place, Spot]) -> None:
        self._trunks = _trunks(tuple(connections), spots)
        self._tracks = _tracks(self._trunks)
        self._zones = [self._zone(0), self._zone(1)]
        self.width = sum(self._zones) + (max(self._tracks, default=-1) + 1) * TRACK

    def arrows(self, left: float, columns: tuple[float, float], room: float) -> tuple[Arrow, ...]:
        """Return the arrows.

        Args:
            left: where the gutter begins.
            room: how wide the gutter has become, at least its `width`.
            columns: where the columns begin, from whose left edges the spots are counted.
        """
        found: list[Arrow] = []
        for trunk, track in zip(self._trunks, self._tracks, strict=True):
            x = left + self._zones[0] + (track + 0.5) * TRACK
            found.extend(_drawn(trunk, x, (left, left + room), columns))
        return tuple(found)

    def _zone(self, column: int) -> float:
        """Return the room for the words beside one column."""
        words = [
            line_width(_word(trunk.connection)) + 2 * _MARGIN
            for trunk in self._trunks
            if any(source.spot.column == column for source in trunk.sources)
        ]
        ends = any(column in trunk.columns for trunk in self._trunks)
        return max(words, default=2 * _MARGIN if ends else 0)


def _word(connection: Connection) -> tuple[Run, ...]:
    return (Run(text=connection.kind, style="label"),)


def port_counts(connections: Iterable[Connection]) -> dict[Place, int]:
    """Return how many arrows end at each place."""
    counts: dict[Place, int] = {}
    for connection in connections:
        for place in (*connection.sources, connection.target):
            counts[place] = counts.get(place, 0) + 1
    return counts


def _trunks(connections: tuple[Connection, ...], spots: Mapping[Place, Spot]) -> tuple[_Trunk, ...]:
    """Give every end a height: those whose other end is higher up come first."""
    ends: dict[Place, list[tuple[float, int]]] = {}
    for number, connection in enumerate(connections):
        target = spots[connection.target].top
        tops = [spots[source].top for source in connection.sources]
        ends.setdefault(connection.target, []).append((sum(tops) / len(tops), number))
        for source in connection.sources:
            ends.setdefault(source, []).append((target, number))
    ports: dict[tuple[Place, int], _Port] = {}
    for place, wanted in ends.items():
        heights = _heights(spots[place], len(wanted))
        for (_, number), y in zip(sorted(wanted), heights, strict=True):
            ports[place, number] = _Port(spot=spots[place], y=y)
    return tuple(
        _Trunk(
            connection=connection,
            sources=tuple(
                sorted((ports[s, number] for s in connection.sources), key=lambda port: port.y)
            ),
            target=ports[connection.target, number],
        )
        for number, connection in enumerate(connections)
    )


def _heights(spot: Spot, count: int) -> list[float]:
    """Return heights for some arrows, spread over a spot.

    The two columns use different ones, so that two level lines are never one.
    """
    shift = spot.column * PORT / 2
    first = int((spot.top + 20 - shift) // PORT) + 1
    last = int((spot.bottom - 4 - shift) // PORT)
    free = range(first, max(last, first + count - 1) + 1)
    return [free[int((n + 0.5) * len(free) / count)] * PORT + shift for n in range(count)]


def _tracks(trunks: tuple[_Trunk, ...]) -> list[int]:
    """Return the track of each trunk, counted from the left.

    Short trunks lie nearest to their column. Those that concern the second column only
    are counted from the right, on as few tracks as keep them off the others.
    """
    order = sorted(range(len(trunks)), key=lambda n: (len(trunks[n].columns), trunks[n].span))
    lefts = _stacked(trunks, [n for n in order if trunks[n].columns != {1}])
    rights = _stacked(trunks, [n for n in order if trunks[n].columns == {1}])
    width = max(len(lefts), len(rights))
    while any(
        trunks[n].meets(trunks[m])
        for track, numbers in enumerate(rights)
        for n in numbers
        for m in (lefts[width - 1 - track] if width - 1 - track < len(lefts) else ())
    ):
        width += 1
    tracks = {n: track for track, numbers in enumerate(lefts) for n in numbers}
    tracks |= {n: width - 1 - track for track, numbers in enumerate(rights) for n in numbers}
    return [tracks[n] for n in range(len(trunks))]


def _stacked(trunks: tuple[_Trunk, ...], order: Iterable[int]) -> list[list[int]]:
    """Return the trunks track by track, each on the first that is free for it."""
    tracks: list[list[int]] = []
    for number in order:
        free = (t for t in tracks if not any(trunks[number].meets(trunks[n]) for n in t))
        track = next(free, None)
        if track is None:
            tracks.append([number])
        else:
            track.append(number)
    return tracks


def _drawn(
    trunk: _Trunk, x: float, edges: tuple[float, float], columns: tuple[float, float]
) -> list[Arrow]:
    """Return the arrows of a trunk; the farthest source on each side carries the others."""
    above = [source for source in trunk.sources if source.y < trunk.target.y]
    below = [source for source in reversed(trunk.sources) if source.y >= trunk.target.y]
    goal = _edge(trunk.target, columns), trunk.target.y
    carriers: list[Arrow] = []
    carried: list[Arrow] = []
    for side in (above, below):
        for number, source in enumerate(side):
            points = [(_edge(source, columns), source.y), (x, source.y)]
            if number == 0:
                points += [(x, trunk.target.y)] if carriers else [(x, trunk.target.y), goal]
            arrow = Arrow(
                kind=trunk.connection.kind,
                points=tuple(points),
                label=_label(trunk, source, edges),
                joins=points[-1] != goal,
            )
            (carried if number else carriers).append(arrow)
    return [*carriers, *carried]


def _edge(port: _Port, columns: tuple[float, float]) -> float:
    return columns[port.spot.column] + port.spot.edge


def _label(trunk: _Trunk, source: _Port, edges: tuple[float, float]) -> Text:
    """Return the word on an arrow, above the line where it leaves its column."""
    right = source.spot.column == 1
    x = edges[1] - _MARGIN if right else edges[0] + _MARGIN
    return Text(x=x, y=source.y - 5, line=_word(trunk.connection), end=right)
