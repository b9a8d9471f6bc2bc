"""Statuses as a list of conditions: which of them a record has is asked without any text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tenure.compiler.decisions import Status
from tenure.engine.lowering import sql
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Statuses:
    """The statuses that records may have.

    Attributes:
        branches: conditions that are never null, each with its status; the first that is
            true counts.
        otherwise: the status where none is true.
    """

    branches: tuple[tuple[Sql, Status], ...] = ()
    otherwise: Status

    @property
    def sql(self) -> Sql:
        """The status as text."""
        texts = [(condition, sql.text(status)) for condition, status in self.branches]
        return sql.case(texts, sql.text(self.otherwise))

    def is_(self, *statuses: Status) -> Sql:
        """Return whether the status is one of these; never null.

        Read from the end: a branch makes it true, or false, of the records that it takes.
        """
        found = sql.truth(self.otherwise in statuses)
        for condition, status in reversed(self.branches):
            if status in statuses:
                found = sql.any_of((condition, found))
            else:
                found = sql.all_of((sql.opposite(condition), found))
        return found

    def after(self, branches: Sequence[tuple[Sql, Status]]) -> Statuses:
        """Return the same, where other branches come first; one that is never true is left out."""
        possible = ((c, status) for c, status in branches if not sql.is_false(c))
        return replace(self, branches=(*possible, *self.branches))

    def without(self, *statuses: Status) -> list[tuple[Sql, Status]]:
        """Return the branches of the other statuses, which still take what they took."""
        found: list[tuple[Sql, Status]] = []
        taken: list[Sql] = []
        for condition, status in self.branches:
            if status in statuses:
                taken.append(condition)
            else:
                found.append((sql.all_of((sql.opposite(sql.any_of(taken)), condition)), status))
        if self.otherwise not in statuses:
            found.append((sql.opposite(sql.any_of(taken)), self.otherwise))
        return found

    def named(self, rows: Rows) -> Statuses:
        """Give each condition the name of its status."""
        return replace(
            self,
            branches=tuple(
                (rows.let(status, condition), status) for condition, status in self.branches
            ),
        )
