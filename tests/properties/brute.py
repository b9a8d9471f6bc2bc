"""Disagreements by brute force: records tried one after another with the reference evaluator."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from tenure.compiler.evaluate.outcomes import Outcomes
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tests.properties import spec
from tests.properties.generated import TURNS
from tests.properties.inventories import values_of

LINKS = 2
"""How far links lead from the record in question."""

AS_OF = (date(2026, 6, 1), *TURNS, *(day - timedelta(days=1) for day in TURNS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Some records, the first one in question, on one day, with some facts."""

    records: tuple[Record, ...]
    as_of: date
    facts: Mapping[str, Value]


@dataclass(slots=True)
class Trials:
    """Random records for a policy, out of the values on which its rules turn."""

    policy: spec.Policy
    rng: random.Random
    _made: list[Record] = field(default_factory=list)

    def some(self, count: int) -> Iterator[Tried]:
        """So many trials."""
        stated = [c.name for c in self.policy.classes if c.where is None]
        for _ in range(count):
            self._made = []
            root = self._record(self.rng.choice(stated), LINKS, self.rng.choice((15, 40)))
            others = [record for record in self._made if record is not root]
            yield Tried(
                records=(root, *others),
                as_of=self.rng.choice(AS_OF),
                facts={f.name: self.rng.choice(f.values) for f in self.policy.facts},
            )

    def _record(self, name: str, links: int, unknown: int) -> Record:
        fields: dict[str, Value] = {}
        for one in self.policy.fields(name).values():
            if self.rng.randrange(100) < (0 if one.required else unknown):
                continue
            value = self._value(one, links, unknown)
            if value is not None:
                fields[one.name] = value
        made = Record(
            id=f"r{len(self._made)}",
            record_class=name,
            fields=fields,
            disposed_as=self.rng.choice((None, None, None, None, "anonymised", "reviewed")),
            extended_until=self.rng.choice((None,) * 9 + (date(2024, 1, 1),)),
        )
        self._made.append(made)
        return made

    def _value(self, one: spec.Field, links: int, unknown: int) -> Value | None:
        if one.kind not in ("link", "links"):
            return self.rng.choice(values_of(one))
        if not links:
            return None
        names = [
            c.name
            for c in self.policy.classes
            if c.where is None and one.target in self.policy.lineage(c.name)
        ]
        linked = [
            self._record(self.rng.choice(names), links - 1, unknown).id
            for _ in range(self.rng.randint(1, 2) if one.kind == "links" else 1)
        ]
        return tuple(linked) if one.kind == "links" else linked[0]


Pair = tuple[str, str]


def disagreements(policy: Policy, tried: Tried) -> set[Pair]:
    """The pairs of rules that disagree on a record, be it on hold or not."""
    declared = {name: fact.value for name, fact in policy.facts.items()}
    reader = Reader(
        policy=policy, inventory=Inventory(tried.records), facts={**declared, **tried.facts}
    )
    outcome = Outcomes(policy, reader, tried.as_of).of(tried.records[0])
    if outcome.agreement is None or not (outcome.certain and outcome.agreement.differ):
        return set()
    return {
        (one.rule.ref, other.rule.ref)
        for one, other in combinations(outcome.agreement.answers, 2)
        if one.differs_from(other)
    }
