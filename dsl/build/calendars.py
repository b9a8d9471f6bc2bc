"""Builds calendars."""

from __future__ import annotations

import calendar

from tenure.dsl.build.clauses import ClausesBuilder
from tenure.dsl.build.spans import Children, has, tokens
from tenure.dsl.nodes.calendars import (
    CalendarDecl,
    Closed,
    DeemedReceipt,
    Holidays,
    Hours,
    NamedYear,
    RollForward,
    TermDays,
    WorkingWeek,
)
from tenure.dsl.nodes.names import Name

_WEEKDAYS = tuple(calendar.day_name)
_MONTHS = tuple(calendar.month_name)


class CalendarsBuilder(ClausesBuilder):
    """Reductions of the grammar's `calendar` part."""

    def calendar(self, children: Children) -> CalendarDecl:
        """Reduce a calendar."""
        return CalendarDecl(
            name=self.as_name(children[1]), clauses=tuple(children[2:]), span=self.span(children)
        )

    def week_days(self, children: Children) -> WorkingWeek:
        """Reduce weekdays to numbers from Monday, 0; a range may run over Sunday."""
        days = [_WEEKDAYS.index(token) for token in tokens(children, "WEEKDAY")]
        if not has(children, "TO"):
            return WorkingWeek(days=tuple(days), span=self.span(children))
        first, last = days
        week = tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
        return WorkingWeek(days=week, span=self.span(children))

    def working_week(self, children: Children) -> WorkingWeek:
        """Reduce `working week Monday to Friday`."""
        days: WorkingWeek = children[-1]
        return WorkingWeek(days=days.days, span=self.span(children))

    def hours(self, children: Children) -> Hours:
        """Reduce `hours 08:00 to 17:00`."""
        opens, closes = (self.as_clock(token) for token in tokens(children, "CLOCK"))
        return Hours(opens=opens, closes=closes, span=self.span(children))

    def regions(self, children: Children) -> tuple[Name, ...]:
        """Reduce a list of ISO 3166 codes."""
        return self.as_names(children, "REGION")

    def holidays(self, children: Children) -> Holidays:
        """Reduce `holidays GB-ENG`."""
        regions: tuple[Name, ...] = children[1]
        span = self.token_span(children[0]).to(regions[-1].span)
        return Holidays(regions=regions, span=span)

    def closed(self, children: Children) -> Closed:
        """Reduce `closed 2026-12-29 "Christmas closure"`."""
        days = self.as_days(children)
        return Closed(
            first=days[0],
            last=days[-1],
            reason=self.as_text(children),
            span=self.span(children),
        )

    def term_days(self, children: Children) -> TermDays:
        """Reduce `term 2026-09-02 to 2026-12-18 "Autumn term"`."""
        first, last = self.as_days(children)
        return TermDays(
            first=first, last=last, title=self.as_text(children), span=self.span(children)
        )

    def year(self, children: Children) -> NamedYear:
        """Reduce `year FY ends 31 March`."""
        (number,) = tokens(children, "NUMBER")
        (month,) = tokens(children, "MONTH_NAME")
        return NamedYear(
            name=self.as_name(children[1]),
            day=self.as_count(number, least=1),
            month=_MONTHS.index(month),
            span=self.span(children),
        )

    def deemed_receipt(self, children: Children) -> DeemedReceipt:
        """Reduce `received when closed counts as the next working day`."""
        return DeemedReceipt(span=self.span(children))

    def roll_forward(self, children: Children) -> RollForward:
        """Reduce `deadlines roll forward`."""
        return RollForward(span=self.span(children))
