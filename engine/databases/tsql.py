"""T-SQL: has conditions and values, and nothing that is both; and no lists."""

from __future__ import annotations

from sqlglot import exp

from tenure.engine.lowering import sql

_BETWEEN = ", "
"""What stands between the members of a list, which is a text here."""

_LISTS = (exp.Explode, exp.ArraySize, exp.Anonymous)


class NeedsListsError(Exception):
    """A query reads lists of records, or puts lists together."""


def without_truths(tree: exp.Expr) -> exp.Expr:
    """Return a query in which a truth that is a value is a bit; a list of texts is a text.

    Steps of subqueries get names of their own: all of them go to the top of the statement.

    Raises:
        NeedsListsError: there is a list that is more than written down.
    """
    if tree.find(*_LISTS):
        raise NeedsListsError
    copy = tree.copy()
    _name_steps_apart(copy)
    for select in list(copy.find_all(exp.Select)):
        select.set("expressions", [_projection(one) for one in select.expressions])
        _conditional(select.args.get("where"), "this")
        for join in select.args.get("joins") or ():
            _conditional(join, "on")
    return copy


def _name_steps_apart(tree: exp.Expr) -> None:
    inner = [query for query in tree.find_all(exp.Query) if query.ctes and query is not tree]
    for count, query in enumerate(inner, start=1):
        renamed = {cte.alias: f"{cte.alias}_of_{count}" for cte in query.ctes}
        for table in query.find_all(exp.Table):
            if table.name in renamed:
                table.set("this", exp.to_identifier(renamed[table.name]))
        for cte in query.ctes:
            cte.set("alias", exp.TableAlias(this=exp.to_identifier(renamed[cte.alias])))


def _conditional(holder: exp.Expr | None, place: str) -> None:
    if holder is not None and holder.args.get(place) is not None:
        holder.set(place, _condition(holder.args[place]))


def _projection(tree: exp.Expr) -> exp.Expr:
    if isinstance(tree, exp.Alias):
        return exp.Alias(this=_value(tree.this), alias=tree.args["alias"])
    return tree if isinstance(tree, exp.Star) else _value(tree)


def _condition(tree: exp.Expr) -> exp.Expr:
    """Return a truth as a condition."""
    match tree:
        case exp.Paren(this=inner):
            return exp.Paren(this=_condition(inner))
        case exp.Not(this=inner):
            return exp.Not(this=exp.Paren(this=_condition(inner)))
        case exp.Connector(this=left, expression=right):
            return type(tree)(this=_condition(left), expression=_condition(right))
        case exp.Predicate():
            return _with_values(tree)
        case exp.Boolean():
            return exp.EQ(this=sql.number(1), expression=sql.number(int(tree.this)))
    return exp.EQ(this=_value(tree), expression=sql.number(1))


def _value(tree: exp.Expr) -> exp.Expr:
    """Return a value, a truth among them as a bit; unknown is null."""
    match tree:
        case exp.Boolean():
            return exp.cast(sql.number(int(tree.this)), "BIT")
        case exp.Paren(this=inner) if isinstance(inner, (exp.Predicate, exp.Connector, exp.Not)):
            return _value(inner)
        case exp.Connector() | exp.Not() | exp.Predicate():
            met = _condition(tree)
            yes = exp.If(this=met, true=exp.cast(sql.number(1), "BIT"))
            no = exp.If(
                this=exp.Not(this=exp.Paren(this=met.copy())), true=_value(sql.truth(False))
            )
            return exp.Case(ifs=[yes, no])
        case exp.Case():
            branches = [_branch(one) for one in tree.args["ifs"]]
            default = tree.args.get("default")
            return exp.Case(ifs=branches, default=None if default is None else _value(default))
        case exp.ArrayCompact(this=exp.Array(expressions=[item])):
            return exp.Coalesce(this=_value(item), expressions=[sql.text("")])
        case exp.ArrayCompact(this=exp.Array(expressions=items)):
            joined = [sql.text(_BETWEEN), *(_value(item) for item in items)]
            return exp.Anonymous(this="CONCAT_WS", expressions=joined)  # passes over nulls
        case exp.Array(expressions=[exp.Literal() as item]):
            return item
        case exp.Cast(this=exp.Array()):
            return sql.text("")
        case exp.Window() | exp.Subquery():
            return tree
    return _with_values(tree)


def _branch(tree: exp.If) -> exp.If:
    return exp.If(this=_condition(tree.this), true=_value(tree.args["true"]))


def _with_values(tree: exp.Expr) -> exp.Expr:
    """Return a tree with each of its operands as a value."""
    copy = tree.copy()
    for key, part in copy.args.items():
        if isinstance(part, list):
            copy.set(key, [_value(p) if isinstance(p, exp.Condition) else p for p in part])
        elif isinstance(part, exp.Condition) and not isinstance(part, (exp.Identifier, exp.Var)):
            copy.set(key, _value(part))
    return copy
