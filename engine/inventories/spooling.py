"""Copies of what DuckDB cannot read by itself: other encodings, sheets, SQLite, file shares.

A copy is a CSV file in UTF-8 in a folder that is thrown away at the end. Days are
written as ISO 8601, an empty cell is an empty cell, nothing else is changed.
"""

from __future__ import annotations

import codecs
import csv
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_UTF8 = ("utf-8", "utf8", "utf_8", "ascii", "us-ascii", "utf-8-sig")
_CHUNK = 1 << 20


class DataFileError(Exception):
    """A file of data cannot be read.

    Attributes:
        file: which.
        reason: why, as the end of a clause.
        help: what to do about it.
    """

    def __init__(self, file: Path, reason: str, help_: Iterable[str] = ()) -> None:
        self.file = file
        self.reason = reason
        self.help = tuple(help_)
        super().__init__(f"{file}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spooled:
    """A copy: of which file, where it lies, and the names of its columns."""

    file: Path
    spool: Path
    header: tuple[str, ...]


def in_utf8(file: Path, encoding: str, spool: Path) -> Path:
    """Return a text file in UTF-8: itself, or a copy."""
    if encoding.lower() in _UTF8:
        return file
    copy = spool / "text"
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with file.open("rb") as source, copy.open("w", encoding="utf-8", newline="") as target:
            while chunk := source.read(_CHUNK):
                target.write(decoder.decode(chunk))
            target.write(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise DataFileError(file, f"it is not {encoding} text: {error.reason}") from error
    return copy


def with_blank_rows(readable: Path, columns: int, delimiter: str, spool: Path) -> Path:
    """Return a CSV file in which a blank line is a row of empty cells: itself, or a copy.

    DuckDB passes over blank lines when it counts rows, and counts them when it tells of a
    malformed one. A spreadsheet shows them.
    """
    if not _has_blank_line(readable):
        return readable
    copy = spool / "rows with blank ones"
    blank = (delimiter * (columns - 1)).encode() or b'""'
    within_quotes = False
    with readable.open("rb") as source, copy.open("wb") as target:
        for line in source:
            is_blank = not within_quotes and not line.rstrip(b"\r\n")
            target.write(blank + line if is_blank else line)
            if line.count(b'"') % 2:
                within_quotes = not within_quotes
    return copy


def _has_blank_line(file: Path) -> bool:
    with file.open("rb") as stream:
        last = b""
        while chunk := stream.read(_CHUNK):
            seen = (last + chunk).replace(b"\r", b"")
            if b"\n\n" in seen:
                return True
            last = seen[-1:]
    return False


def csv_header(readable: Path, delimiter: str, file: Path) -> tuple[str, ...]:
    """Return the names in the first row of a CSV file.

    Raises:
        DataFileError: there is no such row.
    """
    try:
        with readable.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream, delimiter=delimiter), [])
    except (UnicodeDecodeError, csv.Error) as error:
        reason = "its first row is not UTF-8 text"
        raise DataFileError(file, reason, ["say `encoding` in the mapping"]) from error
    if not any(cell.strip() for cell in header):
        raise DataFileError(file, "it has no row with the names of the columns")
    return tuple(cell.strip() for cell in header)


# --- sheets -----------------------------------------------------------------


def spool_sheet(file: Path, sheet: str, spool: Path) -> Spooled:
    """Copy one sheet of an Excel file.

    Raises:
        DataFileError: it is no such file, has no such sheet, or a formula in it has no
            value because nobody has opened and saved the file since it was made.
    """
    values, written = _workbook(file, values=True), _workbook(file, values=False)
    with closing(values), closing(written):
        if sheet not in values.sheetnames:
            from tenure.dsl.suggest import did_you_mean

            raise DataFileError(
                file,
                f"it has no sheet `{sheet}`",
                did_you_mean(sheet, values.sheetnames, what="sheets"),
            )
        rows = zip_longest(
            values[sheet].iter_rows(values_only=True),
            written[sheet].iter_rows(values_only=True),
            fillvalue=(),
        )
        return _spool(file, spool, (_valued(file, *pair) for pair in enumerate(rows, start=1)))


def _workbook(file: Path, *, values: bool) -> Workbook:
    """Open an Excel file: the values of its formulas, or the formulas."""
    from openpyxl import load_workbook

    try:
        return load_workbook(file, read_only=True, data_only=values)
    except OSError:
        raise
    except Exception as error:  # of zip, of XML, and of openpyxl's own
        raise DataFileError(file, "it is not an Excel file") from error


def _valued(file: Path, number: int, pair: tuple[Sequence[object], Sequence[object]]) -> list[str]:
    """Return a row's cells as texts; an unvalued formula is not an empty cell."""
    cells, formulas = pair
    for value, formula in zip_longest(cells, formulas):
        if value is None and isinstance(formula, str) and formula.startswith("="):
            raise DataFileError(
                file,
                f"a formula in row {number} has no value",
                ["open the file in Excel or LibreOffice and save it"],
            )
    return [_text(file, value) for value in cells]


def _spool(file: Path, spool: Path, rows: Iterator[list[str]]) -> Spooled:
    """Write rows, the first of which names the columns; all get as many cells as it has."""
    header = next(rows, [])
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise DataFileError(file, "it has no row with the names of the columns")
    copy = spool / "rows.csv"
    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            if len(row) > len(header) and any(row[len(header) :]):
                raise DataFileError(file, "a row has cells beyond the last named column")
            writer.writerow([*row, *[""] * (len(header) - len(row))][: len(header)])
    return Spooled(file=file, spool=copy, header=tuple(cell.strip() for cell in header))


def _text(file: Path, value: object) -> str:
    """Return a cell as text: days as ISO 8601, numbers without exponent."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case int() | str():
            return str(value)
        case float() | Decimal():
            number = Decimal(repr(value)) if isinstance(value, float) else value
            return format(number, "f") if number.is_finite() else str(number)
        case _:
            raise DataFileError(file, f"a cell holds neither text nor number nor day: {value!r}")


# --- databases and shares -------------------------------------------------------


def spool_sqlite(file: Path, table: str, spool: Path) -> Spooled:
    """Copy one table of an SQLite file.

    Raises:
        DataFileError: it is no such file or has no such table.
    """
    quoted = '"' + table.replace('"', '""') + '"'
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute(f"SELECT * FROM {quoted}")
            header = [column[0] for column in found.description]
            rows = ([_text(file, value) for value in row] for row in found)
            return _spool(file, spool, _after(header, rows))
    except sqlite3.Error as error:
        raise DataFileError(file, f"SQLite says: {error}") from error


def _after(header: list[str], rows: Iterable[list[str]]) -> Iterator[list[str]]:
    yield header
    yield from rows


FILE_COLUMNS = ("path", "name", "folder", "suffix", "size", "modified")
"""What is known of a file of a share: `path` and `folder` from the share on, with slashes;
`size` in bytes; `modified` in UTC."""


def spool_files(folder: Path, spool: Path) -> Spooled:
    """List the files of a share, each one row; links are not followed.

    Raises:
        OSError: a folder cannot be looked into. What is in it would be missing.
    """

    def fail(error: OSError) -> None:
        raise error

    def rows() -> Iterator[list[str]]:
        for here, folders, names in os.walk(folder, onerror=fail):
            folders.sort()
            for name in sorted(names):
                yield _file_row(folder, Path(here, name))

    return _spool(folder, spool, _after(list(FILE_COLUMNS), rows()))


def _file_row(share: Path, file: Path) -> list[str]:
    inside = file.relative_to(share)
    status = file.lstat()
    modified = datetime.fromtimestamp(int(status.st_mtime), UTC).isoformat()
    folder = inside.parent.as_posix()
    return [
        inside.as_posix(),
        file.name,
        "" if folder == "." else folder,
        file.suffix.lower().removeprefix("."),
        str(status.st_size),
        modified,
    ]


# --- what there is in a file ----------------------------------------------------------


def sheets_of(file: Path) -> tuple[str, ...]:
    """Return the names of the sheets of an Excel file.

    Raises:
        DataFileError: it is no such file.
    """
    with closing(_workbook(file, values=True)) as book:
        return tuple(book.sheetnames)


def tables_of(file: Path, format_: str) -> tuple[str, ...]:
    """Return the names of the tables of an SQLite or DuckDB file.

    Raises:
        DataFileError: it is no such file.
    """
    if format_ == "duckdb":
        import duckdb

        try:
            with duckdb.connect(str(file), read_only=True) as base:
                found = base.execute(
                    "SELECT table_name FROM information_schema.tables ORDER BY table_name"
                ).fetchall()
        except duckdb.Error as error:
            raise DataFileError(file, "it is not a DuckDB file") from error
        return tuple(name for (name,) in found)
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            listed = database.execute(
                "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            ).fetchall()
    except sqlite3.Error as error:
        raise DataFileError(file, f"SQLite says: {error}") from error
    return tuple(name for (name,) in listed)
