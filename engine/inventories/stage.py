"""Stages an inventory: reads every table, and puts aside every row that is not sound.

What is put aside is never decided and so never disposed of; what links to it is
undetermined. Nothing is dropped: each row is either in a staged relation or a reject.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, PolicyError
from tenure.dsl.suggest import did_you_mean
from tenure.engine.inventories.mapping import InventoryMapping
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
        sha256: of the file's bytes, in hexadecimal; of the list of the files for a share.
        size: in bytes.
        rows: how many rows it has, those included that were put aside.
    """

    label: str
    sha256: str
    size: int
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


def stage(
    connection: DuckDBPyConnection,
    policy: Policy,
    inventory: PlacedInventory,
    as_of: date,
    work: Path,
    told: Told | None = None,
) -> StagedInventory:
    """Read an inventory.

    Args:
        connection: where the relations are made.
        policy: the policy.
        inventory: its tables, placed.
        as_of: the day of the decisions.
        work: a folder for copies.
        told: is told how many files are read.

    Raises:
        DataError: a file cannot be read, or lacks a column, or there is no such time zone
            (TN502, TN504, TN503).
        OSError: a copy cannot be written.
    """
    return _Stager(connection, policy, inventory.mapping, as_of, work).stage(inventory.tables, told)


class _Stager:
    """Reads the tables of one inventory."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        policy: Policy,
        mapping: InventoryMapping,
        as_of: date,
        work: Path,
    ) -> None:
        self._connection = connection
        self._policy = policy
        self._mapping = mapping
        self._as_of = as_of
        self._work = work
        self._files: list[ReadFile] = []
        self._tables: set[int] = set()

    def stage(self, tables: Sequence[PlacedTable], told: Told | None) -> StagedInventory:
        """Read everything, then put aside what is not sound."""
        self._check_zone()
        create_findings(self._connection)
        to_read = [
            (number, placed, file)
            for number, placed in enumerate(tables)
            for file in self._files_of(placed)
        ]
        for done, (number, placed, file) in enumerate(to_read):
            if told:
                told(done, len(to_read))
            self._read(number, placed, file)
        staged = keep_sound(self._connection, self._policy, tables)
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
        try:
            return files_of(placed.table.source)
        except DataFileError as error:
            raise self._unreadable(error) from error
        except OSError as error:
            raise self._unreadable(_as_unreadable(placed.table.source.path, error)) from error

    def _read(self, number: int, placed: PlacedTable, file: Path) -> None:
        """Read one file into the relation of its table."""
        from duckdb import Error, IOException

        spool = self._work / f"copy{len(self._files)}"
        spool.mkdir()
        try:
            before = _state(file)
            source = opened(self._connection, placed.table.source, file, spool)
            self._check_columns(placed, source, file)
            rows = self._read_rows(number, placed, source)
            size, digest = _digest(file, spool)
            if _state(file) != before:
                raise DataFileError(file, "it was changed while it was read")
        except DataFileError as error:
            raise self._unreadable(error) from error
        except IOException:
            raise
        except Error as error:
            reason = str(error).partition("\n")[0]
            raise self._unreadable(DataFileError(file, f"DuckDB says: {reason}")) from error
        except OSError as error:
            if error.filename and Path(error.filename).is_relative_to(self._work):
                raise
            raise self._unreadable(_as_unreadable(file, error)) from error
        self._files.append(
            ReadFile(label=self._label(placed, file), sha256=digest, size=size, rows=rows)
        )

    def _label(self, placed: PlacedTable, file: Path) -> str:
        folder = self._mapping.path.parent
        shown = file.relative_to(folder) if file.is_relative_to(folder) else file
        table = placed.table.source.table
        return f"{shown.as_posix()}:{table}" if table else shown.as_posix()

    def _check_columns(self, placed: PlacedTable, source: Opened, file: Path) -> None:
        found = []
        for column, use in missing_columns(placed, source):
            twice = column in source.ambiguous
            found.append(
                Diagnostic(
                    code=Code.MISSING_COLUMN,
                    message=f"there is {'more than one' if twice else 'no'} column `{column}`, "
                    f"which the mapping names for `{use}`",
                    path=str(file),
                    help=did_you_mean(column, source.columns, what="columns"),
                )
            )
        if found:
            raise DataError(tuple(found))

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

    def _unreadable(self, error: DataFileError) -> DataError:
        diagnostic = Diagnostic(
            code=Code.UNREADABLE_DATA,
            message=f"cannot read the data: {error.reason}",
            path=str(error.file),
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
