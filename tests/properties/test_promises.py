"""Promises that hold for every policy (S6, S8, S9): what can be added without harm."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.decisions import Decision, Status
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tests.properties import spec
from tests.properties.compiled import decisions, meaning, policy_of
from tests.properties.generated import policies
from tests.properties.inventories import PARTIAL, WILD, completion, inventories
from tests.properties.scale import tried
from tests.properties.written import Writer

DUE = (Status.DUE, Status.OVERDUE)
DAYS = (date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))

HOLDS = tuple(
    spec.Hold(name="another", classes=(name,), condition=condition)
    for name in ("doc",)
    for condition in (
        spec.Flag(path=("flag",)),
        spec.Known(path=("opened",), negated=True),
        spec.Dates(left=("opened",), order="before", right=date(2020, 6, 1)),
    )
)


def meant_by(policy: spec.Policy) -> Policy:
    return meaning(Writer().policy(policy))


@tried(quick=40, nightly=3000)
@given(
    policy=policies(),
    data=st.data(),
    hold=st.sampled_from(HOLDS),
    as_of=st.sampled_from(DAYS),
)
def test_a_hold_never_makes_a_record_due(
    policy: spec.Policy, data: st.DataObject, hold: spec.Hold, as_of: date
) -> None:
    """And changes nothing where it certainly does not apply, on the record or by a link."""
    with_hold = replace(policy, holds=(*policy.holds, hold))
    records = data.draw(inventories(policy, WILD))
    free = decisions(meant_by(policy), records, as_of)
    held = decisions(meant_by(with_hold), records, as_of)
    for id_, decision in held.items():
        if decision.status in DUE:
            assert free[id_].status is decision.status
        if "another" not in decision.held_by:
            assert decision == free[id_]
        else:
            assert decision.keep_until == free[id_].keep_until
            assert decision.considered == free[id_].considered


@tried(quick=40, nightly=3000)
@given(
    policy=policies(),
    data=st.data(),
    as_of=st.sampled_from(DAYS),
    seed=st.integers(0, 10_000),
)
def test_what_becomes_known_takes_nothing_back(
    policy: spec.Policy, data: st.DataObject, as_of: date, seed: int
) -> None:
    """Field by field: a certain bound only narrows, and what is due stays due."""
    meant = meant_by(policy)
    records = data.draw(inventories(policy, PARTIAL))
    ids = {record.id: record.record_class for record in records}
    rng = random.Random(seed)
    record = records[0]
    full = completion(record, policy, ids, rng)
    names = [name for name in full.fields if name not in record.fields]
    rng.shuffle(names)
    before = decisions(meant, records, as_of)[record.id]
    for name in names:
        record = replace(record, fields={**record.fields, name: full.fields[name]})
        after = decisions(meant, (record, *records[1:]), as_of)[record.id]
        if before.status in DUE:
            assert after.status in DUE
        if Status.CONFLICT not in (before.status, after.status):
            _narrows(before, after)
        before = after


def _narrows(before: Decision, after: Decision) -> None:
    """What was certain of a day is so still, whether the day is known by now or not."""
    least, most = after.keep_until or after.not_before, after.keep_until or after.not_after
    if before.not_before is not None and least is not None:
        assert before.not_before <= least
    if before.not_after is not None and most is not None:
        assert most <= before.not_after


@tried(quick=40, nightly=3000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_a_rule_for_an_unrelated_class_changes_nothing(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    van = spec.Class(name="van", fields=(spec.Field(name="opened", kind="date"),))
    first = spec.After(duration=spec.Duration(parts=((1, "year"),)), anchor=("opened",))
    wider = replace(
        policy,
        classes=(*policy.classes, van),
        rules=(
            spec.Rule(name="van", classes=("van",), keep=first),
            *policy.rules,
            spec.Rule(name="van2", classes=("van",), keep=spec.Permanently(), because="law"),
        ),
    )
    records = data.draw(inventories(policy, WILD))
    assert decisions(meant_by(wider), records, as_of) == decisions(meant_by(policy), records, as_of)


CHAIN = """
policy "Schedule"
record complaint
  received date
  closed   date
  previous link to complaint
rule 1 for complaint keep 3 years after closed
  except repeat when previous is known and previous.received before received
    keep as long as previous
  end
"""


def test_a_chain_of_two_thousand_links_is_decided() -> None:
    """The first record's day is the day of the last one; a hold on that holds them all."""
    start = date(2015, 1, 1)
    records = [
        Record(id="c0", record_class="complaint", fields={"received": start, "closed": start})
    ]
    for n in range(1, 2_001):
        day = start + timedelta(days=n)
        fields: dict[str, Value] = {"received": day, "closed": day, "previous": f"c{n - 1}"}
        records.append(Record(id=f"c{n}", record_class="complaint", fields=fields))
    records.reverse()
    inventory = Inventory(records)

    def decided(text: str) -> Decision:
        return Decider(policy_of(text), inventory, date(2018, 1, 1)).decide(records[0])

    assert records[0].id == "c2000"
    assert (decided(CHAIN).status, decided(CHAIN).keep_until) == (Status.RETAIN, date(2018, 1, 1))
    hold = f"hold lawsuit for complaint while received on {start}"
    assert decided(CHAIN + hold).status is Status.HELD
