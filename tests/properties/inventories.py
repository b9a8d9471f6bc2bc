"""Generated records for a generated policy, and the ways of filling in what they lack."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from tenure.compiler.policy.fields import Value
from tenure.compiler.records import Record
from tests.properties import spec
from tests.properties.generated import CHOICES, DAYS, TEXTS

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

AS_OF = (
    date(2026, 6, 1),
    date(2020, 3, 1),
    date(2021, 2, 28),
    date(2021, 3, 1),
    date(2022, 3, 1),
    date(2060, 1, 1),
)
PAGES = (Decimal(4), Decimal(5), Decimal(7), Decimal("7.5"), Decimal(9))
EXTREMES = (date.min, date.max, date(1, 12, 31), date(9999, 2, 28))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """How much records lack, each out of 100.

    Attributes:
        optional: fields of which the policy asks whether they are known.
        other: other fields.
        dangling: links that lead to no record.
        wild: days at the ends of the calendar, links to the wrong class.
    """

    optional: int = 0
    other: int = 0
    dangling: int = 0
    wild: int = 0


COMPLETE = Lack(optional=40)
PARTIAL = Lack(optional=40, other=30, dangling=5)
WILD = Lack(optional=40, other=30, dangling=20, wild=20)


@st.composite
def inventories(draw: Draw[int], policy: spec.Policy, lack: Lack) -> tuple[Record, ...]:
    """A few records that link to each other; the first one is as good as any."""
    rng = random.Random(draw(st.integers(0, 2**32 - 1)))
    return _Filler(policy, lack, rng).records()


class _Filler:
    """Makes records; the seed is drawn, the rest follows from it."""

    def __init__(self, policy: spec.Policy, lack: Lack, rng: random.Random) -> None:
        self._policy = policy
        self._lack = lack
        self._asked = asked_whether_known(policy)
        self._rng = rng

    def records(self) -> tuple[Record, ...]:
        roots = [c.name for c in self._policy.classes if c.parent is None]
        names = [c.name for c in self._policy.classes]
        extra = [self._rng.choice(names) for _ in range(self._rng.randint(0, 2))]
        classes = [self._rng.choice(names), *roots, *extra]
        ids = {f"r{n}": name for n, name in enumerate(classes)}
        return tuple(self._record(id_, name, ids) for id_, name in ids.items())

    def _record(self, id_: str, name: str, ids: Mapping[str, str]) -> Record:
        fields: dict[str, Value] = {}
        for field in self._policy.fields(name).values():
            lack = self._lack.optional if field.name in self._asked else self._lack.other
            if self._percent(lack) and not (field.required and self._percent(90)):
                continue
            fields[field.name] = self._value(field, ids)
        return Record(
            id=id_,
            record_class=name,
            fields=fields,
            disposed_as=self._rng.choice(("anonymised", "reviewed", "destroyed"))
            if self._percent(8)
            else None,
            extended_until=self._day() if self._percent(8) else None,
        )

    def _percent(self, share: int) -> bool:
        return self._rng.randrange(100) < share

    def _day(self) -> date:
        return self._rng.choice(EXTREMES if self._percent(self._lack.wild) else DAYS)

    def _value(self, field: spec.Field, ids: Mapping[str, str]) -> Value:
        if field.kind in ("link", "links"):
            targets = tuple(self._target(field, ids) for _ in range(self._rng.randint(1, 2)))
            return targets if field.kind == "links" else targets[0]
        if field.kind == "date":
            return self._day()
        return self._rng.choice(values_of(field))

    def _target(self, field: spec.Field, ids: Mapping[str, str]) -> str:
        if self._percent(self._lack.dangling):
            return "lost"
        if self._percent(self._lack.wild):
            return self._rng.choice(list(ids))
        return self._rng.choice(targets_of(field, ids, self._policy))


def targets_of(field: spec.Field, ids: Mapping[str, str], policy: spec.Policy) -> list[str]:
    """The records, by id and class, that a link may name."""
    return [id_ for id_, name in ids.items() if field.target in policy.lineage(name)]


def values_of(field: spec.Field) -> Sequence[Value]:
    """The values that are tried for a field that is no link."""
    match field.kind:
        case "date":
            return DAYS
        case "time":
            return [datetime.combine(day, time(9, 30)) for day in DAYS]
        case "yes/no":
            return (False, True)
        case "number":
            return PAGES
        case "text":
            return (*TEXTS, "five six")
        case "choice":
            return CHOICES
    raise ValueError(field.kind)


# --- what a policy asks for -----------------------------------------------------------


def asked_whether_known(policy: spec.Policy) -> set[str]:
    """The fields of which the policy itself asks `is known` or `if known`.

    Of a path every part is asked: `box.opened is known` is false without a box.
    """
    found: set[str] = set()
    for condition in _conditions(policy):
        found.update(name for known in _knowns(condition) for name in known.path)
    for period in _periods(policy):
        if isinstance(period, spec.Choice):
            for term in period.terms:
                if term.if_known:
                    found.update(_names(term.period))
    return found


def _conditions(policy: spec.Policy) -> Iterator[spec.Condition]:
    for rule in _rules(policy.rules):
        if rule.when is not None:
            yield rule.when
    yield from (hold.condition for hold in policy.holds)
    yield from (c.where for c in policy.classes if c.where is not None)


def _rules(rules: Sequence[spec.Rule]) -> Iterator[spec.Rule]:
    for rule in rules:
        yield rule
        yield from _rules(rule.exceptions)


def _periods(policy: spec.Policy) -> Iterator[spec.Period]:
    for rule in _rules(policy.rules):
        for keep in (rule.keep, *(then.keep for then in rule.thens)):
            if keep is not None:
                yield from spec.parts_of(keep)


def _knowns(condition: spec.Condition) -> Iterator[spec.Known]:
    match condition:
        case spec.Join(parts=parts):
            for part in parts:
                yield from _knowns(part)
        case spec.Not(part=part):
            yield from _knowns(part)
        case spec.Known():
            yield condition


def _names(period: spec.Period) -> Iterator[str]:
    for part in spec.parts_of(period):
        match part:
            case spec.After(anchor=path) | spec.YearEnd(anchor=path) | spec.Until(anchor=path):
                yield from path if isinstance(path, tuple) else ()
            case spec.AsLongAs(link=path):
                yield from path


# --- completions ------------------------------------------------------------------------


def completion(
    record: Record, policy: spec.Policy, ids: Mapping[str, str], rng: random.Random
) -> Record:
    """The record with every unknown field filled in, those aside that the policy asks about."""
    asked = asked_whether_known(policy)
    fields = dict(record.fields)
    for field in policy.fields(record.record_class).values():
        if field.name in fields or field.name in asked:
            continue
        if field.kind in ("link", "links"):
            targets = targets_of(field, ids, policy)
            if not targets:
                continue
            target = rng.choice(targets)
            fields[field.name] = (target,) if field.kind == "links" else target
        else:
            fields[field.name] = rng.choice(values_of(field))
    return replace(record, fields=fields)
