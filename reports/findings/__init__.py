"""Findings for their readers: people, editors, machines. One module a format."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from tenure.reports.findings.results import Checked

FORMATS = ("full", "concise", "html", "json", "sarif", "github", "gitlab", "junit")
"""The formats, the default first. Each is a module here, of the same name, with a `render`."""


class Renderer(Protocol):
    """Writes the outcome of a check in one format."""

    def __call__(self, checked: Sequence[Checked], *, colour: bool = False) -> str:
        """Return the document, with a line end at its end unless it is empty.

        Args:
            checked: the policies.
            colour: whether to colour it, where the format is for people.
        """


def renderer(name: str) -> Renderer:
    """Return the renderer of a format; only that one is imported."""
    if name not in FORMATS:
        raise ValueError(f"no format is called `{name}`")
    return cast("Renderer", import_module(f"{__name__}.{name}").render)


__all__ = ["FORMATS", "Renderer", "renderer"]
