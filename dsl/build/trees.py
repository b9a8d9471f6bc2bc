"""Builds the policy's own tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast, get_args

from tenure.dsl.build.accountability import AccountabilityBuilder
from tenure.dsl.build.spans import Children, of_type, tokens
from tenure.dsl.nodes.names import Literal, Path
from tenure.dsl.nodes.scenarios import (
    DayAspect,
    Expect,
    ExpectAction,
    Expectation,
    ExpectDay,
    ExpectDuty,
    ExpectMissing,
    ExpectObligation,
    ExpectRule,
    Given,
    GivenFact,
    GivenField,
    GivenLogged,
    OnDay,
    PolicyTestDecl,
)

_EXPECTATIONS: tuple[type[Expectation], ...] = get_args(Expectation)


class TreeBuilder(AccountabilityBuilder):
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
        """Reduce `on 2026-05-01` and `on 2026-05-01T14:30`."""
        moment = self._moment(children)
        return OnDay(
            day=moment.date() if isinstance(moment, datetime) else moment,
            time=moment.time() if isinstance(moment, datetime) else None,
            span=self.span(children),
        )

    def _moment(self, children: Children) -> date | datetime:
        minutes = tokens(children, "MINUTE")
        return self._minute(minutes[0]) if minutes else self.as_days(children)[0].date

    def given_done(self, children: Children) -> GivenLogged:
        """Reduce `given duty audit done 2026-01-05`."""
        return self._logged(children, duty=True)

    def given_occasion(self, children: Children) -> GivenLogged:
        """Reduce `given occasion system_changed on 2026-02-01`."""
        return self._logged(children, duty=False)

    def _logged(self, children: Children, *, duty: bool) -> GivenLogged:
        (day,) = self.as_days(children)
        return GivenLogged(
            duty=duty, name=self.as_name(children[2]), day=day.date, span=self.span(children)
        )

    def expect(self, children: Children) -> Expect:
        """Reduce `expect r retain until …` and `expect r nothing for 9.2`."""
        (status,) = tokens(children, "STATUS", "NOTHING")
        return Expect(
            name=self.as_name(children[1]),
            status=str(status),
            expectations=tuple(of_type(children, _EXPECTATIONS)),
            span=self.span(children),
        )

    def expect_duty(self, children: Children) -> ExpectDuty:
        """Reduce `expect duty audit open until …`."""
        (status,) = tokens(children, "STATUS")
        return ExpectDuty(
            name=self.as_name(children[2]),
            status=str(status),
            expectations=tuple(of_type(children, _EXPECTATIONS)),
            span=self.span(children),
        )

    def expect_obligation(self, children: Children) -> ExpectObligation:
        """Reduce `for 9.2/acknowledge`."""
        return ExpectObligation(ref=self.ref_of(children[1]), span=self.span(children))

    def expect_day(self, children: Children) -> ExpectDay:
        """Reduce `until`, `since`, `not before` and `not after` a day."""
        aspect = " ".join(str(word) for word in children[:-1])
        return ExpectDay(
            aspect=cast("DayAspect", aspect),
            day=self._moment(children),
            span=self.span(children),
        )

    def expect_rule(self, children: Children) -> ExpectRule:
        """Reduce `by 6.1.2/complaint`."""
        return ExpectRule(ref=self.ref_of(children[1]), span=self.span(children))

    def expect_action(self, children: Children) -> ExpectAction:
        """Reduce `then anonymise`."""
        return ExpectAction(action=children[1], span=self.span(children))

    def expect_missing(self, children: Children) -> ExpectMissing:
        """Reduce `missing closed`."""
        return ExpectMissing(paths=tuple(of_type(children, Path)), span=self.span(children))
