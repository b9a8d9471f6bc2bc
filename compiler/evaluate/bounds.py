"""Days that are known, and days of which only bounds are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NEVER = 0
"""Before every day: no lower bound."""
FOREVER = 10_000_000
"""After every day: kept permanently, or no upper bound."""


def day_of(ordinal: int) -> date | None:
    """Return the day of an ordinal; `None` for `NEVER` and `FOREVER`."""
    return date.fromordinal(ordinal) if NEVER < ordinal < FOREVER else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Through which day a record is kept, as far as it is known.

    Attributes:
        earliest: it is certainly kept through this day (an ordinal).
        latest: it is certainly not kept beyond this day. Equal to `earliest` when the
            day is known; both `FOREVER` for a record that is kept permanently.
        unknown: events of the record itself that have not happened.
        awaiting: those, and linked records that await an event of their own.
        missing: what is not known although it should be: a linked record that is not
            in the inventory or has no answer, a required field, another policy.
    """

    earliest: int
    latest: int
    unknown: frozenset[str] = frozenset()
    awaiting: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    @property
    def settled(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest

    @property
    def permanent(self) -> bool:
        """Whether the record is certainly kept for ever."""
        return self.earliest == FOREVER


PERMANENT = Kept(earliest=FOREVER, latest=FOREVER)


def on(day: date) -> Kept:
    """Return a known day."""
    return Kept(earliest=day.toordinal(), latest=day.toordinal())


def not_happened(event: str) -> Kept:
    """Return what is known while an event has not happened: nothing."""
    events = frozenset((event,))
    return Kept(earliest=NEVER, latest=FOREVER, unknown=events, awaiting=events)


def lacking(what: Iterable[str]) -> Kept:
    """Return what is known when something is missing that should be there: nothing."""
    return Kept(earliest=NEVER, latest=FOREVER, missing=frozenset(what))


def later_of(terms: Iterable[Kept]) -> Kept:
    """Return the later of several days."""
    return _combined(list(terms), latest=True)


def earlier_of(terms: Iterable[Kept]) -> Kept:
    """Return the earlier of several days."""
    return _combined(list(terms), latest=False)


def _combined(terms: list[Kept], *, latest: bool) -> Kept:
    choose = max if latest else min
    low = choose(term.earliest for term in terms)
    high = choose(term.latest for term in terms)
    if low == high:
        return Kept(earliest=low, latest=high)
    return Kept(
        earliest=low,
        latest=high,
        unknown=frozenset().union(*(term.unknown for term in terms)),
        awaiting=frozenset().union(*(term.awaiting for term in terms)),
        missing=frozenset().union(*(term.missing for term in terms)),
    )
