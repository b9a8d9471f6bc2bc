"""Decides the deadlines of every staged record, and leaves them in a relation (S11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlglot import exp

from tenure.compiler.policy.fields import EventType, FieldRef, Value
from tenure.compiler.policy.obligations import Step
from tenure.compiler.policy.periods import Anchor, FixedDay
from tenure.compiler.policy.policy import Policy
from tenure.engine.databases.database import Database
from tenure.engine.deciding import inventory_of
from tenure.engine.looking import looked_at
from tenure.engine.lowering import sql
from tenure.engine.lowering.deadlines import DeadlineQueries
from tenure.engine.lowering.reading import Inventory, together
from tenure.engine.lowering.workdays import DAYS, Calendar, calendars_of, days_of
from tenure.engine.staging import DEADLINES, Staged, column_names

PROMISED = "tenure_promised"


def decide_all_promises(
    database: Database,
    policy: Policy,
    staged: Iterable[Staged],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> str:
    """Decide the deadlines of all the staged records as of a day.

    Args:
        database: where the staged relations are, such as `DuckDB(connection)`.
        policy: the policy.
        staged: the relations, at most one for a class.
        as_of: the day of the decisions; the standards in force that day count.
        facts: facts that differ from their declared value.

    Returns:
        The name of a view with the columns of `DEADLINES`, one row for each promise and stage
        that applies, or may, to a record, in no particular order. It is worked out when it is
        read, and holds for the records as they were when it was made.
    """
    looked = (looked_at(database, policy, one) for one in staged)
    inventory = inventory_of(policy, [one for one in looked if one is not None], facts)
    calendars = calendars_of(policy)
    queries = [
        query
        for name in inventory.staged
        for query in DeadlineQueries(inventory, name, as_of, calendars).queries()
    ]
    if not queries:
        database.empty(PROMISED, dict(DEADLINES))
        return PROMISED
    years = _years(database, inventory, as_of)
    for name, calendar in calendars.items():
        _enter(database, policy, name, calendar, years)
    database.view(PROMISED, together(queries))
    return PROMISED


def _enter(
    database: Database, policy: Policy, name: str, calendar: Calendar, years: set[int]
) -> None:
    counting = [one for one in policy.obligations.values() if one.calendar == name]
    database.empty(calendar.relation, dict(DAYS))
    database.enter(calendar.relation, tuple(days_of(calendar.calendar, counting, years)))


# --- in which years something happens ---------------------------------------------------------


def _years(database: Database, inventory: Inventory, as_of: date) -> set[int]:
    """Return the years of all events of which standards and procedures speak."""
    policy = inventory.policy
    anchors = {
        anchor
        for obligation in policy.obligations.values()
        for step in obligation.steps
        for anchor in _anchors(step)
    }
    fixed = {anchor.day.year for anchor in anchors if isinstance(anchor, FixedDay)}
    facts = {value.year for value in inventory.facts.values() if isinstance(value, date)}
    names = {anchor.name for anchor in anchors if isinstance(anchor, FieldRef)}
    found = {as_of.year} | fixed | facts
    for staged in inventory.staged.values():
        fields = policy.classes[staged.record_class].fields
        columns = column_names(policy, staged.record_class)
        for name in sorted(names & fields.keys()):
            if isinstance(fields[name].type, EventType) and staged.has(columns[name]):
                year = exp.Year(this=sql.column(columns[name]))
                query = exp.select(exp.cast(year, sql.INTEGER)).distinct()
                rows = database.rows(query.from_(exp.to_table(staged.relation)))
                found |= {year for (year,) in rows if isinstance(year, int)}
    return found


def _anchors(step: Step) -> Iterator[Anchor]:
    """Yield the events from which and to which the limits of a step are counted."""
    yield step.limit.anchor
    yield step.marks
    for extension in step.extensions:
        yield extension.limit.anchor
    for pause in step.pauses:
        yield pause.start
        yield pause.end
