"""Decides staged records by one version of a policy, for the comparison with the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.places import Decide
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.inventories.sql import literal
from tenure.engine.staging import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BEFORE, AFTER = "trial_before", "trial_after"
"""The relations of the decisions of each version, with the columns of `SIDE`."""

DECIDED = (
    "record",
    "record_class",
    "status",
    "keep_until",
    "action",
    "rule",
    "phase",
    "follows",
    "missing",
    "held_by",
)
"""The columns of the decisions that are compared."""

SIDE = (*DECIDED, "unheld")
"""These, and the status that the record would have if no hold applied, or might."""


def decide_version(
    connection: DuckDBPyConnection,
    policy: Policy,
    staged: Iterable[Staged],
    as_of: date,
    relation: str,
    decide: Decide,
) -> None:
    """Decide all the staged records, with holds and without, into a relation.

    Args:
        connection: has the staged relations.
        policy: the version.
        staged: the relations.
        as_of: the day of the decisions.
        relation: `BEFORE` or `AFTER`.
        decide: what decides.
    """
    records = tuple(staged)
    database, columns = DuckDB(connection), ", ".join(DECIDED)
    if not policy.holds:
        view = decide(database, policy, records, as_of, None)
        query = f"SELECT {columns}, status AS unheld FROM {view}"
        connection.execute(f"CREATE TABLE {relation} AS {query}")
        return
    free = decide(database, replace(policy, holds={}), records, as_of, None)
    connection.execute(f"CREATE TABLE no_holds AS SELECT record, status AS unheld FROM {free}")
    view = decide(database, policy, records, as_of, None)
    query = f"SELECT {columns}, unheld FROM {view} JOIN no_holds USING (record)"
    connection.execute(f"CREATE TABLE {relation} AS {query}")
    connection.execute("DROP TABLE no_holds")


def keep_what_was_read(connection: DuckDBPyConnection, relation: str) -> None:
    """Keep how many rows a version puts aside, before another one reads the inventory."""
    connection.execute(
        f"CREATE TABLE {relation} AS SELECT count(*) AS put_aside "
        "FROM (SELECT DISTINCT source, row FROM rejects)"
    )


def bring(source: DuckDBPyConnection, target: DuckDBPyConnection, relation: str, path: str) -> None:
    """Bring a relation over to another database, by way of a file."""
    source.execute(f"COPY {relation} TO {literal(path)} (FORMAT parquet)")
    target.execute(f"CREATE TABLE {relation} AS FROM read_parquet({literal(path)})")
