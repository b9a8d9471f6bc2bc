"""What becomes of a procedure when a window lapses, as columns (S11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tenure.compiler.deadlines import DeadlineStatus
from tenure.compiler.policy.obligations import Step
from tenure.engine.lowering import moments, sql
from tenure.engine.lowering.moments import Moment
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import (
    Judged,
    conjunction,
    disjunction,
    either_missing,
    negation,
    where,
)

Members = Mapping[str, Sql]
"""A set of names, each there where its condition is true; conditions are never null."""

Said = tuple[Sql, Sql]
"""A text, and where it is said: a condition, which is not true where it is null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDecision:
    """The decision on one step, for the records of one class.

    Attributes:
        status: as text.
        missing: fields without which the answer is not certain.
        pairs: where there are two of these in an order of their own, and which.
        awaiting, notes: texts in their order.
        The others: as in `DeadlineDecision`; a moment that is not there is not known.
    """

    status: Sql
    started: Moment = field(default_factory=moments.never)
    day_zero: Sql = field(default_factory=lambda: sql.null(sql.DATE))
    deadline: Moment = field(default_factory=moments.never)
    done: Moment = field(default_factory=moments.never)
    not_before: Moment = field(default_factory=moments.never)
    not_after: Moment = field(default_factory=moments.never)
    left: Sql = field(default_factory=lambda: sql.null(sql.LONG))
    taken: Sql = field(default_factory=lambda: sql.null(sql.LONG))
    extended: Sql = field(default_factory=lambda: sql.truth(False))
    paused_days: Sql = field(default_factory=lambda: sql.number(0))
    missing: Members = field(default_factory=dict)
    pairs: tuple[tuple[Sql, tuple[str, ...]], ...] = ()
    awaiting: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()

    def is_(self, *statuses: DeadlineStatus) -> Sql:
        """Return whether the status is one of these."""
        if self.status.is_string:
            return sql.truth(self.status.name in statuses)
        return sql.among(self.status, [sql.text(one.value) for one in statuses])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """No earlier than, no later than; not known where that is not."""

    low: Moment
    high: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A step that may apply, decided; what the steps after it must know of it.

    Attributes:
        step: the step.
        decision: the decision if it applies.
        applies: whether it does.
        lapsed: whether it has lapsed if it applies.
        ran_out: when its time ran out, or that of the stages before it for which it waited.
    """

    step: Step
    decision: StepDecision
    applies: Judged
    lapsed: Judged
    ran_out: Bounds


def may_lapse(step: Step) -> bool:
    """Return whether a step can be left undone: the customer's, and what is optional."""
    return step.by_customer or step.optional


def all_lapsed(stages: Iterable[Decided]) -> Judged:
    """Return whether stages that mark one event have lapsed, those of them that apply."""
    found = list(stages)
    each = (disjunction((negation(one.applies), one.lapsed)) for one in found)
    some = disjunction(conjunction((one.applies, one.lapsed)) for one in found)
    return conjunction((*each, some))


def lapsed(step: Step, decision: StepDecision, chain: Judged) -> Judged:
    """Return whether a step has lapsed, if it applies; `chain`: those before it have."""
    open_question = sql.all_of(
        (decision.is_(DeadlineStatus.UNDETERMINED), sql.absent(decision.done.day))
    )
    if not may_lapse(step):
        waits = sql.all_of((sql.absent(decision.started.day), chain.possible))
        open_question = sql.all_of((open_question, waits))
    has = decision.is_(DeadlineStatus.LAPSED)
    if sql.is_false(open_question):
        return Judged(sql=has)
    unknown = sql.case([(open_question, sql.null("BOOLEAN"))], has)
    return Judged(sql=unknown, missing=where(open_question, decision.missing))


def ran_out(decision: StepDecision, before: Sequence[Decided], rows: Rows, name: str) -> Bounds:
    """Return when the time for a step ran out; for one that never began, that of those before."""
    own = Bounds(
        low=_first(decision.deadline, decision.not_before),
        high=_first(decision.deadline, decision.not_after),
    )
    if not before:
        return own
    between = _between(before, rows, name)
    waited = sql.all_of(
        (
            sql.absent(decision.started.day),
            sql.any_of(one.applies.possible for one in before),
        )
    )
    return Bounds(
        low=moments.chosen([(waited, between.low)], own.low),
        high=moments.chosen([(waited, between.high)], own.high),
    )


def outer_limit(
    decision: StepDecision,
    endings: Sequence[Decided],
    unsettled: Members,
    rows: Rows,
    name: str,
) -> StepDecision:
    """Return the decision on a whole, whose last stage may have lapsed.

    Args:
        decision: the decision as if the last stage were still to come.
        endings: the stages whose doing ends the whole.
        unsettled: fields without which it is not known when a window ended.
        rows: the rows of the query.
        name: what the columns are called.
    """
    over = rows.let_judged(f"{name} over", all_lapsed(endings))
    undone = (DeadlineStatus.OPEN, DeadlineStatus.BREACHED, DeadlineStatus.AWAITING)
    concerned = sql.all_of((over.possible, decision.is_(*undone)))
    if sql.is_false(concerned):
        return decision
    limit, lapse = ran_out(decision, (), rows, name), _between(endings, rows, name)
    breached = decision.is_(DeadlineStatus.BREACHED)
    stays = sql.all_of((breached, _before(limit.high, lapse.low)))
    concerned = sql.all_of((concerned, sql.opposite(stays)))
    concerned = rows.let(f"{name} concerned", concerned)
    in_time = sql.any_of((sql.opposite(breached), sql.opposite(_before(limit.low, lapse.high))))
    ends = rows.let(f"{name} ends", sql.all_of((concerned, over.certain, in_time)))
    doubtful = rows.let(f"{name} doubtful", sql.all_of((concerned, sql.opposite(ends))))
    lacks = either_missing(
        (where(over.unknown, over.missing), where(sql.opposite(over.unknown), unsettled))
    )
    status = sql.case(
        [
            (ends, sql.text(DeadlineStatus.LAPSED)),
            (doubtful, sql.text(DeadlineStatus.UNDETERMINED)),
        ],
        decision.status,
    )
    unconcerned = sql.opposite(concerned)
    doubt = where(doubtful, lacks)
    return replace(
        decision,
        status=rows.let(f"{name} status in all", status),
        left=sql.case([(concerned, sql.null(sql.LONG))], decision.left),
        missing=either_missing((where(sql.opposite(doubtful), decision.missing), doubt)),
        pairs=tuple((sql.all_of((w, unconcerned)), both) for w, both in decision.pairs),
        notes=(
            *((sql.all_of((unconcerned, when)), said) for when, said in decision.notes),
            *_have_lapsed(endings, concerned, over),
        ),
    )


def _have_lapsed(endings: Iterable[Decided], concerned: Sql, over: Judged) -> Iterable[Said]:
    for one in endings:
        has, may = (sql.text(f"`{one.step.ref}` {how} lapsed") for how in ("has", "may have"))
        said = sql.case([(over.certain, has)], may)
        yield sql.all_of((concerned, one.applies.possible)), said


def _between(stages: Sequence[Decided], rows: Rows, name: str) -> Bounds:
    """Return the earliest and the latest bound of those stages that apply, or may."""
    low = high = moments.never()
    some: Sql = sql.truth(False)
    lost: list[tuple[Sql, Sql]] = []
    for n, one in enumerate(stages, start=1):
        counts = one.applies.possible
        first = sql.opposite(some)
        earlier = sql.any_of((first, sql.absent(low.day), moments.is_later(low, one.ran_out.low)))
        later = sql.any_of((first, sql.absent(high.day), moments.is_later(one.ran_out.high, high)))
        low = moments.chosen([(sql.all_of((counts, earlier)), one.ran_out.low)], low)
        high = moments.chosen([(sql.all_of((counts, later)), one.ran_out.high)], high)
        low = moments.let(f"{name} lowest {n}", low, rows)
        high = moments.let(f"{name} highest {n}", high, rows)
        lost.append(
            tuple(  # type: ignore[arg-type]
                sql.all_of((counts, sql.absent(bound.day)))
                for bound in (one.ran_out.low, one.ran_out.high)
            )
        )
        some = sql.any_of((some, counts))
    no_low, no_high = (sql.any_of(pair[place] for pair in lost) for place in (0, 1))
    return Bounds(
        low=moments.let(f"{name} lowest", moments.where(sql.opposite(no_low), low), rows),
        high=moments.let(f"{name} highest", moments.where(sql.opposite(no_high), high), rows),
    )


def _before(one: Moment, other: Moment) -> Sql:
    """Return whether a deadline certainly ends before another; never null."""
    return sql.either(moments.is_later(other, one), sql.truth(False))


def _first(one: Moment, other: Moment) -> Moment:
    """Return a moment, or another where it is not known."""
    if sql.is_null(one.day):
        return other
    return moments.chosen([(one.known, one)], other)
