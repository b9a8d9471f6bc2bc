"""Resolves calendars, and the kinds of year that they name."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.compiler.dates import YearKind
from tenure.compiler.policy.calendars import DayRange, WorkingCalendar
from tenure.compiler.resolve.headers import only
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import calendars as written
from tenure.dsl.nodes.names import Name, text_of
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean


def resolve_calendars(decls: Iterable[written.CalendarDecl], scope: Scope) -> None:
    """Enter every calendar, and every kind of year that the calendars name."""
    places: dict[str, list[tuple[YearKind, Span]]] = {}
    for decl in decls:
        if scope.declare("calendar", decl.name.text, decl.name.span):
            scope.calendars[decl.name.text] = _calendar(decl, scope)
        for clause in decl.clauses:
            if isinstance(clause, written.NamedYear):
                _enter_year(clause, places, scope)
    for name, found in places.items():
        if len({kind for kind, _ in found}) > 1:
            scope.ambiguous_years[name] = tuple(span for _, span in found)


def _calendar(decl: written.CalendarDecl, scope: Scope) -> WorkingCalendar:
    week = only(decl.clauses, written.WorkingWeek, scope, "working week")
    hours = only(decl.clauses, written.Hours, scope, "hours")
    regions: list[str] = []
    closures: list[DayRange] = []
    terms: list[DayRange] = []
    if hours is not None and hours.closes <= hours.opens:
        scope.error(
            Code.EMPTY_INTERVAL,
            f"it closes at {hours.closes:%H:%M}, not after it opens at {hours.opens:%H:%M}",
            hours.span,
            help_=["hours lie within one day"],
        )
    for clause in decl.clauses:
        match clause:
            case written.Holidays():
                check_regions(clause.regions, scope)
                regions.extend(region.text for region in clause.regions)
            case written.Closed(reason=title):
                closures.append(_days(clause, text_of(title), scope))
            case written.TermDays(title=title):
                terms.append(_days(clause, text_of(title), scope))
            case _:
                pass
    return WorkingCalendar(
        name=decl.name.text,
        week=frozenset(week.days if week else ()),
        hours=(hours.opens, hours.closes) if hours else None,
        regions=tuple(dict.fromkeys(regions)),
        closures=tuple(closures),
        terms=tuple(terms),
        deemed_receipt=any(isinstance(c, written.DeemedReceipt) for c in decl.clauses),
        roll_forward=any(isinstance(c, written.RollForward) for c in decl.clauses),
        span=decl.span.to(decl.name.span),
    )


def _days(clause: written.Closed | written.TermDays, title: str | None, scope: Scope) -> DayRange:
    first, last = clause.first.date, clause.last.date
    if last < first:
        scope.error(
            Code.EMPTY_INTERVAL,
            f"it ends on {last}, before it starts on {first}",
            clause.span,
            help_=["swap the days; both are included"],
        )
    return DayRange(first=first, last=last, title=title, span=clause.span)


def check_regions(regions: tuple[Name, ...], scope: Scope) -> None:
    """Report every code that is not a country or region with known public holidays."""
    from holidays.registry import EntityLoader

    known = frozenset(EntityLoader.get_country_codes(include_aliases=True))
    for region in regions:
        country, _, part = region.text.partition("-")
        parts = _parts(country) if country in known else None
        if parts is None:
            scope.error(
                Code.UNKNOWN_REGION,
                f"`{region.text}` is not a country that the calendar library knows",
                region.span,
                help_=did_you_mean(country, known)
                or ["write an ISO 3166 code such as `GB-ENG` or `CA-ON`"],
            )
        elif part and part not in parts:
            scope.error(
                Code.UNKNOWN_REGION,
                f"`{country}` has no region `{part}` with public holidays of its own",
                region.span,
                help_=did_you_mean(part, parts, what=f"regions of {country}"),
            )


def _parts(country: str) -> tuple[str, ...]:
    """Return the regions of a country with holidays of their own.

    Of the library's lists of all countries the one of this country is loaded.
    """
    import holidays

    parts: tuple[str, ...] = getattr(holidays, country).subdivisions
    return parts


def _enter_year(
    clause: written.NamedYear, places: dict[str, list[tuple[YearKind, Span]]], scope: Scope
) -> None:
    name = clause.name.text
    kind = YearKind(name=name, month=clause.month, day=clause.day)
    if clause.day > _LONGEST_MONTHS[clause.month - 1]:
        scope.error(
            Code.OUT_OF_RANGE,
            f"no year has such a day: `{clause.span.text}`",
            clause.span,
            help_=["a year ends on a day of the calendar, for example `31 March`"],
        )
        return
    if name == "CY":
        scope.error(
            Code.RESERVED_NAME,
            "`CY` is the calendar year, which ends on 31 December",
            clause.name.span,
            help_=["give this year another name, such as `FY`"],
        )
        return
    places.setdefault(name, []).append((kind, clause.span))
    scope.years.setdefault(name, kind)


_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
