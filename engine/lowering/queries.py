"""The queries of one record class: its decisions, and what other classes need of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from tenure.compiler.decisions import Status
from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import Latest, subperiods
from tenure.compiler.policy.rules import PAST_PARTICIPLES, RuleKind
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.decisions import Decisions, Through
from tenure.engine.lowering.holds import held, ties
from tenure.engine.lowering.links import KEPT, Around, Asked, Relations
from tenure.engine.lowering.outcomes import LINKED_RECORD, Outcome, Outcomes
from tenure.engine.lowering.reading import Inventory, Reader, union_all
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.standing import standings
from tenure.engine.lowering.truths import any_there
from tenure.engine.staging import DISPOSED_AS, ID

NOT_ANY = ""
"""What stands for a `disposed_as` that no rule of the class knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrounded:
    """What a class's queries find besides the staged inventory.

    Attributes:
        relations: how long linked records are kept, and which are newer.
        circles: the relation of the records whose links lead in a circle; `None` where
            the links of the class cannot.
        held_through: the relation of the records held through a link; `None` without.
    """

    relations: Relations
    circles: str | None = None
    held_through: str | None = None


@dataclass(frozen=True, slots=True)
class _Branch:
    """The records of a class that are in one phase."""

    rows: Rows
    reader: Reader
    where: Sql | None
    done: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassQueries:
    """The queries of the records that state one class.

    Attributes:
        inventory: the staged relations.
        record_class: the class.
        as_of: the day of the decisions.
        surrounded: what other queries have worked out.
        source: the staged relation, or a part of it.
    """

    inventory: Inventory
    record_class: str
    as_of: date
    surrounded: Surrounded
    source: exp.Expr | None = field(default=None)

    # --- decisions --------------------------------------------------------------------------

    def decisions(self) -> exp.Query:
        """Return the query of the decisions, a row for each record."""
        return self._each_phase(self._decided)

    def kept(self) -> exp.Query:
        """Return the query that says how long each record is kept, for those linked to it."""
        return self._each_phase(self._kept)

    def asked(self) -> list[FieldRef]:
        """Return the links that some record's answer depends on."""
        found = [a.link for b in self._phases() for a in self._outcome(b)[1]]
        return list(dict.fromkeys(found))

    def needs(self) -> Iterator[tuple[FieldRef, exp.Query]]:
        """Return the queries of the records that answers depend on: `id`, and `target`."""
        for branch in self._phases():
            for asked in self._outcome(branch)[1]:
                yield from _pairs(branch, asked.link, asked.when)

    def _each_phase(self, columns: Callable[[_Branch], Mapping[str, Sql]]) -> exp.Query:
        selects = [b.rows.query(columns(b), b.where) for b in self._phases()]
        joined = union_all(selects)
        if joined is None:
            raise ValueError("a class has at least one phase")
        return joined

    def _decided(self, branch: _Branch) -> Mapping[str, Sql]:
        policy, rows = self.inventory.policy, branch.rows
        outcome, _ = self._outcome(branch)
        standing = standings(branch.reader, self.as_of)
        decisions = Decisions(rows, self.as_of, policy.dispose_within, self.record_class)
        return decisions.columns(outcome, held(branch.reader, standing), self._through(rows))

    def _kept(self, branch: _Branch) -> Mapping[str, Sql]:
        let = branch.rows.let
        outcome, _ = self._outcome(branch)
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

    def _outcome(self, branch: _Branch) -> tuple[Outcome, list[Asked]]:
        around = Around(reader=branch.reader, relations=self.surrounded.relations)
        outcomes = Outcomes(branch.reader, around, self.as_of, branch.done)
        outcome = outcomes.of()
        if self.surrounded.circles is not None:
            circles = exp.to_table(self.surrounded.circles)
            in_circle = sql.present(_joined(branch.rows, "circles", circles, ID))
            outcome = outcomes.masked([(in_circle, {LINKED_RECORD: sql.truth(True)})], outcome)
        return outcome, around.asked

    def _through(self, rows: Rows) -> Through | None:
        if self.surrounded.held_through is None:
            return None
        relation = exp.to_table(self.surrounded.held_through)
        certain: dict[str, Sql] = {}
        possible: dict[str, Sql] = {}
        for place, name in enumerate(self.inventory.policy.holds):
            for kind, found in (("certain", certain), ("possible", possible)):
                tree = _joined(rows, "held through", relation, f"{kind}_{place}")
                found[name] = rows.let(
                    f"{name} {kind} through a link", sql.either(tree, sql.truth(False))
                )
        missing = _joined(rows, "held through", relation, "missing")
        return Through(certain=certain, possible=possible, missing=missing)

    # --- phases -----------------------------------------------------------------------------

    def _phases(self) -> Iterator[_Branch]:
        """Return the rows of each phase; one query each, with fewer questions in it."""
        staged = self.inventory.staged[self.record_class]
        if not staged.has(DISPOSED_AS):
            yield self._branch(None, lambda _: None)
            return
        verbs = self._verbs()
        listed = [sql.text(verb) for verb in verbs]
        yield self._branch(None, sql.absent)
        for verb in verbs:
            yield self._branch(verb, lambda done, verb=verb: sql.equal(done, sql.text(verb)))  # type: ignore[misc]
        if verbs:
            yield self._branch(NOT_ANY, lambda done: sql.opposite(sql.among(done, listed)))
        else:
            yield self._branch(NOT_ANY, sql.present)

    def _verbs(self) -> list[str]:
        policy = self.inventory.policy
        family = policy.order.families[policy.classes[self.record_class].lineage[-1]]
        return list(
            dict.fromkeys(
                PAST_PARTICIPLES[phase.action.verb]
                for ref in family.rules
                for phase in policy.rules[ref].phases
                if policy.rules[ref].kind is RuleKind.SCHEDULE
            )
        )

    def _branch(self, done: str | None, test: Callable[[Sql], Sql | None]) -> _Branch:
        rows, reader = self._read()
        where = test(rows.read(DISPOSED_AS)) if self._has_phases else None
        return _Branch(rows, reader, where, done)

    @property
    def _has_phases(self) -> bool:
        return self.inventory.staged[self.record_class].has(DISPOSED_AS)

    def _read(self) -> tuple[Rows, Reader]:
        staged = self.inventory.staged[self.record_class]
        rows = Rows(self.source or exp.to_table(staged.relation))
        return rows, Reader(self.inventory, self.record_class, rows)

    # --- holds and newer records --------------------------------------------------------------

    def ties(self) -> Iterator[tuple[FieldRef, exp.Query]]:
        """Return the queries of the records that each is kept as long as, or may be."""
        rows, reader = self._read()
        branch = _Branch(rows, reader, None, None)
        for tie in ties(standings(reader, self.as_of), self.inventory.policy):
            yield from _pairs(branch, tie.link, tie.when)

    def holders(self) -> exp.Query | None:
        """Return the query of the holds on records: `id`, `hold`, `certain`, `path`.

        A hold that may apply has a row for each path that would settle it, one that
        certainly applies a row without a path.
        """
        rows, reader = self._read()
        selects = []
        for name, judged in held(reader, standings(reader, self.as_of)).items():
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
        policy = self.inventory.policy
        family = policy.order.families[policy.classes[self.record_class].lineage[-1]]
        return [
            (ref, part)
            for ref in family.rules
            for phase in policy.rules[ref].phases
            for part in subperiods(phase.keep)
            if isinstance(part, Latest)
        ]

    def dated(self, rule: str, period: Latest) -> exp.Query | None:
        """Return the query of the records of groups: `grp`, `day`, and `peer`, 1 or 0.

        A peer is a record to which the rule certainly applies.
        """
        rows, reader = self._read()
        group, day = reader.value(period.by), reader.day(period.order)
        if sql.is_null(group.sql) or sql.is_null(day.sql):
            return None
        applies = standings(reader, self.as_of).applies.get(rule)
        certain = sql.truth(False) if applies is None else applies.certain
        columns = {
            "grp": group.sql,
            "day": day.sql,
            "peer": sql.case([(certain, sql.number(1))], sql.number(0)),
        }
        there = sql.all_of((sql.opposite(group.absent), sql.opposite(day.absent)))
        return rows.query(columns, there)


def _pairs(branch: _Branch, link: FieldRef, when: Sql) -> Iterator[tuple[FieldRef, exp.Query]]:
    """Return the query of records and those that a link of theirs names."""
    read = branch.reader.value(link)
    if sql.is_null(read.sql) or sql.is_false(when):
        return
    target = sql.own(read.sql)
    if isinstance(link.type, LinkType) and link.type.many:
        target = exp.Explode(this=target)
    in_phase = sql.truth(True) if branch.where is None else branch.where
    there = sql.all_of((when, sql.present(read.sql), in_phase))
    yield link, branch.rows.query({"id": branch.rows.read(ID), "target": target}, there)


def _joined(rows: Rows, key: str, relation: Sql, column: str) -> Sql:
    """Return a column of a relation that has at most one row for each record."""
    alias = rows.join(
        key, relation, lambda joined: sql.equal(sql.column(ID, joined), sql.column(ID, "r"))
    )
    return rows.first(f"{key} {column}", sql.column(column, alias))
