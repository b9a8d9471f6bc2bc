"""Conditions as SQL's own three-valued truths (S3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from sqlglot import exp

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
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.reading import Read, Reader, literal
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import (
    Judged,
    any_there,
    conjunction,
    disjunction,
    either_missing,
    negation,
)

_NUMBERS: dict[NumberOrder, type[exp.Binary]] = {
    "at least": exp.GTE,
    "at most": exp.LTE,
    "more than": exp.GT,
    "less than": exp.LT,
}


def judge(condition: Condition, reader: Reader) -> Judged:
    """Return whether a condition is true of a record, or not known."""
    match condition:
        case AllOf(parts=parts):
            return conjunction(judge(part, reader) for part in parts)
        case AnyOf(parts=parts):
            return disjunction(judge(part, reader) for part in parts)
        case Not(part=part):
            return negation(judge(part, reader))
        case Known(ref=ref):
            return _is_known(ref, reader)
        case Flag(ref=ref):
            read = reader.value(ref)
            return _of((read,), read.sql)
        case OneOf(ref=ref, values=values):
            return _one_of(reader.value(ref), values)
        case NumberIs(ref=ref, order=order, bound=bound):
            read = reader.value(ref)
            return _of((read,), sql.compared(read.sql, _NUMBERS[order], sql.number(bound)))
        case DateIs(left=left, order=order, right=right):
            one, other = _day(left, reader), _day(right, reader)
            return _of((one, other), _in_order(one.sql, order, other.sql))
        case Near():
            return _near(condition, reader)
    assert_never(condition)


def _of(reads: Iterable[Read], tree: Sql) -> Judged:
    """Return a truth that is unknown exactly where one of the values is absent."""
    sets = [{absence.path: absence.when} for read in reads for absence in read.absences]
    return Judged(sql=tree, missing=either_missing(sets), exact=True)


def _is_known(ref: FieldRef, reader: Reader) -> Judged:
    """Judge `is known`: always true or false, unless a linked record is not there (S9)."""
    read = reader.value(ref)
    lost = either_missing({a.path: a.when} for a in read.absences if a.bad and a.path != ref.path)
    known = sql.opposite(read.absent)
    return Judged(sql=sql.case([(any_there(lost), exp.Null())], known), missing=lost, exact=True)


def _one_of(read: Read, values: tuple[bool | str | Decimal, ...]) -> Judged:
    if read.constant is not None:
        return Judged(sql=sql.truth(read.constant in values))
    if all(isinstance(value, bool) for value in values):
        wanted = set(values)
        tree = read.sql if wanted == {True} else sql.opposite(read.sql)
        if len(wanted) > 1:
            tree = sql.among(read.sql, [literal(value) for value in values])
        return _of((read,), tree)
    return _of((read,), sql.among(read.sql, [literal(value) for value in values]))


# --- points in time -----------------------------------------------------------------------


def _day(point: Point, reader: Reader) -> Read:
    match point:
        case FixedDay(day=day):
            return Read(sql=days.day(day), constant=day)
        case FieldRef():
            return reader.day(point)
        case Shifted():
            return _shifted(point, reader)
    assert_never(point)


def _shifted(point: Shifted, reader: Reader) -> Read:
    start = _day(point.point, reader)
    if sql.is_null(start.sql):
        return start
    move = days.back if point.back else days.after
    moved = _where_known(start, move(start.sql, point.duration.length))
    return Read(sql=moved, absences=start.absences, constant=days.constant(moved))


def _where_known(start: Read, tree: Sql) -> Sql:
    """Return a day worked out from another; null where that one is not known."""
    return sql.case([(start.absent, sql.null(sql.DATE))], tree)


def _in_order(left: Sql, order: DateOrder, right: Sql) -> Sql:
    if sql.is_null(left) or sql.is_null(right):
        return exp.Null()
    match order:
        case "before":
            return _compared(left, exp.LT, right)
        case "on or before":
            return _compared(left, exp.LTE, right)
        case "on":
            return _compared(left, exp.EQ, right)
    assert_never(order)


def _compared(left: Sql, how: type[exp.Binary], right: Sql) -> Sql:
    one, other = days.constant(left), days.constant(right)
    if one is None or other is None:
        return sql.compared(left, how, right)
    return sql.truth(_holds(one, how, other))


def _holds(one: date, how: type[exp.Binary], other: date) -> bool:
    if how is exp.EQ:
        return one == other
    return one < other or (how is exp.LTE and one == other)


def _near(condition: Near, reader: Reader) -> Judged:
    left, right = _day(condition.left, reader), _day(condition.right, reader)
    follows = _follows(left, right, condition)
    precedes = _follows(right, left, condition)
    match condition.side:
        case "after":
            return _of((left, right), follows)
        case "before":
            return _of((left, right), precedes)
        case "of":
            return _of((left, right), sql.any_of((follows, precedes)))
    assert_never(condition.side)


def _follows(later: Read, earlier: Read, condition: Near) -> Sql:
    """Return whether a day is on or after another, and no more than the duration after it."""
    if sql.is_null(later.sql) or sql.is_null(earlier.sql):
        return exp.Null()
    end = _where_known(earlier, days.after(earlier.sql, condition.duration.length))
    return sql.all_of(
        (
            _in_order(earlier.sql, "on or before", later.sql),
            _in_order(later.sql, "on or before", end),
        )
    )
