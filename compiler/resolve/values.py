"""Checks that a written value fits the type of its field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    Value,
    YesNoType,
    type_in_words,
)
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes.names import Literal
from tenure.dsl.suggest import did_you_mean


def value_of(literal: Literal, type_: FieldType, name: str, scope: Scope) -> Value | None:
    """Return the value that a literal has as a value of this type; report when it has none."""
    value = literal.value
    if fits(value, type_, bare=literal.bare):
        return value
    if isinstance(type_, ChoiceType) and isinstance(value, str):
        scope.error(
            Code.UNKNOWN_VALUE,
            f"`{value}` is not a value of `{name}`",
            literal.span,
            help_=did_you_mean(value, type_.values, what="values"),
        )
        return None
    scope.error(
        Code.WRONG_TYPE,
        f"`{literal.span.text}` cannot be a value of `{name}`, which holds {_holds(type_)}",
        literal.span,
        help_=[_example(type_)],
    )
    return None


def fits(value: Value, type_: FieldType, *, bare: bool = True) -> bool:
    """Return whether a value is one of this type.

    Args:
        value: the value.
        type_: the type.
        bare: whether a text was written without quotes, as names and ids are.
    """
    match type_:
        case EventType(timed=timed):
            return isinstance(value, datetime) if timed else _is_day(value)
        case YesNoType():
            return isinstance(value, bool)
        case NumberType():
            return isinstance(value, Decimal)
        case TextType():
            return isinstance(value, str) and not bare
        case ChoiceType(values=values):
            return isinstance(value, str) and bare and value in values
        case LinkType():
            return isinstance(value, str) and bare
    assert_never(type_)


def _is_day(value: Value) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _holds(type_: FieldType) -> str:
    match type_:
        case EventType(timed=True):
            return "a day and time"
        case EventType():
            return "a day"
        case YesNoType():
            return "yes or no"
        case NumberType():
            return "a number"
        case TextType():
            return "a text"
        case ChoiceType() | LinkType():
            return type_in_words(type_)
    assert_never(type_)


def _example(type_: FieldType) -> str:
    match type_:
        case EventType(timed=True):
            return "write it as `2026-02-28T14:30`"
        case EventType():
            return "write it as `2026-02-28`"
        case YesNoType():
            return "write `yes` or `no`"
        case NumberType():
            return "write it as `500` or `99.50`"
        case TextType():
            return 'put it in "quotes"'
        case ChoiceType(values=values):
            return f"write one of {', '.join(f'`{value}`' for value in values[:8])}"
        case LinkType():
            return "write the name of the record it links to"
    assert_never(type_)
