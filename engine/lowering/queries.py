"""The queries of one record class: its decisions, and what other classes need of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from sqlglot import exp

from tenure.compiler.decisions import Status
from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import AsLongAs, Latest, Period, subperiods
from tenure.compiler.policy.rules import PAST_PARTICIPLES, RuleKind
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.decisions import Decisions, Through
from tenure.engine.lowering.holds import held, ties
from tenure.engine.lowering.links import KEPT, Around, Asked, Relations
from tenure.engine.lowering.outcomes import LINKED_RECORD, Outcome, Outcomes
from tenure.engine.lowering.reading import Inventory, Reader, together, union_all
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.standing import standings
from tenure.engine.lowering.truths import Judged, any_there
from tenure.engine.staging import DISPOSED_AS, ID

P = TypeVar("P", bound=Period)

NOT_ANY = ""
"""What stands for a `disposed_as` that no rule of the class knows."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """The records of a class that are in one phase, and what the rules say of them."""

    rows: Rows
    reader: Reader
    where: Sql | None
    outcomes: Outcomes
    outcome: Outcome
    asked: tuple[Asked, ...]


class ClassQueries:
    """The queries of the records that state one class."""

    def __init__(
        self, inventory: Inventory, record_class: str, as_of: date, relations: Relations
    ) -> None:
        """Prepare the queries.

        Args:
            inventory: the staged relations.
            record_class: the class.
            as_of: the day of the decisions.
            relations: what other queries have worked out.
        """
        self._inventory = inventory
        self._policy = inventory.policy
        self._class = record_class
        self._staged = inventory.staged[record_class]
        self._as_of = as_of
        self._relations = relations

    # --- decisions --------------------------------------------------------------------------

    def decisions(self, circles: str | None, held_through: str | None) -> exp.Query:
        """Return the query of the decisions, a row for each record.

        Args:
            circles: the relation of the records whose links lead in a circle; `None` where
                the links of the class cannot.
            held_through: the relation of the records held through a link; `None` without.
        """
        selects = [
            branch.rows.query(self._decided(branch, circles, held_through), branch.where)
            for branch in self._branches
        ]
        return together(selects)

    def _decided(
        self, branch: _Branch, circles: str | None, held_through: str | None
    ) -> Mapping[str, Sql]:
        rows, outcome = branch.rows, branch.outcome
        if circles is not None:
            in_circle = sql.present(_joined(rows, "circles", exp.to_table(circles), ID))
            lacks = {LINKED_RECORD: sql.truth(True)}
            outcome = branch.outcomes.masked([(in_circle, lacks)], outcome)
        holds: Mapping[str, Judged] = {}
        if self._policy.holds:
            holds = held(branch.reader, standings(branch.reader, self._as_of))
        through = None if held_through is None else self._through(rows, held_through)
        decisions = Decisions(rows, self._as_of, self._policy.dispose_within, self._class)
        return decisions.columns(outcome, holds, through)

    def kept(self, source: exp.Query | None = None) -> exp.Query:
        """Return the query that says how long each record is kept, for those linked to it.

        With a source, of its records only.
        """
        inside = None if source is None else exp.Subquery(this=source)
        return together([b.rows.query(self._kept(b), b.where, inside) for b in self._branches])

    def _kept(self, branch: _Branch) -> Mapping[str, Sql]:
        let, outcome = branch.rows.let, branch.outcome
        answers = let("answers", outcome.is_(Status.RETAIN, Status.AWAITING))
        low = let("low", sql.case([(answers, outcome.kept.low)], days.never()))
        high = let("high", sql.case([(answers, outcome.kept.high)], days.forever()))
        still_open = sql.opposite(days.same(low, high))
        lacks = sql.any_of((sql.opposite(answers), any_there(outcome.kept.missing)))
        awaits = sql.all_of((answers, any_there(outcome.kept.awaiting)))
        found = (
            branch.rows.read(ID),
            low,
            high,
            sql.case([(still_open, awaits)], sql.truth(False)),
            sql.case([(still_open, lacks)], sql.truth(False)),
        )
        return dict(zip(KEPT, found, strict=True))

    def asked(self) -> list[FieldRef]:
        """Return the links that some record's answer depends on."""
        if not self._periods(AsLongAs):
            return []
        found = [
            asked.link
            for branch in self._branches
            for asked in branch.asked
            if not sql.is_null(branch.reader.value(asked.link).sql)
        ]
        return list(dict.fromkeys(found))

    def needs(self) -> Iterator[tuple[FieldRef, exp.Query]]:
        """Return the queries of the records that answers depend on: `id`, and `target`."""
        for branch in self._branches:
            for asked in branch.asked:
                yield from _pairs(
                    branch.rows, branch.reader, asked.link, [asked.when, branch.where]
                )

    def _through(self, rows: Rows, held_through: str) -> Through:
        relation = exp.to_table(held_through)
        certain: dict[str, Sql] = {}
        possible: dict[str, Sql] = {}
        for place, name in enumerate(self._policy.holds):
            for kind, found in (("certain", certain), ("possible", possible)):
                tree = _joined(rows, "held through", relation, f"{kind}_{place}")
                found[name] = rows.let(
                    f"{name} {kind} through a link", sql.either(tree, sql.truth(False))
                )
        missing = _joined(rows, "held through", relation, "missing")
        return Through(certain=certain, possible=possible, missing=missing)

    # --- phases -----------------------------------------------------------------------------

    @cached_property
    def _branches(self) -> tuple[_Branch, ...]:
        """The records of each phase: a query each, with fewer questions in it."""
        if not self._staged.has(DISPOSED_AS):
            return (self._branch(None, None),)
        done, verbs = sql.column(DISPOSED_AS), self._verbs()
        occurring = self._staged.phases or frozenset((None, *verbs, NOT_ANY))
        found = []
        if None in occurring:
            found.append(self._branch(None, sql.absent(done)))
        for verb in verbs:
            if verb in occurring:
                found.append(self._branch(verb, sql.equal(done, sql.text(verb))))
        if occurring - {None, *verbs}:
            strange = sql.present(done)
            if verbs:
                listed = sql.among(done, [sql.text(verb) for verb in verbs])
                strange = sql.opposite(listed)
            found.append(self._branch(NOT_ANY, strange))
        return tuple(found)

    def _branch(self, done: str | None, where: Sql | None) -> _Branch:
        rows, reader = self._read()
        if where is not None:
            rows.read(DISPOSED_AS)
        around = Around(reader=reader, relations=self._relations)
        outcomes = Outcomes(reader, around, self._as_of, done)
        outcome = outcomes.of()
        return _Branch(rows, reader, where, outcomes, outcome, tuple(around.asked))

    def _verbs(self) -> list[str]:
        rules = [self._policy.rules[ref] for ref in self._rules()]
        return list(
            dict.fromkeys(
                PAST_PARTICIPLES[phase.action.verb]
                for rule in rules
                for phase in rule.phases
                if rule.kind is RuleKind.SCHEDULE
            )
        )

    def _read(self) -> tuple[Rows, Reader]:
        rows = Rows(exp.to_table(self._staged.relation))
        return rows, Reader(self._inventory, self._class, rows)

    def _rules(self) -> tuple[str, ...]:
        return self._policy.order.families[self._policy.classes[self._class].lineage[-1]].rules

    def _periods(self, kind: type[P]) -> list[tuple[str, P]]:
        """Return every period of a kind, with its rule."""
        return [
            (ref, part)
            for ref in self._rules()
            for phase in self._policy.rules[ref].phases
            for part in subperiods(phase.keep)
            if isinstance(part, kind)
        ]

    # --- holds and newer records --------------------------------------------------------------

    def ties(self) -> Iterator[tuple[FieldRef, exp.Query]]:
        """Return the queries of the records that each is kept as long as, or may be."""
        if not self._periods(AsLongAs):
            return
        rows, reader = self._read()
        for tie in ties(standings(reader, self._as_of), self._policy):
            yield from _pairs(rows, reader, tie.link, [tie.when])

    def holders(self) -> exp.Query | None:
        """Return the query of the holds on records: `id`, `hold`, `certain`, `path`.

        A hold that may apply has a row for each path that would settle it, one that
        certainly applies a row without a path.
        """
        rows, reader = self._read()
        selects = []
        for name, judged in held(reader, standings(reader, self._as_of)).items():
            reasons: list[tuple[Sql, Sql]] = [(judged.certain, sql.null(sql.TEXT))]
            reasons += [(when, sql.text(path)) for path, when in judged.reasons.items()]
            for when, path in reasons:
                if not sql.is_false(when):
                    columns = {
                        "id": rows.read(ID),
                        "hold": sql.text(name),
                        "certain": sql.truth(sql.is_null(path)),
                        "path": path,
                    }
                    selects.append(rows.query(columns, when))
        return union_all(selects)

    def latest(self) -> list[tuple[str, Latest]]:
        """Return the rules that keep the latest few of a group, and their periods."""
        return self._periods(Latest)

    def dated(self, rule: str, period: Latest) -> exp.Query | None:
        """Return the query of the records of groups: `grp`, `day`, and `peer`, 1 or 0.

        A peer is a record to which the rule certainly applies.
        """
        rows, reader = self._read()
        group, day = reader.value(period.by), reader.day(period.order)
        if sql.is_null(group.sql) or sql.is_null(day.sql):
            return None
        applies = standings(reader, self._as_of).applies.get(rule)
        certain = sql.truth(False) if applies is None else applies.certain
        columns = {
            "grp": group.sql,
            "day": day.sql,
            "peer": sql.case([(certain, sql.number(1))], sql.number(0)),
        }
        there = sql.all_of((sql.opposite(group.absent), sql.opposite(day.absent)))
        return rows.query(columns, there)


def _pairs(
    rows: Rows, reader: Reader, link: FieldRef, when: Sequence[Sql | None]
) -> Iterator[tuple[FieldRef, exp.Query]]:
    """Return the query of records and those that a link of theirs names, under conditions."""
    read = reader.value(link)
    conditions = sql.all_of(one for one in when if one is not None)
    if sql.is_null(read.sql) or sql.is_false(conditions):
        return
    target = sql.own(read.sql)
    if isinstance(link.type, LinkType) and link.type.many:
        target = exp.Explode(this=target)
    there = sql.all_of((conditions, sql.present(read.sql)))
    yield link, rows.query({"id": rows.read(ID), "target": target}, there)


def _joined(rows: Rows, key: str, relation: Sql, column: str) -> Sql:
    """Return a column of a relation that has at most one row for each record."""
    alias = rows.join(
        key, relation, lambda joined: sql.equal(sql.column(ID, joined), sql.column(ID, "r"))
    )
    return rows.first(f"{key} {column}", sql.column(column, alias))
