"""Declarations, as written: what a file is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf

from tenure.dsl.nodes.accountability import (
    ActivityDecl,
    DutyDecl,
    OccasionDecl,
    OrganisationDecl,
)
from tenure.dsl.nodes.calendars import CalendarDecl
from tenure.dsl.nodes.clauses import HoldClause, RuleClause, TextClause
from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.headers import PolicyClause
from tenure.dsl.nodes.names import Literal, Name, Ref, Text
from tenure.dsl.nodes.obligations import ObligationDecl
from tenure.dsl.nodes.scenarios import PolicyTestDecl
from tenure.dsl.source import SourceFile, Span

AuthorityKind = OneOf["statute", "regulation", "contract", "corporate_policy", "good_practice"]
TypeWord = OneOf["date", "time", "yes/no", "number", "text", "organisation"]

# --- the policy ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDecl:
    """`policy "…"`: what this document says of itself."""

    title: Text
    clauses: tuple[PolicyClause, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseDecl:
    """`use "../law/limitation.tenure"`: another file's declarations count here too."""

    path: Text
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalDecl:
    """`external "DfT retention policy"`: a policy that is named but not loaded."""

    title: Text
    clauses: tuple[TextClause, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDecl:
    """`section 6.1 "Generic Contact Centre"`: a heading of the published schedule."""

    ref: Ref
    title: Text
    note: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDecl:
    """`mark P "Prime document"`: a letter of the published schedule's key."""

    name: Name
    title: Text
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityDecl:
    """`authority dfe "Children Act" kind statute`."""

    name: Name
    title: Text
    kind: AuthorityKind | None
    citation: Text | None
    span: Span = field(compare=False, repr=False)


# --- records ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainType:
    """`date`, `time`, `yes/no`, `number`, `text` or `organisation`."""

    word: TypeWord
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOfType:
    """`one of paper, electronic`; with `jurisdiction`, ISO 3166 countries."""

    values: tuple[Name, ...]
    jurisdiction: bool = False
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkType:
    """`link to complaint`, or with `many`, `links to complaint`."""

    target: Name
    many: bool
    span: Span = field(compare=False, repr=False)


TypeNode = PlainType | OneOfType | LinkType


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDecl:
    """One field of a record class."""

    name: Name
    type: TypeNode
    required: bool
    title: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecl:
    """`record complaint "…"`, with the class it refines and the condition that defines it."""

    name: Name
    title: Text | None
    parent: Name | None
    where: Condition | None
    fields: tuple[FieldDecl, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDecl:
    """`fact bbis_live yes/no = no "…"`: a truth about the world, not about a record."""

    name: Name
    type: TypeNode
    value: Literal
    title: Text | None
    span: Span = field(compare=False, repr=False)


# --- rules and holds ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionDecl:
    """`except child when …`: a rule that overrides the one it stands in."""

    name: Name
    title: Text | None
    clauses: tuple[RuleClause, ...]
    exceptions: tuple[ExceptionDecl, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDecl:
    """`rule 6.0.2 "Complaint records"` with its clauses and exceptions."""

    ref: Ref
    title: Text | None
    clauses: tuple[RuleClause, ...]
    exceptions: tuple[ExceptionDecl, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDecl:
    """`hold legal_action "…" for … while …`: nothing it covers is disposed of."""

    name: Name
    title: Text | None
    clauses: tuple[HoldClause, ...]
    span: Span = field(compare=False, repr=False)


Declaration = (
    PolicyDecl
    | UseDecl
    | ExternalDecl
    | SectionDecl
    | MarkDecl
    | AuthorityDecl
    | CalendarDecl
    | RecordDecl
    | FactDecl
    | RuleDecl
    | HoldDecl
    | ObligationDecl
    | OccasionDecl
    | DutyDecl
    | ActivityDecl
    | OrganisationDecl
    | PolicyTestDecl
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Everything that one file declares, in the order written."""

    source: SourceFile
    declarations: tuple[Declaration, ...]
