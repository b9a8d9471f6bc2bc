"""An audit inside a database, from its tables to the decisions that are brought home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date
from typing import TYPE_CHECKING, assert_never

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.engine.audit.entering import enter
from tenure.engine.deciding import decide_all
from tenure.engine.inside.host import Elsewhere, Host, cannot
from tenure.engine.inside.staging import ALL, SOUND, InsideStager, inside_only
from tenure.engine.inventories.mapping import InventoryMapping
from tenure.engine.inventories.placing import PlacedInventory
from tenure.engine.inventories.read_mapping import names_of
from tenure.engine.inventories.sql import name
from tenure.engine.inventories.stage import StagedInventory, Told
from tenure.engine.promising import decide_all_promises
from tenure.engine.staging import DEADLINES, DECISIONS, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DECIDED = "tenure_decided"
SIGN = "decisions of tenure"
"""The comment by which a table of results is known as one."""


@contextmanager
def inside(connection: DuckDBPyConnection, asked: Elsewhere) -> Iterator[Inside]:
    """Give the place of an audit inside a database, which is left when the block ends.

    Args:
        connection: the database of the audit itself.
        asked: where it is to decide.
    """
    with ExitStack() as opened:
        yield Inside(connection, asked, opened)


class Inside:
    """A database that holds the inventory; the methods are those of `Place`.

    It is connected to when the mapping, which names it, has been read.
    """

    def __init__(self, connection: DuckDBPyConnection, asked: Elsewhere, opened: ExitStack) -> None:
        """Use a database that `stage` will open, until `opened` is closed."""
        self._connection = connection
        self._asked = asked
        self._opened = opened
        self._host: Host | None = None

    @property
    def host(self) -> Host:
        """The database; it is there from `stage` on."""
        if self._host is None:
            raise AssertionError("nothing is staged yet")
        return self._host

    def stage(
        self, policy: Policy, inventory: PlacedInventory, as_of: date, told: Told | None
    ) -> StagedInventory:
        """Connect, and read the tables where they are."""
        formats = ("database", "parquet") if self._asked.engine == "spark" else ("database",)
        inside_only(inventory, self._asked.engine, formats)
        self._host = self._opened.enter_context(_host(self._asked, inventory.mapping))
        if self._asked.results is not None:
            if not names_of(self._asked.results):
                raise cannot(
                    Code.RESULTS_IN_THE_WAY,
                    f"`{self._asked.results}` is not the name of a table",
                    ["for example `audit.decisions`; put quotes around a name with a dot in it"],
                )
            self.host.check_results(self._asked.results, SIGN, replace=self._asked.replace)
        stager = InsideStager(self.host, self._connection, policy, as_of)
        return stager.stage(inventory, told)

    def decide(
        self, policy: Policy, staged: Iterable[Staged], as_of: date, facts: Mapping[str, Value]
    ) -> None:
        """Decide there, publish what is asked for, and bring the decisions home."""
        view = decide_all(self.host, policy, staged, as_of, facts)
        columns = ", ".join(DECISIONS)
        self.host.make_table(DECIDED, f"SELECT {columns} FROM {view}")
        if self._asked.results is not None:
            self._publish(self._asked.results, as_of)
        types = {column: type_.value for column, type_ in DECISIONS.items()}
        self._copy("decisions", types, f"SELECT {columns} FROM {DECIDED}")

    def _publish(self, results: str, as_of: date) -> None:
        day = f"DATE {self.host.speech.literal(as_of.isoformat())}"
        query = (
            f"SELECT d.*, r.disposed_as, {day} AS as_of FROM {DECIDED} AS d "
            f"JOIN {ALL} AS r ON r.id = d.record WHERE {SOUND}"
        )
        self.host.make_view("tenure_results", query)
        self.host.publish("tenure_results", results, SIGN, replace=self._asked.replace)

    def promise(
        self, policy: Policy, staged: Iterable[Staged], as_of: date, facts: Mapping[str, Value]
    ) -> None:
        """Decide the deadlines there, and bring them home."""
        view = decide_all_promises(self.host, policy, staged, as_of, facts)
        types = {column: type_.value for column, type_ in DEADLINES.items()}
        self._copy("deadlines", types, f"SELECT {', '.join(DEADLINES)} FROM {view}")

    def finish(self) -> None:
        """Let others see the results."""
        self.host.finish()

    def _copy(self, relation: str, types: Mapping[str, str], query: str) -> None:
        columns = ", ".join(f"{name(column)} {type_}" for column, type_ in types.items())
        self._connection.execute(f"CREATE TABLE {relation} ({columns})")
        for batch in self.host.batches(query):
            enter(self._connection, relation, tuple(types.values()), batch)


def _host(asked: Elsewhere, mapping: InventoryMapping) -> AbstractContextManager[Host]:
    match asked.engine:
        case "postgresql":
            from tenure.engine.inside.postgresql import postgresql

            return postgresql(mapping)
        case "spark":
            from tenure.engine.inside.spark import spark

            return spark(mapping, asked.session)
        case "duckdb":
            raise ValueError("the audit's own database is no other")
    assert_never(asked.engine)
