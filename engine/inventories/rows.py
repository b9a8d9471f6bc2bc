"""Reads the rows of a table: typed values, and beside them what is wrong with the row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tenure.compiler.policy.fields import ChoiceType, EventType, FieldType
from tenure.dsl.codes import Code
from tenure.engine.inventories.cells import Cell, CellReader
from tenure.engine.inventories.mapping import InventoryMapping, Placed
from tenure.engine.inventories.placing import PlacedField, PlacedTable
from tenure.engine.inventories.sources import ROW, Opened
from tenure.engine.speech.duckdb import DUCKDB
from tenure.engine.speech.speech import Speech


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """One value of a row, in the columns `said0` and `value0` of the inner queries."""

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
    placed: PlacedTable,
    opened: Opened,
    mapping: InventoryMapping,
    source: int,
    as_of: date,
    speech: Speech = DUCKDB,
) -> str:
    """Return the query for the rows of one file or table.

    Its columns: `source` and `row`, `id`, `record_class`, a column for each placed field
    as `value_column` names it, `problems` and `notes`, which are null where there are none.

    Args:
        placed: the table, all of whose columns the file has.
        opened: the file.
        mapping: what holds for all tables.
        source: the number by which the file is known.
        as_of: the day of the decisions; a later day in the data is noted.
        speech: how the database says it in which the query runs.
    """
    return _Query(placed, opened, mapping, as_of, speech).text(source)


class _Query:
    """The query for the rows of one file, from its texts to what is wrong with them."""

    def __init__(
        self,
        placed: PlacedTable,
        opened: Opened,
        mapping: InventoryMapping,
        as_of: date,
        speech: Speech,
    ) -> None:
        self._placed = placed
        self._opened = opened
        self._mapping = mapping
        self._as_of = as_of
        self._speech = speech
        self._reader = CellReader(
            columns=opened.columns,
            unknown=mapping.unknown,
            time_zone=mapping.time_zone,
            native_days=opened.native_days,
            speech=speech,
        )
        self._values = [
            _Value(number=number, cell=self._cell(field), field=field)
            for number, field in enumerate(placed.fields)
        ]

    def text(self, source: int) -> str:
        """Return the query: what is said, then what it means, then what is wrong with it."""
        id_ = self._reader.id(self._placed.table.id, self._placed.table.prefix)
        class_ = self._class()
        row = self._speech.name(ROW)
        said = "".join(f", {v.cell.said} AS {v.said}" for v in self._values)
        means = "".join(f", {v.cell.value(v.said)} AS {v.value}" for v in self._values)
        texts = "".join(f", {v.said}" for v in self._values)
        kept = "".join(f", {v.value}" for v in self._values)
        first = (
            f"SELECT t.*, {id_.said} AS said_id, {class_.said} AS said_class{said} "
            f"FROM ({self._opened.query}) AS t"
        )
        second = (
            f"SELECT {row} AS row, {id_.value('said_id')} AS id, said_class, "
            f"{class_.value('said_class')} AS record_class{texts}{means} FROM ({first}) AS s"
        )
        problems = [*self._row_problems(), *self._value_problems()]
        return (
            f"SELECT {source} AS source, row, id, record_class{kept}, "
            f"{self._speech.found(problems)} AS problems, "
            f"{self._speech.found(list(self._notes()))} AS notes FROM ({second}) AS r"
        )

    def _cell(self, field: PlacedField) -> Cell:
        return self._reader.cell(field.placed, field.type, field.prefix)

    def _class(self) -> Cell:
        table = self._placed.table
        if table.class_from is None:
            stated = self._speech.literal(table.record_class or "")
            return Cell(said=stated, value=lambda said: said)
        return self._reader.cell(table.class_from, ChoiceType(values=table.classes))

    # --- what is wrong, and what is noted ---------------------------------------------------

    def _problem(self, code: Code, field: str, said: str) -> str:
        return self._speech.problem(code.number, field, said)

    def _row_problems(self) -> Iterator[tuple[str, str]]:
        yield "id IS NULL", self._problem(Code.MISSING_ID, "", "NULL")
        if self._placed.table.class_from is not None:
            unknown = self._problem(Code.UNKNOWN_CLASS, "", "said_class")
            yield "record_class IS NULL", unknown

    def _value_problems(self) -> Iterator[tuple[str, str]]:
        first, last = self._mapping.first_day, self._mapping.last_day
        for each in self._values:
            here = self._applies(each.field)
            name_ = each.field.name
            code = _unreadable(each.field.type)
            unreadable = f"{each.said} IS NOT NULL AND {each.value} IS NULL"
            yield f"{here}{unreadable}", self._problem(code, name_, each.said)
            if isinstance(each.field.type, EventType):
                day = self._day_of(each)
                outside = f"({day} < {self._day(first)} OR {day} > {self._day(last)})"
                said = self._problem(Code.DAY_OUT_OF_RANGE, name_, each.said)
                yield f"{here}{outside}", said
                if each.field.placed.future == "reject":
                    later = f"{day} > {self._day(self._as_of)} AND {day} <= {self._day(last)}"
                    yield f"{here}{later}", self._problem(Code.DAY_TO_COME, name_, each.said)

    def _notes(self) -> Iterator[tuple[str, str]]:
        for each in self._values:
            here = self._applies(each.field)
            if isinstance(each.field.type, EventType) and _is_noted(each.field):
                later = f"{self._day_of(each)} > {self._day(self._as_of)}"
                yield f"{here}{later}", self._problem(Code.DAY_TO_COME, each.field.name, each.said)
            if each.field.name == "disposed_as":
                gone = f"{each.value} IN ({self._texts(('destroyed', 'transferred'))})"
                yield gone, self._problem(Code.ALREADY_DISPOSED, each.field.name, each.said)

    def _applies(self, field: PlacedField) -> str:
        """Return the condition that a class has a field, as the beginning of a longer one."""
        return f"record_class IN ({self._texts(sorted(field.classes))}) AND "

    def _texts(self, texts: Iterable[str]) -> str:
        return ", ".join(map(self._speech.literal, texts))

    def _day_of(self, value: _Value) -> str:
        return f"CAST({value.value} AS {self._speech.day_type})"

    def _day(self, day: date) -> str:
        return f"DATE {self._speech.literal(day.isoformat())}"


def _is_noted(field: PlacedField) -> bool:
    """Return whether a day to come is worth a note: an extension is always of the future."""
    return field.placed.future == "note" and field.name != "extended_until"


def _unreadable(type_: FieldType) -> Code:
    return Code.UNKNOWN_CHOICE if isinstance(type_, ChoiceType) else Code.UNREADABLE_VALUE


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
