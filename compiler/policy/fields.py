"""Fields, their types, and references to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tenure.dsl.source import Span

Value = bool | str | Decimal | date | datetime | tuple[str, ...]
"""What a field can hold: links are record ids, several as a tuple."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A day, or with `timed` a day and time. Only these are events."""

    timed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoType:
    """Yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberType:
    """A decimal number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextType:
    """Any text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceType:
    """One of a list of names, in the order declared; with `jurisdiction`, of countries."""

    values: tuple[str, ...]
    jurisdiction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkType:
    """The id of a record of `target` or a class under it; with `many`, several ids."""

    target: str
    many: bool = False


FieldType = EventType | YesNoType | NumberType | TextType | ChoiceType | LinkType


def type_in_words(type_: FieldType) -> str:
    """Return the type as the language spells it."""
    match type_:
        case EventType(timed=timed):
            return "time" if timed else "date"
        case YesNoType():
            return "yes/no"
        case NumberType():
            return "number"
        case TextType():
            return "text"
        case ChoiceType(values=values, jurisdiction=jurisdiction):
            return f"{'jurisdiction ' if jurisdiction else ''}one of {', '.join(values)}"
        case LinkType(target=target, many=many):
            return f"{'links' if many else 'link'} to {target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a record class.

    Attributes:
        name: its name.
        type: what it holds.
        required: whether a record without it is bad data.
        title: what it means, in the author's words; `None` where not said.
        span: where it is declared.
    """

    name: str
    type: FieldType
    required: bool = False
    title: str | None = None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRef:
    """A field as a rule refers to it.

    Attributes:
        links: the link fields that lead to the record, from the decided record on;
            empty for a field of that record itself.
        name: the field's name on the record so reached, or the fact's name.
        type: the field's type.
        fact: whether it is a fact and not a field.
    """

    links: tuple[str, ...] = ()
    name: str
    type: FieldType
    fact: bool = False

    @property
    def path(self) -> str:
        """The reference as written, parts joined by dots."""
        return ".".join((*self.links, self.name))
