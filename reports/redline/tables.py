"""Tables of two versions as one, its rows and their paragraphs marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tenure.reports.redline.marking import (
    all_of_it,
    in_place,
    is_marked,
    paragraphs_between,
)
from tenure.reports.redline.view import Wording
from tenure.reports.schedule.parts import Cell, Row, Table
from tenure.reports.wording.prose import Change, plain

_GENERATED = {"period": ("plain",), "title": ("tag",)}
"""Where in a row a sentence was made of the rule: by column, the styles of its paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of the new version and what it was, or one that is gone, marked.

    Attributes:
        row: the row, marked.
        old, new: the row in each version; `None` where it is not there.
        alike: whether it reads otherwise although its rule says the same.
        wordings: what it said and says.
    """

    row: Row
    old: Row | None
    new: Row | None
    alike: bool
    wordings: tuple[Wording, ...]

    @property
    def is_marked(self) -> bool:
        """Whether anything of the row is marked."""
        row = self.row
        texts = (each.prose for cell in row.cells for each in cell)
        return row.change != "kept" or bool(row.was) or any(map(is_marked, texts))


def columns_of(old: Table | None, new: Table | None) -> tuple[str, ...]:
    """Return the columns of both tables, one that is gone where it stood."""
    found = in_place(old.columns if old else (), new.columns if new else (), lambda column: column)
    return tuple(now or was or "" for was, now in found)


def widened(table: Table, columns: Sequence[str]) -> Table:
    """Return a table with further columns, in which there is nothing."""
    rows = []
    for row in table.rows:
        cells = dict(zip(table.columns[1:], row.cells, strict=True))
        rows.append(replace(row, cells=tuple(cells.get(column, ()) for column in columns[1:])))
    return replace(table, columns=tuple(columns), rows=tuple(rows))


class TableMarker:
    """Marks the rows of tables."""

    def __init__(
        self, labels: Mapping[str, str], says_the_same: Callable[[str, str], bool]
    ) -> None:
        """Prepare.

        Args:
            labels: the tool's fixed phrases.
            says_the_same: whether a rule, by its old and its new reference, says the same.
        """
        self._labels = labels
        self._says_the_same = says_the_same

    def pairs(self, old: Sequence[Row], new: Sequence[Row], columns: Sequence[str]) -> list[Pair]:
        """Return the rows in reading order, what is gone among them."""
        return [
            self._pair(was, is_, columns) for was, is_ in in_place(old, new, lambda row: row.id)
        ]

    def _pair(self, old: Row | None, new: Row | None, columns: Sequence[str]) -> Pair:
        wordings = self._wordings(old, new, columns)
        if new is None or old is None:
            row = _gone(old) if old is not None else _come(new)
            return Pair(row=row, old=old, new=new, alike=False, wordings=wordings)
        differs = bool(wordings)
        alike = differs and new.ref and self._says_the_same(old.head, new.head)
        cells = [
            _alike(column, was, is_) if alike else paragraphs_between(was, is_)
            for column, was, is_ in zip(columns[1:], old.cells, new.cells, strict=True)
        ]
        was = old.head if old.head != new.head else ""
        row = replace(new, cells=tuple(cells), was=was)
        return Pair(row=row, old=old, new=new, alike=alike, wordings=wordings)

    def _wordings(
        self, old: Row | None, new: Row | None, columns: Sequence[str]
    ) -> tuple[Wording, ...]:
        empty: tuple[Cell, ...] = ((),) * (len(columns) - 1)
        cells = zip(old.cells if old else empty, new.cells if new else empty, strict=True)
        found = []
        for column, (was, is_) in zip(columns[1:], cells, strict=True):
            before, after = _text(was), _text(is_)
            if before != after:
                head = self._labels[f"column.{column}"]
                found.append(Wording(head=head, before=before, after=after))
        return tuple(found)


def _alike(column: str, was: Cell, is_: Cell) -> Cell:
    """Return the cell of a rule that says the same: what was made of the rule is as it is now."""
    styles = _GENERATED.get(column, ())
    old = [each for each in was if each.style not in styles]
    now = [each for each in is_ if each.style not in styles]
    marked = iter(paragraphs_between(tuple(old), tuple(now)))
    # The author's paragraphs stand together in every cell that has both.
    first = next((n for n, each in enumerate(is_) if each.style not in styles), len(is_))
    before = tuple(each for each in is_[:first] if each.style in styles)
    after = tuple(each for each in is_[first:] if each.style in styles)
    return (*before, *marked, *after)


def _come(row: Row | None) -> Row:
    assert row is not None
    return _whole(row, "inserted")


def _gone(row: Row) -> Row:
    return replace(_whole(row, "deleted"), id=f"was-{row.id}")


def _whole(row: Row, change: Change) -> Row:
    return replace(row, change=change, cells=tuple(all_of_it(cell, change) for cell in row.cells))


def _text(cell: Cell) -> str:
    return "\n".join(plain(each.prose) for each in cell if each.style != "state")
