"""Finds schedule rules that break a floor or ceiling, and floors later than ceilings (S5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import Outcome, before, together_possible
from tenure.compiler.analysis.prover import Answer, Prover
from tenure.compiler.analysis.witnesses import Shows, witness_of
from tenure.compiler.check.edits import overriding, within_limit
from tenure.compiler.check.settling import Settlement, favoured, settlement
from tenure.compiler.check.undecided import NOT_FOLLOWED, TOO_MANY_CASES, undecided
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
                finding = _tried(Code.OUTSIDE_LIMIT, _outside, prover, schedule, limit)
                if finding is not None:
                    found.setdefault((schedule.ref, limit.ref), finding)
        for floor in floors:
            for ceiling in ceilings:
                finding = _tried(Code.FLOOR_AFTER_CEILING, _crossed, prover, floor, ceiling)
                if finding is not None:
                    found.setdefault((floor.ref, ceiling.ref), finding)
    yield from found.values()


def _tried(
    code: Code,
    ask: Callable[[Prover, Rule, Rule], Diagnostic | None],
    prover: Prover,
    one: Rule,
    other: Rule,
) -> Diagnostic | None:
    """Return what a question finds; that it is not known, when there are too many cases."""
    try:
        return ask(prover, one, other)
    except GaveUpError:
        question = f"`{one.ref}` and `{other.ref}` can contradict each other"
        refs = (one.ref, other.ref)
        return undecided(code, question, one.head, reason=TOO_MANY_CASES, rules=refs)


def _outside(prover: Prover, schedule: Rule, limit: Rule) -> Diagnostic | None:
    if schedule.follows is not None:
        return None
    is_floor = limit.kind is RuleKind.FLOOR
    ground = _both_stand(prover, schedule, limit)
    if ground == FALSE:
        return None
    wishes = (prover.idle((schedule,)), prover.not_held())
    broken: dict[int, Answer] = {}
    for disposed_as, phase in schedule.stated_phases.items():
        if not is_floor and disposed_as is not None and _escapes(prover, schedule, limit, phase):
            continue
        days = prover.days(schedule, phase), prover.days(limit)
        found = _answer(
            prover,
            ground,
            days if is_floor else days[::-1],
            lambda decision: _contradicts(decision, limit),
            wishes,
            disposed_as,
        )
        if found.verdict is not Verdict.PROVED_ABSENT:
            broken[phase] = found
    shown = [found for found in broken.values() if found.verdict is Verdict.WITNESS]
    if not broken:
        return None
    answer = next(iter((*shown, *broken.values())))
    side = "earlier than the legal minimum" if is_floor else "later than the maximum"
    return _finding(
        prover,
        answer,
        (schedule, limit),
        Code.OUTSIDE_LIMIT,
        f"`{schedule.ref}` can end a record's retention {side} `{limit.ref}`",
        _settled_within(prover.policy, schedule, tuple(broken), limit),
    )


def _escapes(prover: Prover, schedule: Rule, ceiling: Rule, phase: int) -> bool:
    """Return whether a maximum can cease to apply to records once they are anonymised.

    A maximum for the sake of privacy ends with the personal data, and a field says so
    (`when personal_data`). That a record is stated to be anonymised and to have personal
    data still is a contradiction in the data: its decision is a conflict, and the policy
    has no mistake. A maximum on all records of the rule means the anonymised ones too.
    """
    if all(earlier.action.verb != "anonymise" for earlier in schedule.phases[:phase]):
        return False
    free = all_of(
        prover.standing.unbeaten(cover, "", value=False) for cover in prover.covers(ceiling)
    )
    stands = any_of(prover.stands(cover) for cover in prover.covers(schedule))
    return prover.possible(all_of((stands, free, prover.good_data()))) is True


def _settled_within(
    policy: Policy, schedule: Rule, phases: tuple[int, ...], limit: Rule
) -> Settlement:
    """Return how a rule can come to respect a limit, or to prevail over it.

    That a limit names no authority is no reason to break it. One edit brings one phase
    within the limit; where several are outside there is none.
    """
    favour = favoured(schedule, limit) if limit.rank != UNRANKED else None
    lead = f"{favour.principle}: {favour.reason}; " if favour else ""
    prevails = favour is not None and favour.rule.ref == schedule.ref
    principle = favour.principle if favour else None
    within = None
    if len(phases) == 1:
        speaks = None if prevails else principle
        within = within_limit(policy, schedule, phases[0], limit, speaks)
    narrow = f"change the period of `{schedule.ref}`, or give the limit an exception"
    prevail = f"write `overrides {limit.ref}` in `{schedule.ref}`"
    if prevails:
        help_ = (f"{lead}{prevail}", f"or, if the limit is meant to prevail: {narrow}")
        edits = (overriding(policy, schedule, (limit,), principle), within)
    else:
        help_ = (f"{lead}{narrow}", f"or, if `{schedule.ref}` is meant to prevail: {prevail}")
        edits = (within, overriding(policy, schedule, (limit,)))
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
    answer = _answer(
        prover,
        all_of((ground, covered)),
        (prover.days(ceiling), prover.days(floor)),
        lambda decision: _contradicts(decision, floor) and _contradicts(decision, ceiling),
        wishes=(prover.not_held(),),
    )
    if answer.verdict is Verdict.PROVED_ABSENT:
        return None
    return _finding(
        prover,
        answer,
        (floor, ceiling),
        Code.FLOOR_AFTER_CEILING,
        f"a record must be kept longer by `{floor.ref}` than `{ceiling.ref}` allows",
        _settled_between(prover.policy, floor, ceiling),
    )


def _answer(
    prover: Prover,
    ground: Formula,
    days: tuple[list[Outcome], list[Outcome]],
    shows: Shows,
    wishes: tuple[Formula, ...],
    disposed_as: str | None = None,
) -> Answer:
    """Return whether one rule's day can come before another's; not known where days are free."""
    pairs = list(together_possible(*days))
    exact = any_of(before(one, other) for one, other in pairs if not (one.free or other.free))
    answer = prover.ask(all_of((ground, exact)), shows, wishes=wishes, disposed_as=disposed_as)
    if answer.verdict is not Verdict.PROVED_ABSENT:
        return answer
    free = any_of(before(one, other) for one, other in pairs if one.free or other.free)
    if prover.possible(all_of((ground, free))) is False:
        return answer
    return Answer(verdict=Verdict.UNKNOWN, reason=NOT_FOLLOWED)


def _settled_between(policy: Policy, floor: Rule, ceiling: Rule) -> Settlement:
    """Return how a minimum and a maximum can come to leave room between them."""
    favour = favoured(floor, ceiling)
    settled = settlement(policy, floor, ceiling, favour)
    narrow = "narrow one of the two, or let one override the other"
    help_ = settled.help if favour is not None else (narrow,)
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
) -> Diagnostic:
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
