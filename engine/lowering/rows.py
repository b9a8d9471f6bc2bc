"""The rows of one query, column by column: what is worked out once is named once.

A query is a chain of steps. The first reads the staged relation and what its links lead
to; each of the others adds the columns that need those of the steps before. What no
output needs is left out in the end, so that columns can be named freely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from tenure.engine.lowering import sql
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import Judged

_LONGEST = 56
"""Names are cut here: PostgreSQL would cut them after 63 bytes, and two could become one."""

_PLAIN = (exp.Column, exp.Boolean, exp.Null, exp.Literal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A relation joined to the rows, what it is called there, and the condition."""

    source: Sql
    alias: str
    on: Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A row of a relation that is found by a value worked out before.

    Attributes:
        relation: the relation; at most one of its rows is found.
        alias: what it is called in the step that looks it up.
        by: its column that has the value.
        value: the value, of an earlier step.
        step: the step that looks it up.
    """

    relation: str
    alias: str
    by: str
    value: Sql
    step: int


class Rows:
    """The rows of a relation, and the columns worked out for them."""

    def __init__(self, source: Sql, alias: str = "r") -> None:
        """Begin with the rows of a relation or query, called `r` in the first step."""
        self._source = source
        self._alias = alias
        self._joins: dict[str, Join] = {}
        self._look_ups: dict[str, LookUp] = {}
        self._columns: dict[str, Sql] = {}
        self._steps: dict[str, int] = {}
        self._named: dict[Sql, exp.Column] = {}
        self._taken: set[str] = set()

    # --- the first step -------------------------------------------------------------------

    def read(self, name: str, table: str = "r", as_: str | None = None) -> exp.Column:
        """Return a column of the relation, or of one joined to it."""
        return self._enter(as_ or name, sql.column(name, table), 0)

    def first(self, name: str, tree: Sql) -> exp.Column:
        """Return a column of the first step, worked out from those of joined relations."""
        return self._enter(name, tree, 0)

    def join(self, key: str, source: Sql, on: Callable[[str], Sql]) -> str:
        """Join a relation, at most one row for each of theirs; the first step can read it.

        Args:
            key: what tells the joins apart; of two with one key the first is made.
            source: a table or subquery.
            on: the condition, from the name that the relation has in the first step.

        Returns:
            That name.
        """
        if key not in self._joins:
            alias = f"j{len(self._joins) + 1}"
            self._joins[key] = Join(source=source, alias=alias, on=on(alias))
        return self._joins[key].alias

    def raw(self, tree: Sql) -> Sql:
        """Return a tree in the terms of the first step's relations, for a join."""

        def defined(node: Sql) -> Sql:
            if isinstance(node, exp.Column) and not node.table:
                return self.raw(self._columns[node.name])
            return node

        return sql.own(tree).copy().transform(defined)

    # --- the steps after it -----------------------------------------------------------------

    def let(self, name: str, tree: Sql) -> Sql:
        """Give a tree a name, and return the column; what is no longer than a name stays."""
        if isinstance(tree, _PLAIN) or sql.is_null(tree):
            return tree
        steps = (self._steps[column.name] for column in tree.find_all(exp.Column))
        return self._enter(name, tree, 1 + max(steps, default=0))

    def look_up(self, relation: str, by: str, value: Sql) -> LookUp:
        """Return the row of a relation that has a value in a column, which must be unique.

        All its columns are null where no row has the value, or it is null.
        """
        for found in self._look_ups.values():
            if (found.relation, found.by, found.value) == (relation, by, value):
                return found
        steps = (self._steps[column.name] for column in value.find_all(exp.Column))
        found = LookUp(
            relation=relation,
            alias=f"k{len(self._look_ups) + 1}",
            by=by,
            value=value,
            step=1 + max(steps, default=0),
        )
        self._look_ups[found.alias] = found
        return found

    def of(self, found: LookUp, column: str) -> exp.Column:
        """Return a column of a row that was looked up."""
        return self._enter(f"{column} {found.alias}", sql.column(column, found.alias), found.step)

    def let_judged(self, name: str, judged: Judged) -> Judged:
        """Give a truth a name, and what would settle it."""
        missing = self.let_members(f"{name} lacks", judged.missing)
        return replace(judged, sql=self.let(name, judged.sql), missing=missing)

    def let_members(self, name: str, members: Mapping[str, Sql]) -> dict[str, Sql]:
        """Give a name to each condition under which a set has a member."""
        return {member: self.let(f"{name} {member}", tree) for member, tree in members.items()}

    def _enter(self, name: str, tree: Sql, step: int) -> exp.Column:
        if tree not in self._named:
            distinct = self._distinct(name)
            self._columns[distinct] = tree
            self._steps[distinct] = step
            self._named[tree] = sql.column(distinct)
        return self._named[tree].copy()

    def _distinct(self, name: str) -> str:
        stem = re.sub(r"\W+", "_", name)
        while len(stem.encode()) > _LONGEST:
            stem = stem[:-1]
        distinct, count = stem, 1
        while distinct.casefold() in self._taken:
            count += 1
            distinct = f"{stem}_{count}"
        self._taken.add(distinct.casefold())
        return distinct

    # --- what is known of truths ------------------------------------------------------------

    def implied(self, tree: Sql, *, holds: bool = True) -> Iterator[tuple[Sql, bool]]:
        """Return what else is true, or false, where a truth is true (or, not `holds`, false)."""
        match tree:
            case exp.Paren(this=inner):
                yield from self.implied(inner, holds=holds)
            case exp.Not(this=inner):
                yield from self.implied(inner, holds=not holds)
            case exp.And(this=left, expression=right) if holds:
                yield from self.implied(left)
                yield from self.implied(right)
            case exp.Or(this=left, expression=right) if not holds:
                yield from self.implied(left, holds=False)
                yield from self.implied(right, holds=False)
            case _:
                yield tree, holds
                if isinstance(tree, exp.Column) and self._steps.get(tree.name):
                    yield from self.implied(self._columns[tree.name], holds=holds)

    # --- the query ------------------------------------------------------------------------

    def query(
        self,
        outputs: Mapping[str, Sql],
        where: Sql | None = None,
        source: Sql | None = None,
    ) -> exp.Select:
        """Return the query of these columns, for the rows of which a condition is true.

        The condition is tested as soon as its columns are there, before anything else.
        With a source, its rows are read instead of those of the relation.
        """
        trees = [*outputs.values(), *([where] if where is not None else [])]
        needed = self._needed(trees)
        last = max((self._steps[name] for name in needed), default=0)
        asked = max((self._steps[name] for name in _names([where])), default=0) if where else last
        ctes: list[tuple[str, exp.Select]] = [
            ("records", self._first(needed, source or self._source))
        ]
        for step in range(last + 1):
            if step > 0:
                columns = [name for name in needed if self._steps[name] == step]
                ctes.append((f"step_{step}", self._step(columns, ctes[-1][0])))
            if where is not None and step == asked < max(last, 1):
                ctes.append(("asked", _star(ctes[-1][0]).where(sql.own(where), copy=False)))
        query = exp.select(*(_as(tree, name) for name, tree in outputs.items()), copy=False)
        query = query.from_(exp.to_table(ctes[-1][0]), copy=False)
        if where is not None and asked == last > 0:
            query = query.where(sql.own(where), copy=False)
        for name, select in ctes:
            query = query.with_(name, select, copy=False)
        return query

    def _step(self, columns: Iterable[str], before: str) -> exp.Select:
        """Return the step that adds columns to those of the step before."""
        found = [self._look_ups[alias] for alias in self._look_ups_of(columns)]
        if not found:
            select = _star(before)
            return select.select(*(self._aliased(name) for name in columns), copy=False)
        every = exp.Column(this=exp.Star(), table=exp.to_identifier(before))
        select = exp.select(every).from_(exp.to_table(before))
        trees = (_as(_of_table(self._columns[name], before), name) for name in columns)
        select = select.select(*trees, copy=False)
        for one in found:
            on = sql.equal(sql.column(one.by, one.alias), _of_table(one.value, before))
            table = exp.alias_(exp.to_table(one.relation), one.alias, table=True)
            select = select.join(table, on=on, join_type="left", copy=False)
        return select

    def _look_ups_of(self, columns: Iterable[str]) -> list[str]:
        """Return which rows have to be looked up for columns of a step after the first."""
        aliases = _tables(self._columns[name] for name in columns)
        return [alias for alias in self._look_ups if alias in aliases]

    def _needed(self, trees: Iterable[Sql]) -> list[str]:
        queue = list(_names(trees))
        found: set[str] = set()
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue += self._inputs(name)
        return [name for name in self._columns if name in found]

    def _inputs(self, name: str) -> list[str]:
        """Return the columns of earlier steps from which a column is worked out."""
        if not self._steps[name]:
            return []
        look_ups = self._look_ups_of([name])
        if look_ups:
            return _names(self._look_ups[alias].value for alias in look_ups)
        return _names([self._columns[name]])

    def _first(self, needed: Iterable[str], source: Sql) -> exp.Select:
        columns = [name for name in needed if self._steps[name] == 0]
        selected = [self._aliased(name) for name in columns] or [_as(sql.number(1), "one")]
        select = exp.select(*selected, copy=False)
        source = exp.alias_(sql.own(source), self._alias, table=True, copy=False)
        select = select.from_(source, copy=False)
        for join in self._used(columns):
            joined = exp.alias_(sql.own(join.source), join.alias, table=True, copy=False)
            select = select.join(joined, on=sql.own(join.on), join_type="left", copy=False)
        return select

    def _used(self, columns: Iterable[str]) -> list[Join]:
        """Return the joins that some column needs, or a join that is needed."""
        aliases = _tables(self._columns[name] for name in columns)
        kept: list[Join] = []
        for join in reversed(self._joins.values()):
            if join.alias in aliases:
                aliases |= _tables([join.on])
                kept.append(join)
        return kept[::-1]

    def _aliased(self, name: str) -> Sql:
        return _as(self._columns[name], name)


def _as(tree: Sql, name: str) -> Sql:
    if isinstance(tree, exp.Column) and tree.name == name and not tree.table:
        return sql.own(tree)
    return exp.Alias(this=sql.own(tree), alias=exp.to_identifier(name, quoted=True))


def _of_table(tree: Sql, table: str) -> Sql:
    """Return a tree whose columns are said to be those of a table, where nothing is said."""

    def qualified(node: Sql) -> Sql:
        if isinstance(node, exp.Column) and not node.table:
            return exp.Column(this=node.this.copy(), table=exp.to_identifier(table))
        return node

    return tree.transform(qualified)


def _star(table: str) -> exp.Select:
    return exp.select(exp.Star()).from_(exp.to_table(table))


def _names(trees: Iterable[Sql]) -> list[str]:
    return [column.name for tree in trees for column in tree.find_all(exp.Column)]


def _tables(trees: Iterable[Sql]) -> set[str]:
    return {column.table for tree in trees for column in tree.find_all(exp.Column)}
