"""Finds special rules that end retention before the general one would."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import Outcome, before, together_possible
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.witnesses import witness_of
from tenure.compiler.check.undecided import TOO_LONG, TOO_MANY_CASES, undecided
from tenure.compiler.decisions import Decision, Standing
from tenure.compiler.order import Covering
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Instance, Label, Verdict


def shortened(policy: Policy, provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report rules for a class that end retention before a rule for its ancestor would.

    One finding for each class and ancestor, with a witness for the first such rule.
    """
    for (name, ancestor), rules in _pairs(policy, provers).items():
        prover = provers[policy.classes[name].lineage[-1]]
        found: dict[str, tuple[Rule, Rule, Formula]] = {}
        unknown: dict[str, Diagnostic] = {}
        for special, general in rules:
            if special.ref in found:
                continue
            try:
                question = _question(prover, Covering(special.ref, name), general, ancestor)
            except GaveUpError:
                unknown[special.ref] = _undecided(special, general, TOO_MANY_CASES)
                continue
            possible = prover.possible(question)
            if possible:
                found[special.ref] = (special, general, question)
            elif possible is None:
                unknown[special.ref] = _undecided(special, general, TOO_LONG)
        if found:
            yield _finding(prover, name, ancestor, list(found.values()))
        yield from (finding for ref, finding in unknown.items() if ref not in found)


def _pairs(
    policy: Policy, asked: Collection[str]
) -> dict[tuple[str, str], list[tuple[Rule, Rule]]]:
    """Return the rules ordered by lex specialis, by the class of each and the one above it.

    Asked are the families of these classes at their top.
    """
    found: dict[tuple[str, str], list[tuple[Rule, Rule]]] = {}
    for edge in policy.order.edges:
        special, general = policy.rules[edge.upper], policy.rules[edge.lower]
        if edge.why != "lex specialis" or special.follows or general.follows:
            continue
        for name in special.classes:
            lineage = policy.classes[name].lineage
            for ancestor in general.classes if lineage[-1] in asked else ():
                if ancestor in lineage[1:]:
                    found.setdefault((name, ancestor), []).append((special, general))
    return found


def _undecided(special: Rule, general: Rule, reason: str) -> Diagnostic:
    return undecided(
        Code.SHORTENED,
        f"`{special.ref}` can end retention before `{general.ref}` would",
        special.head,
        reason=reason,
        rules=(special.ref, general.ref),
    )


def _question(prover: Prover, cover: Covering, general: Rule, ancestor: str) -> Formula:
    """Return where a special rule governs, a general one applies, and would end later."""
    special = prover.policy.rules[cover.rule]
    lower = Covering(general.ref, ancestor)
    if special.phases[:1] == general.phases[:1]:
        return FALSE
    if disjoint(prover.box(cover), prover.remaining_box(lower)):
        return FALSE
    remains = prover.standing.remains(lower, "", value=True)
    ground = all_of((prover.stands(cover), remains, prover.good_data()))
    ones, others = prover.rough_days(special), prover.rough_days(general)
    rough = all_of((ground, _earlier(ones, others)))
    if not any(day.free for day in (*ones, *others)):
        return rough  # no linked record matters: it is exact
    if prover.possible(rough) is False:
        return FALSE
    exact = _earlier(
        [day for day in prover.near_days(special) if not day.free],
        [day for day in prover.near_days(general) if not day.free],
    )
    return all_of((ground, exact))


def _earlier(ones: list[Outcome], others: list[Outcome]) -> Formula:
    return any_of(before(one, other) for one, other in together_possible(ones, others))


def _finding(
    prover: Prover, name: str, ancestor: str, found: list[tuple[Rule, Rule, Formula]]
) -> Diagnostic:
    special, general, question = found[0]
    answer = prover.ask(
        question,
        lambda decision: decision.rule == special.ref and _beats(decision, general),
        wishes=(prover.idle((special, general)), prover.not_held()),
        keeps=lambda decision: decision.keep_until,
    )
    if answer.case is None or answer.decision is None:
        return _undecided(special, general, answer.reason)
    refs = [rule.ref for rule, _, _ in found]
    listed = ", ".join(f"`{ref}`" for ref in refs[:5])
    more = f" and {len(refs) - 5} more" if len(refs) > 5 else ""
    return Diagnostic(
        code=Code.SHORTENED,
        message=f"the rules for `{name}` can end retention before those for `{ancestor}` "
        f"would: {listed}{more}",
        at=special.head,
        related=(Label(span=general.head, text="the general rule would keep it longer"),),
        help=("that may be meant; if not, lengthen the special rule",),
        rules=(*refs, general.ref),
        verdict=Verdict.WITNESS,
        witness=witness_of(prover.policy, answer.case, answer.decision, (special.ref,)),
        instances=_instances(found) if len(found) > 1 else (),
    )


def _instances(found: list[tuple[Rule, Rule, Formula]]) -> tuple[Instance, ...]:
    return tuple(
        Instance(
            rules=(special.ref, general.ref),
            at=special.head,
            text=f"`{special.ref}` can end before `{general.ref}` would",
        )
        for special, general, _ in found
    )


def _beats(decision: Decision, rule: Rule) -> bool:
    beaten = {c.rule for c in decision.considered if c.standing is Standing.BEATEN}
    return rule.ref in beaten
