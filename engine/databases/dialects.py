"""Spells trees in the dialect of a database, where sqlglot alone would not."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from tenure.engine.lowering import sql
from tenure.engine.lowering.days import AFTER_ALL, BEFORE_ALL

Change = Callable[[exp.Expr], exp.Expr]


def spelled(tree: exp.Expr, dialect: str) -> str:
    """Return a tree as text."""
    change = _CHANGES.get(dialect, _narrow)
    return tree.transform(change).sql(dialect=dialect, pretty=True)


def _outside(tree: exp.Expr) -> str | None:
    """Return how a day outside the calendar is written; `None` for anything else."""
    if isinstance(tree, exp.Cast) and isinstance(tree.this, exp.Literal):
        written = str(tree.this.this)
        return written if written in (BEFORE_ALL, AFTER_ALL) else None
    return None


def _date(text: str) -> exp.Expr:
    return exp.cast(exp.Literal.string(text), "DATE")


def _whole_days(tree: exp.Expr) -> exp.Expr | None:
    """Return a day plus so many days as a sum, which stays a day; `None` for anything else."""
    if isinstance(tree, exp.Cast) and isinstance(tree.this, exp.DateAdd):
        added = tree.this
        if added.text("unit").upper() == "DAY":
            return exp.Paren(this=exp.Add(this=added.this, expression=added.expression))
    return None


def _is(tree: exp.Expr, name: str) -> bool:
    return isinstance(tree, exp.Anonymous) and tree.name == name


def _function(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _duckdb(tree: exp.Expr) -> exp.Expr:
    outside = _outside(tree)
    if outside is not None:
        return _date("0001-12-31 (BC)" if outside == BEFORE_ALL else AFTER_ALL)
    if (days := _whole_days(tree)) is not None:
        return days
    if _is(tree, sql.MERGED):
        joined = _function("LIST_CONCAT", *tree.expressions)
        return _function("LIST_SORT", _function("LIST_DISTINCT", joined))
    if _is(tree, sql.COLLECTED):
        return _function(
            "COALESCE",
            exp.Filter(
                this=_function("LIST", *tree.expressions),
                expression=exp.Where(
                    this=exp.Not(
                        this=exp.Is(this=tree.expressions[0].copy(), expression=exp.Null())
                    )
                ),
            ),
            exp.cast(exp.Array(expressions=[]), "ARRAY<TEXT>"),
        )
    return tree


def _narrow(tree: exp.Expr) -> exp.Expr:
    """Spell for a calendar that ends in the year 9999: its ends stand for what lies beyond."""
    outside = _outside(tree)
    if outside is not None:
        return _date("0001-01-01" if outside == BEFORE_ALL else "9999-12-31")
    return tree


_CHANGES: dict[str, Change] = {"duckdb": _duckdb}
