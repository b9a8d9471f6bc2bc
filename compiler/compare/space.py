"""One space of variables for the questions about two versions of a policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tenure.compiler.analysis.formulas import FALSE, TRUE, Choice, Formula, In, all_of
from tenure.compiler.analysis.space import AS_OF, Space


@dataclass(slots=True, kw_only=True)
class Shared:
    """What the spaces of both versions have in common.

    Attributes:
        domains: what each variable can be in either version.
        readable: what each variable can be in all versions that read it.
        events: the variables that say whether an event is known.
    """

    domains: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    readable: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)

    def enter(self, variable: str, domain: tuple[Choice, ...]) -> None:
        """Note what a variable can be in one version."""
        if variable not in self.domains:
            self.domains[variable] = self.readable[variable] = domain
        elif self.domains[variable] != domain:
            before = self.domains[variable]
            self.domains[variable] = (*before, *(v for v in domain if v not in before))
            self.readable[variable] = tuple(v for v in self.readable[variable] if v in domain)

    def by_both(self) -> Formula:
        """Return where a record has no value that only one of the versions can read."""
        return all_of(
            In(variable, frozenset(values)) if values else FALSE
            for variable, values in self.readable.items()
            if len(values) < len(self.domains[variable])
        )


@dataclass(slots=True, kw_only=True)
class VersionSpace(Space):
    """The variables of one version; those of the records are shared with the other one.

    Attributes:
        shared: what both versions have in common.
        apart: added to the names of variables that are this version's own: how it comes
            about through which day a linked record is kept. Empty where nothing that
            decides linked records differs, so that both versions see the same day.
    """

    shared: Shared
    apart: str = ""
    _own: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Enter the days of the decision."""
        self.domains = self.shared.domains
        self.events = self.shared.events
        self.shared.enter(AS_OF, self.constants.days)
        self._own[AS_OF] = self.constants.days

    def private(self, variable: str) -> str:
        """Return the name of a variable that is this version's own."""
        return variable + self.apart

    def within(self, variable: str, domain: Iterable[Choice], values: Iterable[Choice]) -> Formula:
        """Return that a variable has one of some values, of those that this version knows."""
        if variable not in self._own:
            self._own[variable] = tuple(domain)
            self.shared.enter(variable, self._own[variable])
        own = self._own[variable]
        chosen = frozenset(values) & frozenset(own)
        if len(chosen) == len(own):
            return TRUE
        return In(variable, chosen) if chosen else FALSE
