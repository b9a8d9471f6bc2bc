"""Finds schedule rules that break a floor or ceiling, and floors later than ceilings (S5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, TRUE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import Outcome, before, together_possible
from tenure.compiler.analysis.prover import ABSENT, Answer, Prover
from tenure.compiler.analysis.witnesses import Shows, witness_of
from tenure.compiler.decisions import Decision, Standing, Status
from tenure.compiler.order import can_meet
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict


def broken_limits(provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report every rule that can answer outside a limit, and limits that contradict each other.

    A rule's answer is that of its first phase. What is kept without names after that is meant
    to outlive a limit on personal data, and only the record can say whether it has any left.
    """
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
    answer = _possible(
        prover,
        ground,
        _bounds(prover.days(schedule), prover.days(limit), is_floor=is_floor),
        _Asked(
            shows=lambda decision: _contradicts(decision, limit),
            wishes=(prover.idle((schedule,)), prover.not_held()),
        ),
    )
    side = "earlier than the legal minimum" if is_floor else "later than the maximum"
    return _finding(
        prover,
        answer,
        (schedule, limit),
        Code.OUTSIDE_LIMIT,
        f"`{schedule.ref}` can end a record's retention {side} `{limit.ref}`",
        (
            f"change the period of `{schedule.ref}`, or give the limit an exception",
            f"or, where `{schedule.ref}` is meant to prevail: write `overrides {limit.ref}` in it",
        ),
    )


def _bounds(days: Iterable[Outcome], limits: Iterable[Outcome], *, is_floor: bool) -> list[_Case]:
    """Return where an answer lies outside a limit, case by case."""
    return [
        _Case(before(day, bound) if is_floor else before(bound, day), free=day.free or bound.free)
        for day, bound in together_possible(days, limits)
    ]


class _Case(NamedTuple):
    """Where a day comes before another; `free` where one of them stands for any day at all."""

    where: Formula
    free: bool


class _Asked(NamedTuple):
    """How a question is asked; see `Prover.ask`."""

    shows: Shows
    wishes: tuple[Formula, ...]


def _possible(prover: Prover, ground: Formula, cases: list[_Case], asked: _Asked) -> Answer:
    """Return whether one of the cases is possible on some ground."""
    exact = any_of(case.where for case in cases if not case.free)
    answer = ABSENT
    for certain in (TRUE, prover.decided()):
        answer = prover.ask(
            all_of((ground, exact, certain)),
            asked.shows,
            wishes=asked.wishes,
        )
        if answer.verdict is not Verdict.UNKNOWN:
            break
    free = any_of(case.where for case in cases if case.free)
    if answer is ABSENT and prover.possible(all_of((ground, free))) is not False:
        reason = "it depends on more of a linked record than is followed"
        return Answer(verdict=Verdict.UNKNOWN, reason=reason)
    return answer


def _crossed(prover: Prover, floor: Rule, ceiling: Rule) -> Diagnostic | None:
    ground = _both_stand(prover, floor, ceiling)
    if ground == FALSE:
        return None
    covered = any_of(
        prover.stands(cover)
        for schedule in prover.rules(RuleKind.SCHEDULE)
        for cover in prover.covers(schedule)
    )
    answer = _possible(
        prover,
        all_of((ground, covered)),
        _bounds(prover.days(floor), prover.days(ceiling), is_floor=False),
        _Asked(
            shows=lambda decision: (
                _contradicts(decision, floor) and _contradicts(decision, ceiling)
            ),
            wishes=(prover.not_held(),),
        ),
    )
    return _finding(
        prover,
        answer,
        (floor, ceiling),
        Code.FLOOR_AFTER_CEILING,
        f"a record must be kept longer by `{floor.ref}` than `{ceiling.ref}` allows",
        ("narrow one of the two, or let one override the other",),
    )


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
    help_: tuple[str, ...],
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
        help=help_,
        rules=refs,
        verdict=answer.verdict,
        witness=witness,
    )
