"""The decision on every record of a class, as the columns of one query (S6-S8, S12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from tenure.compiler.dates import FIRST_DAY, LAST_DAY, Length
from tenure.compiler.decisions import Status
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.outcomes import Outcome
from tenure.engine.lowering.periods import Kept, named
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.statuses import Statuses
from tenure.engine.lowering.truths import Judged, any_there, disjunction, either_missing
from tenure.engine.staging import ID

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """The holds on records that a record is kept as long as (S8).

    Attributes:
        certain, possible: for each hold of the policy, in the order declared, whether it
            applies to one of them, or may.
        missing: a list of what would settle it, where it is not certain.
    """

    certain: Mapping[str, Sql]
    possible: Mapping[str, Sql]
    missing: Sql


class Decisions:
    """The columns of the decisions on the records of one class in one phase."""

    def __init__(
        self, rows: Rows, as_of: date, dispose_within: Length | None, record_class: str
    ) -> None:
        """Prepare to decide as of a day."""
        self._rows = rows
        self._as_of = as_of
        self._within = dispose_within
        self._record_class = record_class

    def columns(
        self, outcome: Outcome, held: Mapping[str, Judged], through: Through | None
    ) -> dict[str, Sql]:
        """Return the columns that `DECISIONS` names."""
        let = self._rows.let
        kept = named("decided", outcome.kept, self._rows)
        ruled = let("ruled", outcome.ruled)
        finished = let("finished", self._finished(outcome))
        status = self._dated(outcome, kept, finished).named(self._rows)
        settled = let("settled", status.is_(Status.RETAIN, Status.DUE, Status.OVERDUE))
        open_ended = sql.opposite(sql.any_of((settled, status.is_(Status.PERMANENT))))
        open_ended = let("open_ended", open_ended)
        undetermined = status.is_(Status.UNDETERMINED)
        latest = kept.high if kept.day is None else kept.day
        keep_until = let("keep_until", sql.case([(settled, latest)], sql.null(sql.DATE)))
        governs = sql.all_of((ruled, outcome.certain, sql.opposite(status.is_(Status.CONFLICT))))
        governs = let("governs", governs)
        missing = either_missing((kept.missing, {"disposed_as": finished}))
        decided = {
            "record": self._rows.read(ID),
            "record_class": sql.text(self._record_class),
            "status": let("status_by_day", status.sql),
            "keep_until": keep_until,
            "due": self._due(keep_until),
            **self._named(outcome, kept, governs),
            "not_before": sql.case([(open_ended, kept.not_before)], sql.null(sql.DATE)),
            "not_after": sql.case([(open_ended, kept.not_after)], sql.null(sql.DATE)),
            "missing": _listed(undetermined, missing),
            "awaiting": _listed(open_ended, kept.awaiting),
            "held_by": sql.empty_list(),
            "follows": self._follows(outcome, ruled),
        }
        disposable = status.is_(Status.DUE, Status.OVERDUE)
        return self._with_holds(decided, disposable, held, through)

    # --- the status on the day ------------------------------------------------------------------

    def _finished(self, outcome: Outcome) -> Sql:
        """Return whether the last action of a governing rule has been done already."""
        if outcome.agreement is None:
            return sql.truth(False)
        return sql.all_of((outcome.ruled, outcome.agreement.any_left(lambda a: a.finished)))

    def _dated(self, outcome: Outcome, kept: Kept, finished: Sql) -> Statuses:
        """Return the status that the day of the decision gives an outcome (S7)."""
        if outcome.agreement is None:
            return outcome.status
        agreement = outcome.agreement
        decides = sql.all_of(
            (
                sql.present(agreement.action),
                sql.any_of((agreement.agreed, agreement.pending)),
                sql.opposite(any_there(kept.missing)),
            )
        )
        passed = self._rows.let("passed", days.before(kept.high, days.day(self._as_of)))
        awaits = sql.all_of(
            (outcome.is_(Status.AWAITING), sql.opposite(sql.all_of((passed, decides))))
        )
        return Statuses(otherwise=Status.DUE).after(
            [
                *outcome.status.without(Status.RETAIN, Status.AWAITING),
                (finished, Status.UNDETERMINED),
                (awaits, Status.AWAITING),
                (kept.permanent, Status.PERMANENT),
                (sql.opposite(passed), Status.RETAIN),
                (self._overdue(kept.high), Status.OVERDUE),
            ]
        )

    def _overdue(self, keep_until: Sql) -> Sql:
        """Return whether the policy's disposal window has passed.

        A later day never becomes overdue earlier, so one day divides those that are.
        """
        if self._within is None:
            return sql.truth(False)
        low, high = FIRST_DAY.toordinal() - 1, self._as_of.toordinal()
        while low < high:  # the last keep_until of which the window has passed
            middle = (low + high + 1) // 2
            last = self._within.after(date.fromordinal(min(middle + 1, LAST_DAY.toordinal())))
            low, high = (middle, high) if self._as_of > last else (low, middle - 1)
        if low < FIRST_DAY.toordinal():
            return sql.truth(False)
        return days.no_later(keep_until, days.day(date.fromordinal(low)))

    def _due(self, keep_until: Sql) -> Sql:
        if sql.is_null(keep_until):
            return sql.null(sql.DATE)
        ends = sql.equal(keep_until, days.day(LAST_DAY))
        added = exp.DateAdd(this=sql.own(keep_until), expression=sql.number(1), unit=exp.var("DAY"))
        return sql.case([(ends, exp.Null())], exp.cast(added, sql.DATE))

    # --- who governs ------------------------------------------------------------------------------

    def _named(self, outcome: Outcome, kept: Kept, governs: Sql) -> dict[str, Sql]:
        """Return the action, the rule and the phase."""
        if outcome.agreement is None:
            return {"action": sql.null(sql.TEXT), "rule": sql.null(sql.TEXT), "phase": _no_phase()}
        agreement = outcome.agreement
        named = sql.all_of((governs, agreement.agreed))
        acts = sql.all_of((governs, sql.opposite(kept.permanent)))
        rule = agreement.of_lead("rule", lambda a: sql.text(a.rule.ref))
        phase = agreement.of_lead("phase", lambda a: sql.number(a.phase))
        return {
            "action": sql.case([(acts, agreement.action)], sql.null(sql.TEXT)),
            "rule": sql.case([(named, rule)], sql.null(sql.TEXT)),
            "phase": sql.case([(named, phase)], _no_phase()),
        }

    def _follows(self, outcome: Outcome, ruled: Sql) -> Sql:
        """Return the policy in which the answer is; the first by title, of several."""
        if outcome.agreement is None:
            return sql.null(sql.TEXT)
        titles = sorted({a.follows for a in outcome.agreement.answers if a.follows})
        left = outcome.agreement.any_left
        named = [
            (sql.all_of((ruled, left(lambda a, title=title: a.follows == title))), sql.text(title))  # type: ignore[misc]
            for title in titles
        ]
        return sql.case(named, sql.null(sql.TEXT))

    # --- holds ----------------------------------------------------------------------------

    def _with_holds(
        self,
        decided: dict[str, Sql],
        disposable: Sql,
        held: Mapping[str, Judged],
        through: Through | None,
    ) -> dict[str, Sql]:
        """Return the decision, held where a hold applies, undetermined where one may (S8).

        Where no hold is in doubt, none of the records is undetermined by one.
        """
        names = list(held if through is None else through.possible)
        if not names:
            return decided
        own = disjunction(held.values())
        linked = through or Through(certain={}, possible={}, missing=sql.empty_list())
        certain = sql.any_of((own.certain, *linked.certain.values()))
        possible = sql.any_of((own.possible, *linked.possible.values()))
        doubtful = sql.truth(False) if possible == certain else sql.all_of((possible, disposable))
        certain = self._rows.let("held", certain)
        missing = _listed(own.unknown, own.reasons)
        if through is not None:
            missing = sql.merged([missing, through.missing])
        by = {
            name: sql.any_of(
                (
                    held[name].possible if name in held else sql.truth(False),
                    linked.possible.get(name, sql.truth(False)),
                )
            )
            for name in names
        }
        return {
            **decided,
            "status": sql.case(
                [
                    (certain, sql.text(Status.HELD)),
                    (doubtful, sql.text(Status.UNDETERMINED)),
                ],
                decided["status"],
            ),
            "missing": sql.case(
                [(certain, decided["missing"]), (doubtful, missing)], decided["missing"]
            ),
            "held_by": sql.case(
                [(sql.opposite(possible), sql.empty_list())], sql.list_in_order(by)
            ),
        }


def _listed(condition: Sql, members: Mapping[str, Sql]) -> Sql:
    """Return the list of what is there, where a condition is true; else an empty one."""
    return sql.case([(condition, sql.list_of(members.items()))], sql.empty_list())


def _no_phase() -> Sql:
    return sql.null(sql.INTEGER)
