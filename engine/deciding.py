"""Decides every staged record, and leaves the decisions in a relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.databases.database import Database
from tenure.engine.looking import looked_at
from tenure.engine.lowering.reading import Inventory
from tenure.engine.plan import Plan
from tenure.engine.staging import Staged


def decide_all(
    database: Database,
    policy: Policy,
    staged: Iterable[Staged],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> str:
    """Decide all the staged records as of a day.

    Args:
        database: where the staged relations are, such as `DuckDB(connection)`.
        policy: the policy.
        staged: the relations, at most one for a class.
        as_of: the day of the decisions; the rules in force that day decide.
        facts: facts that differ from their declared value.

    Returns:
        The name of a view with the columns of `DECISIONS`, one row for each staged
        record, in no particular order. It is worked out when it is read, and holds for
        the records as they were when it was made: read it once, into a file or a table.
    """
    looked = (looked_at(database, policy, one) for one in staged)
    known = [one for one in looked if one is not None]
    return Plan(database, inventory_of(policy, known, facts), as_of).decisions()


def inventory_of(
    policy: Policy, staged: Iterable[Staged], facts: Mapping[str, Value] | None = None
) -> Inventory:
    """Return staged relations as queries see them, every fact with a value."""
    declared = {name: fact.value for name, fact in policy.facts.items()}
    by_class = {one.record_class: one for one in staged}
    return Inventory(policy=policy, staged=by_class, facts={**declared, **(facts or {})})
