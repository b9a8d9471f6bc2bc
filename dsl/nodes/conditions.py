"""Conditions and computed points in time, as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal as OneOf

from tenure.dsl.nodes.names import Day, Literal, Path
from tenure.dsl.nodes.periods import Duration
from tenure.dsl.source import Span

DateOrder = OneOf["before", "after", "on", "on or before", "on or after"]
NumberOrder = OneOf["at least", "at most", "more than", "less than"]
Nearness = OneOf["of", "after", "before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Conditions joined by `or`."""

    parts: tuple[Condition, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Conditions joined by `and`."""

    parts: tuple[Condition, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """`not` before a condition."""

    part: Condition
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IsTrue:
    """A yes/no field or fact by itself."""

    path: Path
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IsKnown:
    """`complaint is known`, or with `negated`, `complaint is not known`."""

    path: Path
    negated: bool
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IsValue:
    """`medium is paper`, `medium is not paper`, `medium in (paper, email)`."""

    path: Path
    values: tuple[Literal, ...]
    negated: bool
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IsNumber:
    """`amount is at least 500`."""

    path: Path
    order: NumberOrder
    number: Decimal
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A computed point in time: `17 years after born`, `1 month before closed`."""

    duration: Duration
    before: bool
    point: Point
    span: Span = field(compare=False, repr=False)


Point = Path | Day | Shifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """One point in time compared with another."""

    left: Point
    order: DateOrder
    right: Point
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """`received within 12 months of previous.closed`."""

    left: Point
    duration: Duration
    nearness: Nearness
    right: Point
    span: Span = field(compare=False, repr=False)


Condition = AnyOf | AllOf | Not | IsTrue | IsKnown | IsValue | IsNumber | Dates | Near
