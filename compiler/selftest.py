"""Runs the policy's own tests with the reference evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tenure.compiler.decisions import Considered, Decision, Standing, Status
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import RuleKind
from tenure.compiler.policy.scenarios import DECIDED, Expected, Scenario
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

    expected: Expected
    decision: Decision
    mismatches: tuple[Mismatch, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TestReport:
    """All tests of a policy, run.

    Attributes:
        results: one for each test, in the order written.
        deciding: for each rule, how many expectations it decided: as the governing
            rule, by contradicting an answer, by switching a rule off, or as the floor
            that is the certain bound of the answer.
    """

    __test__ = False  # not a test of ours, whatever pytest makes of its name

    results: tuple[ScenarioResult, ...]
    deciding: dict[str, int]

    @property
    def failed(self) -> int:
        """How many tests fail."""
        return sum(not result.passed for result in self.results)

    @property
    def untested(self) -> tuple[str, ...]:
        """The rules that decided in no test, in the order written."""
        return tuple(ref for ref, count in self.deciding.items() if count == 0)

    @property
    def coverage(self) -> float:
        """The share of rules that decided in some test, from 0 to 1; 1 without rules."""
        if not self.deciding:
            return 1.0
        return 1 - len(self.untested) / len(self.deciding)


def run_tests(policy: Policy) -> TestReport:
    """Run every test of a policy."""
    deciding = dict.fromkeys(policy.rules, 0)
    results = []
    for scenario in policy.tests:
        checks = tuple(_check(policy, scenario, expected) for expected in scenario.expectations)
        for check in checks:
            for ref in _decided_by(policy, check.decision):
                deciding[ref] += 1
        results.append(ScenarioResult(title=scenario.title, checks=checks, span=scenario.span))
    return TestReport(results=tuple(results), deciding=deciding)


def _check(policy: Policy, scenario: Scenario, expected: Expected) -> Checked:
    inventory = Inventory(scenario.records)
    record = inventory.get(expected.record)
    if record is None:
        raise KeyError(expected.record)
    decider = Decider(policy, inventory, expected.as_of, scenario.facts)
    decision = decider.decide(record)
    status = decider.unheld(record).status if expected.status == DECIDED else decision.status
    return Checked(
        expected=expected,
        decision=decision,
        mismatches=tuple(_mismatches(expected, status, decision)),
    )


def _mismatches(expected: Expected, status: Status, decision: Decision) -> Iterator[Mismatch]:
    if not (status.decided if expected.status == DECIDED else expected.status == status):
        yield Mismatch(aspect="status", expected=expected.status, got=str(status))
    days: tuple[tuple[str, date | None, date | None], ...] = (
        ("until", expected.until, decision.keep_until),
        ("since", expected.since, decision.due),
        ("not before", expected.not_before, decision.not_before),
        ("not after", expected.not_after, decision.not_after),
    )
    for aspect, wanted, day in days:
        if wanted is not None and wanted != day:
            yield Mismatch(aspect=aspect, expected=str(wanted), got=_or_nothing(day))
    if expected.rule is not None and expected.rule not in _governing(decision):
        yield Mismatch(aspect="by", expected=expected.rule, got=_or_nothing(decision.rule))
    action = decision.action.text if decision.action else None
    if expected.action is not None and expected.action != action:
        yield Mismatch(aspect="then", expected=expected.action, got=_or_nothing(action))
    for name in expected.missing:
        if name not in decision.missing:
            got = ", ".join(decision.missing)
            yield Mismatch(aspect="missing", expected=name, got=got or "nothing")


def _or_nothing(value: object) -> str:
    return "nothing" if value is None else str(value)


def _governing(decision: Decision) -> set[str]:
    """Return the rules that govern; several may, when they agree."""
    return {c.rule for c in decision.considered if c.standing is Standing.GOVERNS}


def _decided_by(policy: Policy, decision: Decision) -> set[str]:
    """Return the rules without which the decision would have another reason."""
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
