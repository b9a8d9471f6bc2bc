"""Lays out the picture of a rule graph: a heading, one or two columns of cards, a key.

Nothing is drawn here. What comes back is frozen and the same at every run.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from tenure.compiler.policy import Policy
from tenure.reports.graphs.cards import Card, Content, Place, Sheet
from tenure.reports.graphs.columns import Column, column_width
from tenure.reports.graphs.contents import content_of
from tenure.reports.graphs.description import described
from tenure.reports.graphs.figures import Arrow, Box, Picture, Text
from tenure.reports.graphs.legend import legend
from tenure.reports.graphs.lettering import Line, Run, line_height, shown, wrap
from tenure.reports.graphs.routes import Gutter, port_counts

MARGIN = 24.0
TALL = 1000.0
"""A column higher than this is broken into two, where there is more than one family."""
_GUTTER = 32.0
"""The least room between two columns."""
_INTRODUCTION = (
    "A card for each class of records, with its rules and promises. An arrow points from the "
    "rule that wins to the rule that yields."
)

Family = tuple[Card | Sheet, ...]
Ports = Mapping[Place, int]


def lay_out(policy: Policy, around: str | None = None) -> Picture:
    """Return the picture of a rule graph, or of its part around one rule or class."""
    content = content_of(policy, around)
    columns = _columns(content)
    spots = {place: spot for column in columns for place, spot in column.spots.items()}
    gutter = Gutter(content.connections, spots)
    between = max(gutter.width, _GUTTER) if len(columns) > 1 else gutter.width
    first, edge = MARGIN, MARGIN + columns[0].width
    starts = (first, edge + between)
    room = between + sum(column.width for column in columns)
    heading, top = _heading(policy, around, room)
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    for column, start in zip(columns, starts, strict=False):
        boxes.extend(box.moved(start, top) for box in column.boxes)
        arrows.extend(arrow.moved(start, top) for arrow in column.arrows)
    arrows.extend(arrow.moved(0, top) for arrow in gutter.arrows(edge, starts, between))
    key = legend(
        {box.shape for box in boxes},
        {arrow.kind for arrow in arrows},
        (MARGIN, top + max(column.y for column in columns)),
        room,
    )
    return Picture(
        width=room + 2 * MARGIN,
        height=key.bottom + MARGIN,
        title=_title(policy, around),
        description=described(content),
        texts=(*heading, *key.texts),
        boxes=(*boxes, *key.boxes),
        arrows=(*arrows, *key.arrows),
    )


def _title(policy: Policy, around: str | None) -> str:
    part = f", around {around}" if around is not None else ""
    return shown(f"{policy.document.title}{part}")


def _heading(policy: Policy, around: str | None, room: float) -> tuple[list[Text], float]:
    """Return the heading and how far down it reaches."""
    title: Line = (Run(text=_title(policy, around), style="title"),)
    words: Line = (Run(text=_INTRODUCTION, style="plain"),)
    texts: list[Text] = []
    y = MARGIN - 4
    for line in (*wrap(title, room), *wrap(words, room)):
        height = line_height(line)
        texts.append(Text(x=MARGIN, y=y + height * 0.78, line=line))
        y += height
    return texts, y + 16


def _columns(content: Content) -> list[Column]:
    """Return the cards in one column, or in two of about the same height."""
    width = column_width(content.items)
    ports = port_counts(content.connections)
    heights = [_filled(0, (family,), width, ports).y for family in content.families]
    if sum(heights) <= TALL or len(heights) < 2:
        return [_filled(0, content.families, width, ports)]
    above = list(accumulate(heights))
    split = min(range(1, len(above)), key=lambda n: max(above[n - 1], above[-1] - above[n - 1]))
    return [
        _filled(0, content.families[:split], width, ports),
        _filled(1, content.families[split:], width, ports),
    ]


def _filled(number: int, families: tuple[Family, ...], width: float, ports: Ports) -> Column:
    column = Column(number=number, width=width, ports=ports)
    for family in families:
        for item in family:
            column.add(item)
    return column
