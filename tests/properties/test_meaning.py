"""The reference evaluator against a second reading of S3 to S5, written from the text alone."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.properties import spec
from tests.properties.compiled import compiled, decisions
from tests.properties.generated import policies
from tests.properties.inventories import COMPLETE, WILD, inventories
from tests.properties.naive import Naive, NotSaid
from tests.properties.naive_rules import (
    chains_through_strangers,
    disapplies_in_a_circle,
    uppers_of,
)
from tests.properties.scale import tried
from tests.properties.written import Writer

DAYS = (date(2020, 12, 31), date(2021, 1, 1), date(2022, 3, 1), date(2026, 6, 1))


@tried(quick=250, nightly=5000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_two_readings_of_the_meaning_agree(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    assume(not chains_through_strangers(policy))
    text = Writer().policy(policy)
    meant = compiled(text).policy
    if uppers_of(policy) is None or disapplies_in_a_circle(policy):
        assert meant is None, text
        return
    assert meant is not None, text
    records = data.draw(inventories(policy, COMPLETE))
    found = decisions(meant, records, as_of)
    naive = Naive(policy, {record.id: record for record in records}, {}, as_of)
    for record in records:
        try:
            said = naive.decide(record)
        except NotSaid:
            continue
        decision = found[record.id]
        assert decision.status.value == said.status, (text, record)
        if said.keep_until is not None or said.status == "permanent":
            assert (decision.keep_until, decision.rule) == (said.keep_until, said.rule), text


@tried(quick=120, nightly=3000)
@given(policy=policies(), data=st.data(), seed=st.integers(1, 10_000))
def test_the_order_in_which_things_are_written_never_matters(
    policy: spec.Policy, data: st.DataObject, seed: int
) -> None:
    straight, shuffled = compiled(Writer().policy(policy)), compiled(Writer(seed).policy(policy))
    assert (straight.policy is None) == (shuffled.policy is None)
    assume(straight.policy is not None and shuffled.policy is not None)
    assert straight.policy is not None
    assert shuffled.policy is not None
    records = data.draw(inventories(policy, WILD))
    day = DAYS[-1]
    ours, theirs = (decisions(p, records, day) for p in (straight.policy, shuffled.policy))
    for id_, decision in ours.items():
        other = theirs[id_]
        assert (decision.status, decision.keep_until, decision.rule, decision.missing) == (
            other.status,
            other.keep_until,
            other.rule,
            other.missing,
        )
