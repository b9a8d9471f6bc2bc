"""Conditions in words, as they follow `if`: `a training case`, `the medium is paper`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, assert_never

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
)
from tenure.compiler.policy.fields import ChoiceType, FieldRef
from tenure.compiler.policy.periods import FixedDay
from tenure.reports.wording.choices import choice_title
from tenure.reports.wording.labels import label
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, plain, quoted, words
from tenure.reports.wording.titles import humanised

_ANY = ("or", "either", "any")
_FROM_THE_RIGHT = {"before": "after", "on or before": "on or after", "on": "on"}


def conditional(condition: Condition, what: Prose, names: Names) -> Prose:
    """Return a sentence that says something if a condition is true."""
    wording = ConditionWording(names)
    inner, word = (condition, "when") if _is_fact(condition) else affirmed(condition)
    long = ".long" if wording.is_long(inner) else ""
    return names.language.say(f"rule.{word}{long}", condition=wording.clause(inner), what=what)


def affirmed(condition: Condition) -> tuple[Condition, Literal["if", "unless"]]:
    """Return a condition, or what one denies, and the word that goes before it.

    `unless the matter was settled` is easier to read than `if it is not the case that
    the matter was settled`.
    """
    match condition:
        case Not(part=Flag() as flag):
            return flag, "unless"
        case _:
            return condition, "if"


def _is_fact(condition: Condition) -> bool:
    """Return whether the whole condition is one fact, which is a matter of time."""
    inner = condition.part if isinstance(condition, Not) else condition
    return isinstance(inner, Flag) and inner.ref.fact


class ConditionWording:
    """Words the conditions of one rule or hold."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._language = names.language

    def clause(self, condition: Condition) -> Prose:
        """Return the condition as a clause without its `if`."""
        return self._clause(condition, "")

    def is_long(self, condition: Condition) -> bool:
        """Return whether the clause holds a comma, so that another would not end it."""
        return self._language.label("list.separator").strip() in plain(self.clause(condition))

    def _clause(self, condition: Condition, path: str) -> Prose:
        match condition:
            case AllOf() | AnyOf():
                return self._list(condition, path)
            case Not(part=part):
                return self._denied(part, path)
            case _:
                return self._atom(condition, negated=False)

    def _list(self, condition: AllOf | AnyOf, path: str) -> Prose:
        last, *whole = ("and", "both", "all") if isinstance(condition, AllOf) else _ANY
        labels = [label(path, i, "numbers") for i in range(len(condition.parts))]
        items = [self._clause(p, place) for p, place in zip(condition.parts, labels, strict=True)]
        if not (path or any(map(_is_list, condition.parts)) or any(map(self._is_mixed, items))):
            return self._language.joined(items, last)
        items = [
            self._language.say("list.item", label=place, item=item)
            for place, item in zip(labels, items, strict=True)
        ]
        found = self._language.joined(items, f"{last}.labelled")
        if not path:
            return found
        return self._language.say(f"list.{whole[len(items) > 2]}", items=found)

    def _is_mixed(self, item: Prose) -> bool:
        """Return whether a part could be read as several."""
        return any(joint in plain(item) for joint in self._language.joints)

    def _denied(self, part: Condition, path: str) -> Prose:
        if isinstance(part, AllOf | AnyOf | Not):
            return self._language.say("untrue", condition=self._clause(part, path))
        return self._atom(part, negated=True)

    def _atom(
        self, condition: Flag | Known | OneOf | NumberIs | DateIs | Near, *, negated: bool
    ) -> Prose:
        match condition:
            case Flag(ref=ref):
                return self._names.flag(ref, negated=negated)
            case Known(ref=ref):
                return self._names.known(ref, negated=negated)
            case OneOf():
                return self._one_of(condition, negated)
            case NumberIs(ref=ref, order=order, bound=bound):
                return self._language.say(
                    _key(f"number.{order}", negated),
                    field=self._names.subject(ref),
                    bound=self._language.number(bound),
                )
            case DateIs():
                return self._dates(condition, negated)
            case Near(left=left, duration=duration, side=side, right=right):
                return self._language.say(
                    _key(f"near.{side}", negated),
                    left=self._subject(left),
                    length=self._language.duration(duration.parts),
                    right=self._point(right),
                )
        assert_never(condition)

    def _one_of(self, condition: OneOf, negated: bool) -> Prose:
        field = condition.ref
        subject = (
            self._names.cited(field)
            if any(isinstance(value, bool) for value in condition.values)
            else self._names.subject(field)
        )
        values = [self._value(value, field) for value in condition.values]
        if negated and len(values) > 1:
            listing = self._language.all_of(values)
            return self._language.say("value.is none", field=subject, values=listing)
        listing = self._language.any_of(values)
        return self._language.say(_key("value.is", negated), field=subject, values=listing)

    def _value(self, value: bool | str | Decimal, ref: FieldRef) -> Prose:
        match value:
            case bool():
                return words(self._language.label("value.yes" if value else "value.no"))
            case Decimal():
                return words(self._language.number(value))
        if isinstance(ref.type, ChoiceType):
            return self._choice(value, ref.type)
        return quoted(value)

    def _choice(self, value: str, type_: ChoiceType) -> Prose:
        """Return a value of a list, in quotation marks where it is a name of several words."""
        title = choice_title(value, type_, self._names.policy, self._language)
        shown = humanised(value)
        return quoted(shown) if " " in shown and plain(title) == shown else title

    def _dates(self, condition: DateIs, negated: bool) -> Prose:
        left, order, right = condition.left, condition.order, condition.right
        turned = isinstance(right, FieldRef) and not isinstance(left, FieldRef)
        word = _FROM_THE_RIGHT[order] if turned else order
        if turned:
            left, right = right, left
        return self._language.say(
            _key(f"date.{word}", negated), left=self._subject(left), right=self._point(right)
        )

    def _subject(self, point: Point) -> Prose:
        return self._names.subject(point) if isinstance(point, FieldRef) else self._point(point)

    def _point(self, point: Point) -> Prose:
        match point:
            case FixedDay(day=day):
                return words(self._language.day(day))
            case Shifted(duration=duration, back=back, point=inner):
                return self._language.say(
                    "point.before" if back else "point.after",
                    length=self._language.duration(duration.parts),
                    point=self._point(inner) if back else self._after(inner),
                )
            case FieldRef():
                return self._names.noun(point)
        assert_never(point)

    def _after(self, point: Point) -> Prose:
        return self._names.after(point) if isinstance(point, FieldRef) else self._point(point)


def _is_list(condition: Condition) -> bool:
    return isinstance(condition, AllOf | AnyOf) or (
        isinstance(condition, Not) and isinstance(condition.part, AllOf | AnyOf | Not)
    )


def _key(key: str, negated: bool) -> str:
    return f"{key}.not" if negated else key
