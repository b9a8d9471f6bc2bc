"""Resolves the policy's own tests to records and expectations.

A test names the fields that matter to it. Every other yes/no field of its records
is `no`, every other field is unknown; `unknown` as a value says so of a yes/no field.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tenure.compiler.policy.fields import LinkType, Value, YesNoType
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Rule
from tenure.compiler.policy.scenarios import Expected, Scenario
from tenure.compiler.records import Record
from tenure.compiler.resolve.scope import BUILT_IN_FIELDS, Scope
from tenure.compiler.resolve.values import value_of
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label
from tenure.dsl.nodes import declarations as written
from tenure.dsl.nodes.names import Literal
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean


def resolve_scenarios(
    decls: Iterable[written.PolicyTestDecl], rules: dict[str, Rule], scope: Scope
) -> tuple[Scenario, ...]:
    """Return the tests whose names and values all resolve; the rest is reported."""
    return tuple(_ScenarioResolver(scope, rules, decl).scenario() for decl in decls)


class _ScenarioResolver:
    """Resolves one test, step by step: what is given holds for every expectation."""

    def __init__(self, scope: Scope, rules: dict[str, Rule], decl: written.PolicyTestDecl) -> None:
        self._scope = scope
        self._rules = rules
        self._decl = decl
        self._classes: dict[str, str] = {
            step.name.text: step.record_class.text
            for step in decl.steps
            if isinstance(step, written.Given)
        }

    def scenario(self) -> Scenario:
        """Return the test."""
        records: dict[str, Record] = {}
        facts: dict[str, Value] = {}
        expectations: list[Expected] = []
        day: date | None = None
        for step in self._decl.steps:
            match step:
                case written.Given():
                    record = self._record(step, records)
                    if record is not None:
                        records[record.id] = record
                case written.GivenFact():
                    self._fact(step, facts)
                case written.OnDay():
                    day = step.day
                case written.Expect():
                    expected = self._expected(step, day)
                    if expected is not None:
                        expectations.append(expected)
        if not any(isinstance(step, written.Expect) for step in self._decl.steps):
            self._scope.error(
                Code.MISSING_CLAUSE,
                f"the test `{self._decl.title.text}` expects nothing",
                self._decl.title.span,
                help_=["add `on …` and `expect …`"],
            )
        return Scenario(
            title=self._decl.title.text,
            records=tuple(records.values()),
            facts=facts,
            expectations=tuple(expectations),
            span=self._decl.title.span,
        )

    def _fact(self, step: written.GivenFact, facts: dict[str, Value]) -> None:
        fact = self._scope.facts.get(step.name.text)
        if fact is None:
            self._scope.error(
                Code.UNKNOWN_NAME,
                f"no fact is called `{step.name.text}`",
                step.name.span,
                help_=did_you_mean(step.name.text, self._scope.facts, what="facts"),
            )
            return
        value = value_of(step.value, fact.type, fact.name, self._scope)
        if value is not None:
            facts[fact.name] = value

    def _record(self, step: written.Given, records: dict[str, Record]) -> Record | None:
        record_class = self._scope.class_named(step.record_class)
        if record_class is None:
            return None
        if step.name.text in records:
            self._scope.error(
                Code.DECLARED_TWICE,
                f"two records of this test are called `{step.name.text}`",
                step.name.span,
                help_=["give one of them another name"],
            )
            return None
        values: dict[str, Value] = {
            name: False
            for name, field in record_class.fields.items()
            if isinstance(field.type, YesNoType)
        }
        disposed_as: str | None = None
        extended_until: date | None = None
        self._report_repeats((node.name.text, node.name.span) for node in step.fields)
        for node in step.fields:
            name = node.name.text
            if name in BUILT_IN_FIELDS:
                for literal in node.values:
                    if name == "disposed_as":
                        disposed_as = self._disposed_as(literal)
                    else:
                        extended_until = self._day(literal)
                continue
            value = self._value(node, record_class)
            values.pop(name, None)
            if value is not None:
                values[name] = value
        return Record(
            id=step.name.text,
            record_class=record_class.name,
            fields=values,
            disposed_as=disposed_as,
            extended_until=extended_until,
        )

    def _value(self, node: written.GivenField, record_class: RecordClass) -> Value | None:
        field = record_class.fields.get(node.name.text)
        if field is None:
            self._scope.error(
                Code.UNKNOWN_FIELD,
                f"`{record_class.name}` has no field `{node.name.text}`",
                node.name.span,
                help_=did_you_mean(node.name.text, record_class.fields, what="fields"),
            )
            return None
        if not node.values:
            return None
        if not isinstance(field.type, LinkType):
            if len(node.values) > 1:
                self._scope.error(
                    Code.WRONG_TYPE,
                    f"`{field.name}` holds one value, not several",
                    node.span,
                    help_=["give one value"],
                )
                return None
            return value_of(node.values[0], field.type, field.name, self._scope)
        return self._links(node, field.type)

    def _links(self, node: written.GivenField, type_: LinkType) -> Value | None:
        if len(node.values) > 1 and not type_.many:
            self._scope.error(
                Code.WRONG_TYPE,
                f"`{node.name.text}` links to one record, not to several",
                node.span,
                help_=["name one record, or declare the field as `links to …`"],
            )
            return None
        ids: list[str] = []
        for literal in node.values:
            id_ = value_of(literal, type_, node.name.text, self._scope)
            if isinstance(id_, str):
                ids.append(id_)
                self._check_target(id_, literal, type_)
        return tuple(ids) if type_.many else ids[0] if ids else None

    def _check_target(self, id_: str, literal: Literal, type_: LinkType) -> None:
        """Report a link to a given record of the wrong class; one not given is allowed."""
        target = self._scope.classes.get(self._classes.get(id_, ""))
        if target is not None and type_.target not in target.lineage:
            self._scope.error(
                Code.WRONG_TYPE,
                f"`{id_}` is of the class `{target.name}`, not of `{type_.target}`",
                literal.span,
                help_=[f"link to a record of `{type_.target}`"],
            )

    def _disposed_as(self, literal: Literal) -> str | None:
        known = list(PAST_PARTICIPLES.values())
        if literal.value in known:
            return str(literal.value)
        self._scope.error(
            Code.UNKNOWN_VALUE,
            f"`{literal.span.text}` is not what a disposal action leaves behind",
            literal.span,
            help_=did_you_mean(str(literal.value), known, what="values"),
        )
        return None

    def _day(self, literal: Literal) -> date | None:
        if type(literal.value) is date:
            return literal.value
        self._scope.error(
            Code.WRONG_TYPE,
            "`extended_until` holds a day",
            literal.span,
            help_=["write it as `2026-02-28`"],
        )
        return None

    def _expected(self, step: written.Expect, day: date | None) -> Expected | None:
        if day is None:
            self._scope.error(
                Code.MISSING_CLAUSE,
                "the day of the decision is not said",
                step.span,
                help_=["add `on 2026-05-01`, or another day, above it"],
            )
            return None
        if step.name.text not in self._classes:
            self._scope.error(
                Code.UNKNOWN_NAME,
                f"no record of this test is called `{step.name.text}`",
                step.name.span,
                help_=did_you_mean(step.name.text, self._classes, what="records"),
            )
            return None
        days: dict[str, date] = {}
        rule: str | None = None
        action: str | None = None
        missing: tuple[str, ...] = ()
        self._report_repeats((_aspect(node), node.span) for node in step.expectations)
        for node in step.expectations:
            match node:
                case written.ExpectDay():
                    days[node.aspect] = node.day
                case written.ExpectRule():
                    rule = self._rule(node)
                case written.ExpectAction():
                    to = node.action.to
                    action = f'{node.action.verb} to "{to.text}"' if to else node.action.verb
                case written.ExpectMissing():
                    missing = tuple(path.text for path in node.paths)
        return Expected(
            record=step.name.text,
            as_of=day,
            status=step.status,
            until=days.get("until"),
            since=days.get("since"),
            not_before=days.get("not before"),
            not_after=days.get("not after"),
            rule=rule,
            action=action,
            missing=missing,
            span=step.span,
        )

    def _report_repeats(self, said: Iterable[tuple[str, Span]]) -> None:
        seen: dict[str, Span] = {}
        for what, span in said:
            first = seen.setdefault(what, span)
            if first is not span:
                self._scope.error(
                    Code.REPEATED_CLAUSE,
                    f"`{what}` is said twice",
                    span,
                    related=[Label(span=first, text="first said here")],
                    help_=["keep one of them"],
                )

    def _rule(self, node: written.ExpectRule) -> str:
        if not self._scope.declared("rule", node.ref.text):
            self._scope.error(
                Code.UNKNOWN_RULE,
                f"no rule has the reference `{node.ref.text}`",
                node.ref.span,
                help_=did_you_mean(node.ref.text, self._rules),
            )
        return node.ref.text


def _aspect(node: written.Expectation) -> str:
    match node:
        case written.ExpectDay(aspect=aspect):
            return aspect
        case written.ExpectRule():
            return "by"
        case written.ExpectAction():
            return "then"
        case written.ExpectMissing():
            return "missing"
