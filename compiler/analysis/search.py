"""Finds a solution of a formula, or shows that there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from tenure.compiler.analysis.days import GaveUpError, contradictory, descended, latest_days
from tenure.compiler.analysis.formulas import All, Any, Choice, Formula, In, Le
from tenure.compiler.analysis.space import Space

MAX_BRANCHES = 1_000
"""Alternatives tried before a search gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A solution: a value for each finite variable, a day for each event compared."""

    choices: Mapping[str, Choice]
    days: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The days searched, as ordinals, both ends included.

    Attributes:
        first, last: the whole horizon.
        recent: the last day for events that have happened; preferred to `last`.
    """

    first: int
    recent: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the search ended: every solution in it differs in what does not matter.

    Attributes:
        choices: what is left of each finite variable that was narrowed.
        comparisons: what must hold of the days.
        caps: the last day that each event compared may be on.
        days: the latest days of them for which all comparisons hold.
    """

    choices: Mapping[str, frozenset[Choice]]
    comparisons: list[Le]
    caps: Mapping[str, int]
    days: dict[str, int]


Wishes = Callable[[Collection[str]], Iterable[Le]]
"""The comparisons that are wished for between some events, those that matter most first."""


class Search:
    """A search with propagation of what is already decided."""

    def __init__(self, space: Space, horizon: Horizon, wishes: Wishes = lambda _: ()) -> None:
        """Prepare to search.

        Args:
            space: the variables.
            horizon: the days.
            wishes: the comparisons of some events that make a solution more lifelike;
                each is kept where the solution still exists with it.
        """
        self._space = space
        self._horizon = horizon
        self._wishes = wishes
        self._first = horizon.first
        self._caps: tuple[int, ...] = (horizon.recent, horizon.last)
        self._branches = 0

    def solve(self, formula: Formula, *, since: int | None = None) -> Solution | None:
        """Return a solution; `None` when it is certain that there is none.

        Args:
            formula: what must hold.
            since: the first day for its events, none of which may then lie in the future;
                any day of the horizon by default.

        Raises:
            GaveUpError: when the search took too long.
        """
        place = self._place_of(formula, since)
        if place is None:
            return None
        chosen = {
            variable: next(v for v in domain if v in place.choices.get(variable, domain))
            for variable, domain in self._space.domains.items()
        }
        return Solution(choices=chosen, days=self._wished(place, chosen))

    def satisfiable(self, formula: Formula) -> bool:
        """Return whether there is a solution.

        Raises:
            GaveUpError: when the search took too long.
        """
        return self._place_of(formula, since=None) is not None

    def _place_of(self, formula: Formula, since: int | None) -> _Place | None:
        self._branches = 0
        self._first = self._horizon.first if since is None else since
        self._caps = (
            (self._horizon.recent,) if since else (self._horizon.recent, self._horizon.last)
        )
        return self._solve([formula], {}, [])

    def _solve(
        self, todo: list[Formula], choices: dict[str, frozenset[Choice]], days: list[Le]
    ) -> _Place | None:
        self._branches += 1
        if self._branches > MAX_BRANCHES:
            raise GaveUpError
        compared = len(days)
        open_ = self._propagate(todo, choices, days)
        if open_ is None or (len(days) > compared and contradictory(tuple(days))):
            return None
        if not open_:
            return self._finish(choices, days)
        branch = min(open_, key=lambda part: len(part.parts))
        rest: list[Formula] = [part for part in open_ if part is not branch]
        gave_up = False
        for part in branch.parts:
            try:
                found = self._solve([part, *rest], dict(choices), list(days))
            except GaveUpError:
                gave_up = True  # another alternative may still have a solution
                continue
            if found is not None:
                return found
        if gave_up:
            raise GaveUpError
        return None

    def _propagate(
        self, todo: list[Formula], choices: dict[str, frozenset[Choice]], days: list[Le]
    ) -> list[Any] | None:
        """Take up everything that must hold; return the alternatives left open.

        `None` when something that must hold contradicts the rest.
        """
        open_: list[Any] = []
        while todo:
            match todo.pop():
                case All(parts=parts):
                    todo.extend(parts)
                case In(variable=variable, values=values):
                    left = choices[variable] & values if variable in choices else values
                    if not left:
                        return None
                    choices[variable] = left
                case Le() as comparison:
                    if comparison not in days:
                        days.append(comparison)
                case Any() as alternatives:
                    open_.append(alternatives)
            if not todo:
                reduced = self._reduced(open_, choices)
                if reduced is None:
                    return None
                todo, open_ = reduced
        return open_

    def _reduced(
        self, open_: list[Any], choices: Mapping[str, frozenset[Choice]]
    ) -> tuple[list[Formula], list[Any]] | None:
        """Drop alternatives that are out; return what has only one left, and the rest.

        `None` when one has none left.
        """
        forced: list[Formula] = []
        left: list[Any] = []
        for alternatives in open_:
            parts = [part for part in alternatives.parts if _possible(part, choices)]
            if any(_certain(part, choices) for part in parts):
                continue
            if not parts:
                return None
            if len(parts) == 1:
                forced.append(parts[0])
            elif len(parts) == len(alternatives.parts):
                left.append(alternatives)
            else:
                left.append(Any(tuple(parts)))
        return forced, left

    # --- days ---------------------------------------------------------------------

    def _finish(self, choices: Mapping[str, frozenset[Choice]], days: list[Le]) -> _Place | None:
        """Return where the search ends; the comparisons do not contradict each other at sight."""
        events = {t.event for c in days for t in (c.left, c.right) if t.event is not None}
        gave_up = False
        for cap in self._caps:
            caps = dict.fromkeys(events, cap)
            try:
                found = descended(days, self._first, caps)
            except GaveUpError:
                gave_up = True
                continue
            if found is not None:
                return _Place(choices=choices, comparisons=days, caps=caps, days=found)
            gave_up = False  # none up to the last day is none up to an earlier one
        if gave_up:
            raise GaveUpError
        return None

    def _wished(self, place: _Place, chosen: Mapping[str, Choice]) -> dict[str, int]:
        """Return days with as many wishes fulfilled as the comparisons allow.

        Args:
            place: where the search ended.
            chosen: the finite variables; every event that is known there has a day, compared
                or not.
        """
        happened = [event for event in sorted(self._space.events) if chosen[event] is True]
        caps = {**dict.fromkeys(happened, self._horizon.recent), **place.caps}
        kept = list(place.comparisons)
        found = latest_days(kept, self._first, caps) or place.days
        for wish in self._wishes(caps):
            try:
                better = latest_days([*kept, wish], self._first, caps)
            except GaveUpError:
                continue
            if better is not None:
                kept.append(wish)
                found = better
        return found


def _possible(part: Formula, choices: Mapping[str, frozenset[Choice]]) -> bool:
    """Return whether a part is not ruled out at sight."""
    match part:
        case In(variable=variable, values=values):
            return variable not in choices or not values.isdisjoint(choices[variable])
        case All(parts=parts):
            return all(_possible(p, choices) for p in parts)
        case Any(parts=parts):
            return any(_possible(p, choices) for p in parts)
        case Le():
            return True


def _certain(part: Formula, choices: Mapping[str, frozenset[Choice]]) -> bool:
    """Return whether a part holds at sight; no choice does of which nothing is known yet."""
    match part:
        case In(variable=variable, values=values):
            return variable in choices and choices[variable] <= values
        case All(parts=parts):
            return all(_certain(p, choices) for p in parts)
        case Any(parts=parts):
            return any(_certain(p, choices) for p in parts)
        case Le():
            return False
