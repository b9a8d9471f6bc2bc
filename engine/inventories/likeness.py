"""How alike the names of a policy and those of data are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher

ALIKE = 0.75
"""How alike two names must be to be taken for one; 1 is the same."""

_EMPTY = ("date", "on", "at", "dt", "the", "of", "flag", "is")
"""Words that say nothing of what a column is about."""


def nearest(said: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """Return the key whose names are most like what is said; `None` where none is near."""
    scored = sorted((-max(alike(said, name) for name in all_), key) for key, all_ in names.items())
    return scored[0][1] if scored and -scored[0][0] >= ALIKE else None


def matched(
    wanted: Mapping[str, Iterable[str]],
    there: Iterable[str],
    fits: Callable[[str, str], bool],
) -> dict[str, str]:
    """Return which of the names that are there stands for which wanted one, the surest first.

    Args:
        wanted: what is looked for, by key, each with the names by which it may go.
        there: the names that are there; each is used once.
        fits: whether a key may be what stands under a name.
    """
    columns = tuple(there)
    scored = sorted(
        (-max(alike(name, column) for name in names), key, column)
        for key, names in wanted.items()
        for column in columns
        if fits(key, column)
    )
    found: dict[str, str] = {}
    for score, key, column in scored:
        if -score >= ALIKE and key not in found and column not in found.values():
            found[key] = column
    return found


def alike(one: str, other: str) -> float:
    """Return how alike two names are, between 0 and 1.

    A plural is like its singular, the order of words hardly matters, and a name that is
    the other with something added is near it.
    """
    left, right = words_of(one), words_of(other)
    if left == right:
        return 1.0
    if set(left) == set(right):
        return 0.95
    ratio = SequenceMatcher(None, "_".join(left), "_".join(right)).ratio()
    short, long_ = sorted((set(left), set(right)), key=len)
    return max(ratio, 0.8) if short < long_ and len(long_) - len(short) == 1 else ratio


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, in small letters, without those that say nothing."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    words = [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]
    telling = [word for word in words if word not in _EMPTY] or words
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in telling)
