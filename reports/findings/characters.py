"""Text made safe and measurable for a terminal.

A policy is somebody else's text. Escape sequences in it must not drive the reader's
terminal, and an invisible character must not make one rule look like another.
"""

from __future__ import annotations

import unicodedata

TAB = 4
"""The columns between two tab stops."""

_JOINERS = "\u200c\u200d"
"""Invisible, and part of the spelling of several languages."""

_WIDE_SPACE = "\u3000"
_SHOWN_AS_THEY_ARE = frozenset({"Co", "Cn"})
_ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def visible(text: str) -> str:
    """Return the text with control and invisible characters spelled out, as `<U+001B>`."""
    if text.isprintable():
        return text
    return "".join(map(visible_character, text))


def visible_character(character: str) -> str:
    """Return a character, or its number where it has no shape of its own."""
    if character.isprintable() or character in _JOINERS or character == _WIDE_SPACE:
        return character
    if unicodedata.category(character) in _SHOWN_AS_THEY_ARE:
        return character
    return f"<U+{ord(character):04X}>"


def one_line(text: str, most: int = 1000) -> str:
    """Return a text for a line of its own: line ends as spaces, no longer than `most`."""
    if len(text) > most:
        text = f"{text[: most - 1]}…"
    return visible(" ".join(text.split("\n")) if "\n" in text else text)


def width(text: str) -> int:
    """Return how many columns a visible text takes: wide characters two, combining none."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def padded(text: str, columns: int) -> str:
    """Return the text with spaces after it up to that many columns."""
    return text + " " * (columns - width(text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
