"""Finds schedule rules that disagree on a record (S4 step 3).

A rule governs when it stands and nothing that stands beats it. So a disagreement is
always one between two rules, and every pair that is not ordered is searched by itself,
with the rules that could beat either of them held off. How the search works, and why
its answers are exact, is written in `docs/conflicts.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import Outcome, apart, together, together_possible
from tenure.compiler.analysis.prover import ABSENT, Answer, Prover
from tenure.compiler.analysis.terms import ALWAYS
from tenure.compiler.analysis.witnesses import Case, witness_of
from tenure.compiler.check.settling import Favour, favoured, settlement, tie_break
from tenure.compiler.check.undecided import NOT_FOLLOWED, TOO_MANY_CASES, undecided
from tenure.compiler.decisions import Decision, Standing
from tenure.compiler.evaluate.answers import since_of
from tenure.compiler.order import Covering, can_meet
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """What was found out about two rules.

    Attributes:
        rules: their references.
        verdict: whether they disagree on some record.
        finding: the finding; `None` where they are proved not to and never both govern.
        favour: which of the two the law prefers, if they disagree and it does.
    """

    rules: tuple[str, str]
    verdict: Verdict
    finding: Diagnostic | None
    favour: Favour | None = None


def ambiguities(
    policy: Policy,
    provers: Mapping[str, Prover],
    progress: Callable[[int, int], None] | None = None,
) -> list[PairVerdict]:
    """Return the verdict on every pair of schedule rules that are not ordered.

    Args:
        policy: the policy.
        provers: a prover for each family of classes that is asked about.
        progress: told how many pairs are done, and how many there are.
    """
    pairs = list(_pairs(policy, provers))
    verdicts = []
    for done, (one, other, roots) in enumerate(pairs):
        if progress is not None:
            progress(done, len(pairs))
        found = [_Pair(provers[root], one, other).verdict() for root in roots]
        verdicts.append(min(found, key=lambda v: _GRAVITY.index(v.verdict)))
    if progress is not None:
        progress(len(pairs), len(pairs))
    return verdicts


_GRAVITY = (Verdict.WITNESS, Verdict.UNKNOWN, Verdict.PROVED_ABSENT)


def _pairs(policy: Policy, asked: Collection[str]) -> Iterator[tuple[Rule, Rule, tuple[str, ...]]]:
    """Return the schedule rules that can both govern one record for all that is written.

    Asked are the families of these classes at their top. With each pair come those in
    which they meet.
    """
    families: dict[str, list[Rule]] = {}
    for rule in policy.rules.values():
        if rule.kind is RuleKind.SCHEDULE:
            for root in dict.fromkeys(policy.classes[n].lineage[-1] for n in rule.classes):
                if root in asked:
                    families.setdefault(root, []).append(rule)
    found: dict[tuple[str, str], list[str]] = {}
    for root, rules in families.items():
        for one, other in combinations(rules, 2):
            if any(True for _ in meetings(policy, one, other, root)):
                found.setdefault((one.ref, other.ref), []).append(root)
    for (ref, other_ref), roots in found.items():
        yield policy.rules[ref], policy.rules[other_ref], tuple(roots)


def meetings(
    policy: Policy, one: Rule, other: Rule, root: str
) -> Iterator[tuple[Covering, Covering]]:
    """Return the coverings through which two rules meet, in one family, without an order."""
    for name in one.classes:
        if policy.classes[name].lineage[-1] != root:
            continue
        for other_name in other.classes:
            meet = name == other_name or can_meet(name, other_name, policy.classes)
            cover, other_cover = Covering(one.ref, name), Covering(other.ref, other_name)
            if meet and not policy.order.ordered(cover, other_cover):
                yield cover, other_cover


class _Pair:
    """Two rules, in one family of classes."""

    def __init__(self, prover: Prover, one: Rule, other: Rule) -> None:
        self._prover = prover
        self._policy = prover.policy
        self._one = one
        self._other = other

    def verdict(self) -> PairVerdict:
        """Return whether the two rules disagree on some record."""
        if self._settled_by_rank() or self._follow_the_same():
            return self._verdict(Verdict.PROVED_ABSENT, None)
        if self._follows_loaded(self._one) or self._follows_loaded(self._other):
            return self._unknown("one of them follows a policy that is loaded")
        ground = self._ground()
        if ground == FALSE:
            return self._verdict(Verdict.PROVED_ABSENT, None)
        reason = ""
        try:
            for answer in self._answers(ground):
                if answer.verdict is Verdict.WITNESS:
                    return self._disagreement(answer)
                reason = answer.reason or reason
        except GaveUpError:
            reason = TOO_MANY_CASES
        if reason:
            return self._unknown(reason)
        return self._verdict(Verdict.PROVED_ABSENT, self._overlap(ground))

    def _verdict(
        self, verdict: Verdict, finding: Diagnostic | None, favour: Favour | None = None
    ) -> PairVerdict:
        pair = (self._one.ref, self._other.ref)
        return PairVerdict(rules=pair, verdict=verdict, finding=finding, favour=favour)

    def _settled_by_rank(self) -> bool:
        """Return whether the policy's tie-breaks prefer one of the rules on every record."""
        since = {since_of(self._policy, rule) for rule in (self._one, self._other)}
        return ("authority" in self._policy.resolve_by and self._one.rank != self._other.rank) or (
            "latest" in self._policy.resolve_by and len(since) == 2
        )

    def _follow_the_same(self) -> bool:
        return self._one.follows is not None and self._one.follows == self._other.follows

    def _follows_loaded(self, rule: Rule) -> bool:
        return rule.follows is not None and rule.follows in self._policy.documents

    # --- the questions ------------------------------------------------------------

    def _ground(self) -> Formula:
        """Return where both rules govern, tie-breaks apart."""
        prover = self._prover
        govern = any_of(
            all_of((prover.stands(cover), prover.stands(other_cover)))
            for cover, other_cover in meetings(self._policy, self._one, self._other, prover.root)
            if not disjoint(prover.box(cover), prover.box(other_cover))
        )
        return FALSE if govern == FALSE else all_of((govern, prover.good_data()))

    def _answers(self, ground: Formula) -> Iterator[Answer]:
        """Return the answer for each phase of a record, with what is exact first."""
        for disposed_as, phase, other_phase in _common_phases(self._one, self._other):
            exact: list[Formula] = []
            free: list[Formula] = []
            for outcome, other in together_possible(
                self._prover.days(self._one, phase), self._prover.days(self._other, other_phase)
            ):
                differ = self._differ(outcome, other, phase, other_phase)
                (free if outcome.free or other.free else exact).append(differ)
            yield self._ask(all_of((ground, any_of(exact))), disposed_as)
            if self._prover.possible(all_of((ground, any_of(free)))) is not False:
                yield Answer(verdict=Verdict.UNKNOWN, reason=NOT_FOLLOWED)

    def _differ(self, outcome: Outcome, other: Outcome, phase: int, other_phase: int) -> Formula:
        actions_differ = _action(self._one, phase) != _action(self._other, other_phase)
        both_permanent = _permanent(outcome) and _permanent(other)
        if {"longest", "shortest"} & set(self._policy.resolve_by):
            return together(outcome, other) if actions_differ and not both_permanent else FALSE
        if actions_differ and not both_permanent:
            return all_of((outcome.where, other.where))
        return apart(outcome, other)

    def _ask(self, question: Formula, disposed_as: str | None) -> Answer:
        if question == FALSE:
            return ABSENT
        prover = self._prover
        settled = all_of(
            any_of(o.where for o in prover.days(rule) if o.settled)
            for rule in (self._one, self._other)
        )
        answer = ABSENT
        for formula in (question, all_of((question, prover.decided()))):
            answer = prover.ask(
                formula,
                self._shows,
                wishes=(settled, prover.idle((self._one, self._other)), prover.not_held()),
                disposed_as=disposed_as,
                keeps=self._days_named,
            )
            if answer.verdict is not Verdict.UNKNOWN:
                break
        return answer

    def _shows(self, decision: Decision) -> bool:
        """Return whether the rules disagree; a hold may hide that from the status."""
        disagreeing = {c.rule for c in decision.considered if c.standing is Standing.DISAGREES}
        return {self._one.ref, self._other.ref} <= disagreeing

    def _days_named(self, _: Case, decision: Decision) -> dict[str, date | None]:
        pair = (self._one.ref, self._other.ref)
        return {c.rule: c.keep_until for c in decision.considered if c.rule in pair}

    # --- the findings -------------------------------------------------------------

    def _disagreement(self, answer: Answer) -> PairVerdict:
        assert answer.case is not None  # its verdict is a witness
        assert answer.decision is not None
        refs = (self._one.ref, self._other.ref)
        witness = witness_of(self._policy, answer.case, answer.decision, refs)
        favour = self._favour()
        settled = settlement(self._policy, self._one, self._other, favour, witness)
        tied = tie_break(self._policy, (self._one, self._other), favour)
        finding = Diagnostic(
            code=Code.AMBIGUOUS_OUTCOME,
            message=f"`{refs[0]}` and `{refs[1]}` give the same record different answers, "
            "and neither beats the other",
            at=self._one.head,
            related=(Label(span=self._other.head, text="the other rule"),),
            help=(*settled.help, *tied),
            rules=refs,
            verdict=Verdict.WITNESS,
            witness=witness,
            edits=settled.edits,
        )
        return self._verdict(Verdict.WITNESS, finding, favour)

    def _favour(self) -> Favour | None:
        return favoured(self._one, self._other, self._special())

    def _special(self) -> Rule | None:
        """Return the rule for fewer records than the other, if all of them are the other's too.

        When the rules are in force is left aside: a later rule is not a more special one.
        """
        match self._is_without(self._one, self._other), self._is_without(self._other, self._one):
            case False, True:
                return self._one
            case True, False:
                return self._other
        return None

    def _is_without(self, rule: Rule, other: Rule) -> bool | None:
        """Return whether a rule is for some record for which another is not."""
        prover = self._prover
        here = any_of(
            prover.standing.concerns(cover, "", value=True) for cover in prover.covers(rule)
        )
        elsewhere = all_of(
            prover.standing.concerns(cover, "", value=False) for cover in prover.covers(other)
        )
        return prover.possible(all_of((here, elsewhere, prover.good_data())))

    def _overlap(self, ground: Formula) -> Diagnostic | None:
        """Return the advice that two rules both govern some record, and agree."""
        if self._policy.resolve_by:
            return None
        refs = (self._one.ref, self._other.ref)

        def both_govern(decision: Decision) -> bool:
            governing = {c.rule for c in decision.considered if c.standing is Standing.GOVERNS}
            return set(refs) <= governing

        prover = self._prover
        answer = prover.ask(
            ground, both_govern, wishes=(prover.idle((self._one, self._other)), prover.not_held())
        )
        if answer.verdict is Verdict.UNKNOWN:
            question = f"`{refs[0]}` and `{refs[1]}`, which always agree, both govern some record"
            code = Code.SAME_OUTCOME
            return undecided(code, question, self._one.head, reason=answer.reason, rules=refs)
        if answer.case is None or answer.decision is None:
            return None
        return Diagnostic(
            code=Code.SAME_OUTCOME,
            message=f"`{refs[0]}` and `{refs[1]}` both govern some records, and always agree there",
            at=self._one.head,
            related=(Label(span=self._other.head, text="the other rule"),),
            help=("order them, or narrow one of them, so that a later change cannot part them",),
            rules=refs,
            verdict=Verdict.WITNESS,
            witness=witness_of(self._policy, answer.case, answer.decision, refs),
            edits=settlement(self._policy, self._one, self._other, self._favour()).edits,
        )

    def _unknown(self, reason: str) -> PairVerdict:
        refs = (self._one.ref, self._other.ref)
        favour = favoured(self._one, self._other)
        finding = Diagnostic(
            code=Code.AMBIGUITY_UNKNOWN,
            message=f"whether `{refs[0]}` and `{refs[1]}` can disagree is not known: {reason}",
            at=self._one.head,
            related=(Label(span=self._other.head, text="the other rule"),),
            help=("order the two rules, and the question does not arise",),
            rules=refs,
            verdict=Verdict.UNKNOWN,
            edits=settlement(self._policy, self._one, self._other, favour).edits,
        )
        return self._verdict(Verdict.UNKNOWN, finding)


def _common_phases(one: Rule, other: Rule) -> Iterator[tuple[str | None, int, int]]:
    """Return the phases that a record can be in under both rules, as records state them."""
    phases = one.stated_phases
    for disposed_as, position in other.stated_phases.items():
        if disposed_as in phases:
            yield disposed_as, phases[disposed_as], position


def _action(rule: Rule, phase: int) -> object:
    return rule.phases[phase].action if rule.phases else rule.follows


def _permanent(outcome: Outcome) -> bool:
    return outcome.settled and outcome.low == ALWAYS
