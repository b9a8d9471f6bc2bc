"""Holds that reach a record through the links by which it is kept, as SQL (S8)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from tenure.engine.lowering import sql
from tenure.engine.lowering.sql import Sql

ID, TARGET, HOLDER = "id", "target", "holder"


def reached(ties: str, holders: str, so_far: str | None) -> exp.Query:
    """Return the records kept with a holder that are one link further away than the last.

    Args:
        ties: the relation of records and those that they are kept as long as.
        holders: the relation of holds on records.
        so_far: the relation of those found before, `id` and `holder`; `None` at first.
    """
    t = exp.alias_(exp.to_table(ties), "t", table=True)
    if so_far is None:
        source = exp.alias_(exp.to_table(holders), "h", table=True)
        holder, on = sql.column(ID, "h"), sql.column(ID, "h")
    else:
        source = exp.alias_(exp.to_table(so_far), "h", table=True)
        holder, on = sql.column(HOLDER, "h"), sql.column(ID, "h")
    return (
        exp.select(sql.column(ID, "t"), exp.alias_(holder, HOLDER, quoted=True))
        .distinct()
        .from_(t)
        .join(source, on=sql.equal(on, sql.column(TARGET, "t")))
    )


def reached_within(steps: int, ties: str, holders: str) -> exp.Query:
    """Return the records kept with a holder that are at most so many links, at least 1, away."""
    names = [f"after_{count}" for count in range(1, steps + 1)]
    every = [exp.select(sql.column(ID), sql.column(HOLDER)).from_(exp.to_table(n)) for n in names]
    query: exp.Query = every[0]
    for other in every[1:]:
        query = exp.Union(this=query, expression=other, distinct=True)
    for name, before in zip(names, (None, *names), strict=False):
        query = query.with_(name, reached(ties, holders, before), copy=False)
    return query


def not_yet(found: exp.Query, so_far: str) -> exp.Query:
    """Return the rows of a query that are not in a relation with the same columns."""
    on = sql.all_of(
        sql.equal(sql.column(name, "f"), sql.column(name, "s")) for name in (ID, HOLDER)
    )
    return (
        exp.select(sql.column(ID, "f"), sql.column(HOLDER, "f"))
        .from_(exp.alias_(exp.Subquery(this=found), "f", table=True))
        .join(exp.alias_(exp.to_table(so_far), "s", table=True), on=on, join_type="left")
        .where(sql.absent(sql.column(ID, "s")))
    )


def held_through(reach: str, holders: str, holds: Sequence[str]) -> exp.Query:
    """Return for each record what holds reach it: `certain_0`, `possible_0`, …, `missing`.

    Args:
        reach: the relation of records and the holders that they are kept with.
        holders: the relation of holds on records.
        holds: the holds of the policy, in the order declared.
    """
    hold, path = sql.column("hold", "h"), sql.column("path", "h")
    columns: dict[str, Sql] = {}
    for place, name in enumerate(holds):
        this = sql.equal(hold, sql.text(name))
        columns[f"certain_{place}"] = _some(sql.all_of((this, sql.column("certain", "h"))))
        columns[f"possible_{place}"] = _some(this)
    whole = exp.DPipe(
        this=exp.DPipe(this=sql.column(HOLDER, "r"), expression=sql.text(".")), expression=path
    )
    columns["missing"] = sql.collected(whole)
    holder = sql.equal(sql.column(ID, "h"), sql.column(HOLDER, "r"))
    other = exp.NEQ(this=sql.column(ID, "r"), expression=sql.column(HOLDER, "r"))
    return (
        exp.select(
            sql.column(ID, "r"),
            *(exp.alias_(tree, name, quoted=True) for name, tree in columns.items()),
        )
        .from_(exp.alias_(exp.to_table(reach), "r", table=True))
        .join(exp.alias_(exp.to_table(holders), "h", table=True), on=holder)
        .where(other)
        .group_by(sql.column(ID, "r"))
    )


def _some(condition: Sql) -> Sql:
    """Return whether a condition is true of some row of a group."""
    counted = exp.Max(this=sql.case([(condition, sql.number(1))], sql.number(0)))
    return sql.equal(counted, sql.number(1))
