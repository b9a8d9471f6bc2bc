"""Holds the limits of two versions against each other, on their calendars (S11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tenure.compiler.check.sweep import Timing, days_ahead, event_on, later_than
from tenure.compiler.compare.changes import ChangeKind
from tenure.compiler.deadlines import Moment
from tenure.compiler.evaluate.counting import NEVER, Paused
from tenure.compiler.policy.obligations import Limit, Obligation
from tenure.compiler.policy.policy import Policy

_Limited = tuple[Obligation, Limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """When two limits end that run from one day.

    Attributes:
        day: the day of the event.
        before, after: the deadlines.
    """

    day: date
    before: Moment
    after: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """How two limits differ over the days ahead.

    Attributes:
        tighter, looser: the first day from which the new one ends earlier, or later.
    """

    tighter: Ends | None
    looser: Ends | None

    @property
    def kind(self) -> ChangeKind | None:
        """What kind of change it is; `None` where there is none."""
        match self.tighter, self.looser:
            case None, None:
                return None
            case _, None:
                return ChangeKind.DEADLINE_TIGHTER
            case None, _:
                return ChangeKind.DEADLINE_LOOSER
        return ChangeKind.DEADLINE_INCOMPARABLE

    @property
    def first(self) -> Ends | None:
        """The first day from which they differ."""
        found = [ends for ends in (self.tighter, self.looser) if ends is not None]
        return min(found, key=lambda ends: ends.day, default=None)


_OFFSETS = (0, 1, 2, 4)
_LENGTHS = (1, 2, 3, 5, 7)
"""Pauses that are tried: days from the event to the first day, and how many days they take."""


class Limits:
    """Counts limits on the calendars of both versions."""

    def __init__(self, old: Policy, new: Policy, as_of: date) -> None:
        self._timing = Timing(old), Timing(new)
        self._as_of = as_of

    def differ(self, before: _Limited, after: _Limited) -> Differing:
        """Return how two limits that run from one event differ, from every day of two years.

        A calendar that does not reach so far ends the trial.
        """
        return self._sweep(before, after, lambda _: (NEVER,), (True, True))

    def differ_paused(self, before: _Limited, after: _Limited, plain: Differing) -> Differing:
        """Return how they differ where they are paused, and in no other way than that.

        A pause takes out days of the week where days are counted, working days where those
        are: so limits in different units, or on different calendars, can differ the other
        way. Tried are some pauses of up to seven days that begin within four.
        """
        calendars = [
            t.calendar(one) for t, (one, _) in zip(self._timing, (before, after), strict=True)
        ]
        declared = [calendar and calendar.calendar for calendar in calendars]
        alike = type(before[1].amount) is type(after[1].amount) and declared[0] == declared[1]
        wanted = plain.tighter is None, plain.looser is None
        if alike or not any(wanted):
            return Differing(tighter=None, looser=None)
        return self._sweep(before, after, _pauses, wanted)

    def _sweep(
        self,
        before: _Limited,
        after: _Limited,
        pauses: Callable[[date], Iterable[Paused]],
        wanted: tuple[bool, bool],
    ) -> Differing:
        """Return the first day, with one of some pauses, for each way of differing wanted."""
        found: dict[bool, Ends] = {}
        for day in days_ahead(self._as_of):
            for paused in pauses(day):
                ends = [
                    timing.deadline(obligation, limit, event_on(limit, day), paused)
                    for timing, (obligation, limit) in zip(
                        self._timing, (before, after), strict=True
                    )
                ]
                if ends[0] is None or ends[1] is None:
                    return _differing(found)
                looser = later_than(ends[1], ends[0])
                if wanted[looser] and (looser or later_than(ends[0], ends[1])):
                    found.setdefault(looser, Ends(day=day, before=ends[0], after=ends[1]))
            if len(found) == sum(wanted):
                break
        return _differing(found)


def _differing(found: Mapping[bool, Ends]) -> Differing:
    return Differing(tighter=found.get(False), looser=found.get(True))


def _pauses(day: date) -> Iterator[Paused]:
    for offset in _OFFSETS:
        first = day + timedelta(days=offset)
        for length in _LENGTHS:
            yield Paused(((first, first + timedelta(days=length - 1)),))
