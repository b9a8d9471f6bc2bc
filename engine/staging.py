"""The staged inventory: how records lie in tables when they are decided.

There is one relation for each record class *that records state*, and the records of a
class are in no other relation: a `complaint_formal` that says so is in its own relation,
not in that of `complaint`. A class without records needs no relation.

Columns, by the names that `columns_of` gives:

* `id`, text, never null, and unique over **all** relations together.
* `disposed_as`, text: the last disposal action already done, as a past participle
  (`anonymised`); null for a record in its first phase (S10).
* `extended_until`, date: the last day of a discretionary extension, inclusive; or null.
* every field of the class and of its ancestors, typed: `date` DATE, `time` TIMESTAMP
  (local time, without a zone), `yes/no` BOOLEAN, `number` DECIMAL, `text` and `one of`
  VARCHAR, `link` VARCHAR, `links` a list of VARCHAR. Null is unknown, and so is an
  empty list. Empty text is a value: turn it into null before where it means nothing.

Only `id` must be there. A column that is missing from a relation is unknown for all its
records, and makes the query shorter. The class is not a column: the relation says it.

Nothing is checked here. Rows with an id that is null or given twice, a value outside
`one of`, or a day outside the years 1 to 9999 must have been rejected before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.compiler.policy.policy import Policy


class ColumnType(Enum):
    """What a column holds, by its name in SQL."""

    TEXT = "VARCHAR"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"
    BOOLEAN = "BOOLEAN"
    NUMBER = "DECIMAL(38, 10)"
    """Any precision will do; this is the one to choose where there is a choice."""
    INTEGER = "INTEGER"
    LONG = "BIGINT"
    TEXTS = "VARCHAR[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """The relation that holds the records of one class.

    Attributes:
        record_class: the class that they state.
        relation: the name of the table or view; `relation_of` gives the usual one.
        columns: the columns that it has; `None` for all of them.
        complete: the columns that are known to have no null.
        phases: the values of `disposed_as` that occur, `None` among them for null; `None`
            where that is not known. What is known of the data makes shorter queries, and
            is found out by the plan itself; a query made for it holds for that data only.
    """

    record_class: str
    relation: str
    columns: frozenset[str] | None = None
    complete: frozenset[str] = frozenset({"id"})
    phases: frozenset[str | None] | None = None

    def has(self, column: str) -> bool:
        """Return whether the relation has a column."""
        return self.columns is None or column in self.columns


DECISIONS: Mapping[str, ColumnType] = {
    "record": ColumnType.TEXT,
    "record_class": ColumnType.TEXT,
    "status": ColumnType.TEXT,
    "keep_until": ColumnType.DATE,
    "due": ColumnType.DATE,
    "action": ColumnType.TEXT,
    "rule": ColumnType.TEXT,
    "phase": ColumnType.INTEGER,
    "not_before": ColumnType.DATE,
    "not_after": ColumnType.DATE,
    "missing": ColumnType.TEXTS,
    "awaiting": ColumnType.TEXTS,
    "held_by": ColumnType.TEXTS,
    "follows": ColumnType.TEXT,
}
"""The columns of the decisions: the fields of `Decision` of the same names.

`status` is spelled as `Status` spells it, `action` as `Action.text`. Lists are sorted and
never null; `held_by` is in the order in which the policy declares its holds.
"""

MOMENTS = ("started", "deadline", "done", "not_before", "not_after")

DEADLINES: Mapping[str, ColumnType] = {
    "record": ColumnType.TEXT,
    "record_class": ColumnType.TEXT,
    "step": ColumnType.TEXT,
    "channel": ColumnType.TEXT,
    "status": ColumnType.TEXT,
    **dict.fromkeys(MOMENTS, ColumnType.DATE),
    **{f"{moment}_at": ColumnType.TIMESTAMP for moment in MOMENTS},
    "day_zero": ColumnType.DATE,
    "taken": ColumnType.LONG,
    "taken_unit": ColumnType.TEXT,
    "time_left": ColumnType.LONG,
    "time_left_unit": ColumnType.TEXT,
    "extended": ColumnType.BOOLEAN,
    "paused_days": ColumnType.INTEGER,
    "missing": ColumnType.TEXTS,
    "awaiting": ColumnType.TEXTS,
    "notes": ColumnType.TEXTS,
}
"""The columns of the deadlines: the fields of `DeadlineDecision`, and the channel.

Each moment has its day, and under the name that ends in `_at` the minute, where it has one:
a day is meant through its end. Lists are never null.
"""

ID = "id"
DISPOSED_AS = "disposed_as"
EXTENDED_UNTIL = "extended_until"


def relation_of(policy: Policy, record_class: str) -> str:
    """Return the usual name of the relation of a class: `staged_complaint`.

    Databases take `Box` and `box` for one name; the second class is `staged_box_`.
    """
    return f"staged_{_distinct(tuple(policy.classes))[record_class]}"


def column_names(policy: Policy, record_class: str) -> Mapping[str, str]:
    """Return the column of every field of a class: its name, made distinct from the others.

    A field called `id` has the column `id_`.
    """
    fields = tuple(policy.classes[record_class].fields)
    return _distinct(fields, taken=(ID, DISPOSED_AS, EXTENDED_UNTIL))


def columns_of(policy: Policy, record_class: str) -> Mapping[str, ColumnType]:
    """Return the columns of a class's relation with their types, in order."""
    fields = policy.classes[record_class].fields
    names = column_names(policy, record_class)
    return {
        ID: ColumnType.TEXT,
        DISPOSED_AS: ColumnType.TEXT,
        EXTENDED_UNTIL: ColumnType.DATE,
        **{names[name]: column_type(field.type) for name, field in fields.items()},
    }


def column_type(type_: FieldType) -> ColumnType:
    """Return what the column of a field holds."""
    match type_:
        case EventType(timed=timed):
            return ColumnType.TIMESTAMP if timed else ColumnType.DATE
        case YesNoType():
            return ColumnType.BOOLEAN
        case NumberType():
            return ColumnType.NUMBER
        case TextType() | ChoiceType():
            return ColumnType.TEXT
        case LinkType(many=many):
            return ColumnType.TEXTS if many else ColumnType.TEXT
    assert_never(type_)


def _distinct(names: tuple[str, ...], taken: tuple[str, ...] = ()) -> dict[str, str]:
    """Return for each name one that differs from the others by more than case."""
    used = {name.casefold() for name in taken}
    found: dict[str, str] = {}
    for name in names:
        distinct = name
        while distinct.casefold() in used:
            distinct += "_"
        used.add(distinct.casefold())
        found[name] = distinct
    return found
