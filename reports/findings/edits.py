"""An edit that settles a finding, as the lines that it takes away and puts in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenure.dsl.diagnostics import Edit
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.lines import shown_line
from tenure.reports.findings.paint import Ink, Paint

_TAKEN: tuple[str, Ink] = ("-", "error")
_LEFT: tuple[str, Ink] = (" ", "faint")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedLines:
    """The lines that an edit touches, without line ends.

    Attributes:
        path, line, column: where it begins.
        context: the lines that stay, before what is put in; none where lines are replaced.
        removed: the lines taken away.
        added: the lines put in.
    """

    path: str
    line: int
    column: int
    context: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]


def edited_lines(edit: Edit) -> EditedLines:
    """Return the lines that an edit touches, as they are and as they will be."""
    source = edit.span.source
    number, column = source.position(edit.span.start)
    last, end = source.position(edit.span.end)
    old = [source.line(line) for line in range(number, last + 1)]
    text = old[0][: column - 1] + edit.text + old[-1][end - 1 :]
    new = [line.removesuffix("\r") for line in text.split("\n")]
    keeps = old == new[: len(old)]
    return EditedLines(
        path=source.path,
        line=number,
        column=column,
        context=tuple(old) if keeps else (),
        removed=() if keeps else tuple(old),
        added=tuple(new[len(old) :] if keeps else new),
    )


def edit_block(edit: Edit, paint: Paint) -> Iterator[str]:
    """Return the lines that show an edit, not indented: its title, then a small diff."""
    reason = f" ({edit.principle})" if edit.principle else ""
    yield f"{paint('edit', 'strong')}: {one_line(edit.title)}{reason}"
    lines = edited_lines(edit)
    yield f"  {paint('-->', 'place')} {one_line(lines.path)}:{lines.line}:{lines.column}"
    focus, old = lines.column - 1, (*lines.context, *lines.removed)
    digits = len(str(lines.line + len(old) - 1))
    sign, ink = _TAKEN if lines.removed else _LEFT
    for offset, line in enumerate(old):
        shown = shown_line(line, focus).text
        yield paint(f"  {lines.line + offset:{digits}} {sign} {shown}".rstrip(), ink)
    for line in lines.added:
        yield paint(f"  {' ' * digits} + {shown_line(line, focus).text}".rstrip(), "good")
