"""Rules and holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from typing import Literal

from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.periods import Period
from tenure.dsl.source import Span

Verb = Literal["destroy", "anonymise", "pseudonymise", "review", "transfer"]

PAST_PARTICIPLES: dict[Verb, str] = {
    "destroy": "destroyed",
    "anonymise": "anonymised",
    "pseudonymise": "pseudonymised",
    "review": "reviewed",
    "transfer": "transferred",
}
"""What `disposed_as` says of a record after each action."""


class AuthorityKind(IntEnum):
    """The rank of an authority, weakest first (lex superior)."""

    GOOD_PRACTICE = 1
    CORPORATE_POLICY = 2
    CONTRACT = 3
    REGULATION = 4
    STATUTE = 5


UNRANKED = 0
"""The rank of a rule that names no authority, or one without a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What a rule rests on."""

    name: str
    title: str
    kind: AuthorityKind | None
    citation: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A rule's `because`: the authority, and what it is for."""

    authority: Authority
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What is done when a phase ends; `to` names who receives a transfer."""

    verb: Verb
    to: str | None = None

    @property
    def text(self) -> str:
        """The action as the language spells it."""
        return f'{self.verb} to "{self.to}"' if self.to else self.verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase of retention: how long, and what is done at its end (S10)."""

    keep: Period
    action: Action


class RuleKind(Enum):
    """What part a rule plays."""

    SCHEDULE = "schedule"
    FLOOR = "floor"
    CEILING = "ceiling"
    SWITCH = "switch"
    """Disapplies other rules and says nothing of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The days on which a rule counts, both included; `None` is without end."""

    start: date | None = None
    end: date | None = None

    def on(self, day: date) -> bool:
        """Return whether the day lies in the interval."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def within(self, other: InForce) -> InForce:
        """Return the days that both intervals have in common; it may be empty."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        return InForce(start=max(starts, default=None), end=min(ends, default=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRule:
    """A rule that another one names, with the place where it does."""

    ref: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule or an exception.

    Attributes:
        ref: its reference; an exception's is its parent's, a slash and its name.
        title: its title, the parent's for an exception without one.
        parent: the rule whose exception it is.
        document: the title of the policy in which it stands.
        classes: the record classes it is for.
        condition: its own condition, without its parent's; `None` is always true.
        kind: the part it plays.
        phases: at least one for a floor or ceiling or schedule that does not follow
            another policy; else none.
        follows: the title of the policy that has the answer.
        citations: what it rests on, its parent's where it names none itself.
        overrides: the rules it is written to beat, apart from its parent.
        disapplies: the rules it switches off.
        extendable_by: who may keep a record longer than the rule says.
        in_force: when it counts, its parent's interval taken into account.
        formats, notes, access: the author's texts for the published schedule.
        marks: letters of the schedule's key.
        span: the whole rule, for an exception the whole exception.
        head: its first words, which a message underlines.
    """

    ref: str
    title: str
    parent: str | None
    document: str
    classes: tuple[str, ...]
    condition: Condition | None
    kind: RuleKind
    phases: tuple[Phase, ...]
    follows: str | None
    citations: tuple[Citation, ...]
    overrides: tuple[OtherRule, ...]
    disapplies: tuple[OtherRule, ...]
    extendable_by: str | None
    in_force: InForce
    formats: tuple[str, ...]
    notes: tuple[str, ...]
    access: tuple[str, ...]
    marks: tuple[str, ...]
    span: Span = field(compare=False, repr=False)
    head: Span = field(compare=False, repr=False)

    @property
    def rank(self) -> int:
        """The rank of the strongest authority it rests on (lex superior)."""
        return max((c.authority.kind or UNRANKED for c in self.citations), default=UNRANKED)

    @property
    def stated_phases(self) -> dict[str | None, int]:
        """The position of each phase, by what a record in it states as `disposed_as` (S10).

        No two phases end with the same action. What states the last one is in no phase.
        """
        after = enumerate(self.phases[:-1], start=1)
        return {None: 0} | {PAST_PARTICIPLES[phase.action.verb]: i for i, phase in after}

    @property
    def base(self) -> str:
        """The reference of the rule of which this is an exception at any depth, or its own."""
        return self.ref.split("/", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """While its condition may be true, nothing it covers is due (S8)."""

    name: str
    title: str
    classes: tuple[str, ...]
    condition: Condition
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]
    span: Span = field(compare=False, repr=False)
