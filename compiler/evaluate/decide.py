"""Decides records: the reference meaning of a policy.

Every other evaluator and every analysis must agree with this one (S13). It is
written to be read, not to be fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from tenure.compiler.decisions import Decision, Status
from tenure.compiler.evaluate.answers import Agreement
from tenure.compiler.evaluate.bounds import day_of
from tenure.compiler.evaluate.holds import Holds
from tenure.compiler.evaluate.outcomes import Outcome, Outcomes, lead_of
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.evaluate.reasons import considered
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.compiler.records import Inventory, Record

_DAY = timedelta(days=1)


class Decider:
    """Decides the records of one inventory as of one day."""

    def __init__(
        self,
        policy: Policy,
        inventory: Inventory,
        as_of: date,
        facts: Mapping[str, Value] | None = None,
    ) -> None:
        """Prepare to decide.

        Args:
            policy: the policy.
            inventory: the records that may be decided or linked to.
            as_of: the day of the decisions; the rules in force that day decide.
            facts: facts that differ from their declared value.
        """
        declared = {name: fact.value for name, fact in policy.facts.items()}
        self._policy = policy
        self._as_of = as_of
        self._reader = Reader(
            policy=policy, inventory=inventory, facts={**declared, **(facts or {})}
        )
        self._outcomes = Outcomes(policy, self._reader, as_of)
        self._holds = Holds(policy=policy, reader=self._reader, standing=self._outcomes.standing)

    # --- decisions ------------------------------------------------------------

    def decide(self, record: Record) -> Decision:
        """Return the decision on a record, with its reasons."""
        outcome = self._outcomes.of(record)
        hold, holds = self._holds.on(record)
        decision = self._decision(record, outcome)
        if hold.certain:
            return replace(decision, status=Status.HELD, held_by=holds)
        if hold.possible and decision.status in (Status.DUE, Status.OVERDUE):
            return replace(
                decision,
                status=Status.UNDETERMINED,
                held_by=holds,
                missing=tuple(sorted({*decision.missing, *hold.missing})),
                notes=(*decision.notes, "a hold may apply"),
            )
        return replace(decision, held_by=holds)

    def unheld(self, record: Record) -> Decision:
        """Return what the decision would be if no hold applied, or might."""
        return self._decision(record, self._outcomes.of(record))

    def last_day(self, rule: Rule, record: Record) -> date | None:
        """Return the last day that a rule names for a record, whatever beats the rule."""
        kept = self._outcomes.answer(rule, record).kept
        return day_of(kept.latest) if kept.settled else None

    def outcome(self, record: Record) -> Outcome:
        """Return what the rules alone say of a record, holds and today left out."""
        return self._outcomes.of(record)

    def _decision(self, record: Record, outcome: Outcome) -> Decision:
        kept = outcome.kept
        agreement = outcome.agreement
        status = self._dated(outcome)
        settled = status in (Status.RETAIN, Status.DUE, Status.OVERDUE)
        keep_until = day_of(kept.latest) if settled else None
        governs = outcome.certain and status is not Status.CONFLICT
        lead = lead_of(agreement) if agreement and governs and agreement.agreed else None
        if lead is None and governs and agreement and len(agreement.answers) == 1:
            lead = agreement.answers[0]
        open_ended = not settled and status is not Status.PERMANENT
        return Decision(
            record=record.id,
            record_class=record.record_class,
            as_of=self._as_of,
            status=status,
            keep_until=keep_until,
            due=keep_until + _DAY if keep_until and keep_until < date.max else None,
            action=agreement.action if agreement and governs and not kept.permanent else None,
            rule=lead.rule.ref if lead else None,
            phase=lead.phase if lead else None,
            not_before=day_of(kept.earliest) if open_ended else None,
            not_after=day_of(kept.latest) if open_ended else None,
            missing=_missing(outcome) if status is Status.UNDETERMINED else (),
            awaiting=tuple(sorted(kept.awaiting)) if open_ended else (),
            follows=_follows(agreement),
            considered=considered(
                self._policy, self._outcomes.standing(record), self._as_of, outcome.reasons
            ),
            citations=lead.rule.citations if lead else (),
            notes=(*outcome.notes, *_finished(outcome)),
        )

    def _dated(self, outcome: Outcome) -> Status:
        """Return the status that the day of the decision gives an outcome (S7)."""
        kept = outcome.kept
        if outcome.finished and outcome.status in (Status.RETAIN, Status.AWAITING):
            return Status.UNDETERMINED
        if outcome.status is Status.AWAITING and kept.latest < self._as_of.toordinal():
            agreement = outcome.agreement
            if agreement is None or agreement.action is None or kept.missing:
                return Status.AWAITING
            if not (agreement.agreed or agreement.pending):
                return Status.AWAITING
        elif outcome.status is not Status.RETAIN:
            return outcome.status
        if kept.permanent:
            return Status.PERMANENT
        keep_until = date.fromordinal(kept.latest)
        if self._as_of <= keep_until:
            return Status.RETAIN
        window = self._policy.dispose_within
        if window is not None and self._as_of > window.after(keep_until + _DAY):
            return Status.OVERDUE
        return Status.DUE


def _missing(outcome: Outcome) -> tuple[str, ...]:
    return tuple(sorted(outcome.kept.missing | ({"disposed_as"} if outcome.finished else set())))


def _finished(outcome: Outcome) -> tuple[str, ...]:
    """Return the note that nothing is left to decide."""
    return ("all that the rule says has been done",) if outcome.finished else ()


def _follows(agreement: Agreement | None) -> str | None:
    titles = {a.follows for a in agreement.answers if a.follows} if agreement else set()
    return min(titles) if titles else None


def decide(
    policy: Policy,
    record: Record,
    as_of: date,
    *,
    inventory: Inventory | None = None,
    facts: Mapping[str, Value] | None = None,
) -> Decision:
    """Return the decision on one record as of a day, with its reasons.

    Args:
        policy: the policy.
        record: the record.
        as_of: the day of the decision.
        inventory: the records it may link to; none by default.
        facts: facts that differ from their declared value.
    """
    return Decider(policy, inventory or Inventory([record]), as_of, facts).decide(record)
