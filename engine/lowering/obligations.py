"""The steps of one standard or procedure, each decided after those it runs from (S11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlglot import exp

from tenure.compiler.deadlines import DeadlineStatus
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.obligations import Obligation, Step, StepKind
from tenure.engine.lowering import days, moments, sql
from tenure.engine.lowering.conditions import judge
from tenure.engine.lowering.counting import Counting
from tenure.engine.lowering.lapsing import (
    Decided,
    Members,
    Said,
    StepDecision,
    all_lapsed,
    lapsed,
    may_lapse,
    outer_limit,
    ran_out,
)
from tenure.engine.lowering.moments import Event, Moment, moment_of
from tenure.engine.lowering.pauses import Pauses
from tenure.engine.lowering.reach import Reach, Reaches
from tenure.engine.lowering.reading import Absence, Reader
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import (
    YES,
    Judged,
    disjunction,
    either_missing,
    where,
)

_OPEN, _MET, _LATE = DeadlineStatus.OPEN, DeadlineStatus.MET, DeadlineStatus.LATE
_LAPSED, _BREACHED = DeadlineStatus.LAPSED, DeadlineStatus.BREACHED
_AWAITING, _UNDETERMINED = DeadlineStatus.AWAITING, DeadlineStatus.UNDETERMINED


def judged(node: Obligation | Step, reader: Reader) -> Judged:
    """Return whether the condition of an obligation or a step is true."""
    return YES if node.condition is None else judge(node.condition, reader)


# --- the steps of one obligation ------------------------------------------------------------


class Obligations:
    """Decides the steps of one obligation, each after those it runs from."""

    def __init__(
        self, obligation: Obligation, reader: Reader, counting: Counting, as_of: date
    ) -> None:
        """Prepare to decide the steps for the records of a class."""
        self._obligation = obligation
        self._reader = reader
        self._rows = reader.rows
        self._counting = counting
        self._as_of = as_of

    def decided(self) -> dict[str, Decided]:
        """Return the steps that may apply, decided, by reference."""
        decided: dict[str, Decided] = {}
        for step in self._obligation.in_turn:
            applies = self._rows.let_judged(f"{step.ref} applies", judged(step, self._reader))
            if applies.never:
                continue
            before = _among(decided, self._obligation.steps_before(step))
            chain = self._rows.let_judged(f"{step.ref} chain", all_lapsed(before))
            chained = bool(self._obligation.steps_before(step))
            one = _OneStep(step, self._reader, self._counting, self._as_of, chained=chained)
            decision = one.decision(before, chain)
            if step.kind is StepKind.OVERALL:
                endings = _among(decided, self._obligation.ended_by(step))
                unsettled = self._unsettled(decided)
                decision = outer_limit(decision, endings, unsettled, self._rows, step.ref)
            done = lapsed(step, decision, chain)
            decided[step.ref] = Decided(
                step=step,
                decision=decision,
                applies=applies,
                lapsed=self._rows.let_judged(f"{step.ref} lapsed", done),
                ran_out=ran_out(decision, before, self._rows, step.ref),
            )
        return decided

    def _unsettled(self, decided: Mapping[str, Decided]) -> Members:
        """Return the fields without which it is not known whether a stage is extended."""
        return either_missing(
            where(one.applies.possible, judge(extension.condition, self._reader).reasons)
            for one in decided.values()
            for extension in one.step.extensions
        )


def _among(decided: Mapping[str, Decided], steps: Sequence[Step]) -> list[Decided]:
    """Return those of the steps that may apply."""
    return [decided[step.ref] for step in steps if step.ref in decided]


@dataclass(frozen=True, slots=True)
class _Way:
    """One of the ways in which a step can be decided: when, and how."""

    when: Sql
    decision: StepDecision


class _OneStep:
    """Decides one promise or stage, in the ways of the reference evaluator."""

    def __init__(
        self, step: Step, reader: Reader, counting: Counting, as_of: date, *, chained: bool
    ) -> None:
        self._step = step
        self._reader = reader
        self._rows = reader.rows
        self._counting = counting
        self._as_of = as_of
        self._chained = chained
        self._pauses = Pauses(step, reader)
        self._reaches = Reaches(step, reader, counting, self._pauses, as_of)

    def decision(self, before: list[Decided], chain: Judged) -> StepDecision:
        """Return the decision if the step applies.

        Args:
            before: the stages from whose doing it runs.
            chain: whether these have lapsed.
        """
        marked = moment_of(self._step.marks, self._reader)
        seen = sql.either(self._has_seen(marked.moment), sql.truth(False))
        done = moments.let(f"{self._step.ref} done", moments.where(seen, marked.moment), self._rows)
        plain = StepDecision(status=sql.text(_UNDETERMINED))
        ways = [
            _Way(absence.when, replace(plain, missing=always(absence.path)))
            for absence in marked.absences
            if absence.bad
        ]
        plain = replace(plain, done=done)
        for failure in self._pauses.failures:
            pair = len(failure.missing) > 1
            failed = replace(
                plain,
                missing=always(*failure.missing),
                pairs=((sql.truth(True), failure.missing),) if pair else (),
                notes=((sql.truth(True), failure.note),) if failure.note is not None else (),
            )
            ways.append(_Way(failure.when, failed))
        start = self._start()
        ways += self._unstarted(plain, start, before, chain)
        if not sql.is_null(start.moment.day):
            ways += self._started(plain, start.moment)
        return self._together(ways)

    def _together(self, ways: list[_Way]) -> StepDecision:
        """Return the first way that is so, as columns."""
        *cases, last = _possible(ways)
        numbers = [(way.when, sql.number(n)) for n, way in enumerate(cases, start=1)]
        number = self._rows.let(f"{self._step.ref} way", sql.case(numbers, sql.number(0)))
        found = [(sql.equal(number, sql.number(n)), way.decision) for n, way in enumerate(cases, 1)]
        others = sql.equal(number, sql.number(0)) if cases else sql.truth(True)
        return _merged(self._step.ref, found, (others, last.decision), self._rows)

    @property
    def _may_go_on(self) -> bool:
        """Whether a pause of some record may not have ended."""
        return not sql.is_null(self._pauses.since)

    def _has_seen(self, moment: Moment) -> Sql:
        return sql.compared(moment.day, exp.LTE, days.day(self._as_of))

    def _start(self) -> Event:
        """Return what a limit runs from; a stage that is not done yet has not started it."""
        anchor = self._step.limit.anchor
        start = moment_of(anchor, self._reader)
        if not self._chained or sql.is_null(start.moment.day):
            return start
        unseen = sql.either(sql.opposite(self._has_seen(start.moment)), sql.truth(False))
        unseen = self._rows.let(f"{self._step.ref} start unseen", unseen)
        path = anchor.path if isinstance(anchor, FieldRef) else ""
        moment = moments.where(sql.opposite(unseen), start.moment)
        moment = moments.let(f"{self._step.ref} start", moment, self._rows)
        absence = Absence(path=path, bad=False, when=unseen)
        return Event(moment=moment, absences=(*start.absences, absence))

    # --- a limit that runs -----------------------------------------------------------

    def _started(self, decision: StepDecision, start: Moment) -> Iterator[_Way]:
        step, counting, rows = self._step, self._counting, self._rows
        reach = self._reaches.of(step.ref, start)
        yield _Way(sql.present(reach.beyond), self._beyond(decision, reach))
        done, sure, most = decision.done, reach.sure, reach.most
        status = rows.let(f"{step.ref} status at least", self._status(done, sure.high))
        latest = self._status(done, most.high)
        bounds = replace(
            decision,
            started=start,
            day_zero=counting.day_zero(step.ref, step.limit, start),
            not_before=sure.low,
            not_after=most.high,
            taken=self._taken(done, start),
        )
        may = (sql.truth(True), sql.text("it may be extended"))
        unsettled = replace(bounds, missing=reach.missing, notes=(may,))
        differs = sql.truth(False)
        if sure.high != most.high:
            differs = sql.compared(status, exp.NEQ, latest)
        yield _Way(differs, unsettled)
        found = replace(bounds, status=status, extended=reach.extended)
        paused = replace(
            found,
            awaiting=tuple((when, sql.text(path)) for path, when in self._pauses.awaiting),
            notes=((sql.truth(True), _since("paused since ", self._pauses.since)),),
        )
        goes_on = sql.absent(sure.high.day) if self._may_go_on else sql.truth(False)
        yield _Way(goes_on, paused)
        days_out = counting.paused_days(
            step.ref, step.limit, start, sure.high.day, self._pauses.over
        )
        found = replace(found, paused_days=days_out)
        unsure = sql.any_of(
            moments.differ(a, b)
            for a, b in ((sure.low, most.low), (sure.high, most.high))
            if a != b
        )
        yield _Way(rows.let(f"{step.ref} unsure", unsure), replace(found, notes=(may,)))
        left = counting.left(
            step.ref, step.limit, sure.high.day, days.day(self._as_of), self._pauses.over
        )
        final = sql.among(status, [sql.text(one) for one in (_MET, _LATE)])
        settled = replace(
            found,
            deadline=sure.high,
            not_before=moments.never(),
            not_after=moments.never(),
            left=sql.case([(final, sql.null(sql.LONG))], left),
        )
        yield _Way(sql.truth(True), settled)

    def _beyond(self, decision: StepDecision, reach: Reach) -> StepDecision:
        calendar = self._counting.calendar_name
        if calendar is None or sql.is_null(reach.beyond):
            return decision
        said = _since(f"calendar `{calendar}` is not known as far as ", reach.beyond)
        missing = always(f"calendar {calendar}")
        return replace(decision, missing=missing, notes=((sql.truth(True), said),))

    def _taken(self, done: Moment, start: Moment) -> Sql:
        """Return how much time a step took; null where it is not done or cannot be counted."""
        if sql.is_null(done.day):
            return sql.null(sql.LONG)
        paused = self._pauses.over
        if self._may_go_on:
            paused = self._pauses.until("until done", done.day)
        taken = self._counting.taken(self._step.ref, self._step.limit, start, done, paused)
        return sql.case([(sql.absent(done.day), sql.null(sql.LONG))], taken)

    def _status(self, done: Moment, deadline: Moment) -> Sql:
        """Return the status that a deadline gives; one that is not known has not run out."""
        ran = sql.text(_LAPSED if may_lapse(self._step) else _BREACHED)
        open_ended = sql.absent(deadline.day)
        met = sql.any_of((open_ended, moments.in_time(done, deadline)))
        late = sql.case([(met, sql.text(_MET))], sql.text(_LATE))
        passed = moments.has_passed(deadline, self._as_of)
        undone = sql.case([(passed, ran)], sql.text(_OPEN))
        return sql.case([(done.known, late)], undone)

    # --- a limit that does not run yet -------------------------------------------------

    def _unstarted(
        self, plain: StepDecision, start: Event, before: list[Decided], chain: Judged
    ) -> Iterator[_Way]:
        note: Said = (
            sql.truth(True),
            sql.text("it is done, though what it runs from is not known"),
        )
        for absence in start.absences:
            missing = always(absence.path)
            if absence.bad:
                yield _Way(absence.when, replace(plain, missing=missing))
            else:
                when = sql.all_of((absence.when, plain.done.known))
                yield _Way(when, replace(plain, missing=missing, notes=(note,)))
        absent = start.absent
        awaiting = tuple((one.when, sql.text(one.path)) for one in start.absences)
        waiting = replace(plain, awaiting=awaiting)
        has = replace(waiting, status=sql.text(_LAPSED), notes=_say("has lapsed", before))
        yield _Way(sql.all_of((absent, chain.certain)), has)
        may_have = [(one, one.lapsed.possible) for one in before]
        may = replace(
            waiting,
            missing=chain.reasons,
            notes=tuple(
                (sql.all_of((when, possible)), said)
                for (when, said), (_, possible) in zip(
                    _say("may have lapsed", before), may_have, strict=True
                )
            ),
        )
        yield _Way(sql.all_of((absent, chain.unknown)), may)
        overdue = tuple(
            (sql.all_of((when, one.decision.is_(_BREACHED))), said)
            for (when, said), one in zip(_say("is overdue", before), before, strict=True)
        )
        waits = replace(waiting, status=sql.text(_AWAITING), notes=overdue)
        if before and not sql.is_false(absent):
            reach, known = self._outer_bound(before)
            beyond = sql.all_of((absent, known, sql.present(reach.beyond)))
            yield _Way(beyond, self._beyond(plain, reach))
            waits = replace(waits, not_after=moments.where(known, reach.most.high))
        yield _Way(absent, waits)

    def _outer_bound(self, before: list[Decided]) -> tuple[Reach, Sql]:
        """Return how far it reaches if the stages before take all their time, where known."""
        step, rows = self._step, self._rows
        latest = moments.never()
        unknown: list[Sql] = []
        for n, one in enumerate(before, start=1):
            decision, counts = one.decision, one.applies.possible
            end = moments.chosen([(decision.deadline.known, decision.deadline)], decision.not_after)
            end = moments.let(f"{step.ref} before {n}", end, rows)
            later = sql.any_of((sql.absent(latest.day), moments.is_later(end, latest)))
            latest = moments.chosen([(sql.all_of((counts, later)), end)], latest)
            latest = moments.let(f"{step.ref} latest {n}", latest, rows)
            unknown.append(sql.all_of((counts, sql.absent(end.day))))
        certain = disjunction(one.applies for one in before).certain
        known = sql.all_of(
            (certain, sql.opposite(sql.any_of(unknown)), sql.absent(self._pauses.since))
        )
        known = rows.let(f"{step.ref} bound", known)
        latest = moments.let(f"{step.ref} from", moments.where(known, latest), rows)
        return self._reaches.of(f"{step.ref} bound", latest), known


def _say(what: str, stages: Sequence[Decided]) -> tuple[Said, ...]:
    """Return what is said of each of those stages that apply, or may."""
    return tuple((one.applies.possible, sql.text(f"`{one.step.ref}` {what}")) for one in stages)


def _since(words: str, day: Sql) -> Sql:
    if sql.is_null(day):
        return sql.text(words)
    return sql.joined([sql.text(words), sql.cast(day, sql.TEXT)])


def always(*paths: str) -> dict[str, Sql]:
    """Return the set of these, whatever the record."""
    return {path: sql.truth(True) for path in paths}


def _possible(ways: Sequence[_Way]) -> list[_Way]:
    """Return the ways that there may be: none after one that is always so."""
    found: list[_Way] = []
    for way in ways:
        if not sql.is_false(way.when):
            found.append(way)
        if sql.is_true(way.when):
            break
    return found


# --- one decision of several ----------------------------------------------------------------


def _merged(
    name: str,
    found: Sequence[tuple[Sql, StepDecision]],
    otherwise: tuple[Sql, StepDecision],
    rows: Rows,
) -> StepDecision:
    """Return the decision whose condition is true; just one is."""
    every = (*found, otherwise)
    last = otherwise[1]

    def value(field: str) -> Sql:
        tree = sql.case([(when, getattr(one, field)) for when, one in found], getattr(last, field))
        return rows.let(f"{name} {field}", tree)

    def moment(field: str) -> Moment:
        one = moments.chosen([(w, getattr(d, field)) for w, d in found], getattr(last, field))
        return moments.let(f"{name} {field}", one, rows)

    def said(field: str) -> tuple[Said, ...]:
        return tuple(
            (sql.all_of((when, where_)), text)
            for when, one in every
            for where_, text in getattr(one, field)
        )

    members = either_missing(where(when, one.missing) for when, one in every)
    return StepDecision(
        status=value("status"),
        started=moment("started"),
        day_zero=value("day_zero"),
        deadline=moment("deadline"),
        done=moment("done"),
        not_before=moment("not_before"),
        not_after=moment("not_after"),
        left=value("left"),
        taken=value("taken"),
        extended=value("extended"),
        paused_days=value("paused_days"),
        missing=rows.let_members(f"{name} lacks", members),
        pairs=tuple((sql.all_of((w, here)), both) for w, d in every for here, both in d.pairs),
        awaiting=said("awaiting"),
        notes=said("notes"),
    )
