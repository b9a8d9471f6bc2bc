"""The records and facts of a question put on the command line."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from tenure.api.records import RecordReader
from tenure.compiler.policy.fields import LinkType, TextType, Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record

_RECORD = "record"
"""The id of the record that is decided, where it is given none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was written on the command line.

    Attributes:
        record: the class of the record to decide, or class and id joined by a colon; then
            its fields.
        given: the other records, each in one text: class, id and fields.
        facts: facts, each as `name=value`.
    """

    record: tuple[str, ...]
    given: tuple[str, ...]
    facts: tuple[str, ...]


def question(policy: Policy, asked: Question) -> tuple[tuple[Record, ...], dict[str, Value]]:
    """Return the records, the one to decide first, and the facts.

    Raises:
        RecordError: something does not fit the policy, or is not written as it should be.
    """
    asking = _Asking(policy)
    class_name, _, id_ = asked.record[0].partition(":")
    asking.record(class_name, id_ or _RECORD, asked.record[1:])
    for text in asked.given:
        asking.given(text)
    assumed = {name: asking.reader.fact(name, text) for name, text in asking.pairs(asked.facts)}
    asking.check_links()
    asking.reader.finish()
    facts = {name: value for name, value in assumed.items() if value is not None}
    return tuple(asking.records.values()), facts


class _Asking:
    """Reads the parts of a question."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self.reader = RecordReader(policy)
        self.records: dict[str, Record] = {}

    def given(self, text: str) -> None:
        """Read a record that is written in one text."""
        try:
            words = shlex.split(text)
        except ValueError:
            self.reader.error(f"in `{text}` a quotation mark has no partner")
            return
        class_name, colon, id_ = words[0].partition(":") if words else ("", "", "")
        fields = words[1:]
        if not colon and fields:
            id_, *fields = fields
        if not id_ or "=" in id_:
            self.reader.error(
                f"`{text}` does not say which record it is",
                ["begin with its class and its id, for example `complaint c closed=2026-02-01`"],
            )
            return
        self.record(class_name, id_, fields)

    def record(self, class_name: str, id_: str, fields: Iterable[str]) -> None:
        """Read a record."""
        said = {name: self._value(class_name, name, text) for name, text in self.pairs(fields)}
        record = self.reader.record(class_name, id_, said)
        if id_ in self.records:
            self.reader.error(f"two records have the id `{id_}`", ["give one of them another id"])
        elif record is not None:
            self.records[id_] = record

    def pairs(self, texts: Iterable[str]) -> Iterable[tuple[str, str]]:
        """Return names and values of texts such as `closed=2026-02-01`."""
        found: dict[str, str] = {}
        for text in texts:
            name, equals, value = text.partition("=")
            if not equals or not name:
                self.reader.error(
                    f"`{text}` is not a name and a value", ["write it as `name=value`"]
                )
            elif name in found:
                self.reader.error(f"`{name}` is given twice", ["give it one value"])
            else:
                found[name] = value
        return found.items()

    def check_links(self) -> None:
        """Report a link to a record of a wrong class; one to a record not given is allowed."""
        for record in self.records.values():
            for name, value in record.fields.items():
                type_ = self.reader.field_type(record.record_class, name)
                if isinstance(type_, LinkType):
                    ids = value if isinstance(value, tuple) else (value,)
                    self._check_targets(name, type_, ids)

    def _check_targets(self, name: str, type_: LinkType, ids: Iterable[Value]) -> None:
        for id_ in ids:
            target = self.records.get(str(id_))
            if target and not self._policy.is_under(target.record_class, type_.target):
                self.reader.error(
                    f"`{name}` links to `{id_}`, which is of the class `{target.record_class}`",
                    [f"link to a record of `{type_.target}`"],
                )

    def _value(self, class_name: str, name: str, text: str) -> object:
        """Return what a text says: `None` for unknown, a list for several links."""
        type_ = self.reader.field_type(class_name, name)
        if not text or (text == "unknown" and not isinstance(type_, TextType)):
            return None
        if isinstance(type_, LinkType) and type_.many:
            return [part.strip() for part in text.split(",") if part.strip()]
        return text
