"""Decides the deadlines of staged records into a relation (S11).

Those of a small inventory one by one, with the reference evaluator, those of a large one by
queries. Both mean the same (S13): what is not certain is `undetermined`, and stays so in
every count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from tenure.compiler.deadlines import AsOf, DeadlineDecision, Moment, day_of
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.policy.fields import LinkType, Value
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.engine.audit.by_size import FEW, count_of
from tenure.engine.audit.entering import enter
from tenure.engine.audit.reference import records_of
from tenure.engine.channels import CHANNEL, said_channel, written_channel
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.promising import decide_all_promises
from tenure.engine.staging import DEADLINES, MOMENTS, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


Promise = Callable[
    ["DuckDBPyConnection", Policy, Sequence[Staged], date, Mapping[str, Value]], None
]
"""Decides deadlines: `promise_by_size`, or another function that keeps its promises."""


def promise_by_size(
    connection: DuckDBPyConnection,
    policy: Policy,
    staged: Sequence[Staged],
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
    few = count_of(connection, staged) <= FEW
    decide = promise_one_by_one if few else promise_by_queries
    decide(connection, policy, staged, as_of, facts)


def promise_by_queries(
    connection: DuckDBPyConnection,
    policy: Policy,
    staged: Sequence[Staged],
    as_of: date,
    facts: Mapping[str, Value],
) -> None:
    """Do the same by queries."""
    view = decide_all_promises(DuckDB(connection), policy, staged, as_of, facts)
    _make_relation(connection)
    columns = ", ".join(DEADLINES)
    connection.execute(f"INSERT INTO deadlines SELECT {columns} FROM {view}")


def promise_one_by_one(
    connection: DuckDBPyConnection,
    policy: Policy,
    relations: Sequence[Staged],
    as_of: date,
    facts: Mapping[str, Value],
) -> None:
    """Do the same record by record, with the reference evaluator."""
    _make_relation(connection)
    promised = [one for one in relations if _may_be_promised(policy, one.record_class)]
    inventory = Inventory()
    if any(_has_links(policy, one.record_class) for one in promised):
        inventory = Inventory(
            record for one in relations for record in _read(connection, policy, one)
        )
    deadlines = Deadlines(policy, inventory, AsOf(day=as_of), facts)
    channel = channels_of(policy)
    rows = (
        row_of(decision, record, channel(decision.step, record))
        for one in promised
        for record in _read(connection, policy, one)
        for decision in deadlines.decide(record)
    )
    enter(connection, "deadlines", [type_.value for type_ in DEADLINES.values()], rows)


def _make_relation(connection: DuckDBPyConnection) -> None:
    columns = ", ".join(f"{name} {type_.value}" for name, type_ in DEADLINES.items())
    connection.execute(f"CREATE TABLE deadlines ({columns})")


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


def channels_of(policy: Policy) -> Callable[[str, Record], str | None]:
    """Return by what channel a promise is, by its reference and the record.

    As the record says, where its class has a field for it, else as the author wrote at the
    standard; `None` where it is unknown, or none is written.
    """
    written = {step.ref: written_channel(obligation, step) for obligation, step in steps_of(policy)}

    def channel(step: str, record: Record) -> str | None:
        if said_channel(policy, record.record_class) is None:
            return written[step]
        said = record.fields.get(CHANNEL)
        return said if isinstance(said, str) else None

    return channel


def steps_of(policy: Policy) -> Iterator[tuple[Obligation, Step]]:
    """Yield every promise and stage with what it is part of, in the order written."""
    for obligation in policy.obligations.values():
        for step in obligation.steps:
            yield obligation, step


def row_of(decision: DeadlineDecision, record: Record, channel: str | None) -> Sequence[object]:
    """Return a decision of the reference evaluator as a row of `DEADLINES`."""
    moments: list[Moment | None] = [getattr(decision, name) for name in MOMENTS]
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
