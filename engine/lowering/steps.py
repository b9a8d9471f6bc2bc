"""The steps of a query: each adds columns to the rows of the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from tenure.engine.lowering import sql
from tenure.engine.lowering.sql import Sql

_LOOKED_UP = "TENURE_LOOKED_UP"
"""A function of a place and values that no database is shown: it becomes a join."""


def looked_up(place: exp.Column, number: str, values: Sequence[Sql]) -> Sql:
    """Return the value in a place, counted from 1; null where the place is another.

    Args:
        place: the place.
        number: the column that numbers the table of the values; nothing else has its name.
        values: the values.
    """
    arguments = [sql.own(place), sql.text(number), *map(sql.own, values)]
    return exp.Anonymous(this=_LOOKED_UP, expressions=arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row of a relation that a value matches, worked out in an earlier step.

    Attributes:
        relation: the relation; at most one of its rows has the value.
        alias: what it is called where it is read.
        by: its column that has the value.
        value: the value.
        step: the step that reads it.
    """

    relation: str
    alias: str
    by: str
    value: Sql
    step: int


class Chain:
    """A query that is made step by step; the first reads the relations."""

    def __init__(self, name: str, first: exp.Select) -> None:
        """Begin with a step that reads the relations."""
        self._steps = {name: first}

    def all_rows(self) -> exp.Select:
        """Return the rows of the last step."""
        return exp.select(exp.Star()).from_(exp.to_table(next(reversed(self._steps))))

    def add(self, name: str, select: exp.Select) -> None:
        """Add a step that reads the one before."""
        self._steps[name] = select

    def step(self, name: str, columns: Mapping[str, Sql]) -> None:
        """Add a step with more columns; a table of what is looked up is joined for each place."""
        select = self.all_rows()
        tables: dict[tuple[str, str], dict[str, list[Sql]]] = {}
        for column, tree in columns.items():
            if isinstance(tree, exp.Anonymous) and tree.name == _LOOKED_UP:
                place, number, *values = tree.expressions
                tables.setdefault((place.name, number.name), {})[column] = values
            else:
                select = select.select(aliased(tree, column), copy=False)
        for (key, count), listed in tables.items():
            self.add(f"of_{key}", _listed(count, listed))
            on = sql.equal(sql.column(key), sql.column(count))
            select = select.join(exp.to_table(f"of_{key}"), on=on, join_type="left", copy=False)
        self.add(name, select)

    def find(self, name: str, columns: Mapping[str, Sql], matches: Iterable[Match]) -> None:
        """Add a step with columns of the rows that values match."""
        before = next(reversed(self._steps))
        every = exp.Column(this=exp.Star(), table=exp.to_identifier(before))
        trees = (aliased(tree, column) for column, tree in columns.items())
        select = exp.select(every, *trees, copy=False).from_(exp.to_table(before), copy=False)
        for match in matches:
            on = sql.equal(sql.column(match.by, match.alias), _of_table(match.value, before))
            table = exp.alias_(exp.to_table(match.relation), match.alias, table=True)
            select = select.join(table, on=on, join_type="left", copy=False)
        self.add(name, select)

    def query(self, outputs: Mapping[str, Sql]) -> exp.Select:
        """Return the query of some columns."""
        last = next(reversed(self._steps))
        query = exp.select(*(aliased(tree, name) for name, tree in outputs.items()), copy=False)
        query = query.from_(exp.to_table(last), copy=False)
        for name, select in self._steps.items():
            query = query.with_(name, select, copy=False)
        return query


def _listed(number: str, columns: Mapping[str, Sequence[Sql]]) -> exp.Select:
    """Return a table of values, its rows numbered from 1."""
    rows = enumerate(zip(*columns.values(), strict=True), start=1)
    tuples = [exp.Tuple(expressions=[sql.number(count), *map(sql.own, row)]) for count, row in rows]
    quoted = [exp.to_identifier(name, quoted=True) for name in (number, *columns)]
    alias = exp.TableAlias(this=exp.to_identifier("v"), columns=quoted)
    return exp.select("*").from_(exp.Values(expressions=tuples, alias=alias), copy=False)


def _of_table(tree: Sql, table: str) -> Sql:
    """Return a tree whose columns are said to be those of a table."""

    def qualified(node: Sql) -> Sql:
        if isinstance(node, exp.Column):
            return exp.Column(this=node.this.copy(), table=exp.to_identifier(table))
        return node

    return tree.transform(qualified)


# --- names --------------------------------------------------------------------------------


def is_plain(tree: Sql) -> bool:
    """Return whether a tree needs no name: it is no longer than one."""
    if isinstance(tree, exp.Not):
        tree = sql.opposite(tree)
    return isinstance(tree, (exp.Column, exp.Boolean, exp.Literal)) or sql.is_null(tree)


def folded(columns: Mapping[str, Sql], outputs: Sequence[Sql]) -> tuple[dict[str, Sql], list[Sql]]:
    """Return the columns and outputs, short truths that are used once put where they are used.

    There they are asked only of the rows that get so far: a `CASE` stops at the first
    condition that is true. The meaning is the same, as nothing in them can fail.

    Args:
        columns: the columns of all steps but the first, those that others need first.
        outputs: what is asked in the end.
    """
    uses = Counter(names([*columns.values(), *outputs]))
    short: dict[str, Sql] = {}

    def put(node: Sql) -> Sql:
        if not (isinstance(node, exp.Column) and not node.table and node.name in short):
            return node
        tree = short[node.name].copy()
        return tree if isinstance(node.parent, exp.If) else exp.Paren(this=tree)

    kept: dict[str, Sql] = {}
    for name, tree in columns.items():
        changed = tree.copy().transform(put)
        if uses[name] == 1 and _is_short(changed):
            short[name] = changed
        else:
            kept[name] = changed
    return kept, [tree.copy().transform(put) for tree in outputs]


def _is_short(tree: Sql) -> bool:
    """Return whether a tree is a connector of columns and their opposites."""
    return isinstance(tree, exp.Connector) and all(is_plain(part) for part in tree.flatten())


def aliased(tree: Sql, name: str) -> Sql:
    """Return a tree under a name; a column of that name as it is."""
    if isinstance(tree, exp.Column) and tree.name == name and not tree.table:
        return sql.own(tree)
    return exp.Alias(this=sql.own(tree), alias=exp.to_identifier(name, quoted=True))


def names(trees: Iterable[Sql]) -> list[str]:
    """Return the names of the columns in some trees, each as often as it is there."""
    return [column.name for tree in trees for column in tree.find_all(exp.Column)]
