"""The rows of one query, column by column: what is worked out once is named once.

A query is a chain of steps. The first reads the staged relation and what its links lead
to; each of the others adds the columns that need those of the steps before. What no
output needs is left out in the end, so that columns can be named freely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from tenure.engine.lowering import sql
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.steps import (
    Chain,
    Match,
    aliased,
    folded,
    is_plain,
    looked_up,
    names,
)
from tenure.engine.lowering.truths import Judged

_LONGEST = 56
"""Names are cut here: PostgreSQL would cut them after 63 bytes, and two could become one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A relation joined to the rows, what it is called there, and the condition."""

    source: Sql
    alias: str
    on: Sql


class Rows:
    """The rows of a relation, and the columns worked out for them."""

    def __init__(self, source: Sql, alias: str = "r") -> None:
        """Begin with the rows of a relation or query, called `r` in the first step."""
        self._source = source
        self._alias = alias
        self._joins: dict[str, Join] = {}
        self._matches: dict[str, Match] = {}
        self._columns: dict[str, Sql] = {}
        self._steps: dict[str, int] = {}
        self._named: dict[Sql, exp.Column] = {}
        self._numbers: dict[str, str] = {}
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
        if is_plain(tree):
            return tree
        steps = (self._steps[column.name] for column in tree.find_all(exp.Column))
        return self._enter(name, tree, 1 + max(steps, default=0))

    def match(self, relation: str, by: str, value: Sql) -> Match:
        """Return the row of a relation that has a value in a column, which must be unique.

        All its columns are null where no row has the value, or it is null.
        """
        for found in self._matches.values():
            if (found.relation, found.by, found.value) == (relation, by, value):
                return found
        steps = (self._steps[column.name] for column in value.find_all(exp.Column))
        found = Match(
            relation=relation,
            alias=f"k{len(self._matches) + 1}",
            by=by,
            value=value,
            step=1 + max(steps, default=0),
        )
        self._matches[found.alias] = found
        return found

    def of(self, found: Match, column: str) -> exp.Column:
        """Return a column of a row that a value matches."""
        return self._enter(f"{column} {found.alias}", sql.column(column, found.alias), found.step)

    def let_judged(self, name: str, judged: Judged) -> Judged:
        """Give a truth a name, and what would settle it."""
        missing = self.let_members(f"{name} lacks", judged.missing)
        return replace(judged, sql=self.let(name, judged.sql), missing=missing)

    def let_members(self, name: str, members: Mapping[str, Sql]) -> dict[str, Sql]:
        """Give a name to each condition under which a set has a member."""
        return {member: self.let(f"{name} {member}", tree) for member, tree in members.items()}

    def look_up(self, place: exp.Column, name: str, values: Sequence[Sql]) -> exp.Column:
        """Return the value in a place, counted from 1; null where the place is another.

        The values lie in a table of their own, with those of all that is looked up by the
        same column.
        """
        if place.name not in self._numbers:
            self._numbers[place.name] = self._distinct(f"{place.name} number")
        tree = looked_up(place, self._numbers[place.name], values)
        return self._enter(name, tree, 1 + self._steps[place.name])

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

    def conjuncts(self, tree: Sql) -> list[Sql]:
        """Return truths that are all true exactly where one is; its meaning, where it is named."""
        if isinstance(tree, exp.Column) and self._steps.get(tree.name):
            tree = self._columns[tree.name]
        parts = tree.flatten() if isinstance(tree, exp.And) else [tree]
        return [part.unnest() for part in parts]

    # --- the query ------------------------------------------------------------------------

    def query(
        self,
        outputs: Mapping[str, Sql],
        where: Sql | None = None,
        source: Sql | None = None,
    ) -> exp.Select:
        """Return the query of these columns, for the rows of which a condition is true.

        The condition is tested as soon as its columns are there.
        With a source, its rows are read instead of those of the relation.
        """
        conditions = [] if where is None else [where]
        needed = self._needed([*outputs.values(), *conditions])
        columns, trees = folded(
            {name: self._columns[name] for name in needed if self._steps[name]},
            [*outputs.values(), *conditions],
        )
        tested = trees[-1] if where is not None else None
        steps = sorted({self._steps[name] for name in columns})
        chain = Chain("records", self._first(needed, source or self._source))
        for count, step in enumerate([0, *steps]):
            here = {name: tree for name, tree in columns.items() if self._steps[name] == step}
            self._add(chain, f"step_{count}", here)
            if tested is not None and all(self._steps[n] <= step for n in names([tested])):
                chain.add("asked", chain.all_rows().where(sql.own(tested), copy=False))
                tested = None
        return chain.query(dict(zip(outputs, trees, strict=False)))

    def _add(self, chain: Chain, name: str, columns: Mapping[str, Sql]) -> None:
        """Add the columns of a step, those of rows that values match first."""
        matched = {name: tree for name, tree in columns.items() if _tables([tree])}
        if matched:
            aliases = _tables(matched.values())
            found = [match for alias, match in self._matches.items() if alias in aliases]
            chain.find(f"{name}_found", matched, found)
        others = {name: tree for name, tree in columns.items() if name not in matched}
        if others:
            chain.step(name, others)

    def _needed(self, trees: Iterable[Sql]) -> list[str]:
        queue = list(names(trees))
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
        tree = self._columns[name]
        aliases = _tables([tree])
        if aliases:
            return names(self._matches[alias].value for alias in aliases)
        return names([tree])

    def _first(self, needed: Iterable[str], source: Sql) -> exp.Select:
        columns = [name for name in needed if self._steps[name] == 0]
        selected = [aliased(self._columns[name], name) for name in columns]
        select = exp.select(*(selected or [aliased(sql.number(1), "one")]), copy=False)
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


def _tables(trees: Iterable[Sql]) -> set[str]:
    """Return the tables whose columns some trees read; columns of the step before have none."""
    found = {column.table for tree in trees for column in tree.find_all(exp.Column)}
    return found - {""}
