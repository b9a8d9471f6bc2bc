"""Which truths are never true together, as far as their form shows it.

Most rules of a class exclude each other, by an exception or by the kind of record that they
are for. Knowing it saves comparing each rule with every other one for every record.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sqlglot import exp

from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql


class _Implied:
    """What is true, what is false, and which values fields have, where a truth is true."""

    def __init__(self, tree: Sql, rows: Rows) -> None:
        self.true: set[Sql] = set()
        self.false: set[Sql] = set()
        self.values: dict[Sql, frozenset[Sql]] = {}
        for part, holds in rows.implied(tree):
            (self.true if holds else self.false).add(part)
            if holds:
                self._note_values(part)

    def _note_values(self, part: Sql) -> None:
        if isinstance(part, exp.EQ) and isinstance(part.expression, exp.Literal):
            column, values = part.this, frozenset((part.expression,))
        elif isinstance(part, exp.In) and part.expressions:
            column, values = part.this, frozenset(part.expressions)
        else:
            return
        self.values[column] = self.values.get(column, values) & values

    def excludes(self, other: _Implied) -> bool:
        """Return whether the two are never true together."""
        if not (self.true.isdisjoint(other.false) and other.true.isdisjoint(self.false)):
            return True
        return any(
            values.isdisjoint(other.values[column])
            for column, values in self.values.items()
            if column in other.values
        )


def can_meet(truths: Sequence[Sql], rows: Rows) -> list[tuple[int, int]]:
    """Return the pairs, by position, of truths that may be true together."""
    implied = [_Implied(tree, rows) for tree in truths]
    return [
        (one, other)
        for one, other in combinations(range(len(truths)), 2)
        if not implied[one].excludes(implied[other])
    ]
