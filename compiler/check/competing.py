"""Finds two promises of the same thing by different days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.formulas import Formula, all_of, any_of
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.witnesses import Case, witness_of
from tenure.compiler.check.chains import differing_chains
from tenure.compiler.check.sweep import Timing, days_ahead, event_on
from tenure.compiler.check.undecided import undecided
from tenure.compiler.deadlines import AsOf
from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.order import can_meet
from tenure.compiler.policy.obligations import Obligation, Step, StepKind
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict, Witness


def competing(policy: Policy, provers: Mapping[str, Prover], as_of: date) -> Iterator[Diagnostic]:
    """Report promises of one event, both for some record, whose deadlines can differ.

    Two procedures that end alike and differ on the way have a finding of their own.

    Standards and procedures in force on the day of the check are compared.
    """
    asked = _Asked(policy, provers, as_of)
    for one, other in combinations(policy.obligations.values(), 2):
        in_force = one.in_force.on(as_of) and other.in_force.on(as_of)
        if _ordered(policy, one, other) or not in_force:
            continue
        alike = one.procedure and other.procedure and _share_a_class(policy, one, other)
        differences = differing_chains(asked.timing, one, other, as_of) if alike else ()
        if differences:
            yield from differences
            continue
        for step in _promised(one):
            for step_there in _promised(other):
                if step.marks == step_there.marks:
                    yield from asked.pair((one, step), (other, step_there))


def _share_a_class(policy: Policy, one: Obligation, other: Obligation) -> bool:
    return any(a == b or can_meet(a, b, policy.classes) for a in one.classes for b in other.classes)


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


_Promise = tuple[Obligation, Step]


class _Asked:
    """Questions about two promises."""

    def __init__(self, policy: Policy, provers: Mapping[str, Prover], as_of: date) -> None:
        self._policy = policy
        self._provers = provers
        self._as_of = as_of
        self.timing = Timing(policy)

    def pair(self, mine: _Promise, theirs: _Promise) -> Iterator[Diagnostic]:
        """Return the finding on two promises of one event, if there is one."""
        differ = self._difference(mine, theirs)
        if differ is None:
            return

        def both_apply(case: Case) -> bool:
            return self._both_apply(case, mine[1], theirs[1])

        for prover in self._provers.values():
            question = all_of(
                (
                    self._stands(prover, *mine),
                    self._stands(prover, *theirs),
                    prover.good_data(),
                )
            )
            answer = prover.ask(question, _anything, wishes=(prover.not_held(),), also=both_apply)
            if answer.verdict is Verdict.UNKNOWN:
                what = f"`{mine[1].ref}` and `{theirs[1].ref}` can be for one record"
                head = mine[1].head
                yield undecided(Code.COMPETING_STANDARDS, what, head, reason=answer.reason)
            elif answer.case is not None and answer.decision is not None:
                witness = witness_of(self._policy, answer.case, answer.decision, (), both_apply)
                yield _finding(mine, theirs, differ, witness)

    def _stands(self, prover: Prover, obligation: Obligation, step: Step) -> Formula:
        """Return where a promise applies and nothing stands in its place."""
        above = [
            other
            for other in self._policy.obligations.values()
            if obligation.ref in _below(self._policy, other) and other.in_force.on(self._as_of)
        ]
        return all_of(
            (_applies(prover, obligation, step), *(_is_out(prover, other) for other in above))
        )

    def _both_apply(self, case: Case, one: Step, other: Step) -> bool:
        """Return whether both promises certainly apply to the first record of a case."""
        as_of = AsOf(day=self._as_of)
        deadlines = Deadlines(self._policy, Inventory(case.records), as_of, dict(case.facts))
        return {one.ref, other.ref} <= deadlines.certain(case.records[0])

    def _difference(self, mine: _Promise, theirs: _Promise) -> str | None:
        """Return in words how two limits differ; `None` if on none of the days tried."""
        (one, step), (other, step_there) = mine, theirs
        if step.limit.anchor != step_there.limit.anchor:
            return "they run from different events"
        for day in days_ahead(self._as_of):
            end = self.timing.deadline(one, step.limit, event_on(step.limit, day))
            there = self.timing.deadline(other, step_there.limit, event_on(step_there.limit, day))
            if end is None or there is None:
                break
            if end != there:
                return f"from {day}, `{step.ref}` ends on {end} and `{step_there.ref}` on {there}"
        return None


def _finding(mine: _Promise, theirs: _Promise, differ: str, witness: Witness) -> Diagnostic:
    (one, step), (other, step_there) = mine, theirs
    return Diagnostic(
        code=Code.COMPETING_STANDARDS,
        message=f"`{step.ref}` and `{step_there.ref}` promise the same by different days",
        at=step.head,
        related=(Label(span=step_there.head, text="the other promise"),),
        help=(
            differ,
            f"let one stand in the other's place: `overrides {other.ref}` in `{one.ref}`",
            "or narrow one of them with `when`",
        ),
        rules=(step.ref, step_there.ref),
        verdict=Verdict.WITNESS,
        witness=witness,
    )


def _anything(_: Decision) -> bool:
    return True


def _applies(prover: Prover, obligation: Obligation, step: Step | None = None) -> Formula:
    """Return where an obligation, or a step of it, certainly applies."""
    of_class = any_of(
        prover.standing.member(name, "", value=True) for name in _family(prover, obligation)
    )
    parts = (obligation.condition, step.condition if step else None)
    return all_of(
        (of_class, *(certainly(c, "", prover.space, value=True) for c in parts if c is not None))
    )


def _is_out(prover: Prover, obligation: Obligation) -> Formula:
    """Return where an obligation certainly does not apply."""
    no_class = all_of(
        prover.standing.member(name, "", value=False) for name in _family(prover, obligation)
    )
    if obligation.condition is None:
        return no_class
    return any_of((no_class, certainly(obligation.condition, "", prover.space, value=False)))


def _family(prover: Prover, obligation: Obligation) -> list[str]:
    classes = prover.policy.classes
    return [n for n in obligation.classes if classes[n].lineage[-1] == prover.root]
