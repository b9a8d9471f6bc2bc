"""DuckDB: embedded, and the one that is used where nothing else is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from tenure.engine.databases.database import Row
from tenure.engine.databases.dialects import spelled
from tenure.engine.staging import ColumnType

if TYPE_CHECKING:
    import duckdb


class DuckDB:
    """A DuckDB connection; its working tables are temporary."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Use a connection."""
        self._connection = connection

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection itself."""
        return self._connection

    def table(self, name: str, query: exp.Query) -> None:
        """Work out a query now, into a table."""
        self._run(f"CREATE OR REPLACE TEMPORARY TABLE {_quoted(name)} AS", query)

    def view(self, name: str, query: exp.Query) -> None:
        """Name a query, to be worked out when it is read."""
        self._run(f"CREATE OR REPLACE TEMPORARY VIEW {_quoted(name)} AS", query)

    def empty(self, name: str, columns: dict[str, ColumnType]) -> None:
        """Make a table without rows."""
        listed = ", ".join(f"{_quoted(column)} {type_.value}" for column, type_ in columns.items())
        self._connection.execute(f"CREATE OR REPLACE TEMPORARY TABLE {_quoted(name)} ({listed})")

    def append(self, name: str, query: exp.Query) -> None:
        """Work out a query now, and add its rows to a table."""
        self._run(f"INSERT INTO {_quoted(name)}", query)

    def rows(self, query: exp.Query) -> Sequence[Row]:
        """Return the rows of a query."""
        return self._connection.execute(spelled(query, "duckdb")).fetchall()

    def enter(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table, column by column: a statement a row takes a millisecond each."""
        if rows:
            described = self._connection.execute(f"DESCRIBE {_quoted(name)}").fetchall()
            columns = ", ".join(f"unnest(CAST(? AS {type_}[]))" for _, type_, *_ in described)
            values = [list(column) for column in zip(*rows, strict=True)]
            self._connection.execute(f"INSERT INTO {_quoted(name)} SELECT {columns}", values)

    def _run(self, statement: str, query: exp.Query) -> None:
        self._connection.execute(f"{statement}\n{spelled(query, 'duckdb')}")


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(dialect="duckdb")
