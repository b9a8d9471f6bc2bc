"""Resolves policy headers, external policies, calendars, authorities, sections and marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from tenure.compiler.dates import YearKind
from tenure.compiler.policy.policy import Approval, Document, External, Review, Section
from tenure.compiler.policy.rules import Authority, AuthorityKind, InForce
from tenure.compiler.resolve.countries import COUNTRIES
from tenure.compiler.resolve.periods import duration
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.build.spans import Spanned
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label
from tenure.dsl.nodes import declarations as written
from tenure.dsl.nodes.clauses import InForceClause, TextClause
from tenure.dsl.nodes.names import Name, text_of
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean

Clause = TypeVar("Clause", bound=Spanned)


def only(nodes: Iterable[object], kind: type[Clause], scope: Scope, what: str) -> Clause | None:
    """Return the one clause of a kind; report every further one."""
    found = [node for node in nodes if isinstance(node, kind)]
    for extra in found[1:]:
        scope.error(
            Code.REPEATED_CLAUSE,
            f"`{what}` is said twice",
            extra.span,
            related=[Label(span=found[0].span, text="first said here")],
            help_=["keep one of them"],
        )
    return found[0] if found else None


def in_force(clause: InForceClause | None, scope: Scope) -> InForce:
    """Return the interval of an `in force` clause; all days where there is none."""
    if clause is None:
        return InForce()
    interval = InForce(
        start=clause.start.date if clause.start else None,
        end=clause.end.date if clause.end else None,
    )
    if interval.start and interval.end and interval.end < interval.start:
        scope.error(
            Code.EMPTY_INTERVAL,
            f"it ends on {interval.end}, before it starts on {interval.start}",
            clause.span,
            help_=["swap the days; both are included"],
        )
    return interval


def document(decl: written.PolicyDecl, scope: Scope) -> Document:
    """Return what a policy header says."""
    clauses = decl.clauses
    texts: dict[str, str] = {}
    for clause in clauses:
        if isinstance(clause, TextClause):
            if clause.label in texts:
                scope.error(
                    Code.REPEATED_CLAUSE,
                    f"`{clause.label}` is said twice",
                    clause.span,
                    help_=["keep one of them"],
                )
            texts.setdefault(clause.label, clause.text.text)
    jurisdiction = only(clauses, written.Jurisdiction, scope, "jurisdiction")
    regions = jurisdiction.regions if jurisdiction else ()
    check_countries(regions, scope)
    return Document(
        title=decl.title.text,
        texts=texts,
        regions=tuple(region.text for region in regions),
        approval=_approval(clauses, scope),
        review=_review(clauses, scope),
        in_force=in_force(only(clauses, InForceClause, scope, "in force"), scope),
        span=decl.span.to(decl.title.span),
    )


def _approval(clauses: tuple[written.PolicyClause, ...], scope: Scope) -> Approval | None:
    node = only(clauses, written.Approved, scope, "approved")
    if node is None:
        return None
    return Approval(first=node.on.first, last=node.on.last, by=text_of(node.by), span=node.span)


def _review(clauses: tuple[written.PolicyClause, ...], scope: Scope) -> Review:
    every = only(clauses, written.ReviewEvery, scope, "review every")
    planned = only(clauses, written.NextReview, scope, "next review")
    span = None
    first: date | None = None
    last: date | None = None
    if planned is not None:
        span, first, last = planned.span, planned.on.first, planned.on.last
    if every is None:
        return Review(next_first=first, next_last=last, span=span)
    return Review(
        every=duration(every.every).length,
        every_words=every.every.parts,
        next_first=first,
        next_last=last,
        span=span or every.span,
    )


def check_countries(regions: tuple[Name, ...], scope: Scope) -> None:
    """Report every code whose country is not one of ISO 3166-1."""
    for region in regions:
        country = region.text.partition("-")[0]
        if country not in COUNTRIES:
            scope.error(
                Code.UNKNOWN_REGION,
                f"`{region.text}` is not a country or region",
                region.span,
                help_=["write an ISO 3166 code such as `GB-ENG` or `CA-ON`"],
            )


def check_regions(regions: tuple[Name, ...], scope: Scope) -> None:
    """Report every code that is not a country or region with known public holidays."""
    from holidays.utils import list_supported_countries

    supported = list_supported_countries(include_aliases=True)
    for region in regions:
        country, _, part = region.text.partition("-")
        parts = supported.get(country)
        if parts is None:
            scope.error(
                Code.UNKNOWN_REGION,
                f"`{region.text}` is not a country that the calendar library knows",
                region.span,
                help_=did_you_mean(country, supported)
                or ["write an ISO 3166 code such as `GB-ENG` or `CA-ON`"],
            )
        elif part and part not in parts:
            scope.error(
                Code.UNKNOWN_REGION,
                f"`{country}` has no region `{part}` with public holidays of its own",
                region.span,
                help_=did_you_mean(part, parts, what=f"regions of {country}"),
            )


def external(decl: written.ExternalDecl) -> External:
    """Return what is said of a policy that is not loaded."""
    owners = [c.text.text for c in decl.clauses if c.label == "owner"]
    notes = tuple(c.text.text for c in decl.clauses if c.label == "note")
    return External(title=decl.title.text, owner=owners[0] if owners else None, notes=notes)


def authority(decl: written.AuthorityDecl) -> Authority:
    """Return an authority."""
    return Authority(
        name=decl.name.text,
        title=decl.title.text,
        kind=AuthorityKind[decl.kind.upper()] if decl.kind else None,
        citation=text_of(decl.citation),
        span=decl.span,
    )


def section(decl: written.SectionDecl) -> Section:
    """Return a heading of the schedule."""
    return Section(ref=decl.ref.text, title=decl.title.text, note=text_of(decl.note))


def calendar_years(decls: Iterable[written.CalendarDecl], scope: Scope) -> None:
    """Enter every kind of year that the calendars name."""
    places: dict[str, list[tuple[YearKind, Span]]] = {}
    for decl in decls:
        scope.declare("calendar", decl.name.text, decl.name.span)
        only(decl.clauses, written.WorkingWeek, scope, "working week")
        only(decl.clauses, written.Hours, scope, "hours")
        for clause in decl.clauses:
            if isinstance(clause, written.Holidays):
                check_regions(clause.regions, scope)
            elif isinstance(clause, written.NamedYear):
                _enter_year(clause, places, scope)
            elif isinstance(clause, written.Closed) and clause.last.date < clause.first.date:
                scope.error(
                    Code.EMPTY_INTERVAL,
                    f"it ends on {clause.last.date}, before it starts on {clause.first.date}",
                    clause.span,
                    help_=["swap the days; both are included"],
                )
            elif isinstance(clause, written.Hours) and clause.closes <= clause.opens:
                scope.error(
                    Code.EMPTY_INTERVAL,
                    f"it closes at {clause.closes:%H:%M}, not after it opens at "
                    f"{clause.opens:%H:%M}",
                    clause.span,
                    help_=["hours lie within one day"],
                )
    for name, found in places.items():
        if len({kind for kind, _ in found}) > 1:
            scope.ambiguous_years[name] = tuple(span for _, span in found)


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
