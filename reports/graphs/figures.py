"""What is drawn and where: the frozen result of a layout, in pixels from the top left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tenure.reports.graphs.lettering import Line

Shape = Literal[
    "card",
    "sheet",
    "duty",
    "activity",
    "schedule",
    "floor",
    "ceiling",
    "switch",
    "promise",
    "event",
    "date",
    "hold",
]
ArrowKind = Literal["beats", "overrides", "disapplies", "as long as", "follows", "is a"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text; `x` is its left end, with `end` its right end; `y` its baseline."""

    x: float
    y: float
    line: Line
    end: bool = False

    def moved(self, dx: float, dy: float) -> Text:
        """Return the text so much further right and down."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A frame with text in it.

    Attributes:
        shape: how it is drawn.
        key: whose it is; two boxes of a picture never have the same.
        texts: the lines inside it.
        about: what a reader sees who points at it.
    """

    shape: Shape
    key: str
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]
    about: str = ""

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box, with its text, so much further right and down."""
        texts = tuple(text.moved(dx, dy) for text in self.texts)
        return replace(self, x=self.x + dx, y=self.y + dy, texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A line of level and upright strokes, with a head at its end unless it joins another.

    Attributes:
        kind: how it is drawn.
        points: its corners, from its start to its end.
        label: a word beside it.
        joins: whether it ends on the line of another arrow, which goes on for both.
    """

    kind: ArrowKind
    points: tuple[Point, ...]
    label: Text | None = None
    joins: bool = False

    def moved(self, dx: float, dy: float) -> Arrow:
        """Return the arrow, with its label, so much further right and down."""
        label = self.label.moved(dx, dy) if self.label else None
        points = tuple((x + dx, y + dy) for x, y in self.points)
        return replace(self, points=points, label=label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A whole picture.

    Attributes:
        title: its title, also for those who cannot see it.
        description: what it shows, in words.
        texts: lines that stand in no box.
        boxes: cards before what lies on them.
        arrows: one that joins another stands right before that one.
    """

    width: float
    height: float
    title: str
    description: str
    texts: tuple[Text, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
