"""Names and texts as they stand in a query, whatever is in them."""

from __future__ import annotations

from collections.abc import Iterable


def name(text: str) -> str:
    """Return a text as the name of a column or table."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as a text."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Return texts as the inside of a list."""
    return ", ".join(map(literal, texts))
