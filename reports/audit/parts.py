"""The pieces of which bars are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a stacked bar: how it is drawn, where it begins and how long it is (0 to 1)."""

    kind: str
    start: float
    length: float
