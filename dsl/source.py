"""Source text and positions in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

_TEXT_OR_COMMENT = re.compile(r'"""[\s\S]*?"""|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|(?P<comment>#[^\n]*)')


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """One file as it was read.

    Attributes:
        path: where it was read from, as the user named it.
        text: its whole text, line ends as written.
    """

    path: str
    text: str = field(repr=False, compare=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(match.end() for match in re.finditer(r"\n", self.text))
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of a character offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return the text of a line (counted from 1) without its line end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")

    def span(self, start: int, end: int) -> Span:
        """Return the span from `start` up to, not including, `end`."""
        return Span(passage=self.whole, first=start, last=end)

    @cached_property
    def whole(self) -> Passage:
        """The whole file as one passage."""
        return Passage(source=self, start=0)

    @cached_property
    def comments(self) -> tuple[Span, ...]:
        """Every comment, from its `#` to the end of its line, in order."""
        return tuple(
            self.span(match.start("comment"), match.end("comment"))
            for match in _TEXT_OR_COMMENT.finditer(self.text)
            if match.group("comment") is not None
        )

    @cached_property
    def code(self) -> str:
        """The text with every quoted text and comment blanked out, offsets unchanged."""
        return _TEXT_OR_COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), self.text)

    @property
    def folder(self) -> Path:
        """The folder against which the file's `use` paths are read."""
        return Path(self.path).parent


@dataclass(slots=True, kw_only=True, eq=False)
class Passage:
    """A stretch of a file that was read by itself, and where it lies now.

    A file that is read once is one passage, and stays where it is. In a file that is
    edited and read again each declaration is one: it moves when text before it grows or
    shrinks, and every span in it moves along.

    Attributes:
        source: the file.
        start: the character offset at which the passage starts.
    """

    source: SourceFile
    start: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Span:
    """A stretch of source text; two are equal that cover the same of the same file.

    Attributes:
        passage: what it lies in.
        first, last: character offsets in the passage, `last` not included.
    """

    passage: Passage
    first: int
    last: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._place == other._place

    def __hash__(self) -> int:
        return hash(self._place)

    @property
    def _place(self) -> tuple[SourceFile, int, int]:
        return self.source, self.start, self.end

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.passage.source

    @property
    def start(self) -> int:
        """The character offset in the file at which the span starts."""
        return self.passage.start + self.first

    @property
    def end(self) -> int:
        """The character offset in the file of the first character after the span."""
        return self.passage.start + self.last

    @property
    def text(self) -> str:
        """The text that the span covers."""
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The line on which the span starts, counted from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The column at which the span starts, counted from 1."""
        return self.source.position(self.start)[1]

    def to(self, other: Span) -> Span:
        """Return the span from the start of this one to the end of the other.

        Both lie in one passage.
        """
        return Span(passage=self.passage, first=self.first, last=other.last)

    def place(self, at: int) -> Span:
        """Return the empty span at a character offset of the file, in this one's passage."""
        offset = at - self.passage.start
        return Span(passage=self.passage, first=offset, last=offset)

    def fixed(self) -> Span:
        """Return the same stretch of the file as it is now, which does not move any more."""
        return self.source.span(self.start, self.end)
