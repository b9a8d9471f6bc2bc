"""How well two colours can be told apart: WCAG 2.2, success criterion 1.4.3."""

from __future__ import annotations

ENOUGH = 4.5
"""The least ratio that level AA allows for text of the usual size."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, `#rrggbb`: from 1, the same, to 21, black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, grounds: tuple[str, ...], towards: str) -> str:
    """Return the colour, moved as little as need be towards another to be read on the grounds.

    Where no mixture can be read on all of them, the other colour itself.
    """
    for part in range(101):
        mixed = _mixed(colour, towards, part / 100)
        if all(contrast(mixed, ground) >= ENOUGH for ground in grounds):
            return mixed
    return towards


def _mixed(one: str, other: str, part: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black and 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
