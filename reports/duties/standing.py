"""How the duties of a policy stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenure.compiler.deadlines import DeadlineStatus, DutyDecision, LogEntry
from tenure.compiler.evaluate.duties import decide_duties
from tenure.compiler.policy.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The decisions on every duty, with what they were made from.

    Attributes:
        policy: the policy that has the duties.
        as_of: the day of the decisions.
        decisions: one for each duty, in the order written.
        log: what was done and what happened.
    """

    policy: Policy
    as_of: date
    decisions: tuple[DutyDecision, ...]
    log: tuple[LogEntry, ...]

    @property
    def overdue(self) -> int:
        """How many duties are overdue."""
        return sum(each.status is DeadlineStatus.BREACHED for each in self.decisions)

    def last(self, decision: DutyDecision) -> LogEntry | None:
        """Return the entry of the last performance of a duty, the last written of its day."""
        entries = (e for e in self.log if (e.name, e.day) == (decision.duty, decision.last))
        return max(entries, key=lambda entry: entry.day, default=None)


def stand(policy: Policy, log: tuple[LogEntry, ...], as_of: date) -> Standing:
    """Return how the duties of a policy stand on a day, by a log of what was done."""
    return Standing(
        policy=policy, as_of=as_of, decisions=decide_duties(policy, log, as_of), log=log
    )
