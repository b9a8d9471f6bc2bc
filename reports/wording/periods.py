"""Periods in words, as they follow `keep`: `for 3 years after the date closed`."""

from __future__ import annotations

from typing import Literal, assert_never

from tenure.compiler.policy.fields import LinkType
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
)
from tenure.reports.wording.labels import label
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, rule_link, words
from tenure.reports.wording.references import Deciders

Bound = Literal["at least", "at most"]


class PeriodWording:
    """Words the periods of one rule.

    Args:
        names: what its fields are called.
        deciders: the rules that decide each class, for records kept as long as others.
    """

    def __init__(self, names: Names, deciders: Deciders) -> None:
        self._names = names
        self._language = names.language
        self._deciders = deciders

    def keep(self, period: Period, bound: Bound | None = None) -> Prose:
        """Return a whole period: `for at least 6 years after the date closed`."""
        return self._keep(period, self._language.label(f"bound.{bound}") if bound else "", "")

    def _keep(self, period: Period, bound: str, path: str) -> Prose:
        say = self._language.say
        match period:
            case After(duration=duration, anchor=anchor, inclusive=inclusive):
                length = self._language.duration(duration.parts)
                if inclusive:
                    event = self._noun(anchor)
                    return say("keep.beginning", bound=bound, length=length, event=event)
                return say("keep.after", bound=bound, length=length, event=self._after(anchor))
            case YearEnd():
                return self._year_end(period, bound)
            case Until(anchor=anchor):
                return say("keep.until", bound=bound, event=self._after(anchor))
            case Choice():
                return self._choice(period, bound, path)
            case IfKnown(term=term):
                inner = self._keep(term, bound, path)
                simple = not isinstance(term, Choice)
                return say("keep.if known" if simple else "keep.if all known", period=inner)
            case AsLongAs():
                return self._as_long_as(period, bound)
            case Permanently():
                return say("keep.permanently", bound=bound)
            case Latest():
                return self._latest(period, bound)
        assert_never(period)

    def _year_end(self, period: YearEnd, bound: str) -> Prose:
        return self._language.say(
            "keep.year.plus" if period.plus else "keep.year",
            bound=bound,
            year=self._language.year(period.year),
            event=self._of_year(period.anchor),
            years=self._language.count(period.plus, "year"),
            code=f"{period.year.name}+{period.plus}",
        )

    def _choice(self, period: Choice, bound: str, path: str) -> Prose:
        if len(period.terms) == 1:
            return self._keep(period.terms[0], bound, path)
        terms = []
        for index, term in enumerate(period.terms):
            place = label(path, index, "letters")
            item = self._keep(term, "", place)
            terms.append(self._language.say("list.item", label=place, item=item))
        endings = ("longer", "longest") if period.later else ("shorter", "shortest")
        found = self._language.say(
            f"keep.{endings[len(terms) > 2]}",
            terms=self._language.joined(terms, "or.labelled"),
        )
        return (*words(bound), *found)

    def _as_long_as(self, period: AsLongAs, bound: str) -> Prose:
        refs: tuple[str, ...] = ()
        if isinstance(period.link.type, LinkType):
            refs = self._deciders.of(period.link.type.target)
        rules: Prose = ()
        if refs:
            listing = self._language.all_of([rule_link(ref) for ref in refs])
            rules = self._language.say("rules.see", rules=listing)
        record = self._names.noun(period.link)
        return self._language.say("keep.link", bound=bound, record=record, rules=rules)

    def _latest(self, period: Latest, bound: str) -> Prose:
        return self._language.say(
            "keep.latest.one" if period.count == 1 else "keep.latest",
            bound=bound,
            count=self._language.whole(period.count),
            group=self._names.noun(period.by),
            order=self._names.noun(period.order),
        )

    def _noun(self, anchor: Anchor) -> Prose:
        if isinstance(anchor, FixedDay):
            return words(self._language.day(anchor.day))
        return self._names.noun(anchor)

    def _after(self, anchor: Anchor) -> Prose:
        if isinstance(anchor, FixedDay):
            return self._noun(anchor)
        return self._names.after(anchor)

    def _of_year(self, anchor: Anchor) -> Prose:
        if isinstance(anchor, FixedDay):
            return self._language.say("year.of", event=self._noun(anchor))
        return self._names.of_year(anchor)
