"""Clauses that are too long for one line: where they are broken, and how the rest stands.

The lines that come back have their indentation, counted from the column at which the
clause goes on; the first begins where the caller says.
"""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree

from tenure.dsl.format.rows import Part, words_of
from tenure.dsl.format.spacing import between, columns, flat

WIDTH = 120
"""The columns of a line, where breaking it can keep it so short; a quoted text is never broken."""

_STEP = 2


def wrapped(parts: Sequence[Part], room: int, at: int, indent: int = 0) -> list[str]:
    """Return some parts on as few lines as they need.

    Args:
        parts: what is written.
        room: the columns of a line.
        at: the column at which the first line begins.
        indent: the column at which the others do.
    """
    text = flat(parts)
    if at + columns(text) <= room or "\n" in text:
        return [text]
    if any(isinstance(part, Token) and part.type == "COMMA" for part in parts):
        return _listed(parts, room, at, indent)
    lines = [""]
    last: Token | None = None
    for part in parts:
        first = words_of([part])[0]
        lines[-1] += between(last, first)
        here = columns(lines[-1]) + (at if len(lines) == 1 else 0)
        begun, *others = _phrase(part, room, here, indent)
        lines[-1] += begun
        lines.extend(others)
        last = words_of([part])[-1]
    return lines


def _phrase(part: Part, room: int, at: int, indent: int) -> list[str]:
    text = flat([part])
    if isinstance(part, Token) or at + columns(text) <= room:
        return [text]
    match part.data:
        case "any_of" | "all_of":
            return _operands(part, room, at, indent)
        case "grouped":
            return _grouped(part, room, at, indent)
        case "choice":
            return _choice(part, room, indent)
        case _:
            return wrapped(part.children, room, at, indent)


def _operands(tree: Tree[Token], room: int, at: int, indent: int) -> list[str]:
    """Return a condition with each `and`, or `or`, at the beginning of a line."""
    first, *rest = tree.children
    lines = _phrase(first, room, at, indent + _STEP)
    for word, operand in zip(rest[::2], rest[1::2], strict=True):
        lead = f"{' ' * indent}{flat([word])} "
        begun, *others = _phrase(operand, room, len(lead), indent + _STEP)
        lines += [lead + begun, *others]
    return lines


def _grouped(tree: Tree[Token], room: int, at: int, indent: int) -> list[str]:
    _, inner, _ = tree.children
    *lines, last = _phrase(inner, room, at + 1, indent)
    lines.append(f"{last})")
    return [f"({lines[0]}", *lines[1:]]


def _choice(tree: Tree[Token], room: int, indent: int) -> list[str]:
    """Return `the later of (` and each of the periods on a line of its own."""
    words = [part for part in tree.children if isinstance(part, Token) and part.type != "COMMA"]
    periods = [part for part in tree.children if isinstance(part, Tree)]
    lines = [flat(words[:-1])]
    for period in periods:
        inner = indent + _STEP
        begun, *others = _phrase(period, room, inner, inner)
        lines += [" " * inner + begun, *others]
        lines[-1] += ")" if period is periods[-1] else ","
    return lines


def _listed(parts: Sequence[Part], room: int, at: int, indent: int) -> list[str]:
    """Return a list: as many items a line as fit, or one where they are quoted texts."""
    items: list[list[Part]] = [[]]
    for part in parts:
        items[-1].append(part)
        if isinstance(part, Token) and part.type == "COMMA":
            items.append([])
    quoted = any(word.type == "STRING" for word in words_of(parts))
    lines = [flat(items[0])]
    for item in items[1:]:
        text = flat(item)
        here = columns(lines[-1]) + (at if len(lines) == 1 else 0)
        if quoted or here + 1 + columns(text) > room:
            lines.append(" " * indent + text)
        else:
            lines[-1] += f" {text}"
    return lines
