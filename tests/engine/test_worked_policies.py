"""Worked policies, decided by both evaluators on records made for them (S13)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.decisions import Status
from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldType,
    LinkType,
    NumberType,
    Value,
    YesNoType,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tests.properties.compiled import decisions
from tests.properties.staged import decided_by_duckdb, row_of

POLICIES = Path(__file__).parents[2] / "policies"
EACH = 12
AS_OF = date(2026, 6, 1)


def records_for(policy: Policy, rng: random.Random) -> tuple[Record, ...]:
    """Records of every class that may be stated, a quarter of their fields unknown."""
    ids = {f"{name}-{n}": name for name in policy.classes for n in range(EACH)}

    def value(type_: FieldType) -> Value | None:
        match type_:
            case EventType(timed=False):
                return AS_OF - timedelta(days=rng.randrange(-400, 9000))
            case YesNoType():
                return rng.random() < 0.5
            case ChoiceType(values=values):
                return rng.choice(values)
            case LinkType(target=target, many=many):
                fitting = [i for i, name in ids.items() if policy.is_under(name, target)]
                chosen = rng.choice([*fitting, "lost"])
                return (chosen, rng.choice(fitting)) if many else chosen
            case NumberType() | EventType():
                return None
        return "words"

    found = []
    for id_, name in ids.items():
        fields = {
            field.name: drawn
            for field in policy.classes[name].fields.values()
            if (field.required or rng.random() < 0.75) and (drawn := value(field.type)) is not None
        }
        done = rng.choice((None, None, None, "anonymised", "destroyed", "lent"))
        found.append(Record(id=id_, record_class=name, fields=fields, disposed_as=done))
    return tuple(found)


@pytest.mark.parametrize("name", ["surrey", "surrey/as-written", "staffords", "chat"])
def test_both_evaluators_decide_alike(name: str) -> None:
    policy = compile_policy(POLICIES / name).policy
    assert policy is not None
    records = records_for(policy, random.Random(6))
    expected = {id_: row_of(one) for id_, one in decisions(policy, records, AS_OF).items()}
    assert decided_by_duckdb(policy, records, AS_OF) == expected
    statuses = {row["status"] for row in expected.values()}
    assert {Status.RETAIN, Status.AWAITING, Status.UNDETERMINED} <= statuses
