"""What the rules say of a record, as SQL: before holds, and before today is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenure.compiler.decisions import Status
from tenure.compiler.evaluate.answers import since_of
from tenure.compiler.policy.periods import Period
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Rule, RuleKind
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.answers import Agreement, Alternatives, Answer, agree, alternatives
from tenure.engine.lowering.conditions import judge
from tenure.engine.lowering.limits import Limit, Limits
from tenure.engine.lowering.links import Around
from tenure.engine.lowering.periods import NOTHING, Kept, chosen, kept_through, lacking, named
from tenure.engine.lowering.reading import Reader
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.standing import Standings, standings
from tenure.engine.lowering.statuses import Statuses
from tenure.engine.lowering.truths import Judged, any_there, either_missing, where
from tenure.engine.staging import EXTENDED_UNTIL

LINKED_RECORD = "linked record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the rules say of the records of a class.

    Attributes:
        status: before the day of the decision is looked at.
        kept: through which day, as far as it is known.
        agreement: the governing answers; `None` where no rule ever governs.
        ruled: whether there is an agreement for the record at all; never null.
        certain: whether it is certain which rules govern; never null.
    """

    status: Statuses
    kept: Kept
    agreement: Agreement | None
    ruled: Sql
    certain: Sql

    def is_(self, *statuses: Status) -> Sql:
        """Return whether the status is one of these."""
        return self.status.is_(*statuses)


class Outcomes:
    """Works out the outcome of the records of one class in one phase."""

    def __init__(self, reader: Reader, around: Around, as_of: date, done: str | None) -> None:
        """Prepare to work out the outcome.

        Args:
            reader: how fields are read.
            around: what periods need to know beyond the record.
            as_of: the day of the decision.
            done: the last disposal action already done: a past participle, `None`, or
                what no rule names.
        """
        self._reader = reader
        self._policy = reader.policy
        self._rows = reader.rows
        self._around = around
        self._as_of = as_of
        self._done = done

    def of(self, document: str | None = None, asked: Sql | None = None) -> Outcome:
        """Return the outcome.

        Args:
            document: when given, what the rules of the policy of that title alone say.
            asked: for which records that is asked at all; all of them by default.
        """
        standing = standings(self._reader, self._as_of, document)
        candidates = standing.candidates(self._policy.rules, RuleKind.SCHEDULE)
        bad = self._bad_data()
        good = sql.opposite(sql.any_of(when for when, _ in bad))
        asked = self._rows.let("asked", good if asked is None else sql.all_of((asked, good)))
        answers = [a for ref, j in candidates.items() for a in self._answers(ref, j, asked)]
        if not answers:
            return self.masked(bad, None)
        may = alternatives(answers, self._rows)
        limits = self._limits(standing, sql.all_of((asked, may.covered)))
        uncertain = self._uncertain(candidates, may, standing)
        ruled = self._ruled(candidates, may, limits, uncertain)
        return self._named(self.masked(bad, self._named(ruled)))

    def _named(self, outcome: Outcome) -> Outcome:
        return replace(
            outcome,
            status=outcome.status.named(self._rows),
            kept=named("kept", outcome.kept, self._rows),
            ruled=self._rows.let("ruled", outcome.ruled),
        )

    # --- bad data ---------------------------------------------------------------------------

    def _bad_data(self) -> list[tuple[Sql, Mapping[str, Sql]]]:
        """Return how data can contradict its declaration: when, and what is missing then."""
        stated = self._policy.classes[self._reader.record_class]
        required = either_missing(
            {absence.path: absence.when}
            for field in stated.fields.values()
            for absence in self._reader.own(field.name, field.type).absences
            if absence.bad
        )
        found: list[tuple[Sql, Mapping[str, Sql]]] = [(any_there(required), required)]
        for name in stated.lineage:
            condition = self._policy.classes[name].where
            if condition is not None:
                judged = self._rows.let_judged(f"where {name}", judge(condition, self._reader))
                untrue = sql.opposite(judged.possible)
                missing = either_missing(({name: untrue}, judged.reasons))
                found.append((sql.opposite(judged.certain), missing))
        return [(when, missing) for when, missing in found if not sql.is_false(when)]

    def masked(
        self, bad: Sequence[tuple[Sql, Mapping[str, Sql]]], ruled: Outcome | None
    ) -> Outcome:
        """Return the outcome, bad data and records without a rule seen to first."""
        if ruled is None:
            ruled = Outcome(
                status=Statuses(otherwise=Status.UNCOVERED),
                kept=NOTHING,
                agreement=None,
                ruled=sql.truth(False),
                certain=sql.truth(True),
            )
        outcome = ruled
        for when, missing in reversed(bad):
            outcome = replace(
                outcome,
                status=outcome.status.after([(when, Status.UNDETERMINED)]),
                kept=chosen(when, lacking(missing), outcome.kept),
                ruled=sql.all_of((sql.opposite(when), outcome.ruled)),
            )
        return outcome

    # --- governing answers --------------------------------------------------------------------

    def _ruled(
        self,
        candidates: Mapping[str, Judged],
        may: Alternatives,
        limits: Limits,
        uncertain: Sql,
    ) -> Outcome:
        unsure = self._rows.let_members(
            "unsure", either_missing(judged.reasons for judged in candidates.values())
        )
        agreement = agree(may, self._policy.resolve_by, uncertain, self._rows)
        extended = named("extended", self._extended(agreement), self._rows)
        limited = self._named(self._limited(agreement, extended, limits))
        raised = named("raised", limits.narrowed(extended), self._rows)
        raised = replace(raised, missing=either_missing((raised.missing, unsure)))
        kept = chosen(uncertain, raised, limited.kept)
        uncovered = sql.opposite(may.covered)
        return Outcome(
            status=limited.status.after(
                [(uncovered, Status.UNCOVERED), (uncertain, Status.UNDETERMINED)]
            ),
            kept=chosen(uncovered, NOTHING, kept),
            agreement=agreement,
            ruled=may.covered,
            certain=sql.opposite(uncertain),
        )

    def _uncertain(
        self, candidates: Mapping[str, Judged], may: Alternatives, standing: Standings
    ) -> Sql:
        """Return whether it is not certain which rules govern, and that matters (S6)."""
        unsure = sql.any_of(judged.unknown for judged in candidates.values())
        if sql.is_false(unsure):
            return unsure
        untied = agree(may, (), sql.truth(True), self._rows)
        alike = sql.all_of((untied.agreed, self._extended_alike(may.answers)))
        harmless = sql.all_of((alike, self._always_one(standing)))
        uncertain = sql.case([(unsure, sql.opposite(harmless))], sql.truth(False))
        return self._rows.let("uncertain", uncertain)

    def _extended_alike(self, answers: Sequence[Answer]) -> Sql:
        """Return whether an extension counts whichever of the rules governs, or never."""
        until = self._reader.built_in(EXTENDED_UNTIL, sql.DATE)
        can = sql.one_of(a.given for a in answers if a.rule.extendable_by is not None)
        cannot = sql.one_of(a.given for a in answers if a.rule.extendable_by is None)
        return sql.any_of((sql.absent(until), sql.opposite(sql.all_of((can, cannot)))))

    def _always_one(self, standing: Standings) -> Sql:
        """Return whether some schedule rule governs, however the unknowns are filled in."""
        rules = self._policy.rules
        ways = []
        for cover, judged in standing.remaining.items():
            if rules[cover.rule].kind is not RuleKind.SCHEDULE:
                continue
            others = (
                standing.remaining[upper].possible
                for upper in sorted(self._policy.order.above[cover])
                if upper in standing.remaining and rules[upper.rule].kind is not RuleKind.SCHEDULE
            )
            ways.append(sql.all_of((judged.certain, sql.opposite(sql.any_of(others)))))
        return sql.any_of(ways)

    def _extended(self, agreement: Agreement) -> Kept:
        """Return the governing answer with a discretionary extension, where one is recorded."""
        kept = agreement.kept
        until = self._reader.built_in(EXTENDED_UNTIL, sql.DATE)
        if sql.is_null(until):
            return kept
        longer = self._rows.let(
            "extended",
            sql.all_of((sql.present(until), days.before(kept.low, until))),
        )
        allowed = agreement.any_left(lambda a: bool(a.rule.extendable_by))
        extends = sql.all_of((longer, allowed))
        wrongly = sql.all_of((longer, sql.opposite(allowed)))
        low = sql.case([(extends, until)], kept.low)
        high = sql.case([(longer, days.latest((kept.high, until)))], kept.high)
        settled = sql.all_of((extends, days.no_later(kept.high, until)))
        stays = sql.opposite(settled)
        return Kept(
            low=low,
            high=high,
            awaiting=where(stays, kept.awaiting),
            missing=either_missing((where(stays, kept.missing), {"extended_until": wrongly})),
        )

    # --- limits -------------------------------------------------------------------------------

    def _limits(self, standing: Standings, asked: Sql) -> Limits:
        def of_kind(kind: RuleKind) -> Iterator[Limit]:
            for ref, judged in standing.candidates(self._policy.rules, kind).items():
                period = self._policy.rules[ref].phases[0].keep
                possible = sql.all_of((asked, judged.possible))
                yield Limit(kept=self._kept(ref, period, possible), judged=judged)

        return Limits(
            floors=tuple(of_kind(RuleKind.FLOOR)), ceilings=tuple(of_kind(RuleKind.CEILING))
        )

    def _limited(self, agreement: Agreement, kept: Kept, limits: Limits) -> Outcome:
        """Return the outcome of governing answers held against floors and ceilings."""
        conflict = sql.any_of((agreement.differ, limits.broken_by(kept)))
        conflict = self._rows.let("conflict", conflict)
        unsure, doubt = limits.unsure_of(kept)
        doubt = named("doubt", doubt, self._rows)
        unsure = self._rows.let("unsure_of_limits", unsure)
        contradicted = named("contradicted", limits.narrowed(agreement.hull), self._rows)
        bounded = named("bounded", limits.narrowed(kept), self._rows)
        missing = any_there(kept.missing)
        in_doubt = sql.any_of((any_there(doubt.missing), missing))
        status = Statuses(otherwise=Status.AWAITING).after(
            [
                (conflict, Status.CONFLICT),
                (sql.all_of((unsure, in_doubt)), Status.UNDETERMINED),
                (unsure, Status.AWAITING),
                (sql.all_of((kept.settled, agreement.agreed)), Status.RETAIN),
                (missing, Status.UNDETERMINED),
            ]
        )
        doubted = Kept(
            low=bounded.low,
            high=days.forever(),
            awaiting=either_missing((bounded.awaiting, doubt.awaiting)),
            missing=either_missing((bounded.missing, doubt.missing)),
        )
        return Outcome(
            status=status,
            kept=chosen(conflict, contradicted, chosen(unsure, doubted, bounded)),
            agreement=agreement,
            ruled=sql.truth(True),
            certain=sql.truth(True),
        )

    # --- answers --------------------------------------------------------------------------------

    def _answers(self, ref: str, judged: Judged, asked: Sql) -> Iterator[Answer]:
        """Return what a schedule rule answers for the phase that the records are in (S10)."""
        rule = self._policy.rules[ref]
        given = self._rows.let(f"{ref} may govern", judged.possible)
        if rule.follows is not None:
            yield from self._followed(rule, rule.follows, given, asked)
            return
        done = [PAST_PARTICIPLES[phase.action.verb] for phase in rule.phases]
        since = since_of(self._policy, rule)
        position = 0
        if self._done is not None:
            position = done.index(self._done) + 1 if self._done in done else -1
        if position < 0:
            yield Answer(
                given=given,
                rule=rule,
                kept=lacking({"disposed_as": sql.truth(True)}),
                action=None,
                period=None,
                phase=1,
                since=since,
            )
            return
        finished = position == len(rule.phases)
        position = min(position, len(rule.phases) - 1)
        phase = rule.phases[position]
        yield Answer(
            given=given,
            rule=rule,
            kept=self._kept(ref, phase.keep, sql.all_of((asked, given))),
            action=phase.action,
            period=phase.keep,
            phase=position + 1,
            finished=finished,
            since=since,
        )

    def _followed(self, rule: Rule, title: str, given: Sql, asked: Sql) -> Iterator[Answer]:
        """Return the answers of the policy that a rule follows, one for each of its leads."""
        since = since_of(self._policy, rule)
        answered: Sql = sql.truth(False)
        if title in self._policy.documents and title != rule.document:
            outcome = self.of(title, sql.all_of((asked, given)))
            agreement = outcome.agreement
            if agreement is not None:
                answered = sql.all_of((outcome.ruled, outcome.is_(Status.RETAIN, Status.AWAITING)))
                answered = self._rows.let(f"{title} answers", answered)
                unnamed = answered
                for lead in agreement.leads:
                    leads = sql.all_of((given, unnamed, lead.given))
                    yield replace(
                        lead,
                        given=self._rows.let(f"{rule.ref} by {lead.rule.ref}", leads),
                        rule=rule,
                        kept=outcome.kept,
                        since=since,
                        borrowed=True,
                    )
                    unnamed = sql.all_of((unnamed, sql.opposite(lead.given)))
        yield Answer(
            given=sql.all_of((given, sql.opposite(answered))),
            rule=rule,
            kept=lacking({title: sql.truth(True)}),
            action=None,
            period=None,
            phase=1,
            follows=title,
            since=since,
        )

    def _kept(self, ref: str, period: Period, asked: Sql) -> Kept:
        """Return through which day a rule keeps a record, the bounds with names."""
        around = self._around.of_rule(ref, asked)
        kept = kept_through(period, self._reader, around)
        if kept.day is not None and not kept.missing:
            return kept  # worked out only for the records that it decides
        return named(f"{ref} keeps", kept, self._rows)
