"""Audits inside a PostgreSQL database: in one transaction that changes nothing but the results.

The transaction sees the tables as they were when it began. What is worked out in between lies in
temporary tables. A row that the user may not see would be a record that nobody decides: row
security is an error here, never a filter.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenure.dsl.codes import Code
from tenure.dsl.suggest import did_you_mean
from tenure.engine.databases.database import Row
from tenure.engine.databases.postgresql import PostgreSQL
from tenure.engine.inside.host import cannot, in_the_way
from tenure.engine.inventories.mapping import InventoryMapping, Source
from tenure.engine.inventories.read_mapping import names_of
from tenure.engine.inventories.sources import ROW, Column, Opened
from tenure.engine.inventories.spooling import DataFileError
from tenure.engine.speech.postgresql import FUNCTIONS, POSTGRESQL

if TYPE_CHECKING:
    import psycopg

_TYPES = {
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMP WITH TIME ZONE",
    "bool": "BOOLEAN",
}
"""The types that are read as what they are; all else is read by its text."""

_WAIT = "10"
"""Seconds until a server that does not answer is given up, unless the connection says it."""


@contextmanager
def postgresql(mapping: InventoryMapping) -> Iterator[PostgreSQLHost]:
    """Connect to the database of a mapping; what goes wrong in it is told in one sentence.

    Raises:
        DataError: the mapping names none, it cannot be reached, does not let us in, is lost,
            or refuses something (TN503, TN520, TN521).
    """
    connection = connected(mapping)
    try:
        with refusals(mapping, connection):
            yield PostgreSQLHost(connection)
    finally:
        connection.close()


# --- connecting -------------------------------------------------------------------------------


def connected(mapping: InventoryMapping) -> psycopg.Connection[Row]:
    """Return a connection to the database of a mapping, in a transaction that reads.

    Raises:
        DataError: there is none (TN503, TN520).
    """
    try:
        import psycopg
    except ImportError as error:
        raise cannot(
            Code.DATABASE_UNREACHABLE,
            "the library that talks to PostgreSQL is not installed",
            ["pip install 'tenure[postgres]'"],
        ) from error
    said = _conninfo(mapping)
    try:
        parameters: dict[str, Any] = {
            "connect_timeout": _WAIT,
            **psycopg.conninfo.conninfo_to_dict(said),
        }
    except psycopg.ProgrammingError as error:
        raise cannot(
            Code.BAD_MAPPING,
            f"`database` cannot be understood: {_first_line(error)}",
            ["for example `postgresql://reader@db.example.org/records`"],
            mapping,
        ) from error
    parameters = {"connect_timeout": _WAIT, **parameters}
    parameters |= {"client_encoding": "UTF8", "application_name": "tenure audit"}
    try:
        return psycopg.connect(psycopg.conninfo.make_conninfo("", **parameters))
    except psycopg.Error as error:
        raise cannot(
            Code.DATABASE_UNREACHABLE,
            f"cannot connect to the database: {_without_secrets(_first_line(error), parameters)}",
            (
                "is the server running, and is it the one that the mapping names?",
                "a password is taken from PGPASSWORD, ~/.pgpass or pg_service.conf",
            ),
            mapping,
        ) from error


def _conninfo(mapping: InventoryMapping) -> str:
    said = mapping.database
    if said is None:
        raise cannot(
            Code.BAD_MAPPING,
            "the mapping does not say which database",
            ['add `database = "postgresql://reader@db.example.org/records"`'],
            mapping,
        )
    if not said.startswith("$"):
        return said
    value = os.environ.get(said[1:])
    if not value:
        raise cannot(
            Code.DATABASE_UNREACHABLE,
            f"the environment variable `{said[1:]}`, which names the database, is not set",
            (),
            mapping,
        )
    return value


def _first_line(error: Exception) -> str:
    """Return what the server or the library says, as the end of a clause."""
    diagnostic = getattr(error, "diag", None)
    said = (diagnostic and diagnostic.message_primary) or str(error).strip().partition("\n")[0]
    return said.rstrip(".") or type(error).__name__


def _without_secrets(said: str, parameters: Mapping[str, object]) -> str:
    for name in ("password", "sslpassword"):
        secret = str(parameters.get(name) or "")
        said = said.replace(secret, "***") if secret else said
    return said


@contextmanager
def refusals(mapping: InventoryMapping, connection: psycopg.Connection[Row]) -> Iterator[None]:
    """Tell what goes wrong in a database in one sentence."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        said = _first_line(error)
        if connection.broken or connection.closed:
            raise cannot(
                Code.DATABASE_UNREACHABLE,
                f"the connection to the database was lost: {said}",
                ["nothing was written; run it again when the database is there"],
                mapping,
            ) from error
        raise cannot(
            Code.DATABASE_REFUSED,
            f"the database refuses: {said}",
            _advice(error),
            mapping,
        ) from error


def _advice(error: psycopg.Error) -> tuple[str, ...]:
    """Return what to do about a refusal."""
    from psycopg import errors

    match error:
        case errors.InsufficientPrivilege():
            return (
                "the user needs SELECT on the tables, TEMPORARY on the database and, for"
                " results, CREATE on their schema; and must see every row of a table",
            )
        case errors.ReadOnlySqlTransaction():
            return ("a copy that only reads cannot decide; name the server that it is a copy of",)
        case errors.DiskFull() | errors.OutOfMemory():
            return ("the server has no room; nothing was written",)
        case _:
            return ()


# --- the database ---------------------------------------------------------------------------------


class PostgreSQLHost(PostgreSQL):
    """A PostgreSQL database that holds an inventory; the methods are those of `Host`."""

    speech = POSTGRESQL

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        """Begin a transaction that sees the tables as they are now."""
        super().__init__(connection)
        self._own = connection
        self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for setting in (
            "TimeZone = 'UTC'",
            "DateStyle = 'ISO, YMD'",
            "standard_conforming_strings = on",
            "row_security = off",
        ):
            self.run(f"SET LOCAL {setting}")
        for function in FUNCTIONS:
            self.run(function)

    def opened(self, source: Source) -> Opened:
        """Open a table, its columns numbered: they may have any names.

        Raises:
            DataFileError: there is no such table.
        """
        from psycopg import errors

        relation = self._relation(source.table or "")
        try:
            with self._own.transaction():
                found = self._own.execute(f"SELECT * FROM {relation} LIMIT 0".encode())
        except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
            near = did_you_mean(source.table or "", self._tables(), what="tables")
            raise DataFileError(source.path, f"there is no table `{source.table}`", near) from error
        listed = [(column.name, column.type_code) for column in found.description or ()]
        kinds = self._kinds({oid for _, oid in listed})
        return Opened(
            file=source.path,
            query=self._numbered(relation, [name for name, _ in listed]),
            columns={
                name: self._column(f"c{n}", kinds[oid]) for n, (name, oid) in enumerate(listed)
            },
        )

    def _relation(self, table: str) -> str:
        return ".".join(self.speech.name(each) for each in names_of(table))

    def _numbered(self, relation: str, columns: list[str]) -> str:
        named = (f", {self.speech.name(name)} AS c{n}" for n, name in enumerate(columns))
        row = self.speech.name(ROW)
        return f"SELECT CAST(NULL AS bigint) AS {row}{''.join(named)} FROM {relation}"

    def _column(self, name: str, kind: tuple[str, str]) -> Column:
        type_, category = kind
        if category == "A":
            return Column(sql=name, type="VARCHAR[]")
        if type_ in _TYPES:
            return Column(sql=name, type=_TYPES[type_])
        return Column(sql=self.speech.text(name))

    def _kinds(self, oids: set[int]) -> dict[int, tuple[str, str]]:
        """Return the names and categories of types."""
        found = self._own.execute(
            "SELECT CAST(oid AS bigint), typname, CAST(typcategory AS text) FROM pg_type "
            "WHERE oid = ANY(%s)",
            [list(oids)],
        )
        return {int(str(oid)): (str(name), str(category)) for oid, name, category in found}

    def _tables(self) -> list[str]:
        found = self._own.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables UNION ALL "
            "SELECT schemaname || '.' || viewname FROM pg_views"
        )
        names = [str(name) for (name,) in found]
        return [name.removeprefix("public.") for name in names if not name.startswith("pg_")]

    def digest(self, opened: Opened) -> tuple[int, str]:
        """Return the number of rows and a hash of them: the sums of the hashes of each."""
        columns = ", ".join(f"c{n}" for n in range(len(opened.columns)))
        half = "CAST(CAST('x' || substr(h, {}, 15) AS bit(60)) AS bigint)"
        hashed = f"encode(sha256(convert_to(CAST(ROW({columns}) AS text), 'UTF8')), 'hex')"
        row = self._own.execute(
            f"SELECT count(*), sum({half.format(1)}), sum({half.format(16)}), "
            f"sum({half.format(31)}), sum({half.format(46)}) "
            f"FROM (SELECT {hashed} AS h FROM ({opened.query}) AS t) AS s".encode()
        ).fetchone()
        if row is None:
            raise AssertionError(opened.query)
        told = repr((sorted(opened.columns), [str(number or 0) for number in row]))
        return int(str(row[0])), sha256(told.encode()).hexdigest()

    def copy(self, query: str, file: Path) -> None:
        """Write the one column of a query, texts without line ends, into a file of lines.

        Raises:
            OSError: the file cannot be written.
        """
        plain = r"FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02'"
        statement = f"COPY ({query}) TO STDOUT ({plain})".encode()
        with file.open("wb") as stream, self._own.cursor().copy(statement) as rows:
            for data in rows:
                stream.write(data)

    # --- results ----------------------------------------------------------------------------------

    def check_results(self, results: str, sign: str, *, replace: bool) -> None:
        """Check that decisions can be put into a table, before the work."""
        target = self._relation(results)
        if self._there(target) and not (replace and self._may_go(target, sign)):
            raise in_the_way(results, replace=replace)

    def publish(self, relation: str, results: str, sign: str, *, replace: bool) -> None:
        """Put decisions into a table; it is seen when the transaction ends."""
        self.check_results(results, sign, replace=replace)
        target = self._relation(results)
        columns = self._own.execute(f"SELECT * FROM {relation} LIMIT 0".encode()).description or ()
        if self._there(target):
            self.run(f"TRUNCATE {target}")
        else:
            self.run(f"CREATE TABLE {target} AS SELECT * FROM {relation} LIMIT 0")
            self.run(f"COMMENT ON TABLE {target} IS {self.speech.literal(sign)}")
        listed = ", ".join(self.speech.name(column.name) for column in columns)
        self.run(f"INSERT INTO {target} ({listed}) SELECT {listed} FROM {relation} ORDER BY record")

    def _there(self, target: str) -> bool:
        row = self._own.execute("SELECT to_regclass(%s) IS NOT NULL", [target]).fetchone()
        return bool(row and row[0])

    def _may_go(self, target: str, sign: str) -> bool:
        """Return whether a table is known by its comment as one of ours."""
        row = self._own.execute(
            "SELECT obj_description(to_regclass(%s), 'pg_class')", [target]
        ).fetchone()
        return bool(row and row[0] == sign)

    def finish(self) -> None:
        """Commit."""
        import psycopg

        try:
            self._own.commit()
        except psycopg.OperationalError as error:
            raise cannot(
                Code.DATABASE_UNREACHABLE,
                "the connection to the database was lost while the results were committed",
                ["no folder was written; look whether the table is there, then run it again"],
            ) from error
