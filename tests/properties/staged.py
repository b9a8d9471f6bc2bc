"""Generated records in the tables that the set evaluator reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

import duckdb
import psycopg

from tenure.compiler.decisions import Decision
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.databases.postgresql import PostgreSQL
from tenure.engine.databases.spark import TYPES, Spark
from tenure.engine.deciding import decide_all, inventory_of
from tenure.engine.plan import Plan
from tenure.engine.staging import DECISIONS, Staged, column_names, columns_of, relation_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Row = Mapping[str, object]


def row_of(decision: Decision) -> Row:
    """A decision as the row that the set evaluator has to give."""
    shown = {name: getattr(decision, name) for name in DECISIONS}
    shown["status"] = decision.status.value
    shown["action"] = decision.action.text if decision.action else None
    return {name: list(v) if isinstance(v, tuple) else v for name, v in shown.items()}


class Cursor(Protocol):
    """What both kinds of connection have."""

    def execute(self, query: str, /) -> object: ...
    def executemany(self, query: str, rows: list[list[object]], /) -> object: ...


def stage(
    connection: Cursor, policy: Policy, records: Sequence[Record], mark: str = "?"
) -> list[Staged]:
    """Put records into tables; a class without records gets none."""
    found = []
    for name in dict.fromkeys(record.record_class for record in records):
        relation = relation_of(policy, name)
        columns = columns_of(policy, name)
        listed = ", ".join(f'"{column}" {type_.value}' for column, type_ in columns.items())
        connection.execute(f'CREATE TEMPORARY TABLE "{relation}" ({listed})')
        of_fields = column_names(policy, name)
        rows = [_row(r, columns, of_fields) for r in records if r.record_class == name]
        marks = ", ".join(mark for _ in columns)
        connection.executemany(f'INSERT INTO "{relation}" VALUES ({marks})', rows)
        found.append(Staged(record_class=name, relation=relation))
    return found


def _row(
    record: Record, columns: Mapping[str, object], of_fields: Mapping[str, str]
) -> list[object]:
    values: dict[str, object] = {
        "id": record.id,
        "disposed_as": record.disposed_as,
        "extended_until": record.extended_until,
    }
    for name, value in record.fields.items():
        values[of_fields[name]] = list(value) if isinstance(value, tuple) else value
    return [values.get(column) for column in columns]


def decided_by_duckdb(
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> dict[str, Row]:
    """The row of every record, by id."""
    with duckdb.connect() as connection:
        staged = stage(connection, policy, records)
        view = decide_all(DuckDB(connection), policy, staged, as_of, facts)
        return _by_id(connection.execute(f"SELECT * FROM {view}").fetchall())


def decided_without_a_look(
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> dict[str, Row]:
    """The same, by queries for any data."""
    with duckdb.connect() as connection:
        staged = stage(connection, policy, records)
        view = Plan(DuckDB(connection), inventory_of(policy, staged, facts), as_of).decisions()
        return _by_id(connection.execute(f"SELECT * FROM {view}").fetchall())


def decided_by_postgresql(
    connection: psycopg.Connection[tuple[object, ...]],
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> dict[str, Row]:
    """The same, in a transaction that is rolled back."""
    with connection.transaction(force_rollback=True):
        staged = stage(connection.cursor(), policy, records, "%s")
        view = decide_all(PostgreSQL(connection), policy, staged, as_of, facts)
        return _by_id(connection.execute(f"SELECT * FROM {view}".encode()).fetchall())


def _by_id(rows: Sequence[tuple[object, ...]]) -> dict[str, Row]:
    named = [dict(zip(DECISIONS, row, strict=True)) for row in rows]
    assert len({row["record"] for row in named}) == len(named), "a record is decided twice"
    return {str(row["record"]): row for row in named}


def decided_by_spark(
    session: SparkSession,
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> dict[str, Row]:
    """The same, in temporary views."""
    staged = stage_in_spark(session, policy, records)
    view = decide_all(Spark(session), policy, staged, as_of, facts)
    return _by_id([tuple(row) for row in session.table(view).collect()])


def stage_in_spark(
    session: SparkSession, policy: Policy, records: Sequence[Record]
) -> list[Staged]:
    """Put records into temporary views."""
    staged = []
    for name in dict.fromkeys(record.record_class for record in records):
        relation, columns = relation_of(policy, name), columns_of(policy, name)
        schema = ", ".join(f"`{column}` {TYPES[type_]}" for column, type_ in columns.items())
        of_fields = column_names(policy, name)
        rows = [_row(r, columns, of_fields) for r in records if r.record_class == name]
        session.createDataFrame(rows, schema).createOrReplaceTempView(relation)
        staged.append(Staged(record_class=name, relation=relation))
    return staged
