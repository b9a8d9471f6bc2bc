"""Days as patterns: what `strptime` reads, for databases that only know regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
"""The first three letters of every month, in their order, without anything between."""

_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern for some names, in small letters or large ones."""
    spelled = ("".join(f"[{c.upper()}{c.lower()}]" for c in name) for name in names)
    return f"({'|'.join(spelled)})"


_SIGNS: Mapping[str, str] = {
    "Y": "([0-9]{4})",
    "m": "([0-9]{1,2})",
    "d": "([0-9]{1,2})",
    "H": "([0-9]{1,2})",
    "I": "([0-9]{1,2})",
    "M": "([0-9]{1,2})",
    "S": "([0-9]{1,2})",
    "b": _any_of(name[:3] for name in _NAMES),
    "B": _any_of(_NAMES),
    "p": "([AaPp][Mm])",
    "%": "%",
}
_SPECIAL = re.compile(r"[.^$*+?()\[\]{}|\\/-]")

SIGNS = tuple(f"%{sign}" for sign in _SIGNS)
"""The signs that can be read; those of `strptime` beyond them cannot."""


class UnknownSignError(ValueError):
    """A format has a sign that no pattern stands for; the argument is that sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A format as a pattern.

    Attributes:
        text: the pattern; it has to match the whole of a text.
        groups: for each sign of the format the number of its group, counted from 1.
    """

    text: str
    groups: Mapping[str, int]


def pattern_of(format_: str) -> Pattern:
    """Return the pattern of a format.

    Raises:
        UnknownSignError: it has a sign that is none of `SIGNS`, or one of them twice.
    """
    found: list[str] = []
    groups: dict[str, int] = {}
    rest = iter(format_)
    for letter in rest:
        if letter != "%":
            found.append(_SPECIAL.sub(lambda special: f"\\{special[0]}", letter))
            continue
        sign = next(rest, "")
        if sign not in _SIGNS or sign in groups:
            raise UnknownSignError(f"%{sign}")
        if sign != "%":
            groups[sign] = len(groups) + 1
        found.append(_SIGNS[sign])
    return Pattern(text="".join(found), groups=groups)
