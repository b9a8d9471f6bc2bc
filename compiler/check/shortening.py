"""Finds special rules that end retention before the general one would."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import Outcome, before, together_possible
from tenure.compiler.analysis.prover import Answer, Prover
from tenure.compiler.analysis.witnesses import Case, as_tested, witness_of
from tenure.compiler.check.blocks import test_of, with_article
from tenure.compiler.check.undecided import (
    NOT_FOLLOWED,
    TOO_LONG,
    TOO_MANY_CASES,
    undecided,
)
from tenure.compiler.decisions import Decision, Standing, Status
from tenure.compiler.order import Covering
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Instance, Label, ReadyTest, Verdict, Witness

_GONE = (Status.DUE, Status.OVERDUE)


def shortened(policy: Policy, provers: Mapping[str, Prover]) -> Iterator[Diagnostic]:
    """Report rules for a class that end retention before a rule for its ancestor would.

    One finding for each class and ancestor, with a witness for the first rule that has one.
    """
    for (name, ancestor), rules in _pairs(policy, provers).items():
        prover = provers[policy.classes[name].lineage[-1]]
        finding = _Group(prover, name, ancestor).finding(rules)
        if finding is not None:
            yield finding


class _Shortening(NamedTuple):
    """A special rule, the general one that it may shorten, and where it does."""

    special: Rule
    general: Rule
    question: Formula


class _Group:
    """The rules for one class, against those for one of its ancestors."""

    def __init__(self, prover: Prover, name: str, ancestor: str) -> None:
        self._prover = prover
        self._name = name
        self._ancestor = ancestor
        self._reason = ""

    def finding(self, rules: Sequence[tuple[Rule, Rule]]) -> Diagnostic | None:
        """Return what there is to say of pairs of a special and a general rule."""
        found: dict[str, _Shortening] = {}
        for special, general in rules:
            if special.ref not in found:
                question = self._possible(special, general)
                if question is not None:
                    found[special.ref] = _Shortening(special, general, question)
        for one in found.values():
            answer = self._ask(one)
            if answer.case is not None and answer.decision is not None:
                refs = (one.special.ref, one.general.ref)
                policy = self._prover.policy
                witness = witness_of(policy, answer.case, answer.decision, refs)
                test = _kept_as_long(policy, answer.case, (one.special, one.general), witness)
                others = (other for other in found.values() if other is not one)
                return _finding((self._name, self._ancestor), [one, *others], witness, test)
            self._reason = answer.reason or self._reason
        specials = dict.fromkeys(special.ref for special, _ in rules)
        return self._unknown(tuple(specials)) if self._reason else None

    def _possible(self, special: Rule, general: Rule) -> Formula | None:
        """Return where a special rule shortens a general one; `None` where nothing shows it."""
        try:
            ground = self._ground(special, general)
            days, others = self._prover.rough_days(special), self._prover.rough_days(general)
            question = all_of((ground, _earlier(days, others)))
            possible = False if ground == FALSE else self._prover.possible(question)
            if possible is False:
                return None
            if any(day.free for day in (*days, *others)):
                days, others = self._prover.near_days(special), self._prover.near_days(general)
                exact = _earlier([d for d in days if not d.free], [d for d in others if not d.free])
                question = all_of((ground, exact))
                possible = self._prover.possible(question)
            if possible:
                return question
            if possible is None:
                self._reason = TOO_LONG
            elif self._prover.possible(all_of((ground, _earlier(days, others)))) is not False:
                self._reason = NOT_FOLLOWED
        except GaveUpError:
            self._reason = TOO_MANY_CASES
        return None

    def _ground(self, special: Rule, general: Rule) -> Formula:
        """Return where the special rule governs, and the general one applies."""
        cover, lower = Covering(special.ref, self._name), Covering(general.ref, self._ancestor)
        if special.phases[:1] == general.phases[:1]:
            return FALSE
        if disjoint(self._prover.box(cover), self._prover.remaining_box(lower)):
            return FALSE
        remains = self._prover.standing.remains(lower, "", value=True)
        return all_of((self._prover.stands(cover), remains, self._prover.good_data()))

    def _ask(self, one: _Shortening) -> Answer:
        return self._prover.ask(
            one.question,
            lambda decision: _governs(decision, one.special) and _beats(decision, one.general),
            wishes=(self._prover.idle((one.special, one.general)), self._prover.not_held()),
            keeps=lambda case, said: (
                said.keep_until,
                case.last_day(self._prover.policy, one.general),
            ),
        )

    def _unknown(self, refs: tuple[str, ...]) -> Diagnostic:
        return undecided(
            Code.SHORTENED,
            f"the rules for `{self._name}` can end retention before those for "
            f"`{self._ancestor}` would",
            self._prover.policy.rules[refs[0]].head,
            reason=self._reason,
            rules=refs,
        )


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


def _earlier(ones: Iterable[Outcome], others: Iterable[Outcome]) -> Formula:
    return any_of(before(one, other) for one, other in together_possible(ones, others))


def _finding(
    classes: tuple[str, str],
    found: list[_Shortening],
    witness: Witness,
    test: ReadyTest | None,
) -> Diagnostic:
    name, ancestor = classes
    special, general, _ = found[0]
    refs = [one.special.ref for one in found]
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
        witness=witness,
        test=test,
        instances=_instances(found) if len(found) > 1 else (),
    )


def _instances(found: list[_Shortening]) -> tuple[Instance, ...]:
    return tuple(
        Instance(
            rules=(special.ref, general.ref),
            at=special.head,
            text=f"`{special.ref}` can end before `{general.ref}` would",
        )
        for special, general, _ in found
    )


def _governs(decision: Decision, rule: Rule) -> bool:
    return any(c.rule == rule.ref and c.standing is Standing.GOVERNS for c in decision.considered)


def _kept_as_long(
    policy: Policy, case: Case, rules: tuple[Rule, Rule], witness: Witness
) -> ReadyTest | None:
    """Return the test that on the last day of the general rule the record is still kept.

    `None` where that would show nothing: on that day other rules may be in force.
    """
    special, general = rules
    day = case.last_day(policy, general)
    if day is None:
        return None
    then = replace(as_tested(policy, case, witness), as_of=day)
    if then.decide(policy).status not in _GONE:
        return None
    record = with_article(case.records[0].record_class)
    title = f"{special.ref} keeps {record} as long as {general.ref} would"
    return test_of(policy, title, replace(witness, as_of=day), Status.RETAIN)


def _beats(decision: Decision, rule: Rule) -> bool:
    beaten = {c.rule for c in decision.considered if c.standing is Standing.BEATEN}
    return rule.ref in beaten
