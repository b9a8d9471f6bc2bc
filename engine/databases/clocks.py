"""Spells time by the clock in the dialect of each database that decides deadlines.

Times are local and have no zone: where a database would count through the hours of a zone,
an hour would be missing in spring.
"""

from __future__ import annotations

from sqlglot import exp

from tenure.engine.lowering import sql

SECOND = 1_000_000
"""So many microseconds."""


def duckdb(tree: exp.Expr) -> exp.Expr:
    """Return a tree as DuckDB takes it."""
    match tree:
        case exp.Anonymous(this=sql.MOVED, expressions=[moment, count]):
            return _sum(moment, _function("TO_MICROSECONDS", count))
        case exp.Anonymous(this=sql.ELAPSED, expressions=[first, last]):
            return _difference(_function("EPOCH_US", last), _function("EPOCH_US", first))
    return tree


def postgres(tree: exp.Expr) -> exp.Expr:
    """Return a tree as PostgreSQL takes it."""
    match tree:
        case exp.DateDiff(this=last, expression=first):
            return _difference(last, first)
        case exp.Anonymous(this=sql.MOVED, expressions=[moment, count]):
            unit = exp.Interval(this=sql.number(1), unit=exp.var("MICROSECOND"))
            return _sum(moment, exp.Mul(this=exp.Paren(this=count), expression=unit))
        case exp.Anonymous(this=sql.ELAPSED, expressions=[first, last]):
            between = exp.Sub(this=last, expression=first)
            seconds = exp.Extract(this=exp.var("EPOCH"), expression=between)
            return _whole(exp.Mul(this=seconds, expression=sql.number(SECOND)))
    return tree


def spark(tree: exp.Expr) -> exp.Expr:
    """Return a tree as Spark takes it."""
    match tree:
        case exp.Anonymous(this=sql.MOVED, expressions=[moment, count]):
            per_second = exp.Literal.number(f"{SECOND}.0")
            seconds = exp.Div(this=exp.Paren(this=count), expression=per_second)
            nothing = [sql.number(0)] * 3
            return _sum(moment, _function("MAKE_DT_INTERVAL", *nothing, seconds))
        case exp.Anonymous(this=sql.ELAPSED, expressions=[first, last]):
            return _difference(_since_some_midnight(last), _since_some_midnight(first))
    return tree


def _since_some_midnight(moment: exp.Expr) -> exp.Expr:
    """Return the microseconds since the same midnight for all moments, for Spark.

    Its own functions take a moment to be in the zone of the session.
    """
    epoch = exp.cast(sql.text("1970-01-01"), "DATE")
    days = _function("DATEDIFF", exp.cast(moment.copy(), "DATE"), epoch)
    total: exp.Expr = exp.Mul(this=days, expression=sql.number(86_400))
    for unit, seconds in (("HOUR", 3_600), ("MINUTE", 60), ("SECOND", 1)):
        part = exp.Extract(this=exp.var(unit), expression=moment.copy())
        total = exp.Add(this=total, expression=exp.Mul(this=part, expression=sql.number(seconds)))
    exact = exp.cast(exp.Paren(this=total), "DECIMAL(20, 6)")
    return _whole(exp.Mul(this=exact, expression=sql.number(SECOND)))


def _sum(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.Add(this=left, expression=right))


def _difference(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.Sub(this=left, expression=right))


def _whole(tree: exp.Expr) -> exp.Expr:
    return exp.cast(tree, sql.LONG)


def _function(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))
