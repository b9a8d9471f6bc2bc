"""Words side by side: one blank between them, none inside a path, a period or parentheses."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from lark import Token

from tenure.dsl.format.rows import Part, words_of

_NO_BLANK_BEFORE = ("COMMA", "RPAR", "DOT", "PLUS")
_NO_BLANK_AFTER = ("LPAR", "DOT", "PLUS")


def flat(parts: Sequence[Part]) -> str:
    """Return some parts on one line."""
    text = ""
    last: Token | None = None
    for word in words_of(parts):
        text += f"{between(last, word)}{spelling(word)}"
        last = word
    return text


def between(last: Token | None, word: Token) -> str:
    """Return what stands between two words of one line: a blank or nothing."""
    if last is None or word.type in _NO_BLANK_BEFORE or last.type in _NO_BLANK_AFTER:
        return ""
    return " "


def spelling(word: Token) -> str:
    """Return a word as it is spelled; blanks within `in force` and `95%` are ours to choose."""
    if word.type in ("IN_FORCE", "PROMISE_VERB"):
        return " ".join(word.split())
    if word.type == "PERCENT":
        return "".join(word.split())
    return str(word)


def columns(text: str) -> int:
    """Return how many columns a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def padded(text: str, width: int) -> str:
    """Return the text with blanks after it up to that many columns."""
    return text + " " * (width - columns(text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
