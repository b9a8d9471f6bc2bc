"""Clauses of the policy header, as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf

from tenure.dsl.nodes.clauses import InForceClause, TextClause
from tenure.dsl.nodes.names import Moment, Name, Text
from tenure.dsl.nodes.periods import Duration
from tenure.dsl.source import Span

TieBreak = OneOf["nothing", "longest", "shortest", "authority", "latest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """`jurisdiction GB-ENG`: ISO 3166 codes."""

    regions: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """`approved 2016-09-01 by "Leadership Team"`."""

    on: Moment
    by: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEvery:
    """`review every 3 years`."""

    every: Duration
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextReview:
    """`next review 2020-10`: the day or month that the document itself names."""

    on: Moment
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposeWithin:
    """`dispose within 30 days`: later than that after the due day is overdue."""

    window: Duration
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveBy:
    """`resolve by authority, longest`: tie-breaks in the order tried."""

    tie_breaks: tuple[TieBreak, ...]
    span: Span = field(compare=False, repr=False)


PolicyClause = (
    TextClause
    | Jurisdiction
    | Approved
    | ReviewEvery
    | NextReview
    | DisposeWithin
    | ResolveBy
    | InForceClause
)
