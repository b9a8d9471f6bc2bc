"""Opens what a mapping names: every format becomes a relation with numbered rows.

A text format stays text: what a cell means is decided in `cells`, by the mapping and
never by a guess of a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

from duckdb import DuckDBPyConnection

from tenure.engine.inventories.mapping import Source
from tenure.engine.inventories.spooling import (
    DataFileError,
    Spooled,
    csv_header,
    in_utf8,
    spool_files,
    spool_sheet,
    spool_sqlite,
    with_blank_rows,
)
from tenure.engine.inventories.sql import literal, name

ROW = "row of the source"
"""The column with the number of a row."""

_MAX_LINE = 16_000_000
"""Bytes of the longest row of a text file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: how a query names it, and DuckDB's name for its type."""

    sql: str
    type: str = "VARCHAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One file, or one table of a file, ready to be read.

    Attributes:
        file: the file.
        query: a query for the columns below and `ROW`, in which rows count from 1. Where
            the file has a header that is row 1, as a spreadsheet counts. A row without
            anything in it is counted, and is no row.
        columns: by the name that the data gives them; a name that stands twice is not here.
        ambiguous: the names that stand twice.
        malformed: the table with the rows that are no rows (`ROW`, text, reason), filled
            when the query has run; `None` where there can be none.
        skips_malformed: whether the numbers of `ROW` go on as if those rows were not there.
        native_days: whether days that are ISO texts were days in the file.
    """

    file: Path
    query: str
    columns: Mapping[str, Column]
    ambiguous: frozenset[str] = frozenset()
    malformed: str | None = None
    skips_malformed: bool = False
    native_days: bool = False


def files_of(source: Source) -> tuple[Path, ...]:
    """Return the files that a source stands for, in the order of their names.

    Raises:
        DataFileError: there is none.
    """
    path = source.path
    if source.format == "files":
        if not path.is_dir():
            raise DataFileError(path, "it is not a folder")
        return (path,)
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
    elif any(sign in path.name for sign in "*?["):
        found = sorted(p for p in path.parent.glob(path.name) if p.is_file())
    elif not path.exists():
        raise DataFileError(path, "there is no such file")
    else:
        found = [path]
    if not found:
        raise DataFileError(path, "there is no file in it" if path.is_dir() else "no such files")
    return tuple(found)


def opened(connection: DuckDBPyConnection, source: Source, file: Path, spool: Path) -> Opened:
    """Open one file.

    Args:
        connection: where it will be read.
        source: how it is written.
        file: one of `files_of(source)`.
        spool: an empty folder of its own, for a copy that DuckDB can read.

    Raises:
        DataFileError: it cannot be read, or is not what the mapping says.
        OSError: the copy cannot be written.
    """
    match source.format:
        case "csv":
            readable = in_utf8(file, source.encoding, spool)
            header = csv_header(readable, source.delimiter, file)
            rows = with_blank_rows(readable, len(header), source.delimiter, spool)
            spooled = Spooled(file=file, spool=rows, header=header)
            return _read_csv(spooled, spool.name, source.delimiter)
        case "jsonl":
            readable = in_utf8(file, source.encoding, spool)
            return _jsonl(connection, readable, file, spool.name)
        case "parquet":
            return _parquet(connection, file)
        case "duckdb":
            return _duckdb(connection, file, source.table or "")
        case "excel":
            return _spooled(spool_sheet(file, source.table or "", spool), spool.name)
        case "sqlite":
            return _spooled(spool_sqlite(file, source.table or "", spool), spool.name)
        case "files":
            return _spooled(spool_files(file, spool), spool.name)
        case "database":
            raise ValueError("a table of a database is copied, not opened")
    assert_never(source.format)


def _spooled(spooled: Spooled, number: str) -> Opened:
    return replace(_read_csv(spooled, number, ","), native_days=True)


def _read_csv(spooled: Spooled, number: str, delimiter: str) -> Opened:
    header = spooled.header
    malformed = f"malformed_{number}"
    types = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(header)))
    read = (
        f"read_csv({literal(str(spooled.spool))}, auto_detect = false, header = true, "
        f"columns = {{{types}}}, delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
        f"max_line_size = {_MAX_LINE}, store_rejects = true, rejects_limit = 0, "
        f"rejects_table = '{malformed}', rejects_scan = 'scan_{number}')"
    )
    names = ", ".join(f"c{n}" for n in range(len(header)))
    twice = frozenset(one for one in header if header.count(one) > 1)
    return Opened(
        file=spooled.file,
        query=f"SELECT * FROM (SELECT row_number() OVER () + 1 AS {name(ROW)}, {names} "
        f"FROM {read}) WHERE concat({names}) <> ''",
        columns={
            one: Column(sql=f"c{n}") for n, one in enumerate(header) if one and one not in twice
        },
        ambiguous=twice,
        malformed=malformed,
        skips_malformed=True,
    )


def _jsonl(connection: DuckDBPyConnection, readable: Path, file: Path, number: str) -> Opened:
    """Read lines, each an object. A key may be missing in a line; it is unknown there."""
    numbered = f"SELECT row_number() OVER () AS {name(ROW)}, line FROM {lines_of(readable)}"
    is_row = "CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END"
    malformed = f"malformed_{number}"
    connection.execute(
        f"CREATE TEMP TABLE {name(malformed)} AS SELECT {name(ROW)} AS line, line AS csv_line, "
        f"'it is not a JSON object' AS error_message FROM ({numbered}) "
        f"WHERE line IS NOT NULL AND NOT {is_row}"
    )
    keys = connection.execute(
        "SELECT DISTINCT unnest(json_keys(line)) AS key "
        f"FROM ({numbered}) WHERE {is_row} ORDER BY key"
    ).fetchall()
    return Opened(
        file=file,
        query=f"SELECT {name(ROW)}, TRY_CAST(line AS JSON) AS line FROM ({numbered}) "
        f"WHERE {is_row}",
        columns={key: Column(sql=json_value(key), type="VARCHAR[]") for (key,) in keys},
        malformed=malformed,
        native_days=True,
    )


def lines_of(file: Path) -> str:
    """Return the relation of the lines of a file, in the column `line`."""
    return (
        f"read_csv({literal(str(file))}, auto_detect = false, header = false, "
        "columns = {'line': 'VARCHAR'}, delim = chr(1), quote = '', escape = '', "
        f"max_line_size = {_MAX_LINE})"
    )


def json_value(key: str) -> str:
    """Return a key's values as texts: the elements of a list, else a list of the one."""
    path = literal('$."' + key.replace("\\", "\\\\").replace('"', '\\"') + '"')
    every = literal('$."' + key.replace("\\", "\\\\").replace('"', '\\"') + '"[*]')
    return (
        f"(CASE json_type(line, {path}) WHEN 'ARRAY' THEN json_extract_string(line, {every}) "
        f"WHEN 'NULL' THEN NULL ELSE [json_extract_string(line, {path})] END)"
    )


def _parquet(connection: DuckDBPyConnection, file: Path) -> Opened:
    read = f"read_parquet({literal(str(file))}, file_row_number = true)"
    columns = dict(_described(connection, f"SELECT * EXCLUDE file_row_number FROM {read}"))
    return Opened(
        file=file,
        query=f"SELECT file_row_number + 1 AS {name(ROW)}, * FROM {read}",
        columns=columns,
    )


def _duckdb(connection: DuckDBPyConnection, file: Path, table: str) -> Opened:
    alias = name(f"data {file}")
    attached = connection.execute(
        f"SELECT count(*) FROM duckdb_databases() WHERE database_name = {literal(f'data {file}')}"
    ).fetchone()
    if attached == (0,):
        connection.execute(f"ATTACH {literal(str(file))} AS {alias} (READ_ONLY)")
    relation = ".".join((alias, *map(name, table.split("."))))
    columns = dict(_described(connection, f"SELECT * FROM {relation}"))
    return Opened(
        file=file,
        query=f"SELECT row_number() OVER () AS {name(ROW)}, * FROM {relation}",
        columns=columns,
    )


def _described(connection: DuckDBPyConnection, query: str) -> Iterator[tuple[str, Column]]:
    for row in connection.execute(f"DESCRIBE {query}").fetchall():
        yield row[0], Column(sql=name(row[0]), type=row[1])
