"""The policy as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from tenure.compiler.dates import Length, YearKind
from tenure.compiler.policy.accountability import Activity, Duty, Occasion, Organisation
from tenure.compiler.policy.calendars import WorkingCalendar
from tenure.compiler.policy.obligations import Obligation, Step, step_named
from tenure.compiler.policy.records import Fact, RecordClass
from tenure.compiler.policy.rules import Authority, Hold, InForce, Rule
from tenure.compiler.policy.scenarios import Scenario
from tenure.dsl.source import SourceFile, Span

if TYPE_CHECKING:  # the rules are ordered before there is a policy
    from tenure.compiler.order import RuleOrder

TieBreak = Literal["longest", "shortest", "authority", "latest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """When a policy was approved, and by whom.

    Attributes:
        first, last: the days it may have been; the same where a day is written, the
            whole month where only a month is.
        by: who approved it.
    """

    first: date
    last: date
    by: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When a policy is due for review.

    Attributes:
        every: the length of its review cycle.
        next_first, next_last: the next review as the document states it, a day or a
            whole month.
    """

    every: Length | None = None
    every_words: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    next_first: date | None = None
    next_last: date | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A policy header: what one document says of itself.

    Attributes:
        title: its title.
        texts: publisher, owner, version and description, where given.
        regions: the jurisdictions, as ISO 3166 codes.
    """

    title: str
    texts: Mapping[str, str]
    regions: tuple[str, ...]
    approval: Approval | None
    review: Review
    in_force: InForce
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A policy that is named but not loaded."""

    title: str
    owner: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the published schedule; rules whose reference starts with `ref` are under it."""

    ref: str
    title: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy, resolved.

    Attributes:
        document: the header of the policy itself.
        documents: every header, those of `use`d files included, by title.
        dispose_within: how long after the due day a disposal is not yet overdue;
            `None` where the policy sets no window.
        resolve_by: tie-breaks for rules that disagree, in the order tried; none by default.
        classes, facts, authorities, externals: by name (externals by title).
        years: the kinds of year that periods may name, `CY` among them.
        calendars, organisations: by name.
        sections: headings, in the order declared.
        marks: the letters of the key and what they mean.
        rules: every rule and exception by reference, in the order written.
        holds: every hold by name.
        obligations: every standard and procedure by reference, in the order written.
        occasions, duties, activities: by name, in the order written.
        order: which rule beats which, and which switches off which (S4).
        tests: the policy's own tests.
        sources: the files it was read from.
        own: the paths of the policy's own files among them, not those that it uses.
    """

    document: Document
    documents: Mapping[str, Document]
    dispose_within: Length | None
    resolve_by: tuple[TieBreak, ...]
    classes: Mapping[str, RecordClass]
    facts: Mapping[str, Fact]
    authorities: Mapping[str, Authority]
    externals: Mapping[str, External]
    years: Mapping[str, YearKind]
    calendars: Mapping[str, WorkingCalendar]
    organisations: Mapping[str, Organisation]
    sections: tuple[Section, ...]
    marks: Mapping[str, str]
    rules: Mapping[str, Rule]
    holds: Mapping[str, Hold]
    obligations: Mapping[str, Obligation]
    occasions: Mapping[str, Occasion]
    duties: Mapping[str, Duty]
    activities: Mapping[str, Activity]
    order: RuleOrder
    tests: tuple[Scenario, ...] = field(compare=False, repr=False)
    sources: tuple[SourceFile, ...] = field(compare=False, repr=False)
    own: frozenset[str] = field(compare=False, repr=False)

    def is_under(self, name: str, ancestor: str) -> bool:
        """Return whether a class is the other one or lies under it."""
        return ancestor in self.classes[name].lineage

    def step(self, ref: str) -> tuple[Obligation, Step] | None:
        """Return a promise or stage by reference, with the obligation it is part of.

        The lone promise of a standard goes by the standard's own reference too.
        """
        return step_named(self.obligations, ref)
