"""Builds standards and procedures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal as OneOf
from typing import cast, get_args

from lark import Token

from tenure.dsl.build.declarations import DeclarationsBuilder
from tenure.dsl.build.spans import Children, has, of_type, tokens
from tenure.dsl.nodes.conditions import Condition
from tenure.dsl.nodes.names import Path
from tenure.dsl.nodes.obligations import (
    Amount,
    ByAppointment,
    ByClause,
    ClockUnit,
    ElapsedAmount,
    ExtendedClause,
    MarksClause,
    ObligationClause,
    ObligationDecl,
    OverallNode,
    PausedClause,
    PromiseNode,
    PromiseVerb,
    StageNode,
    StepNode,
    TargetClause,
    UsingClause,
    Within,
    WorkingAmount,
)
from tenure.dsl.nodes.periods import Duration, Unit

_CLAUSES: tuple[type[ObligationClause], ...] = get_args(ObligationClause)


class ObligationsBuilder(DeclarationsBuilder):
    """Reductions of the grammar's `standard` and `procedure` parts."""

    def standard(self, children: Children) -> ObligationDecl:
        """Reduce a standard, each clause put under the promise above it."""
        return self._obligation("standard", children)

    def procedure(self, children: Children) -> ObligationDecl:
        """Reduce a procedure, each clause put under the stage above it."""
        return self._obligation("procedure", children)

    def _obligation(
        self, kind: OneOf["standard", "procedure"], children: Children
    ) -> ObligationDecl:
        (ref,) = self.as_refs(children)
        whole: list[ObligationClause] = []
        steps: list[StepNode] = []
        for child in children[2:]:
            if isinstance(child, PromiseNode | StageNode | OverallNode):
                steps.append(child)
            elif isinstance(child, _CLAUSES) and steps:
                last = steps[-1]
                steps[-1] = replace(
                    last, clauses=(*last.clauses, child), span=last.span.to(child.span)
                )
            elif isinstance(child, _CLAUSES):
                whole.append(child)
        return ObligationDecl(
            kind=kind,
            ref=ref,
            title=self._title(children),
            clauses=tuple(whole),
            steps=tuple(steps),
            span=self.span(children),
        )

    def promise(self, children: Children) -> PromiseNode:
        """Reduce `respond within 3 working days of received`."""
        verb = " ".join(str(children[0]).split())
        return PromiseNode(
            verb=cast("PromiseVerb", verb),
            limit=children[-1],
            clauses=(),
            span=self.span(children),
        )

    def stage(self, children: Children) -> StageNode:
        """Reduce `stage appeal "Stage 3" by customer within …`."""
        return StageNode(
            name=self.as_name(children[1]),
            title=self._title(children),
            by_customer=has(children, "CUSTOMER"),
            optional=has(children, "OPTIONAL"),
            limit=children[-1],
            clauses=(),
            span=self.span(children),
        )

    def overall(self, children: Children) -> OverallNode:
        """Reduce `overall within 8 weeks of received`."""
        return OverallNode(limit=children[-1], clauses=(), span=self.span(children))

    # --- limits -------------------------------------------------------------------

    def calendar_amount(self, children: Children) -> Duration:
        """Reduce `8 weeks`."""
        amount: Duration = children[0]
        return amount

    def working_amount(self, children: Children) -> WorkingAmount:
        """Reduce `3 working days` and `4 working hours`."""
        unit: Token = children[-1]
        return WorkingAmount(
            count=self.as_count(children[0]),
            unit=cast("Unit | ClockUnit", str(unit).rstrip("s")),
            span=self.span(children),
        )

    def elapsed_amount(self, children: Children) -> ElapsedAmount:
        """Reduce `2 hours and 30 minutes`."""
        counts = [self.as_count(token) for token in tokens(children, "NUMBER")]
        units = [
            cast("ClockUnit", str(token).rstrip("s")) for token in tokens(children, "TIME_UNIT")
        ]
        parts = tuple(zip(counts, units, strict=True))
        return ElapsedAmount(parts=parts, span=self.span(children))

    def within_limit(self, children: Children) -> Within:
        """Reduce `within 3 working days of received`."""
        amount: Amount = children[1]
        return Within(
            amount=amount,
            anchor=children[-1],
            inclusive=has(children, "BEGINNING"),
            span=self.span(children),
        )

    def same_day(self, children: Children) -> Within:
        """Reduce `on the same day as received`: within no working day of it."""
        return self._working_days(0, children)

    def next_working_day(self, children: Children) -> Within:
        """Reduce `by the end of the next working day after received`."""
        return self._working_days(1, children)

    def _working_days(self, count: int, children: Children) -> Within:
        span = self.span(children)
        amount = WorkingAmount(count=count, unit="day", span=span)
        return Within(amount=amount, anchor=children[-1], inclusive=False, span=span)

    def by_appointment(self, children: Children) -> ByAppointment:
        """Reduce `by appointment_at`."""
        return ByAppointment(anchor=children[-1], span=self.span(children))

    # --- clauses --------------------------------------------------------------------

    def extended_clause(self, children: Children) -> ExtendedClause:
        """Reduce `extended to 10 working days of received when …`."""
        amount: Amount = children[2]
        condition: Condition = children[-1]
        when = next(i for i, child in enumerate(children) if self._is_word(child, "WHEN"))
        limit = Within(
            amount=amount,
            anchor=children[when - 1],
            inclusive=has(children, "BEGINNING"),
            span=self.span(children[2:when]),
        )
        return ExtendedClause(limit=limit, condition=condition, span=self.span(children))

    def extended_to_day(self, children: Children) -> ExtendedClause:
        """Reduce `extended to agreed_day when …`: the day or moment itself."""
        _, _, anchor, _, condition = children
        limit = ByAppointment(anchor=anchor, span=anchor.span)
        return ExtendedClause(limit=limit, condition=condition, span=self.span(children))

    def _is_word(self, child: object, type_: str) -> bool:
        return isinstance(child, Token) and child.type == type_

    def paused_clause(self, children: Children) -> PausedClause:
        """Reduce `paused from asked_customer to customer_answered`."""
        start, end = of_type(children, Path)
        return PausedClause(start=start, end=end, span=self.span(children))

    def target_clause(self, children: Children) -> TargetClause:
        """Reduce `target 95%`."""
        percent = Decimal(str(children[1]).rstrip("% \t"))
        return TargetClause(percent=percent, span=self.span(children))

    def marks_clause(self, children: Children) -> MarksClause:
        """Reduce `marks acknowledged`."""
        return MarksClause(event=self.as_name(children[1]), span=self.span(children))

    def by_clause(self, children: Children) -> ByClause:
        """Reduce `by "Service manager"`."""
        return ByClause(who=self._the_text(children), span=self.span(children))

    def using_clause(self, children: Children) -> UsingClause:
        """Reduce `using calendar office`."""
        return UsingClause(calendar=self.as_name(children[-1]), span=self.span(children))
