"""Duties, processing activities and organisations, as meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.periods import Duration
from tenure.compiler.policy.rules import Citation, OtherRule
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Something that happens to the organisation, not to one record; a log says when."""

    name: str
    title: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """An occasion that calls for a duty.

    Attributes:
        occasion: its name.
        within: how long after the occasion there is; `None` is on the day itself.
    """

    occasion: str
    within: Duration | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that the organisation does again and again, or whenever something happens.

    Attributes:
        name: its name.
        title: what readers call it.
        document: the title of the policy in which it stands.
        every: how long after one performance the next is due; `None` for a duty that
            only an occasion calls for.
        triggers: the occasions that call for it.
        starting: the day from which the first turn is counted; `None` where the policy
            does not say.
        owner: who answers for it; `None` where nobody is named.
        together_with: who takes part.
        evidence: what shows that it was done.
        citations: what it rests on.
        notes: the author's texts.
    """

    name: str
    title: str
    document: str
    every: Duration | None
    triggers: tuple[Trigger, ...]
    starting: date | None
    owner: str | None
    together_with: tuple[str, ...]
    evidence: tuple[str, ...]
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldData:
    """One kind of personal data that is held, and when; without a condition always."""

    name: str
    condition: Condition | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody to whom data is disclosed, and when that was last checked."""

    title: str
    checked: date | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A processing activity: the content of a record under article 30 GDPR.

    Attributes:
        name: its name.
        title: what readers call it.
        purposes: article 30(1)(b).
        bases: the lawful basis (article 6), which article 30 does not ask for.
        subjects: the categories of data subjects, article 30(1)(c).
        sources: where the data comes from.
        stored: where it is kept.
        transfers: transfers to third countries, article 30(1)(e).
        access: who sees it inside the organisation.
        holds: the categories of personal data, article 30(1)(c).
        recipients: to whom it is disclosed, article 30(1)(d).
        checked_every: how often recipients are checked; `None` where it is not said.
        measures: security measures, article 30(1)(g) and 32(1).
        kept_under: the rules that say how long it is kept, article 30(1)(f).
        owner: who answers for it.
        notes: the author's texts.
    """

    name: str
    title: str
    document: str
    purposes: tuple[str, ...]
    bases: tuple[str, ...]
    subjects: tuple[str, ...]
    sources: tuple[str, ...]
    stored: tuple[str, ...]
    transfers: tuple[str, ...]
    access: tuple[str, ...]
    holds: tuple[HeldData, ...]
    recipients: tuple[Recipient, ...]
    checked_every: Duration | None
    measures: tuple[str, ...]
    kept_under: tuple[OtherRule, ...]
    owner: str | None
    notes: tuple[str, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service, or with `title` `None` all of an organisation's, and who regulates it."""

    title: str | None
    regulators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A company or body to which the policy applies.

    Attributes:
        name: its name, a value of every field of the type `organisation`.
        title: what readers call it.
        part_of: the organisation that it is a part of; `None` for one that is no part.
        regions: its jurisdictions, as ISO 3166 codes; none where not said.
        services: what it does and who regulates that.
        notes: the author's texts.
    """

    name: str
    title: str
    part_of: str | None
    regions: tuple[str, ...]
    services: tuple[Service, ...]
    notes: tuple[str, ...]
    span: Span = field(compare=False, repr=False)
