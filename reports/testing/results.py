"""What the tests of one policy came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import Subject, SubjectKind, TestReport
from tenure.dsl.source import Span

if TYPE_CHECKING:
    from tenure.compiler.trials.mutation import MutationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One policy, tested.

    Attributes:
        path: the file or folder, as the user named it.
        policy: the policy.
        report: what its tests came to.
        wanted: the least coverage asked for, in per cent; `None` when not asked.
        mutates: whether it was asked which changes of the policy its tests notice.
        mutation: which they do; `None` when not asked, or when a test fails anyway.
        score_wanted: the least share of these asked for, in per cent; `None` when not asked.
    """

    path: str
    policy: Policy
    report: TestReport
    wanted: float | None = None
    mutates: bool = False
    mutation: MutationReport | None = None
    score_wanted: float | None = None

    @property
    def kinds(self) -> str:
        """What there is to decide, in words: `rules`, or `promises, stages and duties`."""
        there = dict.fromkeys(subject.kind for subject in self.report.deciding)
        *others, last = [PLURALS[kind] for kind in there] or ["rules"]
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def covered(self) -> float:
        """The share of these that decided in some test, in per cent, rounded down to a tenth.

        So that 100 means all of them, and nothing below a threshold reads as if it met it.
        """
        rules, untested = len(self.report.deciding), len(self.report.untested)
        return 1000 * (rules - untested) // rules / 10 if rules else 100.0

    @property
    def short_of_coverage(self) -> bool:
        """Whether fewer of them decided than were asked for."""
        return self.wanted is not None and self.report.coverage * 100 < self.wanted

    @property
    def short_of_score(self) -> bool:
        """Whether the tests notice fewer changes than were asked for."""
        if self.score_wanted is None:
            return False
        return self.mutation is None or self.mutation.score < self.score_wanted

    @property
    def passed(self) -> bool:
        """Whether every test passes, and coverage and score are as asked."""
        return self.report.failed == 0 and not (self.short_of_coverage or self.short_of_score)


PLURALS = {
    SubjectKind.RULE: "rules",
    SubjectKind.EXCEPTION: "exceptions",
    SubjectKind.PROMISE: "promises",
    SubjectKind.STAGE: "stages",
    SubjectKind.DUTY: "duties",
    SubjectKind.HOLD: "holds",
}


def place_of(policy: Policy, subject: Subject) -> Span:
    """Return where a rule, promise, stage, duty or hold is written."""
    match subject.kind:
        case SubjectKind.RULE | SubjectKind.EXCEPTION:
            return policy.rules[subject.ref].head
        case SubjectKind.PROMISE | SubjectKind.STAGE:
            found = policy.step(subject.ref)
            if found is None:
                raise KeyError(subject.ref)
            return found[1].head
        case SubjectKind.DUTY:
            return policy.duties[subject.ref].span
        case SubjectKind.HOLD:
            return policy.holds[subject.ref].span
    assert_never(subject.kind)


def percent(share: float) -> str:
    """Return a percentage without a needless decimal: `100 %`, `79.5 %`."""
    return f"{share:g} %"
