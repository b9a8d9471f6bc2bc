"""Finds two promises of the same thing by different days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.formulas import Formula, all_of, any_of
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.witnesses import Case, witness_of
from tenure.compiler.check.sweep import Timing, days_ahead, event_on
from tenure.compiler.check.undecided import undecided
from tenure.compiler.deadlines import AsOf
from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.policy.obligations import Obligation, Step, StepKind
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict


def competing(
    policy: Policy, provers: Mapping[str, Prover], as_of: date
) -> Iterator[Diagnostic]:
    """Report promises of one event, both for some record, whose deadlines can differ."""
    timing = Timing(policy)
    for one, other in combinations(policy.obligations.values(), 2):
        if _ordered(policy, one, other) or not _both_in_force(one, other):
            continue
        for step in _promised(one):
            for step_there in _promised(other):
                if step.marks == step_there.marks:
                    yield from _pair(policy, provers, timing, (one, step), (other, step_there), as_of)


def _promised(obligation: Obligation) -> tuple[Step, ...]:
    return tuple(s for s in obligation.steps if s.kind is not StepKind.OVERALL)


def _ordered(policy: Policy, one: Obligation, other: Obligation) -> bool:
    return other.ref in _below(policy, one) or one.ref in _below(policy, other)


def _below(policy: Policy, top: Obligation) -> set[str]:
    """Return what an obligation overrides, directly or through others."""
    found: set[str] = set()
    queue = [o.ref for o in top.overrides]
    while queue:
        ref = queue.pop()
        if ref not in found:
            found.add(ref)
            queue.extend(o.ref for o in policy.obligations[ref].overrides)
    return found


def _both_in_force(one: Obligation, other: Obligation) -> bool:
    shared = one.in_force.within(other.in_force)
    return shared.start is None or shared.end is None or shared.start <= shared.end


def _pair(
    policy: Policy,
    provers: Mapping[str, Prover],
    timing: Timing,
    mine: tuple[Obligation, Step],
    theirs: tuple[Obligation, Step],
    as_of: date,
) -> Iterator[Diagnostic]:
    (one, step), (other, step_there) = mine, theirs
    differ = _difference(timing, mine, theirs, as_of)
    if differ is None:
        return

    def both_apply(case: Case) -> bool:
        deadlines = Deadlines(
            policy, Inventory(case.records), AsOf(day=case.as_of), dict(case.facts)
        )
        found = {d.step for d in deadlines.decide(case.records[0]) if "it may not apply" not in d.notes}
        return {step.ref, step_there.ref} <= found

    for prover in provers.values():
        question = all_of(
            (_applies(prover, one, step), _applies(prover, other, step_there), prover.good_data())
        )
        answer = prover.ask(question, _anything, wishes=(prover.not_held(),), also=both_apply)
        if answer.verdict is Verdict.UNKNOWN:
            what = f"`{step.ref}` and `{step_there.ref}` can be for one record"
            yield undecided(Code.COMPETING_STANDARDS, what, step.head, reason=answer.reason)
        elif answer.case is not None and answer.decision is not None:
            yield Diagnostic(
                code=Code.COMPETING_STANDARDS,
                message=f"`{step.ref}` and `{step_there.ref}` promise one record the same by "
                "different days",
                at=step.head,
                related=(Label(span=step_there.head, text="the other promise"),),
                help=(
                    differ,
                    f"let one stand in the other's place: `overrides {other.ref}` in `{one.ref}`",
                    "or narrow one of them with `when`",
                ),
                rules=(step.ref, step_there.ref),
                verdict=Verdict.WITNESS,
                witness=witness_of(policy, answer.case, answer.decision, ()),
            )


def _anything(_: Decision) -> bool:
    return True


def _difference(
    timing: Timing, mine: tuple[Obligation, Step], theirs: tuple[Obligation, Step], as_of: date
) -> str | None:
    """Return in words how two limits differ; `None` where they do on none of the days tried."""
    (one, step), (other, step_there) = mine, theirs
    if step.limit.anchor != step_there.limit.anchor:
        return "they run from different events"
    for day in days_ahead(as_of):
        end = timing.deadline(one, step.limit, event_on(step.limit, day))
        end_there = timing.deadline(other, step_there.limit, event_on(step_there.limit, day))
        if end is None or end_there is None:
            break
        if end != end_there:
            return f"from {day}, `{step.ref}` ends on {end} and `{step_there.ref}` on {end_there}"
    return None


def _applies(prover: Prover, obligation: Obligation, step: Step) -> Formula:
    """Return where a promise certainly applies, for a record of the prover's family."""
    classes = prover.policy.classes
    names = [n for n in obligation.classes if classes[n].lineage[-1] == prover.root]
    of_class = any_of(prover.standing.member(name, "", value=True) for name in names)
    conditions = [c for c in (obligation.condition, step.condition) if c is not None]
    return all_of(
        (of_class, *(certainly(c, "", prover.space, value=True) for c in conditions))
    )
