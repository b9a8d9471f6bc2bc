"""From a concrete syntax tree to rows: every clause is one, with the depth at which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from lark import Token, Tree

Part = Token | Tree[Token]

STEPS = ("promise", "stage", "overall")
"""What clauses may stand under, in a standard and in a procedure."""
LISTED = ("use", "external", "section", "mark", "authority", "fact", "occasion")
"""Declarations that stand in lists, one a line."""
_WHOLE = ("use", "section", "mark", "authority", "fact", "occasion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A clause, or the head of something that has clauses.

    Attributes:
        kind: what the grammar calls it: `keep_clause`, `rule`, `end`.
        parts: its words and phrases, in order; at least one word.
        depth: how many heads it stands under.
        body: what all clauses under one head have in common.
        within: the kind of the head that it stands under; its own for a declaration.
        opens: whether something stands under it.
    """

    kind: str
    parts: tuple[Part, ...]
    depth: int
    body: int
    within: str
    opens: bool = False

    @property
    def words(self) -> list[Token]:
        """Every token, in order."""
        return words_of(self.parts)


def words_of(parts: Sequence[Part]) -> list[Token]:
    """Return every token of some parts, in order."""
    words: list[Token] = []
    for part in parts:
        if isinstance(part, Token):
            words.append(part)
        else:
            words.extend(words_of(part.children))
    return words


def rows_of(tree: Tree[Token]) -> Iterator[Row]:
    """Return the rows of a file, in order."""
    bodies = count(1)
    for declaration in tree.children:
        assert isinstance(declaration, Tree)
        kind, parts = declaration.data, declaration.children
        cut = len(parts) if kind in _WHOLE else _first_clause(parts)
        head, clauses = parts[:cut], parts[cut:]
        yield Row(kind=kind, parts=tuple(head), depth=0, body=0, within=kind, opens=bool(clauses))
        yield from _clauses(clauses, 1, kind, bodies)


def _first_clause(parts: Sequence[Part]) -> int:
    """Return where the head ends: at the first phrase, at `where`, or at `end`."""
    for index, part in enumerate(parts):
        if isinstance(part, Tree) or part.type in ("WHERE", "END"):
            return index
    return len(parts)


def _clauses(
    parts: Sequence[Part], depth: int, within: str, bodies: Iterator[int]
) -> Iterator[Row]:
    """Return the rows under one head."""
    body, under, head = next(bodies), 0, within
    for index, part in enumerate(parts):
        if isinstance(part, Token):
            if part.type == "WHERE":
                yield _row("where", parts[index : index + 2], depth, body, within)
            continue
        if part.data == "exception":
            yield from _exception(part, depth, body, bodies)
        elif part.data in STEPS:
            under, head = next(bodies), part.data
            opens = _has_clauses(parts[index + 1 :])
            yield _row(part.data, part.children, depth, body, within, opens=opens)
        elif index and _is_where(parts[index - 1]):
            continue
        elif under:
            yield _row(part.data, part.children, depth + 1, under, head)
        else:
            yield _row(part.data, part.children, depth, body, within)


def _exception(tree: Tree[Token], depth: int, body: int, bodies: Iterator[int]) -> Iterator[Row]:
    *parts, end = tree.children
    cut = _first_clause(parts)
    yield _row("exception", parts[:cut], depth, body, "exception", opens=True)
    yield from _clauses(parts[cut:], depth + 1, "exception", bodies)
    yield _row("end", [end], depth, body, "exception")


def _has_clauses(following: Sequence[Part]) -> bool:
    """Return whether a step has clauses besides `marks`, which stands in its own line."""
    marks = [isinstance(part, Tree) and part.data == "marks_clause" for part in following[:1]]
    rest = following[len(marks) if all(marks) else 0 :]
    return bool(rest) and isinstance(rest[0], Tree) and rest[0].data not in STEPS


def _is_where(part: Part) -> bool:
    return isinstance(part, Token) and part.type == "WHERE"


def _row(
    kind: str, parts: Sequence[Part], depth: int, body: int, within: str, *, opens: bool = False
) -> Row:
    return Row(kind=kind, parts=tuple(parts), depth=depth, body=body, within=within, opens=opens)
