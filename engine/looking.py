"""Looks at staged records before they are decided, for what makes their queries shorter.

A field that is never null needs no three-valued logic, one that is always null none of the
rules that ask for it, and a phase in which no record is needs no query.
"""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from tenure.compiler.policy.policy import Policy
from tenure.engine.databases.database import Database
from tenure.engine.lowering import sql
from tenure.engine.staging import DISPOSED_AS, Staged, columns_of


def looked_at(database: Database, policy: Policy, staged: Staged) -> Staged | None:
    """Return the relation with what is known of its data; `None` for one without rows."""
    relation = exp.to_table(staged.relation)
    columns = [name for name in columns_of(policy, staged.record_class) if staged.has(name)]
    counts = [exp.Count(this=exp.Star()), *(exp.Count(this=sql.column(name)) for name in columns)]
    ((count, *known),) = database.rows(exp.select(*counts).from_(relation))
    if not count:
        return None
    filled = dict(zip(columns, known, strict=True))
    present = frozenset(name for name, number in filled.items() if number)
    phases: set[str | None] = {None}
    if DISPOSED_AS in present:
        done = exp.select(sql.column(DISPOSED_AS)).distinct().from_(relation)
        phases = {None if value is None else str(value) for (value,) in database.rows(done)}
    return replace(
        staged,
        columns=present,
        complete=frozenset(name for name, number in filled.items() if number == count),
        phases=frozenset(phases),
    )
