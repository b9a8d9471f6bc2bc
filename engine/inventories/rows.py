"""Reads the rows of a table: typed values, and beside them what is wrong with the row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tenure.compiler.policy.fields import ChoiceType, EventType, FieldType
from tenure.dsl.codes import Code
from tenure.engine.inventories.cells import Cell, CellReader
from tenure.engine.inventories.mapping import InventoryMapping, Placed
from tenure.engine.inventories.placing import PlacedField, PlacedTable
from tenure.engine.inventories.sources import ROW, Opened
from tenure.engine.inventories.sql import literal, literals, name

_PROBLEM = "STRUCT(code VARCHAR, field VARCHAR, said VARCHAR)[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """One value of a row, in the columns `said0` and `value0` of the inner query."""

    number: int
    cell: Cell
    field: PlacedField

    @property
    def said(self) -> str:
        """The column with the text."""
        return f"said{self.number}"

    @property
    def value(self) -> str:
        """The column with the value."""
        return f"value{self.number}"


def value_column(number: int) -> str:
    """Return the column in which the rows of a table have their nth placed field."""
    return f"value{number}"


def rows_query(
    placed: PlacedTable, opened: Opened, mapping: InventoryMapping, source: int, as_of: date
) -> str:
    """Return the query for the rows of one file.

    Its columns: `source` and `row`, `id`, `record_class`, a column for each placed field
    as `value_column` names it, `problems` and `notes`, which are null where there are none.

    Args:
        placed: the table, all of whose columns the file has.
        opened: the file.
        mapping: what holds for all tables.
        source: the number by which the file is known.
        as_of: the day of the decisions; a later day in the data is noted.
    """
    reader = CellReader(
        columns=opened.columns,
        unknown=mapping.unknown,
        time_zone=mapping.time_zone,
        native_days=opened.native_days,
    )
    values = [
        _Value(number=number, cell=reader.cell(field.placed, field.type, field.prefix), field=field)
        for number, field in enumerate(placed.fields)
    ]
    id_ = reader.id(placed.table.id, placed.table.prefix)
    class_ = _class(placed, reader)
    cells = ", ".join(f"{v.cell.said} AS {v.said}, {v.cell.value} AS {v.value}" for v in values)
    inner = (
        f"SELECT {name(ROW)} AS row, {id_.value} AS id, {class_.said} AS said_class, "
        f"{class_.value} AS record_class{', ' if cells else ''}{cells} FROM ({opened.query})"
    )
    problems = [*_row_problems(placed), *_value_problems(values, mapping, as_of)]
    kept = "".join(f", {v.value}" for v in values)
    return (
        f"SELECT {source} AS source, row, id, record_class{kept}, "
        f"{_listed(problems)} AS problems, {_listed(list(_notes(values, as_of)))} AS notes "
        f"FROM ({inner})"
    )


def _class(placed: PlacedTable, reader: CellReader) -> Cell:
    table = placed.table
    if table.class_from is None:
        stated = literal(table.record_class or "")
        return Cell(said=stated, value=stated)
    return reader.cell(table.class_from, ChoiceType(values=table.classes))


def _listed(cases: list[tuple[str, str]]) -> str:
    """Return the problems of a row as a list, null without any.

    Args:
        cases: conditions, and the problem that there is where they are true.
    """
    if not cases:
        return f"NULL::{_PROBLEM}"
    anything = " OR ".join(f"coalesce({condition}, false)" for condition, _ in cases)
    each = ", ".join(f"CASE WHEN {condition} THEN {problem} END" for condition, problem in cases)
    return f"CASE WHEN {anything} THEN list_filter([{each}], lambda x: x IS NOT NULL) END"


def _problem(code: Code, field: str, said: str) -> str:
    return (
        f"{{'code': {literal(code.number)}, 'field': {literal(field)}, "
        f"'said': CAST({said} AS VARCHAR)}}"
    )


def _row_problems(placed: PlacedTable) -> Iterator[tuple[str, str]]:
    yield "id IS NULL", _problem(Code.MISSING_ID, "", "NULL")
    if placed.table.class_from is not None:
        yield "record_class IS NULL", _problem(Code.UNKNOWN_CLASS, "", "said_class")


def _value_problems(
    values: list[_Value], mapping: InventoryMapping, as_of: date
) -> Iterator[tuple[str, str]]:
    for each in values:
        here = _applies(each.field)
        name_ = each.field.name
        code = _unreadable(each.field.type)
        unreadable = f"{each.said} IS NOT NULL AND {each.value} IS NULL"
        yield f"{here}{unreadable}", _problem(code, name_, each.said)
        if isinstance(each.field.type, EventType):
            day = f"CAST({each.value} AS DATE)"
            outside = f"({day} < {_day(mapping.first_day)} OR {day} > {_day(mapping.last_day)})"
            yield f"{here}{outside}", _problem(Code.DAY_OUT_OF_RANGE, name_, each.said)
            if each.field.placed.future == "reject":
                later = f"{day} > {_day(as_of)} AND {day} <= {_day(mapping.last_day)}"
                yield f"{here}{later}", _problem(Code.DAY_TO_COME, name_, each.said)


def _notes(values: list[_Value], as_of: date) -> Iterator[tuple[str, str]]:
    for each in values:
        here = _applies(each.field)
        if isinstance(each.field.type, EventType) and _is_noted(each.field):
            later = f"CAST({each.value} AS DATE) > {_day(as_of)}"
            yield f"{here}{later}", _problem(Code.DAY_TO_COME, each.field.name, each.said)
        if each.field.name == "disposed_as":
            gone = f"{each.value} IN ({literals(('destroyed', 'transferred'))})"
            yield gone, _problem(Code.ALREADY_DISPOSED, each.field.name, each.said)


def _is_noted(field: PlacedField) -> bool:
    """Return whether a day to come is worth a note: an extension is always of the future."""
    return field.placed.future == "note" and field.name != "extended_until"


def _unreadable(type_: FieldType) -> Code:
    return Code.UNKNOWN_CHOICE if isinstance(type_, ChoiceType) else Code.UNREADABLE_VALUE


def _applies(field: PlacedField) -> str:
    """Return the condition that a row's class has the field, as the beginning of a longer one."""
    return f"record_class IN ({literals(sorted(field.classes))}) AND "


def _day(day: date) -> str:
    return f"DATE {literal(day.isoformat())}"


def missing_columns(placed: PlacedTable, opened: Opened) -> Iterator[tuple[str, str]]:
    """Yield the columns that a file should have and has not, or has twice, with their use."""
    table = placed.table
    wanted: list[tuple[Placed, str]] = [(Placed(column=table.id), "id")]
    if table.class_from is not None:
        wanted.append((table.class_from, "class"))
    wanted += [(field.placed, field.name) for field in placed.fields]
    uses = {placed.column: use for placed, use in reversed(wanted)}
    for column, use in uses.items():
        if column is not None and column not in opened.columns:
            yield column, use
