"""When a record drops out of the latest few of its group, as SQL."""

from __future__ import annotations

from sqlglot import exp

from tenure.engine.lowering import sql

GROUP, DAY, PEER, DROPS = "grp", "day", "peer", "drops"


def newer(dated: exp.Query, count: int) -> exp.Query:
    """Return for each group and day the day of the `count`th peer that is newer than it.

    The peers are numbered in each group by day. After a day with so many peers up to it,
    the `count`th newer one has the number that is `count` higher, however many of them
    share a day. A day without so many newer peers has no row.

    Args:
        dated: `grp`, `day` and `peer` (1 or 0) of every record that may ask.
        count: how many newer peers make a record drop out.
    """
    grp, day, peer = sql.column(GROUP), sql.column(DAY), sql.column(PEER)
    days = (
        exp.select(grp, day, _named(exp.Sum(this=peer), "peers")).from_("dated").group_by(grp, day)
    )
    upto = _over(exp.Sum(this=sql.column("peers")))
    upto_day = exp.select(grp, day, _named(upto, "upto")).from_("days")
    place = _over(exp.RowNumber())
    peers = exp.select(grp, day, _named(place, "place")).from_("dated")
    peers = peers.where(sql.equal(peer, sql.number(1)))
    wanted = exp.Add(this=sql.column("upto", "o"), expression=sql.number(count))
    same = sql.all_of(
        (
            sql.equal(sql.column(GROUP, "p"), sql.column(GROUP, "o")),
            sql.equal(sql.column("place", "p"), wanted),
        )
    )
    query = (
        exp.select(
            sql.column(GROUP, "o"), sql.column(DAY, "o"), _named(sql.column(DAY, "p"), DROPS)
        )
        .from_(exp.alias_(exp.to_table("upto_day"), "o", table=True))
        .join(exp.alias_(exp.to_table("peers"), "p", table=True), on=same)
    )
    steps = {"dated": dated, "days": days, "upto_day": upto_day, "peers": peers}
    for name, step in steps.items():
        query = query.with_(name, step)
    return query


def _named(tree: sql.Sql, name: str) -> sql.Sql:
    return exp.alias_(tree, name, quoted=True)


def _over(function: sql.Sql) -> sql.Sql:
    """Return a window over the records of a group up to a day."""
    return exp.Window(
        this=function,
        partition_by=[sql.column(GROUP)],
        order=exp.Order(expressions=[exp.Ordered(this=sql.column(DAY))]),
    )
