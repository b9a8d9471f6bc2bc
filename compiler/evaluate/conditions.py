"""Judges conditions in three-valued logic (S3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

from tenure.compiler.evaluate.reading import Absent, Reader
from tenure.compiler.evaluate.truth import (
    NO,
    Judged,
    conjunction,
    disjunction,
    known,
    negation,
    unknown,
)
from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    DateIs,
    DateOrder,
    Flag,
    Known,
    Near,
    Not,
    NumberIs,
    NumberOrder,
    OneOf,
    Point,
    Shifted,
)
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.periods import FixedDay
from tenure.compiler.records import Record


def judge(condition: Condition, record: Record, reader: Reader) -> Judged:
    """Return whether a condition is true of a record, or not known."""
    match condition:
        case AllOf(parts=parts):
            return conjunction(judge(part, record, reader) for part in parts)
        case AnyOf(parts=parts):
            return disjunction(judge(part, record, reader) for part in parts)
        case Not(part=part):
            return negation(judge(part, record, reader))
        case Known(ref=ref):
            return _is_known(ref, record, reader)
        case Flag(ref=ref):
            value = reader.value(record, ref)
            return unknown([value.path]) if isinstance(value, Absent) else known(value is True)
        case OneOf(ref=ref, values=values):
            value = reader.value(record, ref)
            return unknown([value.path]) if isinstance(value, Absent) else known(value in values)
        case NumberIs(ref=ref, order=order, bound=bound):
            value = reader.value(record, ref)
            if isinstance(value, Absent):
                return unknown([value.path])
            if not isinstance(value, Decimal):
                raise TypeError(f"`{value}` is not a number")
            return known(number_is(value, order, bound))
        case DateIs(left=left, order=order, right=right):
            return _dates(_day(left, record, reader), order, _day(right, record, reader))
        case Near():
            return _near(condition, record, reader)
    assert_never(condition)


def _is_known(ref: FieldRef, record: Record, reader: Reader) -> Judged:
    """Judge `is known`: always true or false, unless a linked record is not there (S9).

    Whether a field of a record outside the inventory is known cannot be said.
    """
    value = reader.value(record, ref)
    if not isinstance(value, Absent):
        return known(True)
    lost_link = value.bad and value.path != ref.path
    return unknown([value.path]) if lost_link else NO


def number_is(value: Decimal, order: NumberOrder, bound: Decimal) -> bool:
    """Return whether a number lies on a side of a bound."""
    match order:
        case "at least":
            return value >= bound
        case "at most":
            return value <= bound
        case "more than":
            return value > bound
        case "less than":
            return value < bound
    assert_never(order)


def _day(point: Point, record: Record, reader: Reader) -> date | Absent:
    match point:
        case FixedDay(day=day):
            return day
        case FieldRef():
            return reader.day(record, point)
        case Shifted(duration=duration, back=back, point=inner):
            start = _day(inner, record, reader)
            if isinstance(start, Absent):
                return start
            return duration.length.before(start) if back else duration.length.after(start)
    assert_never(point)


def _dates(left: date | Absent, order: DateOrder, right: date | Absent) -> Judged:
    if isinstance(left, Absent) or isinstance(right, Absent):
        return unknown(day.path for day in (left, right) if isinstance(day, Absent))
    match order:
        case "before":
            return known(left < right)
        case "on or before":
            return known(left <= right)
        case "on":
            return known(left == right)
    assert_never(order)


def _near(condition: Near, record: Record, reader: Reader) -> Judged:
    left = _day(condition.left, record, reader)
    right = _day(condition.right, record, reader)
    if isinstance(left, Absent) or isinstance(right, Absent):
        return unknown(day.path for day in (left, right) if isinstance(day, Absent))
    length = condition.duration.length
    left_follows = right <= left <= length.after(right)
    right_follows = left <= right <= length.after(left)
    match condition.side:
        case "after":
            return known(left_follows)
        case "before":
            return known(right_follows)
        case "of":
            return known(left_follows or right_follows)
    assert_never(condition.side)
