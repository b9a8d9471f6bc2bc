"""The key of the picture: what its shapes and lines mean, of those that occur."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tenure.reports.graphs.figures import Arrow, ArrowKind, Box, Point, Shape, Text
from tenure.reports.graphs.lettering import Line, Run, line_width

_SHAPES: dict[Shape, str] = {
    "schedule": "rule",
    "floor": "legal minimum",
    "ceiling": "maximum",
    "switch": "switches rules off",
    "promise": "standard or procedure",
    "event": "date that a period or limit runs from",
    "date": "other date",
    "hold": "hold: nothing is disposed of",
    "sheet": "policy that has the answer",
    "duty": "duty",
    "activity": "processing activity",
}
_ARROWS: dict[ArrowKind, str] = {
    "beats": "exception beats its rule",
    "overrides": "beats, as the policy says",
    "disapplies": "switches off",
    "as long as": "kept as long as records of this class",
    "follows": "follows",
    "is a": "is a kind of",
}
_ROW = 24.0
_SAMPLE = 26.0
_BETWEEN = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """Samples with their words, and where the key ends below."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    texts: tuple[Text, ...]
    bottom: float


def legend(
    shapes: Collection[Shape], kinds: Collection[ArrowKind], at: Point, room: float
) -> Legend:
    """Return the key of a picture.

    Args:
        shapes: the shapes that occur in it.
        kinds: the kinds of arrow that do.
        at: the key's upper left corner.
        room: how wide it may be.
    """
    box_words = [(shape, words) for shape, words in _SHAPES.items() if shape in shapes]
    arrow_words = [(kind, words) for kind, words in _ARROWS.items() if kind in kinds]
    lines = [_line(words) for _, words in (*box_words, *arrow_words)]
    places = _places([_SAMPLE + 8 + line_width(line) for line in lines], at, room)
    split = len(box_words)
    return Legend(
        boxes=tuple(
            Box(shape=shape, key=f"key:{shape}", x=x, y=y, width=_SAMPLE, height=16, texts=())
            for (shape, _), (x, y) in zip(box_words, places[:split], strict=True)
        ),
        arrows=tuple(
            Arrow(kind=kind, points=((x, y + 8), (x + _SAMPLE, y + 8)))
            for (kind, _), (x, y) in zip(arrow_words, places[split:], strict=True)
        ),
        texts=tuple(
            Text(x=x + _SAMPLE + 8, y=y + 12, line=line)
            for line, (x, y) in zip(lines, places, strict=True)
        ),
        bottom=max((y for _, y in places), default=at[1]) + _ROW,
    )


def _line(words: str) -> Line:
    return (Run(text=words, style="label"),)


def _places(widths: list[float], at: Point, room: float) -> list[Point]:
    """Return where each entry begins, on as many rows as are needed."""
    places: list[Point] = []
    x, y = at
    for width in widths:
        if x > at[0] and x + width > at[0] + room:
            x, y = at[0], y + _ROW
        places.append((x, y))
        x += width + _BETWEEN
    return places
