"""What deciding asks of a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlglot import exp

from tenure.engine.staging import ColumnType

Row = tuple[object, ...]


class Database(Protocol):
    """A database with staged records in it.

    The relations that it is asked to make are its own working tables: they are replaced
    without a question, and need not outlive the connection.
    """

    def table(self, name: str, query: exp.Query) -> None:
        """Work out a query now, into a table."""

    def view(self, name: str, query: exp.Query) -> None:
        """Name a query, to be worked out when it is read."""

    def empty(self, name: str, columns: dict[str, ColumnType]) -> None:
        """Make a table without rows."""

    def append(self, name: str, query: exp.Query) -> None:
        """Work out a query now, and add its rows to a table."""

    def rows(self, query: exp.Query) -> Sequence[Row]:
        """Return the rows of a query."""

    def enter(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table; as many as fit in memory."""
