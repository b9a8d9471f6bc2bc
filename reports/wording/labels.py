"""Labels for the parts of a sentence: (a), (b); inside (a), (a1), (a2); inside (a1), (a1a).

Every label carries the labels around it, so that no part can be read as belonging to
another list than its own. Conditions begin with numbers and periods with letters, so
that a sentence with both has no label twice.
"""

from __future__ import annotations

from typing import Literal


def label(path: str, index: int, first: Literal["letters", "numbers"]) -> str:
    """Return the label of a part.

    Args:
        path: the label of the list's own place, empty for the outermost.
        index: the part's place in the list, from 0.
        first: what the outermost list is labelled with; then they take turns.
    """
    numbers = path[-1].isalpha() if path else first == "numbers"
    return f"{path}{index + 1}" if numbers else path + _letters(index)


def _letters(index: int) -> str:
    """Return a, b, … z, aa, ab and so on."""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters
