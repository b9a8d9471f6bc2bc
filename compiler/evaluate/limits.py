"""Floors and ceilings: legal minimums and privacy maximums (S5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.compiler.evaluate.bounds import FOREVER, NEVER, Kept
from tenure.compiler.evaluate.truth import Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A floor or ceiling that applies, or may.

    Attributes:
        rule: its reference.
        kept: the day it names.
        judged: true when it certainly applies, else unknown with what is missing.
    """

    rule: str
    kept: Kept
    judged: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The floors and ceilings of one record.

    Attributes:
        floors: the floors that apply or may apply.
        ceilings: the ceilings that apply or may apply.
    """

    floors: tuple[Limit, ...]
    ceilings: tuple[Limit, ...]

    @property
    def days(self) -> dict[str, Kept]:
        """What each floor and ceiling says, by its rule's reference."""
        return {limit.rule: limit.kept for limit in (*self.floors, *self.ceilings)}

    @property
    def least(self) -> int:
        """The record is certainly kept through this day by a floor."""
        return max((f.kept.earliest for f in self.floors if f.judged.certain), default=NEVER)

    def broken_by(self, kept: Kept) -> tuple[str, ...]:
        """Return the rules among which there is a contradiction, whatever happens.

        An answer outside a limit names that limit; a floor later than a ceiling names
        both, with or without an answer between them.
        """
        floors = [f for f in self.floors if f.judged.certain]
        ceilings = [c for c in self.ceilings if c.judged.certain]
        broken = [f.rule for f in floors if kept.latest < f.kept.earliest]
        broken += [c.rule for c in ceilings if c.kept.latest < kept.earliest]
        for floor in floors:
            for ceiling in ceilings:
                if ceiling.kept.latest < floor.kept.earliest:
                    broken += [floor.rule, ceiling.rule]
        return tuple(dict.fromkeys(broken))

    def unsure_of(self, kept: Kept) -> Kept | None:
        """Return what is not known about whether the answer keeps within the limits.

        Returns:
            `None` when it certainly does. Else the missing fields, for a limit that may
            apply or misses data, and the events awaited, for one that has not happened.
        """
        missing: frozenset[str] = frozenset()
        awaiting: frozenset[str] = frozenset()
        unsure = False
        for limit, kept_within in self._tests(kept):
            if kept_within:
                continue
            unsure = True
            missing |= limit.judged.missing | limit.kept.missing
            awaiting |= limit.kept.awaiting | kept.awaiting
        if not unsure:
            return None
        return Kept(earliest=NEVER, latest=FOREVER, awaiting=awaiting, missing=missing)

    def _tests(self, kept: Kept) -> list[tuple[Limit, bool]]:
        tests = [(f, f.kept.latest <= kept.earliest) for f in self.floors]
        tests += [(c, kept.latest <= c.kept.earliest) for c in self.ceilings]
        for floor in self.floors:
            for ceiling in self.ceilings:
                fits = floor.kept.latest <= ceiling.kept.earliest
                tests += [(floor, fits), (ceiling, fits)]
        return tests


def limits_of(
    floors: Mapping[str, tuple[Kept, Judged]], ceilings: Mapping[str, tuple[Kept, Judged]]
) -> Limits:
    """Return the limits of a record from what its floor and ceiling rules say."""
    return Limits(
        floors=tuple(Limit(rule=r, kept=k, judged=j) for r, (k, j) in floors.items()),
        ceilings=tuple(Limit(rule=r, kept=k, judged=j) for r, (k, j) in ceilings.items()),
    )


def narrowed(kept: Kept, limits: Limits) -> Kept:
    """Return the bounds of an answer, raised to the floors that certainly apply."""
    if limits.least <= kept.earliest:
        return kept
    return Kept(
        earliest=limits.least,
        latest=max(limits.least, kept.latest),
        awaiting=kept.awaiting,
        missing=kept.missing,
    )
