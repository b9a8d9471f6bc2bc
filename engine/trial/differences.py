"""How the decisions of two versions on one record differ, as a query.

The same question as `tenure.compiler.compare.told` asks of single records, asked of what
was decided on the day. Days are compared without holds; these count for what is due at
once, and for themselves. Where a version lacks data, days are not compared: the record is
newly undetermined, or is no longer so. Becoming due counts whatever was so before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenure.compiler.compare.changes import ChangeKind
from tenure.compiler.decisions import Status
from tenure.engine.inventories.sql import literal, literals
from tenure.engine.trial.deciding import AFTER, BEFORE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DIFFERENCES = "trial_differences"
"""The relation with a row for each record that is decided differently.

Its columns: `record`, `record_class`, `kinds` (a list), `days` (by how many days the last
day moves; null where one is not known, or a version keeps permanently), and of each version
`status`, `keep_until`, `action`, `rule`, `phase` and `held_by`.
"""

_DUE = f"IN ({literals((Status.DUE, Status.OVERDUE))})"
_DATED = literals((Status.RETAIN, Status.DUE, Status.OVERDUE, Status.PERMANENT))


def compare(connection: DuckDBPyConnection) -> None:
    """Make the relation of the differences from the decisions of both versions."""
    kinds = ", ".join(
        f"CASE WHEN {condition} THEN {literal(kind)} END" for kind, condition in _kinds().items()
    )
    sides = ", ".join(
        f"{side}.{column} AS {column}_{name}"
        for side, name in (("b", "before"), ("a", "after"))
        for column in ("status", "keep_until", "action", "rule", "phase", "held_by")
    )
    connection.execute(
        f"CREATE TABLE {DIFFERENCES} AS WITH compared AS (SELECT a.record, a.record_class, "
        f"list_filter([{kinds}], lambda kind: kind IS NOT NULL) AS kinds, "
        f"CAST(a.keep_until - b.keep_until AS INTEGER) AS days, {sides} "
        f"FROM ({_judged(BEFORE)}) AS b JOIN ({_judged(AFTER)}) AS a USING (record)) "
        "FROM compared WHERE len(kinds) > 0"
    )


def _judged(relation: str) -> str:
    """Return the decisions with what the rules make of the record, beside each.

    `open` is so where nothing can be compared: data is lacking, or it will be seen only
    later whether several rules agree.
    """
    elsewhere = (
        f"(unheld = {literal(Status.UNDETERMINED)} AND follows IS NOT NULL "
        "AND rule IS NOT NULL AND len(list_filter(missing, lambda m: m <> follows)) = 0)"
    )
    unclear = (
        f"((unheld = {literal(Status.UNDETERMINED)} AND NOT {elsewhere}) "
        f"OR (unheld = {literal(Status.AWAITING)} AND rule IS NULL))"
    )
    state = (
        f"CASE WHEN unheld IN ({_DATED}) THEN 'settled' WHEN {elsewhere} THEN 'elsewhere' "
        "ELSE unheld END"
    )
    return (
        f"SELECT *, {state} AS state, coalesce({unclear}, false) AS open, "
        f"(open OR (status = {literal(Status.UNDETERMINED)} AND NOT {elsewhere})) AS unsure, "
        f"unheld = {literal(Status.PERMANENT)} AS permanent FROM {relation}"
    )


def _kinds() -> dict[ChangeKind, str]:
    """Return the condition of each kind of change, gravest first; `b` is before, `a` after."""
    held = literal(Status.HELD)
    settled = "NOT b.open AND NOT a.open AND b.state = 'settled' AND a.state = 'settled'"
    known = "NOT b.open AND NOT a.open"
    conflict, uncovered = literal(Status.CONFLICT), literal(Status.UNCOVERED)
    decided = "b.state NOT IN ({0}) AND a.state NOT IN ({0})".format(
        literals((Status.CONFLICT, Status.UNCOVERED))
    )
    return {
        ChangeKind.IMMEDIATELY_DUE: f"a.status {_DUE} AND b.status NOT {_DUE}",
        ChangeKind.SHORTER: f"{settled} AND ((b.permanent AND NOT a.permanent) "
        "OR a.keep_until < b.keep_until)",
        ChangeKind.LONGER: f"{settled} AND ((a.permanent AND NOT b.permanent) "
        "OR a.keep_until > b.keep_until)",
        ChangeKind.ACTION: f"{settled} AND a.action <> b.action",
        ChangeKind.INCOMPARABLE: f"{known} AND {decided} AND (a.state <> b.state "
        "OR (a.state = 'elsewhere' AND a.follows <> b.follows))",
        ChangeKind.NEWLY_CONFLICTING: f"{known} AND a.state = {conflict} AND b.state <> {conflict}",
        ChangeKind.NO_LONGER_CONFLICTING: f"{known} AND b.state = {conflict} "
        f"AND a.state NOT IN ({conflict}, {uncovered})",
        ChangeKind.NEWLY_UNCOVERED: f"{known} AND a.state = {uncovered} AND b.state <> {uncovered}",
        ChangeKind.NEWLY_COVERED: f"{known} AND b.state = {uncovered} "
        f"AND a.state NOT IN ({conflict}, {uncovered})",
        ChangeKind.NEWLY_UNDETERMINED: "a.unsure AND NOT b.unsure",
        ChangeKind.NO_LONGER_UNDETERMINED: "b.unsure AND NOT a.unsure",
        ChangeKind.HOLD_RELEASED: f"b.status = {held} AND a.status <> {held}",
        ChangeKind.NEWLY_HELD: f"a.status = {held} AND b.status <> {held}",
    }
