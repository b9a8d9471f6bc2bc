"""No database: keeps queries as named views, to be read by people and run elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from tenure.engine.databases.database import Row
from tenure.engine.staging import ColumnType


class Views:
    """The queries that a plan names, in the order in which they build on each other.

    Some relations cannot be views: what is found in rounds, each of which looks at what the
    last one found. They are remembered, and so is whatever reads them.
    """

    def __init__(self) -> None:
        """Begin without views."""
        self._queries: dict[str, exp.Query] = {}
        self._in_rounds: set[str] = set()

    # --- what a plan asks -----------------------------------------------------------------

    def table(self, name: str, query: exp.Query) -> None:
        """Name a query; a table is a view too."""
        self._queries[name] = query

    def view(self, name: str, query: exp.Query) -> None:
        """Name a query."""
        self._queries[name] = query

    def empty(self, name: str, columns: dict[str, ColumnType]) -> None:
        """Remember a relation that would be filled in rounds."""
        self._in_rounds.add(name)

    def append(self, name: str, query: exp.Query) -> None:
        """Pass over a round."""

    def rows(self, query: exp.Query) -> Sequence[Row]:
        """Return no rows, which ends the rounds: there are no records here."""
        return ()

    def enter(self, name: str, rows: Sequence[Row]) -> None:
        """Pass over what a round found."""

    # --- what has come of it ------------------------------------------------------------------

    def needed(self, query: exp.Query) -> dict[str, exp.Query]:
        """Return the views that a query reads, those that others build on first."""
        found: dict[str, exp.Query] = {}
        for name in self._read(query):
            if name in self._queries and name not in found:
                found |= self.needed(self._queries[name])
                found[name] = self._queries[name]
        return found

    def is_one_query(self, query: exp.Query) -> bool:
        """Return whether a query reads nothing that is found in rounds."""
        reads = [query, *self.needed(query).values()]
        return not any(name in self._in_rounds for one in reads for name in self._read(one))

    @staticmethod
    def _read(query: exp.Query) -> Iterator[str]:
        return (table.name for table in query.find_all(exp.Table))
