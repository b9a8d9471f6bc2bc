"""Standards and procedures, as written: promises, stages and their limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal as OneOf

from tenure.dsl.nodes.clauses import (
    BecauseClause,
    ForClause,
    InForceClause,
    OrderClause,
    TextClause,
    WhenClause,
)
from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.names import Day, Name, Path, Ref, Text
from tenure.dsl.nodes.periods import Duration
from tenure.dsl.source import Span

PromiseVerb = OneOf[
    "respond",
    "acknowledge",
    "answer",
    "call back",
    "visit",
    "attend",
    "repair",
    "resolve",
    "complete",
    "decide",
    "inform",
    "arrange",
]
ClockUnit = OneOf["hour", "minute"]


# --- limits -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingAmount:
    """`3 working days` or `4 working hours`; of other units the policy cannot mean any."""

    count: int
    unit: OneOf["day", "week", "month", "year", "hour", "minute"]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElapsedAmount:
    """`2 hours and 30 minutes`, by the clock."""

    parts: tuple[tuple[int, ClockUnit], ...]
    span: Span = field(compare=False, repr=False)


Amount = Duration | WorkingAmount | ElapsedAmount


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """`within 3 working days of received`; with `inclusive`, `beginning with received`."""

    amount: Amount
    anchor: Path | Day
    inclusive: bool
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAppointment:
    """`by appointment_at`: no later than a time that the record carries."""

    anchor: Path | Day
    span: Span = field(compare=False, repr=False)


Limit = Within | ByAppointment


# --- clauses --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedClause:
    """`extended to 10 working days of received when …`, or to a day that the record carries."""

    limit: Limit
    condition: Condition
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedClause:
    """`paused from asked_customer to customer_answered`; both days included."""

    start: Path
    end: Path
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetClause:
    """`target 95%`."""

    percent: Decimal
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksClause:
    """`marks acknowledged`: the event that shows that it is done."""

    event: Name
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByClause:
    """`by "Service manager"`: who owes it."""

    who: Text
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsingClause:
    """`using calendar office`."""

    calendar: Name
    span: Span = field(compare=False, repr=False)


ObligationClause = (
    ForClause
    | WhenClause
    | BecauseClause
    | OrderClause
    | TextClause
    | ByClause
    | UsingClause
    | MarksClause
    | ExtendedClause
    | PausedClause
    | TargetClause
    | InForceClause
)


# --- declarations ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseNode:
    """`respond within 3 working days of received`, and the clauses under it."""

    verb: PromiseVerb
    limit: Limit
    clauses: tuple[ObligationClause, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNode:
    """`stage appeal "Stage 3" by customer within …`, and the clauses under it."""

    name: Name
    title: Text | None
    by_customer: bool
    optional: bool
    limit: Limit
    clauses: tuple[ObligationClause, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallNode:
    """`overall within 8 weeks of received`, and the clauses under it."""

    limit: Limit
    clauses: tuple[ObligationClause, ...]
    span: Span = field(compare=False, repr=False)


StepNode = PromiseNode | StageNode | OverallNode


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationDecl:
    """A `standard` or a `procedure`.

    Attributes:
        kind: which of the two.
        clauses: what stands before the first promise or stage, and so is about all.
        steps: promises, stages and overall limits, each with the clauses under it.
    """

    kind: OneOf["standard", "procedure"]
    ref: Ref
    title: Text | None
    clauses: tuple[ObligationClause, ...]
    steps: tuple[StepNode, ...]
    span: Span = field(compare=False, repr=False)
