"""Lowers what rules answer to expressions over days, and compares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import assert_never

from tenure.compiler.analysis.conditions import known, point_term, unknown
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import (
    FALSE,
    TRUE,
    Formula,
    Le,
    all_of,
    any_of,
    box,
    disjoint,
)
from tenure.compiler.analysis.space import Space
from tenure.compiler.analysis.standing import StandingFormulas
from tenure.compiler.analysis.terms import ALWAYS, DayTerm, Run, Step, ToYearEnd, Way
from tenure.compiler.evaluate.bounds import NEVER
from tenure.compiler.order import Covering
from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import (
    After,
    Anchor,
    AsLongAs,
    Choice,
    FixedDay,
    IfKnown,
    Latest,
    Period,
    Permanently,
    Until,
    YearEnd,
    subperiods,
)
from tenure.compiler.policy.rules import Rule, RuleKind

MAX_CASES = 256
"""Ways in which a period's day can come about before the analysis gives up on it."""
MAX_COMPARISONS = 20_000
"""Comparisons of days in one question before the analysis gives up on it."""
MAX_LINKS = 2
"""How many `as long as` in a row are followed to the rule that ends the chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """The later or the earlier of several days."""

    later: bool
    terms: tuple[DayExpr, ...]


DayExpr = DayTerm | Pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A day that a period names, or its bounds, and where it names that one.

    Attributes:
        where: where this is what the period names.
        low, high: through which day the record is kept at least and at most; the same
            expression where the day is known. An event that has not happened gives
            no bounds: `NEVER_YET` and `ALWAYS`.
        free: whether the day stands for any day at all, because what it depends on
            was not followed further. Good for proofs, useless for witnesses.
    """

    where: Formula
    low: DayExpr
    high: DayExpr
    free: bool = False

    @property
    def settled(self) -> bool:
        """Whether the day is known."""
        return self.low == self.high


def known_day(where: Formula, day: DayExpr, *, free: bool = False) -> Outcome:
    """Return an outcome whose day is known."""
    return Outcome(where=where, low=day, high=day, free=free)


class Outcomes:
    """The outcomes of one policy's rules."""

    def __init__(self, space: Space, standing: StandingFormulas) -> None:
        self._space = space
        self._standing = standing
        self._policy = space.policy

    def of_rule(self, rule: Rule, phase: int, links: int = MAX_LINKS) -> list[Outcome]:
        """Return the days that a rule may name for a phase, counted from 0.

        With `links` 0, a linked record may be kept through any day: quick, and good
        enough where even that proves a question's answer.
        """
        return self.of_period(rule.phases[phase].keep, rule, links)

    def of_period(self, period: Period, rule: Rule, links: int = MAX_LINKS) -> list[Outcome]:
        """Return the days that a period may name, or a part of a rule's period."""
        return self._of(period, rule, "", links)

    def _of(self, period: Period, rule: Rule, prefix: str, links: int) -> list[Outcome]:
        match period:
            case After(duration=duration, anchor=anchor, inclusive=inclusive):
                way: Way = "beginning" if inclusive else "after"
                return self._from(anchor, Run(length=duration.length, way=way), prefix)
            case YearEnd(year=year, plus=plus, anchor=anchor):
                return self._from(anchor, ToYearEnd(year=year, plus=plus), prefix)
            case Until(anchor=anchor):
                return self._from(anchor, None, prefix)
            case Choice(later=later, terms=terms):
                options = [self._of(term, rule, prefix, links) for term in terms]
                _check_cases(prod(len(option) for option in options))
                return [_picked(later, chosen) for chosen in product(*options)]
            case IfKnown(term=term):
                return self._optional(term, rule, prefix, links)
            case AsLongAs(link=link):
                linked = list(self._linked(link, prefix, links))
                _check_cases(len(linked))
                return [*linked, self._no_link(link, prefix)]
            case Permanently():
                return [known_day(TRUE, ALWAYS)]
            case Latest():
                return self._dropped(period, rule, prefix)
        assert_never(period)

    def _from(self, anchor: Anchor, step: Step | None, prefix: str) -> list[Outcome]:
        term = point_term(anchor, prefix, self._space)
        day = term.then(step) if step else term
        if isinstance(anchor, FixedDay) or anchor.fact:
            return [known_day(TRUE, day)]
        return [
            known_day(known(anchor, prefix, self._space), day),
            Outcome(where=unknown(anchor, prefix, self._space), low=NEVER_YET, high=ALWAYS),
        ]

    def _no_link(self, link: FieldRef, prefix: str) -> Outcome:
        return Outcome(where=unknown(link, prefix, self._space), low=NEVER_YET, high=ALWAYS)

    def _optional(self, term: Period, rule: Rule, prefix: str, links: int) -> list[Outcome]:
        """Return a term that drops out: where it is absent, its choice goes on without it."""
        refs = list(_event_refs(term))
        here = all_of(known(ref, prefix, self._space) for ref in refs)
        present = [
            replace(outcome, where=all_of((here, outcome.where)))
            for outcome in self._of(term, rule, prefix, links)
        ]
        absent = any_of(unknown(ref, prefix, self._space) for ref in refs)
        found = [*present, known_day(absent, _GONE)]
        return [outcome for outcome in found if outcome.where != FALSE]

    def _linked(self, link: FieldRef, prefix: str, links: int) -> list[Outcome]:
        """Return the days through which a linked record can be kept (S9).

        First the days that its rules name, each where that rule alone governs. Then any
        day, for all else that can be: rules that agree or are preferred, limits,
        extensions, later phases, no answer. Two periods that name the same link see the
        same of these alternatives.
        """
        here = known(link, prefix, self._space)
        inner = f"{prefix}{link.path}."
        found = list(_any_day(here, self._space.private(f"kept@{inner}")))
        if links and isinstance(link.type, LinkType):
            found[:0] = self._alone(link.type.target, here, inner, links)
        variable, ways = self._space.private(f"way {links}@{inner}"), range(len(found))
        return [
            replace(
                outcome,
                where=all_of((self._space.within(variable, ways, (way,)), outcome.where)),
            )
            for way, outcome in enumerate(found)
        ]

    def _alone(self, target: str, here: Formula, inner: str, links: int) -> Iterator[Outcome]:
        covers = list(self._schedule_covers(target))
        for cover in covers:
            rule = self._policy.rules[cover.rule]
            if not rule.phases:
                continue
            alone = all_of(
                (
                    here,
                    self._standing.good_data(inner),
                    self._standing.unbeaten(cover, inner, value=True),
                    *(
                        self._standing.unbeaten(other, inner, value=False)
                        for other in covers
                        if other.rule != cover.rule
                    ),
                )
            )
            if alone == FALSE:
                continue
            for outcome in self._of(rule.phases[0].keep, rule, inner, links - 1):
                yield replace(outcome, where=all_of((alone, outcome.where)))

    def _schedule_covers(self, target: str) -> Iterator[Covering]:
        """Return the schedule coverings that a record of a class, or one under it, can meet."""
        for rule in self._policy.rules.values():
            if rule.kind is not RuleKind.SCHEDULE:
                continue
            for name in rule.classes:
                if self._policy.is_under(name, target) or self._policy.is_under(target, name):
                    yield Covering(rule.ref, name)

    def _dropped(self, period: Latest, rule: Rule, prefix: str) -> list[Outcome]:
        """Return the day on which a record drops out: any day after its own (S9)."""
        own = point_term(period.order, prefix, self._space)
        day = DayTerm(event=dropping_variable(prefix, rule.ref))
        placed = [known(period.by, prefix, self._space), known(period.order, prefix, self._space)]
        return [
            known_day(all_of((*placed, Le(own, 1, day))), day, free=bool(prefix)),
            Outcome(where=TRUE, low=NEVER_YET, high=ALWAYS),  # not yet, or not to be placed
        ]


def _any_day(here: Formula, variable: str) -> Iterator[Outcome]:
    """Return every day through which a linked record could be kept.

    A day that is not known needs no case of its own: where its bounds make a difference,
    so does a known day at one of them.
    """
    yield known_day(here, DayTerm(event=variable), free=True)
    yield known_day(here, ALWAYS, free=True)


_GONE = DayTerm(day=-1)
NEVER_YET = DayTerm(day=NEVER)
"""No lower bound: the event has not happened."""


def _picked(later: bool, chosen: tuple[Outcome, ...]) -> Outcome:
    there = [outcome for outcome in chosen if outcome.low is not _GONE]
    where = all_of(outcome.where for outcome in chosen)
    free = any(outcome.free for outcome in chosen)
    low = _pick(later, tuple(outcome.low for outcome in there))
    if all(outcome.settled for outcome in there):
        return known_day(where, low, free=free)
    high = _pick(later, tuple(outcome.high for outcome in there))
    return Outcome(where=where, low=low, high=high, free=free)


def _pick(later: bool, days: tuple[DayExpr, ...]) -> DayExpr:
    """Return the later or earlier of some days; an end of all days decides or is left out."""
    decisive, idle = (ALWAYS, NEVER_YET) if later else (NEVER_YET, ALWAYS)
    if decisive in days:
        return decisive
    left = tuple(dict.fromkeys(day for day in days if day != idle)) or (idle,)
    return left[0] if len(left) == 1 else Pick(later=later, terms=left)


def dropping_variable(prefix: str, ref: str) -> str:
    """Return the variable of the day on which newer records push a record out."""
    return f"dropped@{prefix}{ref}"


def _event_refs(period: Period) -> Iterator[FieldRef]:
    for inner in subperiods(period):
        match inner:
            case After(anchor=anchor) | YearEnd(anchor=anchor) | Until(anchor=anchor):
                if isinstance(anchor, FieldRef):
                    yield anchor
            case AsLongAs(link=link):
                yield link


def not_after(one: DayExpr, gap: int, other: DayExpr) -> Formula:
    """Return where one day, plus some whole days, is no later than another."""
    if isinstance(one, Pick):
        parts = (not_after(day, gap, other) for day in one.terms)
        return all_of(parts) if one.later else any_of(parts)
    if isinstance(other, Pick):
        parts = (not_after(one, gap, day) for day in other.terms)
        return any_of(parts) if other.later else all_of(parts)
    if one.event is None and other.event is None:
        return TRUE if one.at(0) + gap <= other.at(0) else FALSE
    if one == other:
        return TRUE if gap <= 0 else FALSE
    return Le(one, gap, other)


def together_possible(
    ones: Iterable[Outcome], others: Iterable[Outcome]
) -> Iterator[tuple[Outcome, Outcome]]:
    """Return the pairs of outcomes whose conditions do not exclude each other at first sight.

    Raises:
        GaveUpError: when comparing them all would take too many comparisons.
    """
    boxed = [(other, box(other.where)) for other in others]
    comparisons = 0
    for one in ones:
        own = box(one.where)
        for other, its in boxed:
            if not disjoint(own, its):
                comparisons += _size(one.low) * _size(other.low)
                if comparisons > MAX_COMPARISONS:
                    raise GaveUpError
                yield one, other


def _size(day: DayExpr) -> int:
    """Return from how many single days an expression picks."""
    return sum(_size(term) for term in day.terms) if isinstance(day, Pick) else 1


def _check_cases(cases: int) -> None:
    if cases > MAX_CASES:
        raise GaveUpError


def before(one: Outcome, other: Outcome) -> Formula:
    """Return where one outcome's day certainly comes before another's."""
    return all_of((one.where, other.where, not_after(one.high, 1, other.low)))


def apart(one: Outcome, other: Outcome) -> Formula:
    """Return where two outcomes certainly differ in their days."""
    return any_of((before(one, other), before(other, one)))


def together(one: Outcome, other: Outcome) -> Formula:
    """Return where two outcomes name the same known day."""
    if not (one.settled and other.settled):
        return FALSE
    same = (not_after(one.low, 0, other.low), not_after(other.low, 0, one.low))
    return all_of((one.where, other.where, *same))
