"""Duties, processing activities and organisations, as written: who answers for what."""

from __future__ import annotations

from dataclasses import dataclass, field

from tenure.dsl.nodes.clauses import BecauseClause, TextClause
from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.headers import Jurisdiction
from tenure.dsl.nodes.names import Day, Name, Ref, Text
from tenure.dsl.nodes.obligations import ByClause
from tenure.dsl.nodes.periods import Duration
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionDecl:
    """`occasion system_changed "…"`: what happens to the organisation, not to a record."""

    name: Name
    title: Text | None
    span: Span = field(compare=False, repr=False)


# --- duties ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOccasion:
    """`when system_changed within 30 days`; at once where no time is given."""

    occasion: Name
    within: Duration | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryClause:
    """`every 12 months or when system_changed`."""

    every: Duration
    occasions: tuple[OnOccasion, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingClause:
    """`starting 2026-01-01`: the day from which the first turn is counted."""

    day: Day
    span: Span = field(compare=False, repr=False)


DutyClause = EveryClause | OnOccasion | StartingClause | ByClause | TextClause | BecauseClause


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDecl:
    """`duty audit "Retention audit" every 6 months by "…"`."""

    name: Name
    title: Text | None
    clauses: tuple[DutyClause, ...]
    span: Span = field(compare=False, repr=False)


# --- activities -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One kind of personal data, and the condition under which it is held."""

    name: Name
    condition: Condition | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsClause:
    """`holds name, address, card_details when paid`."""

    items: tuple[Held, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientNode:
    """`"couriers" checked 2026-03-01`."""

    title: Text
    checked: Day | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientsClause:
    """`recipients "couriers" checked 2026-03-01, "IT support"`."""

    recipients: tuple[RecipientNode, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEvery:
    """`recipients checked every 12 months`."""

    every: Duration
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresClause:
    """`measures "password-protected screens", "firewalls"`."""

    measures: tuple[Text, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptClause:
    """`kept under 4.1`."""

    rules: tuple[Ref, ...]
    span: Span = field(compare=False, repr=False)


ActivityClause = (
    TextClause
    | ByClause
    | HoldsClause
    | RecipientsClause
    | CheckedEvery
    | MeasuresClause
    | KeptClause
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDecl:
    """`activity helpline "Technical helpline" …`: a processing of personal data."""

    name: Name
    title: Text | None
    clauses: tuple[ActivityClause, ...]
    span: Span = field(compare=False, repr=False)


# --- organisations ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PartClause:
    """`part of calico_group`."""

    whole: Name
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceClause:
    """`service "Homes to rent" regulated by "…"`; without a title, of all services."""

    title: Text | None
    regulators: tuple[Text, ...]
    span: Span = field(compare=False, repr=False)


OrganisationClause = PartClause | ServiceClause | Jurisdiction | TextClause


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDecl:
    """`organisation calico_homes "Calico Homes" part of calico_group …`."""

    name: Name
    title: Text | None
    clauses: tuple[OrganisationClause, ...]
    span: Span = field(compare=False, repr=False)
