"""Places cards one under another, and on each card its rules.

An exception stands above the rule it beats and further in; so the strongest rule of a
card is near its top, and the reader who comes down reaches the rule that is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tenure.compiler.policy import Rule
from tenure.dsl.source import Span
from tenure.reports.graphs.cards import (
    Badge,
    Card,
    Place,
    PromiseEntry,
    RuleEntry,
    RuleOnCard,
    Sheet,
)
from tenure.reports.graphs.figures import Arrow, Box, Point, Text
from tenure.reports.graphs.lettering import Line, Run, line_height, line_width, shown, wrap

CARD_WIDTH = 460.0
"""A card without exceptions to exceptions and without parent; deeper ones make all wider."""
SHEET_WIDTH = 280.0
NARROWEST = 300.0
"""The least width of a rule's box, however deep it lies."""
INDENT = 24.0
GAP = 22.0
"""Between one card and the next."""
PAD = 14.0
BOX_GAP = 10.0
BEATS_GAP = 24.0
"""Above a rule that has exceptions: room for the arrow and its word."""
PORT = 16.0
"""What each further arrow needs of the height of what it ends at."""
_SPINE = 10.0
"""How far below an exception's upper edge its arrow leaves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where arrows may end: between two heights, in a column (0 or 1), at one of two edges."""

    column: int
    top: float
    bottom: float
    left: float
    right: float

    @property
    def edge(self) -> float:
        """The edge that faces the gutter: the right one in the first column, else the left."""
        return self.right if self.column == 0 else self.left


@dataclass(slots=True, kw_only=True)
class Column:
    """One column while it is being filled; `x` counts from its own left edge.

    Attributes:
        number: 0 for the first, 1 for the second.
        width: its width.
        y: how far it is filled.
        ports: how many arrows end at each place.
    """

    number: int
    width: float
    ports: Mapping[Place, int]
    y: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    spots: dict[Place, Spot] = field(default_factory=dict)
    cards: dict[str, Box] = field(default_factory=dict)
    _children: dict[str, float] = field(default_factory=dict)

    def add(self, item: Card | Sheet) -> None:
        """Place a card or sheet under what is there."""
        if isinstance(item, Card):
            self._card(item)
        else:
            self._sheet(item)
        self.y += GAP

    def _card(self, card: Card) -> None:
        left, top = card.depth * INDENT, self.y
        place = len(self.boxes)
        inside = left + PAD
        texts = self._texts(card.paragraphs, inside, top + PAD - 4, self.width - PAD)
        self._badges(card.badges, inside, card.key)
        if card.remarks:
            texts += self._texts(card.remarks, inside, self.y + 4, self.width - PAD)
        self.y = max(self.y + PAD / 2, top + self._least(card.key))
        self.spots[card.key] = Spot(
            column=self.number, top=top, bottom=self.y, left=left, right=self.width
        )
        for entry in card.entries:
            self._entry(entry, card, inside)
        for promise in card.promises:
            self._promise(promise, card, inside)
        self.y += PAD - (BOX_GAP if card.entries or card.promises else 0)
        box = Box(
            shape="card",
            key=card.key,
            x=left,
            y=top,
            width=self.width - left,
            height=self.y - top,
            texts=texts,
            about=_about(card.record_class.title, card.record_class.span),
        )
        self.boxes.insert(place, box)
        self.cards[card.key] = box
        self._is_a(card, left, top)

    def _is_a(self, card: Card, left: float, top: float) -> None:
        """Lead a card up to its parent's, or to the line of the child before it."""
        parent = self.cards.get(f"class:{card.parent}")
        if parent is not None:
            x, y = parent.x + INDENT / 2, top + 22
            goal = self._children.get(parent.key, parent.bottom)
            points: tuple[Point, ...] = ((left, y), (x, y), (x, goal))
            joins = parent.key in self._children
            self.arrows.append(Arrow(kind="is a", points=points, joins=joins))
            self._children[parent.key] = y

    def _sheet(self, sheet: Sheet) -> None:
        top, width = self.y, min(SHEET_WIDTH, self.width)
        left = self.width - width if self.number == 0 else 0.0
        texts = self._texts(sheet.paragraphs, left + PAD, top + 6, left + width - 2 * PAD)
        self.y = max(self.y + 8, top + self._least(sheet.key))
        box = Box(
            shape=sheet.shape,
            key=sheet.key,
            x=left,
            y=top,
            width=width,
            height=self.y - top,
            texts=texts,
            about=shown(sheet.about),
        )
        self.boxes.append(box)
        self._spot(sheet.key, box)

    def _promise(self, entry: PromiseEntry, card: Card, left: float) -> None:
        """Place a standard or procedure under what is there."""
        one, top, right = entry.obligation, self.y, self.width - PAD
        texts = self._texts(entry.paragraphs, left + PAD, top + 5, right - PAD / 2)
        self.y += 8
        box = Box(
            shape="promise",
            key=f"promise:{one.ref}@{card.record_class.name}",
            x=left,
            y=top,
            width=right - left,
            height=self.y - top,
            texts=texts,
            about=_about(f"{one.ref} {one.title}", one.head),
        )
        self.boxes.append(box)
        self.y += BOX_GAP

    def _entry(self, entry: RuleEntry, card: Card, left: float) -> Box:
        """Place a rule under its exceptions."""
        exceptions = [self._entry(inner, card, left + INDENT) for inner in entry.exceptions]
        if exceptions:
            self.y += BEATS_GAP - BOX_GAP
        place = RuleOnCard(entry.rule.ref, card.record_class.name)
        top, right = self.y, self.width - PAD
        texts = self._texts(entry.paragraphs, left + PAD, top + 5, right - PAD / 2)
        self.y = max(self.y + 8, top + self._least(place))
        box = Box(
            shape=entry.rule.kind.value,
            key=f"rule:{entry.rule.ref}@{card.record_class.name}",
            x=left,
            y=top,
            width=right - left,
            height=self.y - top,
            texts=texts,
            about=_about_rule(entry.rule),
        )
        self.boxes.append(box)
        self._spot(place, box)
        self._beats(exceptions, box)
        self.y += BOX_GAP
        return box

    def _beats(self, exceptions: list[Box], beaten: Box) -> None:
        """Lead each exception to the rule it beats, all along one line."""
        x = beaten.x + INDENT / 2
        word = Text(x=x + 8, y=beaten.y - 9, line=(Run(text="beats", style="label"),))
        for number, exception in enumerate(exceptions):
            y = exception.y + _SPINE
            start: tuple[Point, ...] = ((exception.x, y), (x, y))
            if number:
                self.arrows.append(Arrow(kind="beats", points=start, joins=True))
            else:
                points = (*start, (x, beaten.y))
                self.arrows.append(Arrow(kind="beats", points=points, label=word))

    def _badges(self, badges: Iterable[Badge], left: float, key: str) -> None:
        """Place badges beside each other, and on a new line where one does not fit."""
        x, row, low = left, self.y + 5, self.y
        for badge in badges:
            lines = wrap((Run(text=badge.text, style="label"),), self.width - PAD - left - 30)
            width = max(map(line_width, lines), default=0) + 30
            if x > left and x + width > self.width - PAD:
                x, row = left, low + 5
            texts = self._texts(lines, x + 22, row + 2, x + width)
            box = Box(
                shape=badge.shape,
                key=f"{badge.shape}:{badge.name}@{key}",
                x=x,
                y=row,
                width=width,
                height=self.y + 4 - row,
                texts=texts,
                about=shown(badge.about),
            )
            self.boxes.append(box)
            x, low = box.right + 6, max(low, box.bottom)
        self.y = low

    def _texts(
        self, paragraphs: Iterable[Line], left: float, top: float, right: float
    ) -> tuple[Text, ...]:
        """Return wrapped lines, and move down below them."""
        texts: list[Text] = []
        self.y = top
        for paragraph in paragraphs:
            for line in wrap(paragraph, right - left):
                height = line_height(line)
                texts.append(Text(x=left, y=self.y + height * 0.78, line=line))
                self.y += height
        return tuple(texts)

    def _least(self, place: Place) -> float:
        """Return the least height of what so many arrows end at."""
        count = self.ports.get(place, 0)
        return 24 + PORT * count if count else 0

    def _spot(self, place: Place, box: Box) -> None:
        self.spots[place] = Spot(
            column=self.number, top=box.y, bottom=box.bottom, left=box.x, right=box.right
        )


def column_width(items: Iterable[Card | Sheet]) -> float:
    """Return the width of a column that can hold these cards."""
    cards = [item for item in items if isinstance(item, Card)]
    steps = (card.depth + max(map(_depth, card.entries), default=0) for card in cards)
    return max(CARD_WIDTH, NARROWEST + 2 * PAD + INDENT * max(steps, default=0))


def _depth(entry: RuleEntry) -> int:
    return 1 + max(map(_depth, entry.exceptions), default=-1)


def _about_rule(rule: Rule) -> str:
    return _about(f"{rule.ref} {rule.title}", rule.head)


def _about(title: str, span: Span) -> str:
    """Return a title and the line that it stands on; of the file its name only."""
    name = span.source.path.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{shown(title)} ({shown(name)}, line {span.line})"
