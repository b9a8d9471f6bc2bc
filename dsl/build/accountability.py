"""Builds duties, processing activities and organisations."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from lark import Token

from tenure.dsl.build.conditions import CONDITIONS
from tenure.dsl.build.obligations import ObligationsBuilder
from tenure.dsl.build.spans import Children, of_type
from tenure.dsl.nodes.accountability import (
    ActivityClause,
    ActivityDecl,
    CheckedEvery,
    DutyClause,
    DutyDecl,
    EveryClause,
    Held,
    HoldsClause,
    KeptClause,
    MeasuresClause,
    OccasionDecl,
    OnOccasion,
    OrganisationClause,
    OrganisationDecl,
    PartClause,
    RecipientNode,
    RecipientsClause,
    ServiceClause,
    StartingClause,
)
from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.names import Name
from tenure.dsl.nodes.periods import Duration

_DUTY_CLAUSES: tuple[type[DutyClause], ...] = get_args(DutyClause)
_ACTIVITY_CLAUSES: tuple[type[ActivityClause], ...] = get_args(ActivityClause)
_ORGANISATION_CLAUSES: tuple[type[OrganisationClause], ...] = get_args(OrganisationClause)


class AccountabilityBuilder(ObligationsBuilder):
    """Reductions of `occasion`, `duty`, `activity` and `organisation`."""

    def occasion(self, children: Children) -> OccasionDecl:
        """Reduce `occasion system_changed "…"`."""
        return OccasionDecl(
            name=self.as_name(children[1]), title=self._title(children), span=self.span(children)
        )

    # --- duties ---------------------------------------------------------------------

    def duty(self, children: Children) -> DutyDecl:
        """Reduce a duty."""
        return DutyDecl(
            name=self.as_name(children[1]),
            title=self._title(children),
            clauses=tuple(of_type(children, _DUTY_CLAUSES)),
            span=self.span(children),
        )

    def every_clause(self, children: Children) -> EveryClause:
        """Reduce `every 12 months or when system_changed`."""
        every: Duration = children[1]
        return EveryClause(
            every=every, occasions=tuple(self._occasions(children)), span=self.span(children)
        )

    def on_occasion(self, children: Children) -> OnOccasion:
        """Reduce `when system_changed within 30 days`."""
        (occasion,) = self._occasions(children)
        return occasion

    def _occasions(self, children: Children) -> list[OnOccasion]:
        found: list[OnOccasion] = []
        for position, child in enumerate(children):
            if isinstance(child, Token) and child.type == "NAME":
                later = children[position + 1 : position + 3]
                within = next((c for c in later if isinstance(c, Duration)), None)
                start: Token = children[position - 1]
                end = within.span if within else self.token_span(child)
                found.append(
                    OnOccasion(
                        occasion=self.as_name(child),
                        within=within,
                        span=self.token_span(start).to(end),
                    )
                )
        return found

    def starting_clause(self, children: Children) -> StartingClause:
        """Reduce `starting 2026-01-01`."""
        (day,) = self.as_days(children)
        return StartingClause(day=day, span=self.span(children))

    # --- activities -----------------------------------------------------------------

    def activity(self, children: Children) -> ActivityDecl:
        """Reduce an activity."""
        return ActivityDecl(
            name=self.as_name(children[1]),
            title=self._title(children),
            clauses=tuple(of_type(children, _ACTIVITY_CLAUSES)),
            span=self.span(children),
        )

    def held(self, children: Children) -> Held:
        """Reduce `card_details when paid`."""
        conditions: list[Condition] = of_type(children, CONDITIONS)
        return Held(
            name=self.as_name(children[0]),
            condition=conditions[0] if conditions else None,
            span=self.span(children),
        )

    def holds_clause(self, children: Children) -> HoldsClause:
        """Reduce `holds name, address, card_details when paid`."""
        return HoldsClause(items=tuple(of_type(children, Held)), span=self.span(children))

    def recipient(self, children: Children) -> RecipientNode:
        """Reduce `"couriers" checked 2026-03-01`."""
        days = self.as_days(children)
        return RecipientNode(
            title=self._the_text(children),
            checked=days[0] if days else None,
            span=self.span(children),
        )

    def recipients_clause(self, children: Children) -> RecipientsClause:
        """Reduce `recipients "couriers", "IT support"`."""
        return RecipientsClause(
            recipients=tuple(of_type(children, RecipientNode)), span=self.span(children)
        )

    def checked_every(self, children: Children) -> CheckedEvery:
        """Reduce `recipients checked every 12 months`."""
        return CheckedEvery(every=children[-1], span=self.span(children))

    def measures_clause(self, children: Children) -> MeasuresClause:
        """Reduce `measures "…", "…"`."""
        return MeasuresClause(measures=tuple(self.as_texts(children)), span=self.span(children))

    def kept_clause(self, children: Children) -> KeptClause:
        """Reduce `kept under 4.1`."""
        return KeptClause(rules=self.as_refs(children), span=self.span(children))

    # --- organisations ----------------------------------------------------------------

    def organisation(self, children: Children) -> OrganisationDecl:
        """Reduce an organisation, regulators put under the service above them."""
        clauses: list[OrganisationClause] = []
        for clause in of_type(children, _ORGANISATION_CLAUSES):
            above = clauses[-1] if clauses else None
            if (
                isinstance(clause, ServiceClause)
                and clause.title is None
                and isinstance(above, ServiceClause)
            ):
                clauses[-1] = replace(
                    above,
                    regulators=(*above.regulators, *clause.regulators),
                    span=above.span.to(clause.span),
                )
            else:
                clauses.append(clause)
        return OrganisationDecl(
            name=self.as_name(children[1]),
            title=self._title(children),
            clauses=tuple(clauses),
            span=self.span(children),
        )

    def part_clause(self, children: Children) -> PartClause:
        """Reduce `part of calico_group`."""
        whole: Name = self.as_name(children[-1])
        return PartClause(whole=whole, span=self.span(children))

    def service_clause(self, children: Children) -> ServiceClause:
        """Reduce `service "Homes to rent"`."""
        return ServiceClause(
            title=self._the_text(children), regulators=(), span=self.span(children)
        )

    def regulated_clause(self, children: Children) -> ServiceClause:
        """Reduce `regulated by "…"`."""
        return ServiceClause(
            title=None, regulators=tuple(self.as_texts(children)), span=self.span(children)
        )
