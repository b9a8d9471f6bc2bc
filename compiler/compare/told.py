"""What both versions say of one record, and how that differs: the meaning of a comparison.

Holds and today are left out where it is about days: a record that is kept longer is so
whatever the day. They count for what is due at once, and for holds themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.compare.changes import ChangeKind
from tenure.compiler.decisions import Decision, Status
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.evaluate.outcomes import Outcome, lead_of
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Action
from tenure.compiler.records import Inventory


class State(StrEnum):
    """What the rules of a version make of a record."""

    SETTLED = "settled"
    """It is kept through a day, or permanently."""
    AWAITING = "awaiting"
    ELSEWHERE = "elsewhere"
    """The answer is in a policy that is not loaded."""
    CONFLICT = "conflict"
    UNCOVERED = "uncovered"
    UNDETERMINED = "undetermined"
    """Something is not known that the answer hangs on; also whether several rules agree."""


DECIDED = (State.SETTLED, State.AWAITING, State.ELSEWHERE)
_DUE = (Status.DUE, Status.OVERDUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one version says of a record.

    Attributes:
        state: what its rules make of it.
        day: the last day of keeping, an ordinal, or `FOREVER`; 0 where it is not settled.
        action: what is done then; `None` where it is kept permanently, or not settled.
        follows: the policy in which the answer is.
        status: the status of its decision, holds and today included.
        rule: the rule that governs, where one does.
    """

    state: State
    day: int
    action: Action | None
    follows: str | None
    status: Status
    rule: str | None


def told(policy: Policy, case: Case, index: int = 0) -> Told:
    """Return what a version says of a case's first record."""
    decider = Decider(policy, Inventory(case.records), case.as_of, case.facts)
    record = case.records[index]
    outcome, decision = decider.outcome(record), decider.decide(record)
    state = _state(outcome, decision)
    settled = state is State.SETTLED
    agreement = outcome.agreement
    lead = lead_of(agreement) if agreement and state in DECIDED else None
    return Told(
        state=state,
        day=outcome.kept.latest if settled else 0,
        action=agreement.action if agreement and settled and not outcome.kept.permanent else None,
        follows=decision.follows if state is State.ELSEWHERE else None,
        status=decision.status,
        rule=lead.rule.ref if lead else None,
    )


def _state(outcome: Outcome, decision: Decision) -> State:
    if outcome.finished:
        return State.UNDETERMINED
    match outcome.status:
        case Status.RETAIN:
            return State.SETTLED
        case Status.AWAITING:
            agreed = outcome.agreement is not None and outcome.agreement.agreed
            return State.AWAITING if agreed else State.UNDETERMINED
        case Status.CONFLICT:
            return State.CONFLICT
        case Status.UNCOVERED:
            return State.UNCOVERED
    agreement = outcome.agreement
    elsewhere = (
        agreement is not None
        and outcome.certain
        and agreement.agreed
        and decision.follows is not None
        and outcome.kept.missing <= {decision.follows}
    )
    return State.ELSEWHERE if elsewhere else State.UNDETERMINED


def differences(before: Told, after: Told) -> frozenset[ChangeKind]:
    """Return how two versions differ on a record; nothing where one lacks data to decide it."""
    found: set[ChangeKind] = set()
    states = before.state, after.state
    if State.UNDETERMINED not in states:
        found.update(_by_state(before, after))
    undetermined = Status.UNDETERMINED in (before.status, after.status)
    if not undetermined:
        if after.status in _DUE and before.status not in _DUE:
            found.add(ChangeKind.IMMEDIATELY_DUE)
        if (before.status is Status.HELD) != (after.status is Status.HELD):
            held = after.status is Status.HELD
            found.add(ChangeKind.NEWLY_HELD if held else ChangeKind.HOLD_RELEASED)
    return frozenset(found)


def _by_state(before: Told, after: Told) -> set[ChangeKind]:
    match before.state, after.state:
        case State.SETTLED, State.SETTLED:
            return _by_day(before, after)
        case (State.CONFLICT, State.CONFLICT) | (State.UNCOVERED, State.UNCOVERED):
            return set()
        case _, State.CONFLICT:
            return {ChangeKind.NEWLY_CONFLICTING}
        case _, State.UNCOVERED:
            return {ChangeKind.NEWLY_UNCOVERED}
        case State.CONFLICT, _:
            return {ChangeKind.NO_LONGER_CONFLICTING}
        case State.UNCOVERED, _:
            return {ChangeKind.NEWLY_COVERED}
    alike = before.state is after.state and before.follows == after.follows
    return set() if alike else {ChangeKind.INCOMPARABLE}


def _by_day(before: Told, after: Told) -> set[ChangeKind]:
    found = set()
    if before.day != after.day:
        found.add(ChangeKind.LONGER if after.day > before.day else ChangeKind.SHORTER)
    if before.action and after.action and before.action != after.action:
        found.add(ChangeKind.ACTION)
    return found
