"""Decides promises and stages: the reference meaning of standards and procedures (S11).

What is unknown is treated as everywhere (S6): an event that is unknown has not
happened, and where the answer hangs on something that is not known it is
`undetermined`, with the fields that would settle it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from tenure.compiler.deadlines import (
    AsOf,
    DeadlineDecision,
    DeadlineStatus,
    Moment,
    TimeTaken,
    day_of,
)
from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.counting import Paused, day_zero, deadline_of, time_left, time_taken
from tenure.compiler.evaluate.pauses import Pauses
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
)
from tenure.compiler.policy.fields import FieldRef, Value
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.periods import Anchor, FixedDay
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.compiler.workdays import BeyondCalendarError, WorkingDays

_FINAL = (DeadlineStatus.MET, DeadlineStatus.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """How far a limit reaches.

    Attributes:
        sure: the deadline for certain.
        most: the deadline if every extension that may apply does; `None` where one of
            them runs from an event that is unknown.
        extended: whether an extension sets the certain deadline.
        missing: fields that would settle which of the two it is.
    """

    sure: Moment
    most: Moment | None
    extended: bool = False
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One step for one record, with what its limit is counted on."""

    step: Step
    record: Record
    calendar: WorkingDays | None
    pauses: Pauses


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
        self._above = {ref: _above(ref, policy) for ref in policy.obligations}

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
        """Return of obligations that may apply whether they do, and none stands in their place."""
        member = memberships(record, self._reader)
        applies: dict[str, Judged] = {}
        for ref, obligation in self._policy.obligations.items():
            of_class = disjunction(member.get(name, NO) for name in obligation.classes)
            if not obligation.in_force.on(self._as_of.day) or not of_class.possible:
                applies[ref] = NO
            else:
                applies[ref] = conjunction((of_class, self._judge(obligation, record)))
        return {
            ref: conjunction(
                (judged, *(negation(applies[above]) for above in self._above[ref])),
            )
            for ref, judged in applies.items()
            if judged.possible
        }

    def _judge(self, node: Obligation | Step, record: Record) -> Judged:
        return YES if node.condition is None else judge(node.condition, record, self._reader)

    # --- one obligation -------------------------------------------------------------

    def _obligation(
        self, obligation: Obligation, standing: Judged, record: Record
    ) -> list[DeadlineDecision]:
        """Decide the steps, each after the one it runs from."""
        decided: dict[str, DeadlineDecision] = {}
        for step in obligation.in_turn:
            applies = conjunction((standing, self._judge(step, record)))
            if applies.possible:
                before = obligation.step_before(step)
                decision = self._step(
                    obligation, step, record, decided.get(before.ref) if before else None
                )
                decided[step.ref] = _if_it_applies(decision, applies)
        return [decided[step.ref] for step in obligation.steps if step.ref in decided]

    def _step(
        self,
        obligation: Obligation,
        step: Step,
        record: Record,
        before: DeadlineDecision | None,
    ) -> DeadlineDecision:
        calendar = self._calendars.get(obligation.calendar or "")
        plain = DeadlineDecision(
            record=record.id,
            as_of=self._as_of,
            step=step.ref,
            status=DeadlineStatus.UNDETERMINED,
        )
        marked = self._moment(record, step.marks)
        done = None if isinstance(marked, Absent) or not self._seen(marked) else marked
        if isinstance(marked, Absent) and marked.bad:
            return replace(plain, missing=(marked.path,))
        pauses = Pauses.read(step, record, self._reader)
        if pauses.missing:
            return replace(plain, done=done, missing=pauses.missing, notes=pauses.notes)
        start = self._start(step, record, before)
        run = _Run(step=step, record=record, calendar=calendar, pauses=pauses)
        try:
            if isinstance(start, Absent):
                return self._unstarted(replace(plain, done=done), run, start, before)
            started = replace(
                plain, started=start, done=done, day_zero=day_zero(step.limit, start, calendar)
            )
            return self._started(started, run)
        except BeyondCalendarError as error:
            return replace(
                plain,
                done=done,
                missing=(f"calendar {error.calendar}",),
                notes=(f"calendar `{error.calendar}` is not known as far as {error.day}",),
            )

    def _seen(self, moment: Moment) -> bool:
        return self._as_of.has_seen(moment)

    # --- a limit that runs -----------------------------------------------------------

    def _started(self, decision: DeadlineDecision, run: _Run) -> DeadlineDecision:
        if decision.started is None:
            raise ValueError("a limit that runs has started")
        step, pauses = run.step, run.pauses
        reach = self._reach(run, decision.started, pauses.over)
        if pauses.since is not None and day_of(reach.sure) >= pauses.since:
            return self._paused(decision, run)
        taken = _taken(decision, run, pauses.over)
        sure = self._status(step, decision.done, reach.sure)
        if sure is not self._status(step, decision.done, reach.most):
            return replace(
                decision,
                not_before=reach.sure,
                not_after=reach.most,
                taken=taken,
                missing=tuple(sorted(reach.missing)),
                notes=("it may be extended",),
            )
        settled = reach.sure == reach.most
        found = replace(
            decision,
            status=sure,
            deadline=reach.sure if settled else None,
            not_before=None if settled else reach.sure,
            not_after=None if settled else reach.most,
            taken=taken,
            extended=reach.extended,
            paused_days=pauses.over.within(day_of(decision.started), day_of(reach.sure)),
            notes=() if settled else ("it may be extended",),
        )
        if sure in _FINAL or not settled:
            return found
        left = time_left(step.limit, reach.sure, self._as_of, run.calendar, pauses.over)
        return replace(found, left=left)

    def _paused(self, decision: DeadlineDecision, run: _Run) -> DeadlineDecision:
        """Decide while a pause goes on: nothing can run out, and no deadline is known yet."""
        pauses = run.pauses
        if decision.started is None or pauses.since is None:
            raise ValueError("a pause that goes on has begun, and so has the limit")
        today = max(self._as_of.day, pauses.since)
        so_far = Paused((*pauses.over.stretches, (pauses.since, today)))
        reach = self._reach(run, decision.started, so_far)
        return replace(
            decision,
            status=DeadlineStatus.OPEN if decision.done is None else DeadlineStatus.MET,
            not_before=reach.sure,
            taken=_taken(decision, run, so_far),
            awaiting=pauses.awaiting,
            notes=(f"paused since {pauses.since}",),
        )

    def _reach(self, run: _Run, start: Moment, paused: Paused) -> _Reach:
        """Return how far a limit reaches with its extensions; none ever shortens it."""
        step, record, calendar = run.step, run.record, run.calendar
        sure = deadline_of(step.limit, start, calendar, paused)
        most: Moment | None = sure
        extended = False
        missing: frozenset[str] = frozenset()
        for extension in step.extensions:
            judged = judge(extension.condition, record, self._reader)
            if not judged.possible:
                continue
            same = extension.limit.anchor == step.limit.anchor
            event = start if same else self._moment(record, extension.limit.anchor)
            if isinstance(event, Absent):
                missing |= judged.missing | {event.path}
                most = None
                continue
            end = deadline_of(extension.limit, event, calendar, paused)
            most = None if most is None else _later(most, end)
            if not judged.certain:
                missing |= judged.missing
            elif _later(sure, end) != sure:
                sure, extended = end, True
        return _Reach(sure=sure, most=most, extended=extended, missing=missing)

    def _status(self, step: Step, done: Moment | None, deadline: Moment | None) -> DeadlineStatus:
        """Return the status that a deadline gives; `None` is one that never comes."""
        if done is not None:
            met = deadline is None or in_time(done, deadline)
            return DeadlineStatus.MET if met else DeadlineStatus.LATE
        if deadline is None or not self._as_of.is_past(deadline):
            return DeadlineStatus.OPEN
        return DeadlineStatus.LAPSED if step.by_customer else DeadlineStatus.BREACHED

    # --- a limit that does not run yet -------------------------------------------------

    def _unstarted(
        self,
        plain: DeadlineDecision,
        run: _Run,
        start: Absent,
        before: DeadlineDecision | None,
    ) -> DeadlineDecision:
        if start.bad or plain.done is not None:
            note = () if start.bad else ("it is done, though what it runs from is not known",)
            return replace(plain, missing=(start.path,), notes=note)
        if before is None:
            return replace(plain, status=DeadlineStatus.AWAITING, awaiting=(start.path,))
        if before.status is DeadlineStatus.LAPSED:
            return replace(
                plain,
                status=DeadlineStatus.LAPSED,
                awaiting=(start.path,),
                notes=(f"`{before.step}` has lapsed",),
            )
        latest = before.deadline or before.not_after
        bound: Moment | None = None
        if latest is not None and run.pauses.since is None:
            bound = self._reach(run, latest, run.pauses.over).most
        overdue = before.status is DeadlineStatus.BREACHED
        return replace(
            plain,
            status=DeadlineStatus.AWAITING,
            awaiting=(start.path,),
            not_after=bound,
            notes=(f"`{before.step}` is overdue",) if overdue else (),
        )

    # --- events ------------------------------------------------------------------------

    def _start(
        self, step: Step, record: Record, before: DeadlineDecision | None
    ) -> Moment | Absent:
        """Return what a limit runs from; a stage that is not done yet has not started it."""
        start = self._moment(record, step.limit.anchor)
        if before is None or isinstance(start, Absent) or self._seen(start):
            return start
        anchor = step.limit.anchor
        return Absent(anchor.path if isinstance(anchor, FieldRef) else "")

    def _moment(self, record: Record, anchor: Anchor) -> Moment | Absent:
        """Return when an event happened, its time of day included where it has one."""
        if isinstance(anchor, FixedDay):
            return anchor.day
        value = self._reader.value(record, anchor)
        if isinstance(value, date | Absent):
            return value
        raise TypeError(f"`{anchor.path}` is not an event")


def _above(ref: str, policy: Policy) -> tuple[str, ...]:
    """Return the obligations that override one, `overrides` being transitive (S4)."""
    found: dict[str, None] = {}
    queue = [ref]
    while queue:
        below = queue.pop()
        for other in policy.obligations.values():
            if other.ref not in found and any(o.ref == below for o in other.overrides):
                found[other.ref] = None
                queue.append(other.ref)
    return tuple(found)


def _taken(decision: DeadlineDecision, run: _Run, paused: Paused) -> TimeTaken | None:
    """Return how much time a step took; `None` where it is not done or cannot be counted."""
    if decision.started is None or decision.done is None:
        return None
    try:
        return time_taken(run.step.limit, decision.started, decision.done, run.calendar, paused)
    except BeyondCalendarError:
        return None


def in_time(done: Moment, deadline: Moment) -> bool:
    """Return whether something was done by its deadline, that day or minute included."""
    if isinstance(deadline, datetime):
        return isinstance(done, datetime) and done <= deadline
    return day_of(done) <= deadline


def _later(one: Moment, other: Moment) -> Moment:
    """Return the later of two deadlines; a day lasts until its end."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return max(one, other)
    if isinstance(one, datetime) or isinstance(other, datetime):
        by_day = sorted((one, other), key=lambda m: (day_of(m), not isinstance(m, datetime)))
        return by_day[1]
    return max(one, other)


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
