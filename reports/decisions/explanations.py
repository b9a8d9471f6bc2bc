"""A decision together with what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from tenure.compiler.decisions import Considered, Decision, Standing
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an explanation is made from.

    Attributes:
        policy: the policy that decided.
        decision: the decision.
        records: the record that was decided, then the others that were given.
        facts: the facts that were given another value than the policy declares.
    """

    policy: Policy
    decision: Decision
    records: tuple[Record, ...]
    facts: Mapping[str, Value] = field(default_factory=dict)

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
