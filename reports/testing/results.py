"""What the tests of one policy came to."""

from __future__ import annotations

from dataclasses import dataclass

from tenure.compiler.policy.obligations import StepKind
from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import TestReport
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One policy, tested.

    Attributes:
        path: the file or folder, as the user named it.
        policy: the policy.
        report: what its tests came to.
        wanted: the least rule coverage asked for, in per cent; `None` when not asked.
    """

    path: str
    policy: Policy
    report: TestReport
    wanted: float | None = None

    @property
    def kinds(self) -> str:
        """What there is to decide, in words: `rules`, or `promises, stages and duties`."""
        steps = [step for one in self.policy.obligations.values() for step in one.steps]
        kinds = {
            "rules": bool(self.policy.rules),
            "promises": any(step.kind is StepKind.PROMISE for step in steps),
            "stages": any(step.kind is not StepKind.PROMISE for step in steps),
            "duties": bool(self.policy.duties),
        }
        *others, last = [kind for kind, there in kinds.items() if there] or ["rules"]
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def covered(self) -> float:
        """The share of rules that decided in some test, in per cent, rounded down to a tenth.

        So that 100 means all of them, and nothing below a threshold reads as if it met it.
        """
        rules, untested = len(self.report.deciding), len(self.report.untested)
        return 1000 * (rules - untested) // rules / 10 if rules else 100.0

    @property
    def short_of_coverage(self) -> bool:
        """Whether fewer rules decided than were asked for."""
        return self.wanted is not None and self.report.coverage * 100 < self.wanted

    @property
    def passed(self) -> bool:
        """Whether every test passes and the coverage is as asked."""
        return self.report.failed == 0 and not self.short_of_coverage


def place_of(policy: Policy, ref: str) -> Span:
    """Return where a rule, promise, stage or duty is written."""
    if ref in policy.rules:
        return policy.rules[ref].head
    found = policy.step(ref)
    return found[1].head if found else policy.duties[ref].span


def percent(share: float) -> str:
    """Return a percentage without a needless decimal: `100 %`, `79.5 %`."""
    return f"{share:g} %"
