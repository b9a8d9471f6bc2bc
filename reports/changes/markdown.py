"""A comparison as Markdown, for a comment on a pull request.

The gravest comes first, each group of changes can be folded, and the comment is never
longer than GitHub takes: what does not fit is left out, and how much that is is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from tenure.reports.changes.inventory import InventoryView, inventory_view
from tenure.reports.changes.view import Compared, Entry, Group, conclusion, groups, sign_offs
from tenure.reports.findings.characters import one_line
from tenure.reports.findings.full import counted

MAX_BYTES = 65_000
"""GitHub takes 65,536 characters; bytes are never fewer, and some are left for a template."""
_OPEN = 5
"""Up to how many changes none is folded away."""
_LONGEST = 2_000
"""The longest line: a title may be of any length, and one must not crowd out all else."""

_SPECIAL = re.compile(r"([\\*_\[\]<>#|~&@])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Something that is shown as a whole, or whose pieces are left out from the end.

    Attributes:
        head, foot: what stands around the pieces; nothing of it without a piece.
        pieces: each one change, or one line.
    """

    head: str
    pieces: tuple[str, ...]
    foot: str = ""


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the comment; colour is of no consequence."""
    comparison = compared.comparison
    versions = f"{compared.old} → {compared.new}, as of {comparison.as_of}"
    foot = f"\n<sub>{_line(versions)}</sub>\n"
    room = MAX_BYTES - _size(foot) - _size(_left_out(10**9))
    text, left_out = "", 0
    for block in _blocks(compared):
        shown, missing = _fitted(block, room - _size(text))
        text += shown
        left_out += missing
    return f"{text}{_left_out(left_out) if left_out else ''}{foot}"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))


def _fitted(block: _Block, room: int) -> tuple[str, int]:
    """Return as much of a block as there is room for, and how many pieces are not in it."""
    text, end = block.head, _size(block.foot)
    for number, piece in enumerate(block.pieces):
        if _size(text) + _size(piece) + end > room:
            shown = f"{text}{block.foot}" if number else ""
            return shown, len(block.pieces) - number
        text += piece
    return (f"{text}{block.foot}" if block.pieces else ""), 0


def _left_out(count: int) -> str:
    said = counted(count, "more line or change", "more lines and changes")
    return f"\n**{said} not shown here:** a comment would be too long. `tenure diff` shows all.\n"


# --- blocks -----------------------------------------------------------------------


def _blocks(compared: Compared) -> Iterator[_Block]:
    comparison = compared.comparison
    title = f"### What the change to {_line(compared.title)} does\n\n"
    yield _Block(head=title, pieces=tuple(_items(conclusion(compared))))
    if compared.trial is not None:
        yield from _inventory(inventory_view(compared.trial))
    yield _listed("Without a sign-off", sign_offs(comparison))
    found = tuple(groups(comparison))
    few = sum(len(group.entries) for group in found) <= _OPEN
    yield from (_group(group, opened=few) for group in found)
    yield _listed("Declared otherwise", comparison.declared)
    yield _listed("Around promises", comparison.around)


def _items(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"- {_line(line)}\n" for line in lines)


def _listed(heading: str, lines: Iterable[str]) -> _Block:
    return _Block(head=f"\n#### {heading}\n\n", pieces=tuple(_items(lines)))


def _inventory(view: InventoryView) -> Iterator[_Block]:
    yield _listed(_line(view.title), view.lines)
    rows = tuple(
        f"| {_sign(grave=row.grave)}{row.headline} | {_line(row.about)} | {row.records} |\n"
        for row in view.rows
    )
    head = "\n| change | of | how many |\n| --- | --- | --- |\n"
    yield _Block(head=head, pieces=rows)


def _group(group: Group, *, opened: bool) -> _Block:
    grave = sum(entry.grave for entry in group.entries)
    count = counted(len(group.entries), "change")
    said = f"{_html(group.title)}: {count}{f', {grave:,} for the worse' if grave else ''}"
    return _Block(
        head=f"\n<details{' open' if opened else ''}>\n<summary>{said}</summary>\n\n",
        pieces=tuple(map(_entry, group.entries)),
        foot="\n</details>\n",
    )


def _entry(entry: Entry) -> str:
    lines = [f"- {_sign(grave=entry.grave)}**{_line(entry.headline)}** {_line(entry.about)}"]
    if entry.reason:
        lines.append(f"  <br>{_line(entry.reason)}")
    if entry.example is not None:
        lines += [
            "",
            "  | before | after |",
            "  | --- | --- |",
            f"  | {_line(entry.example.before)} | {_line(entry.example.after)} |",
            "",
            f"  {'<br>'.join(_line(record) for record in entry.example.records)}",
        ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _sign(*, grave: bool) -> str:
    return "⚠️ " if grave else ""


# --- text -------------------------------------------------------------------------


def _line(text: str) -> str:
    """Return a text on one line, of a length that leaves room for others, formatted."""
    return marked(_cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _html(text: str) -> str:
    """Return a text for a place in which Markdown is not read."""
    parts = escape(one_line(_cut(text))).split("`")
    if len(parts) % 2 == 0:
        return "'".join(parts)
    return "".join(
        f"<code>{part}</code>" if position % 2 else part for position, part in enumerate(parts)
    )


def marked(text: str) -> str:
    """Return a text in which nothing but what stands in backticks is formatted."""
    parts = one_line(text).split("`")
    if len(parts) % 2 == 0:
        return _SPECIAL.sub(r"\\\1", "'".join(parts))
    return "".join(
        f"`{part.replace('|', '¦')}`" if position % 2 else _SPECIAL.sub(r"\\\1", part)
        for position, part in enumerate(parts)
    )
