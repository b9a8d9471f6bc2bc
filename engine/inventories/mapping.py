"""A mapping: which tables and columns an inventory's records come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from tenure.compiler.check.checks import HORIZON

FileFormat = Literal["csv", "parquet", "jsonl", "excel", "duckdb", "sqlite", "files", "database"]
"""How rows are written; `database` for a table of the database that the mapping names."""

SUFFIXES: dict[str, FileFormat] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
"""What a file is taken to be by its name, where the mapping does not say."""

WITH_TABLES: tuple[FileFormat, ...] = ("excel", "duckdb", "sqlite")
"""Formats in which one file holds several tables."""

Future = Literal["note", "allow", "reject"]
"""What becomes of a row with a day that has not come yet: a note, nothing, a rejection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the rows of a table are.

    Attributes:
        path: a file; a folder or a pattern stands for the files in it, in the order of
            their names. In the format `files` a folder, each file in it being a row; of a
            table of a database it is the mapping's folder, and means nothing.
        format: how they are written.
        table: the sheet or table, where a file holds several; of a database a table or
            view as its names are, with dots between them, quoted where they hold one.
        encoding: of text files, by its Python name.
        delimiter: between the cells of a CSV row.
    """

    path: Path
    format: FileFormat
    table: str | None = None
    encoding: str = "utf-8"
    delimiter: str = ","

    @property
    def label(self) -> str:
        """What messages and outputs call it."""
        if self.format == "database":
            return self.table or ""
        return f"{self.path.name}:{self.table}" if self.table else self.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where one value of a record comes from.

    Attributes:
        column: the column; `None` for a value that is the same in every row.
        always: that value, as the language spells it.
        formats: how days are written, in the signs of `strptime`; none is ISO 8601.
        values: the data's spelling of a value and the policy's; for yes/no fields, the
            policy's are `yes` and `no`.
        separator: what stands between several links in one cell.
        prefix: what is put before a link's id; `None` is the prefix of the tables of the
            class to which it leads.
        future: what a day after the as-of day means.
    """

    column: str | None = None
    always: str | None = None
    formats: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None
    prefix: str | None = None
    future: Future = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of records.

    Attributes:
        source: where its rows are.
        record_class: the class of every row; else `class_from` says it row by row.
        class_from: the column with the class, and its spelling.
        id: the column with the record's id, which no other row may have.
        prefix: what is put before ids, where two tables count from 1.
        disposed_as: where it says what has been done with a record (S10).
        extended_until: where it says until when somebody has extended it.
        fields: where each field comes from.
        unrecorded: fields that the data does not hold and the policy may ask about: for
            every record of the table they are unknown, and the owner of the data knows it.
    """

    source: Source
    record_class: str | None
    class_from: Placed | None
    id: str
    prefix: str = ""
    disposed_as: Placed | None = None
    extended_until: Placed | None = None
    fields: Mapping[str, Placed] = field(default_factory=dict)
    unrecorded: frozenset[str] = frozenset()

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that its rows may state."""
        if self.record_class is not None:
            return (self.record_class,)
        return tuple(dict.fromkeys(self.class_from.values.values())) if self.class_from else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryMapping:
    """A whole mapping file.

    Attributes:
        path: the file.
        text: what stands in it.
        time_zone: the zone in which a moment becomes a day, by its IANA name; `None`
            where no moment in the data has an offset.
        unknown: texts that mean that a value is not known, beside an empty cell.
        first_day, last_day: the days between which every day of a record must lie, both
            included. A day outside is a mistake, or the sentinel of some database.
        database: the database of the tables without a file: a connection as libpq writes
            one, without a password, or `$` and the name of an environment variable.
        tables: the tables.
    """

    path: Path
    text: str
    database: str | None = None
    time_zone: str | None = None
    unknown: tuple[str, ...] = ()
    first_day: date = HORIZON[0]
    last_day: date = HORIZON[1]
    tables: tuple[Table, ...]

    def tables_of(self, classes: frozenset[str]) -> tuple[Table, ...]:
        """Return the tables whose rows may state one of these classes."""
        return tuple(table for table in self.tables if classes & set(table.classes))
