"""Finds schedule rules that break a floor or ceiling, and floors later than ceilings (S5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import before, together_possible
from tenure.compiler.analysis.prover import Answer, Prover
from tenure.compiler.analysis.witnesses import witness_of
from tenure.compiler.check.edits import overriding, within_limit
from tenure.compiler.check.settling import Settlement, favoured, settlement
from tenure.compiler.decisions import Decision, Standing, Status
from tenure.compiler.order import can_meet
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import UNRANKED, Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict


def broken_limits(provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report every rule that can answer outside a limit, and limits that contradict each other."""
    found: dict[tuple[str, str], Diagnostic] = {}
    for prover in provers.values():
        floors, ceilings = prover.rules(RuleKind.FLOOR), prover.rules(RuleKind.CEILING)
        for schedule in prover.rules(RuleKind.SCHEDULE) if floors or ceilings else ():
            for limit in (*floors, *ceilings):
                finding = _tried(_outside, prover, schedule, limit)
                if finding is not None:
                    found.setdefault((schedule.ref, limit.ref), finding)
        for floor in floors:
            for ceiling in ceilings:
                finding = _tried(_crossed, prover, floor, ceiling)
                if finding is not None:
                    found.setdefault((floor.ref, ceiling.ref), finding)
    yield from found.values()


def _tried(
    ask: Callable[[Prover, Rule, Rule], Diagnostic | None], prover: Prover, one: Rule, other: Rule
) -> Diagnostic | None:
    """Return what a question finds; that it is not known, when there are too many cases."""
    try:
        return ask(prover, one, other)
    except GaveUpError:
        return Diagnostic(
            code=Code.OUTSIDE_LIMIT,
            message=f"whether `{one.ref}` and `{other.ref}` can contradict each other is not "
            "known: there are too many cases",
            at=one.head,
            related=(Label(span=other.head, text="the other rule"),),
            help=("simplify one of the periods",),
            rules=(one.ref, other.ref),
            verdict=Verdict.UNKNOWN,
        )


def _outside(prover: Prover, schedule: Rule, limit: Rule) -> Diagnostic | None:
    if schedule.follows is not None:
        return None
    is_floor = limit.kind is RuleKind.FLOOR
    ground = _both_stand(prover, schedule, limit)
    if ground == FALSE:
        return None
    question = all_of(
        (
            ground,
            any_of(
                before(day, bound) if is_floor else before(bound, day)
                for day, bound in together_possible(prover.days(schedule), prover.days(limit))
                if not (day.free or bound.free)
            ),
        )
    )
    answer = prover.ask(
        question,
        lambda decision: _contradicts(decision, limit),
        wishes=(prover.idle((schedule,)), prover.not_held()),
    )
    side = "earlier than the legal minimum" if is_floor else "later than the maximum"
    return _finding(
        prover,
        answer,
        (schedule, limit),
        Code.OUTSIDE_LIMIT,
        f"`{schedule.ref}` can end a record's retention {side} `{limit.ref}`",
        _settled_within(prover.policy, schedule, limit),
    )


def _settled_within(policy: Policy, schedule: Rule, limit: Rule) -> Settlement:
    """Return how a rule can come to respect a limit, or to prevail over it.

    That a limit names no authority is no reason to break it.
    """
    favour = favoured(schedule, limit) if limit.rank != UNRANKED else None
    lead = f"{favour.principle}: {favour.reason}; " if favour else ""
    principle = favour.principle if favour else None
    narrow = f"change the period of `{schedule.ref}`, or give the limit an exception"
    prevail = f"write `overrides {limit.ref}` in `{schedule.ref}`"
    if favour is not None and favour.rule is schedule:
        help_ = (f"{lead}{prevail}", f"or, if the limit is meant to prevail: {narrow}")
        edits = (
            overriding(policy, schedule, limit, principle),
            within_limit(policy, schedule, limit),
        )
    else:
        help_ = (f"{lead}{narrow}", f"or, if `{schedule.ref}` is meant to prevail: {prevail}")
        edits = (
            within_limit(policy, schedule, limit, principle),
            overriding(policy, schedule, limit),
        )
    return Settlement(help=help_, edits=tuple(edit for edit in edits if edit is not None))


def _crossed(prover: Prover, floor: Rule, ceiling: Rule) -> Diagnostic | None:
    ground = _both_stand(prover, floor, ceiling)
    if ground == FALSE:
        return None
    covered = any_of(
        prover.stands(cover)
        for schedule in prover.rules(RuleKind.SCHEDULE)
        for cover in prover.covers(schedule)
    )
    crossed = any_of(
        before(most, least)
        for least, most in together_possible(prover.days(floor), prover.days(ceiling))
        if not (least.free or most.free)
    )
    answer = prover.ask(
        all_of((ground, covered, crossed)),
        lambda decision: _contradicts(decision, floor) and _contradicts(decision, ceiling),
        wishes=(prover.not_held(),),
    )
    return _finding(
        prover,
        answer,
        (floor, ceiling),
        Code.FLOOR_AFTER_CEILING,
        f"a record must be kept longer by `{floor.ref}` than `{ceiling.ref}` allows",
        _settled_between(prover.policy, floor, ceiling),
    )


def _settled_between(policy: Policy, floor: Rule, ceiling: Rule) -> Settlement:
    """Return how a minimum and a maximum can come to leave room between them."""
    settled = settlement(policy, floor, ceiling)
    narrow = "narrow one of the two, or let one override the other"
    help_ = settled.help if favoured(floor, ceiling) is not None else (narrow,)
    return Settlement(help=help_, edits=settled.edits)


def _both_stand(prover: Prover, one: Rule, other: Rule) -> Formula:
    parts = [
        all_of((prover.stands(cover), prover.stands(other_cover)))
        for cover in prover.covers(one)
        for other_cover in prover.covers(other)
        if can_meet(cover.record_class, other_cover.record_class, prover.policy.classes)
        and not disjoint(prover.box(cover), prover.box(other_cover))
    ]
    whole = any_of(parts)
    return FALSE if whole == FALSE else all_of((whole, prover.good_data()))


def _contradicts(decision: Decision, limit: Rule) -> bool:
    against = {c.rule for c in decision.considered if c.standing is Standing.DISAGREES}
    return decision.status is Status.CONFLICT and limit.ref in against


def _finding(
    prover: Prover,
    answer: Answer,
    rules: tuple[Rule, Rule],
    code: Code,
    message: str,
    settled: Settlement,
) -> Diagnostic | None:
    if answer.verdict is Verdict.PROVED_ABSENT:
        return None
    one, other = rules
    refs = (one.ref, other.ref)
    witness = None
    if answer.case is not None and answer.decision is not None:
        witness = witness_of(prover.policy, answer.case, answer.decision, refs)
    else:
        message = f"whether it holds is not known ({answer.reason}): {message}"
    return Diagnostic(
        code=code,
        message=message,
        at=one.head,
        related=(Label(span=other.head, text="the limit" if witness else "the other rule"),),
        help=settled.help,
        rules=refs,
        verdict=answer.verdict,
        witness=witness,
        edits=settled.edits,
    )
