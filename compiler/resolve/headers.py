"""Resolves policy headers, external policies, calendars, authorities, sections and marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from tenure.compiler.policy.policy import Approval, Document, External, Review, Section
from tenure.compiler.policy.rules import Authority, AuthorityKind, InForce
from tenure.compiler.resolve.countries import COUNTRIES
from tenure.compiler.resolve.periods import duration
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.build.spans import Spanned
from tenure.dsl.codes import Code
from tenure.dsl.nodes import declarations as written
from tenure.dsl.nodes import headers
from tenure.dsl.nodes.clauses import InForceClause, TextClause
from tenure.dsl.nodes.names import Name, text_of

Clause = TypeVar("Clause", bound=Spanned)


def only(nodes: Iterable[object], kind: type[Clause], scope: Scope, what: str) -> Clause | None:
    """Return the one clause of a kind; report every further one."""
    found = [node for node in nodes if isinstance(node, kind)]
    scope.said_once((what, node.span) for node in found)
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
    labelled = [clause for clause in clauses if isinstance(clause, TextClause)]
    scope.said_once((clause.label, clause.span) for clause in labelled)
    for clause in labelled:
        texts.setdefault(clause.label, clause.text.text)
    jurisdiction = only(clauses, headers.Jurisdiction, scope, "jurisdiction")
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


def _approval(clauses: tuple[headers.PolicyClause, ...], scope: Scope) -> Approval | None:
    node = only(clauses, headers.Approved, scope, "approved")
    if node is None:
        return None
    return Approval(first=node.on.first, last=node.on.last, by=text_of(node.by), span=node.span)


def _review(clauses: tuple[headers.PolicyClause, ...], scope: Scope) -> Review:
    every = only(clauses, headers.ReviewEvery, scope, "review every")
    planned = only(clauses, headers.NextReview, scope, "next review")
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
