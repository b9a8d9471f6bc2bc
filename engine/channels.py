"""By what channel promises are: as records say it, or as the author wrote it."""

from __future__ import annotations

from tenure.compiler.policy.fields import ChoiceType, FieldType, TextType
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.policy import Policy

CHANNEL = "channel"
"""The field that says how somebody got in touch, where a record class has one of that name."""


def said_channel(policy: Policy, record_class: str) -> FieldType | None:
    """Return the type of the field in which records say their channel; `None` without one."""
    field = policy.classes[record_class].fields.get(CHANNEL)
    return field.type if field and isinstance(field.type, TextType | ChoiceType) else None


def written_channel(obligation: Obligation, step: Step) -> str | None:
    """Return the channels that are written at a promise or stage; `None` of none."""
    return ", ".join(step.channels or obligation.channels) or None
