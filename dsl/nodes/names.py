"""The small words of the tree: names, references, days and literal values."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An identifier as written: a class, a field, an authority, a value."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A rule or section reference as written: `6.1.2`, `6.1.2/complaint`."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A quoted text, its quotes and escapes undone."""

    text: str
    span: Span = field(compare=False, repr=False)


def text_of(node: Text | None) -> str | None:
    """Return a quoted text's content, `None` where none was written."""
    return None if node is None else node.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A field, or a field of a linked record: `closed`, `previous.closed`."""

    parts: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)

    @property
    def text(self) -> str:
        """The path as written, its parts joined by dots."""
        return ".".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A calendar day as written."""

    date: date
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, or a whole month where the document names no day.

    Attributes:
        first: the first day it may mean.
        last: the last day it may mean; equal to `first` when a day was written.
    """

    first: date
    last: date
    span: Span = field(compare=False, repr=False)

    @classmethod
    def month(cls, year: int, month: int, span: Span) -> Moment:
        """Return the whole month."""
        last = calendar.monthrange(year, month)[1]
        return cls(first=date(year, month, 1), last=date(year, month, last), span=span)


Value = bool | str | Decimal | date | datetime
"""What a literal stands for: yes/no, a name or text, a number, a day, a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A value as written.

    Attributes:
        value: the value; a bare name is its text.
        bare: whether it was written as a name, not in quotes.
    """

    value: Value
    bare: bool = False
    span: Span = field(compare=False, repr=False)
