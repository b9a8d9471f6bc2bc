"""Reads a mapping file: TOML, every mistake reported, nothing assumed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tenure.compiler.check.checks import HORIZON
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Report
from tenure.engine.inventories.keys import Complain, Keys
from tenure.engine.inventories.mapping import (
    SUFFIXES,
    WITH_TABLES,
    FileFormat,
    Future,
    InventoryMapping,
    Placed,
    Source,
    Table,
)

MAPPING_NAME = "mapping.toml"
"""The mapping's name in a folder of data."""


def mapping_path(data: str | Path) -> Path:
    """Return the mapping that a path stands for: itself, or the one in that folder."""
    path = Path(data)
    return path / MAPPING_NAME if path.is_dir() else path


def read_mapping(data: str | Path, report: Report) -> InventoryMapping | None:
    """Read a mapping.

    Args:
        data: the mapping file, or the folder in which `mapping.toml` lies.
        report: receives TN502 when it cannot be read, and TN503 for what is wrong in it.

    Returns:
        The mapping; `None` after any report.
    """
    path = mapping_path(data)
    failed: list[Diagnostic] = []

    def complain(message: str, help_: Iterable[str] = ()) -> None:
        failed.append(
            Diagnostic(code=Code.BAD_MAPPING, message=message, path=str(path), help=tuple(help_))
        )

    try:
        text = path.read_bytes().decode("utf-8-sig")
        said = tomllib.loads(text)
    except (OSError, ValueError) as error:
        report(_unreadable(path, error))
        return None
    mapping = _mapping(path, text, Keys(said, "in the mapping", complain), complain)
    for diagnostic in failed:
        report(diagnostic)
    return None if failed else mapping


def _unreadable(path: Path, error: Exception) -> Diagnostic:
    """Return what is said of a file that is not there, or is not TOML."""
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return Diagnostic(
            code=Code.UNREADABLE_DATA,
            message=f"cannot read the mapping: {reason}",
            path=str(path),
            help=("`tenure audit POLICY --data FOLDER --init` drafts one from the data",),
        )
    reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
    return Diagnostic(
        code=Code.BAD_MAPPING,
        message=f"the mapping cannot be understood: {reason[:1].lower()}{reason[1:]}",
        path=str(path),
    )


def _mapping(path: Path, text: str, keys: Keys, complain: Complain) -> InventoryMapping:
    days = keys.texts("days")
    zone = keys.text("time_zone")
    unknown = keys.texts("unknown")
    database = keys.text("database")
    if database is not None:
        _check_database(database, keys)
    first = keys.day("first_day", HORIZON[0])
    last = keys.day("last_day", HORIZON[1])
    listed = keys.any("table")
    if not isinstance(listed, list) or not listed:
        keys.error("there is no table", ["begin one with a line `[[table]]`"])
        listed = []
    tables = tuple(
        _Reader(path.parent, days, complain).table(each, f"in table {number}")
        for number, each in enumerate(listed, start=1)
        if isinstance(each, dict)
    )
    keys.finish()
    return InventoryMapping(
        path=path,
        text=text,
        database=database,
        time_zone=zone,
        unknown=unknown,
        first_day=first,
        last_day=last,
        tables=tables,
    )


class _Reader:
    """Reads tables; the days of a table are written as the mapping says, unless it says so."""

    def __init__(self, folder: Path, days: tuple[str, ...], complain: Complain) -> None:
        self._folder = folder
        self._days = days
        self._complain = complain

    def table(self, said: Mapping[str, Any], where: str) -> Table:
        """Read one `[[table]]`."""
        path = said.get("path", said.get("table"))
        place = f"{where} (`{path}`)" if isinstance(path, str) else where
        keys = Keys(said, place, self._complain)
        source = self._source(keys)
        days = keys.texts("days") or self._days
        _check_days(days, keys)
        stated = keys.any("class")
        by_column = isinstance(stated, dict)
        if stated is None or not isinstance(stated, str | dict):
            keys.error("`class` is missing", ['add `class = "…"`, the class of the records'])
        class_from = self._placed("class", stated, days, place) if by_column else None
        if class_from is not None and not class_from.values:
            keys.error(
                "which classes the column may name is not said",
                ['add `values = { "…" = "…" }`, from the data\'s words to classes'],
            )
        table = Table(
            source=source,
            record_class=stated if isinstance(stated, str) else None,
            class_from=class_from,
            id=keys.required("id", '"…"'),
            prefix=keys.text("prefix") or "",
            disposed_as=self._optional("disposed_as", keys, days, place),
            extended_until=self._optional("extended_until", keys, days, place),
            fields={
                name: self._placed(name, each, days, place)
                for name, each in keys.inner("fields").items()
            },
            unrecorded=frozenset(keys.texts("unrecorded")),
        )
        keys.finish()
        return table

    def _source(self, keys: Keys) -> Source:
        if not keys.has("path"):
            return self._table_of_database(keys)
        path = self._folder / keys.required("path", '"…"')
        guessed = SUFFIXES.get(path.suffix.lower())
        format_: FileFormat | None = keys.choice("format", FileFormat, guessed)
        if format_ is None:
            keys.error(
                "the name does not tell how the data is written",
                ['add `format = "csv"`; it may be ' + ", ".join(sorted(set(SUFFIXES.values())))],
            )
        sheet = keys.text("sheet")
        table = keys.text("table") if sheet is None else sheet
        if format_ in WITH_TABLES and not table:
            what = "sheet" if format_ == "excel" else "table"
            keys.error(f"which {what} is meant is not said", [f'add `{what} = "…"`'])
        delimiter = keys.text("delimiter") or ("\t" if path.suffix.lower() == ".tsv" else ",")
        if len(delimiter) != 1:
            keys.error("`delimiter` is not one character")
        encoding = keys.text("encoding") or "utf-8"
        try:
            "".encode(encoding)
        except LookupError:
            keys.error(f"`{encoding}` is not an encoding", ["for example utf-8, cp1252"])
        return Source(
            path=path,
            format=format_ or "csv",
            table=table,
            encoding=encoding,
            delimiter=delimiter[:1],
        )

    def _table_of_database(self, keys: Keys) -> Source:
        """Read the source of a table without a file."""
        keys.choice("format", FileFormat, "database")
        table = keys.text("table")
        if not table:
            keys.error(
                "`path` is missing",
                ['add `path = "…"`, a file, or `table = "…"`, a table of the database'],
            )
        elif not names_of(table):
            keys.error(
                f"`{table}` is not the name of a table",
                ["for example `casework.complaints`; put quotes around a name with a dot in it"],
            )
        return Source(path=self._folder, format="database", table=table)

    def _optional(self, name: str, keys: Keys, days: tuple[str, ...], where: str) -> Placed | None:
        said = keys.any(name)
        return None if said is None else self._placed(name, said, days, where)

    def _placed(self, name: str, said: Any, days: tuple[str, ...], where: str) -> Placed:
        """Read where a value comes from: the name of a column, or a table of keys."""
        if isinstance(said, str):
            return Placed(column=said, formats=days)
        place = f"for `{name}` {where}"
        if not isinstance(said, dict):
            self._complain(f"this is neither a column nor a table of keys {place}", ())
            return Placed(always="")
        keys = Keys(said, place, self._complain)
        column, always = keys.text("column"), keys.text("always")
        if (column is None) == (always is None):
            keys.error("there must be a `column`, or an `always` for all rows,")
        formats = keys.texts("days") or days
        _check_days(formats, keys)
        placed = Placed(
            column=column,
            always=always,
            formats=formats,
            values=_spellings(keys),
            separator=keys.text("separator") or None,
            prefix=keys.text("prefix"),
            future=keys.choice("future", Future, "note"),
        )
        keys.finish()
        return placed


_NAME = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')


def names_of(table: str) -> tuple[str, ...]:
    """Return the names of a table, that of its schema first; none where it is no name.

    They are separated by dots and written as they are; one that holds a dot or a quote
    stands in double quotes, with its own quotes doubled.
    """
    found: list[str] = []
    place = 0
    while match := _NAME.match(table, place):
        found.append(match[1].replace('""', '"') if match[1] else match[2])
        place = match.end()
        if place == len(table):
            return tuple(found)
        if table[place] != ".":
            break
        place += 1
    return ()


_PASSWORD = re.compile(r"//[^/@]*:[^/@]*@|\bpassword\s*=|\bsslpassword\s*=", re.IGNORECASE)


def _check_database(said: str, keys: Keys) -> None:
    if _PASSWORD.search(said):
        keys.error(
            "a password stands in `database`",
            ["leave it out of the file; it is taken from PGPASSWORD, ~/.pgpass or pg_service.conf"],
        )
    elif not said.strip("$ "):
        keys.error(
            "`database` does not say which",
            [
                '`database = "postgresql://reader@db.example.org/records"`, "service=records", '
                'or "$RECORDS_DATABASE" for an environment variable'
            ],
        )


def _spellings(keys: Keys) -> dict[str, str]:
    """Read `values`, from the data's spelling to the policy's; and `yes` and `no`."""
    found: dict[str, str] = {}
    for data, policy in keys.inner("values").items():
        if isinstance(policy, str):
            found[data] = policy
        else:
            keys.error(f"what `{data}` means is not a text")
    for word in ("yes", "no"):
        for data in keys.texts(word):
            if found.setdefault(data, word) != word:
                keys.error(f"`{data}` is said to mean two things")
    return found


def _check_days(formats: tuple[str, ...], keys: Keys) -> None:
    for each in formats:
        if each == "iso":
            continue
        if "%y" in each:
            keys.error(
                f"`{each}` has a year of two digits, which does not say its century",
                ["have the data written with years of four digits"],
            )
        elif not all(part in each for part in ("%Y", "%d")) or not (
            "%m" in each or "%b" in each or "%B" in each
        ):
            keys.error(
                f"`{each}` does not say where day, month and year stand",
                ["for example `%d/%m/%Y` for 28/02/2026, or `iso` for 2026-02-28"],
            )
