"""What no finding calls impossible, shown to happen: a record for each, decided.

A solution of the analysis is read off as records, and the reference evaluator must show on
them what was asked for. So the absence of a finding that says "never" is no mere silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.formulas import Formula, all_of, any_of
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.witnesses import case_of
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.codes import Code
from tests.properties.brute import Tried
from tests.properties.shown import Claim, Shown


def unshown(
    policy: Policy, provers: Mapping[str, Prover], said: Mapping[Claim, object]
) -> list[Claim]:
    """What no finding denies or leaves open, and no solution shows."""
    return [
        claim
        for claim, questions in _claims(policy, provers, said)
        if not any(_shows(policy, claim, prover, where) for prover, where in questions)
    ]


def _shows(policy: Policy, claim: Claim, prover: Prover, where: Formula) -> bool:
    solution = prover._search.solve(where)
    if solution is None:
        return False
    case = case_of(solution, prover.space)
    shown = Shown(policy)
    shown.take(Tried(records=case.records, as_of=case.as_of, facts=case.facts))
    return claim in shown.claims


Questions = list[tuple[Prover, Formula]]


def _claims(
    policy: Policy, provers: Mapping[str, Prover], said: Mapping[Claim, object]
) -> Iterator[tuple[Claim, Questions]]:
    """Everything that can happen, with the formulas that say so."""
    for rule in policy.rules.values():
        asked = [prover for prover in provers.values() if prover.covers(rule)]
        if (Code.IMPOSSIBLE_CONDITION, rule.ref) in said:
            continue
        yield (Code.IMPOSSIBLE_CONDITION, rule.ref), _applying(asked, rule)
        if (Code.SHADOWED_RULE, rule.ref) in said or rule.disapplies:
            continue
        yield (Code.SHADOWED_RULE, rule.ref), _standing(asked, rule)
    for hold in policy.holds.values():
        if (Code.IDLE_HOLD, hold.name) not in said:
            yield (
                (Code.IDLE_HOLD, hold.name),
                [
                    (
                        prover,
                        all_of(
                            (
                                _of_some_class(prover, hold.classes),
                                certainly(hold.condition, "", prover.space, value=True),
                            )
                        ),
                    )
                    for prover in provers.values()
                ],
            )


def _of_some_class(prover: Prover, names: tuple[str, ...]) -> Formula:
    classes = prover.policy.classes
    here = [name for name in names if classes[name].lineage[-1] == prover.root]
    return any_of(prover.standing.member(name, "", value=True) for name in here)


def _applying(asked: list[Prover], rule: Rule) -> Questions:
    return [
        (p, all_of((p.standing.applies(cover, "", value=True), p.good_data())))
        for p in asked
        for cover in p.covers(rule)
    ]


def _standing(asked: list[Prover], rule: Rule) -> Questions:
    return [
        (p, all_of((p.stands(cover), p.good_data()))) for p in asked for cover in p.covers(rule)
    ]


def falling_due(
    policy: Policy, provers: Mapping[str, Prover], said: Mapping[Claim, object]
) -> Iterator[tuple[str, bool]]:
    """For each rule that is not said never to fall due: whether a record shows its day."""
    for rule in policy.rules.values():
        mute = {(code, rule.ref) for code in (Code.IMPOSSIBLE_CONDITION, Code.SHADOWED_RULE)}
        never = (Code.NEVER_DUE, rule.ref) in said or not mute.isdisjoint(said)
        if rule.kind is not RuleKind.SCHEDULE or never or rule.follows or rule.disapplies:
            continue
        claim = (Code.NEVER_DUE, rule.ref, "named")
        asked = [prover for prover in provers.values() if prover.covers(rule)]
        yield rule.ref, any(_shows(policy, claim, *question) for question in _dated(asked, rule))


def _dated(asked: list[Prover], rule: Rule) -> Iterator[tuple[Prover, Formula]]:
    """Where a rule stands and names a day in its first phase, the most settled records first."""
    for prover, stands in _standing(asked, rule):
        days = [day for day in prover.days(rule) if day.settled and not day.free]
        dated = all_of((stands, any_of(day.where for day in days)))
        yield prover, all_of((dated, prover.idle((rule,))))
        yield prover, all_of((dated, prover.decided()))
        yield prover, dated
