"""Views of the contact half: parts of a document, each with texts, a table, a picture or terms.

The writers know these few shapes and nothing of standards or duties, so that every part
looks alike and a new kind of part needs no change in a writer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tenure.compiler.policy.rules import InForce
from tenure.reports.schedule.stages import StageFlow
from tenure.reports.schedule.view import State, Term
from tenure.reports.wording.prose import Change, Prose

Style = Literal["plain", "name", "quiet", "tag", "strong", "state"]
"""`name` is what the row is about, `tag` a word above it, `state` one that warns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of a cell."""

    prose: Prose
    style: Style = "plain"


Cell = tuple[Paragraph, ...]

ALWAYS = InForce()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table.

    Attributes:
        id: its permalink.
        head: what the row is about: a reference, or a name.
        ref: whether the head is a reference, which links to the row itself.
        cells: the others, one a column.
        state: whether it is in force on the day of the document.
        under: whether it belongs to the row above it that is not under another.
        in_force: the days on which it counts.
        change: what became of the whole row since an earlier version.
        was: the head it had in that version; empty where it had the same, or none.
    """

    id: str
    head: str
    ref: bool
    cells: tuple[Cell, ...]
    state: State = "current"
    under: bool = False
    in_force: InForce = ALWAYS
    change: Change = "kept"
    was: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it has nothing after its title, which then may take the room."""
        return len(self.cells) > 1 and bool(self.cells[0]) and not any(self.cells[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        caption: what it is called.
        columns: keys of the columns, that of the heads first; labels are `column.…`.
        rows: the rows, in reading order.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def change(self) -> Change:
        """What became of the table as a whole: of every row the same."""
        changes = {row.change for row in self.rows}
        return changes.pop() if len(changes) == 1 else "kept"

    @property
    def groups(self) -> tuple[tuple[Row, ...], ...]:
        """The rows, each with those under it."""
        groups: list[list[Row]] = []
        for row in self.rows:
            if row.under and groups:
                groups[-1].append(row)
            else:
                groups.append([row])
        return tuple(map(tuple, groups))

    def filled(self) -> Table:
        """Return the table without the columns that have nothing in them."""
        return self._with(
            place
            for place in range(len(self.columns) - 1)
            if any(row.cells[place] for row in self.rows)
        )

    def arranged(self, names: tuple[str, ...]) -> Table:
        """Return the table with the columns of those names that it has, in their order.

        The first column, by which a row is found, stays the first.
        """
        others = self.columns[1:]
        return self._with(others.index(name) for name in names if name in others)

    def _with(self, places: Iterable[int]) -> Table:
        """Return the table with the cells of some places, from 0 after the head of a row."""
        kept = tuple(places)
        return Table(
            caption=self.caption,
            columns=(self.columns[0], *(self.columns[place + 1] for place in kept)),
            rows=tuple(
                replace(row, cells=tuple(row.cells[place] for place in kept)) for row in self.rows
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the document under a heading of its own.

    Attributes:
        id: its permalink.
        ref: the reference of a procedure; empty for other parts.
        title: the heading.
        paragraphs: what stands before all else.
        flow: the stages of a procedure, to be drawn.
        table: the table.
        terms: facts, a line each.
    """

    id: str
    ref: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    flow: StageFlow | None = None
    table: Table | None = None
    terms: tuple[Term, ...] = ()
