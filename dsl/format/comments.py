"""Comments and empty lines, and the words that they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lark import Token

from tenure.dsl.source import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment on a line of its own.

    Attributes:
        text: from its `#` on, without blanks at its end.
        empty: how many empty lines were left before it.
        indented: whether it does not begin in the first column.
    """

    text: str
    empty: int
    indented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """What the author wrote between the words.

    Attributes:
        before: the comments on the lines above a word, by where the word begins; those
            after the last word by the length of the text.
        behind: the comment that ends a word's line, by where the word ends.
        empty: the empty lines right above a word, by where it begins.
        broken: where words begin that are the first of their line.
    """

    before: dict[int, list[Comment]] = field(default_factory=dict)
    behind: dict[int, str] = field(default_factory=dict)
    empty: dict[int, int] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, source: SourceFile, words: Iterable[Token]) -> Comments:
        """Return the comments of a text whose words are these."""
        found = cls()
        text = source.text
        spans = [(word.start_pos or 0, word.end_pos or 0, False) for word in words]
        spans += [(span.start, span.end, True) for span in source.comments]
        spans.append((len(text), len(text), False))
        waiting: list[Comment] = []
        last = 0
        for start, end, is_comment in sorted(spans):
            lines = text.count("\n", last, start)
            empty = max(0, lines - 1) if last else lines
            if not is_comment:
                if waiting:
                    found.before[start], waiting = waiting, []
                found.empty[start] = empty
                if lines:
                    found.broken.add(start)
            elif lines or not last:
                indented = text[start - 1 : start] not in ("", "\n")
                comment = text[start:end].rstrip()
                waiting.append(Comment(text=comment, empty=empty, indented=indented))
            else:
                found.behind[last] = text[start:end].rstrip()
            last = end
        return found

    def inside(self, words: list[Token]) -> bool:
        """Return whether comments stand between the words."""
        return any(word.start_pos in self.before for word in words[1:]) or any(
            word.end_pos in self.behind for word in words[:-1]
        )
