"""Writes tests: what the evaluator decides, as expectations in the language's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import assert_never

from tenure.compiler.analysis.witnesses import Case, value_text
from tenure.compiler.check.blocks import (
    can_be_said,
    given_lines,
    quoted,
    with_article,
)
from tenure.compiler.deadlines import AsOf, Moment
from tenure.compiler.decisions import Status
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.evaluate.duties import decide_duty
from tenure.compiler.policy.fields import TextType, YesNoType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.scenarios import (
    NOTHING,
    Expectation,
    Expected,
    ExpectedDeadline,
    ExpectedDuty,
    Scenario,
)
from tenure.compiler.records import Inventory, Record
from tenure.compiler.selftest import decision_on
from tenure.dsl.diagnostics import ReadyTest, WitnessRecord

_DUE = (Status.DUE, Status.OVERDUE)

# --- what is decided, as an expectation ------------------------------------------------


def as_decided(policy: Policy, scenario: Scenario, record: str, day: date) -> Expected:
    """Return the expectation that says of a record what is decided on a day."""
    decider = Decider(policy, Inventory(scenario.records), day, scenario.facts)
    said = decider.decide(scenario.record(record))
    due = said.status in _DUE
    settled = said.status is Status.RETAIN or due
    return Expected(
        record=record,
        as_of=day,
        status=said.status,
        until=said.keep_until if said.status is Status.RETAIN else None,
        since=said.due if due else None,
        not_before=None if settled else said.not_before,
        not_after=None if settled else said.not_after,
        rule=said.rule,
        action=said.action.text if said.action and settled else None,
        missing=_fields(said.missing),
        span=scenario.span,
    )


def as_promised(policy: Policy, scenario: Scenario, record: str, ref: str, at: AsOf) -> Expectation:
    """Return the expectation that says when a promise or stage is due for a record.

    Args:
        policy: the policy.
        scenario: the records and facts.
        record: the id of the record.
        ref: the reference of the promise or stage, or of the whole standard or procedure.
        at: as of when.
    """
    deadlines = Deadlines(policy, Inventory(scenario.records), at, scenario.facts)
    said = decision_on(ref, deadlines.decide(scenario.record(record)))
    if said is None:
        return ExpectedDeadline(
            record=record, step=ref, as_of=at, status=NOTHING, span=scenario.span
        )
    unknown = said.deadline is None
    return ExpectedDeadline(
        record=record,
        step=said.step,
        as_of=at,
        status=said.status,
        until=said.deadline,
        not_before=said.not_before if unknown else None,
        not_after=said.not_after if unknown else None,
        missing=_fields(said.missing),
        span=scenario.span,
    )


def _fields(missing: Iterable[str]) -> tuple[str, ...]:
    """Return what of the missing a test can name: fields, not the policies that are not loaded."""
    return tuple(name for name in missing if all(part.isidentifier() for part in name.split(".")))


def as_owed(policy: Policy, scenario: Scenario, duty: str, day: date) -> ExpectedDuty:
    """Return the expectation that says when a duty is due."""
    said = decide_duty(policy, policy.duties[duty], scenario.log, day)
    return ExpectedDuty(
        duty=duty, as_of=day, status=said.status, until=said.due, span=scenario.span
    )


def as_before(policy: Policy, scenario: Scenario, expected: Expectation) -> Expectation:
    """Return what a policy decides where an expectation asks, whatever that one expects."""
    match expected:
        case Expected():
            return as_decided(policy, scenario, expected.record, expected.as_of)
        case ExpectedDeadline():
            return as_promised(policy, scenario, expected.record, expected.step, expected.as_of)
        case ExpectedDuty():
            return as_owed(policy, scenario, expected.duty, expected.as_of)
    assert_never(expected)


def scenario_of(policy: Policy, case: Case) -> Scenario:
    """Return the test that asks about a case; yes/no fields that it does not mention are `no`."""
    records = tuple(_with_flags(policy, record) for record in case.records)
    record = case.records[0]
    span = next(iter(policy.classes.values())).span
    expected = Expected(record=record.id, as_of=case.as_of, status="decided", span=span)
    return Scenario(
        title="", records=records, facts=case.facts, expectations=(expected,), span=span
    )


def _with_flags(policy: Policy, record: Record) -> Record:
    flags = {
        name: False
        for name, field in policy.classes[record.record_class].fields.items()
        if isinstance(field.type, YesNoType)
    }
    return replace(record, fields={**flags, **record.fields})


# --- as a sentence -----------------------------------------------------------------------


def sentence(policy: Policy, scenario: Scenario) -> str:
    """Return what the first expectation of a scenario says, as the title of a test."""
    expected = scenario.expectations[0]
    if isinstance(expected, ExpectedDuty):
        until = f" until {expected.until}" if expected.until else ""
        return f"the duty {expected.duty} is {expected.status}{until} on {expected.as_of}"
    subject = with_article(scenario.record(expected.record).record_class)
    if isinstance(expected, ExpectedDeadline):
        if expected.status == NOTHING:
            return f"{expected.step} is not for {subject} of this kind"
        by = f" with the deadline {_moment(expected.until)}" if expected.until else ""
        return f"{expected.step} is {expected.status} for {subject}{by}"
    rule = f" by {expected.rule}" if expected.rule else ""
    if expected.until:
        return f"{subject} is kept until {expected.until}{rule}"
    if expected.since:
        return f"{subject} is {expected.status} since {expected.since}{rule}"
    return f"{subject} is {expected.status} on {expected.as_of}{rule}"


# --- as a text ---------------------------------------------------------------------------


def written_test(policy: Policy, scenario: Scenario) -> ReadyTest | None:
    """Return a scenario as the language spells it.

    `None` where the language has no words for it: names that a test reads as its own.
    """
    shown = [_shown(policy, record) for record in scenario.records]
    if not all(can_be_said(policy, record) for record in shown):
        return None
    steps = [
        *_facts(policy, scenario),
        *_log(policy, scenario),
        *(line for record in shown for line in given_lines(policy, record)),
    ]
    for at, group in groupby(scenario.expectations, key=_when):
        steps += [f"on {at}", *(f"expect {_words(one)}" for one in group)]
    return ReadyTest(title=scenario.title, steps=tuple(steps))


def _facts(policy: Policy, scenario: Scenario) -> Iterator[str]:
    for name, value in scenario.facts.items():
        text = value_text(value)
        texts = isinstance(policy.facts[name].type, TextType)
        yield f"given fact {name} {quoted(text) if texts else text}"


def _log(policy: Policy, scenario: Scenario) -> Iterator[str]:
    for entry in scenario.log:
        done = entry.name in policy.duties
        kind, verb = ("duty", "done") if done else ("occasion", "on")
        yield f"given {kind} {entry.name} {verb} {entry.day}"


def _shown(policy: Policy, record: Record) -> WitnessRecord:
    """Return a record as a test gives it: a yes/no field that is not mentioned is `no`."""
    fields: list[tuple[str, str]] = []
    for name, field in policy.classes[record.record_class].fields.items():
        value = record.fields.get(name)
        if isinstance(field.type, YesNoType):
            if value is None:
                fields.append((name, "unknown"))
            elif value:
                fields.append((name, "yes"))
        elif value is not None and value != ():
            fields.append((name, value_text(value)))
    if record.disposed_as:
        fields.append(("disposed_as", record.disposed_as))
    if record.extended_until:
        fields.append(("extended_until", str(record.extended_until)))
    return WitnessRecord(record_class=record.record_class, name=record.id, fields=tuple(fields))


def _when(expected: Expectation) -> str:
    if not isinstance(expected, ExpectedDeadline):
        return str(expected.as_of)
    at = expected.as_of
    return f"{at.day}T{at.time.isoformat('minutes')}" if at.time else str(at.day)


def _words(expected: Expectation) -> str:
    match expected:
        case ExpectedDuty(duty=duty, status=status, until=day):
            return " ".join((f"duty {duty} {status}", *_aspect("until", day)))
        case ExpectedDeadline():
            words = [f"{expected.record} {expected.status} for {expected.step}"]
        case Expected():
            words = [f"{expected.record} {expected.status}"]
        case _:
            assert_never(expected)
    words += _aspect("until", expected.until)
    if isinstance(expected, Expected):
        words += _aspect("since", expected.since)
        words += [f"by {expected.rule}"] if expected.rule else []
        words += [f"then {expected.action}"] if expected.action else []
    words += _aspect("not before", expected.not_before)
    words += _aspect("not after", expected.not_after)
    words += [f"missing {', '.join(expected.missing)}"] if expected.missing else []
    return " ".join(words)


def _aspect(name: str, moment: Moment | None) -> list[str]:
    if moment is None:
        return []
    return [f"{name} {_moment(moment)}"]


def _moment(moment: Moment) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return str(moment)
