"""Builds the clauses of rules and holds."""

from __future__ import annotations

from typing import cast

from lark import Token

from tenure.dsl.build.conditions import ConditionsBuilder, words
from tenure.dsl.build.periods import periods_in
from tenure.dsl.build.spans import Children, has, tokens
from tenure.dsl.nodes.clauses import (
    Action,
    ActionVerb,
    BecauseClause,
    Bound,
    ExtendableClause,
    FollowClause,
    ForClause,
    InForceClause,
    KeepClause,
    MarkedClause,
    OrderClause,
    TextClause,
    ThenClause,
    WhenClause,
)
from tenure.dsl.nodes.names import Name, Text


class ClausesBuilder(ConditionsBuilder):
    """Reductions of the grammar's `rule_clause` and `hold_clause`."""

    def names(self, children: Children) -> tuple[Name, ...]:
        """Reduce a list of names."""
        return self.as_names(children, "NAME")

    def for_clause(self, children: Children) -> ForClause:
        """Reduce `for complaint, call_recording`."""
        classes: tuple[Name, ...] = children[1]
        span = self.token_span(children[0]).to(classes[-1].span)
        return ForClause(classes=classes, span=span)

    def when_clause(self, children: Children) -> WhenClause:
        """Reduce `when …`."""
        return WhenClause(condition=children[1], span=self.span(children))

    def while_clause(self, children: Children) -> WhenClause:
        """Reduce `while …`."""
        return self.when_clause(children)

    def bound(self, children: Children) -> Token:
        """Reduce `at least` or `at most` to one word."""
        first: Token = children[0]
        return Token("BOUND", words(children, "AT", "LEAST", "MOST"), start_pos=first.start_pos)

    def keep_clause(self, children: Children) -> KeepClause:
        """Reduce `keep …`."""
        bounds = tokens(children, "BOUND")
        return KeepClause(
            bound=cast("Bound", str(bounds[0])) if bounds else None,
            period=children[-1],
            span=self.span(children),
        )

    def action(self, children: Children) -> Action:
        """Reduce `destroy`, `transfer to "…"` and the other actions."""
        verb: Token = children[0]
        return Action(
            verb=cast("ActionVerb", str(verb)),
            to=self.as_text(children),
            span=self.span(children),
        )

    def then_clause(self, children: Children) -> ThenClause:
        """Reduce `then anonymise and keep 10 years after closed`."""
        keeps = periods_in(children)
        return ThenClause(
            action=children[1], keep=keeps[0] if keeps else None, span=self.span(children)
        )

    def follow_clause(self, children: Children) -> FollowClause:
        """Reduce `follow "ASC retention policy"`."""
        return FollowClause(policy=self._the_text(children), span=self.span(children))

    def because_clause(self, children: Children) -> BecauseClause:
        """Reduce `because good_practice "training"`."""
        return BecauseClause(
            authority=self.as_name(children[1]),
            reason=self.as_text(children),
            span=self.span(children),
        )

    def order_clause(self, children: Children) -> OrderClause:
        """Reduce `overrides 6.3.1` and `disapplies 6.1.2`."""
        return OrderClause(
            disapplies=has(children, "DISAPPLIES"),
            rules=self.as_refs(children),
            span=self.span(children),
        )

    def extendable_clause(self, children: Children) -> ExtendableClause:
        """Reduce `extendable by "…"`."""
        return ExtendableClause(by=self._the_text(children), span=self.span(children))

    def marked_clause(self, children: Children) -> MarkedClause:
        """Reduce `marked P, M`."""
        marks: tuple[Name, ...] = children[1]
        span = self.token_span(children[0]).to(marks[-1].span)
        return MarkedClause(marks=marks, span=span)

    def rule_text(self, children: Children) -> TextClause:
        """Reduce a labelled text."""
        return TextClause(
            label=str(children[0]), text=self._the_text(children), span=self.span(children)
        )

    policy_text = rule_text
    external_text = rule_text

    def in_force(self, children: Children) -> InForceClause:
        """Reduce `in force from … until …`."""
        days = self.as_days(children)
        return InForceClause(
            start=days[0] if has(children, "FROM") else None,
            end=days[-1] if has(children, "UNTIL") else None,
            span=self.span(children),
        )

    def _the_text(self, children: Children) -> Text:
        return self.as_texts(children)[0]
