"""What an audit asks of a database that holds the inventory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.engine.databases.database import Database, Row
from tenure.engine.inventories.mapping import InventoryMapping, Source
from tenure.engine.inventories.sources import Opened
from tenure.engine.inventories.stage import DataError
from tenure.engine.speech.speech import Speech

EngineName = Literal["duckdb", "postgresql", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where an audit decides, when it is not in a database of its own.

    Attributes:
        engine: what decides.
        results: the table for the decisions, its names as in a mapping; `None` for none.
        replace: whether the decisions of an earlier audit in that table may go.
        session: a Spark session that is there already; `None` to begin one.
    """

    engine: EngineName
    results: str | None = None
    replace: bool = False
    session: Any = None


class Host(Database, Protocol):
    """A database that holds an inventory and decides it.

    The relations that it is asked to make are working tables of its own; they are gone when
    the audit is. Nothing that it is asked to read is changed.
    """

    @property
    def speech(self) -> Speech:
        """How it says what reading cells needs."""

    def opened(self, source: Source) -> Opened:
        """Open a table of the inventory.

        Raises:
            DataFileError: there is no such table, or it may not be read.
        """

    def make_table(self, name: str, query: str) -> None:
        """Work out a query now, into a table."""

    def make_view(self, name: str, query: str) -> None:
        """Name a query, to be worked out when it is read."""

    def batches(self, query: str) -> Iterator[Sequence[Row]]:
        """Yield the rows of a query, some thousand at a time."""

    def digest(self, opened: Opened) -> tuple[int, str]:
        """Return how many rows a table has, and a hash of them all, whatever their order."""

    def check_results(self, results: str, sign: str, *, replace: bool) -> None:
        """Check that `publish` may do what it is going to be asked for.

        Raises:
            DataError: the table is there and may not be replaced, or cannot last (TN522).
        """

    def publish(self, relation: str, results: str, sign: str, *, replace: bool) -> None:
        """Put the rows of a relation into a table that outlives the audit.

        Others see them when the audit is finished, and not before.

        Args:
            relation: one of the working tables.
            results: the table, its names as in a mapping.
            sign: what the table is known by as one that may be replaced.
            replace: whether such a table may be.

        Raises:
            DataError: it is there by now (TN522).
        """

    def finish(self) -> None:
        """Let others see what was published."""


def cannot(
    code: Code, message: str, help_: Iterable[str] = (), mapping: InventoryMapping | None = None
) -> DataError:
    """Return the error for what a database cannot do."""
    path = str(mapping.path) if mapping else None
    return DataError((Diagnostic(code=code, message=message, path=path, help=tuple(help_)),))


def in_the_way(results: str, *, replace: bool) -> DataError:
    """Return the error for a table of results that is there and may not go."""
    if replace:
        return cannot(
            Code.RESULTS_IN_THE_WAY,
            f"the table `{results}` is there, and was not made by an audit",
            ["name a table that is not there"],
        )
    return cannot(
        Code.RESULTS_IN_THE_WAY,
        f"the table `{results}` is there already",
        ["name a table that is not there, or say --replace where an earlier audit is to go"],
    )
