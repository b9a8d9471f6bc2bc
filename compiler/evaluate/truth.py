"""Kleene's three-valued logic, with the reasons for what is unknown (S3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Truth(Enum):
    """True, false, or not known."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """A truth, and for an unknown one the fields that would settle it."""

    truth: Truth
    missing: frozenset[str] = frozenset()

    @property
    def certain(self) -> bool:
        """Whether it is true for certain."""
        return self.truth is Truth.TRUE

    @property
    def possible(self) -> bool:
        """Whether it is true, or may be."""
        return self.truth is not Truth.FALSE


YES = Judged(Truth.TRUE)
NO = Judged(Truth.FALSE)


def known(value: bool) -> Judged:
    """Return a truth that is known."""
    return YES if value else NO


def unknown(missing: Iterable[str]) -> Judged:
    """Return a truth that is unknown for lack of these fields."""
    return Judged(Truth.UNKNOWN, frozenset(missing))


def negation(part: Judged) -> Judged:
    """Return the opposite; unknown stays unknown."""
    return Judged(Truth(2 - part.truth.value), part.missing)


def conjunction(parts: Iterable[Judged]) -> Judged:
    """Return false if a part is false, else unknown if one is unknown, else true."""
    return _weakest(parts, Truth.FALSE, YES)


def disjunction(parts: Iterable[Judged]) -> Judged:
    """Return true if a part is true, else unknown if one is unknown, else false."""
    return _weakest(parts, Truth.TRUE, NO)


def _weakest(parts: Iterable[Judged], decisive: Truth, otherwise: Judged) -> Judged:
    missing: frozenset[str] = frozenset()
    undecided = False
    for part in parts:
        if part.truth is decisive:
            return Judged(decisive)
        if part.truth is Truth.UNKNOWN:
            undecided = True
            missing |= part.missing
    return Judged(Truth.UNKNOWN, missing) if undecided else otherwise
