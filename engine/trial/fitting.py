"""One mapping for two versions of a policy: what each of them can read of the inventory.

A mapping speaks of one version's classes, fields and values. Where the other version does
not have one of them, it cannot ask about it either: the mapping is read without it, and
rows of a class or with a value that it does not have are put aside. What neither version
has is a mistake in the mapping, and stays in it to be reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tenure.compiler.policy.fields import ChoiceType
from tenure.compiler.policy.policy import Policy
from tenure.engine.inventories.mapping import InventoryMapping, Placed, Table
from tenure.engine.staging import columns_of


def same_layout(old: Policy, new: Policy) -> bool:
    """Return whether records of both versions lie in the same relations, read alike."""
    return _layout(old) == _layout(new)


def _layout(policy: Policy) -> list[object]:
    return [
        (
            name,
            record_class.lineage,
            tuple(columns_of(policy, name)),
            tuple((field.name, field.type) for field in record_class.fields.values()),
        )
        for name, record_class in policy.classes.items()
    ]


def fitted(mapping: InventoryMapping, policy: Policy, other: Policy) -> InventoryMapping:
    """Return a mapping without the classes, fields and values that only the other version has."""
    tables = tuple(
        table for each in mapping.tables if (table := _table(each, policy, other)) is not None
    )
    return replace(mapping, tables=tables)


def _table(table: Table, policy: Policy, other: Policy) -> Table | None:
    """Return a table as a version can read it; `None` where it has none of its classes."""
    strange = {c for c in table.classes if c not in policy.classes and c in other.classes}
    known = [c for c in table.classes if c not in strange]
    if not known:
        return None
    fields = {
        name: _placed(name, placed, known, policy, other)
        for name, placed in table.fields.items()
        if _has(policy, known, name) or not _has(other, table.classes, name)
    }
    class_from = table.class_from
    if class_from is not None and strange:
        kept = {text: c for text, c in class_from.values.items() if c not in strange}
        class_from = replace(class_from, values=kept)
    unrecorded = frozenset(
        name
        for name in table.unrecorded
        if _has(policy, known, name) or not _has(other, table.classes, name)
    )
    return replace(table, fields=fields, class_from=class_from, unrecorded=unrecorded)


def _has(policy: Policy, classes: Iterable[str], field: str) -> bool:
    return any(field in policy.classes[c].fields for c in classes if c in policy.classes)


def _placed(
    name: str, placed: Placed, classes: Iterable[str], policy: Policy, other: Policy
) -> Placed:
    """Return where a field comes from, less the values that only the other version has."""
    own, others = _choices(policy, classes, name), _choices(other, classes, name)
    values: Mapping[str, str] = {
        text: value for text, value in placed.values.items() if value in own or value not in others
    }
    return placed if len(values) == len(placed.values) else replace(placed, values=values)


def _choices(policy: Policy, classes: Iterable[str], field: str) -> frozenset[str]:
    types = [
        policy.classes[c].fields[field].type
        for c in classes
        if c in policy.classes and field in policy.classes[c].fields
    ]
    return frozenset(v for type_ in types if isinstance(type_, ChoiceType) for v in type_.values)
