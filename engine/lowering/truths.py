"""Three-valued logic in SQL, with the fields that would settle what is unknown (S3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tenure.engine.lowering import sql
from tenure.engine.lowering.sql import Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A truth, and what would settle it where it is unknown.

    Attributes:
        sql: a truth; null is unknown. Without anything missing it is never null.
        missing: for each field, link or fact that may be missing a truth that is never
            null, and only means something where this one is unknown: see `reasons`.
        exact: whether each part of `missing` implies that this is unknown.
    """

    sql: Sql
    missing: Mapping[str, Sql] = field(default_factory=dict)
    exact: bool = False

    @property
    def settled(self) -> bool:
        """Whether it is never unknown."""
        return not self.missing

    @property
    def reasons(self) -> Mapping[str, Sql]:
        """What is missing, each where it is one of those that would settle this."""
        return self.missing if self.exact else where(self.unknown, self.missing)

    @property
    def certain(self) -> Sql:
        """Whether it is true for certain; never null."""
        return self.sql if self.settled else sql.either(self.sql, sql.truth(False))

    @property
    def possible(self) -> Sql:
        """Whether it is true, or may be; never null."""
        return self.sql if self.settled else sql.either(self.sql, sql.truth(True))

    @property
    def unknown(self) -> Sql:
        """Whether it is unknown; never null."""
        return sql.truth(False) if self.settled else sql.absent(self.sql)

    @property
    def never(self) -> bool:
        """Whether it is false whatever the record."""
        return sql.is_false(self.sql)


YES = Judged(sql=sql.truth(True))
NO = Judged(sql=sql.truth(False))


def negation(part: Judged) -> Judged:
    """Return the opposite; unknown stays unknown."""
    return replace(part, sql=sql.opposite(part.sql))


def conjunction(parts: Iterable[Judged]) -> Judged:
    """Return false if a part is false, else unknown if one is unknown, else true."""
    listed = list(parts)
    return _judged(sql.all_of(part.sql for part in listed), listed)


def disjunction(parts: Iterable[Judged]) -> Judged:
    """Return true if a part is true, else unknown if one is unknown, else false."""
    listed = list(parts)
    return _judged(sql.any_of(part.sql for part in listed), listed)


def _judged(tree: Sql, parts: list[Judged]) -> Judged:
    if len(parts) == 1:
        return parts[0]
    if sql.is_true(tree) or sql.is_false(tree):
        return Judged(sql=tree)
    return Judged(sql=tree, missing=either_missing(part.reasons for part in parts))


def either_missing(sets: Iterable[Mapping[str, Sql]]) -> dict[str, Sql]:
    """Return the union of sets whose members are there under conditions."""
    conditions: dict[str, list[Sql]] = {}
    for one in sets:
        for path, condition in one.items():
            conditions.setdefault(path, []).append(condition)
    joined = {path: sql.any_of(all_) for path, all_ in conditions.items()}
    return {path: condition for path, condition in joined.items() if not sql.is_false(condition)}


def where(condition: Sql, members: Mapping[str, Sql]) -> dict[str, Sql]:
    """Return a set whose members are there only where a condition is true."""
    if sql.is_false(condition):
        return {}
    return {path: sql.all_of((condition, there)) for path, there in members.items()}


def any_there(members: Mapping[str, Sql]) -> Sql:
    """Return whether a set has a member."""
    return sql.any_of(members.values())
