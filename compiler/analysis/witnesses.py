"""Turns a solution into records, has them decided, and makes them as small as they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, cast

from tenure.compiler.analysis.outcomes import dropping_variable
from tenure.compiler.analysis.search import Solution
from tenure.compiler.analysis.space import AS_OF, Space, class_variable, fact_variable
from tenure.compiler.decisions import Considered, Decision, Standing
from tenure.compiler.policy.fields import EventType, Field, LinkType, Value, YesNoType
from tenure.compiler.policy.periods import Latest, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.compiler.records import Inventory, Record
from tenure.dsl.diagnostics import Saying, Witness, WitnessRecord

if TYPE_CHECKING:
    from tenure.compiler.evaluate.decide import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Records to decide: the first one is the one in question."""

    records: tuple[Record, ...]
    facts: Mapping[str, Value]
    as_of: date

    def decide(self, policy: Policy, index: int = 0) -> Decision:
        """Return the reference evaluator's decision on a record, by default the first one."""
        return self._decider(policy).decide(self.records[index])

    def last_day(self, policy: Policy, rule: Rule) -> date | None:
        """Return the last day that a rule names for the first record, whatever beats it."""
        return self._decider(policy).last_day(rule, self.records[0])

    def _decider(self, policy: Policy) -> Decider:
        from tenure.compiler.evaluate.decide import Decider

        return Decider(policy, Inventory(self.records), self.as_of, self.facts)


Shows = Callable[[Decision], bool]
"""Whether a decision shows what a witness is wanted for."""

CaseShows = Callable[[Case], bool]
"""Whether a case does."""


def case_of(solution: Solution, space: Space, disposed_as: str | None = None) -> Case:
    """Return the records that a solution describes."""
    builder = _Builder(solution, space)
    root = replace(builder.record(""), disposed_as=disposed_as)
    as_of = solution.choices[AS_OF]
    return Case(
        records=(root, *builder.linked, *_newer(root, solution, space)),
        facts=dict(_facts(solution, space)),
        as_of=as_of if isinstance(as_of, date) else space.as_of,
    )


def _facts(solution: Solution, space: Space) -> Iterator[tuple[str, Value]]:
    """Return the facts that differ from their declared value."""
    for name, fact in space.policy.facts.items():
        variable = fact_variable(name)
        if isinstance(fact.value, date):
            declared = fact.value.toordinal()
            day = date.fromordinal(solution.days.get(variable, declared))
            timed = isinstance(fact.value, datetime)
            if day.toordinal() != declared:
                yield name, datetime.combine(day, time(9)) if timed else day
        else:
            value = solution.choices.get(variable, fact.value)
            if value != fact.value:
                yield name, cast("Value", value)  # a fact's choices are values of its type


class _Builder:
    """Reads records off a solution, following its links."""

    def __init__(self, solution: Solution, space: Space) -> None:
        self._solution = solution
        self._space = space
        self._counts: dict[str, int] = {}
        self.linked: list[Record] = []

    def record(self, prefix: str) -> Record:
        name = self._class(prefix)
        id_ = self._id(name)
        fields: dict[str, Value] = {}
        for field in self._space.policy.classes[name].fields.values():
            value = self._value(prefix, field)
            if value is not None:
                fields[field.name] = value
        return Record(id=id_, record_class=name, fields=fields)

    def _class(self, prefix: str) -> str:
        chosen = self._solution.choices.get(class_variable(prefix))
        if isinstance(chosen, str):
            return chosen
        link = prefix.rstrip(".").rpartition(".")[2]
        for record_class in self._space.policy.classes.values():
            field = record_class.fields.get(link)
            if field is not None and isinstance(field.type, LinkType):
                return field.type.target
        raise LookupError(prefix)

    def _id(self, name: str) -> str:
        self._counts[name] = self._counts.get(name, 0) + 1
        return f"{name}_{self._counts[name]}"

    def _value(self, prefix: str, field: Field) -> Value | None:
        chosen = self._solution.choices.get(prefix + field.name)
        if chosen is None:
            return None
        match field.type:
            case EventType(timed=timed):
                return self._day(prefix + field.name, timed=timed)
            case LinkType(many=many):
                record = self.record(f"{prefix}{field.name}.")
                self.linked.append(record)
                return (record.id,) if many else record.id
        return cast("Value", chosen)  # a finite field's choices are its values

    def _day(self, variable: str, *, timed: bool) -> Value:
        ordinal = self._solution.days.get(variable, self._space.as_of.toordinal())
        day = date.fromordinal(ordinal)
        return datetime.combine(day, time(9)) if timed else day


def _newer(root: Record, solution: Solution, space: Space) -> Iterable[Record]:
    """Return the newer records that push the first one out of the latest of its group."""
    count = 0
    for rule in space.policy.rules.values():
        day = solution.days.get(dropping_variable("", rule.ref))
        if day is None or not rule.phases:
            continue
        for period in subperiods(rule.phases[0].keep):
            if isinstance(period, Latest):
                fields = {**root.fields, period.order.name: date.fromordinal(day)}
                for _ in range(period.count):
                    count += 1
                    yield replace(root, id=f"{root.id}_newer_{count}", fields=fields)


def smallest(case: Case, shows: CaseShows) -> Case:
    """Return the case with every field, fact, link and record left out that need not be there.

    What was needed for the sake of something else may no longer be when that is gone, so
    this goes on until nothing more can be left out.
    """
    before = None
    while case != before:
        before = case
        for index in range(len(case.records)):
            for name in reversed(list(case.records[index].fields)):
                smaller = _with_field(case, index, name, None)
                case = smaller if shows(smaller) else case
        for name in case.facts:
            facts = {other: value for other, value in case.facts.items() if other != name}
            smaller = replace(case, facts=facts)
            case = smaller if shows(smaller) else case
        case = _linked_only(case)
    return case


def _linked_only(case: Case) -> Case:
    """Return the case without the records that none of the others leads to."""
    newer = {r.id for r in case.records if "_newer_" in r.id}
    needed = {case.records[0].id}
    for record in case.records:
        for value in record.fields.values():
            needed.update(value if isinstance(value, tuple) else [str(value)])
    return replace(case, records=tuple(r for r in case.records if r.id in needed | newer))


def _with_field(case: Case, index: int, name: str, value: Value | None) -> Case:
    """Return the case with another value of one field; without the field for `None`."""
    record = case.records[index]
    fields = {key: old for key, old in record.fields.items() if key != name}
    if value is not None:
        fields[name] = value
    records = list(case.records)
    records[index] = replace(record, fields=fields)
    return replace(case, records=tuple(records))


def witness_of(
    policy: Policy,
    case: Case,
    decision: Decision,
    rules: Iterable[str],
    also: CaseShows = lambda _: True,
) -> Witness:
    """Return a case as it is shown to the author, with what each rule concerned says of it.

    Args:
        policy: the policy.
        case: the case.
        decision: the decision on its first record.
        rules: references of the rules concerned.
        also: whether a case shows what a decision on its first record cannot say.
    """
    refs = tuple(rules)
    sayings = _sayings(policy, case, decision, refs)
    unknown = _flags_unknown(
        policy,
        case,
        lambda other, said: (
            (said.status, said.rule) == (decision.status, decision.rule)
            and _sayings(policy, other, said, refs) == sayings
            and also(other)
        ),
    )
    return Witness(
        records=tuple(
            WitnessRecord(
                record_class=record.record_class,
                name=record.id,
                fields=(*_texts(record), *((name, "unknown") for name in names)),
            )
            for record, names in zip(case.records, unknown, strict=True)
        ),
        facts=tuple((name, value_text(value)) for name, value in case.facts.items()),
        as_of=case.as_of,
        sayings=sayings,
        status=str(decision.status),
    )


def as_tested(policy: Policy, case: Case, witness: Witness) -> Case:
    """Return the case that a test of a witness describes: flags it does not mention are `no`."""
    for index, shown in enumerate(witness.records):
        mentioned = {name for name, _ in shown.fields}
        for field in policy.classes[shown.record_class].fields.values():
            if isinstance(field.type, YesNoType) and field.name not in mentioned:
                case = _with_field(case, index, field.name, False)
    return case


def _flags_unknown(
    policy: Policy, case: Case, alike: Callable[[Case, Decision], bool]
) -> list[list[str]]:
    """Return, for each record, the yes/no fields that must be unknown and could not be `no`."""
    unknown: list[list[str]] = []
    for index, record in enumerate(case.records):
        unknown.append([])
        for field in policy.classes[record.record_class].fields.values():
            if not isinstance(field.type, YesNoType) or field.name in record.fields:
                continue
            said_no = _with_field(case, index, field.name, False)
            if alike(said_no, said_no.decide(policy)):
                case = said_no
            else:
                unknown[-1].append(field.name)
    return unknown


def _sayings(
    policy: Policy, case: Case, decision: Decision, refs: tuple[str, ...]
) -> tuple[Saying, ...]:
    return tuple(
        _saying(policy, case, considered)
        for considered in decision.considered
        if considered.rule in refs
    )


def _saying(policy: Policy, case: Case, considered: Considered) -> Saying:
    rule = policy.rules[considered.rule]
    day = considered.keep_until
    action = considered.action.text if considered.action else ""
    if considered.standing is Standing.BEATEN:
        day = case.last_day(policy, rule)
        text = f"would keep until {day}" if day else "beaten"
    elif day is not None and not action:
        text = f"{considered.why} until {day}"
    elif day is not None:
        text = f"keep until {day}, then {action}"
    else:
        text = f"follow {rule.follows}" if rule.follows else considered.why or "no day yet"
    return Saying(rule=rule.ref, keep_until=day, text=text, action=action or None)


def _texts(record: Record) -> tuple[tuple[str, str], ...]:
    texts = [(name, value_text(value)) for name, value in record.fields.items()]
    if record.disposed_as:
        texts.append(("disposed_as", record.disposed_as))
    return tuple(texts)


def value_text(value: Value) -> str:
    """Return a value as the language spells it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, tuple):
        return f"({', '.join(value)})" if len(value) != 1 else value[0]
    return str(value)
