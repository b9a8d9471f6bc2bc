"""The decisions on promises and stages, as the columns of queries (S11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sqlglot import exp

from tenure.compiler.deadlines import DeadlineStatus
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.engine.channels import CHANNEL, said_channel, written_channel
from tenure.engine.lowering import sql
from tenure.engine.lowering.conditions import judge
from tenure.engine.lowering.counting import Counting
from tenure.engine.lowering.lapsing import Decided
from tenure.engine.lowering.obligations import Obligations, always, judged
from tenure.engine.lowering.reading import Inventory, Reader
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.standing import memberships
from tenure.engine.lowering.truths import (
    NO,
    YES,
    Judged,
    conjunction,
    disjunction,
    either_missing,
    negation,
    where,
)
from tenure.engine.lowering.workdays import Calendar, Days
from tenure.engine.staging import ID, MOMENTS


class DeadlineQueries:
    """The queries of the deadlines of the records that state one class."""

    def __init__(
        self,
        inventory: Inventory,
        record_class: str,
        as_of: date,
        calendars: Mapping[str, Calendar],
    ) -> None:
        """Prepare the queries.

        Args:
            inventory: the staged relations.
            record_class: the class.
            as_of: the day of the decisions; the standards in force that day count.
            calendars: the calendars that count, by name, with the relations of their days.
        """
        self._inventory = inventory
        self._policy = inventory.policy
        self._class = record_class
        self._as_of = as_of
        self._calendars = calendars
        self._above = _overriding(self._policy.obligations)

    def queries(self) -> Iterator[exp.Query]:
        """Yield the queries, one for each promise and stage that may apply: `DEADLINES`."""
        for obligation in self._policy.obligations.values():
            yield from self._of(obligation)

    def _of(self, obligation: Obligation) -> Iterator[exp.Query]:
        rows = Rows(exp.to_table(self._inventory.staged[self._class].relation))
        reader = Reader(self._inventory, self._class, rows)
        standing = self._standing(obligation, reader)
        if standing.never:
            return
        calendar = self._calendars.get(obligation.calendar or "")
        counting = Counting(rows, Days(calendar, rows) if calendar else None)
        decided = Obligations(obligation, reader, counting, self._as_of).decided()
        for step in obligation.steps:
            if step.ref in decided:
                one = decided[step.ref]
                applies = conjunction((standing, one.applies))
                columns = {
                    "record": rows.read(ID),
                    "record_class": sql.text(self._class),
                    "step": sql.text(step.ref),
                    "channel": self._channel(obligation, step, reader),
                    **_columns(one, applies, counting),
                }
                possible = sql.all_of((standing.possible, one.applies.possible))
                yield rows.query(columns, None if sql.is_true(possible) else possible)

    def _channel(self, obligation: Obligation, step: Step, reader: Reader) -> Sql:
        """Return by what channel a promise is; null where it is unknown, or none is written."""
        said = said_channel(self._policy, self._class)
        if said is not None:
            return reader.own(CHANNEL, said).sql
        written = written_channel(obligation, step)
        return sql.null(sql.TEXT) if written is None else sql.text(written)

    # --- which apply --------------------------------------------------------------

    def _standing(self, obligation: Obligation, reader: Reader) -> Judged:
        """Return whether an obligation applies and none stands in its place."""
        applies = self._applies(obligation, reader)
        if applies.never:
            return NO
        above = [
            self._applies(self._policy.obligations[ref], reader)
            for ref in sorted(self._above[obligation.ref])
        ]
        both = conjunction((applies, negation(disjunction(above))))
        return reader.rows.let_judged(f"{obligation.ref} stands", both)

    def _applies(self, obligation: Obligation, reader: Reader) -> Judged:
        member = memberships(reader)
        of_class = disjunction(member.get(name, NO) for name in obligation.classes)
        if not obligation.in_force.on(self._as_of) or of_class.never:
            return NO
        met = judged(obligation, reader)
        return conjunction((of_class, self._classified(reader), met))

    def _classified(self, reader: Reader) -> Judged:
        """Return whether a record meets the conditions of the class that it states."""
        found = [YES]
        for name in self._policy.classes[self._class].lineage:
            where_ = self._policy.classes[name].where
            met = judge(where_, reader) if where_ is not None else YES
            if met != YES:
                found.append(_or_unknown(met, name))
        return reader.rows.let_judged(f"is {self._class}", conjunction(found))


def _or_unknown(judged: Judged, name: str) -> Judged:
    """Return a truth that is unknown where it is not certain.

    One that is false would be settled by the class, which the record states wrongly.
    """
    certain = judged.certain
    false = sql.all_of((sql.opposite(certain), sql.opposite(judged.unknown)))
    return Judged(
        sql=sql.case([(certain, sql.truth(True))], sql.null("BOOLEAN")),
        missing=either_missing((judged.reasons, {name: false})),
        exact=True,
    )


def _overriding(obligations: Mapping[str, Obligation]) -> dict[str, frozenset[str]]:
    """Return for every obligation those that override it, `overrides` being transitive (S4)."""
    directly: dict[str, set[str]] = {ref: set() for ref in obligations}
    for one in obligations.values():
        for other in one.overrides:
            directly[other.ref].add(one.ref)

    def above(ref: str) -> frozenset[str]:
        return frozenset(directly[ref]).union(*(above(other) for other in directly[ref]))

    return {ref: above(ref) for ref in obligations}


def _columns(one: Decided, applies: Judged, counting: Counting) -> dict[str, Sql]:
    """Return the columns of a decision that holds where the step certainly applies.

    Where it may apply it is uncertain.
    """
    decision, limit = one.decision, one.step.limit
    certain = applies.certain
    uncertain = sql.opposite(certain)
    times = {name: getattr(decision, name) for name in MOMENTS}
    missing = either_missing((decision.missing, where(uncertain, applies.reasons)))
    in_order = [
        (sql.all_of((certain, when)), sql.list_in_order(always(*both)))
        for when, both in decision.pairs
    ]
    left = sql.case([(certain, decision.left)], sql.null(sql.LONG))
    may_not = (uncertain, sql.text("it may not apply"))
    return {
        "status": sql.case([(certain, decision.status)], sql.text(DeadlineStatus.UNDETERMINED)),
        **{name: moment.day for name, moment in times.items()},
        **{f"{name}_at": moment.at for name, moment in times.items()},
        "day_zero": decision.day_zero,
        "taken": decision.taken,
        "taken_unit": _unit(decision.taken, counting.taken_in(limit)),
        "time_left": left,
        "time_left_unit": _unit(left, counting.left_in(limit)),
        "extended": decision.extended,
        "paused_days": decision.paused_days,
        "missing": sql.case(in_order, sql.list_of(missing.items())),
        "awaiting": sql.texts(decision.awaiting),
        "notes": sql.texts((*decision.notes, may_not)),
    }


def _unit(count: Sql, unit: str) -> Sql:
    return sql.case([(sql.present(count), sql.text(unit))], sql.null(sql.TEXT))
