"""What stands below one another: clause words and what they say, fields, lists, givens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from lark import Token

from tenure.dsl.format.rows import Part, Row
from tenure.dsl.format.spacing import columns, flat, padded
from tenure.dsl.format.wrapping import WIDTH, wrapped

INDENT = 2
_GAP = 2
_LONG_TYPE = 30
"""A field's type that is longer than this does not push the others' texts to the right."""
_LONG_CELL = 40
"""Nor does a title that is longer than this."""

_CLAUSE_WORDS = {
    **dict.fromkeys(
        "policy_text jurisdiction approved review_every dispose_within external_text hours"
        " holidays closed term_days roll_forward for_clause when_clause while_clause keep_clause"
        " then_clause follow_clause because_clause rule_text marked_clause by_clause marks_clause"
        " target_clause every_clause on_occasion starting_clause holds_clause recipients_clause"
        " checked_every measures_clause service_clause".split(),
        1,
    ),
    **dict.fromkeys(
        "next_review resolve_by working_week year kept_clause part_clause regulated_clause".split(),
        2,
    ),
}
"""How many words a clause begins with that stand in a column of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The cells of a field: its name, its type, the text that says what it means."""

    name: str
    type: tuple[Part, ...]
    text: str

    @classmethod
    def of(cls, row: Row) -> Field:
        """Return the cells of a row."""
        name, *rest = row.parts
        texts = [part for part in rest if isinstance(part, Token) and part.type == "STRING"]
        return cls(
            name=flat([name]),
            type=tuple(part for part in rest if part not in texts),
            text=flat(texts),
        )


def indent_of(row: Row) -> int:
    """Return the column at which a row begins."""
    return INDENT * row.depth


def clause_word(row: Row) -> int:
    """Return how many words of a clause stand in the column of clause words; 0 for none."""
    if row.within == "exception":
        return 0
    if row.kind == "in_force":
        return int(row.within == "policy")
    return _CLAUSE_WORDS.get(row.kind, 0)


def clause_columns(rows: Iterable[Row]) -> dict[int, int]:
    """Return for each body the column at which what its clauses say begins."""
    found: dict[int, int] = {}
    for row in rows:
        if words := clause_word(row):
            column = indent_of(row) + columns(flat(row.parts[:words])) + _GAP
            found[row.body] = max(found.get(row.body, 0), column)
    return found


def clause(row: Row, column: int) -> list[str]:
    """Return a clause, what it says in that column where its word stands in one."""
    indent = indent_of(row)
    count = clause_word(row)
    lead = padded(" " * indent + flat(row.parts[:count]), column if count else indent)
    hang = column if count else indent + INDENT
    first, *others = wrapped(row.parts[count:], WIDTH - hang, len(lead) - hang)
    return [lead + first, *(" " * hang + line for line in others)]


def fields(rows: Sequence[Row]) -> list[list[str]]:
    """Return the fields of one record, their types and texts below one another."""
    cells = [Field.of(row) for row in rows]
    hang = INDENT + max(columns(cell.name) for cell in cells) + _GAP
    widths = [columns(flat(cell.type)) for cell in cells if cell.text]
    widest = max((width for width in widths if width <= _LONG_TYPE), default=0)
    return [_field(cell, hang, widest) for cell in cells]


def _field(cell: Field, hang: int, widest: int) -> list[str]:
    lead = padded(" " * INDENT + cell.name, hang)
    first, *others = wrapped(cell.type, WIDTH - hang, 0)
    lines = [lead + first, *(" " * hang + line for line in others)]
    if not cell.text:
        return lines
    last = padded(lines[-1], hang + widest) + " " * _GAP + cell.text
    if columns(last) > WIDTH and columns(flat(cell.type)) > _LONG_TYPE:
        return [*lines, " " * hang + cell.text]
    return [*lines[:-1], last]


_CELL_BEGINS = ("KIND", "CITATION", "NOTE")


def listed(rows: Sequence[Row]) -> list[list[str]]:
    """Return declarations of one line each, their parts below one another."""
    table = [_listed_cells(row) for row in rows]
    if len(table) == 1:
        name, *others = table[0]
        table = [[" ".join([name, *others[:1]]), *others[1:]]]
    return [[line] for line in _table(table)]


def _listed_cells(row: Row) -> list[str]:
    """Return the cells of a section, mark, authority, fact or occasion."""
    cells: list[list[Part]] = [[]]
    opened = False
    for part in row.parts:
        kind = part.type if isinstance(part, Token) else part.data
        begins = kind in (*_CELL_BEGINS, "type") or (kind == "STRING" and not opened)
        if begins and cells[-1] and row.kind not in ("use", "external"):
            cells.append([])
        opened = kind in _CELL_BEGINS
        cells[-1].append(part)
    return [flat(cell) for cell in cells]


def givens(rows: Sequence[Row]) -> list[list[str]]:
    """Return records of a test, their fields below one another where there is room for that."""
    indent = " " * indent_of(rows[0])
    table = [[indent + flat(row.parts[:3]), *(flat([v]) for v in row.parts[3:])] for row in rows]
    aligned = _table(table)
    if all(columns(line) <= WIDTH for line in aligned):
        return [[line] for line in aligned]
    hang = max(columns(cells[0]) for cells in table) + _GAP
    return [_filled(cells, hang) for cells in table]


def _filled(cells: Sequence[str], hang: int) -> list[str]:
    """Return a row whose cells begin at a column, and go on there where it is too long."""
    lead, *others = cells
    if not others:
        return [lead]
    lines = [padded(lead, hang) + others[0]]
    for cell in others[1:]:
        if columns(lines[-1]) + _GAP + columns(cell) > WIDTH:
            lines.append(" " * hang + cell)
        else:
            lines[-1] += " " * _GAP + cell
    return lines


def _table(table: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines.

    A cell that ends its row does not widen its column, nor does a very long one, which has
    a gap after it all the same.
    """
    inner = [[w if (w := columns(cell)) <= _LONG_CELL else 0 for cell in row[:-1]] for row in table]
    widths = [max(column) for column in zip_longest(*inner, fillvalue=0)]
    return [
        "".join(
            padded(cell, max(width, columns(cell)) + _GAP)
            for cell, width in zip(row[:-1], widths, strict=False)
        )
        + row[-1]
        for row in table
    ]
