"""Where an inventory is staged and decided: here, or inside the database that holds it.

Either way the relations that the documents are made of come to be in the database here:
`decisions`, `deadlines`, `provenance`, `rejects` and `notes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.promises import Promise, promise_by_size
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.inside.copying import copying
from tenure.engine.inventories.placing import PlacedInventory
from tenure.engine.inventories.stage import StagedInventory, Stager, Told
from tenure.engine.staging import DECISIONS, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Decide = Callable[[DuckDB, Policy, Iterable[Staged], date, Mapping[str, Value] | None], str]
"""`decide_all`, or another function that keeps its promises."""


class Place(Protocol):
    """Where an inventory is staged and decided."""

    def stage(
        self, policy: Policy, inventory: PlacedInventory, as_of: date, told: Told | None
    ) -> StagedInventory:
        """Read an inventory; make `provenance`, `rejects` and `notes`.

        Raises:
            DataError: it cannot be used.
        """

    def decide(
        self, policy: Policy, staged: Iterable[Staged], as_of: date, facts: Mapping[str, Value]
    ) -> None:
        """Decide all the staged records, into the relation `decisions`."""

    def promise(
        self, policy: Policy, staged: Iterable[Staged], as_of: date, facts: Mapping[str, Value]
    ) -> None:
        """Decide the deadlines of all the staged records, into the relation `deadlines`."""

    def finish(self) -> None:
        """Let others see what was written, now that all the documents are."""


class Here:
    """The database of the audit itself; the methods are those of `Place`."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        work: Path,
        decide: Decide,
        promise: Promise = promise_by_size,
    ) -> None:
        """Use a database.

        Args:
            connection: a database of its own.
            work: an empty folder for copies.
            decide: what decides.
            promise: what decides deadlines.
        """
        self._connection = connection
        self._work = work
        self._decide = decide
        self._promise = promise

    def stage(
        self, policy: Policy, inventory: PlacedInventory, as_of: date, told: Told | None
    ) -> StagedInventory:
        """Read files, and what is copied of databases."""
        stager = Stager(self._connection, policy, as_of, self._work, copying)
        return stager.stage(inventory, told)

    def decide(
        self, policy: Policy, staged: Iterable[Staged], as_of: date, facts: Mapping[str, Value]
    ) -> None:
        """Decide into a table."""
        view = self._decide(DuckDB(self._connection), policy, staged, as_of, facts)
        columns = ", ".join(DECISIONS)
        self._connection.execute(f"CREATE TABLE decisions AS SELECT {columns} FROM {view}")

    def promise(
        self, policy: Policy, staged: Iterable[Staged], as_of: date, facts: Mapping[str, Value]
    ) -> None:
        """Decide the deadlines into a table."""
        self._promise(self._connection, policy, tuple(staged), as_of, facts)

    def finish(self) -> None:
        """Do nothing: all that was written are documents."""
