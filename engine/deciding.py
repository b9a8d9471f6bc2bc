"""Decides every staged record, and leaves the decisions in a relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.staging import ColumnType, Staged

if TYPE_CHECKING:
    import duckdb

DECISIONS: Mapping[str, ColumnType | str] = {
    "record": ColumnType.TEXT,
    "record_class": ColumnType.TEXT,
    "status": ColumnType.TEXT,
    "keep_until": ColumnType.DATE,
    "due": ColumnType.DATE,
    "action": ColumnType.TEXT,
    "rule": ColumnType.TEXT,
    "phase": "INTEGER",
    "not_before": ColumnType.DATE,
    "not_after": ColumnType.DATE,
    "missing": ColumnType.TEXTS,
    "awaiting": ColumnType.TEXTS,
    "held_by": ColumnType.TEXTS,
    "follows": ColumnType.TEXT,
}
"""The columns of the decisions: the fields of `Decision` of the same names.

`status` is spelled as `Status` spells it, `action` as `Action.text`. Lists are sorted and
never null; `held_by` is in the order in which the policy declares its holds.
"""


def decide_all(
    connection: duckdb.DuckDBPyConnection,
    policy: Policy,
    staged: Iterable[Staged],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> str:
    """Decide all the staged records as of a day.

    Args:
        connection: where the staged relations are.
        policy: the policy.
        staged: the relations, at most one for a class.
        as_of: the day of the decisions; the rules in force that day decide.
        facts: facts that differ from their declared value.

    Returns:
        The name of a view with the columns of `DECISIONS`, one row for each staged
        record, in no particular order. It is worked out when it is read: read it once,
        into a file or a table.
    """
    raise NotImplementedError
