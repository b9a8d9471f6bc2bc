"""Spells trees in the dialect of a database, where sqlglot alone would not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from tenure.engine.databases import clocks
from tenure.engine.databases.tsql import without_truths
from tenure.engine.lowering import sql
from tenure.engine.lowering.days import AFTER_ALL, BEFORE_ALL

Change = Callable[[exp.Expr], exp.Expr]


def spelled(tree: exp.Expr, dialect: str) -> str:
    """Return a tree as text.

    Args:
        tree: a query of the lowering.
        dialect: one of `DIALECTS`.

    Raises:
        NeedsListsError: the dialect has no lists, and the query cannot do without.
    """
    change = DIALECTS[dialect]
    copy = without_truths(tree) if dialect == "tsql" else tree.copy()
    for node in reversed(list(copy.walk())):  # what is inside a node is changed before it
        changed = change(node)
        if changed is not node:
            node.replace(changed)
    return copy.sql(dialect=dialect, pretty=True)


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


def _not_null(tree: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=tree.copy(), expression=exp.Null()))


def _collected(aggregate: str, tree: exp.Expr) -> exp.Expr:
    """Return the values of a group that are not null, as a list that may be empty."""
    value = tree.expressions[0]
    known = exp.Filter(
        this=_function(aggregate, value), expression=exp.Where(this=_not_null(value))
    )
    return exp.Coalesce(this=known, expressions=[sql.empty_list()])


# --- one function for each database ----------------------------------------------------------


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
        return _collected("LIST", tree)
    return clocks.duckdb(tree)


def _postgres(tree: exp.Expr) -> exp.Expr:
    outside = _outside(tree)
    if outside is not None:
        return _date("0001-12-31 BC" if outside == BEFORE_ALL else AFTER_ALL)
    if (days := _whole_days(tree)) is not None:
        return days
    match tree:
        case exp.DateFromParts():
            year = exp.cast(tree.args["year"], "INT")
            return _function("MAKE_DATE", year, tree.args["month"], tree.args["day"])
        case exp.ArraySize():
            return _function("CARDINALITY", tree.this)
        case exp.ArrayCompact():
            return _function("ARRAY_REMOVE", tree.this, exp.Null())
        case exp.CTE(this=exp.Select() as step) if not step.args.get("offset"):
            # The planner would put steps into one another, and write out each use of a column.
            step.offset(0, copy=False)
    if _is(tree, sql.MERGED):
        return _sorted_array(tree.expressions)
    if _is(tree, sql.COLLECTED):
        return _collected("ARRAY_AGG", tree)
    return clocks.postgres(tree)


def _sorted_array(lists: list[exp.Expr]) -> exp.Expr:
    """Return what is in any of several arrays, each once, in the order of its code points."""
    joined = lists[0]
    for other in lists[1:]:
        joined = exp.DPipe(this=joined, expression=other)
    value = exp.Collate(this=exp.column("one"), expression=exp.to_identifier("C", quoted=True))
    named = exp.TableAlias(this=exp.to_identifier("t"), columns=[exp.to_identifier("one")])
    items = exp.Unnest(expressions=[joined], alias=named)
    select = exp.select(exp.alias_(value, "one")).distinct().from_(items).order_by("1")
    return _function("ARRAY", select)


def _narrow(tree: exp.Expr) -> exp.Expr:
    """Spell for a calendar that ends in the year 9999: its ends stand for what lies beyond.

    What would end on them or later ends on the day before: no period is taken for a
    permanent one.
    """
    match tree:
        case exp.Cast(this=exp.Literal(this=str() as written), to=exp.DataType(this=type_)):
            if type_ == exp.DataType.Type.DATE and written in _NARROWED:
                return _date(_NARROWED[written])
    return tree


_NARROWED = {
    BEFORE_ALL: "0001-01-01",
    "0001-01-01": "0001-01-02",
    "9999-12-31": "9999-12-30",
    AFTER_ALL: "9999-12-31",
}


def _snowflake(tree: exp.Expr) -> exp.Expr:
    if _is(tree, sql.MERGED):
        joined = _function("ARRAY_CAT", *tree.expressions)
        return _function("ARRAY_SORT", _function("ARRAY_DISTINCT", joined))
    if _is(tree, sql.COLLECTED):
        return _function("ARRAY_AGG", *tree.expressions)  # passes over nulls
    return _narrow(tree)


def _bigquery(tree: exp.Expr) -> exp.Expr:
    if isinstance(tree, exp.ArrayCompact):
        return _function("ARRAY", _of_list(tree.this).where(_not_null(exp.column("one"))))
    if _is(tree, sql.MERGED):
        joined = _function("ARRAY_CONCAT", *tree.expressions)
        return _function("ARRAY", _of_list(joined).distinct().order_by("one"))
    if _is(tree, sql.COLLECTED):
        known = exp.IgnoreNulls(this=tree.expressions[0])
        return exp.Coalesce(this=_function("ARRAY_AGG", known), expressions=[sql.empty_list()])
    return _narrow(tree)


def _of_list(tree: exp.Expr) -> exp.Select:
    items = exp.Unnest(expressions=[tree], alias=exp.TableAlias(columns=[exp.to_identifier("one")]))
    return exp.select(exp.column("one")).from_(items)


def _spark(tree: exp.Expr) -> exp.Expr:
    outside = _outside(tree)
    if outside is not None:
        inside, step = ("0001-01-01", -1) if outside == BEFORE_ALL else ("9999-12-31", 1)
        return _function("DATE_ADD", _date(inside), sql.number(step))
    if _is(tree, sql.MERGED):
        joined = _function("CONCAT", *tree.expressions)
        return _function("ARRAY_SORT", _function("ARRAY_DISTINCT", joined))
    if _is(tree, sql.COLLECTED):
        return _function("COLLECT_LIST", *tree.expressions)  # passes over nulls
    return clocks.spark(tree)


DIALECTS: Mapping[str, Change] = {
    "duckdb": _duckdb,
    "postgres": _postgres,
    "spark": _spark,
    "databricks": _spark,
    "snowflake": _snowflake,
    "bigquery": _bigquery,
    "tsql": _narrow,
}
"""How each dialect differs from what sqlglot makes of a tree, by sqlglot's name for it."""

NARROW = frozenset({"snowflake", "bigquery", "tsql"})
"""The dialects whose calendar has no day before the year 1 or after the year 9999."""
