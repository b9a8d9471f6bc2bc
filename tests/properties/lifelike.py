"""Random records for any policy, out of its own constants and days that lie near each other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tenure.compiler.analysis.space import Constants, constants_of
from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    Field,
    LinkType,
    NumberType,
    TextType,
    Value,
    YesNoType,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import PAST_PARTICIPLES
from tenure.compiler.records import Record
from tests.properties.brute import Tried

AS_OF = date(2026, 6, 1)
LINKS = 2
APART = (0, 1, 30, 31, 90, 364, 365, 366, 730, 1095, 1096, 2000, 9000)
"""Days between two events of a record, either way."""

FIRST = tuple(date(2010 + n % 15, n % 12 + 1, 28 if n % 3 else 1) for n in range(40))


class Lifelike:
    """Makes records of some classes."""

    def __init__(self, policy: Policy, classes: Sequence[str], rng: random.Random) -> None:
        self._policy = policy
        self._classes = classes
        self._rng = rng
        self._constants: Constants = constants_of(policy, AS_OF)
        self._made: list[Record] = []
        self._base = AS_OF

    def some(self, count: int) -> Iterator[Tried]:
        """So many records, each with those it links to."""
        for _ in range(count):
            self._made = []
            self._base = self._rng.choice(FIRST)
            root = self._record(self._rng.choice(self._classes), LINKS)
            others = (record for record in self._made if record is not root)
            facts = {
                name: self._rng.random() < 0.5
                for name, fact in self._policy.facts.items()
                if isinstance(fact.type, YesNoType)
            }
            as_of = self._rng.choice((AS_OF, *self._constants.days))
            yield Tried(records=(root, *others), as_of=as_of, facts=facts)

    def _record(self, name: str, links: int) -> Record:
        fields: dict[str, Value] = {}
        for field in self._policy.classes[name].fields.values():
            if field.required or self._rng.random() < 0.7:
                value = self._value(field, links)
                if value is not None:
                    fields[field.name] = value
        record = Record(
            id=f"r{len(self._made)}",
            record_class=name,
            fields=fields,
            disposed_as=self._rng.choice((None, None, None, *PAST_PARTICIPLES.values())),
        )
        self._made.append(record)
        return record

    def _value(self, field: Field, links: int) -> Value | None:
        mentioned = self._constants.mentioned.get(field.name, frozenset())
        match field.type:
            case EventType(timed=timed):
                day = self._base + self._rng.choice((-1, 1)) * timedelta(self._rng.choice(APART))
                return datetime.combine(day, time(9)) if timed else day
            case YesNoType():
                return self._rng.random() < 0.5
            case ChoiceType(values=values):
                return self._rng.choice(values)
            case NumberType():
                bounds = [bound for bound in mentioned if isinstance(bound, Decimal)]
                return self._rng.choice([*bounds, Decimal(0), Decimal(1_000)])
            case TextType():
                return self._rng.choice([*sorted(map(str, mentioned)), "other"])
            case LinkType(target=target, many=many):
                if not links:
                    return None
                names = [n for n in self._stated() if self._policy.is_under(n, target)]
                linked = self._record(self._rng.choice(names), links - 1).id
                return (linked,) if many else linked

    def _stated(self) -> list[str]:
        return [name for name, c in self._policy.classes.items() if c.where is None]
