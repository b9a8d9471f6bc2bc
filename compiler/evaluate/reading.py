"""Reads fields of a record, of linked records, and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tenure.compiler.policy.fields import FieldRef, Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record


@dataclass(frozen=True, slots=True)
class Absent:
    """A value that is not there.

    Attributes:
        path: the field, or the link that leads nowhere.
        bad: whether it should be there: a required field, or a linked record that is
            not in the inventory. Otherwise it has not happened, or was never recorded.
    """

    path: str
    bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads what rules refer to.

    Attributes:
        policy: the policy.
        inventory: where links lead.
        facts: the value of every fact, declared or assumed.
    """

    policy: Policy
    inventory: Inventory
    facts: Mapping[str, Value]

    def value(self, record: Record, ref: FieldRef) -> Value | Absent:
        """Return the value that a reference has for a record."""
        if ref.fact:
            return self.facts[ref.name]
        current = record
        for depth, link in enumerate(ref.links):
            path = ".".join(ref.links[: depth + 1])
            id_ = current.fields.get(link)
            if id_ is None:
                return Absent(path, bad=self._required(current, link))
            linked = self.linked(id_, current, link)
            if linked is None:
                return Absent(path, bad=True)
            current = linked
        value = current.fields.get(ref.name)
        if value is None or value == ():
            return Absent(ref.path, bad=self._required(current, ref.name))
        return value

    def linked(self, id_: Value, record: Record, link: str) -> Record | None:
        """Return the record that a link names; `None` if it is not there, or of a wrong class."""
        found = self.inventory.get(id_) if isinstance(id_, str) else None
        type_ = self.policy.classes[record.record_class].fields[link].type
        target = getattr(type_, "target", None)
        if found is None or target not in self.policy.classes[found.record_class].lineage:
            return None
        return found

    def day(self, record: Record, ref: FieldRef) -> date | Absent:
        """Return the day of an event; the time of day is left out."""
        value = self.value(record, ref)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date | Absent):
            return value
        raise TypeError(f"`{ref.path}` is not an event")

    def _required(self, record: Record, name: str) -> bool:
        field = self.policy.classes[record.record_class].fields.get(name)
        return field is not None and field.required
