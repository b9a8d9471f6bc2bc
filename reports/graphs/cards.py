"""What the picture of a rule graph is made of, before anything has a place.

One card a record class; on it the rules for the class, each with its exceptions; between
the cards, the connections that get an arrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tenure.compiler.policy import RecordClass, Rule
from tenure.compiler.policy.obligations import Obligation
from tenure.reports.graphs.lettering import Line

ConnectionKind = Literal["overrides", "disapplies", "as long as", "follows"]


class RuleOnCard(NamedTuple):
    """A rule as it stands on the card of one of its classes."""

    rule: str
    record_class: str


Place = RuleOnCard | str
"""Where an arrow ends: a rule on a card, or the key of a card or policy (`class:…`, `policy:…`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """A rule, what its box says, and its exceptions, the strongest first."""

    rule: Rule
    paragraphs: tuple[Line, ...]
    exceptions: tuple[RuleEntry, ...]

    def all_rules(self) -> Iterator[Rule]:
        """Yield the rule's exceptions at every depth, then the rule."""
        for exception in self.exceptions:
            yield from exception.all_rules()
        yield self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseEntry:
    """A standard or procedure, and what its box says."""

    obligation: Obligation
    paragraphs: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A short text in a frame: a date of the class, or a hold on it.

    Attributes:
        shape: `event` for a date that some rule counts from, `date` for any other.
        name: the name of the field or hold.
        text: what it says.
        about: what it means, for readers who ask.
    """

    shape: Literal["event", "date", "hold"]
    name: str
    text: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A record class with everything that is said of it.

    Attributes:
        record_class: the class.
        parent: the class that it refines, where that is drawn too.
        depth: how many of its ancestors are drawn above it.
        paragraphs: its title, its name and what makes it special.
        badges: its own dates, then its holds.
        entries: its rules, winners first.
        promises: the standards and procedures for it.
        remarks: what a reader might miss: rules inherited, or left out of a part.
    """

    record_class: RecordClass
    parent: str | None
    depth: int
    paragraphs: tuple[Line, ...]
    badges: tuple[Badge, ...]
    entries: tuple[RuleEntry, ...]
    promises: tuple[PromiseEntry, ...]
    remarks: tuple[Line, ...]

    @property
    def key(self) -> str:
        """The key of the class in the rule graph."""
        return f"class:{self.record_class.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A policy that rules follow, a duty, or a processing activity.

    Attributes:
        shape: which of them.
        key: its key in the rule graph.
        about: what a reader sees who points at it.
        paragraphs: what it says.
    """

    shape: Literal["sheet", "duty", "activity"] = "sheet"
    key: str
    about: str
    paragraphs: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Arrows of one kind that end at one place."""

    kind: ConnectionKind
    sources: tuple[RuleOnCard, ...]
    target: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that the picture shows.

    Attributes:
        families: the cards of each class without a drawn parent and of all classes
            under it, and the policies that they are the first to follow; last, in a
            family of their own, duties and activities.
        connections: the arrows that are not from an exception to its rule.
    """

    families: tuple[tuple[Card | Sheet, ...], ...]
    connections: tuple[Connection, ...]

    @property
    def items(self) -> tuple[Card | Sheet, ...]:
        """All cards and sheets in order."""
        return tuple(item for family in self.families for item in family)
