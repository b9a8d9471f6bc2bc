"""What is wished of a witness's days: that they follow each other as they do in life."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from tenure.compiler.analysis.formulas import Le
from tenure.compiler.analysis.terms import DayTerm
from tenure.compiler.policy.fields import EventType, LinkType
from tenure.compiler.policy.policy import Policy


def life_cycle(policy: Policy, root: str, events: Collection[str]) -> Iterator[Le]:
    """Yield the wishes for some events of the records of one family of classes.

    A record's events follow each other as its class declares them. A record of the same
    family that it links to is the earlier one, as the previous complaint is.

    Args:
        policy: the policy.
        root: the class at the top of the family that the decided record is of.
        events: the variables of events, behind the links that lead to their record.
    """
    by_record: dict[str, set[str]] = {}
    for event in sorted(events):
        prefix, dot, name = event.rpartition(".")
        by_record.setdefault(prefix + dot, set()).add(name)
    for prefix, names in by_record.items():
        for early, late in _declared_order(policy, _top(policy, root, prefix)):
            if early in names and late in names:
                yield _before(prefix + early, prefix + late)
    for prefix, names in by_record.items():
        around = prefix.rstrip(".").rpartition(".")[0]
        around = f"{around}." if around else ""
        if prefix and _top(policy, root, prefix) == _top(policy, root, around):
            for name in sorted(names & by_record.get(around, set())):
                yield _before(prefix + name, around + name)


def _before(early: str, late: str) -> Le:
    return Le(DayTerm(event=early), 1, DayTerm(event=late))


def _top(policy: Policy, root: str, prefix: str) -> str:
    """Return the class at the top of the family that the record behind some links is of."""
    if not prefix:
        return root
    link = prefix.rstrip(".").rpartition(".")[2]
    for record_class in policy.classes.values():
        field = record_class.fields.get(link)
        if field is not None and isinstance(field.type, LinkType):
            return policy.classes[field.type.target].lineage[-1]
    return root


def _declared_order(policy: Policy, top: str) -> Iterator[tuple[str, str]]:
    """Yield the events of a family's classes in pairs, the one declared earlier first."""
    found: dict[tuple[str, str], None] = {}
    for record_class in policy.classes.values():
        if top in record_class.lineage:
            fields = record_class.fields.values()
            events = [field.name for field in fields if isinstance(field.type, EventType)]
            found.update(dict.fromkeys(combinations(events, 2)))
    yield from found
