"""Builds conditions and computed points in time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import cast

from lark import Token

from tenure.dsl.build.periods import PeriodsBuilder
from tenure.dsl.build.spans import Children, has, of_type, tokens
from tenure.dsl.nodes.conditions import (
    AllOf,
    AnyOf,
    Condition,
    DateOrder,
    Dates,
    IsKnown,
    IsNumber,
    IsTrue,
    IsValue,
    Near,
    Nearness,
    Not,
    NumberOrder,
    Shifted,
)
from tenure.dsl.nodes.names import Literal

CONDITIONS = (AnyOf, AllOf, Not, IsTrue, IsKnown, IsValue, IsNumber, Dates, Near)


def words(children: Children, *types: str) -> str:
    """Return the keywords of these types, a space between, in the order written."""
    return " ".join(str(token) for token in tokens(children, *types))


class ConditionsBuilder(PeriodsBuilder):
    """Reductions of the grammar's `condition` part."""

    def any_of(self, children: Children) -> AnyOf:
        """Reduce conditions joined by `or`."""
        parts: tuple[Condition, ...] = tuple(of_type(children, CONDITIONS))
        node = AnyOf(parts=parts, span=self.span(children))
        self.deepen(node, parts)
        return node

    def all_of(self, children: Children) -> AllOf:
        """Reduce conditions joined by `and`."""
        parts: tuple[Condition, ...] = tuple(of_type(children, CONDITIONS))
        node = AllOf(parts=parts, span=self.span(children))
        self.deepen(node, parts)
        return node

    def negated(self, children: Children) -> Condition:
        """Reduce `not …`; pairs of `not` cancel out."""
        inner: Condition = children[-1]
        if len(tokens(children, "NOT")) % 2 == 0:
            return replace(inner, span=self.span(children))
        node = Not(part=inner, span=self.span(children))
        self.deepen(node, (inner,))
        return node

    def grouped(self, children: Children) -> Condition:
        """Reduce `( … )`: what is inside, with the parentheses in its span."""
        inner: Condition = children[1]
        node = replace(inner, span=self.span(children))
        self.deepen(node, (inner,))
        return node

    def is_true(self, children: Children) -> IsTrue:
        """Reduce a yes/no field by itself."""
        return IsTrue(path=children[0], span=self.span(children))

    def is_known(self, children: Children) -> IsKnown:
        """Reduce `… is known` and `… is not known`."""
        return IsKnown(path=children[0], negated=has(children, "NOT"), span=self.span(children))

    def is_value(self, children: Children) -> IsValue:
        """Reduce `… is paper` and `… is not paper`."""
        return self.is_in(children)

    def is_in(self, children: Children) -> IsValue:
        """Reduce `… in (paper, email)`."""
        return IsValue(
            path=children[0],
            values=tuple(of_type(children, Literal)),
            negated=has(children, "NOT"),
            span=self.span(children),
        )

    def is_number(self, children: Children) -> IsNumber:
        """Reduce `… is at least 500`."""
        number: Token = children[-1]
        order = words(children, "AT", "LEAST", "MOST", "MORE", "LESS", "THAN")
        return IsNumber(
            path=children[0],
            order=cast("NumberOrder", order),
            number=Decimal(number),
            span=self.span(children),
        )

    def date_order(self, children: Children) -> Token:
        """Reduce `on or before` to one word."""
        first: Token = children[0]
        return Token("DATE_ORDER", " ".join(children), start_pos=first.start_pos)

    def within(self, children: Children) -> Token:
        """Keep the word that says on which side of the other point."""
        first: Token = children[0]
        return Token("WITHIN_SIDE", str(first), start_pos=first.start_pos)

    def dates(self, children: Children) -> Dates:
        """Reduce one point in time compared with another."""
        left, order, right = children
        return Dates(
            left=left, order=cast("DateOrder", str(order)), right=right, span=self.span(children)
        )

    def near(self, children: Children) -> Near:
        """Reduce `received within 12 months of previous.closed`."""
        left, _, duration, side, right = children
        return Near(
            left=left,
            duration=duration,
            nearness=cast("Nearness", str(side)),
            right=right,
            span=self.span(children),
        )

    def shifted(self, children: Children) -> Shifted:
        """Reduce `17 years after born`."""
        duration, _, point = children
        node = Shifted(
            duration=duration,
            before=has(children, "BEFORE"),
            point=point,
            span=self.span(children),
        )
        self.deepen(node, (point,))
        return node
