"""Builds the policy's own tests."""

from __future__ import annotations

from typing import cast, get_args

from tenure.dsl.build.declarations import DeclarationsBuilder
from tenure.dsl.build.spans import Children, of_type, tokens
from tenure.dsl.nodes.declarations import (
    DayAspect,
    Expect,
    ExpectAction,
    Expectation,
    ExpectDay,
    ExpectMissing,
    ExpectRule,
    Given,
    GivenFact,
    GivenField,
    OnDay,
    PolicyTestDecl,
)
from tenure.dsl.nodes.names import Literal, Path

_EXPECTATIONS: tuple[type[Expectation], ...] = get_args(Expectation)


class TreeBuilder(DeclarationsBuilder):
    """The whole builder; its own part is the reductions of `test`."""

    def test(self, children: Children) -> PolicyTestDecl:
        """Reduce a test."""
        return PolicyTestDecl(
            title=self._the_text(children), steps=tuple(children[2:]), span=self.span(children)
        )

    def given(self, children: Children) -> Given:
        """Reduce `given complaint c  closed 2026-02-01`."""
        record_class, name = self.as_names(children, "NAME")
        return Given(
            record_class=record_class,
            name=name,
            fields=tuple(of_type(children, GivenField)),
            span=self.span(children),
        )

    def given_value(self, children: Children) -> GivenField:
        """Reduce a field and its value, its list of linked records, or `unknown`."""
        name, *linked = self.as_names(children, "NAME")
        literals = of_type(children, Literal) or [
            Literal(value=link.text, bare=True, span=link.span) for link in linked
        ]
        return GivenField(name=name, values=tuple(literals), span=self.span(children))

    def given_literal(self, children: Children) -> Literal:
        """Reduce the value of a field."""
        return self.literal(children)

    def given_fact(self, children: Children) -> GivenFact:
        """Reduce `given fact bbis_live yes`."""
        return GivenFact(
            name=self.as_name(children[2]), value=children[3], span=self.span(children)
        )

    def on_day(self, children: Children) -> OnDay:
        """Reduce `on 2026-05-01`."""
        (day,) = self.as_days(children)
        return OnDay(day=day.date, span=self.span(children))

    def expect(self, children: Children) -> Expect:
        """Reduce `expect r retain until …`."""
        (status,) = tokens(children, "STATUS")
        return Expect(
            name=self.as_name(children[1]),
            status=str(status),
            expectations=tuple(of_type(children, _EXPECTATIONS)),
            span=self.span(children),
        )

    def expect_day(self, children: Children) -> ExpectDay:
        """Reduce `until`, `since`, `not before` and `not after` a day."""
        (day,) = self.as_days(children)
        aspect = " ".join(str(word) for word in children[:-1])
        return ExpectDay(aspect=cast("DayAspect", aspect), day=day.date, span=self.span(children))

    def expect_rule(self, children: Children) -> ExpectRule:
        """Reduce `by 6.1.2/complaint`."""
        return ExpectRule(ref=self.ref_of(children[1]), span=self.span(children))

    def expect_action(self, children: Children) -> ExpectAction:
        """Reduce `then anonymise`."""
        return ExpectAction(action=children[1], span=self.span(children))

    def expect_missing(self, children: Children) -> ExpectMissing:
        """Reduce `missing closed`."""
        return ExpectMissing(paths=tuple(of_type(children, Path)), span=self.span(children))
