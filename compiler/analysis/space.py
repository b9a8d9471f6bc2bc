"""The variables of a question: which there are, and what values they can take.

A record is described by variables. `class@` is the class that it states; a finite
field has its values and `None` for unknown; an event has a variable that says whether
it is known, and a day of its own; a link is `True` when it leads to a record, which
then has variables of its own behind the link's name and a dot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tenure.compiler.analysis.formulas import FALSE, TRUE, Choice, Formula, In
from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    NumberIs,
    OneOf,
)
from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldRef,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.compiler.policy.policy import Policy

AS_OF = "as of"


def class_variable(prefix: str) -> str:
    """Return the variable of the class that a record states."""
    return f"class@{prefix}"


def fact_variable(name: str) -> str:
    """Return the variable of a fact."""
    return f"fact@{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """What a policy's conditions and rules turn on.

    Attributes:
        mentioned: for each field's name, the values that conditions compare it with.
        days: the day of the check, then one day out of each other stretch between days
            on which rules come into force or end.
    """

    mentioned: Mapping[str, frozenset[Choice]]
    days: tuple[date, ...]


def constants_of(policy: Policy, as_of: date) -> Constants:
    """Return what a policy's conditions and rules turn on."""
    mentioned: dict[str, set[Choice]] = {}
    for condition in _conditions(policy):
        for ref, values in _constants(condition):
            mentioned.setdefault(ref.name, set()).update(values)
    return Constants(
        mentioned={name: frozenset(values) for name, values in mentioned.items()},
        days=tuple(_turning_days(policy, as_of)),
    )


@dataclass(slots=True, kw_only=True)
class Space:
    """The variables of one policy's questions.

    Attributes:
        policy: the policy.
        as_of: the day preferred for decisions.
        constants: what the policy's conditions and rules turn on.
        domains: what each variable can be, what is preferred first.
        events: the variables that say whether an event is known.
    """

    policy: Policy
    as_of: date
    constants: Constants
    domains: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Enter the day of the decision."""
        self.domains[AS_OF] = self.constants.days

    def private(self, variable: str) -> str:
        """Return the name of a variable that is not of the records, but of how they are decided."""
        return variable

    def within(self, variable: str, domain: Iterable[Choice], values: Iterable[Choice]) -> Formula:
        """Return that a variable has one of some values; the variable is entered if new."""
        known = self.domains.setdefault(variable, tuple(domain))
        chosen = frozenset(values) & frozenset(known)
        if len(chosen) == len(known):
            return TRUE
        return In(variable, chosen) if chosen else FALSE

    def field_values(self, prefix: str, ref: FieldRef, values: Iterable[Choice]) -> Formula:
        """Return that a finite field has one of some values; `None` is unknown."""
        if ref.fact:
            return self.within(fact_variable(ref.name), self._fact_domain(ref), values)
        variable = prefix + ref.path
        return self.within(variable, self.domain_of(ref.name, ref.type), values)

    def known(self, prefix: str, path: str, type_: FieldType, *, value: bool) -> Formula:
        """Return that a field of a record is known, or is not."""
        if isinstance(type_, EventType):
            self.events.add(prefix + path)
        domain = self.domain_of(path.rpartition(".")[2], type_)
        wanted = [choice for choice in domain if (choice is not None) is value]
        return self.within(prefix + path, domain, wanted)

    def domain_of(self, name: str, type_: FieldType) -> tuple[Choice, ...]:
        """Return what a field can be, `None` for unknown, what is preferred first."""
        match type_:
            case EventType() | LinkType():
                return (None, True)
            case YesNoType():
                return (False, True, None)
            case ChoiceType(values=values):
                return (*values, None)
            case NumberType():
                return (*_cells(self.constants.mentioned.get(name, frozenset())), None)
            case TextType():
                mentioned = sorted(str(v) for v in self.constants.mentioned.get(name, frozenset()))
                return (_other_text(mentioned), *mentioned, None)

    def _fact_domain(self, ref: FieldRef) -> tuple[Choice, ...]:
        declared = self.policy.facts[ref.name].value
        domain = self.domain_of(ref.name, ref.type)
        others = [c for c in domain if c is not None and c != declared]
        return (declared, *others)


def _cells(bounds: Iterable[Choice]) -> list[Decimal]:
    """Return one number for each stretch that the bounds cut out, and each bound."""
    cuts = sorted(bound for bound in bounds if isinstance(bound, Decimal))
    if not cuts:
        return [Decimal(1)]
    found = [cuts[0] - 1]
    for low, high in zip(cuts, [*cuts[1:], None], strict=True):
        found += [low, low + 1 if high is None else (low + high) / 2]
    return found


def _other_text(mentioned: list[str]) -> str:
    text = "other"
    while text in mentioned:
        text += " text"
    return text


def _conditions(policy: Policy) -> Iterator[Condition]:
    for rule in policy.rules.values():
        if rule.condition is not None:
            yield rule.condition
    for hold in policy.holds.values():
        yield hold.condition
    for record_class in policy.classes.values():
        if record_class.where is not None:
            yield record_class.where
    for obligation in policy.obligations.values():
        conditions = (obligation.condition, *(step.condition for step in obligation.steps))
        yield from (condition for condition in conditions if condition is not None)
        yield from (e.condition for step in obligation.steps for e in step.extensions)


def _constants(condition: Condition) -> Iterator[tuple[FieldRef, tuple[Choice, ...]]]:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _constants(part)
        case Not(part=part):
            yield from _constants(part)
        case OneOf(ref=ref, values=values):
            yield ref, values
        case NumberIs(ref=ref, bound=bound):
            yield ref, (bound,)


def _turning_days(policy: Policy, as_of: date) -> list[date]:
    """Return the day asked for, then the first day of every other combination of rules."""
    starts = {date.min}
    for rule in policy.rules.values():
        if rule.in_force.start is not None:
            starts.add(rule.in_force.start)
        if rule.in_force.end is not None and rule.in_force.end < date.max:
            starts.add(date.fromordinal(rule.in_force.end.toordinal() + 1))
    ordered = sorted(starts)
    current = max(day for day in ordered if day <= as_of)
    future = [day for day in ordered if day > as_of]
    past = [day for day in reversed(ordered) if day < current]
    return [as_of, *future, *(_last_before(day, ordered) for day in past)]


def _last_before(day: date, ordered: list[date]) -> date:
    """Return the last day of the stretch that begins on a day."""
    following = ordered[ordered.index(day) + 1]
    return date.fromordinal(following.toordinal() - 1)
