"""Finds what never has an effect: impossible conditions, shadowed rules, idle holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import Formula, all_of, any_of
from tenure.compiler.analysis.outcomes import not_after
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.terms import ALWAYS
from tenure.compiler.check.undecided import TOO_LONG, TOO_MANY_CASES, undecided
from tenure.compiler.order import Covering
from tenure.compiler.policy.periods import Permanently
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Hold, Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict


def idle_rules(policy: Policy, provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report rules and classes that no record can ever meet, of the families asked about."""
    for rule in policy.rules.values():
        asked = [p for p in provers.values() if p.covers(rule)]
        finding = _idle_rule(policy, asked, rule) if asked else None
        if finding is not None:
            yield finding
    for record_class in policy.classes.values():
        if record_class.where is None or record_class.lineage[-1] not in provers:
            continue
        prover = provers[record_class.lineage[-1]]
        member = prover.possible(prover.standing.member(record_class.name, "", value=True))
        if member is None:
            question = f"a record can be a `{record_class.name}`"
            code = Code.IMPOSSIBLE_CONDITION
            yield undecided(code, question, record_class.span, reason=TOO_LONG)
        elif not member:
            yield Diagnostic(
                code=Code.IMPOSSIBLE_CONDITION,
                message=f"no record can be a `{record_class.name}`: its condition is never true",
                at=record_class.span,
                help=("correct the condition after `where`",),
                verdict=Verdict.PROVED_ABSENT,
            )


def possible_holds(policy: Policy, provers: Mapping[str, Prover]) -> dict[str, bool | None]:
    """Return whether each hold can apply to some record of the families asked about."""
    return {
        hold.name: _any(_may_hold(prover, hold) for prover in provers.values())
        for hold in policy.holds.values()
    }


def idle_holds(
    policy: Policy, possible: Sequence[Mapping[str, bool | None]]
) -> Iterator[Diagnostic]:
    """Report every hold that can apply to no record.

    Args:
        policy: the policy.
        possible: for each part of it, whether a hold can apply to a record there.
    """
    for hold in policy.holds.values():
        held = _any(part.get(hold.name, False) for part in possible)
        if held is None:
            question = f"the hold `{hold.name}` can ever apply"
            yield undecided(Code.IDLE_HOLD, question, hold.span, reason=TOO_LONG)
        elif not held:
            yield Diagnostic(
                code=Code.IDLE_HOLD,
                message=f"the hold `{hold.name}` can never apply: its condition is never true",
                at=hold.span,
                help=("correct its condition, or remove it",),
                verdict=Verdict.PROVED_ABSENT,
            )


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Return whether any answer is yes; `None` when none is, and one is not known."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def _may_hold(prover: Prover, hold: Hold) -> bool | None:
    names = [n for n in hold.classes if prover.policy.classes[n].lineage[-1] == prover.root]
    applies = any_of(prover.standing.member(name, "", value=True) for name in names)
    condition = certainly(hold.condition, "", prover.space, value=True)
    return prover.possible(all_of((applies, condition)))


def _idle_rule(policy: Policy, asked: list[Prover], rule: Rule) -> Diagnostic | None:
    if _falls_due(asked, rule):
        return None  # so it stands somewhere, and applies there
    applies = _somewhere(asked, rule, _applies)
    if applies is None:
        return _undecided(Code.IMPOSSIBLE_CONDITION, rule, "can ever apply")
    if not applies:
        return _impossible(policy, rule)
    if rule.disapplies or _is_followed(policy, rule):
        return None
    stands = _somewhere(asked, rule, _stands)
    if stands is None:
        return _undecided(Code.SHADOWED_RULE, rule, "ever decides")
    if not stands:
        return _shadowed(policy, asked, rule)
    if rule.kind is RuleKind.SCHEDULE and rule.follows is None:
        return _never_due(asked, rule)
    return None


def _undecided(code: Code, rule: Rule, question: str, reason: str = TOO_LONG) -> Diagnostic:
    return undecided(code, f"`{rule.ref}` {question}", rule.head, reason=reason, rules=(rule.ref,))


def _applies(prover: Prover, cover: Covering) -> Formula:
    return prover.standing.applies(cover, "", value=True)


def _stands(prover: Prover, cover: Covering) -> Formula:
    return prover.stands(cover)


def _is_followed(policy: Policy, rule: Rule) -> bool:
    """Return whether a rule can also decide through another one that follows its policy."""
    return any(other.follows == rule.document for other in policy.rules.values())


Where = Callable[[Prover, Covering], Formula]


def _somewhere(asked: list[Prover], rule: Rule, where: Where) -> bool | None:
    return _any(
        prover.possible(all_of((where(prover, cover), prover.good_data())))
        for prover in asked
        for cover in prover.covers(rule)
    )


def _impossible(policy: Policy, rule: Rule) -> Diagnostic:
    parent = policy.rules[rule.parent] if rule.parent else None
    related = (Label(span=parent.head, text="the rule it stands in"),) if parent else ()
    return Diagnostic(
        code=Code.IMPOSSIBLE_CONDITION,
        message=f"`{rule.ref}` can never apply: its condition is never true",
        at=rule.condition.span if rule.condition else rule.head,
        related=related,
        help=(
            "correct the condition; an exception's must be possible together with its rule's"
            if parent
            else "correct the condition, or remove the rule",
        ),
        rules=(rule.ref,),
        verdict=Verdict.PROVED_ABSENT,
    )


def _shadowed(policy: Policy, asked: list[Prover], rule: Rule) -> Diagnostic:
    """Report a rule that always has another one above it, and name that one if it is one."""
    uppers = dict.fromkeys(
        upper.rule
        for prover in asked
        for cover in prover.covers(rule)
        for upper in sorted(policy.order.above[cover])
    )
    switches = policy.order.disapplied_by.get(rule.ref, ())
    alone = [u for u in uppers if not _stands_without(asked, rule, u)]
    named = alone[:1] or [*uppers, *switches]
    by = ", ".join(f"`{ref}`" for ref in named)
    how = "always beaten by" if alone else "always beaten or switched off by one of"
    return Diagnostic(
        code=Code.SHADOWED_RULE,
        message=f"`{rule.ref}` never decides: wherever it applies, it is {how} {by}",
        at=rule.head,
        related=tuple(Label(span=policy.rules[r].head, text="prevails") for r in named[:3]),
        help=("remove it, or narrow the rule that prevails",),
        rules=(rule.ref, *named),
        verdict=Verdict.PROVED_ABSENT,
    )


def _stands_without(asked: list[Prover], rule: Rule, upper: str) -> bool:
    """Return whether a rule applies somewhere and one particular rule above it does not."""
    for prover in asked:
        for cover in prover.covers(rule):
            others = [u for u in prover.policy.order.above[cover] if u.rule == upper]
            parts = [_applies(prover, cover), prover.good_data()]
            parts += [prover.standing.remains(u, "", value=False) for u in others]
            if prover.possible(all_of(parts)) is not False:
                return True
    return False


_EVER_DUE = "can ever make a record due"


def _never_due(asked: list[Prover], rule: Rule) -> Diagnostic | None:
    if any(isinstance(phase.keep, Permanently) for phase in rule.phases):
        return None
    try:
        due = _any(
            prover.possible(names_a_day(prover, rule, phase))
            for prover in asked
            for phase in range(len(rule.phases))
        )
    except GaveUpError:
        return _undecided(Code.NEVER_DUE, rule, _EVER_DUE, TOO_MANY_CASES)
    if due is None:
        return _undecided(Code.NEVER_DUE, rule, _EVER_DUE)
    if due:
        return None
    return Diagnostic(
        code=Code.NEVER_DUE,
        message=f"no record can ever fall due by `{rule.ref}`",
        at=rule.phases[0].keep.span,
        help=(
            "its condition rules out the event that its period needs; "
            "write `keep permanently` if that is meant",
        ),
        rules=(rule.ref,),
        verdict=Verdict.PROVED_ABSENT,
    )


def _falls_due(asked: list[Prover], rule: Rule) -> bool:
    """Return whether a rule certainly stands for some record and names a day."""
    try:
        return bool(rule.phases) and any(
            prover.possible(names_a_day(prover, rule)) for prover in asked
        )
    except GaveUpError:
        return False


def names_a_day(prover: Prover, rule: Rule, phase: int = 0) -> Formula:
    """Return where a rule stands and names a last day for a phase, counted from 0."""
    day_named = any_of(
        all_of((day.where, not_after(day.high, 1, ALWAYS)))
        for day in prover.rough_days(rule, phase)
        if day.settled or day.high != ALWAYS
    )
    stands = any_of(prover.stands(cover) for cover in prover.covers(rule))
    return all_of((stands, prover.good_data(), day_named))
