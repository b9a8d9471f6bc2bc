"""An edit that settles a finding, as the lines that it takes away and puts in."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.dsl.diagnostics import Edit
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.lines import shown_line
from tenure.reports.findings.paint import Ink, Paint

_TAKEN: tuple[str, Ink] = ("-", "error")
_LEFT: tuple[str, Ink] = (" ", "faint")


def edit_block(edit: Edit, paint: Paint) -> Iterator[str]:
    """Return the lines that show an edit, not indented: its title, then a small diff."""
    source = edit.span.source
    reason = f" ({edit.principle})" if edit.principle else ""
    yield f"{paint('edit', 'strong')}: {one_line(edit.title)}{reason}"
    number, column = source.position(edit.span.start)
    last, end = source.position(edit.span.end)
    yield f"  {paint('-->', 'place')} {one_line(source.path)}:{number}:{column}"
    old = [source.line(line) for line in range(number, last + 1)]
    text = old[0][: column - 1] + edit.text + old[-1][end - 1 :]
    new = [line.removesuffix("\r") for line in text.split("\n")]
    digits = len(str(last))
    if old == new[: len(old)]:
        context, removed, added = old, [], new[len(old) :]
    else:
        context, removed, added = [], old, new
    sign, ink = _TAKEN if removed else _LEFT
    for offset, line in enumerate((*context, *removed)):
        shown = shown_line(line, column - 1).text
        yield paint(f"  {number + offset:{digits}} {sign} {shown}".rstrip(), ink)
    for line in added:
        yield paint(f"  {' ' * digits} + {shown_line(line, column - 1).text}".rstrip(), "good")
