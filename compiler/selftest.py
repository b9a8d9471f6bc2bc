"""Runs the policy's own tests with the reference evaluator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from tenure.compiler.deadlines import DeadlineDecision, DeadlineStatus, DutyDecision, Moment
from tenure.compiler.decisions import Considered, Decision, Standing, Status
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.evaluate.duties import decide_duty
from tenure.compiler.policy.obligations import StepKind
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import RuleKind
from tenure.compiler.policy.scenarios import (
    DECIDED,
    NOTHING,
    Expectation,
    Expected,
    ExpectedDeadline,
    ExpectedDuty,
    Scenario,
)
from tenure.compiler.records import Inventory
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One thing that a decision was expected to say and does not.

    Attributes:
        aspect: what was asked: `status`, `until`, `by` and so on.
        expected: the expected answer, as the language spells it.
        got: the answer, likewise; `nothing` where there is none.
    """

    aspect: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One expectation, decided.

    Attributes:
        expected: what the test says.
        decision: what the evaluator says.
        mismatches: where they differ; empty when the expectation is met.
    """

    expected: Expectation
    decision: Decision | DeadlineDecision | DutyDecision
    mismatches: tuple[Mismatch, ...]


def asked(expected: Expectation) -> Iterator[tuple[str, str]]:
    """Yield each aspect that an expectation asks about, and the answer that it expects."""
    yield "status", expected.status
    days = (("until", "until"), ("since", "since"), ("not before", "not_before"),
            ("not after", "not_after"))  # fmt: skip
    for aspect, name in days:
        day = getattr(expected, name, None)
        if day is not None:
            yield aspect, _written(day)
    if isinstance(expected, Expected):
        for aspect, text in (("by", expected.rule), ("then", expected.action)):
            if text is not None:
                yield aspect, text
    for field_ in getattr(expected, "missing", ()):
        yield "missing", field_


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """One test, run."""

    title: str
    checks: tuple[Checked, ...]
    span: Span = field(compare=False, repr=False)

    @property
    def passed(self) -> bool:
        """Whether every expectation is met."""
        return not any(check.mismatches for check in self.checks)


class SubjectKind(StrEnum):
    """What tests can be about."""

    RULE = "rule"
    EXCEPTION = "exception"
    PROMISE = "promise"
    STAGE = "stage"
    """Also the overall limit of a procedure."""
    DUTY = "duty"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Subject:
    """Something of which a test can show what it does: its kind, and its reference or name."""

    kind: SubjectKind
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestReport:
    """All tests of a policy, run.

    Attributes:
        results: one for each test, in the order written.
        deciding: for each rule, exception, promise, stage, duty and hold, how many
            expectations it decided: as the governing rule, by contradicting an answer, by
            switching a rule off, or as the floor that is the certain bound of the answer; a
            promise or stage by a deadline that runs, a duty by a day on which it is due, a
            hold by a record that is held.
    """

    __test__ = False  # not a test of ours, whatever pytest makes of its name

    results: tuple[ScenarioResult, ...]
    deciding: dict[Subject, int]

    @property
    def failed(self) -> int:
        """How many tests fail."""
        return sum(not result.passed for result in self.results)

    @property
    def untested(self) -> tuple[Subject, ...]:
        """What decided in no test: rules and exceptions, promises, stages, duties, holds."""
        return tuple(subject for subject, count in self.deciding.items() if count == 0)

    def covered(self, kind: SubjectKind) -> tuple[int, int]:
        """Return how many of a kind decided in some test, and how many there are."""
        counts = [count for subject, count in self.deciding.items() if subject.kind is kind]
        return sum(count > 0 for count in counts), len(counts)

    @property
    def coverage(self) -> float:
        """The share of them that decided in some test, from 0 to 1; 1 where there are none."""
        if not self.deciding:
            return 1.0
        return 1 - len(self.untested) / len(self.deciding)


def run_tests(policy: Policy) -> TestReport:
    """Run every test of a policy."""
    deciding = dict.fromkeys(subjects_of(policy), 0)
    named = {subject.ref: subject for subject in deciding if subject.kind is not SubjectKind.HOLD}
    results = []
    for scenario in policy.tests:
        checks = tuple(
            check_expectation(policy, scenario, expected) for expected in scenario.expectations
        )
        for check in checks:
            for ref in _decided_by(policy, check.decision):
                deciding[named[ref]] += 1
            for name in _held_by(check.decision):
                deciding[Subject(kind=SubjectKind.HOLD, ref=name)] += 1
        results.append(ScenarioResult(title=scenario.title, checks=checks, span=scenario.span))
    return TestReport(results=tuple(results), deciding=deciding)


def subjects_of(policy: Policy) -> Iterator[Subject]:
    """Yield everything of a policy that a test can be about, each kind in the order written."""
    for rule in policy.rules.values():
        kind = SubjectKind.RULE if rule.parent is None else SubjectKind.EXCEPTION
        yield Subject(kind=kind, ref=rule.ref)
    for promises in (True, False):
        kind = SubjectKind.PROMISE if promises else SubjectKind.STAGE
        for one in policy.obligations.values():
            for step in one.steps:
                if (step.kind is StepKind.PROMISE) is promises:
                    yield Subject(kind=kind, ref=step.ref)
    yield from (Subject(kind=SubjectKind.DUTY, ref=name) for name in policy.duties)
    yield from (Subject(kind=SubjectKind.HOLD, ref=name) for name in policy.holds)


def check_expectation(policy: Policy, scenario: Scenario, expected: Expectation) -> Checked:
    """Decide what one expectation of a test asks."""
    match expected:
        case Expected():
            record = scenario.record(expected.record)
            inventory = Inventory(scenario.records)
            decider = Decider(policy, inventory, expected.as_of, scenario.facts)
            decision = decider.decide(record)
            rules = decider.unheld(record)
            return Checked(
                expected=expected,
                decision=decision,
                mismatches=tuple(_mismatches(expected, rules.status, decision)),
            )
        case ExpectedDeadline():
            return _check_deadline(policy, scenario, expected)
        case ExpectedDuty():
            duty = decide_duty(policy, policy.duties[expected.duty], scenario.log, expected.as_of)
            aspects = (("until", expected.until, duty.due),)
            mismatches = _status_and_days(expected.status, duty.status, aspects)
            return Checked(expected=expected, decision=duty, mismatches=tuple(mismatches))
    assert_never(expected)


def _check_deadline(policy: Policy, scenario: Scenario, expected: ExpectedDeadline) -> Checked:
    record = scenario.record(expected.record)
    deadlines = Deadlines(policy, Inventory(scenario.records), expected.as_of, scenario.facts)
    decision = decision_on(expected.step, deadlines.decide(record))
    if decision is None:
        nothing = DeadlineDecision(
            record=record.id,
            as_of=expected.as_of,
            step=expected.step,
            status=DeadlineStatus.AWAITING,
            notes=("it does not apply to the record",),
        )
        wrong = tuple(_status_and_days(expected.status, NOTHING, ()))
        return Checked(expected=expected, decision=nothing, mismatches=wrong)
    aspects = (
        ("until", expected.until, decision.deadline),
        ("not before", expected.not_before, decision.not_before),
        ("not after", expected.not_after, decision.not_after),
    )
    mismatches = [
        *_status_and_days(expected.status, decision.status, aspects),
        *_not_missing(expected.missing, decision.missing),
    ]
    return Checked(expected=expected, decision=decision, mismatches=tuple(mismatches))


def decision_on(ref: str, decisions: Iterable[DeadlineDecision]) -> DeadlineDecision | None:
    """Return the decision on a promise or stage, else the first on any of a whole obligation.

    `None` where none of it applies.
    """
    return next((d for d in decisions if ref in (d.step, d.step.rpartition("/")[0])), None)


def _status_and_days(
    wanted: str, got: str, aspects: Iterable[tuple[str, Moment | None, Moment | None]]
) -> Iterator[Mismatch]:
    if wanted != got:
        yield Mismatch(aspect="status", expected=wanted, got=str(got))
    for aspect, wanted_day, day in aspects:
        if wanted_day is not None and wanted_day != day:
            yield Mismatch(aspect=aspect, expected=_written(wanted_day), got=_written(day))


def _not_missing(wanted: Iterable[str], missing: tuple[str, ...]) -> Iterator[Mismatch]:
    for name in wanted:
        if name not in missing:
            got = ", ".join(missing)
            yield Mismatch(aspect="missing", expected=name, got=got or "nothing")


def _written(moment: Moment | None) -> str:
    """Return a day or moment as the language spells it."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return _or_nothing(moment)


def _mismatches(expected: Expected, rules: Status, decision: Decision) -> Iterator[Mismatch]:
    """Return where a decision is not as expected; `rules` is its status, holds left aside."""
    status: str = decision.status
    if expected.status == DECIDED:
        status = DECIDED if rules.decided else rules
    days = (
        ("until", expected.until, decision.keep_until),
        ("since", expected.since, decision.due),
        ("not before", expected.not_before, decision.not_before),
        ("not after", expected.not_after, decision.not_after),
    )
    yield from _status_and_days(expected.status, status, days)
    if expected.rule is not None and expected.rule not in _governing(decision):
        yield Mismatch(aspect="by", expected=expected.rule, got=_or_nothing(decision.rule))
    action = decision.action.text if decision.action else None
    if expected.action is not None and expected.action != action:
        yield Mismatch(aspect="then", expected=expected.action, got=_or_nothing(action))
    yield from _not_missing(expected.missing, decision.missing)


def _or_nothing(value: object) -> str:
    return "nothing" if value is None else str(value)


def _governing(decision: Decision) -> set[str]:
    """Return the rules that govern; several may, when they agree."""
    return {c.rule for c in decision.considered if c.standing is Standing.GOVERNS}


def _decided_by(policy: Policy, decision: Decision | DeadlineDecision | DutyDecision) -> set[str]:
    """Return what a decision would have another reason without."""
    match decision:
        case DeadlineDecision(started=started):
            return {decision.step} if started is not None else set()
        case DutyDecision(due=due):
            return {decision.duty} if due is not None else set()
        case Decision():
            return rules_deciding(policy, decision)
    assert_never(decision)


def _held_by(decision: Decision | DeadlineDecision | DutyDecision) -> tuple[str, ...]:
    held = isinstance(decision, Decision) and decision.status is Status.HELD
    return decision.held_by if held and isinstance(decision, Decision) else ()


def rules_deciding(policy: Policy, decision: Decision) -> set[str]:
    """Return the rules without which a decision would have another reason."""
    if decision.status is Status.UNDETERMINED:
        follows = {r.ref for r in policy.rules.values() if r.follows is not None}
        return _governing(decision) & follows
    found = _governing(decision)
    for considered in decision.considered:
        kind = policy.rules[considered.rule].kind
        if kind is not RuleKind.SCHEDULE and _has_effect(kind, considered, decision):
            found.add(considered.rule)
    return found


def _has_effect(kind: RuleKind, considered: Considered, decision: Decision) -> bool:
    """Return whether a limit or a switch changed a decision.

    A limit within which the answer lies anyway changes nothing. A floor has where nothing
    else promises as much: the certain bound of the answer is its day.
    """
    if considered.standing is not Standing.LIMITS:
        return considered.standing in (Standing.SWITCHES, Standing.DISAGREES)
    day = considered.keep_until
    return kind is RuleKind.FLOOR and day is not None and day == decision.not_before
