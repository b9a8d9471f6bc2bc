"""Spark: decides in a session that is there already, or in one on this machine.

Spark works a query out when its rows are read, so a table is a cached view here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sqlglot import exp

from tenure.engine.databases.database import Row
from tenure.engine.databases.dialects import spelled
from tenure.engine.staging import ColumnType

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TYPES = {
    ColumnType.TEXT: "STRING",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP_NTZ",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.NUMBER: "DECIMAL(38, 10)",
    ColumnType.INTEGER: "INT",
    ColumnType.LONG: "BIGINT",
    ColumnType.TEXTS: "ARRAY<STRING>",
}
"""What Spark calls the types of columns; times are local, without a zone."""

_BATCH = 10_000

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.variable.substitute": "false",
    "spark.sql.caseSensitive": "false",
}
"""What the meaning of a query depends on; `${...}` in somebody's text is that text."""


def prepare(session: SparkSession) -> None:
    """Set what the queries rely on, in a session that is nobody else's."""
    for key, value in _SETTINGS.items():
        session.conf.set(key, value)


class Spark:
    """A Spark session; its working tables are temporary views, worked out as they are made."""

    def __init__(self, session: SparkSession) -> None:
        """Use a session."""
        self._session = session

    def table(self, name: str, query: exp.Query) -> None:
        """Work out a query now; what it was made of may change afterwards."""
        self.make_table(name, spelled(query, "spark"))

    def make_table(self, name: str, query: str) -> None:
        """Do the same with a query as text."""
        self._keep(name, self._session.sql(query))

    def view(self, name: str, query: exp.Query) -> None:
        """Name a query, to be worked out when it is read."""
        self.make_view(name, spelled(query, "spark"))

    def make_view(self, name: str, query: str) -> None:
        """Do the same with a query as text."""
        self._session.sql(query).createOrReplaceTempView(name)

    def empty(self, name: str, columns: dict[str, ColumnType]) -> None:
        """Make a table without rows."""
        schema = ", ".join(f"`{column}` {TYPES[type_]}" for column, type_ in columns.items())
        self._keep(name, self._session.createDataFrame([], schema))

    def append(self, name: str, query: exp.Query) -> None:
        """Work out a query now, and add its rows to a table."""
        self._keep(name, self._session.table(name).unionAll(self._frame(query)))

    def rows(self, query: exp.Query) -> Sequence[Row]:
        """Return the rows of a query."""
        return [tuple(row) for row in self._frame(query).collect()]

    def batches(self, query: str) -> Iterator[Sequence[Row]]:
        """Yield the rows of a query as text, some thousand at a time."""
        rows = map(tuple, self._session.sql(query).toLocalIterator())
        while batch := list(islice(rows, _BATCH)):
            yield batch

    def enter(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table; as many as fit in memory."""
        there = self._session.table(name)
        self._keep(name, there.unionAll(self._session.createDataFrame(list(rows), there.schema)))

    def _frame(self, query: exp.Query) -> DataFrame:
        return self._session.sql(spelled(query, "spark"))

    def _keep(self, name: str, frame: DataFrame) -> None:
        # A checkpoint, not a cache: what is lost from a cache is worked out anew, from views
        # that may have been replaced by then.
        # It also ends the plan, which would grow with every round. A union has the parts of all
        # that is put together: without a limit they would become more with every round too.
        most = int(self._session.conf.get("spark.sql.shuffle.partitions") or 200)
        frame.coalesce(most).localCheckpoint().createOrReplaceTempView(name)
