"""Answers questions about all records of one family of classes.

A question is a formula. The answer is a record that was decided by the reference
evaluator and shows what was asked for, or that there is none, or that it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

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
)
from tenure.compiler.analysis.life_cycle import life_cycle
from tenure.compiler.analysis.outcomes import MAX_LINKS, Outcome, Outcomes, known_day
from tenure.compiler.analysis.search import Horizon, Search, Solution
from tenure.compiler.analysis.space import Constants, Space, constants_of, fact_variable
from tenure.compiler.analysis.standing import StandingFormulas
from tenure.compiler.analysis.terms import DayTerm
from tenure.compiler.analysis.witnesses import Case, CaseShows, Shows, case_of, smallest
from tenure.compiler.decisions import Decision
from tenure.compiler.order import Covering, can_meet
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.diagnostics import Verdict

RECENT = 365
"""How many days back the events of a witness lie, where they can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question.

    Attributes:
        verdict: whether there is such a record.
        case: the record, as small as it can be; `None` without a witness.
        decision: the evaluator's decision on it.
        reason: why it is not known, where it is not.
    """

    verdict: Verdict
    case: Case | None = None
    decision: Decision | None = None
    reason: str = ""


ABSENT = Answer(verdict=Verdict.PROVED_ABSENT)


class Prover:
    """Asks questions about the records of one family of classes.

    Attributes:
        policy: the policy.
        root: the class at the top of the family.
        space: the variables.
        standing: formulas for which rules stand.
        outcomes: formulas for which days they name.
    """

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        policy: Policy,
        root: str,
        constants: Constants,
        as_of: date,
        horizon: Horizon,
        space: Space | None = None,
        links: int = MAX_LINKS,
    ) -> None:
        """Prepare to answer.

        Args:
            policy: the policy.
            root: the class at the top of the family.
            constants: what the policy's conditions turn on.
            as_of: witnesses are as recent as this day.
            horizon: the days searched.
            space: the variables, where they are shared; else the policy's own.
            links: how many links in a row are followed.
        """
        self.policy = policy
        self.root = root
        self.space = space or Space(policy=policy, as_of=as_of, constants=constants)
        self.standing = StandingFormulas(self.space, root)
        self.outcomes = Outcomes(self.space, self.standing)
        self._search = Search(self.space, horizon, partial(life_cycle, policy, root))
        self._links = links
        self._days: dict[tuple[str, int], list[Outcome]] = {}
        self._boxes: dict[Covering, dict[str, frozenset[Choice]]] = {}
        self._remaining: dict[Covering, dict[str, frozenset[Choice]]] = {}

    # --- formulas ---------------------------------------------------------------

    def stands(self, cover: Covering) -> Formula:
        """Return where a rule certainly stands unbeaten through one of its classes."""
        return self.standing.unbeaten(cover, "", value=True)

    def box(self, cover: Covering) -> dict[str, frozenset[Choice]]:
        """Return what a covering demands of single variables to stand."""
        if cover not in self._boxes:
            self._boxes[cover] = box(self.stands(cover))
        return self._boxes[cover]

    def remaining_box(self, cover: Covering) -> dict[str, frozenset[Choice]]:
        """Return what a covering demands of single variables to apply, beaten or not."""
        if cover not in self._remaining:
            self._remaining[cover] = box(self.standing.remains(cover, "", value=True))
        return self._remaining[cover]

    def covers(self, rule: Rule) -> list[Covering]:
        """Return the coverings of a rule in this family."""
        return [
            Covering(rule.ref, name)
            for name in rule.classes
            if self.policy.classes[name].lineage[-1] == self.root
        ]

    def rules(self, *kinds: RuleKind) -> list[Rule]:
        """Return the rules of some kinds that cover this family, in the order written."""
        return [r for r in self.policy.rules.values() if r.kind in kinds and self.covers(r)]

    def good_data(self) -> Formula:
        """Return where the record has its required fields and meets its classes' conditions."""
        return self.standing.good_data("")

    def days(self, rule: Rule, phase: int = 0) -> list[Outcome]:
        """Return the days that a rule may name; a rule that follows another policy, none."""
        if rule.follows is not None:
            return [known_day(TRUE, DayTerm(day=-1))]
        key = (rule.ref, phase)
        if key not in self._days:
            self._days[key] = self._followed(rule, phase)
        return self._days[key]

    def _followed(self, rule: Rule, phase: int) -> list[Outcome]:
        """Return the days that a rule may name, its links followed as far as is bearable."""
        for links in range(self._links, 0, -1):
            try:
                return self.outcomes.of_rule(rule, phase, links)
            except GaveUpError:
                continue
        return self.outcomes.of_rule(rule, phase, links=0)

    def rough_days(self, rule: Rule, phase: int = 0) -> list[Outcome]:
        """Return the days that a rule may name if linked records were kept through any day."""
        if rule.follows is not None:
            return self.days(rule, phase)
        return self.outcomes.of_rule(rule, phase, links=0)

    def near_days(self, rule: Rule) -> list[Outcome]:
        """Return the days that a rule may name, with one link followed: enough for advice."""
        if rule.follows is not None:
            return self.days(rule)
        key = (rule.ref, -1)
        if key not in self._days:
            self._days[key] = self.outcomes.of_rule(rule, 0, links=1)
        return self._days[key]

    def idle(self, rules: Iterable[Rule]) -> Formula:
        """Return that every schedule rule but these certainly does not govern."""
        refs = {rule.ref for rule in rules}
        names = {name for rule in rules for name in rule.classes}
        return all_of(
            self.standing.unbeaten(cover, "", value=False)
            for rule in self.rules(RuleKind.SCHEDULE)
            if rule.ref not in refs
            for cover in self.covers(rule)
            if any(can_meet(cover.record_class, n, self.policy.classes) for n in names)
        )

    def decided(self) -> Formula:
        """Return where it is certain of every schedule rule whether it governs (S6)."""
        return all_of(
            any_of(
                (
                    *(self.stands(cover) for cover in self.covers(rule)),
                    all_of(
                        self.standing.unbeaten(cover, "", value=False)
                        for cover in self.covers(rule)
                    ),
                )
            )
            for rule in self.rules(RuleKind.SCHEDULE)
        )

    def declared(self) -> Formula:
        """Return that the facts which are days are as the policy declares them."""
        parts: list[Formula] = []
        for name, fact in self.policy.facts.items():
            if isinstance(fact.value, date):
                day, declared = (
                    DayTerm(event=fact_variable(name)),
                    DayTerm(day=fact.value.toordinal()),
                )
                parts += [Le(day, 0, declared), Le(declared, 0, day)]
        return all_of(parts)

    def not_held(self) -> Formula:
        """Return that no hold applies to the record."""
        return all_of(self.standing.not_held(hold, "") for hold in self.policy.holds.values())

    # --- answers ----------------------------------------------------------------

    def possible(self, formula: Formula) -> bool | None:
        """Return whether a formula has a solution; `None` when the search gave up."""
        if formula == FALSE:
            return False
        try:
            return self._search.satisfiable(formula)
        except GaveUpError:
            return None

    def ask(
        self,
        question: Formula,
        shows: Shows,
        *,
        wishes: Iterable[Formula] = (),
        disposed_as: str | None = None,
        keeps: Callable[[Case, Decision], object] = lambda _case, _decision: None,
        also: CaseShows = lambda _: True,
    ) -> Answer:
        """Return a record on which a question's answer is yes, or that there is none.

        Args:
            question: the formula.
            shows: whether a decision shows what is asked for.
            wishes: formulas that make the record more lifelike, all of them tried first,
                then fewer from the last on.
            disposed_as: the phase that the record is in.
            keeps: what must stay as it is while the record is made smaller.
            also: whether a case shows what a decision on its first record cannot say.
        """
        if question == FALSE:
            return ABSENT
        try:
            solution = self._search.solve(question)
        except GaveUpError:
            return Answer(verdict=Verdict.UNKNOWN, reason="the search took too long")
        if solution is None:
            return ABSENT
        for attempt in self._attempts(question, (self.declared(), *wishes), solution):
            case = case_of(attempt, self.space, disposed_as)
            decision = case.decide(self.policy)
            if shows(decision) and also(case):
                return self._smallest(case, decision, lambda c, d: shows(d) and also(c), keeps)
        return Answer(
            verdict=Verdict.UNKNOWN, reason="no record was found on which the evaluator shows it"
        )

    def _attempts(
        self, question: Formula, wishes: tuple[Formula, ...], solution: Solution
    ) -> Iterable[Solution]:
        """Yield solutions, the most lifelike first: with most wishes, of recent events."""
        for count in range(len(wishes), 0, -1):
            for since in (self.space.as_of.toordinal() - RECENT, None):
                try:
                    found = self._search.solve(all_of((question, *wishes[:count])), since=since)
                except GaveUpError:
                    continue
                if found is not None:
                    yield found
        yield solution

    def _smallest(
        self,
        case: Case,
        decision: Decision,
        shows: Callable[[Case, Decision], bool],
        keeps: Callable[[Case, Decision], object],
    ) -> Answer:
        kept = keeps(case, decision)

        def still_shows(smaller: Case) -> bool:
            said = smaller.decide(self.policy)
            return shows(smaller, said) and keeps(smaller, said) == kept

        case = smallest(case, still_shows)
        return Answer(verdict=Verdict.WITNESS, case=case, decision=case.decide(self.policy))


def provers(
    policy: Policy, as_of: date, days: tuple[date, date], roots: Iterable[str] | None = None
) -> dict[str, Prover]:
    """Return a prover for each family of classes, by the class at its top.

    Args:
        policy: the policy.
        as_of: witnesses are as recent as this day.
        days: the horizon, both days included.
        roots: the classes at the top of the families wanted; all of them by default.
    """
    constants = constants_of(policy, as_of)
    first, last = (day.toordinal() for day in days)
    horizon = Horizon(first=first, recent=min(as_of.toordinal(), last), last=last)
    wanted = dict.fromkeys(c.lineage[-1] for c in policy.classes.values())
    if roots is not None:
        wanted = {root: None for root in wanted if root in set(roots)}
    return {root: Prover(policy, root, constants, as_of, horizon) for root in wanted}
