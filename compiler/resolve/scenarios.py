"""Resolves the policy's own tests to records and expectations.

A test names the fields that matter to it. Every other yes/no field of its records
is `no`, every other field is unknown; `unknown` as a value says so of a yes/no field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tenure.compiler.deadlines import AsOf, DeadlineStatus, LogEntry, Moment, day_of
from tenure.compiler.decisions import Status
from tenure.compiler.policy.accountability import Duty, Occasion
from tenure.compiler.policy.fields import LinkType, Value, YesNoType
from tenure.compiler.policy.obligations import Obligation, step_named
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Rule
from tenure.compiler.policy.scenarios import (
    DECIDED,
    NOTHING,
    Expected,
    ExpectedDeadline,
    ExpectedDuty,
    Scenario,
)
from tenure.compiler.records import Record
from tenure.compiler.resolve.scope import BUILT_IN_FIELDS, Scope
from tenure.compiler.resolve.values import value_of
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label
from tenure.dsl.nodes import scenarios as written
from tenure.dsl.nodes.names import Literal, Name
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean

DUTY_STATUSES = (
    DeadlineStatus.OPEN,
    DeadlineStatus.BREACHED,
    DeadlineStatus.AWAITING,
    DeadlineStatus.UNDETERMINED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """What an expectation may be about, apart from records."""

    rules: Mapping[str, Rule]
    obligations: Mapping[str, Obligation]
    duties: Mapping[str, Duty]
    occasions: Mapping[str, Occasion]


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
        self._classes: dict[str, str] = {
            step.name.text: step.record_class.text
            for step in decl.steps
            if isinstance(step, written.Given)
        }

    def scenario(self) -> Scenario:
        """Return the test."""
        records: dict[str, Record] = {}
        facts: dict[str, Value] = {}
        log: list[LogEntry] = []
        expectations: list[Expected | ExpectedDeadline | ExpectedDuty] = []
        as_of: AsOf | None = None
        for step in self._decl.steps:
            match step:
                case written.Given():
                    record = self._record(step, records)
                    if record is not None:
                        records[record.id] = record
                case written.GivenFact():
                    self._fact(step, facts)
                case written.GivenLogged():
                    log.extend(self._logged(step))
                case written.OnDay():
                    as_of = AsOf(day=step.day, time=step.time)
                case written.Expect() | written.ExpectDuty():
                    expected = self._expectation(step, as_of)
                    if expected is not None:
                        expectations.append(expected)
        if not any(isinstance(s, written.Expect | written.ExpectDuty) for s in self._decl.steps):
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
            log=tuple(log),
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

    def _logged(self, step: written.GivenLogged) -> Iterator[LogEntry]:
        known = self._subjects.duties if step.duty else self._subjects.occasions
        if step.name.text in known:
            yield LogEntry(name=step.name.text, day=step.day)
        elif not self._scope.declared("duty" if step.duty else "occasion", step.name.text):
            self._report_unknown(step.name, known, "duty" if step.duty else "occasion")

    def _report_unknown(self, name: Name, known: Iterable[str], what: str) -> None:
        self._scope.error(
            Code.UNKNOWN_NAME,
            f"no {what} is called `{name.text}`",
            name.span,
            help_=did_you_mean(name.text, known),
        )

    # --- expectations -------------------------------------------------------------

    def _expectation(
        self, step: written.Expect | written.ExpectDuty, as_of: AsOf | None
    ) -> Expected | ExpectedDeadline | ExpectedDuty | None:
        if as_of is None:
            self._scope.error(
                Code.MISSING_CLAUSE,
                "the day of the decision is not said",
                step.span,
                help_=["add `on 2026-05-01`, or another day, above it"],
            )
            return None
        self._report_repeats((_aspect(node), node.span) for node in step.expectations)
        if isinstance(step, written.ExpectDuty):
            return self._expected_duty(step, as_of)
        if step.name.text not in self._classes:
            self._report_unknown(step.name, self._classes, "record of this test")
            return None
        about = [n for n in step.expectations if isinstance(n, written.ExpectObligation)]
        if about:
            return self._expected_deadline(step, about[0], as_of)
        return self._expected(step, as_of)

    def _expected_duty(self, step: written.ExpectDuty, as_of: AsOf) -> ExpectedDuty | None:
        if step.name.text not in self._subjects.duties:
            if not self._scope.declared("duty", step.name.text):
                self._report_unknown(step.name, self._subjects.duties, "duty")
            return None
        if not self._fitting(step, step.status, DUTY_STATUSES, {"until"}, "a duty"):
            return None
        days = _days(step.expectations)
        return ExpectedDuty(
            duty=step.name.text,
            as_of=as_of.day,
            status=step.status,
            until=day_of(days["until"]) if "until" in days else None,
            span=step.span,
        )

    def _expected_deadline(
        self, step: written.Expect, about: written.ExpectObligation, as_of: AsOf
    ) -> ExpectedDeadline | None:
        if step.status == NOTHING:
            return self._expected_nothing(step, about, as_of)
        found = step_named(self._subjects.obligations, about.ref.text)
        if found is None:
            self._report_no_step(about)
            return None
        aspects = {"for", "until", "not before", "not after", "missing"}
        if not self._fitting(step, step.status, tuple(DeadlineStatus), aspects, "a deadline"):
            return None
        days = _days(step.expectations)
        return ExpectedDeadline(
            record=step.name.text,
            step=found[1].ref,
            as_of=as_of,
            status=step.status,
            until=days.get("until"),
            not_before=days.get("not before"),
            not_after=days.get("not after"),
            missing=_missing(step.expectations),
            span=step.span,
        )

    def _expected_nothing(
        self, step: written.Expect, about: written.ExpectObligation, as_of: AsOf
    ) -> ExpectedDeadline | None:
        """Return the expectation that a promise or stage, or a whole obligation, does not apply."""
        ref = about.ref.text
        if ref not in self._subjects.obligations:
            found = step_named(self._subjects.obligations, ref)
            if found is None:
                self._report_no_step(about)
                return None
            ref = found[1].ref
        if not self._fitting(step, NOTHING, (NOTHING,), {"for"}, "a promise that does not apply"):
            return None
        return ExpectedDeadline(
            record=step.name.text, step=ref, as_of=as_of, status=NOTHING, span=step.span
        )

    def _report_no_step(self, about: written.ExpectObligation) -> None:
        text = about.ref.text
        obligation = self._subjects.obligations.get(text)
        help_: tuple[str, ...]
        known = [s.ref for o in self._subjects.obligations.values() for s in o.steps]
        if obligation is not None:
            steps = ", ".join(f"`{step.ref}`" for step in obligation.steps)
            message = f"`{text}` has several deadlines"
            help_ = (f"name one of them: {steps}",)
        elif self._scope.declared("standard or procedure", text.partition("/")[0]):
            if text.partition("/")[0] not in self._subjects.obligations:
                return  # what is wrong with it is reported where it stands
            message = f"`{text}` is no promise or stage of it"
            help_ = did_you_mean(text, known)
        else:
            message = f"no standard or procedure has the reference `{text}`"
            help_ = did_you_mean(text, [*self._subjects.obligations, *known])
        self._scope.error(Code.UNKNOWN_RULE, message, about.ref.span, help_=help_)

    def _fitting(
        self,
        step: written.Expect | written.ExpectDuty,
        status: str,
        statuses: Iterable[str],
        aspects: set[str],
        what: str,
    ) -> bool:
        """Return whether an expectation can be met at all; report what nothing can be."""
        statuses = [str(one) for one in statuses]
        if status not in statuses:
            self._scope.error(
                Code.UNKNOWN_VALUE,
                f"`{status}` is no status of {what}",
                step.span,
                help_=[f"{what} is {', '.join(f'`{one}`' for one in statuses)}"],
            )
            return False
        for node in step.expectations:
            if _aspect(node) not in aspects:
                self._scope.error(
                    Code.MISPLACED_CLAUSE,
                    f"`{_aspect(node)}` is nothing that {what} has",
                    node.span,
                    help_=["remove it"],
                )
                return False
        return True

    def _expected(self, step: written.Expect, as_of: AsOf) -> Expected | None:
        aspects = {"until", "since", "not before", "not after", "by", "then", "missing"}
        statuses = (*Status, DECIDED)
        if not self._fitting(step, step.status, statuses, aspects, "a retention decision"):
            return None
        days = {aspect: day_of(day) for aspect, day in _days(step.expectations).items()}
        rule: str | None = None
        action: str | None = None
        for node in step.expectations:
            if isinstance(node, written.ExpectRule):
                rule = self._rule(node)
            elif isinstance(node, written.ExpectAction):
                to = node.action.to
                action = f'{node.action.verb} to "{to.text}"' if to else node.action.verb
        return Expected(
            record=step.name.text,
            as_of=as_of.day,
            status=step.status,
            until=days.get("until"),
            since=days.get("since"),
            not_before=days.get("not before"),
            not_after=days.get("not after"),
            rule=rule,
            action=action,
            missing=_missing(step.expectations),
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
                help_=did_you_mean(node.ref.text, self._subjects.rules),
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
        case written.ExpectObligation():
            return "for"


def _days(nodes: Iterable[written.Expectation]) -> dict[str, Moment]:
    return {node.aspect: node.day for node in nodes if isinstance(node, written.ExpectDay)}


def _missing(nodes: Iterable[written.Expectation]) -> tuple[str, ...]:
    return tuple(
        path.text
        for node in nodes
        if isinstance(node, written.ExpectMissing)
        for path in node.paths
    )
