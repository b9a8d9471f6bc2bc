"""Resolves periods: durations to lengths, anchors to events."""

from __future__ import annotations

from typing import assert_never

from tenure.compiler.dates import Length
from tenure.compiler.policy import periods as meant
from tenure.compiler.policy.fields import EventType, FieldRef, LinkType, type_in_words
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import periods as written
from tenure.dsl.nodes.names import Day, Path
from tenure.dsl.source import Span

_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}


def duration(node: written.Duration) -> meant.Duration:
    """Return the duration, its months and days summed."""
    return meant.Duration(
        length=Length(
            months=sum(count * _MONTHS.get(unit, 0) for count, unit in node.parts),
            days=sum(count * _DAYS.get(unit, 0) for count, unit in node.parts),
        ),
        parts=node.parts,
    )


class PeriodResolver:
    """Resolves the periods of one rule."""

    def __init__(self, scope: Scope, classes: tuple[RecordClass, ...]) -> None:
        self._scope = scope
        self._classes = classes

    def period(self, node: written.Period) -> meant.Period | None:
        """Return what a whole `keep` means; `None` after a report."""
        if isinstance(node, written.IfKnown):
            self._report_nothing_left(node.span)
            return None
        return self._period(node)

    def _period(self, node: written.Period) -> meant.Period | None:
        match node:
            case written.After():
                return self._after(node)
            case written.YearEnd():
                year = self._scope.year_named(node.year)
                anchor = self.anchor(node.anchor)
                if year is None or anchor is None:
                    return None
                return meant.YearEnd(year=year, plus=node.plus, anchor=anchor, span=node.span)
            case written.Until():
                anchor = self.anchor(node.anchor)
                return meant.Until(anchor=anchor, span=node.span) if anchor else None
            case written.Choice():
                return self._choice(node)
            case written.IfKnown():
                term = self._period(node.term)
                return meant.IfKnown(term=term, span=node.span) if term else None
            case written.AsLongAs():
                link = self._link(node.link)
                return meant.AsLongAs(link=link, span=node.span) if link else None
            case written.Permanently():
                return meant.Permanently(span=node.span)
            case written.Latest():
                return self._latest(node)
        assert_never(node)

    def _after(self, node: written.After) -> meant.After | None:
        length = duration(node.duration)
        if node.inclusive and length.length == Length(months=0, days=0):
            self._scope.error(
                Code.OUT_OF_RANGE,
                "a period that begins with a day is at least one day long",
                node.duration.span,
                help_=["write `0 days after …` for the day of the event itself"],
            )
            return None
        anchor = self.anchor(node.anchor)
        if anchor is None:
            return None
        return meant.After(duration=length, anchor=anchor, inclusive=node.inclusive, span=node.span)

    def _choice(self, node: written.Choice) -> meant.Choice | None:
        if all(isinstance(term, written.IfKnown) for term in node.terms):
            self._report_nothing_left(node.span)
            return None
        terms = [self._period(term) for term in node.terms]
        resolved = tuple(term for term in terms if term is not None)
        if len(resolved) < len(terms):
            return None
        return meant.Choice(later=node.later, terms=resolved, span=node.span)

    def _report_nothing_left(self, span: Span) -> None:
        self._scope.error(
            Code.NOTHING_LEFT,
            "nothing says how long to keep the record when this is not known",
            span,
            help_=["put it in `the later of (…, …)` beside a term without `if known`"],
        )

    def anchor(self, node: Path | Day) -> meant.Anchor | None:
        """Return the event that a period runs from; `None` after a report."""
        if isinstance(node, Day):
            return meant.FixedDay(day=node.date)
        ref = self._scope.field_at(node, self._classes)
        if ref is None:
            return None
        if not isinstance(ref.type, EventType):
            events = sorted(
                f.name for f in self._classes[0].fields.values() if isinstance(f.type, EventType)
            )
            listed = ", ".join(f"`{name}`" for name in events)
            self._scope.error(
                Code.NOT_AN_EVENT,
                f"`{node.text}` holds {type_in_words(ref.type)}, not the day of an event",
                node.span,
                help_=[f"events of `{self._classes[0].name}`: {listed}"] if events else [],
            )
            return None
        return ref

    def _link(self, path: Path) -> FieldRef | None:
        ref = self._scope.field_at(path, self._classes)
        if ref is not None and not isinstance(ref.type, LinkType):
            self._scope.error(
                Code.NOT_A_LINK,
                f"`{path.text}` holds {type_in_words(ref.type)}, not a link to a record",
                path.span,
                help_=["`as long as` needs a field declared `link to …` or `links to …`"],
            )
            return None
        return ref

    def _latest(self, node: written.Latest) -> meant.Latest | None:
        by = self._scope.field_at(node.by, self._classes)
        order = self.anchor(node.order) if node.order else self._only_event(node.span)
        if by is None or not isinstance(order, FieldRef):
            return None
        if by.links or by.fact or order.links or order.fact:
            self._scope.error(
                Code.UNCLEAR_ORDER,
                "records are grouped and ordered by fields of their own",
                node.span,
            )
            return None
        return meant.Latest(count=node.count, by=by, order=order, span=node.span)

    def _only_event(self, span: Span) -> FieldRef | None:
        """Return the class's one date, or report that there is none, or more than one."""
        record_class = self._classes[0]
        events = [f for f in record_class.fields.values() if isinstance(f.type, EventType)]
        if len(events) == 1:
            return FieldRef(name=events[0].name, type=events[0].type)
        names = ", ".join(f"`{event.name}`" for event in events) or "none"
        self._scope.error(
            Code.UNCLEAR_ORDER,
            f"which date makes a record the latest is not clear (dates of "
            f"`{record_class.name}`: {names})",
            span,
            help_=["say it: `the latest 2 by asset in order of issued`"],
        )
        return None
