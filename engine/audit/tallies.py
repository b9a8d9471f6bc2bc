"""Counts decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tenure.compiler.decisions import Status
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.results import LISTED, Tallies
from tenure.engine.inventories.sql import literal, literals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LISTED = f"status IN ({literals(LISTED)})"
_DATED = f"status IN ({literals((Status.RETAIN, *LISTED))})"


def tally(connection: DuckDBPyConnection, policy: Policy, as_of: date, read: int) -> Tallies:
    """Count the relations `decisions`, `rejects` and `notes`.

    Every count is in an order of its own that does not depend on how it was worked out. Of
    `read` rows those that were not decided were put aside: a table's rows have no numbers
    by which they could be told apart.
    """

    def rows(query: str) -> tuple[Any, ...]:
        return tuple(connection.execute(query).fetchall())

    day = f"DATE {literal(as_of.isoformat())}"
    decided = rows("SELECT count(*) FROM provenance")[0][0]
    return Tallies(
        decided=decided,
        statuses=_in_order(
            rows("SELECT record_class, status, count(*) FROM decisions GROUP BY ALL"),
            (tuple(policy.classes), tuple(Status)),
        ),
        months=rows(
            "SELECT CAST(date_trunc('month', due) AS DATE) AS first, status, count(*) "
            f"FROM decisions WHERE due IS NOT NULL AND {_DATED} GROUP BY ALL ORDER BY ALL"
        ),
        ages=rows(
            f"SELECT date_diff('day', due, {day}) AS age, count(*) "
            f"FROM decisions WHERE {_LISTED} GROUP BY ALL ORDER BY ALL"
        ),
        holds=_in_order(
            rows(
                "SELECT hold, count(*) FROM (SELECT unnest(held_by) AS hold FROM decisions "
                f"WHERE status = {literal(Status.HELD)}) GROUP BY ALL"
            ),
            (tuple(policy.holds),),
        ),
        missing=rows(_most("missing", f"status = {literal(Status.UNDETERMINED)}")),
        follows=rows(
            "SELECT follows, count(*) AS records FROM decisions WHERE follows IS NOT NULL "
            f"AND status = {literal(Status.UNDETERMINED)} "
            "GROUP BY ALL ORDER BY records DESC, follows"
        ),
        awaiting=rows(_most("awaiting", f"status = {literal(Status.AWAITING)}")),
        rules=_in_order(
            rows(f"SELECT rule, action, count(*) FROM decisions WHERE {_LISTED} GROUP BY ALL"),
            (tuple(policy.rules), ()),
        ),
        rejects=rows("SELECT code, count(*) FROM rejects GROUP BY ALL ORDER BY ALL"),
        rejected=read - decided,
        notes=rows("SELECT code, count(*) FROM notes GROUP BY ALL ORDER BY ALL"),
    )


def _most(column: str, condition: str) -> str:
    """Return the query for how often a class has each element of a list, the most first."""
    return (
        f"SELECT record_class, each, count(*) AS records FROM (SELECT record_class, "
        f"unnest({column}) AS each FROM decisions WHERE {condition}) "
        "GROUP BY ALL ORDER BY records DESC, record_class, each"
    )


def _in_order(rows: tuple[Any, ...], orders: tuple[Sequence[str], ...]) -> tuple[Any, ...]:
    """Return rows in the order in which the policy declares what their columns name."""
    places = [{value: n for n, value in enumerate(order)} for order in orders]

    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            (place.get(value, 0), value) for place, value in zip(places, row, strict=False)
        )

    return tuple(sorted(rows, key=key))
