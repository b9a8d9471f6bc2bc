"""Generated records and their deadlines, as each way of deciding gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import psycopg

from tenure.compiler.deadlines import AsOf
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.engine.audit.promises import channels_of, row_of
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.databases.postgresql import PostgreSQL
from tenure.engine.databases.spark import Spark
from tenure.engine.promising import decide_all_promises
from tenure.engine.staging import DEADLINES
from tests.properties.staged import stage, stage_in_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Row = Mapping[str, object]
Rows = Mapping[tuple[str, str], Row]
"""The rows by record and step."""


def meant(
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> Rows:
    """What the reference evaluator says."""
    deadlines = Deadlines(policy, Inventory(records), AsOf(day=as_of), facts)
    channel = channels_of(policy)
    return _by_step(
        row_of(decision, record, channel(decision.step, record))
        for record in records
        for decision in deadlines.decide(record)
    )


def _by_step(rows: Iterable[Sequence[object]]) -> Rows:
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        named = dict(zip(DEADLINES, row, strict=True))
        key = (str(named["record"]), str(named["step"]))
        assert key not in found
        found[key] = named
    return found


def by_duckdb(
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> Rows:
    """What DuckDB says."""
    with duckdb.connect() as connection:
        staged = stage(connection, policy, records)
        view = decide_all_promises(DuckDB(connection), policy, staged, as_of, facts)
        return _by_step(connection.execute(f"SELECT * FROM {view}").fetchall())


def by_postgresql(
    connection: psycopg.Connection[tuple[object, ...]],
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
) -> Rows:
    """What PostgreSQL says, in a transaction that is rolled back."""
    with connection.transaction(force_rollback=True):
        staged = stage(connection.cursor(), policy, records, "%s")
        view = decide_all_promises(PostgreSQL(connection), policy, staged, as_of)
        return _by_step(connection.execute(f"SELECT * FROM {view}".encode()).fetchall())


def by_spark(session: SparkSession, policy: Policy, records: Sequence[Record], as_of: date) -> Rows:
    """What Spark says, in temporary views."""
    staged = stage_in_spark(session, policy, records)
    view = decide_all_promises(Spark(session), policy, staged, as_of)
    return _by_step([tuple(row) for row in session.table(view).collect()])
