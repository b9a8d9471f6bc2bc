"""What a cell means: SQL expressions from a column of the data to a value of a field.

A cell is either unknown (empty, or a text that the mapping says means unknown), or has a
value, or cannot be read. The third is never taken for the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.engine.inventories.mapping import Placed
from tenure.engine.inventories.sources import Column
from tenure.engine.inventories.sql import literal, literals

_BLANKS = "' \t\r\n' || chr(160)"
_DAY = r"\d{4}-\d{2}-\d{2}"
_TIME = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
_OFFSET = r" ?(Z|[+-]\d{2}(:?\d{2})?)"
_NUMBER = r"-?\d{1,28}(\.\d{1,10})?"
_YES_NO = {"yes": "true", "true": "true", "no": "false", "false": "false"}

NUMBER_TYPE = "DECIMAL(38, 10)"
"""Of every number field: ten decimals, as many as a reader accepts, so that none is rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a record, as expressions over the columns of the data.

    Attributes:
        said: the text in the cell, for messages; NULL when it is unknown.
        value: the value, of the field's type; NULL when unknown or unreadable.
    """

    said: str
    value: str

    @property
    def unreadable(self) -> str:
        """Whether there is something that has no value."""
        return f"({self.said}) IS NOT NULL AND ({self.value}) IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReader:
    """How the cells of one file are read.

    Attributes:
        columns: the columns of the file.
        unknown: texts that mean that a value is not known.
        time_zone: the zone in which a moment becomes a day.
        native_days: whether ISO texts are days, however days are written in texts.
    """

    columns: Mapping[str, Column]
    unknown: tuple[str, ...]
    time_zone: str | None
    native_days: bool

    def cell(self, placed: Placed, type_: FieldType, prefix: str = "") -> Cell:
        """Return the expressions for a value.

        Args:
            placed: where it comes from; its column must be one of `columns`.
            type_: what the field holds.
            prefix: what is put before the ids of a link.
        """
        if placed.column is None:
            column = Column(sql=literal(placed.always or ""))
        else:
            column = self.columns[placed.column]
        if isinstance(type_, LinkType):
            return self._link(column, placed, type_, prefix)
        said = self._said(_text_of(column), placed)
        match type_:
            case EventType(timed=timed):
                return Cell(said=said, value=self._moment(column, said, placed, timed=timed))
            case YesNoType():
                return Cell(said=said, value=_yes_no(column, said, placed.values))
            case NumberType():
                return Cell(said=said, value=_number(said))
            case ChoiceType(values=values):
                return Cell(said=said, value=_choice(said, values, placed.values))
            case TextType():
                return Cell(said=said, value=_spelled(said, placed.values))
        assert_never(type_)

    def id(self, column: str, prefix: str) -> Cell:
        """Return the expressions for a record's id."""
        said = self._said(_text_of(self.columns[column]), Placed(column=column))
        return Cell(said=said, value=f"{literal(prefix)} || ({said})" if prefix else said)

    def _said(self, text: str, placed: Placed) -> str:
        """Return a cell's text without blanks around it; NULL where it means unknown."""
        unknown = ["", *self.unknown, *(said for said, means in placed.values.items() if not means)]
        trimmed = f"trim({text}, {_BLANKS})"
        return f"CASE WHEN {trimmed} NOT IN ({literals(dict.fromkeys(unknown))}) THEN {trimmed} END"

    def _moment(self, column: Column, said: str, placed: Placed, *, timed: bool) -> str:
        """Return a day, or with `timed` a day and time; the time of a day is left out."""
        type_ = "TIMESTAMP" if timed else "DATE"
        if column.type == "DATE" and not timed:
            return column.sql
        if column.type == "TIMESTAMP WITH TIME ZONE":
            return f"CAST({self._local(column.sql)} AS {type_})"
        if column.type.startswith("TIMESTAMP"):
            return f"CAST({column.sql} AS {type_})"
        readings = [self._read(each, said, timed=timed) for each in placed.formats or ("iso",)]
        if self.native_days and placed.formats and "iso" not in placed.formats:
            readings.append(self._read("iso", said, timed=timed))
        return f"coalesce({', '.join(readings)})" if len(readings) > 1 else readings[0]

    def _read(self, format_: str, said: str, *, timed: bool) -> str:
        if format_ == "iso":
            return self._iso(said, timed=timed)
        if timed and "%H" not in format_ and "%I" not in format_:
            return "NULL::TIMESTAMP"
        return (
            f"CAST(try_strptime({said}, {literal(format_)}) AS {'TIMESTAMP' if timed else 'DATE'})"
        )

    def _iso(self, said: str, *, timed: bool) -> str:
        type_ = "TIMESTAMP" if timed else "DATE"
        cases = []
        if not timed:
            cases.append(f"WHEN {_like(said, _DAY)} THEN TRY_CAST({said} AS DATE)")
        cases.append(
            f"WHEN {_like(said, _DAY + _TIME)} THEN CAST(TRY_CAST({said} AS TIMESTAMP) AS {type_})"
        )
        if self.time_zone is not None:
            local = self._local(f"TRY_CAST({said} AS TIMESTAMPTZ)")
            cases.append(
                f"WHEN {_like(said, _DAY + _TIME + _OFFSET)} THEN CAST({local} AS {type_})"
            )
        return f"CASE {' '.join(cases)} END"

    def _local(self, moment: str) -> str:
        """Return a moment as the clocks of the time zone show it; unreadable without a zone."""
        if self.time_zone is None:
            return "NULL::TIMESTAMP"
        return f"timezone({literal(self.time_zone)}, {moment})"

    def _link(self, column: Column, placed: Placed, type_: LinkType, prefix: str) -> Cell:
        """Return the ids that a cell names: a list, or where the policy has one link, one."""
        if column.type.endswith("[]"):
            texts = f"list_transform({column.sql}, lambda x: CAST(x AS VARCHAR))"
        elif placed.separator is not None:
            texts = f"string_split(CAST({column.sql} AS VARCHAR), {literal(placed.separator)})"
        else:
            texts = f"[CAST({column.sql} AS VARCHAR)]"
        said = f"list_transform({texts}, lambda x: {self._said('x', placed)})"
        ids = f"list_filter({said}, lambda x: x IS NOT NULL)"
        known = f"CASE WHEN len({ids}) > 0 THEN {ids} END"
        prefixed = f"list_transform({known}, lambda x: {literal(prefix)} || x)" if prefix else known
        shown = f"array_to_string({known}, ', ')"
        if type_.many:
            return Cell(said=shown, value=prefixed)
        return Cell(said=shown, value=f"CASE WHEN len({ids}) = 1 THEN ({prefixed})[1] END")


def _text_of(column: Column) -> str:
    """Return a column's text; of a JSON list the one element, else the list as it is written."""
    if column.type == "VARCHAR":
        return column.sql
    if column.type == "VARCHAR[]":
        return (
            f"CASE WHEN len({column.sql}) > 1 THEN {column.sql}::VARCHAR ELSE {column.sql}[1] END"
        )
    return f"CAST({column.sql} AS VARCHAR)"


def _like(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def _yes_no(column: Column, said: str, spelled: Mapping[str, str]) -> str:
    if column.type == "BOOLEAN" and not spelled:
        return column.sql
    ours = [
        f"WHEN {said} = {literal(data)} THEN {_YES_NO[means]}"
        for data, means in spelled.items()
        if means
    ]
    usual = [
        f"WHEN lower({said}) = {literal(word)} THEN {value}" for word, value in _YES_NO.items()
    ]
    return f"CASE {' '.join([*ours, *usual])} END"


def _number(said: str) -> str:
    return f"CASE WHEN {_like(said, _NUMBER)} THEN TRY_CAST({said} AS {NUMBER_TYPE}) END"


def _choice(said: str, values: Iterable[str], spelled: Mapping[str, str]) -> str:
    """Return one of the values; what is a value for another class only cannot be read here."""
    meanings = {value: value for value in values}
    meanings |= {data: means for data, means in spelled.items() if means in meanings}
    cases = (f"WHEN {literal(data)} THEN {literal(means)}" for data, means in meanings.items())
    return f"CASE {said} {' '.join(cases)} END"


def _spelled(said: str, spelled: Mapping[str, str]) -> str:
    cases = [
        f"WHEN {literal(data)} THEN {literal(means)}" for data, means in spelled.items() if means
    ]
    return f"CASE {said} {' '.join(cases)} ELSE {said} END" if cases else said
