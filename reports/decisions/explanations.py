"""A decision together with what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal

from tenure.compiler.deadlines import AsOf, DeadlineDecision
from tenure.compiler.decisions import Considered, Decision, Standing
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an explanation is made from.

    Attributes:
        policy: the policy that decided.
        decision: the decision.
        time: the time of day as of which deadlines were decided; `None` for the day only.
        deadlines: the decisions on its promises and stages, in the order written.
        records: the record that was decided, then the others that were given.
        facts: the facts that were given another value than the policy declares.
    """

    policy: Policy
    decision: Decision
    records: tuple[Record, ...]
    deadlines: tuple[DeadlineDecision, ...] = ()
    time: time | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)

    @property
    def as_of(self) -> AsOf:
        """As of when it was decided."""
        return AsOf(day=self.decision.as_of, time=self.time)

    @property
    def about_retention(self) -> bool:
        """Whether retention is a part of the answer; not where a policy has deadlines only."""
        return bool(self.policy.rules) or not self.deadlines

    def promise(self, decision: DeadlineDecision) -> tuple[Obligation, Step]:
        """Return the step that a deadline is about, and what it is a part of."""
        found = self.policy.step(decision.step)
        if found is None:
            raise LookupError(f"`{decision.step}` is not a step of the policy that decided it")
        return found

    def standing(self, *standings: Standing) -> list[Considered]:
        """Return the rules of which one of these things became, in the order written."""
        return [c for c in self.decision.considered if c.standing in standings]


def value_in_words(value: Value) -> str:
    """Return a value as the language spells it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat(timespec="minutes")
        case Decimal():
            return f"{value:f}"
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)


def fields_of(record: Record) -> dict[str, str]:
    """Return what is known of a record, as the language spells it."""
    fields = {name: value_in_words(value) for name, value in record.fields.items()}
    if record.disposed_as is not None:
        fields["disposed_as"] = record.disposed_as
    if record.extended_until is not None:
        fields["extended_until"] = str(record.extended_until)
    return fields
