"""Conditions, as meant: few forms, each with one meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.periods import Duration, FixedDay
from tenure.dsl.source import Span

NumberOrder = Literal["at least", "at most", "more than", "less than"]
DateOrder = Literal["before", "on or before", "on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A point in time a duration after another, or with `back`, before it."""

    duration: Duration
    back: bool
    point: Point


Point = FieldRef | FixedDay | Shifted


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part is true."""

    parts: tuple[Condition, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part is true."""

    parts: tuple[Condition, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part is false."""

    part: Condition
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A yes/no field is yes."""

    ref: FieldRef
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A field has a value. Always true or false, never unknown (S3)."""

    ref: FieldRef
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """A field has one of these values."""

    ref: FieldRef
    values: tuple[bool | str | Decimal, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberIs:
    """A number lies on one side of a bound."""

    ref: FieldRef
    order: NumberOrder
    bound: Decimal
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateIs:
    """One point in time lies before, on or before, or on another."""

    left: Point
    order: DateOrder
    right: Point
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two points in time lie within a duration of each other.

    `left` on or after `right` and no later than the duration after it; with `side`
    "before", the other way round; with "of", either.
    """

    left: Point
    duration: Duration
    side: Literal["of", "after", "before"]
    right: Point
    span: Span = field(compare=False, repr=False)


Condition = AllOf | AnyOf | Not | Flag | Known | OneOf | NumberIs | DateIs | Near


def point_refs(point: Point) -> tuple[FieldRef, ...]:
    """Return the fields that a point in time is computed from."""
    match point:
        case Shifted(point=inner):
            return point_refs(inner)
        case FieldRef():
            return (point,)
        case FixedDay():
            return ()


def condition_refs(condition: Condition) -> tuple[FieldRef, ...]:
    """Return every field that a condition reads, in the order written."""
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return tuple(ref for part in parts for ref in condition_refs(part))
        case Not(part=part):
            return condition_refs(part)
        case Flag(ref=ref) | Known(ref=ref) | OneOf(ref=ref) | NumberIs(ref=ref):
            return (ref,)
        case DateIs(left=left, right=right) | Near(left=left, right=right):
            return (*point_refs(left), *point_refs(right))


def condition_parts(condition: Condition | None) -> tuple[Condition, ...]:
    """Return the conditions that are all true where one is; none for no condition."""
    match condition:
        case None:
            return ()
        case AllOf(parts=parts):
            return tuple(inner for part in parts for inner in condition_parts(part))
        case _:
            return (condition,)
