"""Clauses of rules and holds, as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf

from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.names import Day, Name, Ref, Text
from tenure.dsl.nodes.periods import Period
from tenure.dsl.source import Span

Bound = OneOf["at least", "at most"]
ActionVerb = OneOf["destroy", "anonymise", "pseudonymise", "review", "transfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForClause:
    """`for complaint, call_recording`."""

    classes: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenClause:
    """`when` of a rule or exception, `while` of a hold."""

    condition: Condition
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepClause:
    """`keep …`; with a bound, a legal minimum or a privacy maximum."""

    bound: Bound | None
    period: Period
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What is done at the end of a phase; `to` names who receives a transfer."""

    verb: ActionVerb
    to: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThenClause:
    """`then destroy`, or with a period `then anonymise and keep 10 years after closed`."""

    action: Action
    keep: Period | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowClause:
    """`follow "ASC retention policy"`: the answer is in another policy."""

    policy: Text
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BecauseClause:
    """`because good_practice "training"`: the authority, and what it is for."""

    authority: Name
    reason: Text | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClause:
    """`overrides 6.3.1` or `disapplies 6.1.2`."""

    disapplies: bool
    rules: tuple[Ref, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendableClause:
    """`extendable by "Customer Relations Manager"`: a discretion to keep longer."""

    by: Text
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForceClause:
    """`in force from 2027-01-01 until 2030-12-31`; both days included."""

    start: Day | None
    end: Day | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextClause:
    """A labelled text: `format`, `note`, `access`, `owner`, `publisher` and so on."""

    label: str
    text: Text
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedClause:
    """`marked P, M`: the schedule's key."""

    marks: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


RuleClause = (
    ForClause
    | WhenClause
    | KeepClause
    | ThenClause
    | FollowClause
    | BecauseClause
    | OrderClause
    | ExtendableClause
    | InForceClause
    | TextClause
    | MarkedClause
)
HoldClause = ForClause | WhenClause | BecauseClause | TextClause
