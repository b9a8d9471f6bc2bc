"""What periods need to know beyond the record: linked records, and newer ones (S9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlglot import exp

from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import Latest
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.periods import Kept
from tenure.engine.lowering.reading import Inventory, Reader, union_all
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import either_missing
from tenure.engine.staging import ID, column_names

NEWER_RECORD = "a newer record"

KEPT = ("id", "low", "high", "awaits", "lacks")
"""The columns of the relation that says through which day the records of a class are kept:
the bounds, and whether they await an event, or lack something. Never null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A link that a period follows: for which records, and in which rule."""

    link: FieldRef
    rule: str
    when: Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Where queries find what other queries have worked out.

    Attributes:
        kept_of: the relation that says how long the records of a class are kept.
        newer_of: the relation that says, for a rule's `the latest n`, when a record of a
            group and day drops out.
    """

    kept_of: Callable[[str], str]
    newer_of: Callable[[str, Latest], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The surroundings of the records of one class, for the periods of one rule.

    Attributes:
        reader: how fields are read.
        relations: where the rest is found.
        rule: the rule.
        when: for which records its period is asked.
        asked: every link followed so far.
    """

    reader: Reader
    relations: Relations
    rule: str = ""
    when: Sql = field(default_factory=lambda: sql.truth(True))
    asked: list[Asked] = field(default_factory=list)

    def of_rule(self, ref: str, when: Sql) -> Around:
        """Return the same for the period of a rule, asked for some records."""
        return replace(self, rule=ref, when=when)

    # --- as long as -----------------------------------------------------------------------

    def as_long_as(self, link: FieldRef) -> Kept:
        """Return the latest day through which any of the linked records is kept."""
        self.asked.append(Asked(link=link, rule=self.rule, when=self.when))
        read = self.reader.value(link)
        known = sql.opposite(read.absent)
        awaited = either_missing({a.path: a.when} for a in read.absences if not a.bad)
        missing = either_missing({a.path: a.when} for a in read.absences if a.bad)
        columns = None if sql.is_null(read.sql) else self._linked(link)
        if columns is None:
            lost = {link.path: known}
            low, high = days.never(), days.forever()
            return Kept(
                low=low,
                high=high,
                unknown=awaited,
                awaiting=awaited,
                missing=either_missing((missing, lost)),
            )
        low, high, awaits, lacks = columns
        return Kept(
            low=low,
            high=high,
            unknown=awaited,
            awaiting=either_missing((awaited, {link.path: sql.all_of((known, awaits))})),
            missing=either_missing((missing, {link.path: sql.all_of((known, lacks))})),
        ).only_where_open()

    def _linked(self, link: FieldRef) -> tuple[Sql, Sql, Sql, Sql] | None:
        """Return bounds, and whether something is awaited or lacking; `None` of no record."""
        type_ = _link_type(link)
        source = kept_under(self.reader.inventory, type_.target, self.relations)
        if source is None:
            return None
        table = self.reader.owner_table(link.links)
        names = column_names(self.reader.policy, self.reader.owner_class(link.links))
        held_in: Sql = sql.column(names[link.name], table)
        if type_.many:
            source, held_in = self._each(link, source), sql.column(ID, table)
        alias = self.reader.rows.join(
            f"kept {link.path}",
            exp.Subquery(this=source),
            lambda joined: sql.equal(sql.column(ID, joined), held_in),
        )
        first = self.reader.rows.first
        low, high, awaits, lacks = (sql.column(name, alias) for name in KEPT[1:])
        return (
            first(f"{link.path} low", sql.either(low, days.never())),
            first(f"{link.path} high", sql.either(high, days.forever())),
            first(f"{link.path} awaits", sql.either(awaits, sql.truth(False))),
            first(f"{link.path} lacks", sql.either(lacks, sql.truth(True))),
        )

    def _each(self, link: FieldRef, source: exp.Query) -> exp.Query:
        """Return how long several linked records are kept together, by the id of the owner."""
        low, high, awaits, lacks = (sql.column(name, "k") for name in KEPT[1:])
        columns: dict[str, Sql] = {
            "low": exp.Max(this=sql.either(low, days.never())),
            "high": exp.Max(this=sql.either(high, days.forever())),
            "awaits": _some(sql.either(awaits, sql.truth(False))),
            "lacks": _some(sql.either(lacks, sql.truth(True))),
        }
        return self.reader.each_target(link, source, columns)

    # --- the latest n -------------------------------------------------------------------------

    def latest(self, period: Latest) -> Kept:
        """Return the day on which a record drops out of the newest of its group."""
        reader, rows = self.reader, self.reader.rows
        group, own = reader.value(period.by), reader.day(period.order)
        missing = either_missing({a.path: a.when} for a in (*group.absences, *own.absences))
        nothing = Kept(low=days.never(), high=days.forever())
        if sql.is_null(group.sql) or sql.is_null(own.sql):
            return replace(nothing, missing=missing)
        relation = self.relations.newer_of(self.rule, period)
        alias = rows.join(
            f"newer {relation}",
            exp.to_table(relation),
            lambda joined: sql.all_of(
                (
                    sql.equal(sql.column("grp", joined), rows.raw(group.sql)),
                    sql.equal(sql.column("day", joined), rows.raw(own.sql)),
                )
            ),
        )
        drops = rows.first(f"{self.rule} drops out", sql.column("drops", alias))
        in_group = sql.all_of((sql.opposite(group.absent), sql.opposite(own.absent)))
        unknown = {NEWER_RECORD: sql.all_of((in_group, sql.absent(drops)))}
        return Kept(
            low=sql.either(drops, days.never()),
            high=sql.either(drops, days.forever()),
            unknown=unknown,
            awaiting=unknown,
            missing=missing,
        )


def kept_under(inventory: Inventory, target: str, relations: Relations) -> exp.Query | None:
    """Return how long the records of a class, and of those under it, are kept."""
    return union_all(
        [
            exp.select(*(sql.column(name) for name in KEPT)).from_(
                exp.to_table(relations.kept_of(staged.record_class))
            )
            for staged in inventory.under(target)
        ]
    )


def _link_type(link: FieldRef) -> LinkType:
    if not isinstance(link.type, LinkType):
        raise TypeError(f"`{link.path}` is not a link")
    return link.type


def _some(condition: Sql) -> Sql:
    """Return whether a condition is true of some row of a group."""
    counted = exp.Max(this=sql.case([(condition, sql.number(1))], sql.number(0)))
    return exp.EQ(this=counted, expression=sql.number(1))
