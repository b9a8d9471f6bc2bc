"""Declarations, as written: what a file is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal as OneOf

from tenure.dsl.nodes.clauses import Action, HoldClause, InForceClause, RuleClause, TextClause
from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.names import Day, Literal, Moment, Name, Path, Ref, Text
from tenure.dsl.nodes.periods import Duration
from tenure.dsl.source import SourceFile, Span

TieBreak = OneOf["nothing", "longest", "shortest", "authority", "latest"]
AuthorityKind = OneOf["statute", "regulation", "contract", "corporate_policy", "good_practice"]
TypeWord = OneOf["date", "time", "yes/no", "number", "text"]

# --- the policy ---------------------------------------------------------------


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


# --- calendars ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingWeek:
    """`working week Monday to Friday`: weekdays numbered from Monday, 0."""

    days: tuple[int, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """`hours 08:00 to 17:00`."""

    opens: time
    closes: time
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """`holidays GB-ENG`: public holidays by ISO 3166 region; several are united."""

    regions: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """`closed 2026-12-29 to 2026-12-31 "Christmas closure"`; both days included."""

    first: Day
    last: Day
    reason: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedYear:
    """`year FY ends 31 March`."""

    name: Name
    day: int
    month: int
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedReceipt:
    """`received when closed counts as the next working day`."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForward:
    """`deadlines roll forward`: a last day that is closed moves to the next open one."""

    span: Span = field(compare=False, repr=False)


CalendarClause = WorkingWeek | Hours | Holidays | Closed | NamedYear | DeemedReceipt | RollForward


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDecl:
    """`calendar office …`."""

    name: Name
    clauses: tuple[CalendarClause, ...]
    span: Span = field(compare=False, repr=False)


# --- records ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainType:
    """`date`, `time`, `yes/no`, `number` or `text`."""

    word: TypeWord
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOfType:
    """`one of paper, electronic`."""

    values: tuple[Name, ...]
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


# --- the policy's own tests -----------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenField:
    """A field and its value; several where it is a list of links, none where it is `unknown`."""

    name: Name
    values: tuple[Literal, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """`given complaint c  closed 2026-02-01`."""

    record_class: Name
    name: Name
    fields: tuple[GivenField, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFact:
    """`given fact bbis_live yes`."""

    name: Name
    value: Literal
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay:
    """`on 2026-05-01`: the as-of day of the expectations that follow."""

    day: date
    span: Span = field(compare=False, repr=False)


DayAspect = OneOf["until", "since", "not before", "not after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectDay:
    """`until` (keep_until), `since` (due), `not before` or `not after` a day."""

    aspect: DayAspect
    day: date
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectRule:
    """`by 6.1.2/complaint`: the rule that governs."""

    ref: Ref
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectAction:
    """`then anonymise`: the action of the phase."""

    action: Action
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectMissing:
    """`missing closed`: what the decision says it would need to know."""

    paths: tuple[Path, ...]
    span: Span = field(compare=False, repr=False)


Expectation = ExpectDay | ExpectRule | ExpectAction | ExpectMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """`expect r retain until 2029-02-01 by 6.1.2/complaint`."""

    name: Name
    status: str
    expectations: tuple[Expectation, ...]
    span: Span = field(compare=False, repr=False)


PolicyTestStep = Given | GivenFact | OnDay | Expect


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTestDecl:
    """`test "…"` with what is given and what is expected."""

    title: Text
    steps: tuple[PolicyTestStep, ...]
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
    | PolicyTestDecl
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Everything that one file declares, in the order written."""

    source: SourceFile
    declarations: tuple[Declaration, ...]
