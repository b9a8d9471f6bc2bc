"""Stages an inventory: reads every table, and puts aside every row that is not sound.

What is put aside is never decided and so never disposed of; what links to it is
undetermined. Nothing is dropped: each row is either in a staged relation or a reject.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.compiler.policy.fields import EventType
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, PolicyError
from tenure.dsl.suggest import did_you_mean
from tenure.engine.inventories.mapping import InventoryMapping, Source
from tenure.engine.inventories.placing import PlacedInventory, PlacedTable
from tenure.engine.inventories.rows import missing_columns, rows_query
from tenure.engine.inventories.sound import create_findings, keep_sound
from tenure.engine.inventories.sources import Opened, files_of, opened
from tenure.engine.inventories.spooling import DataFileError
from tenure.engine.inventories.sql import literal, name
from tenure.engine.staging import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Told = Callable[[int, int], None]
"""Is told how many steps of how many are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file of the inventory, or one table of a file.

    Attributes:
        label: its path from the mapping's folder, and the table in it.
        sha256: of the file's bytes, in hexadecimal; of the list of the files for a share, and
            for a table of a database of the sums of the hashes of its rows.
        size: in bytes; `None` for a table that was read inside its database.
        rows: how many rows it has, those included that were put aside.
    """

    label: str
    sha256: str
    size: int | None
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedInventory:
    """An inventory, ready to be decided.

    The connection also has the relations that `sound` describes, in which `source` is a
    place in `files`, counted from 0.

    Attributes:
        staged: the relations to decide.
        files: what was read, in the order of the mapping.
    """

    staged: tuple[Staged, ...]
    files: tuple[ReadFile, ...]


class DataError(PolicyError):
    """The inventory cannot be used, and the diagnostics say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table of a database, copied into a file.

    Attributes:
        opened: the copy.
        there: the table itself, with the types that its columns have there.
        rows, sha256: how many rows it has, and the hash of them.
    """

    opened: Opened
    there: Opened
    rows: int
    sha256: str


CopyTable = Callable[[Source, Path], CopiedTable]
"""Copies a table of the database of a mapping into an empty folder."""

Copying = Callable[[InventoryMapping], AbstractContextManager[CopyTable]]
"""Connects to the database of a mapping."""


class Stager:
    """Reads the files and tables of one inventory."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        policy: Policy,
        as_of: date,
        work: Path,
        copying: Copying,
    ) -> None:
        """Prepare to stage.

        Args:
            connection: where the relations are made.
            policy: the policy.
            as_of: the day of the decisions.
            work: a folder for copies.
            copying: copies what is in a database.
        """
        self._connection = connection
        self._policy = policy
        self._as_of = as_of
        self._work = work
        self._copying = copying
        self._files: list[ReadFile] = []
        self._tables: set[int] = set()

    def stage(self, inventory: PlacedInventory, told: Told | None) -> StagedInventory:
        """Read everything, then put aside what is not sound.

        Args:
            inventory: its tables, placed.
            told: is told how many files are read.

        Raises:
            DataError: a file cannot be read, or lacks a column, or there is no such time zone
                (TN502, TN504, TN503); the database cannot be used (TN520, TN521).
            OSError: a copy cannot be written.
        """
        self._mapping = inventory.mapping
        self._check_zone()
        create_findings(self._connection)
        to_read = [
            (number, placed, file)
            for number, placed in enumerate(inventory.tables)
            for file in self._files_of(placed)
        ]
        with ExitStack() as connected:
            copy: CopyTable | None = None
            for done, (number, placed, file) in enumerate(to_read):
                if told:
                    told(done, len(to_read))
                if placed.table.source.format == "database":
                    copy = copy or connected.enter_context(self._copying(inventory.mapping))
                    self._read_copy(number, placed, copy)
                else:
                    self._read(number, placed, file)
        staged = keep_sound(self._connection, self._policy, inventory.tables)
        return StagedInventory(staged=staged, files=tuple(self._files))

    def _check_zone(self) -> None:
        """Check the time zone: by DuckDB's list, which is there on every machine."""
        zone = self._mapping.time_zone
        if zone is None:
            return
        known = self._connection.execute("SELECT name FROM pg_timezone_names()").fetchall()
        names = {name for (name,) in known}
        if zone not in names:
            diagnostic = Diagnostic(
                code=Code.BAD_MAPPING,
                message=f"`{zone}` is not a time zone in the mapping",
                path=str(self._mapping.path),
                help=did_you_mean(zone, names) or ("for example `Europe/London`",),
            )
            raise DataError((diagnostic,))

    # --- reading ----------------------------------------------------------------

    def _files_of(self, placed: PlacedTable) -> tuple[Path, ...]:
        if placed.table.source.format == "database":
            return (self._mapping.path,)
        try:
            return files_of(placed.table.source)
        except DataFileError as error:
            raise unreadable(error) from error
        except OSError as error:
            raise unreadable(_as_unreadable(placed.table.source.path, error)) from error

    def _read(self, number: int, placed: PlacedTable, file: Path) -> None:
        """Read one file into the relation of its table."""
        from duckdb import Error, IOException

        spool = self._work / f"copy{len(self._files)}"
        spool.mkdir()
        try:
            before = _state(file)
            source = opened(self._connection, placed.table.source, file, spool)
            lacking = columns_missing(placed, source, file)
            if lacking:
                raise lacking
            check_moments(placed, source, self._mapping)
            rows = self._read_rows(number, placed, source)
            size, digest = _digest(file, spool)
            if _state(file) != before:
                raise DataFileError(file, "it was changed while it was read")
        except DataFileError as error:
            raise unreadable(error) from error
        except IOException:
            raise
        except Error as error:
            reason = str(error).partition("\n")[0]
            raise unreadable(DataFileError(file, f"DuckDB says: {reason}")) from error
        except OSError as error:
            if error.filename and Path(error.filename).is_relative_to(self._work):
                raise
            raise unreadable(_as_unreadable(file, error)) from error
        self._files.append(
            ReadFile(label=self._label(placed, file), sha256=digest, size=size, rows=rows)
        )

    def _read_copy(self, number: int, placed: PlacedTable, copy: CopyTable) -> None:
        """Read one table of a database into the relation of its table."""
        spool = self._work / f"copy{len(self._files)}"
        spool.mkdir()
        try:
            copied = copy(placed.table.source, spool)
        except DataFileError as error:
            raise unreadable(error, str(self._mapping.path)) from error
        lacking = columns_missing(placed, copied.there, self._mapping.path)
        if lacking:
            raise lacking
        check_moments(placed, copied.there, self._mapping)
        self._read_rows(number, placed, copied.opened)
        self._files.append(
            ReadFile(
                label=placed.table.source.label,
                sha256=copied.sha256,
                size=None,
                rows=copied.rows,
            )
        )

    def _label(self, placed: PlacedTable, file: Path) -> str:
        folder = self._mapping.path.parent
        shown = file.relative_to(folder) if file.is_relative_to(folder) else file
        table = placed.table.source.table
        return f"{shown.as_posix()}:{table}" if table else shown.as_posix()

    def _read_rows(self, number: int, placed: PlacedTable, source: Opened) -> int:
        """Read the rows; return how many the file has."""
        query = rows_query(placed, source, self._mapping, len(self._files), self._as_of)
        relation = f"rows_{number}"
        if number in self._tables:
            self._connection.execute(f"INSERT INTO {relation} {query}")
        else:
            self._connection.execute(f"CREATE TABLE {relation} AS {query}")
            self._tables.add(number)
        malformed = self._malformed(relation, source)
        (read,) = self._one(f"SELECT count(*) FROM {relation} WHERE source = {len(self._files)}")
        return int(read) + malformed

    def _malformed(self, relation: str, source: Opened) -> int:
        """Put aside the rows that are no rows; return how many.

        DuckDB leaves them out and numbers the others on: those after one get their numbers back.
        """
        if source.malformed is None:
            return 0
        lines = f"(SELECT DISTINCT line FROM {name(source.malformed)})"
        (count,) = self._one(f"SELECT count(*) FROM {lines}")
        if not count:
            return 0
        here = len(self._files)
        self._connection.execute(
            f"INSERT INTO rejects SELECT {here}, line, NULL, NULL, "
            f"{literal(Code.MALFORMED_ROW.number)}, '', any_value(csv_line) "
            f"FROM {name(source.malformed)} GROUP BY line"
        )
        if source.skips_malformed:
            relation_row = f"{relation}.row"
            ranked = f"(SELECT line - row_number() OVER (ORDER BY line) AS after FROM {lines})"
            self._connection.execute(
                f"UPDATE {relation} SET row = row + (SELECT count(*) FROM {ranked} "
                f"WHERE after < {relation_row}) WHERE source = {here}"
            )
        return int(count)

    def _one(self, query: str) -> tuple[int, ...]:
        row: tuple[int, ...] | None = self._connection.execute(query).fetchone()
        if row is None:
            raise AssertionError(f"no row: {query}")
        return row


def columns_missing(placed: PlacedTable, source: Opened, file: Path) -> DataError | None:
    """Return the error for the columns that a file lacks, or has twice; `None` for none."""
    found = []
    for column, use in missing_columns(placed, source):
        twice = column in source.ambiguous
        found.append(
            Diagnostic(
                code=Code.MISSING_COLUMN,
                message=f"there is {'more than one' if twice else 'no'} column `{column}`, "
                f"which the mapping names for `{use}`"
                + (f", in the table `{placed.table.source.label}`" if _in_database(placed) else ""),
                path=str(file),
                help=did_you_mean(column, source.columns, what="columns"),
            )
        )
    return DataError(tuple(found)) if found else None


def check_moments(placed: PlacedTable, source: Opened, mapping: InventoryMapping) -> None:
    """Check that moments become days by somebody's clock; else every row would be put aside.

    Raises:
        DataError: a column has moments, and the mapping no time zone (TN503).
    """
    for field in placed.fields if mapping.time_zone is None else ():
        column = source.columns.get(field.placed.column or "")
        if (
            column is not None
            and isinstance(field.type, EventType)
            and column.type == "TIMESTAMP WITH TIME ZONE"
        ):
            message = (
                f"the column `{field.placed.column}` holds moments, and the mapping does not say "
                f"in which time zone they become days, in the table `{placed.table.source.label}`"
            )
            help_ = ('add `time_zone = "Europe/London"`, or the zone of your office',)
            diagnostic = Diagnostic(
                code=Code.BAD_MAPPING, message=message, path=str(mapping.path), help=help_
            )
            raise DataError((diagnostic,))


def _in_database(placed: PlacedTable) -> bool:
    return placed.table.source.format == "database"


def unreadable(error: DataFileError, path: str | None = None) -> DataError:
    """Return the error for a file that cannot be read, or for a table; `path` to name it by."""
    diagnostic = Diagnostic(
        code=Code.UNREADABLE_DATA,
        message=f"cannot read the data: {error.reason}",
        path=path or str(error.file),
        help=error.help,
    )
    return DataError((diagnostic,))


def _as_unreadable(file: Path, error: OSError) -> DataFileError:
    reason = error.strerror or str(error)
    where = Path(error.filename) if error.filename else file
    return DataFileError(where, reason[:1].lower() + reason[1:])


def _state(file: Path) -> tuple[int, int]:
    """Return by what a change of a file is seen; of a share nothing is."""
    status = file.stat()
    return (0, 0) if file.is_dir() else (status.st_size, status.st_mtime_ns)


def _digest(file: Path, spool: Path) -> tuple[int, str]:
    """Return the size and the SHA-256 of a file; of a share, those of its list."""
    path = spool / "rows.csv" if file.is_dir() else file
    whole = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            whole.update(chunk)
    return path.stat().st_size, whole.hexdigest()
