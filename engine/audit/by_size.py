"""Decides a small inventory record by record and a large one by queries.

Both mean the same (S13). Queries are compiled first, which for a whole schedule takes some
seconds; that many records are decided one by one in less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.reference import decide_one_by_one
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.deciding import decide_all
from tenure.engine.inventories.sql import name
from tenure.engine.staging import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEW = 5_000
"""How many records are decided one by one."""


def decide_by_size(
    database: DuckDB,
    policy: Policy,
    staged: Iterable[Staged],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> str:
    """Decide all the staged records; arguments and result are those of `decide_all`."""
    relations = tuple(staged)
    if count_of(database.connection, relations) <= FEW:
        return decide_one_by_one(database, policy, relations, as_of, facts)
    return decide_all(database, policy, relations, as_of, facts)


def count_of(connection: DuckDBPyConnection, relations: Iterable[Staged]) -> int:
    """Return how many records some relations have together."""
    counted = " UNION ALL ".join(f"SELECT id FROM {name(one.relation)}" for one in relations)
    if not counted:
        return 0
    row = connection.execute(f"SELECT count(*) FROM ({counted})").fetchone()
    return int(row[0]) if row else 0
