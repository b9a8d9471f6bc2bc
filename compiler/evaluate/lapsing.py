"""What becomes of a procedure when a window lapses: the stages after it, and the whole (S11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tenure.compiler.deadlines import DeadlineDecision, DeadlineStatus, Moment
from tenure.compiler.evaluate.reach import through
from tenure.compiler.evaluate.truth import (
    NO,
    YES,
    Judged,
    conjunction,
    disjunction,
    negation,
    unknown,
)
from tenure.compiler.policy.obligations import Step

Bounds = tuple[Moment | None, Moment | None]
"""No earlier than, no later than; `None` where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A step that applies, or may, decided; what the steps after it must know of it.

    Attributes:
        step: the step.
        decision: the decision if it applies.
        applies: whether it does.
        lapsed: whether it has lapsed if it applies.
        ran_out: when its time ran out, or that of the stages before it for which it waited.
    """

    step: Step
    decision: DeadlineDecision
    applies: Judged
    lapsed: Judged
    ran_out: Bounds


def may_lapse(step: Step) -> bool:
    """Return whether a step can be left undone: the customer's, and what is optional."""
    return step.by_customer or step.optional


def all_lapsed(stages: Iterable[Decided]) -> Judged:
    """Return whether stages that mark one event have lapsed, those of them that apply.

    Where none applies, nothing has.
    """
    found = list(stages)
    each = (disjunction((negation(one.applies), one.lapsed)) for one in found)
    some = disjunction(conjunction((one.applies, one.lapsed)) for one in found)
    return conjunction((*each, some))


def lapsed(step: Step, decision: DeadlineDecision, chain: Judged) -> Judged:
    """Return whether a step has lapsed, if it applies.

    Args:
        step: the step.
        decision: the decision on it.
        chain: whether the stages before it have lapsed.
    """
    if decision.status is DeadlineStatus.LAPSED:
        return YES
    open_question = decision.status is DeadlineStatus.UNDETERMINED and decision.done is None
    if open_question and (may_lapse(step) or (decision.started is None and chain.possible)):
        return unknown(decision.missing)
    return NO


def ran_out(decision: DeadlineDecision, before: Sequence[Decided]) -> Bounds:
    """Return when the time for a step ran out; for one that never began, that of those before."""
    if decision.started is not None or not before:
        deadline = decision.deadline
        return deadline or decision.not_before, deadline or decision.not_after
    return _between(before)


def outer_limit(
    decision: DeadlineDecision, endings: Sequence[Decided], unsettled: Iterable[str]
) -> DeadlineDecision:
    """Return the decision on a whole, whose last stage may have lapsed.

    A whole ends without its last stage where that has lapsed: nobody appealed in time, so
    that no panel sits. A limit that had run out by then stays breached.

    Args:
        decision: the decision as if the last stage were still to come.
        endings: the stages whose doing ends the whole.
        unsettled: fields without which it is not known when a window ended.
    """
    over = all_lapsed(endings)
    undone = (DeadlineStatus.OPEN, DeadlineStatus.BREACHED, DeadlineStatus.AWAITING)
    if not over.possible or decision.status not in undone:
        return decision
    limit = ran_out(decision, ())
    lapse = _between(endings)
    if decision.status is DeadlineStatus.BREACHED and _before(limit[1], lapse[0]):
        return decision
    in_time = decision.status is not DeadlineStatus.BREACHED or not _before(limit[0], lapse[1])
    notes = tuple(
        f"`{one.step.ref}` {'has' if over.certain else 'may have'} lapsed" for one in endings
    )
    if over.certain and in_time:
        return replace(decision, status=DeadlineStatus.LAPSED, left=None, notes=notes)
    return replace(
        decision,
        status=DeadlineStatus.UNDETERMINED,
        left=None,
        missing=tuple(sorted(over.missing or unsettled)),
        notes=notes,
    )


def _between(stages: Sequence[Decided]) -> Bounds:
    lows = [one.ran_out[0] for one in stages]
    highs = [one.ran_out[1] for one in stages]
    low = None if None in lows else min((one for one in lows if one), key=through)
    high = None if None in highs else max((one for one in highs if one), key=through)
    return low, high


def _before(one: Moment | None, other: Moment | None) -> bool:
    """Return whether a deadline certainly, where both are known, ends before another."""
    return one is not None and other is not None and through(one) < through(other)
