"""Finds chains of stages that overrun their outer limit, and chains that differ inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tenure.compiler.check.sweep import (
    Swept,
    Timing,
    days_ahead,
    later_than,
    root_of,
    week_of,
)
from tenure.compiler.deadlines import Moment
from tenure.compiler.policy.obligations import Obligation, Step, StepKind
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label


def overrun_limits(policy: Policy, as_of: date) -> Iterator[Diagnostic]:
    """Report outer limits that a procedure can overrun though every stage is in time."""
    timing = Timing(policy)
    for obligation in policy.obligations.values():
        for overall in obligation.steps:
            if overall.kind is StepKind.OVERALL:
                yield from _overrun(timing, obligation, overall, as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Overrun:
    """A day on which the stages take longer than the whole may."""

    start: date
    chain: Moment
    limit: Moment


def _overrun(
    timing: Timing, obligation: Obligation, overall: Step, as_of: date
) -> Iterator[Diagnostic]:
    for last in obligation.ended_by(overall):
        if root_of(obligation, last).limit.anchor == overall.limit.anchor:
            found = next(_through(timing, obligation, overall, last, as_of), None)
            if found is not None:
                yield found
                return


def _through(
    timing: Timing, obligation: Obligation, overall: Step, last: Step, as_of: date
) -> Iterator[Diagnostic]:
    """Report an outer limit that the chain to one last stage can overrun."""
    tried = days_ahead(as_of)
    found: list[_Overrun] = []
    for day in tried:
        chain = timing.bound(obligation, last, day)
        limit = timing.bound(obligation, overall, day)
        if chain is None or limit is None:
            tried = Swept(first=tried.first, last=day)
            break
        if later_than(chain, limit):
            found.append(_Overrun(start=day, chain=chain, limit=limit))
    if found:
        yield _cannot_be_met(obligation, overall, last, found, tried)


def _cannot_be_met(
    obligation: Obligation, overall: Step, last: Step, found: list[_Overrun], tried: Swept
) -> Diagnostic:
    days = (tried.last - tried.first).days + 1
    always = len(found) == days
    worst = max(found, key=lambda one: (_gap(one), one.start))
    share = "on every day" if always else f"on {len(found):,} of {days:,} days"
    return Diagnostic(
        code=Code.OUTER_LIMIT,
        message=f"the stages of `{obligation.ref}` can take longer than the whole may",
        at=overall.head,
        related=(Label(span=last.head, text="the last stage"),),
        help=(
            f"what begins on {worst.start} ({week_of(worst.start)}) may take until {worst.chain} "
            f"stage by stage, and the whole ends on {worst.limit}",
            f"that is so {share} from {tried.first} to {tried.last}",
            "give a stage less time, or the whole more",
        ),
        rules=(overall.ref, last.ref),
    )


def _gap(one: _Overrun) -> int:
    return one.chain.toordinal() - one.limit.toordinal()


# --- two procedures -----------------------------------------------------------------


def differing_chains(
    timing: Timing, one: Obligation, other: Obligation, as_of: date
) -> tuple[Diagnostic, ...]:
    """Report where two procedures differ that end on the same days.

    Args:
        timing: the deadlines of steps that nobody has begun yet.
        one: a procedure.
        other: another, for the same records; neither stands in the other's place.
        as_of: the first of the days that are tried.
    """
    mine = {step.marks: step for step in one.stages}
    theirs = {step.marks: step for step in other.stages}
    shared = [marks for marks in mine if marks in theirs]
    if not shared:
        return ()
    last = shared[-1]
    if not _same_end(timing, (one, mine[last]), (other, theirs[last]), as_of):
        return ()
    return tuple(
        _differ(one, mine[marks], other, theirs[marks])
        for marks in shared[:-1]
        if mine[marks].limit != theirs[marks].limit
        or mine[marks].by_customer != theirs[marks].by_customer
    )


def _differ(one: Obligation, step: Step, other: Obligation, step_there: Step) -> Diagnostic:
    return Diagnostic(
        code=Code.CHAINS_DIFFER,
        message=f"`{one.ref}` and `{other.ref}` end on the same day, and differ in "
        f"`{step.ref}` and `{step_there.ref}`",
        at=step.head,
        related=(Label(span=step_there.head, text="the other stage"),),
        help=("say the same in both, or let one procedure override the other",),
        rules=(step.ref, step_there.ref),
    )


def _same_end(
    timing: Timing,
    one: tuple[Obligation, Step],
    other: tuple[Obligation, Step],
    as_of: date,
) -> bool:
    if root_of(*one).limit.anchor != root_of(*other).limit.anchor:
        return False
    for day in days_ahead(as_of):
        end, end_there = timing.bound(*one, day), timing.bound(*other, day)
        if end is None or end_there is None:
            return day > as_of
        if end != end_there:
            return False
    return True
