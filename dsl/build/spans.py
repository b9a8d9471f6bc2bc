"""What every builder needs: spans, tokens by type, depth, and mistakes with a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from lark import Token, Transformer

from tenure.dsl.codes import Code
from tenure.dsl.source import Passage, SourceFile, Span

MAX_DEPTH = 64
"""Levels of parentheses, exceptions or computed points that a reader could still follow."""


class Spanned(Protocol):
    """A node that knows where it stands."""

    @property
    def span(self) -> Span: ...  # noqa: D102


class MisreadError(Exception):
    """A declaration that parses but cannot be meant: 31 February, 10,000 parentheses."""

    def __init__(self, code: Code, message: str, span: Span, help_: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.help = help_


Node = TypeVar("Node")
Children = list[Any]
"""What lark hands to a reduction: tokens and the nodes built so far."""


NOWHERE = SourceFile(path="", text="").whole
"""The passage of a builder that is not at work."""


class SpanBuilder(Transformer[Token, Any]):
    """The ground on which the builders stand."""

    def __init__(self) -> None:
        super().__init__()
        self._passage = NOWHERE
        self._depths: dict[int, tuple[object, int]] = {}

    def begin(self, passage: Passage) -> None:
        """Start on a new passage, whose text alone is parsed: forget the last one."""
        self._passage = passage
        self._depths = {}

    def token_span(self, token: Token) -> Span:
        """Return the span of one token."""
        first = token.start_pos or 0
        return Span(passage=self._passage, first=first, last=first + len(token))

    def span(self, children: Children) -> Span:
        """Return the span from the first child to the last."""
        return self._one(children[0]).to(self._one(children[-1]))

    def _one(self, child: Token | Spanned) -> Span:
        return self.token_span(child) if isinstance(child, Token) else child.span

    def deepen(self, node: Spanned, inner: Iterable[object]) -> None:
        """Note how deep a node lies; refuse what nobody could read.

        Raises:
            MisreadError: beyond `MAX_DEPTH` levels.
        """
        depth = 1 + max((self._depths.get(id(part), (None, 0))[1] for part in inner), default=0)
        if depth > MAX_DEPTH:
            raise MisreadError(
                Code.NESTED_TOO_DEEPLY,
                f"nested more than {MAX_DEPTH} levels deep",
                node.span,
                ("split it: give parts of it a rule, an exception or a field of their own",),
            )
        self._depths[id(node)] = (node, depth)


def tokens(children: Children, *types: str) -> list[Token]:
    """Return the tokens of the given types, in order."""
    return [child for child in children if isinstance(child, Token) and child.type in types]


def has(children: Children, type_: str) -> bool:
    """Return whether a token of this type is there."""
    return any(isinstance(child, Token) and child.type == type_ for child in children)


def of_type(children: Children, kind: type[Node] | tuple[type[Node], ...]) -> list[Node]:
    """Return the children that are nodes of this kind, in order."""
    return [child for child in children if isinstance(child, kind)]
