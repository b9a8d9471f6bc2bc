"""Which fields a policy asks `is known` about.

Of these alone an empty cell can make a record due (S6): an exception for recordings that
are evidence, `when complaint is known`, does not apply to one without a complaint. So an
inventory may be without such a field only where somebody has said that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    DateIs,
    Flag,
    Known,
    Near,
    Not,
    NumberIs,
    OneOf,
)
from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import (
    After,
    AsLongAs,
    Choice,
    IfKnown,
    Latest,
    Period,
    Permanently,
    Until,
    YearEnd,
    subperiods,
)
from tenure.compiler.policy.policy import Policy
from tenure.engine.staging import EXTENDED_UNTIL


def asked_fields(policy: Policy) -> dict[tuple[str, str], str]:
    """Return classes and fields of which it matters whether they are known, and who asks.

    `extended_until` is one of them for the classes of a rule that may be extended: an
    extension that the inventory does not hold would be no extension.
    """
    found: dict[tuple[str, str], str] = {}
    for rule in policy.rules.values():
        periods = [inner for phase in rule.phases for inner in subperiods(phase.keep)]
        refs = [*_known(rule.condition), *_if_known(periods)]
        for each in _fields(policy, rule.classes, refs):
            found.setdefault(each, f"rule `{rule.ref}`")
        if rule.extendable_by is not None:
            for name in _under(policy, rule.classes):
                found.setdefault((name, EXTENDED_UNTIL), f"rule `{rule.ref}`")
    for hold in policy.holds.values():
        for each in _fields(policy, hold.classes, _known(hold.condition)):
            found.setdefault(each, f"hold `{hold.name}`")
    for record_class in policy.classes.values():
        parents = record_class.lineage[1:2] or (record_class.name,)
        for each in _fields(policy, parents, _known(record_class.where)):
            found.setdefault(each, f"class `{record_class.name}`")
    return found


def _under(policy: Policy, classes: Iterable[str]) -> frozenset[str]:
    """Return some classes and all below them."""
    above = set(classes)
    return frozenset(n for n, each in policy.classes.items() if above & set(each.lineage))


def _fields(
    policy: Policy, classes: Iterable[str], refs: Iterable[FieldRef]
) -> Iterator[tuple[str, str]]:
    """Yield every field on the way of some references, with the classes that have it."""
    for ref in refs:
        here = _under(policy, classes)
        for step in () if ref.fact else (*ref.links, ref.name):
            with_it = [name for name in sorted(here) if step in policy.classes[name].fields]
            yield from ((name, step) for name in with_it)
            types = [policy.classes[name].fields[step].type for name in with_it]
            here = _under(policy, [type_.target for type_ in types if isinstance(type_, LinkType)])


def _known(condition: Condition | None) -> Iterator[FieldRef]:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _known(part)
        case Not(part=part):
            yield from _known(part)
        case Known(ref=ref):
            yield ref
        case None | Flag() | OneOf() | NumberIs() | DateIs() | Near():
            pass


def _if_known(periods: Iterable[Period]) -> Iterator[FieldRef]:
    for period in periods:
        if isinstance(period, IfKnown):
            for inner in subperiods(period.term):
                yield from _anchors(inner)


def _anchors(period: Period) -> tuple[FieldRef, ...]:
    match period:
        case After(anchor=anchor) | YearEnd(anchor=anchor) | Until(anchor=anchor):
            return (anchor,) if isinstance(anchor, FieldRef) else ()
        case AsLongAs(link=link):
            return (link,)
        case Latest(by=by, order=order):
            return (by, order)
        case Choice() | IfKnown() | Permanently():
            return ()
