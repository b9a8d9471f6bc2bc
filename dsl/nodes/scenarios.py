"""The policy's own tests, as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal as OneOf

from tenure.dsl.nodes.clauses import Action
from tenure.dsl.nodes.names import Literal, Name, Path, Ref, Text
from tenure.dsl.source import Span


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
class GivenLogged:
    """`given duty audit done 2026-01-05` or `given occasion system_changed on 2026-02-01`."""

    duty: bool
    name: Name
    day: date
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay:
    """`on 2026-05-01`, or with a time: as of when the expectations that follow are decided."""

    day: date
    time: time | None
    span: Span = field(compare=False, repr=False)


DayAspect = OneOf["until", "since", "not before", "not after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectDay:
    """`until` (keep_until), `since` (due), `not before` or `not after` a day."""

    aspect: DayAspect
    day: date | datetime
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectObligation:
    """`for 9.2/acknowledge`: the promise or stage whose deadline is asked about."""

    ref: Ref
    span: Span = field(compare=False, repr=False)


Expectation = ExpectDay | ExpectRule | ExpectAction | ExpectMissing | ExpectObligation


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """`expect r retain until 2029-02-01 by 6.1.2/complaint`."""

    name: Name
    status: str
    expectations: tuple[Expectation, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectDuty:
    """`expect duty audit open until 2026-07-05`."""

    name: Name
    status: str
    expectations: tuple[Expectation, ...]
    span: Span = field(compare=False, repr=False)


PolicyTestStep = Given | GivenFact | GivenLogged | OnDay | Expect | ExpectDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTestDecl:
    """`test "…"` with what is given and what is expected."""

    title: Text
    steps: tuple[PolicyTestStep, ...]
    span: Span = field(compare=False, repr=False)
