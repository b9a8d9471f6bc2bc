"""The colours of a configuration, checked for those who see little contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tenure.reports.look.contrast import ENOUGH, contrast, readable
from tenure.reports.look.house import Palette
from tenure.settings.configuration import Reader

_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_KEYS = {
    "accent": "accent",
    "accent-dark": "accent_dark",
    "paper": "paper",
    "text": "text",
    "tint": "tint",
}
_SHEET, _MARK, _QUIET, _WARN = "#ffffff", "#fff3c4", "#555d63", "#8a3b12"
_DARK = ("#15191b", "#1b2023", "#20272a", "#413a1c")
"""The grounds of a dark page; the stylesheet has them too."""

Pair = tuple[str, str, str, str]
"""A colour's name and value, and those of a ground that it stands on."""


def palette(table: Mapping[str, Any], reader: Reader) -> Palette:
    """Return the colours; those that are not said are the usual ones.

    Raises:
        ConfigurationError: one is no colour, or cannot be read on its ground (WCAG 2.2, AA).
    """
    reader.known(table, _KEYS, "colours")
    said = {_KEYS[key]: _colour(table, key, reader) for key in table}
    found = replace(Palette(), **said)
    if "accent" in said and "accent_dark" not in said:
        found = replace(found, accent_dark=readable(found.accent, _DARK, "#ffffff"))
    for name, colour, ground_name, ground in _pairs(found):
        ratio = contrast(colour, ground)
        if ratio < ENOUGH and (name.startswith("`") or ground_name.startswith("`")):
            raise reader.refuse(
                f"{name} `{colour}` on {ground_name} `{ground}` has a contrast of "
                f"{_shown(ratio)} to 1, and level AA of WCAG asks for {ENOUGH} to 1",
                _help(name, colour, ground),
            )
    return found


def _colour(table: Mapping[str, Any], key: str, reader: Reader) -> str:
    value = table[key]
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise reader.refuse(f"`colours.{key}` is a colour such as `#0a5a5c`, not `{value}`")
    digits = value[1:].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def _pairs(found: Palette) -> Iterator[Pair]:
    """Yield what stands on what."""
    grounds = (
        ("the white of tables", _SHEET),
        ("`colours.paper`", found.paper),
        ("`colours.tint`", found.tint),
        ("the ground of a marked line", _MARK),
    )
    for ground_name, ground in grounds:
        yield "`colours.accent`", found.accent, ground_name, ground
        yield "`colours.text`", found.text, ground_name, ground
    for ground_name, ground in grounds[1:3]:
        yield "the grey of remarks", _QUIET, ground_name, ground
        yield "the brown of warnings", _WARN, ground_name, ground
    for ground in _DARK:
        yield "`colours.accent-dark`", found.accent_dark, "the ground of a dark page", ground


def _shown(ratio: float) -> str:
    """Return a ratio cut, not rounded: 4.499 is not 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"


def _help(name: str, colour: str, ground: str) -> tuple[str, ...]:
    if not name.startswith("`"):
        return ("choose a lighter ground",)
    towards = "#ffffff" if name == "`colours.accent-dark`" else "#000000"
    nearest = readable(colour, (ground,), towards)
    return (f"`{nearest}` is near it and can be read there",)
