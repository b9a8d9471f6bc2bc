"""Counts what a change does to an inventory."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tenure.compiler.compare.changes import ChangeKind
from tenure.compiler.decisions import Status
from tenure.engine.inventories.sql import literal, literals
from tenure.engine.inventories.stage import ReadFile
from tenure.engine.trial.deciding import AFTER, BEFORE
from tenure.engine.trial.differences import DIFFERENCES
from tenure.engine.trial.results import STEPS, Moved, Spread, TrialSummary

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READ_BEFORE = "read_before"
"""The relation that says in `put_aside` how many rows the old version puts aside."""

_DUE = f"status IN ({literals((Status.DUE, Status.OVERDUE))})"
_DAYED = literals((ChangeKind.SHORTER, ChangeKind.LONGER))


def count(
    connection: DuckDBPyConnection,
    *,
    as_of: date,
    data: str,
    files: tuple[ReadFile, ...],
    once: bool,
) -> TrialSummary:
    """Count the differences; every count is in an order of its own.

    Args:
        connection: has the decisions of both versions, their differences, the relations of
            the staged inventory, and `READ_BEFORE`.
        as_of: the day of the decisions.
        data: the name of the mapping.
        files: what was read.
        once: whether one reading served both versions.
    """
    counts = _Counts(connection)
    kinds = dict(counts.rows(f"SELECT unnest(kinds), count(*) FROM {DIFFERENCES} GROUP BY 1"))
    return TrialSummary(
        as_of=as_of,
        data=data,
        files=files,
        once=once,
        compared=counts.one(f"SELECT count(*) FROM {BEFORE} SEMI JOIN {AFTER} USING (record)"),
        only_before=counts.one(f"SELECT count(*) FROM {BEFORE} ANTI JOIN {AFTER} USING (record)"),
        only_after=counts.one(f"SELECT count(*) FROM {AFTER} ANTI JOIN {BEFORE} USING (record)"),
        put_aside_before=counts.one(f"SELECT put_aside FROM {READ_BEFORE}"),
        put_aside_after=counts.one(
            "SELECT count(*) FROM (SELECT DISTINCT source, row FROM rejects)"
        ),
        changed=counts.one(f"SELECT count(*) FROM {DIFFERENCES}"),
        kinds={kind: kinds[kind] for kind in ChangeKind if kind in kinds},
        due_before=counts.one(f"SELECT count(*) FROM {BEFORE} WHERE {_DUE}"),
        due_after=counts.one(f"SELECT count(*) FROM {AFTER} WHERE {_DUE}"),
        shorter=counts.spread(ChangeKind.SHORTER),
        longer=counts.spread(ChangeKind.LONGER),
        moved=counts.moved(),
        statuses=counts.statuses(),
    )


class _Counts:
    """Asks for numbers."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, query: str) -> tuple[Any, ...]:
        """Return the rows of a query."""
        return tuple(self._connection.execute(query).fetchall())

    def one(self, query: str) -> int:
        """Return the one number of a query."""
        ((number,),) = self.rows(query)
        return int(number)

    def spread(self, kind: ChangeKind) -> Spread | None:
        """Return by how many days records are kept shorter, or longer; `None` of none."""
        bounds = (0, *STEPS)
        classes = ", ".join(
            f"count(*) FILTER (abs(days) > {low} AND abs(days) <= {high})"
            for low, high in pairwise(bounds)
        )
        ((records, least, middle, most, dated, *lengths),) = self.rows(
            "SELECT count(*), min(abs(days)), quantile_disc(abs(days), 0.5), max(abs(days)), "
            f"count(days), {classes}, count(*) FILTER (abs(days) > {bounds[-1]}) "
            f"FROM {DIFFERENCES} WHERE list_contains(kinds, {literal(kind)})"
        )
        if not records:
            return None
        return Spread(
            records=records,
            least=least,
            middle=middle,
            most=most,
            lengths=tuple(lengths),
            permanent=records - dated,
        )

    def moved(self) -> tuple[Moved, ...]:
        """Return the changes by kind, class and rules."""
        found = self.rows(
            "SELECT kind, record_class, rule_before, rule_after, count(*) AS records, "
            f"min(abs(days)) FILTER (kind IN ({_DAYED})), "
            f"max(abs(days)) FILTER (kind IN ({_DAYED})) "
            f"FROM (SELECT unnest(kinds) AS kind, * EXCLUDE kinds FROM {DIFFERENCES}) GROUP BY ALL "
            "ORDER BY records DESC, record_class, rule_before NULLS FIRST, rule_after NULLS FIRST"
        )
        gravity = list(ChangeKind)
        moved = (
            Moved(
                kind=ChangeKind(kind),
                record_class=record_class,
                before=before,
                after=after,
                records=records,
                least=least,
                most=most,
            )
            for kind, record_class, before, after, records, least, most in found
        )
        return tuple(sorted(moved, key=lambda one: gravity.index(one.kind)))

    def statuses(self) -> tuple[tuple[str, str, int], ...]:
        """Return how many records went from one status to another, in the order of statuses."""
        found = self.rows(
            f"SELECT b.status, a.status, count(*) FROM {BEFORE} AS b JOIN {AFTER} AS a "
            "USING (record) WHERE b.status <> a.status GROUP BY ALL"
        )
        order = list(Status)
        return tuple(sorted(found, key=lambda row: (order.index(row[0]), order.index(row[1]))))
