"""Lowers what rules answer to expressions over days, and compares them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import assert_never

from tenure.compiler.analysis.conditions import known, point_term, unknown
from tenure.compiler.analysis.formulas import FALSE, TRUE, Formula, Le, all_of, any_of
from tenure.compiler.analysis.space import Space
from tenure.compiler.analysis.standing import StandingFormulas
from tenure.compiler.analysis.terms import ALWAYS, DayTerm, Run, Step, ToYearEnd, Way
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
    """A day that a period names, and where it names that one.

    Attributes:
        where: where the day is known and this is it.
        day: the day.
        free: whether the day stands for any day at all, because what it depends on
            was not followed further. Good for proofs, useless for witnesses.
    """

    where: Formula
    day: DayExpr
    free: bool = False


class Outcomes:
    """The outcomes of one policy's rules."""

    def __init__(self, space: Space, standing: StandingFormulas) -> None:
        self._space = space
        self._standing = standing
        self._policy = space.policy

    def of_rule(self, rule: Rule, phase: int, prefix: str = "") -> list[Outcome]:
        """Return the days that a rule may name for a phase, counted from 0."""
        return self._of(rule.phases[phase].keep, rule, prefix, MAX_LINKS)

    def _of(self, period: Period, rule: Rule, prefix: str, links: int) -> list[Outcome]:
        match period:
            case After(duration=duration, anchor=anchor, inclusive=inclusive):
                way: Way = "beginning" if inclusive else "after"
                return [self._from(anchor, Run(length=duration.length, way=way), prefix)]
            case YearEnd(year=year, plus=plus, anchor=anchor):
                return [self._from(anchor, ToYearEnd(year=year, plus=plus), prefix)]
            case Until(anchor=anchor):
                return [self._from(anchor, None, prefix)]
            case Choice(later=later, terms=terms):
                options = [self._of(term, rule, prefix, links) for term in terms]
                return [_picked(later, chosen) for chosen in product(*options)]
            case IfKnown(term=term):
                return self._optional(term, rule, prefix, links)
            case AsLongAs(link=link):
                return list(self._linked(link, prefix, links))
            case Permanently():
                return [Outcome(where=TRUE, day=ALWAYS)]
            case Latest():
                return [self._dropped(period, rule, prefix)]
        assert_never(period)

    def _from(self, anchor: Anchor, step: Step | None, prefix: str) -> Outcome:
        term = point_term(anchor, prefix, self._space)
        where = TRUE if isinstance(anchor, FixedDay) else known(anchor, prefix, self._space)
        return Outcome(where=where, day=term.then(step) if step else term)

    def _optional(self, term: Period, rule: Rule, prefix: str, links: int) -> list[Outcome]:
        """Return a term that drops out: where it is absent, its choice goes on without it."""
        absent = any_of(unknown(ref, prefix, self._space) for ref in _event_refs(term))
        present = self._of(term, rule, prefix, links)
        gone = Outcome(where=absent, day=_GONE)
        return [*present, gone] if absent != FALSE else present

    def _linked(self, link: FieldRef, prefix: str, links: int) -> Iterator[Outcome]:
        """Return the days through which a linked record can be kept, rule by rule (S9)."""
        here = known(link, prefix, self._space)
        inner = f"{prefix}{link.path}."
        if links == 0 or not isinstance(link.type, LinkType):
            free = DayTerm(event=f"kept@{inner}")
            yield Outcome(where=here, day=free, free=True)
            return
        covers = list(self._schedule_covers(link.type.target))
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
                where = all_of((alone, outcome.where))
                yield Outcome(where=where, day=outcome.day, free=outcome.free)

    def _schedule_covers(self, target: str) -> Iterator[Covering]:
        """Return the schedule coverings that a record of a class, or one under it, can meet."""
        for rule in self._policy.rules.values():
            if rule.kind is not RuleKind.SCHEDULE:
                continue
            for name in rule.classes:
                if self._policy.is_under(name, target) or self._policy.is_under(target, name):
                    yield Covering(rule.ref, name)

    def _dropped(self, period: Latest, rule: Rule, prefix: str) -> Outcome:
        """Return the day on which a record drops out: any day after its own (S9)."""
        own = point_term(period.order, prefix, self._space)
        day = DayTerm(event=dropping_variable(prefix, rule.ref))
        where = all_of(
            (
                known(period.by, prefix, self._space),
                known(period.order, prefix, self._space),
                Le(own, 1, day),
            )
        )
        return Outcome(where=where, day=day, free=bool(prefix))


_GONE = DayTerm(day=-1)


def _picked(later: bool, chosen: tuple[Outcome, ...]) -> Outcome:
    days = tuple(outcome.day for outcome in chosen if outcome.day is not _GONE)
    return Outcome(
        where=all_of(outcome.where for outcome in chosen),
        day=days[0] if len(days) == 1 else Pick(later=later, terms=days),
        free=any(outcome.free for outcome in chosen),
    )


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


def apart(one: DayExpr, other: DayExpr) -> Formula:
    """Return where two days differ."""
    return any_of((not_after(one, 1, other), not_after(other, 1, one)))


def together(one: DayExpr, other: DayExpr) -> Formula:
    """Return where two days are the same."""
    return all_of((not_after(one, 0, other), not_after(other, 0, one)))
