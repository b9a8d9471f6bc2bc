"""The policy as meant: names resolved, types known, periods turned to date functions.

Frozen values throughout; nothing here refers back to how the text was laid out,
apart from spans, which are left out of equality.
"""

from tenure.compiler.policy.conditions import Condition, Point
from tenure.compiler.policy.fields import Field, FieldRef, FieldType, Value
from tenure.compiler.policy.periods import Anchor, Period
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import Fact, RecordClass
from tenure.compiler.policy.rules import Hold, Phase, Rule, RuleKind

__all__ = [
    "Anchor",
    "Condition",
    "Fact",
    "Field",
    "FieldRef",
    "FieldType",
    "Hold",
    "Period",
    "Phase",
    "Point",
    "Policy",
    "RecordClass",
    "Rule",
    "RuleKind",
    "Value",
]
