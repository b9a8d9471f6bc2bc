"""Builds periods of retention."""

from __future__ import annotations

from typing import cast

from tenure.dsl.build.names import NamesBuilder
from tenure.dsl.build.spans import Children, has, of_type, tokens
from tenure.dsl.nodes.names import Day, Path
from tenure.dsl.nodes.periods import (
    After,
    AsLongAs,
    Choice,
    Duration,
    IfKnown,
    Latest,
    Period,
    Permanently,
    Unit,
    Until,
    YearEnd,
)

_PERIODS = (After, YearEnd, Until, Choice, IfKnown, AsLongAs, Permanently, Latest)


def periods_in(children: Children) -> list[Period]:
    """Return the periods among the children, in order."""
    return [child for child in children if isinstance(child, _PERIODS)]


class PeriodsBuilder(NamesBuilder):
    """Reductions of the grammar's `period` part."""

    def duration(self, children: Children) -> Duration:
        """Reduce `1 year and 6 months`."""
        counts = [self.as_count(token) for token in tokens(children, "NUMBER")]
        units = [cast("Unit", str(token).rstrip("s")) for token in tokens(children, "UNIT")]
        return Duration(parts=tuple(zip(counts, units, strict=True)), span=self.span(children))

    def after(self, children: Children) -> After:
        """Reduce `3 years after closed` and `3 years beginning with closed`."""
        return After(
            duration=children[0],
            anchor=children[-1],
            inclusive=has(children, "BEGINNING"),
            span=self.span(children),
        )

    def year_end(self, children: Children) -> YearEnd:
        """Reduce `CY+1 from recorded`."""
        (name,) = self.as_names(children, "NAME")
        (number,) = tokens(children, "NUMBER")
        return YearEnd(
            year=name, plus=self.as_count(number), anchor=children[-1], span=self.span(children)
        )

    def until(self, children: Children) -> Until:
        """Reduce `until warranty_ends`."""
        anchor: Path | Day = children[-1]
        return Until(anchor=anchor, span=self.span(children))

    def choice(self, children: Children) -> Choice:
        """Reduce `the later of (…)` and `the earlier of (…)`."""
        terms = tuple(periods_in(children))
        node = Choice(later=has(children, "LATER"), terms=terms, span=self.span(children))
        self.deepen(node, terms)
        return node

    def if_known(self, children: Children) -> IfKnown:
        """Reduce `… if known`."""
        node = IfKnown(term=children[0], span=self.span(children))
        self.deepen(node, (children[0],))
        return node

    def as_long_as(self, children: Children) -> AsLongAs:
        """Reduce `as long as complaint`."""
        return AsLongAs(link=children[-1], span=self.span(children))

    def permanently(self, children: Children) -> Permanently:
        """Reduce `permanently`."""
        return Permanently(span=self.span(children))

    def latest(self, children: Children) -> Latest:
        """Reduce `the latest 2 by asset in order of issued`."""
        (number,) = tokens(children, "NUMBER")
        by, *order = of_type(children, Path)
        return Latest(
            count=self.as_count(number, least=1),
            by=by,
            order=order[0] if order else None,
            span=self.span(children),
        )
