"""Decides staged records one by one with the reference evaluator.

The same question and the same answer as `tenure.engine.deciding`; for small inventories,
and for holding the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.engine.audit.entering import enter
from tenure.engine.inventories.sql import name
from tenure.engine.staging import (
    DECISIONS,
    DISPOSED_AS,
    EXTENDED_UNTIL,
    ID,
    Staged,
    column_names,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from tenure.engine.databases.duckdb import DuckDB

_BATCH = 10_000

RELATION = "decisions_one_by_one"


def decide_one_by_one(
    database: DuckDB,
    policy: Policy,
    staged: Iterable[Staged],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> str:
    """Decide all the staged records; arguments and result are those of `decide_all`."""
    connection = database.connection
    inventory = [record for one in staged for record in records_of(connection, policy, one)]
    decider = Decider(policy, Inventory(inventory), as_of, facts)
    columns = ", ".join(f"{column} {type_.value}" for column, type_ in DECISIONS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {RELATION} ({columns})")
    types = [type_.value for type_ in DECISIONS.values()]
    enter(connection, RELATION, types, (_row(decider.decide(record)) for record in inventory))
    return RELATION


def records_of(connection: DuckDBPyConnection, policy: Policy, staged: Staged) -> Iterator[Record]:
    """Yield the records of a staged relation, as they are read.

    Nothing else may be asked of the connection meanwhile: give a cursor where it is.
    """
    names = column_names(policy, staged.record_class)
    fields = {field: column for field, column in names.items() if staged.has(column)}
    built_in = [column for column in (DISPOSED_AS, EXTENDED_UNTIL) if staged.has(column)]
    columns = [ID, *built_in, *fields.values()]
    found = connection.execute(
        f"SELECT {', '.join(map(name, columns))} FROM {name(staged.relation)}"
    )
    for row in chain.from_iterable(iter(lambda: found.fetchmany(_BATCH), [])):
        said = dict(zip(columns, row, strict=True))
        values = {field: said[column] for field, column in fields.items()}
        yield Record(
            id=said[ID],
            record_class=staged.record_class,
            fields={
                field: tuple(value) if isinstance(value, list) else value
                for field, value in values.items()
                if value is not None
            },
            disposed_as=said.get(DISPOSED_AS),
            extended_until=said.get(EXTENDED_UNTIL),
        )


def _row(decision: Decision) -> tuple[object, ...]:
    return tuple(_value(getattr(decision, column)) for column in DECISIONS)


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    text = getattr(value, "text", None)  # of an action
    return text if text is not None else value
