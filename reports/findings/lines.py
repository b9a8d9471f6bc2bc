"""One line of source as it is shown: tabs as spaces, long lines cut around what matters."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from tenure.reports.findings.characters import TAB, visible_character, width

WIDEST = 100
"""The most columns of a source line that are shown."""

_LEAD = 40
"""The most columns that a cut line shows before what matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A source line, or a part of it, ready to be shown.

    Attributes:
        text: what is shown.
        first: the offset in the line of the first character that is shown.
        columns: where each shown character begins, and where the last one ends.
    """

    text: str
    first: int
    columns: tuple[int, ...]

    def column(self, offset: int) -> int:
        """Return where a character of the line begins; the nearer end when it is cut off."""
        index = min(max(offset - self.first, 0), len(self.columns) - 1)
        return self.columns[index]


def shown_line(line: str, focus: int) -> ShownLine:
    """Return a line as it is shown.

    Args:
        line: the line without its line end.
        focus: the offset of the character that must be seen; of a shorter line, its end.
    """
    focus = min(focus, len(line))
    # Whatever its characters turn into, a line is never looked at beyond the part that can be
    # shown: a line may have a million of them.
    reach = range(max(0, focus - WIDEST), min(len(line), focus + WIDEST))
    pieces = _pieces(line[reach.start : reach.stop])
    ends = list(accumulate(map(width, pieces), initial=0))
    whole = reach.start == 0 and reach.stop == len(line) and ends[-1] <= WIDEST
    if whole:
        return ShownLine(text="".join(pieces), first=0, columns=tuple(ends))
    at = focus - reach.start
    start = 0
    if reach.start > 0 or ends[min(at, len(pieces))] > WIDEST - _LEAD:
        start = min(bisect_right(ends, max(0, ends[at] - _LEAD)), at)
    stop = max(bisect_right(ends, ends[start] + WIDEST) - 1, min(at + 1, len(pieces)))
    before = "…" if reach.start + start > 0 else ""
    after = "…" if reach.start + stop < len(line) else ""
    shift = len(before) - ends[start]
    return ShownLine(
        text=before + "".join(pieces[start:stop]) + after,
        first=reach.start + start,
        columns=tuple(end + shift for end in ends[start : stop + 1]),
    )


def _pieces(text: str) -> list[str]:
    """Return what is shown for each character: a tab's spaces, a control character's number."""
    if text.isascii() and text.isprintable():
        return list(text)
    pieces: list[str] = []
    column = 0
    for character in text:
        piece = " " * (TAB - column % TAB) if character == "\t" else visible_character(character)
        pieces.append(piece)
        column += width(piece)
    return pieces
