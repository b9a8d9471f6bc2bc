"""Records from outside: texts of a command line, rows of a program, checked against the policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from tenure.compiler.deadlines import AsOf
from tenure.compiler.policy.fields import (
    EventType,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    Value,
    YesNoType,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import PAST_PARTICIPLES
from tenure.compiler.records import Record
from tenure.compiler.resolve.scope import BUILT_IN_FIELDS, Scope
from tenure.compiler.resolve.values import value_of
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.nodes.names import Literal
from tenure.dsl.source import SourceFile
from tenure.dsl.suggest import did_you_mean

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class RecordError(ValueError):
    """A record, or a fact, does not fit the policy, and the diagnostics say why.

    Attributes:
        diagnostics: what does not fit, at least one.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(map(_in_words, self.diagnostics)))


def _in_words(diagnostic: Diagnostic) -> str:
    return " (".join((diagnostic.message, *diagnostic.help)) + ")" * len(diagnostic.help)


class RecordReader:
    """Makes records of what is said of them, and collects what does not fit."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self.errors: list[Diagnostic] = []

    def finish(self) -> None:
        """Raise what was collected.

        Raises:
            RecordError: something did not fit.
        """
        if self.errors:
            raise RecordError(self.errors)

    def error(self, message: str, help_: Iterable[str] = ()) -> None:
        """Note that something does not fit."""
        self.errors.append(Diagnostic(code=Code.BAD_RECORD, message=message, help=tuple(help_)))

    def record(self, class_name: str, id_: str, said: Mapping[str, object]) -> Record | None:
        """Return a record.

        Args:
            class_name: the class it states.
            id_: its id.
            said: values by field name, `disposed_as` and `extended_until` among them;
                `None` is unknown. A text is read as the field's type; several linked
                records are a list of ids.

        Returns:
            The record, without the values that did not fit; `None` without a class.
        """
        record_class = self._class(class_name)
        if record_class is None:
            return None
        fields: dict[str, Value] = {}
        for name, value in said.items():
            if name not in BUILT_IN_FIELDS and value is not None:
                read = self._field(record_class, name, value)
                if read is not None:
                    fields[name] = read
        return Record(
            id=id_,
            record_class=class_name,
            fields=fields,
            disposed_as=self._disposed_as(said.get("disposed_as")),
            extended_until=self._extended_until(said.get("extended_until")),
        )

    def fact(self, name: str, value: object) -> Value | None:
        """Return the value of a fact; `None` when it does not fit."""
        fact = self._policy.facts.get(name)
        if fact is None:
            known = did_you_mean(name, self._policy.facts, what="facts")
            self.error(f"no fact is called `{name}`", known)
            return None
        return self._value(value, fact.type, name)

    def field_type(self, class_name: str, name: str) -> FieldType | None:
        """Return the type of a field; `None` where there is no such class or field."""
        record_class = self._policy.classes.get(class_name)
        field = record_class.fields.get(name) if record_class else None
        return field.type if field else None

    def _class(self, name: str) -> RecordClass | None:
        found = self._policy.classes.get(name)
        if found is None:
            known = did_you_mean(name, self._policy.classes, what="record classes")
            self.error(f"no record class is called `{name}`", known)
        return found

    def _field(self, record_class: RecordClass, name: str, value: object) -> Value | None:
        field = record_class.fields.get(name)
        if field is None:
            known = did_you_mean(name, [*record_class.fields, *BUILT_IN_FIELDS], what="fields")
            self.error(f"`{record_class.name}` has no field `{name}`", known)
            return None
        if isinstance(field.type, LinkType):
            return self._links(value, field.type, name)
        return self._value(value, field.type, name)

    def _links(self, value: object, type_: LinkType, name: str) -> Value | None:
        ids = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
        if len(ids) > 1 and not type_.many:
            self.error(f"`{name}` links to one record, not to several")
            return None
        read = tuple(id_ for one in ids if isinstance(id_ := self._value(one, type_, name), str))
        return read if type_.many else next(iter(read), None)

    def _value(self, value: object, type_: FieldType, name: str) -> Value | None:
        read = reading(value, type_)
        if read is None:
            self.error(f"`{name}` cannot hold `{value}`")
            return None
        shown = read if isinstance(read, str) else str(value)
        span = SourceFile(path="", text=shown).span(0, len(shown))
        literal = Literal(value=read, bare=not isinstance(type_, TextType), span=span)
        return value_of(literal, type_, name, Scope(report=self._misfit))

    def _misfit(self, diagnostic: Diagnostic) -> None:
        self.errors.append(replace(diagnostic, code=Code.BAD_RECORD, at=None))

    def _disposed_as(self, value: object) -> str | None:
        known = list(PAST_PARTICIPLES.values())
        if value is None or value in known:
            return None if value is None else str(value)
        message = f"`{value}` is not what a disposal action leaves behind"
        self.error(message, did_you_mean(str(value), known, what="values"))
        return None

    def _extended_until(self, value: object) -> date | None:
        if value is None:
            return None
        read = self._value(value, EventType(), "extended_until")
        return read if isinstance(read, date) else None


def reading(value: object, type_: FieldType) -> bool | str | Decimal | date | None:
    """Return a value from outside as the language has it.

    A text that is to be a day, a number, or yes or no, is read as one where it can be,
    and stays a text where not. `None` is returned for what no field can hold.
    """
    match value:
        case bool():
            return value
        case datetime():
            return value if value.tzinfo is None else None
        case date():
            return value
        case int() | float() | Decimal():
            number = Decimal(str(value))
            return number if number.is_finite() else None
        case "" if isinstance(type_, LinkType):
            return None
        case str():
            return _read(value, type_)
        case _:
            return None


def _read(text: str, type_: FieldType) -> str | bool | Decimal | date:
    match type_:
        case EventType(timed=timed):
            return _moment(text, timed=timed)
        case YesNoType() if text in ("yes", "no"):
            return text == "yes"
        case NumberType() if _NUMBER.fullmatch(text):
            return Decimal(text)
        case _:
            return text


def day_in(text: str) -> date | None:
    """Return the day that a text names as the language writes it; `None` for any other text."""
    day = _moment(text, timed=False)
    return day if isinstance(day, date) else None


def as_of_in(text: str) -> AsOf | None:
    """Return the day, or day and time, that a text names; `None` for any other text."""
    found = _moment(text, timed="T" in text)
    if isinstance(found, datetime):
        return AsOf(day=found.date(), time=found.time())
    return AsOf(day=found) if isinstance(found, date) else None


def _moment(text: str, *, timed: bool) -> str | date:
    try:
        if timed and _MINUTE.fullmatch(text):
            return datetime.fromisoformat(text)
        if not timed and _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    return text
