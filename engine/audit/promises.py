"""Decides the deadlines of staged records into a relation (S11).

One by one, with the reference evaluator: what is not certain is `undetermined` there, and
stays so in every count. Another way of deciding has to fill the same relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from tenure.compiler.deadlines import AsOf, DeadlineDecision, Moment, day_of
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.policy.fields import ChoiceType, LinkType, TextType, Value
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.engine.audit.entering import enter
from tenure.engine.audit.reference import records_of
from tenure.engine.staging import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHANNEL = "channel"
"""The field that says how somebody got in touch, where a record class has one of that name."""

_MOMENTS = ("started", "deadline", "done", "not_before", "not_after")

DEADLINES: Mapping[str, str] = {
    "record": "VARCHAR",
    "record_class": "VARCHAR",
    "step": "VARCHAR",
    "channel": "VARCHAR",
    "status": "VARCHAR",
    **dict.fromkeys(_MOMENTS, "DATE"),
    **{f"{moment}_at": "TIMESTAMP" for moment in _MOMENTS},
    "day_zero": "DATE",
    "taken": "BIGINT",
    "taken_unit": "VARCHAR",
    "time_left": "BIGINT",
    "time_left_unit": "VARCHAR",
    "extended": "BOOLEAN",
    "paused_days": "INTEGER",
    "missing": "VARCHAR[]",
    "awaiting": "VARCHAR[]",
    "notes": "VARCHAR[]",
}
"""The columns of the deadlines with their SQL types: the fields of `DeadlineDecision`.

Each moment has its day, and under the name that ends in `_at` the minute, where it has one:
a day is meant through its end.
"""


def decide_promises(
    connection: DuckDBPyConnection,
    policy: Policy,
    staged: Iterable[Staged],
    as_of: date,
    facts: Mapping[str, Value],
) -> None:
    """Make the relation `deadlines`: every promise and stage that applies, or may, to a record.

    Args:
        connection: where the staged relations are.
        policy: the policy.
        staged: the relations, at most one for a class.
        as_of: the day of the decisions; the standards in force that day count.
        facts: facts that differ from their declared value.
    """
    columns = ", ".join(f"{name} {type_}" for name, type_ in DEADLINES.items())
    connection.execute(f"CREATE TABLE deadlines ({columns})")
    relations = tuple(staged)
    promised = [one for one in relations if _may_be_promised(policy, one.record_class)]
    inventory = Inventory()
    if any(_has_links(policy, one.record_class) for one in promised):
        inventory = Inventory(
            record for one in relations for record in _read(connection, policy, one)
        )
    deadlines = Deadlines(policy, inventory, AsOf(day=as_of), facts)
    texts = _Channels(policy)
    rows = (
        _row(decision, record, texts.of(decision.step, record))
        for one in promised
        for record in _read(connection, policy, one)
        for decision in deadlines.decide(record)
    )
    enter(connection, "deadlines", tuple(DEADLINES.values()), rows)


def _read(connection: DuckDBPyConnection, policy: Policy, staged: Staged) -> Iterator[Record]:
    """Yield records while rows are entered: a cursor's own question does not end the other."""
    return records_of(connection.cursor(), policy, staged)


def _may_be_promised(policy: Policy, record_class: str) -> bool:
    """Return whether a standard may be for a record that states a class.

    For that class, one above it, or one below it that its fields may make it.
    """
    return any(
        policy.is_under(record_class, name) or policy.is_under(name, record_class)
        for obligation in policy.obligations.values()
        for name in obligation.classes
    )


def _has_links(policy: Policy, record_class: str) -> bool:
    fields = policy.classes[record_class].fields.values()
    return any(isinstance(field.type, LinkType) for field in fields)


class _Channels:
    """By what channel promises are: as the record says, where its class has a field for it.

    Else as the author wrote at the standard.
    """

    def __init__(self, policy: Policy) -> None:
        self._classes = policy.classes
        self._written = {
            step.ref: ", ".join(step.channels or obligation.channels) or None
            for obligation, step in steps_of(policy)
        }

    def of(self, step: str, record: Record) -> str | None:
        """Return the channel; `None` where it is unknown, or none is written."""
        field = self._classes[record.record_class].fields.get(CHANNEL)
        if field is None or not isinstance(field.type, TextType | ChoiceType):
            return self._written[step]
        said = record.fields.get(CHANNEL)
        return said if isinstance(said, str) else None


def steps_of(policy: Policy) -> Iterator[tuple[Obligation, Step]]:
    """Yield every promise and stage with what it is part of, in the order written."""
    for obligation in policy.obligations.values():
        for step in obligation.steps:
            yield obligation, step


def _row(decision: DeadlineDecision, record: Record, channel: str | None) -> Sequence[object]:
    moments: list[Moment | None] = [getattr(decision, name) for name in _MOMENTS]
    taken, left = decision.taken, decision.left
    return (
        decision.record,
        record.record_class,
        decision.step,
        channel,
        decision.status.value,
        *(None if moment is None else day_of(moment) for moment in moments),
        *(moment if isinstance(moment, datetime) else None for moment in moments),
        decision.day_zero,
        taken.count if taken else None,
        taken.unit.value if taken else None,
        left.count if left else None,
        left.unit.value if left else None,
        decision.extended,
        decision.paused_days,
        list(decision.missing),
        list(decision.awaiting),
        list(decision.notes),
    )
