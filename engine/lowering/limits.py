"""Floors and ceilings as SQL: legal minimums and privacy maximums (S5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from tenure.engine.lowering import days, sql
from tenure.engine.lowering.periods import Kept
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import Judged, either_missing, where


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A floor or ceiling that applies, or may: the day it names, and whether it does."""

    kept: Kept
    judged: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The floors and ceilings for the records of one class."""

    floors: tuple[Limit, ...]
    ceilings: tuple[Limit, ...]

    @property
    def least(self) -> Sql:
        """The record is certainly kept through this day by a floor."""
        bounds = (sql.case([(f.judged.certain, f.kept.low)], days.never()) for f in self.floors)
        return days.latest([days.never(), *bounds])

    def broken_by(self, kept: Kept) -> Sql:
        """Return whether there is a contradiction, whatever happens."""
        broken = [_given([f], days.before(kept.high, f.kept.low)) for f in self.floors]
        broken += [_given([c], days.before(c.kept.high, kept.low)) for c in self.ceilings]
        broken += [
            _given([f, c], days.before(c.kept.high, f.kept.low))
            for f, c in product(self.floors, self.ceilings)
        ]
        return sql.any_of(broken)

    def unsure_of(self, kept: Kept) -> tuple[Sql, Kept]:
        """Return whether the answer may lie outside the limits, and what would tell."""
        missing, awaiting, unsure = [], [], []
        for limit, exceeded in self._tests(kept):
            unsure.append(exceeded)
            for members in (limit.judged.reasons, limit.kept.missing):
                missing.append(where(exceeded, members))
            for members in (limit.kept.awaiting, kept.awaiting):
                awaiting.append(where(exceeded, members))
        doubt = Kept(
            low=days.never(),
            high=days.forever(),
            awaiting=either_missing(awaiting),
            missing=either_missing(missing),
        )
        return sql.any_of(unsure), doubt

    def _tests(self, kept: Kept) -> Iterator[tuple[Limit, Sql]]:
        """Return for each limit whether the answer, or a limit opposite, may lie beyond it."""
        for floor in self.floors:
            yield floor, _possible([floor], days.before(kept.low, floor.kept.high))
        for ceiling in self.ceilings:
            yield ceiling, _possible([ceiling], days.before(ceiling.kept.low, kept.high))
        for floor, ceiling in product(self.floors, self.ceilings):
            beyond = days.before(ceiling.kept.low, floor.kept.high)
            exceeded = _possible([floor, ceiling], beyond)
            yield floor, exceeded
            yield ceiling, exceeded

    def narrowed(self, kept: Kept) -> Kept:
        """Return the bounds of an answer, raised to the floors that certainly apply."""
        least = self.least
        if days.is_never(least):
            return kept
        return replace(
            kept,
            low=days.latest((kept.low, least)),
            high=days.latest((kept.high, least)),
            day=None,
        )


def _given(limits: list[Limit], beyond: Sql) -> Sql:
    certain = sql.all_of(limit.judged.certain for limit in limits)
    return sql.case([(certain, beyond)], sql.truth(False))


def _possible(limits: list[Limit], beyond: Sql) -> Sql:
    possible = sql.all_of(limit.judged.possible for limit in limits)
    return sql.case([(possible, beyond)], sql.truth(False))
