"""What a change of a policy does, for its readers. One module a format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from tenure.reports.changes.view import Compared

FORMATS = (
    "text",
    "concise",
    "markdown",
    "html",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
)
"""The formats, the default first. Each is a module here, of the same name, with a `render`."""


class Renderer(Protocol):
    """Writes a comparison in one format."""

    def __call__(self, compared: Compared, *, colour: bool = False) -> str:
        """Return the document, with a line end at its end."""


def renderer(name: str) -> Renderer:
    """Return the renderer of a format; only that one is imported."""
    if name not in FORMATS:
        raise ValueError(f"no format is called `{name}`")
    return cast("Renderer", import_module(f"{__name__}.{name}").render)


__all__ = ["FORMATS", "Renderer", "renderer"]
