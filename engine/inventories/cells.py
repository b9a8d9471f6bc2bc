"""What a cell means: SQL expressions from a column of the data to a value of a field.

A cell is either unknown (empty, or a text that the mapping says means unknown), or has a
value, or cannot be read. The third is never taken for the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
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
from tenure.engine.speech.duckdb import DUCKDB
from tenure.engine.speech.speech import DAY, OFFSET, TIME, Speech

_NUMBER = r"-?[0-9]{1,28}(\.[0-9]{1,10}0*)?"
"""Ten decimals at most, so that none is rounded; what a column adds in noughts is nothing."""

_YES_NO = {"yes": "true", "true": "true", "no": "false", "false": "false"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a record, as expressions over the columns of the data.

    Attributes:
        said: the text in the cell, for messages; NULL when it is unknown.
        value: from the name of that text to the value, of the field's type; NULL when
            unknown or unreadable.
    """

    said: str
    value: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReader:
    """How the cells of one file are read.

    Attributes:
        columns: the columns of the file.
        unknown: texts that mean that a value is not known.
        time_zone: the zone in which a moment becomes a day.
        native_days: whether ISO texts are days, however days are written in texts.
        speech: how the database says it that reads the file.
    """

    columns: Mapping[str, Column]
    unknown: tuple[str, ...]
    time_zone: str | None
    native_days: bool
    speech: Speech = DUCKDB

    def cell(self, placed: Placed, type_: FieldType, prefix: str = "") -> Cell:
        """Return the expressions for a value.

        Args:
            placed: where it comes from; its column must be one of `columns`.
            type_: what the field holds.
            prefix: what is put before the ids of a link.
        """
        if placed.column is None:
            column = Column(sql=self.speech.literal(placed.always or ""))
        else:
            column = self.columns[placed.column]
        if isinstance(type_, LinkType):
            return self._link(column, placed, type_, prefix)
        said = self._said(self._text_of(column), placed)
        match type_:
            case EventType(timed=timed):
                return Cell(said=said, value=partial(self._moment, column, placed, timed))
            case YesNoType():
                return Cell(said=said, value=partial(self._yes_no, column, placed.values))
            case NumberType():
                return Cell(said=said, value=self._number)
            case ChoiceType(values=values):
                return Cell(said=said, value=partial(self._choice, values, placed.values))
            case TextType():
                return Cell(said=said, value=partial(self._spelled, placed.values))
        assert_never(type_)

    def id(self, column: str, prefix: str) -> Cell:
        """Return the expressions for a record's id."""
        text = self._text_of(self.columns[column])
        return Cell(
            said=self._said(text, Placed(column=column)),
            value=lambda said: self._prefixed(said, prefix),
        )

    # --- texts --------------------------------------------------------------------------------

    def _said(self, text: str, placed: Placed) -> str:
        """Return a cell's text without blanks around it; NULL where it means unknown."""
        unknown = ["", *self.unknown, *(said for said, means in placed.values.items() if not means)]
        trimmed = self.speech.trimmed(text)
        none = ", ".join(map(self.speech.literal, dict.fromkeys(unknown)))
        return f"CASE WHEN {trimmed} NOT IN ({none}) THEN {trimmed} END"

    def _text_of(self, column: Column) -> str:
        """Return a column's text; of a JSON list the one element, else the list as written."""
        if column.type != "VARCHAR[]":
            return column.sql if column.type == "VARCHAR" else self.speech.text(column.sql)
        several = f"{self.speech.length(column.sql)} > 1"
        whole, one = self.speech.text(column.sql), self.speech.first(column.sql)
        return f"CASE WHEN {several} THEN {whole} ELSE {one} END"

    def _prefixed(self, text: str, prefix: str) -> str:
        return f"{self.speech.literal(prefix)} || ({text})" if prefix else text

    def _spelled(self, spelled: Mapping[str, str], said: str) -> str:
        literal = self.speech.literal
        cases = [
            f"WHEN {literal(data)} THEN {literal(means)}"
            for data, means in spelled.items()
            if means
        ]
        return f"CASE {said} {' '.join(cases)} ELSE {said} END" if cases else said

    def _choice(self, values: Iterable[str], spelled: Mapping[str, str], said: str) -> str:
        """Return one of the values; what is one for another class only cannot be read here."""
        literal = self.speech.literal
        meanings = {value: value for value in values}
        meanings |= {data: means for data, means in spelled.items() if means in meanings}
        cases = (f"WHEN {literal(data)} THEN {literal(means)}" for data, means in meanings.items())
        return f"CASE {said} {' '.join(cases)} END"

    # --- days and times -----------------------------------------------------------------------

    def _moment(self, column: Column, placed: Placed, timed: bool, said: str) -> str:
        """Return a day, or with `timed` a day and time; the time of a day is left out."""
        if column.type == "DATE" and not timed:
            return column.sql
        if column.type == "TIMESTAMP WITH TIME ZONE":
            return self._as(self._local(column.sql), timed=timed)
        if column.type.startswith("TIMESTAMP"):
            return self._as(column.sql, timed=timed)
        readings = [self._read(each, said, timed=timed) for each in placed.formats or ("iso",)]
        if self.native_days and placed.formats and "iso" not in placed.formats:
            readings.append(self._read("iso", said, timed=timed))
        return f"coalesce({', '.join(readings)})" if len(readings) > 1 else readings[0]

    def _as(self, moment: str, *, timed: bool) -> str:
        type_ = self.speech.moment_type if timed else self.speech.day_type
        return f"CAST({moment} AS {type_})"

    def _read(self, format_: str, said: str, *, timed: bool) -> str:
        if format_ == "iso":
            return self._iso(said, timed=timed)
        if timed and "%H" not in format_ and "%I" not in format_:
            return self._as("NULL", timed=True)
        return self._as(self.speech.written(said, format_), timed=timed)

    def _iso(self, said: str, *, timed: bool) -> str:
        speech = self.speech
        cases = []
        if not timed:
            cases.append(f"WHEN {speech.matches(said, DAY)} THEN {speech.iso_day(said)}")
        local = self._as(speech.iso_moment(said), timed=timed)
        cases.append(f"WHEN {speech.matches(said, DAY + TIME)} THEN {local}")
        if self.time_zone is not None:
            instant = self._as(speech.iso_instant(said, self.time_zone), timed=timed)
            cases.append(f"WHEN {speech.matches(said, DAY + TIME + OFFSET)} THEN {instant}")
        return f"CASE {' '.join(cases)} END"

    def _local(self, instant: str) -> str:
        """Return an instant as the clocks of the time zone show it; unreadable without a zone."""
        return "NULL" if self.time_zone is None else self.speech.local(instant, self.time_zone)

    # --- the others -----------------------------------------------------------------------------

    def _yes_no(self, column: Column, spelled: Mapping[str, str], said: str) -> str:
        if column.type == "BOOLEAN" and not spelled:
            return column.sql
        literal = self.speech.literal
        ours = [
            f"WHEN {said} = {literal(data)} THEN {_YES_NO[means]}"
            for data, means in spelled.items()
            if means
        ]
        usual = [
            f"WHEN lower({said}) = {literal(word)} THEN {value}" for word, value in _YES_NO.items()
        ]
        return f"CASE {' '.join([*ours, *usual])} END"

    def _number(self, said: str) -> str:
        matches = self.speech.matches(said, _NUMBER)
        return f"CASE WHEN {matches} THEN {self.speech.number(said)} END"

    def _link(self, column: Column, placed: Placed, type_: LinkType, prefix: str) -> Cell:
        """Return the ids that a cell names: a list, or where the policy has one link, one."""
        speech = self.speech
        if column.type.endswith("[]"):
            texts = column.sql
            if placed.separator is not None:  # a JSON text is a list of one
                whole = speech.joined(speech.each(texts, lambda x: x), placed.separator)
                texts = speech.split(whole, placed.separator)
        elif placed.separator is not None:
            texts = speech.split(speech.text(column.sql), placed.separator)
        else:
            texts = speech.single(speech.text(column.sql))
        ids = speech.each(texts, lambda x: self._said(x, placed))
        shown = f"CASE WHEN {speech.length(ids)} > 0 THEN {speech.joined(ids)} END"
        prefixed = speech.each(ids, lambda x: self._prefixed(x, prefix)) if prefix else ids
        if type_.many:
            many = f"CASE WHEN {speech.length(ids)} > 0 THEN {prefixed} END"
            return Cell(said=shown, value=lambda said: many)
        one = f"CASE WHEN {speech.length(ids)} = 1 THEN {speech.first(prefixed)} END"
        return Cell(said=shown, value=lambda said: one)
