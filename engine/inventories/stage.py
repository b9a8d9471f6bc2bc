"""Stages an inventory: reads every table, and puts aside every row that is not sound.

What is put aside is never decided and so never disposed of; what links to it is
undetermined. Nothing is dropped: each row is either in a staged relation or a reject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.compiler.policy.fields import LinkType
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, PolicyError
from tenure.dsl.suggest import did_you_mean
from tenure.engine.inventories.mapping import InventoryMapping
from tenure.engine.inventories.placing import PlacedTable
from tenure.engine.inventories.rows import missing_columns, rows_query, value_column
from tenure.engine.inventories.sources import Opened, files_of, opened
from tenure.engine.inventories.spooling import UnreadableData
from tenure.engine.inventories.sql import literal, literals, name
from tenure.engine.staging import DISPOSED_AS, ID, Staged, column_names, columns_of, relation_of

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

    The connection also has the relations `rejects` and `notes` (source, row, id,
    record_class, code, field, said; one row for each thing found) and `provenance` (id,
    source, row, record_class, disposed_as), in which `source` is a place in `files`, counted from 0.

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
    mapping: InventoryMapping,
    tables: Sequence[PlacedTable],
    as_of: date,
    work: Path,
    told: Told | None = None,
) -> StagedInventory:
    """Read an inventory.

    Args:
        connection: where the relations are made.
        policy: the policy.
        mapping: what holds for all tables.
        tables: its tables, placed.
        as_of: the day of the decisions.
        work: a folder for copies.
        told: is told how many files are read.

    Raises:
        DataError: a file cannot be read, or lacks a column (TN502, TN504).
        OSError: a copy cannot be written.
    """
    return _Stager(connection, policy, mapping, as_of, work).stage(tables, told)


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

    def stage(self, tables: Sequence[PlacedTable], told: Told | None) -> StagedInventory:
        """Read everything, then put aside what is not sound."""
        found = (
            "(source INTEGER, row BIGINT, id VARCHAR, record_class VARCHAR, "
            "code VARCHAR, field VARCHAR, said VARCHAR)"
        )
        self._connection.execute(f"CREATE TABLE rejects {found}")
        self._connection.execute(f"CREATE TABLE notes {found}")
        to_read = [
            (number, placed, file)
            for number, placed in enumerate(tables)
            for file in self._files_of(placed)
        ]
        for done, (number, placed, file) in enumerate(to_read):
            if told:
                told(done, len(to_read))
            self._read(number, placed, file)
        self._put_aside(tables)
        staged = tuple(self._staged(tables))
        self._note_dangling(tables)
        return StagedInventory(staged=staged, files=tuple(self._files))

    # --- reading ----------------------------------------------------------------

    def _files_of(self, placed: PlacedTable) -> tuple[Path, ...]:
        try:
            return files_of(placed.table.source)
        except UnreadableData as error:
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
                raise UnreadableData(file, "it was changed while it was read")
        except UnreadableData as error:
            raise self._unreadable(error) from error
        except IOException:
            raise
        except Error as error:
            reason = str(error).partition("\n")[0]
            raise self._unreadable(UnreadableData(file, f"DuckDB says: {reason}")) from error
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
        if self._has(relation):
            self._connection.execute(f"INSERT INTO {relation} {query}")
        else:
            self._connection.execute(f"CREATE TABLE {relation} AS {query}")
        malformed = self._malformed(relation, source)
        (read,) = self._one(f"SELECT count(*) FROM {relation} WHERE source = {len(self._files)}")
        return int(read) + malformed

    def _malformed(self, relation: str, source: Opened) -> int:
        """Put aside the rows that are no rows; return how many.

        DuckDB leaves them out and numbers the others on: those after one get their numbers back.
        """
        if source.malformed is None or not self._has(source.malformed):
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
        if source.query.startswith("SELECT row_number() OVER () + 1"):
            ranked = f"(SELECT line - row_number() OVER (ORDER BY line) AS after FROM {lines})"
            self._connection.execute(
                f"UPDATE {relation} SET row = row + "
                f"(SELECT count(*) FROM {ranked} WHERE after < {relation}.row) WHERE source = {here}"
            )
        return int(count)

    # --- putting aside ------------------------------------------------------------

    def _put_aside(self, tables: Sequence[PlacedTable]) -> None:
        """Fill `rejects`, `notes` and `provenance`; an id that stands twice is no id."""
        everything = " UNION ALL ".join(
            f"SELECT source, row, id, record_class, {_disposed_as(placed)} AS disposed_as, "
            f"problems, notes FROM rows_{number}"
            for number, placed in enumerate(tables)
        )
        self._connection.execute(f"CREATE VIEW all_rows AS {everything}")
        self._connection.execute(
            "CREATE TABLE repeated AS SELECT id FROM all_rows WHERE id IS NOT NULL "
            "GROUP BY id HAVING count(*) > 1"
        )
        for kind, relation in (("problems", "rejects"), ("notes", "notes")):
            sound = "AND problems IS NULL AND id NOT IN (FROM repeated)" if kind == "notes" else ""
            self._connection.execute(
                f"INSERT INTO {relation} SELECT source, row, id, record_class, "
                f"found.code, found.field, found.said FROM (SELECT *, unnest({kind}) AS found "
                f"FROM all_rows WHERE {kind} IS NOT NULL {sound})"
            )
        self._connection.execute(
            "INSERT INTO rejects SELECT source, row, id, record_class, "
            f"{literal(Code.REPEATED_ID.number)}, '', id FROM all_rows SEMI JOIN repeated USING (id)"
        )
        self._connection.execute(
            "CREATE VIEW provenance AS SELECT id, source, row, record_class, disposed_as FROM all_rows "
            "WHERE problems IS NULL AND id NOT IN (FROM repeated)"
        )

    def _staged(self, tables: Sequence[PlacedTable]) -> Iterator[Staged]:
        """Make a relation for each class that has records."""
        for record_class in self._policy.classes:
            holding = [
                (number, placed)
                for number, placed in enumerate(tables)
                if record_class in placed.table.classes
            ]
            if holding:
                yield self._staged_class(record_class, holding)

    def _staged_class(
        self, record_class: str, holding: Sequence[tuple[int, PlacedTable]]
    ) -> Staged:
        fields = list(
            dict.fromkeys(
                field.name
                for _, placed in holding
                for field in placed.fields
                if record_class in field.classes
            )
        )
        names = {"disposed_as": "disposed_as", "extended_until": "extended_until"}
        names |= column_names(self._policy, record_class)
        parts = [
            self._part(record_class, number, placed, {field: names[field] for field in fields})
            for number, placed in holding
        ]
        relation = relation_of(self._policy, record_class)
        self._connection.execute(f"CREATE VIEW {name(relation)} AS {' UNION ALL '.join(parts)}")
        return Staged(
            record_class=record_class,
            relation=relation,
            columns=frozenset({ID, *(names[field] for field in fields)}),
        )

    def _part(
        self, record_class: str, number: int, placed: PlacedTable, columns: dict[str, str]
    ) -> str:
        """Return the sound rows of one class from one table; NULL for what it does not hold."""
        types = {
            field.name: value_column(n)
            for n, field in enumerate(placed.fields)
            if record_class in field.classes
        }
        wanted = columns_of(self._policy, record_class)
        values = [
            f"CAST({types.get(field, 'NULL')} AS {wanted[column].value}) AS {name(column)}"
            for field, column in columns.items()
        ]
        return (
            f"SELECT {', '.join(['id', *values])} FROM rows_{number} "
            f"WHERE record_class = {literal(record_class)} AND problems IS NULL "
            "AND id NOT IN (FROM repeated)"
        )

    def _note_dangling(self, tables: Sequence[PlacedTable]) -> None:
        """Note the links that lead to no sound record, or to one of a class they may not."""
        for number, placed in enumerate(tables):
            for n, field in enumerate(placed.fields):
                if isinstance(field.type, LinkType):
                    self._note_dangling_links(number, n, field.name, field.type)

    def _note_dangling_links(self, number: int, n: int, field: str, type_: LinkType) -> None:
        targets = [c for c in self._policy.classes if self._policy.is_under(c, type_.target)]
        value = value_column(n)
        each = f"unnest({value})" if type_.many else value
        self._connection.execute(
            f"INSERT INTO notes SELECT source, row, id, record_class, "
            f"{literal(Code.DANGLING_LINK.number)}, {literal(field)}, target FROM "
            f"(SELECT source, row, id, record_class, {each} AS target FROM rows_{number} "
            f"WHERE {value} IS NOT NULL AND problems IS NULL AND id NOT IN (FROM repeated)) "
            f"WHERE target NOT IN (SELECT id FROM provenance "
            f"WHERE record_class IN ({literals(targets)}))"
        )

    # --- small things -----------------------------------------------------------------

    def _has(self, relation: str) -> bool:
        (count,) = self._one(
            f"SELECT count(*) FROM duckdb_tables() WHERE table_name = {literal(relation)}"
        )
        return bool(count)

    def _one(self, query: str) -> tuple[int, ...]:
        row: tuple[int, ...] | None = self._connection.execute(query).fetchone()
        if row is None:
            raise AssertionError(f"no row: {query}")
        return row

    def _unreadable(self, error: UnreadableData) -> DataError:
        diagnostic = Diagnostic(
            code=Code.UNREADABLE_DATA,
            message=f"cannot read the data: {error.reason}",
            path=str(error.file),
            help=error.help,
        )
        return DataError((diagnostic,))


def _disposed_as(placed: PlacedTable) -> str:
    """Return the column of the rows of a table that says what has been done with a record."""
    numbers = [n for n, field in enumerate(placed.fields) if field.name == DISPOSED_AS]
    return value_column(numbers[0]) if numbers else "NULL::VARCHAR"


def _as_unreadable(file: Path, error: OSError) -> UnreadableData:
    reason = error.strerror or str(error)
    where = Path(error.filename) if error.filename else file
    return UnreadableData(where, reason[:1].lower() + reason[1:])


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
