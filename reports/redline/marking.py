"""Marks in sentences: what was deleted stands before what was inserted in its place.

A sentence changes as a whole. Words in the middle of one, struck out here and put in there,
have misled readers about what it said; two whole sentences cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from tenure.reports.schedule.parts import Cell, Paragraph
from tenure.reports.wording.prose import Change, Prose, marked, plain

T = TypeVar("T")


def between(old: Prose, new: Prose) -> Prose:
    """Return a text that shows both what it was and what it is; as it is where it is the same."""
    if plain(old) == plain(new):
        return new
    return (*marked(old, "deleted"), *marked(new, "inserted"))


def is_marked(prose: Prose) -> bool:
    """Return whether any of a text changed."""
    return any(run.change != "kept" for run in prose)


def paragraphs_between(old: Cell, new: Cell) -> Cell:
    """Return the paragraphs of a cell with what changed; those in the same place go together."""
    keyed = aligned(old, new, lambda each: (plain(each.prose), each.style))
    return tuple(_paragraph(was, is_) for was, is_ in keyed)


def _paragraph(was: Paragraph | None, is_: Paragraph | None) -> Paragraph:
    if was is not None and is_ is not None:
        return replace(is_, prose=between(was.prose, is_.prose))
    if is_ is not None:
        return replace(is_, prose=marked(is_.prose, "inserted"))
    assert was is not None
    return replace(was, prose=marked(was.prose, "deleted"))


def all_of_it(cell: Cell, change: Change) -> Cell:
    """Return a cell all of which was deleted, or inserted."""
    return tuple(replace(each, prose=marked(each.prose, change)) for each in cell)


def aligned(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]
) -> list[tuple[T | None, T | None]]:
    """Return what stands in the place of what, in reading order; `None` for nothing.

    Args:
        old: what stood there.
        new: what stands there.
        key: the same for what is the same.
    """
    matcher = SequenceMatcher(a=list(map(key, old)), b=list(map(key, new)), autojunk=False)
    found: list[tuple[T | None, T | None]] = []
    for _, start, end, its_start, its_end in matcher.get_opcodes():
        found.extend(zip_longest(old[start:end], new[its_start:its_end]))
    return found


def in_place(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]
) -> list[tuple[T | None, T | None]]:
    """Return all of the new with its counterpart, and what is gone after what it followed.

    Other than by `aligned`, what only moved is not taken for gone and come. Of several with
    one key the first is that of the first, and so on.
    """
    before, now = _numbered(old, key), _numbered(new, key)
    after: dict[Hashable, list[T]] = {}
    place: Hashable = None
    for name, each in before.items():
        if name in now:
            place = name
        else:
            after.setdefault(place, []).append(each)
    found: list[tuple[T | None, T | None]] = [(gone, None) for gone in after.get(None, [])]
    for name, each in now.items():
        found.append((before.get(name), each))
        found.extend((gone, None) for gone in after.get(name, []))
    return found


def _numbered(items: Sequence[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, T] = {}
    for each in items:
        seen[key(each)] += 1
        found[key(each), seen[key(each)]] = each
    return found
