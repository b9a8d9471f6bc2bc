"""Resolves the policy's own tests: what each gives, and what it expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenure.compiler.deadlines import AsOf, LogEntry
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.scenarios import Expectation, Scenario
from tenure.compiler.records import Record
from tenure.compiler.resolve.expectations import ExpectationResolver, Subjects
from tenure.compiler.resolve.given import GivenResolver
from tenure.compiler.resolve.scope import Scope
from tenure.compiler.resolve.values import value_of
from tenure.dsl.codes import Code
from tenure.dsl.nodes import scenarios as written


def resolve_scenarios(
    decls: Iterable[written.PolicyTestDecl], subjects: Subjects, scope: Scope
) -> tuple[Scenario, ...]:
    """Return the tests whose names and values all resolve; the rest is reported."""
    return tuple(_ScenarioResolver(scope, subjects, decl).scenario() for decl in decls)


class _ScenarioResolver:
    """Resolves one test, step by step: what is given holds for every expectation."""

    def __init__(self, scope: Scope, subjects: Subjects, decl: written.PolicyTestDecl) -> None:
        self._scope = scope
        self._subjects = subjects
        self._decl = decl
        classes = {
            step.name.text: step.record_class.text
            for step in decl.steps
            if isinstance(step, written.Given)
        }
        self._given = GivenResolver(scope, classes)
        self._expected = ExpectationResolver(scope, subjects, classes)

    def scenario(self) -> Scenario:
        """Return the test."""
        records: dict[str, Record] = {}
        facts: dict[str, Value] = {}
        log: list[LogEntry] = []
        expectations: list[Expectation] = []
        as_of: AsOf | None = None
        for step in self._decl.steps:
            match step:
                case written.Given():
                    record = self._given.record(step, records)
                    if record is not None:
                        records[record.id] = record
                case written.GivenFact():
                    facts.update(self._fact(step))
                case written.GivenLogged():
                    log.extend(self._logged(step))
                case written.OnDay():
                    as_of = AsOf(day=step.day, time=step.time)
                case written.Expect() | written.ExpectDuty():
                    expected = self._expected.expectation(step, as_of)
                    if expected is not None:
                        expectations.append(expected)
        self._expects_something()
        return Scenario(
            title=self._decl.title.text,
            records=tuple(records.values()),
            facts=facts,
            log=tuple(log),
            expectations=tuple(expectations),
            span=self._decl.title.span,
        )

    def _expects_something(self) -> None:
        if any(isinstance(s, written.Expect | written.ExpectDuty) for s in self._decl.steps):
            return
        self._scope.error(
            Code.MISSING_CLAUSE,
            f"the test `{self._decl.title.text}` expects nothing",
            self._decl.title.span,
            help_=["add `on …` and `expect …`"],
        )

    def _fact(self, step: written.GivenFact) -> Iterator[tuple[str, Value]]:
        fact = self._scope.facts.get(step.name.text)
        if fact is None:
            self._scope.unknown("fact", step.name, self._scope.facts, many="facts")
            return
        value = value_of(step.value, fact.type, fact.name, self._scope)
        if value is not None:
            yield fact.name, value

    def _logged(self, step: written.GivenLogged) -> Iterator[LogEntry]:
        what, many = ("duty", "duties") if step.duty else ("occasion", "occasions")
        known = self._subjects.duties if step.duty else self._subjects.occasions
        if step.name.text in known:
            yield LogEntry(name=step.name.text, day=step.day)
        elif not self._scope.declared(what, step.name.text):
            self._scope.unknown(what, step.name, known, many=many)
