"""Colour, where it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import click

Ink = Literal["error", "warning", "advice", "place", "strong", "good", "faint"]

_INKS: dict[Ink, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "advice": {"fg": "cyan", "bold": True},
    "place": {"fg": "blue", "bold": True},
    "strong": {"bold": True},
    "good": {"fg": "green", "bold": True},
    "faint": {"dim": True},
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Paints text, or leaves it plain.

    Attributes:
        colour: whether it paints.
    """

    colour: bool = False

    def __call__(self, text: str, ink: Ink) -> str:
        """Return the text in that ink."""
        return click.style(text, **_INKS[ink]) if self.colour and text else text
