"""Says in words what two versions declare otherwise: what only one of them can read."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.analysis.witnesses import value_text
from tenure.compiler.policy.fields import ChoiceType, Field, type_in_words
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.records import RecordClass


def declared_otherwise(old: Policy, new: Policy) -> Iterator[str]:
    """Yield what was declared anew, otherwise or no longer.

    Records that hang on it are not compared: one of the versions cannot read them.
    """
    for name in new.classes:
        if name not in old.classes:
            yield f"`{name}` is a new record class"
    for name, record_class in old.classes.items():
        if name in new.classes:
            yield from _fields(record_class, new.classes[name])
        else:
            yield f"`{name}` is no longer a record class: nothing says how long to keep its records"
    for name, fact in old.facts.items():
        if name in new.facts and fact.value != new.facts[name].value:
            before, after = value_text(fact.value), value_text(new.facts[name].value)
            yield f"the fact `{name}` was {before} and is {after}"
    if old.dispose_within != new.dispose_within:
        yield "the time from due to overdue is another"


def _fields(before: RecordClass, after: RecordClass) -> Iterator[str]:
    own = f"of `{before.name}`"
    if before.lineage[1:] != after.lineage[1:]:
        yield f"`{before.name}` stands under another class"
    inherited = before.lineage[1:] == after.lineage[1:] and len(before.lineage) > 1
    if inherited:
        return
    for name, field in before.fields.items():
        if name not in after.fields:
            yield f"the field `{name}` {own} is gone"
        else:
            yield from _types(field, after.fields[name], f"the field `{name}` {own}")
    for name, field in after.fields.items():
        if name not in before.fields:
            required = ", required of every record" if field.required else ""
            yield f"the field `{name}` {own} is new{required}"


def _types(before: Field, after: Field, what: str) -> Iterator[str]:
    if before.required != after.required:
        said = "is now required: records without it are undetermined" if after.required else ""
        yield f"{what} {said or 'is no longer required'}"
    if before.type == after.type:
        return
    if isinstance(before.type, ChoiceType) and isinstance(after.type, ChoiceType):
        gone = [v for v in before.type.values if v not in after.type.values]
        came = [v for v in after.type.values if v not in before.type.values]
        for values, verb in ((came, "can now be"), (gone, "can no longer be")):
            if values:
                yield f"{what} {verb} {', '.join(f'`{v}`' for v in values)}"
    else:
        yield f"{what} was `{type_in_words(before.type)}` and is `{type_in_words(after.type)}`"


def incomparable_fields(old: Policy, new: Policy) -> str | None:
    """Return why records cannot be compared: a field that holds something else now."""
    for name, record_class in old.classes.items():
        if name not in new.classes:
            continue
        for field in record_class.fields.values():
            its = new.classes[name].fields.get(field.name)
            if its is None or its.type == field.type:
                continue
            if not (isinstance(field.type, ChoiceType) and isinstance(its.type, ChoiceType)):
                before, after = type_in_words(field.type), type_in_words(its.type)
                return f"the field `{field.name}` of `{name}` was `{before}` and is `{after}`"
    return None
