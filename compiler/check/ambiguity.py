"""Finds schedule rules that disagree on a record (S4 step 3).

A rule governs when it stands and nothing that stands beats it. So a disagreement is
always one between two rules, and every pair that is not ordered is searched by itself,
with the rules that could beat either of them held off. How the search works, and why
its answers are exact, is written in `docs/conflicts.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import (
    FALSE,
    TRUE,
    Choice,
    Formula,
    Le,
    all_of,
    any_of,
    box,
    disjoint,
)
from tenure.compiler.analysis.outcomes import Outcome, Outcomes, apart, together
from tenure.compiler.analysis.search import Horizon, Search, Solution
from tenure.compiler.analysis.space import Space, constants_of
from tenure.compiler.analysis.standing import StandingFormulas
from tenure.compiler.analysis.terms import DayTerm
from tenure.compiler.analysis.witnesses import Case, case_of, smallest, witness_of
from tenure.compiler.check.settling import settlements
from tenure.compiler.decisions import Decision, Standing, Status
from tenure.compiler.order import Covering, can_meet
from tenure.compiler.policy.fields import EventType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """What was found out about two rules.

    Attributes:
        rules: their references.
        verdict: whether they disagree on some record.
        finding: the finding; `None` where they are proved not to.
    """

    rules: tuple[str, str]
    verdict: Verdict
    finding: Diagnostic | None


def ambiguities(
    policy: Policy,
    as_of: date,
    horizon: tuple[date, date],
    progress: Callable[[int, int], None] | None = None,
) -> list[PairVerdict]:
    """Return the verdict on every pair of schedule rules that are not ordered.

    Args:
        policy: the policy.
        as_of: witnesses are as recent as this day.
        horizon: the days searched, both included.
        progress: told how many pairs are done, and how many there are.
    """
    pairs = list(_pairs(policy))
    constants = constants_of(policy, as_of)
    finders: dict[str, _Finder] = {}
    verdicts = []
    for done, (one, other, roots) in enumerate(pairs):
        if progress is not None:
            progress(done, len(pairs))
        for root in roots:
            if root not in finders:
                space = Space(policy=policy, as_of=as_of, constants=constants)
                finders[root] = _Finder(space, root, horizon)
        verdicts.append(_gravest([finders[root].verdict(one, other) for root in roots]))
    if progress is not None:
        progress(len(pairs), len(pairs))
    return verdicts


def _pairs(policy: Policy) -> Iterator[tuple[Rule, Rule, tuple[str, ...]]]:
    """Return the schedule rules that can both govern one record for all that is written.

    With each pair come the classes at the top of the families in which they meet.
    """
    families: dict[str, list[Rule]] = {}
    for rule in policy.rules.values():
        if rule.kind is RuleKind.SCHEDULE:
            for root in _roots(policy, rule):
                families.setdefault(root, []).append(rule)
    found: dict[tuple[str, str], list[str]] = {}
    for root, rules in families.items():
        for one, other in combinations(rules, 2):
            if any(True for _ in _meetings(policy, one, other, root)):
                found.setdefault((one.ref, other.ref), []).append(root)
    for (ref, other_ref), roots in found.items():
        yield policy.rules[ref], policy.rules[other_ref], tuple(roots)


def _roots(policy: Policy, rule: Rule) -> dict[str, None]:
    return dict.fromkeys(policy.classes[name].lineage[-1] for name in rule.classes)


def _meetings(
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


def _gravest(verdicts: list[PairVerdict]) -> PairVerdict:
    order = [Verdict.WITNESS, Verdict.UNKNOWN, Verdict.PROVED_ABSENT]
    return min(verdicts, key=lambda verdict: order.index(verdict.verdict))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Where two rules both govern and differ, in one phase of a record.

    Attributes:
        disposed_as: the phase, as records state it.
        differ: the formula.
        free: whether it stands for more than there is, good for a proof only.
    """

    disposed_as: str | None
    differ: Formula
    free: bool


class _Finder:
    """Searches pairs of rules for records of one family of classes."""

    def __init__(self, space: Space, root: str, horizon: tuple[date, date]) -> None:
        first, last = horizon
        self._policy = space.policy
        self._space = space
        self._root = root
        self._standing = StandingFormulas(self._space, root)
        self._outcomes = Outcomes(self._space, self._standing)
        self._horizon = Horizon(
            first=first.toordinal(), recent=space.as_of.toordinal(), last=last.toordinal()
        )
        self._boxes: dict[Covering, dict[str, frozenset[Choice]]] = {}
        self._search = Search(self._space, self._horizon, _life_cycle(space.policy, root))

    def verdict(self, one: Rule, other: Rule) -> PairVerdict:
        """Return whether two rules disagree on some record."""
        if self._settled_by_rank(one, other) or _both_follow(one, other):
            return self._absent(one, other)
        if self._follows_loaded(one) or self._follows_loaded(other):
            return self._unknown(one, other, "one of them follows a policy that is loaded")
        unsure = ""
        for question in self._questions(one, other):
            try:
                shown = self._witness(question, one, other)
            except GaveUpError:
                unsure = "the search took too long"
                continue
            if isinstance(shown, Diagnostic):
                return PairVerdict(
                    rules=(one.ref, other.ref), verdict=Verdict.WITNESS, finding=shown
                )
            unsure = shown or unsure
        return self._unknown(one, other, unsure) if unsure else self._absent(one, other)

    def _absent(self, one: Rule, other: Rule) -> PairVerdict:
        return PairVerdict(rules=(one.ref, other.ref), verdict=Verdict.PROVED_ABSENT, finding=None)

    def _settled_by_rank(self, one: Rule, other: Rule) -> bool:
        """Return whether `resolve by authority` prefers one of two rules on every record."""
        return "authority" in self._policy.resolve_by and one.rank != other.rank

    def _follows_loaded(self, rule: Rule) -> bool:
        return rule.follows is not None and rule.follows in self._policy.documents

    # --- the question -----------------------------------------------------------

    def _questions(self, one: Rule, other: Rule) -> Iterator[_Question]:
        govern = any_of(
            all_of((self._stands(cover), self._stands(other_cover)))
            for cover, other_cover in _meetings(self._policy, one, other, self._root)
            if not disjoint(self._box(cover), self._box(other_cover))
        )
        if govern == FALSE:
            return
        ground = all_of((govern, self._standing.good_data("")))
        for disposed_as, phase, other_phase in _common_phases(one, other):
            exact: list[Formula] = []
            free: list[Formula] = []
            for outcome in self._days(one, phase):
                for other_outcome in self._days(other, other_phase):
                    differ = self._differ(one, phase, outcome, other, other_phase, other_outcome)
                    is_free = outcome.free or other_outcome.free
                    (free if is_free else exact).append(differ)
            for parts, is_free in ((exact, False), (free, True)):
                whole = all_of((ground, any_of(parts)))
                if whole != FALSE:
                    yield _Question(disposed_as=disposed_as, differ=whole, free=is_free)

    def _stands(self, cover: Covering) -> Formula:
        return self._standing.unbeaten(cover, "", value=True)

    def _box(self, cover: Covering) -> dict[str, frozenset[Choice]]:
        if cover not in self._boxes:
            self._boxes[cover] = box(self._stands(cover))
        return self._boxes[cover]

    def _days(self, rule: Rule, phase: int) -> list[Outcome]:
        if rule.follows is not None:
            return [Outcome(where=TRUE, day=DayTerm(day=-1))]
        return self._outcomes.of_rule(rule, phase)

    def _differ(
        self,
        one: Rule,
        phase: int,
        outcome: Outcome,
        other: Rule,
        other_phase: int,
        other_outcome: Outcome,
    ) -> Formula:
        days_differ = apart(outcome.day, other_outcome.day)
        actions_differ = _action(one, phase) != _action(other, other_phase)
        if {"longest", "shortest"} & set(self._policy.resolve_by):
            same_day = together(outcome.day, other_outcome.day)
            test = same_day if actions_differ else FALSE
        elif actions_differ and not (_permanent(outcome) and _permanent(other_outcome)):
            test = TRUE
        else:
            test = days_differ
        return all_of((outcome.where, other_outcome.where, test))

    # --- the answer -------------------------------------------------------------

    def _witness(self, question: _Question, one: Rule, other: Rule) -> Diagnostic | str | None:
        """Return the finding; `None` when there is proved to be none; else why it is not known."""
        solution = self._search.solve(question.differ)
        if solution is None:
            return None
        if question.free:
            return "it depends on a longer chain of links than is followed"
        for attempt in self._attempts(question, one, other, solution):
            case = case_of(attempt, self._space, question.disposed_as)
            if _shows(case.decide(self._policy), one, other):
                return self._finding(case, one, other)
        return "no record was found on which the evaluator shows it"

    def _attempts(
        self, question: _Question, one: Rule, other: Rule, solution: Solution
    ) -> Iterator[Solution]:
        """Return solutions, the most lifelike first: no other rule, no hold in play."""
        alone = all_of((question.differ, self._idle(one, other)))
        quiet = all_of((alone, self._not_held()))
        for formula in (quiet, alone):
            try:
                found = self._search.solve(formula)
            except GaveUpError:
                continue
            if found is not None:
                yield found
        yield solution

    def _idle(self, one: Rule, other: Rule) -> Formula:
        """Return that every other schedule rule certainly does not govern."""
        return all_of(
            self._standing.unbeaten(Covering(rule.ref, name), "", value=False)
            for rule in self._policy.rules.values()
            if rule.kind is RuleKind.SCHEDULE and rule.ref not in (one.ref, other.ref)
            for name in rule.classes
            if any(can_meet(name, mine, self._policy.classes) for mine in one.classes)
        )

    def _not_held(self) -> Formula:
        return all_of(self._standing.not_held(h, "") for h in self._policy.holds.values())

    def _finding(self, case: Case, one: Rule, other: Rule) -> Diagnostic:
        days = _days_named(case.decide(self._policy), one, other)

        def shows(decision: Decision) -> bool:
            return _shows(decision, one, other) and _days_named(decision, one, other) == days

        case = smallest(case, self._policy, shows)
        decision = case.decide(self._policy)
        witness = witness_of(case, decision, (one.ref, other.ref))
        return Diagnostic(
            code=Code.AMBIGUOUS_OUTCOME,
            message=f"`{one.ref}` and `{other.ref}` give the same record different answers, "
            "and neither beats the other",
            at=one.head,
            related=(Label(span=other.head, text="the other rule"),),
            help=settlements(self._policy, one, other),
            rules=(one.ref, other.ref),
            verdict=Verdict.WITNESS,
            witness=witness,
        )

    def _unknown(self, one: Rule, other: Rule, reason: str) -> PairVerdict:
        finding = Diagnostic(
            code=Code.AMBIGUITY_UNKNOWN,
            message=f"whether `{one.ref}` and `{other.ref}` can disagree is not known: {reason}",
            at=one.head,
            related=(Label(span=other.head, text="the other rule"),),
            help=("order the two rules, and the question does not arise",),
            rules=(one.ref, other.ref),
            verdict=Verdict.UNKNOWN,
        )
        return PairVerdict(rules=(one.ref, other.ref), verdict=Verdict.UNKNOWN, finding=finding)


def _both_follow(one: Rule, other: Rule) -> bool:
    return one.follows is not None and one.follows == other.follows


def _common_phases(one: Rule, other: Rule) -> Iterator[tuple[str | None, int, int]]:
    """Return the phases that a record can be in under both rules, as records state them."""
    yield None, 0, 0
    phases = {PAST_PARTICIPLES[p.action.verb]: i + 1 for i, p in enumerate(one.phases[:-1])}
    for position, phase in enumerate(other.phases[:-1]):
        disposed_as = PAST_PARTICIPLES[phase.action.verb]
        if disposed_as in phases:
            yield disposed_as, phases[disposed_as], position + 1


def _action(rule: Rule, phase: int) -> object:
    return rule.phases[phase].action if rule.phases else rule.follows


def _permanent(outcome: Outcome) -> bool:
    return isinstance(outcome.day, DayTerm) and outcome.day.event is None and outcome.day.at(0) > 0


def _shows(decision: Decision, one: Rule, other: Rule) -> bool:
    disagreeing = {c.rule for c in decision.considered if c.standing is Standing.DISAGREES}
    return decision.status is Status.CONFLICT and {one.ref, other.ref} <= disagreeing


def _days_named(decision: Decision, one: Rule, other: Rule) -> dict[str, date | None]:
    """Return the days that two rules name for a record."""
    pair = (one.ref, other.ref)
    return {c.rule: c.keep_until for c in decision.considered if c.rule in pair}


def _life_cycle(policy: Policy, root: str) -> list[Le]:
    """Return the wish that a record's events follow each other as they are declared."""
    wishes: dict[Le, None] = {}
    for record_class in policy.classes.values():
        if root not in record_class.lineage:
            continue
        events = [f.name for f in record_class.fields.values() if isinstance(f.type, EventType)]
        for i, early in enumerate(events):
            for late in events[i + 1 :]:
                wishes[Le(DayTerm(event=early), 1, DayTerm(event=late))] = None
    return list(wishes)
