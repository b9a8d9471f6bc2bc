"""What was found in a row, in words."""

from __future__ import annotations

from tenure.compiler.policy.fields import ChoiceType, EventType, LinkType, type_in_words
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.engine.audit.results import Found
from tenure.engine.inventories.placing import BUILT_IN

BY_NUMBER = {code.number: code for code in Code}


def reason(found: Found, policy: Policy) -> str:
    """Return what is wrong with a row as one clause, the data's words in backticks."""
    said = f"`{found.said}`"
    where = f"`{found.field}`"
    match BY_NUMBER[found.code]:
        case Code.MALFORMED_ROW:
            return "the row does not have a cell for each column, or is not written as one"
        case Code.MISSING_ID:
            return "the record has no id"
        case Code.REPEATED_ID:
            return f"several rows have the id {said}, and none of them can be relied on"
        case Code.UNKNOWN_CLASS:
            return f"{said} is not a class that the mapping knows" if found.said else "no class"
        case Code.UNREADABLE_VALUE:
            return f"{said} cannot be a value of {where}, which holds {_holds(found, policy)}"
        case Code.UNKNOWN_CHOICE:
            return f"{said} is not a value of {where}, which is {_holds(found, policy)}"
        case Code.DAY_OUT_OF_RANGE:
            return f"{said} in {where} is outside the days that the mapping allows"
        case Code.DAY_TO_COME:
            return f"{said} in {where} is after the day of the audit"
        case Code.DANGLING_LINK:
            return f"{where} leads to {said}, which is not a sound record of the inventory"
        case Code.ALREADY_DISPOSED:
            return f"the record is {found.said} already, says {where}"
        case code:
            raise AssertionError(f"{code} is not found in rows")


def _holds(found: Found, policy: Policy) -> str:
    fields = policy.classes[found.record_class].fields if found.record_class else {}
    field = fields.get(found.field)
    type_ = field.type if field else BUILT_IN[found.field]
    match type_:
        case EventType(timed=timed):
            return "a day and time" if timed else "a day"
        case LinkType(many=False):
            return "one link"
        case ChoiceType(values=values):
            return f"one of {', '.join(values)}"
        case _:
            return type_in_words(type_)
