"""Records and inventories: what decisions are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenure.compiler.policy.fields import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record.

    Attributes:
        id: its id, by which other records link to it.
        record_class: the class that it states.
        fields: the values of its known fields; a field that is not there is unknown.
            A link is the id of the linked record; several are a tuple of ids.
        disposed_as: the last disposal action already done, as a past participle
            (`anonymised`); `None` for a record in its first phase (S10).
        extended_until: the last day of a discretionary extension, inclusive.
    """

    id: str
    record_class: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    disposed_as: str | None = None
    extended_until: date | None = None


class Inventory:
    """All the records that a decision may need to look at.

    Links lead from record to record here; a link to an id that is not in the
    inventory makes the answer undetermined (S9).
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[str, Record] = {}
        for record in records:
            if record.id in self._records:
                raise ValueError(f"two records have the id `{record.id}`")
            self._records[record.id] = record

    def __contains__(self, id_: str) -> bool:
        return id_ in self._records

    def get(self, id_: str) -> Record | None:
        """Return the record of that id, or `None` when the inventory lacks it."""
        return self._records.get(id_)

    def of_class(self, name: str) -> tuple[Record, ...]:
        """Return the records that state this class, in the order given."""
        return self._by_class.get(name, ())

    @cached_property
    def _by_class(self) -> dict[str, tuple[Record, ...]]:
        groups: dict[str, list[Record]] = {}
        for record in self._records.values():
            groups.setdefault(record.record_class, []).append(record)
        return {name: tuple(group) for name, group in groups.items()}
