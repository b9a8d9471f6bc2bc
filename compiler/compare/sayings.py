"""Lowers to formulas what one version of a policy says of a record as a whole (S4, S5).

A prover knows where single rules stand and which days they name. Here that becomes the
version's one answer: the rule that governs, ties broken and limits kept; a conflict; or
that no rule covers the record. Each is stated where it is certain; what remains are records
that lack data, which neither version decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import (
    FALSE,
    TRUE,
    Choice,
    Formula,
    all_of,
    any_of,
    disjoint,
)
from tenure.compiler.analysis.outcomes import (
    DayExpr,
    Outcome,
    not_after,
    together,
)
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.terms import ALWAYS
from tenure.compiler.check.ambiguity import meetings
from tenure.compiler.check.gaps import nothing_stands
from tenure.compiler.evaluate.answers import since_of
from tenure.compiler.order import Covering
from tenure.compiler.policy.rules import Action, Rule, RuleKind

MAX_COMPARISONS = 20_000
"""Comparisons of days in what one rule says before a question is given up as unknown."""
MAX_EFFORT = 60_000
"""Comparisons of days in all that is asked of one family, links followed so far."""
MAX_PAIRS = 4_000
"""Pairs of answers to one question before it is given up as unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a version says where one rule decides.

    Attributes:
        where: where it says so.
        box: what that demands of single variables.
        rule: the rule.
        low, high: through which day the record is kept, at least and at most.
        action: what is done then; `None` where the answer is in another policy.
        follows: that policy.
        free: whether the day, or a tie, hangs on more of a linked record than is followed.
    """

    where: Formula
    box: dict[str, frozenset[Choice]]
    rule: Rule
    low: DayExpr
    high: DayExpr
    action: Action | None
    follows: str | None
    free: bool

    @property
    def settled(self) -> bool:
        """Whether the day is known."""
        return self.follows is None and self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Where a version has a conflict: two rules that disagree, or an answer outside a limit."""

    where: Formula
    rules: tuple[str, str]
    free: bool


class Effort:
    """Counts the comparisons of days that questions about one family take."""

    def __init__(self) -> None:
        self._compared = 0

    def add(self, comparisons: int) -> None:
        """Count some more.

        Raises:
            GaveUpError: it is too many.
        """
        self._compared += comparisons
        if self._compared > MAX_EFFORT:
            raise GaveUpError


class Sayings:
    """What one version says of the records of one family that are in one phase."""

    def __init__(self, prover: Prover, disposed_as: str | None, effort: Effort) -> None:
        self._effort = effort
        self._prover = prover
        self._policy = prover.policy
        self._disposed_as = disposed_as
        self._schedule = prover.rules(RuleKind.SCHEDULE)
        self._limits = prover.rules(RuleKind.FLOOR, RuleKind.CEILING)
        self._outcomes: dict[str, list[Outcome] | None] = {}
        self._answers: dict[str, tuple[Saying, ...]] = {}
        self._clashes: dict[tuple[str, str], tuple[Clash, ...]] = {}
        self._nearby: dict[Covering, list[Rule]] = {}
        self._compared = 0

    @property
    def answering(self) -> tuple[str, ...]:
        """The rules that can decide."""
        return tuple(rule.ref for rule in self._schedule)

    @property
    def clashing(self) -> tuple[tuple[str, str], ...]:
        """The rules that can disagree, and those with the limits that they can break."""
        pairs = tuple((one.ref, other.ref) for one, other in combinations(self._schedule, 2))
        return pairs + tuple((r.ref, limit.ref) for r in self._schedule for limit in self._limits)

    @property
    def breaks_ties(self) -> bool:
        """Whether a third rule can settle a disagreement."""
        return bool(self._policy.resolve_by)

    def answers(self) -> Iterator[Saying]:
        """Yield what each rule says where it decides."""
        for ref in self.answering:
            yield from self.answers_of(ref)

    def clashes(self) -> Iterator[Clash]:
        """Yield every conflict."""
        for pair in self.clashing:
            yield from self.clashes_of(pair)

    def uncovered(self) -> Formula:
        """Return where no schedule rule covers the record."""
        return nothing_stands(self._prover)

    # --- answers ------------------------------------------------------------------

    def answers_of(self, ref: str) -> tuple[Saying, ...]:
        """Return what a rule says where it decides.

        Raises:
            GaveUpError: there are too many cases.
        """
        if ref not in self._answers:
            self._compared = 0
            rule = self._policy.rules[ref]
            self._answers[ref] = tuple(
                saying
                for cover in self._prover.covers(rule)
                for outcome in self._of(rule) or ()
                for saying in self._where_it_decides(rule, cover, outcome)
            )
        return self._answers[ref]

    def _count(self, comparisons: int) -> None:
        self._compared += comparisons
        self._effort.add(comparisons)
        if self._compared > MAX_COMPARISONS:
            raise GaveUpError

    def _of(self, rule: Rule) -> list[Outcome] | None:
        """Return the days that a rule may name; `None` in a phase that it does not know."""
        if rule.ref not in self._outcomes:
            phase = rule.stated_phases.get(self._disposed_as)
            if rule.kind is not RuleKind.SCHEDULE or rule.follows is not None:
                phase = 0
            known = phase is not None and not self._follows_loaded(rule)
            self._outcomes[rule.ref] = self._prover.days(rule, phase or 0) if known else None
        return self._outcomes[rule.ref]

    def _follows_loaded(self, rule: Rule) -> bool:
        return rule.follows is not None and rule.follows in self._policy.documents

    def _where_it_decides(self, rule: Rule, cover: Covering, outcome: Outcome) -> Iterator[Saying]:
        for rough in (False, True) if self._hangs_on_links(rule, cover) else (outcome.free,):
            alone = all_of(
                (
                    self._prover.stands(cover),
                    outcome.where,
                    *(self._no_better(rule, outcome, o, rough=rough) for o in self._near(cover)),
                )
            )
            if alone == FALSE:
                continue
            for within, low, high in self._within_limits(outcome, rough=rough):
                where = all_of((alone, within))
                if where != FALSE:
                    yield Saying(
                        where=where,
                        box=self._prover.box(cover),
                        rule=rule,
                        low=low,
                        high=high,
                        action=self._action(rule),
                        follows=rule.follows,
                        free=rough or outcome.free,
                    )

    def _action(self, rule: Rule) -> Action | None:
        if rule.follows is not None:
            return None
        return rule.phases[rule.stated_phases[self._disposed_as]].action

    def _near(self, cover: Covering) -> list[Rule]:
        """Return the other schedule rules that are not ruled out by what a covering demands."""
        if cover not in self._nearby:
            self._nearby[cover] = self._not_ruled_out(cover)
        return self._nearby[cover]

    def _not_ruled_out(self, cover: Covering) -> list[Rule]:
        box = self._prover.box(cover)
        settled = {variable: values for variable, values in box.items() if None not in values}
        return [
            rule
            for rule in self._schedule
            if rule.ref != cover.rule
            and not all(
                disjoint(settled, self._prover.remaining_box(other))
                for other in self._prover.covers(rule)
            )
        ]

    def _hangs_on_links(self, rule: Rule, cover: Covering) -> bool:
        others = (*self._near(cover), *self._limits)
        return any(outcome.free for other in others for outcome in self._of(other) or ())

    def _out(self, rule: Rule) -> Formula:
        """Return where a rule certainly does not stand."""
        standing = self._prover.standing
        return all_of(standing.unbeaten(c, "", value=False) for c in self._prover.covers(rule))

    def _in(self, rule: Rule) -> Formula:
        return any_of(self._prover.stands(cover) for cover in self._prover.covers(rule))

    def _no_better(self, rule: Rule, outcome: Outcome, other: Rule, *, rough: bool) -> Formula:
        """Return where another rule is out, or says the same, or loses the tie."""
        self._count(len(self._of(other) or ()))
        ties = [
            all_of((its.where, self._at_least_as_good(rule, outcome, other, its)))
            for its in self._of(other) or ()
            if rough or not its.free
        ]
        return any_of((self._out(other), all_of((self._in(other), any_of(ties)))))

    def _at_least_as_good(self, rule: Rule, outcome: Outcome, other: Rule, its: Outcome) -> Formula:
        """Return where two answers are the same, or the tie-breaks prefer the first (S4)."""
        same = self._same(rule, outcome, other, its)
        ways: list[Formula] = [same]
        tied: Formula = TRUE
        for tie_break in self._policy.resolve_by:
            if tie_break in ("longest", "shortest"):
                long = tie_break == "longest"
                ways.append(
                    all_of((tied, _before(its, outcome) if long else _before(outcome, its)))
                )
                tied = all_of((tied, together(outcome, its)))
            else:
                mine, theirs = (self._weight(r, tie_break) for r in (rule, other))
                if mine > theirs:
                    ways.append(tied)
                if mine != theirs:
                    break
        return any_of(ways)

    def _weight(self, rule: Rule, tie_break: str) -> int:
        return rule.rank if tie_break == "authority" else since_of(self._policy, rule).toordinal()

    def _same(self, rule: Rule, outcome: Outcome, other: Rule, its: Outcome) -> Formula:
        if _permanent(outcome) and _permanent(its):
            return TRUE
        if rule.follows is not None or other.follows is not None:
            return TRUE if rule.follows == other.follows else FALSE
        if self._action(rule) != self._action(other):
            return FALSE
        if outcome.settled and its.settled:
            return _same_day(outcome, its)
        phase = rule.stated_phases[self._disposed_as], other.stated_phases[self._disposed_as]
        alike = rule.phases[phase[0]].keep == other.phases[phase[1]].keep
        return TRUE if alike else FALSE

    # --- limits -------------------------------------------------------------------

    def _within_limits(
        self, outcome: Outcome, *, rough: bool
    ) -> Iterator[tuple[Formula, DayExpr, DayExpr]]:
        """Return where an answer keeps to the limits, with the bounds that it then has (S5)."""
        kept = all_of(self._limit(outcome, rule, rough=rough) for rule in self._limits)
        yield kept, outcome.low, outcome.high
        open_limits = [
            all_of((self._in(rule), its.where))
            for rule in self._limits
            for its in self._of(rule) or ()
            if not its.settled and (rough or not its.free)
        ]
        if outcome.settled and open_limits:
            unsure = all_of(
                self._limit(outcome, rule, rough=rough, unsure=True) for rule in self._limits
            )
            yield all_of((unsure, any_of(open_limits))), outcome.low, ALWAYS

    def _limit(self, outcome: Outcome, rule: Rule, *, rough: bool, unsure: bool = False) -> Formula:
        """Return where a limit is out or kept; with `unsure`, or may yet be kept."""
        ways = []
        for its in self._of(rule) or ():
            if its.free and not rough:
                continue
            lenient = unsure or not outcome.settled
            if rule.kind is RuleKind.FLOOR:
                fits = not_after(its.low if lenient else its.high, 0, outcome.high)
            else:
                fits = not_after(outcome.low, 0, its.high if lenient else its.low)
            ways.append(all_of((its.where, fits)))
        return any_of((self._out(rule), all_of((self._in(rule), any_of(ways)))))

    # --- conflicts ----------------------------------------------------------------

    def clashes_of(self, pair: tuple[str, str]) -> tuple[Clash, ...]:
        """Return where two rules disagree, or where a rule's answer breaks a limit.

        Raises:
            GaveUpError: there are too many cases.
        """
        if pair not in self._clashes:
            self._compared = 0
            rule, other = (self._policy.rules[ref] for ref in pair)
            schedule = other.kind is RuleKind.SCHEDULE
            find = self._disagreements if schedule else self._breaches
            self._clashes[pair] = tuple(find(rule, other))
        return self._clashes[pair]

    def _disagreements(self, one: Rule, other: Rule) -> Iterator[Clash]:
        prover = self._prover
        for cover, its_cover in meetings(self._policy, one, other, prover.root):
            if disjoint(prover.box(cover), prover.box(its_cover)):
                continue
            others = [r for r in self._near(cover) if r.ref != other.ref]
            for outcome in self._of(one) or ():
                self._count(len(self._of(other) or ()))
                for its in self._of(other) or ():
                    differ = self._differ(one, outcome, other, its)
                    if differ == FALSE:
                        continue
                    rough = outcome.free or its.free
                    where = (
                        prover.stands(cover),
                        prover.stands(its_cover),
                        differ,
                        *(self._no_settler(one, outcome, r, rough=rough) for r in others),
                    )
                    yield Clash(where=all_of(where), rules=(one.ref, other.ref), free=rough)

    def _no_settler(self, one: Rule, outcome: Outcome, other: Rule, *, rough: bool) -> Formula:
        """Return where a third rule does not settle a disagreement by winning the tie."""
        if not self._policy.resolve_by:
            return any_of((self._out(other), self._in(other)))
        return self._no_better(one, outcome, other, rough=rough)

    def _differ(self, one: Rule, outcome: Outcome, other: Rule, its: Outcome) -> Formula:
        if _permanent(outcome) and _permanent(its):
            return FALSE
        breaks = self._policy.resolve_by
        for tie_break in ("authority", "latest"):
            weights = {self._weight(rule, tie_break) for rule in (one, other)}
            if tie_break in breaks and len(weights) > 1:
                return FALSE
        both = all_of((outcome.where, its.where))
        actions_differ = self._action(one) != self._action(other)
        if {"longest", "shortest"} & set(breaks):
            return together(outcome, its) if actions_differ else FALSE
        if actions_differ:
            return both
        return all_of((both, any_of((_before(outcome, its), _before(its, outcome)))))

    def _breaches(self, rule: Rule, limit: Rule) -> Iterator[Clash]:
        for answer_cover in self._prover.covers(rule):
            for outcome in self._of(rule) or ():
                self._count(len(self._of(limit) or ()))
                for its in self._of(limit) or ():
                    rough = outcome.free or its.free
                    broken = self._broken(outcome, limit, its)
                    if broken == FALSE:
                        continue
                    where = (
                        self._prover.stands(answer_cover),
                        outcome.where,
                        self._in(limit),
                        its.where,
                        broken,
                        *(
                            self._no_better(rule, outcome, other, rough=rough)
                            for other in self._near(answer_cover)
                        ),
                    )
                    yield Clash(where=all_of(where), rules=(rule.ref, limit.ref), free=rough)

    def _broken(self, outcome: Outcome, limit: Rule, its: Outcome) -> Formula:
        """Return where an answer breaks a limit, or the limit is a floor above a ceiling."""
        if limit.kind is RuleKind.CEILING:
            return not_after(its.high, 1, outcome.low)
        ways = [not_after(outcome.high, 1, its.low)]
        for ceiling in self._limits:
            if ceiling.kind is RuleKind.CEILING:
                ways += [
                    all_of((self._in(ceiling), top.where, not_after(top.high, 1, its.low)))
                    for top in self._of(ceiling) or ()
                ]
        return any_of(ways)


def _before(one: Outcome, other: Outcome) -> Formula:
    return not_after(one.high, 1, other.low)


def _same_day(one: Outcome, other: Outcome) -> Formula:
    return all_of((not_after(one.low, 0, other.low), not_after(other.low, 0, one.low)))


def _permanent(outcome: Outcome) -> bool:
    return outcome.settled and outcome.low == ALWAYS
