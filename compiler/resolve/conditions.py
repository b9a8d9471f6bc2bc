"""Resolves conditions: fields found, values of the right type, few forms left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

from tenure.compiler.policy import conditions as meant
from tenure.compiler.policy.fields import (
    EventType,
    FieldRef,
    FieldType,
    LinkType,
    NumberType,
    Value,
    YesNoType,
    type_in_words,
)
from tenure.compiler.policy.periods import FixedDay
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.resolve.periods import duration
from tenure.compiler.resolve.scope import Scope
from tenure.compiler.resolve.values import value_of
from tenure.dsl.codes import Code
from tenure.dsl.nodes import conditions as written
from tenure.dsl.nodes.names import Day, Path


class ConditionResolver:
    """Resolves the conditions of one rule, hold or class."""

    def __init__(self, scope: Scope, classes: tuple[RecordClass, ...]) -> None:
        self._scope = scope
        self._classes = classes

    def condition(self, node: written.Condition) -> meant.Condition | None:
        """Return what a condition means; `None` after a report."""
        match node:
            case written.AllOf():
                parts = self._parts(node.parts)
                return meant.AllOf(parts=parts, span=node.span) if parts else None
            case written.AnyOf():
                parts = self._parts(node.parts)
                return meant.AnyOf(parts=parts, span=node.span) if parts else None
            case written.Not():
                part = self.condition(node.part)
                return meant.Not(part=part, span=node.span) if part else None
            case written.IsTrue():
                ref = self._typed(node.path, YesNoType)
                return meant.Flag(ref=ref, span=node.span) if ref else None
            case written.IsKnown():
                return self._known(node)
            case written.IsValue():
                return self._value(node)
            case written.IsNumber():
                ref = self._typed(node.path, NumberType)
                if ref is None:
                    return None
                return meant.NumberIs(ref=ref, order=node.order, bound=node.number, span=node.span)
            case written.Dates():
                return self._dates(node)
            case written.Near():
                return self._near(node)
        assert_never(node)

    def _parts(self, nodes: tuple[written.Condition, ...]) -> tuple[meant.Condition, ...] | None:
        parts = [self.condition(node) for node in nodes]
        resolved = tuple(part for part in parts if part is not None)
        return resolved if len(resolved) == len(parts) else None

    def _typed(
        self, path: Path, wanted: type[YesNoType] | type[NumberType] | type[EventType]
    ) -> FieldRef | None:
        ref = self._scope.field_at(path, self._classes)
        if ref is None or isinstance(ref.type, wanted):
            return ref
        self._scope.error(
            Code.WRONG_TYPE,
            f"`{path.text}` holds {type_in_words(ref.type)}, not {_WANTED[wanted]}",
            path.span,
            help_=[_how_to_test(path.text, ref.type)],
        )
        return None

    def _known(self, node: written.IsKnown) -> meant.Condition | None:
        ref = self._scope.field_at(node.path, self._classes)
        if ref is None:
            return None
        known = meant.Known(ref=ref, span=node.span)
        return meant.Not(part=known, span=node.span) if node.negated else known

    def _value(self, node: written.IsValue) -> meant.Condition | None:
        ref = self._scope.field_at(node.path, self._classes)
        if ref is None:
            return None
        if isinstance(ref.type, LinkType):
            self._scope.error(
                Code.WRONG_TYPE,
                f"`{node.path.text}` is a link: a rule cannot name one particular record",
                node.span,
                help_=[f"ask `{node.path.text} is known`, or about a field of the linked record"],
            )
            return None
        compared = EventType() if isinstance(ref.type, EventType) else ref.type
        values = [value_of(v, compared, node.path.text, self._scope) for v in node.values]
        if any(value is None for value in values):
            return None
        test = self._one_of(node, ref, values)
        return meant.Not(part=test, span=node.span) if node.negated else test

    def _one_of(
        self, node: written.IsValue, ref: FieldRef, values: list[Value | None]
    ) -> meant.Condition:
        if not isinstance(ref.type, EventType):
            plain = tuple(v for v in values if isinstance(v, bool | str | Decimal))
            return meant.OneOf(ref=ref, values=plain, span=node.span)
        days = tuple(
            meant.DateIs(left=ref, order="on", right=FixedDay(day=day), span=node.span)
            for day in values
            if isinstance(day, date)
        )
        return days[0] if len(days) == 1 else meant.AnyOf(parts=days, span=node.span)

    def _dates(self, node: written.Dates) -> meant.Condition | None:
        left, right = self._point(node.left), self._point(node.right)
        if left is None or right is None:
            return None
        match node.order:
            case "before" | "on or before" | "on":
                return meant.DateIs(left=left, order=node.order, right=right, span=node.span)
            case "after":
                return meant.DateIs(left=right, order="before", right=left, span=node.span)
            case "on or after":
                return meant.DateIs(left=right, order="on or before", right=left, span=node.span)
        assert_never(node.order)

    def _near(self, node: written.Near) -> meant.Condition | None:
        left, right = self._point(node.left), self._point(node.right)
        if left is None or right is None:
            return None
        return meant.Near(
            left=left,
            duration=duration(node.duration),
            side=node.nearness,
            right=right,
            span=node.span,
        )

    def _point(self, node: written.Point) -> meant.Point | None:
        match node:
            case Day():
                return FixedDay(day=node.date)
            case written.Shifted():
                point = self._point(node.point)
                if point is None:
                    return None
                return meant.Shifted(
                    duration=duration(node.duration), back=node.before, point=point
                )
            case Path():
                return self._typed(node, EventType)
        assert_never(node)


_WANTED = {YesNoType: "yes or no", NumberType: "a number", EventType: "the day of an event"}


def _how_to_test(name: str, type_: FieldType) -> str:
    match type_:
        case EventType():
            return f"compare it with a day: `{name} before 2026-02-28`, or ask `{name} is known`"
        case YesNoType():
            return f"write `{name}` or `not {name}`"
        case NumberType():
            return f"compare it: `{name} is at least 5`"
        case LinkType():
            return f"ask `{name} is known`, or about a field of the linked record: `{name}.…`"
        case _:
            return f"compare it: `{name} is …` or `{name} in (…, …)`"
