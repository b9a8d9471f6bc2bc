"""Text for a picture whose reader's fonts are not known: measured with care, wrapped to fit.

Widths are those of DejaVu Sans, the widest of the usual sans-serif faces, rounded up.
In Arial or Helvetica the same text takes about a tenth less, and never more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Style = Literal["title", "heading", "name", "ref", "plain", "period", "quiet", "label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a style is set; sizes in pixels."""

    size: float
    bold: bool = False
    italic: bool = False


FACES: dict[Style, Face] = {
    "title": Face(size=20, bold=True),
    "heading": Face(size=15, bold=True),
    "name": Face(size=11),
    "ref": Face(size=12, bold=True),
    "plain": Face(size=12),
    "period": Face(size=13, bold=True),
    "quiet": Face(size=12, italic=True),
    "label": Face(size=11),
}
LONGEST = 400
"""Characters of one text that are shown; the rest is for the policy itself to tell."""

_BOLDER = 1.15
_WIDTHS = (
    (" ,./:;\\|'Iijl", 0.35),
    ("()[]-!ftr", 0.42),
    ('"*`', 0.52),
    ("?_csz", 0.6),
    ("ABCJRVXZ", 0.73),
    ("DGHNOQU#+<=>^&~w", 0.86),
    ("MWm@%", 1.02),
)
"""Characters by width, in ems; other ASCII ones are 0.67 wide."""
_BY_CHARACTER = {character: width for group, width in _WIDTHS for character in group}
_UNSHOWN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")
"""What XML 1.0 forbids, and control characters, which have no shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Some text in one style."""

    text: str
    style: Style


Line = tuple[Run, ...]
"""Runs that stand beside each other on one line."""


def shown(text: str) -> str:
    """Return a text as a picture can show it: on one line, without control characters.

    A text longer than `LONGEST` ends in an ellipsis.
    """
    text = " ".join(_UNSHOWN.sub(" ", text).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def width(text: str, style: Style) -> float:
    """Return the width of a text in pixels, rather too much than too little."""
    face = FACES[style]
    return sum(map(_em, text)) * face.size * (_BOLDER if face.bold else 1)


def _em(character: str) -> float:
    if (known := _BY_CHARACTER.get(character)) is not None:
        return known
    if character < "\x7f":
        return 0.67
    if unicodedata.combining(character):
        return 0
    return 0.84 if unicodedata.category(character) == "Ll" else 1.05


def line_height(line: Line) -> float:
    """Return the height of a line, the space above it included."""
    return max(FACES[run.style].size for run in line) * 1.36


def line_width(line: Line) -> float:
    """Return the width of a line."""
    return sum(width(run.text, run.style) for run in line)


def wrap(runs: Line, room: float) -> tuple[Line, ...]:
    """Return the lines on which runs fit a width; a word that is too long is broken."""
    lines: list[list[Run]] = [[]]
    left = room
    for word, style in _words(runs, room):
        needed = width(word, style)
        if needed > left and lines[-1]:
            lines.append([])
            left = room
            word = word.lstrip()  # noqa: PLW2901  (a line does not begin with a space)
            needed = width(word, style)
        lines[-1].append(Run(text=word, style=style))
        left -= needed
    return tuple(_joined(line) for line in lines if line)


def _words(runs: Line, room: float) -> Iterator[tuple[str, Style]]:
    """Yield the words, each with the space before it; too long ones in pieces."""
    for number, run in enumerate(runs):
        for place, word in enumerate(shown(run.text).split(" ")):
            text = f" {word}" if number or place else word
            while width(text, run.style) > room and len(text) > 1:
                fitting = _fitting(text, run.style, room)
                yield text[:fitting], run.style
                text = text[fitting:]
            if text.strip():
                yield text, run.style


def _fitting(text: str, style: Style, room: float) -> int:
    """Return how many characters of a text fit, at least one."""
    count = 1
    while count < len(text) and width(text[: count + 1], style) <= room:
        count += 1
    return count


def _joined(line: list[Run]) -> Line:
    """Join neighbours of one style."""
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].style == run.style:
            joined[-1] = Run(text=joined[-1].text + run.text, style=run.style)
        else:
            joined.append(run)
    return tuple(joined)
