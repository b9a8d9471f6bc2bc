"""Holds a mapping against the policy: every name is one of the policy's, and none is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenure.compiler.policy.fields import ChoiceType, EventType, FieldType, LinkType, YesNoType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import PAST_PARTICIPLES
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Report
from tenure.dsl.suggest import did_you_mean
from tenure.engine.inventories.asked import asked_fields
from tenure.engine.inventories.mapping import InventoryMapping, Placed, Table
from tenure.engine.staging import DISPOSED_AS, EXTENDED_UNTIL

BUILT_IN: Mapping[str, FieldType] = {
    DISPOSED_AS: ChoiceType(values=tuple(PAST_PARTICIPLES.values())),
    EXTENDED_UNTIL: EventType(),
}
"""What every record may say, whatever its class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedField:
    """One field of the records of a table.

    Attributes:
        name: the field; or one of `BUILT_IN`.
        type: what it holds.
        classes: the classes of the table that have it, with that type.
        placed: where it comes from.
        prefix: what is put before the ids of a link.
    """

    name: str
    type: FieldType
    classes: frozenset[str]
    placed: Placed
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTable:
    """A table whose names are the policy's."""

    table: Table
    fields: tuple[PlacedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedInventory:
    """A mapping whose names are the policy's, with its tables in their order."""

    mapping: InventoryMapping
    tables: tuple[PlacedTable, ...]


def place(mapping: InventoryMapping, policy: Policy, report: Report) -> PlacedInventory | None:
    """Return a mapping, held against the policy.

    Args:
        mapping: the mapping.
        policy: the policy.
        report: receives TN503 for names that the policy does not have, and TN505 for
            fields that it asks about and no column supplies.

    Returns:
        The mapping with its tables; `None` after any report.
    """
    placing = _Placing(mapping, policy)
    tables = tuple(placing.table(table) for table in mapping.tables)
    for diagnostic in placing.found:
        report(diagnostic)
    return None if placing.found else PlacedInventory(mapping=mapping, tables=tables)


class _Placing:
    """Places tables, and collects what does not fit."""

    def __init__(self, mapping: InventoryMapping, policy: Policy) -> None:
        self._mapping = mapping
        self._policy = policy
        self._asked = asked_fields(policy)
        self.found: list[Diagnostic] = []

    def table(self, table: Table) -> PlacedTable:
        """Place one table."""
        known = [name for name in table.classes if name in self._policy.classes]
        for name in table.classes:
            if name not in known:
                near = did_you_mean(name, self._policy.classes, what="record classes")
                self._error(table, f"no record class is called `{name}`", near)
        fields = [
            placed
            for name, said in table.fields.items()
            for placed in self._field(table, known, name, said)
        ]
        built_in = {DISPOSED_AS: table.disposed_as, EXTENDED_UNTIL: table.extended_until}
        for name, said in built_in.items():
            if said is not None:
                self._check_values(table, name, (BUILT_IN[name],), said)
                fields.append(
                    PlacedField(
                        name=name, type=BUILT_IN[name], classes=frozenset(known), placed=said
                    )
                )
        self._check_asked(table, known)
        return PlacedTable(table=table, fields=tuple(fields))

    def _field(
        self, table: Table, classes: Iterable[str], name: str, said: Placed
    ) -> list[PlacedField]:
        """Return a field, once for each type that it has in the classes of the table."""
        types: dict[FieldType, set[str]] = {}
        for each in classes:
            field = self._policy.classes[each].fields.get(name)
            if field is not None:
                types.setdefault(field.type, set()).add(each)
        if not types and classes:
            known = {f for c in classes for f in self._policy.classes[c].fields}
            near = did_you_mean(name, known, what="fields")
            self._error(table, f"no record of this table has a field `{name}`", near)
        self._check_values(table, name, tuple(types), said)
        return [
            PlacedField(
                name=name,
                type=type_,
                classes=frozenset(those),
                placed=said,
                prefix=self._prefix(table, name, type_, said),
            )
            for type_, those in types.items()
        ]

    def _prefix(self, table: Table, name: str, type_: FieldType, said: Placed) -> str:
        if said.prefix is not None or not isinstance(type_, LinkType):
            return said.prefix or ""
        below = {n for n in self._policy.classes if self._policy.is_under(n, type_.target)}
        prefixes = {one.prefix for one in self._mapping.tables_of(frozenset(below))}
        if len(prefixes) > 1:
            self._error(
                table,
                f"`{name}` leads to tables whose ids have different prefixes",
                [f'say which: `{name} = {{ column = "…", prefix = "…" }}`'],
            )
        return min(prefixes, default="")

    def _check_values(
        self, table: Table, name: str, types: tuple[FieldType, ...], said: Placed
    ) -> None:
        """Check that what the data's words mean is what the field can hold in some class."""
        listed = [_values_of(type_) for type_ in types]
        if not all(listed):
            return
        allowed = tuple(dict.fromkeys(value for values in listed for value in values))
        always = (said.always,) if said.always is not None else ()
        for value in dict.fromkeys((*said.values.values(), *always)):
            if value and value not in allowed:
                near = did_you_mean(value, allowed, what="values")
                self._error(table, f"`{value}` is not a value of `{name}`", near)

    def _check_asked(self, table: Table, classes: Iterable[str]) -> None:
        """Check that what the policy asks about is there, or is said not to be."""
        placed = {*table.fields}
        placed |= {DISPOSED_AS} if table.disposed_as else set()
        placed |= {EXTENDED_UNTIL} if table.extended_until else set()
        for name in sorted(table.unrecorded):
            if name in placed:
                self._error(table, f"`{name}` is placed, and said to be unrecorded", ())
            if not any(name in (*self._policy.classes[c].fields, *BUILT_IN) for c in classes):
                self._error(table, f"`{name}` is said to be unrecorded, and is no field", ())
        missing: dict[str, str] = {}
        for each in classes:
            for (name, field), asker in self._asked.items():
                if name == each and field not in placed and field not in table.unrecorded:
                    missing.setdefault(field, asker)
        for field, asker in missing.items():
            self._missing(table, field, asker)

    def _missing(self, table: Table, field: str, asker: str) -> None:
        what = "how long it was extended" if field == EXTENDED_UNTIL else "whether it is known"
        self._add(
            Code.UNPLACED_FIELD,
            table,
            f"no column is given for `{field}`, and {asker} asks {what}",
            (
                f"place it, or add `{field}` to `unrecorded` where the data really does not "
                "hold it: it then counts as unknown for every record",
            ),
        )

    def _error(self, table: Table, message: str, help_: Iterable[str]) -> None:
        self._add(Code.BAD_MAPPING, table, message, help_)

    def _add(self, code: Code, table: Table, message: str, help_: Iterable[str]) -> None:
        self.found.append(
            Diagnostic(
                code=code,
                message=f"{message}, in the table `{table.source.label}`",
                path=str(self._mapping.path),
                help=tuple(help_),
            )
        )


def _values_of(type_: FieldType) -> tuple[str, ...]:
    """Return the values that a field can hold, where they can be listed."""
    if isinstance(type_, ChoiceType):
        return type_.values
    return ("yes", "no") if isinstance(type_, YesNoType) else ()
