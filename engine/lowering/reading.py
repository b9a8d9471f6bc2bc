"""Reads the fields of a class's records, of records linked to, and facts, as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlglot import exp

from tenure.compiler.policy.fields import EventType, FieldRef, FieldType, LinkType, Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.staging import ID, ColumnType, Staged, column_names, column_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A reason why a value is not there.

    Attributes:
        path: the field, or the link that leads nowhere.
        bad: whether it should be there: a required field, or a linked record that is
            not in the inventory.
        when: the truth of it, never null; at most one reason is true of a record.
    """

    path: str
    bad: bool
    when: Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a reference reads.

    Attributes:
        sql: the value; null where it is absent.
        absences: why it may be absent; none for what is always there.
        constant: the value of a fact.
    """

    sql: Sql
    absences: tuple[Absence, ...] = ()
    constant: Value | None = None

    @property
    def absent(self) -> Sql:
        """Whether it is absent; never null."""
        return sql.absent(self.sql) if self.absences else sql.truth(False)


@dataclass(frozen=True, slots=True)
class _Reached:
    """The record that some links lead to: how it is called in the first step, and its class."""

    table: str
    record_class: str
    found: Sql
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The staged relations that queries may read.

    Attributes:
        policy: the policy.
        staged: the relations, by class.
        facts: the value of every fact, declared or assumed.
    """

    policy: Policy
    staged: Mapping[str, Staged]
    facts: Mapping[str, Value]

    def under(self, target: str) -> list[Staged]:
        """Return the relations whose records are of a class, or of one under it."""
        return [s for name, s in self.staged.items() if self.policy.is_under(name, target)]

    def union(
        self, target: str, columns: Callable[[Staged], Mapping[str, Sql]]
    ) -> exp.Query | None:
        """Return the records of a class and of those under it; `None` where there are none."""
        selects = [
            exp.select(
                *(exp.alias_(sql.own(c), n, quoted=True) for n, c in columns(s).items())
            ).from_(exp.to_table(s.relation))
            for s in self.under(target)
        ]
        return union_all(selects)


def union_all(queries: Sequence[exp.Query]) -> exp.Query | None:
    """Return the rows of all these queries together; `None` of none."""
    if len(queries) < 2:
        return queries[0] if queries else None
    joined, *others = (_operand(query) for query in queries)
    for other in others:
        joined = exp.Union(this=joined, expression=other, distinct=False)
    return joined


def together(queries: Sequence[exp.Query]) -> exp.Query:
    """Return the rows of at least one query together."""
    joined = union_all(queries)
    if joined is None:
        raise ValueError("nothing to put together")
    return joined


def _operand(query: exp.Query) -> exp.Query:
    """Return a query that may stand in a union: one with steps of its own is put inside."""
    if not query.ctes:
        return query
    inside = exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier("q")))
    return exp.select("*").from_(inside, copy=False)


class Reader:
    """Reads what rules refer to, for the records that state one class."""

    def __init__(self, inventory: Inventory, record_class: str, rows: Rows) -> None:
        """Read for the records of a class, whose relation the rows begin with."""
        self.inventory = inventory
        self.policy = inventory.policy
        self.record_class = record_class
        self.rows = rows
        self._staged = inventory.staged[record_class]
        self._reached: dict[tuple[str, ...], _Reached] = {}

    def value(self, ref: FieldRef) -> Read:
        """Return what a reference reads."""
        if ref.fact:
            value = self.inventory.facts[ref.name]
            return Read(sql=literal(value), constant=value)
        owner = self._follow(ref.links)
        if owner is None:
            return self.own(ref.name, ref.type)
        return self._linked(ref, owner)

    def day(self, ref: FieldRef) -> Read:
        """Return what a reference to an event reads; the time of day is left out."""
        read = self.value(ref)
        if not (isinstance(ref.type, EventType) and ref.type.timed) or sql.is_null(read.sql):
            return read
        if isinstance(read.constant, datetime):
            day = read.constant.date()
            return Read(sql=days.day(day), constant=day)
        day_of = self.rows.let(f"{ref.path} day", exp.cast(sql.own(read.sql), sql.DATE))
        return Read(sql=day_of, absences=read.absences)

    def built_in(self, name: str, type_: str) -> Sql:
        """Return `disposed_as` or `extended_until`; the constant null where it is not staged."""
        return self.rows.read(name) if self._staged.has(name) else sql.null(type_)

    # --- own fields -----------------------------------------------------------------------

    def own(self, name: str, type_: FieldType) -> Read:
        """Return what a record's own field holds."""
        fields = self.policy.classes[self.record_class].fields
        bad = name in fields and fields[name].required
        if name not in fields or not self._staged.has(self._column(name)):
            absence = Absence(path=name, bad=bad, when=sql.truth(True))
            return Read(sql=sql.null(_SQL_TYPES[column_type(type_)]), absences=(absence,))
        column = self.rows.read(self._column(name))
        if isinstance(type_, LinkType) and type_.many:
            column = self.rows.first(
                f"{name} known", _not_empty(sql.column(self._column(name), "r"))
            )
        elif self._column(name) in self._staged.complete:
            return Read(sql=column)
        absence = Absence(path=name, bad=bad, when=sql.absent(column))
        return Read(sql=column, absences=(absence,))

    def _column(self, name: str) -> str:
        return column_names(self.policy, self.record_class)[name]

    # --- linked records -------------------------------------------------------------------

    def found(self, links: tuple[str, ...]) -> Sql:
        """Return whether links lead to a record that is in the inventory; never null."""
        reached = self._follow(links)
        return sql.truth(True) if reached is None else reached.found

    def all_found(self, link: FieldRef) -> Sql:
        """Return whether every record that several links name is in the inventory."""
        if not isinstance(link.type, LinkType):
            raise TypeError(f"`{link.path}` is not a link")
        read, target = self.value(link), link.type.target
        source = self.inventory.union(target, lambda _: {ID: sql.column(ID)})
        if sql.is_null(read.sql) or source is None:
            return sql.truth(False)
        there = exp.If(this=sql.absent(sql.column(ID, "k")), true=sql.number(0))
        all_there = exp.Min(this=exp.Case(ifs=[there], default=sql.number(1)))
        lost = self.each_target(link, source, {"found": sql.equal(all_there, sql.number(1))})
        alias = self.rows.join(
            f"found {link.path}",
            exp.Subquery(this=lost),
            lambda joined: sql.equal(
                sql.column(ID, joined), sql.column(ID, self.owner_table(link.links))
            ),
        )
        found = sql.either(sql.column("found", alias), sql.truth(True))
        return self.rows.first(f"{link.path} found", found)

    def each_target(
        self, link: FieldRef, source: exp.Query, columns: Mapping[str, Sql]
    ) -> exp.Query:
        """Return what is known of several linked records together, by the id of the owner.

        Args:
            link: a field that names several records.
            source: a query of what is known of each, joined by its `id`; called `k`.
            columns: aggregates over the linked records.
        """
        on = sql.equal(sql.column(ID, "k"), sql.column("target", "o"))
        named = [exp.alias_(tree, name, quoted=True) for name, tree in columns.items()]
        return (
            exp.select(exp.alias_(sql.column(ID, "o"), ID, quoted=True), *named)
            .from_(exp.alias_(exp.Subquery(this=self._targets(link)), "o", table=True))
            .join(exp.alias_(exp.Subquery(this=source), "k", table=True), on=on, join_type="left")
            .group_by(sql.column(ID, "o"))
        )

    def _targets(self, link: FieldRef) -> exp.Query | None:
        """Return the records that own a field of several links, each with each of them."""
        owner = self.owner_class(link.links)
        column = column_names(self.policy, owner)[link.name]
        relations = self.inventory.under(owner) if link.links else [self._staged]
        target = exp.alias_(exp.Explode(this=sql.column(column)), "target", quoted=True)
        return union_all(
            [
                exp.select(sql.column(ID), target).from_(exp.to_table(staged.relation))
                for staged in relations
                if staged.has(column)
            ]
        )

    def owner_table(self, links: tuple[str, ...]) -> str:
        """Return how the record that links lead to is called in the first step."""
        reached = self._follow(links)
        return "r" if reached is None else reached.table

    def owner_class(self, links: tuple[str, ...]) -> str:
        """Return the class of the record that links lead to."""
        reached = self._follow(links)
        return self.record_class if reached is None else reached.record_class

    def _follow(self, links: tuple[str, ...]) -> _Reached | None:
        """Return the record that links lead to; `None` without any, for the record itself."""
        if not links:
            return None
        if links not in self._reached:
            self._reached[links] = self._next(self._follow(links[:-1]), links)
        return self._reached[links]

    def _next(self, owner: _Reached | None, links: tuple[str, ...]) -> _Reached:
        path, link = ".".join(links), links[-1]
        holder = self.record_class if owner is None else owner.record_class
        field = self.policy.classes[holder].fields.get(link)
        if field is None or not isinstance(field.type, LinkType):
            raise TypeError(f"`{path}` is not a link")
        ref = FieldRef(links=links[:-1], name=link, type=field.type)
        read = self.value(ref)
        target = field.type.target
        alias = ""
        source = self.inventory.union(target, lambda s: self._columns(s, target))
        if source is None or sql.is_null(read.sql):
            found: Sql = sql.truth(False)
        else:
            table = self.owner_table(links[:-1])
            held_in = column_names(self.policy, holder)[link]
            alias = self.rows.join(
                f"link {path}",
                exp.Subquery(this=source),
                lambda joined: sql.equal(sql.column(ID, joined), sql.column(held_in, table)),
            )
            found = self.rows.first(f"{path} found", sql.present(sql.column(ID, alias)))
        lost = sql.all_of((sql.present(read.sql), sql.opposite(found)))
        gone = Absence(path=path, bad=True, when=lost)
        return _Reached(alias, target, found, (*read.absences, gone))

    def _columns(self, staged: Staged, target: str) -> dict[str, Sql]:
        """Return the columns that a relation has for the fields of a class of its records."""
        fields = self.policy.classes[target].fields
        names = column_names(self.policy, target)
        found: dict[str, Sql] = {ID: sql.column(ID)}
        for name, field in fields.items():
            type_ = _SQL_TYPES[column_type(field.type)]
            there = staged.has(names[name])
            found[names[name]] = sql.column(names[name]) if there else sql.null(type_)
        return found

    def _linked(self, ref: FieldRef, owner: _Reached) -> Read:
        if sql.is_false(owner.found):
            null = sql.null(_SQL_TYPES[column_type(ref.type)])
            return Read(sql=null, absences=owner.absences)
        column = column_names(self.policy, owner.record_class)[ref.name]
        tree: Sql = sql.column(column, owner.table)
        many = isinstance(ref.type, LinkType) and ref.type.many
        if many:
            tree = _not_empty(tree)
        value = self.rows.first(ref.path, tree)
        if not many and all(column in s.complete for s in self.inventory.under(owner.record_class)):
            return Read(sql=value, absences=owner.absences)
        bad = self.policy.classes[owner.record_class].fields[ref.name].required
        when = sql.all_of((owner.found, sql.absent(value)))
        absence = Absence(path=ref.path, bad=bad, when=when)
        return Read(sql=value, absences=(*owner.absences, absence))


def literal(value: Value) -> Sql:
    """Return a value that is known beforehand."""
    match value:
        case bool():
            return sql.truth(value)
        case str():
            return sql.text(value)
        case Decimal():
            return sql.number(value)
        case datetime():
            return exp.cast(sql.text(value.isoformat(sep=" ")), sql.MOMENT)
        case date():
            return days.day(value)
        case tuple():
            raise TypeError("a constant is no list of links")


def _not_empty(links: Sql) -> Sql:
    """Return a list; null where it is empty."""
    empty = exp.EQ(this=exp.ArraySize(this=sql.own(links)), expression=sql.number(0))
    return sql.case([(empty, exp.Null())], links)


_SQL_TYPES = {
    ColumnType.TEXT: "TEXT",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: sql.MOMENT,
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.NUMBER: "DECIMAL(38, 10)",
    ColumnType.TEXTS: "ARRAY<TEXT>",
}
