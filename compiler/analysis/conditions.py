"""Lowers conditions to formulas: where they are certainly true, or certainly false."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from tenure.compiler.analysis.formulas import Formula, Le, all_of, any_of
from tenure.compiler.analysis.space import Space, fact_variable
from tenure.compiler.analysis.terms import DayTerm, Run
from tenure.compiler.evaluate.conditions import number_is
from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    DateIs,
    Flag,
    Known,
    Near,
    Not,
    NumberIs,
    OneOf,
    Point,
    Shifted,
    point_refs,
)
from tenure.compiler.policy.fields import FieldRef, FieldType, LinkType
from tenure.compiler.policy.periods import Duration, FixedDay


def certainly(condition: Condition, prefix: str, space: Space, *, value: bool) -> Formula:
    """Return where a condition is certainly true, or with `value` false, certainly false.

    Where neither holds it is unknown (S3).
    """
    match condition:
        case AllOf(parts=parts):
            join = all_of if value else any_of
            return join(certainly(part, prefix, space, value=value) for part in parts)
        case AnyOf(parts=parts):
            join = any_of if value else all_of
            return join(certainly(part, prefix, space, value=value) for part in parts)
        case Not(part=part):
            return certainly(part, prefix, space, value=not value)
        case Known(ref=ref):
            return known(ref, prefix, space) if value else unknown(ref, prefix, space)
        case Flag(ref=ref):
            return _has(ref, prefix, space, [value])
        case OneOf(ref=ref, values=values):
            domain = _known_values(ref, space)
            return _has(ref, prefix, space, [v for v in domain if (v in values) is value])
        case NumberIs():
            return _number(condition, prefix, space, value=value)
        case DateIs():
            return _dates(condition, prefix, space, value=value)
        case Near():
            return _near(condition, prefix, space, value=value)
    assert_never(condition)


def known(ref: FieldRef, prefix: str, space: Space) -> Formula:
    """Return where a field is known, and the links that lead to it are."""
    if ref.fact:
        return all_of(())
    here = space.known(prefix, ref.path, ref.type, value=True)
    return all_of((*links_known(ref, prefix, space), here))


def unknown(ref: FieldRef, prefix: str, space: Space) -> Formula:
    """Return where a field is unknown, or a link that leads to it is."""
    if ref.fact:
        return any_of(())
    here = space.known(prefix, ref.path, ref.type, value=False)
    return any_of((*(_link(path, prefix, space, value=False) for path in _hops(ref)), here))


def links_known(ref: FieldRef, prefix: str, space: Space) -> list[Formula]:
    """Return that each link on the way to a field leads to a record."""
    return [_link(path, prefix, space, value=True) for path in _hops(ref)]


def _hops(ref: FieldRef) -> list[str]:
    return [".".join(ref.links[: depth + 1]) for depth in range(len(ref.links))]


_ANY_LINK: FieldType = LinkType(target="")


def _link(path: str, prefix: str, space: Space, *, value: bool) -> Formula:
    return space.known(prefix, path, _ANY_LINK, value=value)


def _has(ref: FieldRef, prefix: str, space: Space, values: Iterable[object]) -> Formula:
    return all_of((*links_known(ref, prefix, space), space.field_values(prefix, ref, values)))


def _known_values(ref: FieldRef, space: Space) -> list[object]:
    return [v for v in space.domain_of(ref.name, ref.type) if v is not None]


def _number(condition: NumberIs, prefix: str, space: Space, *, value: bool) -> Formula:
    numbers = [
        number
        for number in _known_values(condition.ref, space)
        if isinstance(number, Decimal)
        and number_is(number, condition.order, condition.bound) is value
    ]
    return _has(condition.ref, prefix, space, numbers)


def event_variable(prefix: str, path: str) -> str:
    """Return the variable of an event's day."""
    return prefix + path


def point_term(point: Point, prefix: str, space: Space) -> DayTerm:
    """Return a point in time as a function of an event's day."""
    match point:
        case FixedDay(day=day):
            return DayTerm(day=day.toordinal())
        case FieldRef(fact=True):
            return DayTerm(event=fact_variable(point.name))
        case FieldRef():
            return DayTerm(event=event_variable(prefix, point.path))
        case Shifted(duration=duration, back=back, point=inner):
            run = Run(length=duration.length, way="before" if back else "after")
            return point_term(inner, prefix, space).then(run)
    assert_never(point)


def _points_known(points: Iterable[Point], prefix: str, space: Space) -> list[Formula]:
    return [known(ref, prefix, space) for point in points for ref in point_refs(point)]


def _dates(condition: DateIs, prefix: str, space: Space, *, value: bool) -> Formula:
    left = point_term(condition.left, prefix, space)
    right = point_term(condition.right, prefix, space)
    both = _points_known((condition.left, condition.right), prefix, space)
    match condition.order:
        case "before":
            test: Formula = Le(left, 1, right) if value else Le(right, 0, left)
        case "on or before":
            test = Le(left, 0, right) if value else Le(right, 1, left)
        case "on":
            same = all_of((Le(left, 0, right), Le(right, 0, left)))
            apart = any_of((Le(left, 1, right), Le(right, 1, left)))
            test = same if value else apart
    return all_of((*both, test))


def _near(condition: Near, prefix: str, space: Space, *, value: bool) -> Formula:
    left = point_term(condition.left, prefix, space)
    right = point_term(condition.right, prefix, space)
    both = _points_known((condition.left, condition.right), prefix, space)
    left_follows = _follows(right, left, condition.duration, value=value)
    right_follows = _follows(left, right, condition.duration, value=value)
    match condition.side:
        case "after":
            test = left_follows
        case "before":
            test = right_follows
        case "of":
            join = any_of if value else all_of
            test = join((left_follows, right_follows))
    return all_of((*both, test))


def _follows(first: DayTerm, second: DayTerm, duration: Duration, *, value: bool) -> Formula:
    """Return that the second day lies on or after the first, within a duration; or not."""
    end = first.then(Run(length=duration.length, way="after"))
    if value:
        return all_of((Le(first, 0, second), Le(second, 0, end)))
    return any_of((Le(second, 1, first), Le(end, 1, second)))
