"""PostgreSQL: decides where the records are, through psycopg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from tenure.engine.databases.database import Row
from tenure.engine.databases.dialects import spelled
from tenure.engine.staging import ColumnType

if TYPE_CHECKING:
    import psycopg

_BATCH = 10_000


class PostgreSQL:
    """A PostgreSQL connection; its working tables are temporary.

    Nothing is committed here.
    """

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        """Use a connection."""
        self._connection = connection

    def table(self, name: str, query: exp.Query) -> None:
        """Work out a query now, into a table; the planner gets to know its size."""
        self.make_table(name, _text(query))

    def make_table(self, name: str, query: str) -> None:
        """Do the same with a query as text."""
        self.run(f"DROP TABLE IF EXISTS {_quoted(name)} CASCADE")
        self.run(f"CREATE TEMPORARY TABLE {_quoted(name)} AS\n{query}")
        self.run(f"ANALYZE {_quoted(name)}")

    def view(self, name: str, query: exp.Query) -> None:
        """Name a query, to be worked out when it is read."""
        self.make_view(name, _text(query))

    def make_view(self, name: str, query: str) -> None:
        """Do the same with a query as text."""
        self.run(f"DROP VIEW IF EXISTS {_quoted(name)}")
        self.run(f"CREATE TEMPORARY VIEW {_quoted(name)} AS\n{query}")

    def empty(self, name: str, columns: dict[str, ColumnType]) -> None:
        """Make a table without rows."""
        listed = ", ".join(f"{_quoted(column)} {type_.value}" for column, type_ in columns.items())
        self.run(f"DROP TABLE IF EXISTS {_quoted(name)} CASCADE")
        self.run(f"CREATE TEMPORARY TABLE {_quoted(name)} ({listed})")

    def append(self, name: str, query: exp.Query) -> None:
        """Work out a query now, and add its rows to a table."""
        self.run(f"INSERT INTO {_quoted(name)}\n{_text(query)}")

    def rows(self, query: exp.Query) -> Sequence[Row]:
        """Return the rows of a query."""
        return self._connection.execute(_statement(_text(query))).fetchall()

    def batches(self, query: str) -> Iterator[Sequence[Row]]:
        """Yield the rows of a query as text, some thousand at a time."""
        with self._connection.cursor("tenure_rows") as cursor:
            cursor.execute(_statement(query))
            while batch := cursor.fetchmany(_BATCH):
                yield batch

    def enter(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table, as one copy; the planner gets to know them."""
        statement = _statement(f"COPY {_quoted(name)} FROM STDIN")
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        self.run(f"ANALYZE {_quoted(name)}")

    def run(self, statement: str) -> None:
        """Run a statement that gives no rows."""
        self._connection.execute(_statement(statement))


def _statement(text: str) -> bytes:
    """Return a statement as psycopg takes it when it is not written in the program."""
    return text.encode()


def _text(query: exp.Query) -> str:
    return spelled(query, "postgres")


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(dialect="postgres")
