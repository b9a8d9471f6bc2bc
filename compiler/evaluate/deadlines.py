"""Decides promises and stages: the reference meaning of standards and procedures (S11).

What is unknown is treated as everywhere (S6): an event that is unknown has not
happened, and where the answer hangs on something that is not known it is
`undetermined`, with the fields that would settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from tenure.compiler.deadlines import (
    AsOf,
    DeadlineDecision,
    DeadlineStatus,
    Moment,
    TimeTaken,
    day_of,
)
from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.counting import (
    Paused,
    day_zero,
    first_counted,
    time_left,
    time_taken,
)
from tenure.compiler.evaluate.lapsing import (
    Decided,
    all_lapsed,
    lapsed,
    may_lapse,
    outer_limit,
    ran_out,
)
from tenure.compiler.evaluate.pauses import Pauses
from tenure.compiler.evaluate.reach import Run, moment_of, reach_of, through
from tenure.compiler.evaluate.reading import Absent, Reader
from tenure.compiler.evaluate.standing import memberships
from tenure.compiler.evaluate.truth import (
    NO,
    YES,
    Judged,
    Truth,
    conjunction,
    disjunction,
    negation,
    unknown,
)
from tenure.compiler.policy.fields import FieldRef, Value
from tenure.compiler.policy.obligations import Obligation, Step, StepKind
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.compiler.workdays import BeyondCalendarError, WorkingDays

_FINAL = (DeadlineStatus.MET, DeadlineStatus.LATE)


class Deadlines:
    """Decides the deadlines of the records of one inventory."""

    def __init__(
        self,
        policy: Policy,
        inventory: Inventory,
        as_of: AsOf,
        facts: Mapping[str, Value] | None = None,
    ) -> None:
        """Prepare to decide.

        Args:
            policy: the policy.
            inventory: the records that may be decided or linked to.
            as_of: when; the standards in force that day count.
            facts: facts that differ from their declared value.
        """
        declared = {name: fact.value for name, fact in policy.facts.items()}
        self._policy = policy
        self._as_of = as_of
        self._reader = Reader(
            policy=policy, inventory=inventory, facts={**declared, **(facts or {})}
        )
        self._calendars = {name: WorkingDays(c) for name, c in policy.calendars.items()}
        self._above = overriding(policy)

    def decide(self, record: Record) -> tuple[DeadlineDecision, ...]:
        """Return the decision on every promise and stage that applies, or may, to a record."""
        standing = self._standing(record)
        return tuple(
            decision
            for ref, judged in standing.items()
            if judged.possible
            for decision in self._obligation(self._policy.obligations[ref], judged, record)
        )

    def certain(self, record: Record) -> frozenset[str]:
        """Return the references of the promises and stages that certainly apply."""
        standing = self._standing(record)
        return frozenset(
            step.ref
            for ref, judged in standing.items()
            for step in self._policy.obligations[ref].steps
            if judged.certain and self._judge(step, record).certain
        )

    def step(self, record: Record, ref: str) -> DeadlineDecision | None:
        """Return the decision on one promise or stage; `None` where it does not apply."""
        found = self._policy.step(ref)
        if found is None:
            return None
        return next((d for d in self.decide(record) if d.step == found[1].ref), None)

    # --- which apply --------------------------------------------------------------

    def _standing(self, record: Record) -> dict[str, Judged]:
        """Return for every obligation whether it applies and none stands in its place."""
        member = memberships(record, self._reader)
        classified = self._classified(record)
        applies: dict[str, Judged] = {}
        for ref, obligation in self._policy.obligations.items():
            of_class = disjunction(member.get(name, NO) for name in obligation.classes)
            if not obligation.in_force.on(self._as_of.day) or not of_class.possible:
                applies[ref] = NO
            else:
                judged = self._judge(obligation, record)
                applies[ref] = conjunction((of_class, classified, judged))
        return {
            ref: conjunction(
                (
                    judged,
                    negation(disjunction(applies[above] for above in self._above[ref])),
                )
            )
            for ref, judged in applies.items()
        }

    def _classified(self, record: Record) -> Judged:
        """Return whether a record meets the conditions of the class that it states.

        One that does not is bad data: what it is, and so what applies to it, is not known (S6).
        """
        found = [YES]
        for name in self._policy.classes[record.record_class].lineage:
            where = self._policy.classes[name].where
            judged = judge(where, record, self._reader) if where is not None else YES
            found.append(judged if judged.certain else unknown(judged.missing or {name}))
        return conjunction(found)

    def _judge(self, node: Obligation | Step, record: Record) -> Judged:
        return YES if node.condition is None else judge(node.condition, record, self._reader)

    # --- one obligation -------------------------------------------------------------

    def _obligation(
        self, obligation: Obligation, standing: Judged, record: Record
    ) -> list[DeadlineDecision]:
        """Decide the steps, each after those it runs from."""
        decided: dict[str, Decided] = {}
        for step in obligation.in_turn:
            applies = self._judge(step, record)
            if applies.possible:
                before = _among(decided, obligation.steps_before(step))
                chain = all_lapsed(before)
                decision = self._step(obligation, step, record, before)
                if step.kind is StepKind.OVERALL:
                    endings = _among(decided, obligation.ended_by(step))
                    decision = outer_limit(decision, endings, self._unsettled(decided, record))
                decided[step.ref] = Decided(
                    step=step,
                    decision=decision,
                    applies=applies,
                    lapsed=lapsed(step, decision, chain),
                    ran_out=ran_out(decision, before),
                )
        return [
            _if_it_applies(one.decision, conjunction((standing, one.applies)))
            for one in _among(decided, obligation.steps)
        ]

    def _unsettled(self, decided: Mapping[str, Decided], record: Record) -> frozenset[str]:
        """Return the fields without which it is not known whether a stage is extended."""
        return frozenset().union(
            *(
                judge(extension.condition, record, self._reader).missing
                for one in decided.values()
                for extension in one.step.extensions
            )
        )

    def _step(
        self,
        obligation: Obligation,
        step: Step,
        record: Record,
        before: list[Decided],
    ) -> DeadlineDecision:
        calendar = self._calendars.get(obligation.calendar or "")
        plain = DeadlineDecision(
            record=record.id,
            as_of=self._as_of,
            step=step.ref,
            status=DeadlineStatus.UNDETERMINED,
        )
        marked = moment_of(record, step.marks, self._reader)
        done = None if isinstance(marked, Absent) or not self._seen(marked) else marked
        if isinstance(marked, Absent) and marked.bad:
            return replace(plain, missing=(marked.path,))
        pauses = Pauses.read(step, record, self._reader)
        if pauses.missing:
            return replace(plain, done=done, missing=pauses.missing, notes=pauses.notes)
        start = self._start(step, record, chained=bool(obligation.steps_before(step)))
        run = Run(step=step, record=record, calendar=calendar, pauses=pauses, today=self._as_of.day)
        try:
            if isinstance(start, Absent):
                return self._unstarted(replace(plain, done=done), run, start, before)
            started = replace(
                plain, started=start, done=done, day_zero=day_zero(step.limit, start, calendar)
            )
            return self._started(started, run, start)
        except BeyondCalendarError as error:
            return replace(
                plain,
                done=done,
                missing=(f"calendar {error.calendar}",),
                notes=(f"calendar `{error.calendar}` is not known as far as {error.day}",),
            )

    def _seen(self, moment: Moment) -> bool:
        return self._as_of.has_seen(moment)

    def _start(self, step: Step, record: Record, *, chained: bool) -> Moment | Absent:
        """Return what a limit runs from; a stage that is not done yet has not started it."""
        start = moment_of(record, step.limit.anchor, self._reader)
        if not chained or isinstance(start, Absent) or self._seen(start):
            return start
        anchor = step.limit.anchor
        return Absent(anchor.path if isinstance(anchor, FieldRef) else "")

    # --- a limit that runs -----------------------------------------------------------

    def _started(self, decision: DeadlineDecision, run: Run, start: Moment) -> DeadlineDecision:
        step, over = run.step, run.pauses.over
        reach = reach_of(run, start, self._reader)
        sure, most = reach.sure, reach.most
        taken = _taken(decision.done, run, start)
        bounds = replace(decision, not_before=sure.low, not_after=most.high, taken=taken)
        status = self._status(step, decision.done, sure.high)
        if status is not self._status(step, decision.done, most.high):
            missing = tuple(sorted(reach.missing))
            return replace(bounds, missing=missing, notes=("it may be extended",))
        found = replace(bounds, status=status, extended=reach.extended)
        if sure.high is None:
            notes = (f"paused since {run.pauses.since}",)
            return replace(found, awaiting=run.pauses.awaiting, notes=notes)
        paused = over.within(first_counted(step.limit, start, run.calendar), day_of(sure.high))
        found = replace(found, paused_days=paused)
        if sure != most:
            return replace(found, notes=("it may be extended",))
        found = replace(found, deadline=sure.high, not_before=None, not_after=None)
        if status in _FINAL:
            return found
        return replace(
            found, left=time_left(step.limit, sure.high, self._as_of, run.calendar, over)
        )

    def _status(self, step: Step, done: Moment | None, deadline: Moment | None) -> DeadlineStatus:
        """Return the status that a deadline gives; `None` is one that has not run out."""
        if done is not None:
            met = deadline is None or in_time(done, deadline)
            return DeadlineStatus.MET if met else DeadlineStatus.LATE
        if deadline is None or not self._as_of.is_past(deadline):
            return DeadlineStatus.OPEN
        return DeadlineStatus.LAPSED if may_lapse(step) else DeadlineStatus.BREACHED

    # --- a limit that does not run yet -------------------------------------------------

    def _unstarted(
        self, plain: DeadlineDecision, run: Run, start: Absent, before: list[Decided]
    ) -> DeadlineDecision:
        if start.bad or plain.done is not None:
            note = () if start.bad else ("it is done, though what it runs from is not known",)
            return replace(plain, missing=(start.path,), notes=note)
        waiting = replace(plain, awaiting=(start.path,))
        chain = all_lapsed(before)
        if chain.certain:
            notes = tuple(f"`{one.step.ref}` has lapsed" for one in before)
            return replace(waiting, status=DeadlineStatus.LAPSED, notes=notes)
        if chain.possible:
            notes = tuple(
                f"`{one.step.ref}` may have lapsed" for one in before if one.lapsed.possible
            )
            return replace(waiting, missing=tuple(sorted(chain.missing)), notes=notes)
        return replace(
            waiting,
            status=DeadlineStatus.AWAITING,
            not_after=self._outer_bound(run, before),
            notes=tuple(
                f"`{one.step.ref}` is overdue"
                for one in before
                if one.decision.status is DeadlineStatus.BREACHED
            ),
        )

    def _outer_bound(self, run: Run, before: list[Decided]) -> Moment | None:
        """Return the deadline if the stages before take all their time; `None` where unknown.

        While it is not certain that one of them applies, nothing says by when the event
        from which the limit runs is to happen.
        """
        latest = [one.decision.deadline or one.decision.not_after for one in before]
        known = [one for one in latest if one is not None]
        certain = disjunction(one.applies for one in before).certain
        if not certain or len(known) < len(latest) or run.pauses.since is not None:
            return None
        return reach_of(run, max(known, key=through), self._reader).most.high


def _taken(done: Moment | None, run: Run, start: Moment) -> TimeTaken | None:
    """Return how much time a step took; `None` where it is not done or cannot be counted."""
    if done is None:
        return None
    paused = run.pauses.over
    if run.pauses.since is not None and run.pauses.since <= day_of(done):
        paused = Paused((*paused.stretches, (run.pauses.since, day_of(done))))
    try:
        return time_taken(run.step.limit, start, done, run.calendar, paused)
    except BeyondCalendarError:
        return None


def in_time(done: Moment, deadline: Moment) -> bool:
    """Return whether something was done by its deadline, that day or minute included."""
    if isinstance(deadline, datetime):
        return isinstance(done, datetime) and done <= deadline
    return day_of(done) <= deadline


def _among(decided: Mapping[str, Decided], steps: Iterable[Step]) -> list[Decided]:
    """Return those of the steps that apply, or may."""
    return [decided[step.ref] for step in steps if step.ref in decided]


def overriding(policy: Policy) -> dict[str, frozenset[str]]:
    """Return for every obligation those that override it, `overrides` being transitive (S4)."""
    directly: dict[str, set[str]] = {ref: set() for ref in policy.obligations}
    for one in policy.obligations.values():
        for other in one.overrides:
            directly[other.ref].add(one.ref)

    def above(ref: str) -> frozenset[str]:
        return frozenset(directly[ref]).union(*(above(other) for other in directly[ref]))

    return {ref: above(ref) for ref in policy.obligations}


def _if_it_applies(decision: DeadlineDecision, applies: Judged) -> DeadlineDecision:
    """Return a decision as it is where the step certainly applies, else an uncertain one."""
    if applies.truth is Truth.TRUE:
        return decision
    missing = {*decision.missing, *applies.missing}
    return replace(
        decision,
        status=DeadlineStatus.UNDETERMINED,
        missing=tuple(sorted(missing)),
        left=None,
        notes=(*decision.notes, "it may not apply"),
    )


def decide_deadlines(
    policy: Policy,
    record: Record,
    as_of: AsOf,
    *,
    inventory: Inventory | None = None,
    facts: Mapping[str, Value] | None = None,
) -> tuple[DeadlineDecision, ...]:
    """Return the decision on every promise and stage that applies, or may, to one record.

    Args:
        policy: the policy.
        record: the record.
        as_of: as of when.
        inventory: the records it may link to; none by default.
        facts: facts that differ from their declared value.
    """
    return Deadlines(policy, inventory or Inventory([record]), as_of, facts).decide(record)
