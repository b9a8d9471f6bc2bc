"""Decides a small inventory record by record and a large one by queries.

Both mean the same (S13). Queries are compiled first, which for a whole schedule takes some
seconds; that many records are decided one by one in less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.reference import decide_one_by_one
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.deciding import decide_all
from tenure.engine.inventories.sql import name
from tenure.engine.staging import Staged

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
    counted = " UNION ALL ".join(f"SELECT id FROM {name(one.relation)}" for one in relations)
    few = True
    if relations:
        row = database.connection.execute(f"SELECT count(*) FROM ({counted})").fetchone()
        few = row is not None and int(row[0]) <= FEW
    if few:
        return decide_one_by_one(database, policy, relations, as_of, facts)
    return decide_all(database, policy, relations, as_of, facts)
