"""S6: missing data is never a reason to destroy, and what is said for certain is certain."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.decisions import Decision, Status
from tests.properties import spec
from tests.properties.compiled import decisions, meaning
from tests.properties.generated import policies
from tests.properties.inventories import PARTIAL, WILD, completion, inventories
from tests.properties.scale import tried
from tests.properties.written import Writer

DUE = (Status.DUE, Status.OVERDUE)
DATED = (Status.RETAIN, *DUE)
DAYS = (date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))


@tried(quick=250, nightly=5000)
@given(
    policy=policies(),
    data=st.data(),
    as_of=st.sampled_from(DAYS),
    seed=st.integers(0, 10_000),
)
def test_whatever_is_filled_in_a_due_record_stays_due_and_bounds_hold(
    policy: spec.Policy, data: st.DataObject, as_of: date, seed: int
) -> None:
    text = Writer().policy(policy)
    meant = meaning(text)
    records = data.draw(inventories(policy, PARTIAL))
    ids = {record.id: record.record_class for record in records}
    rng = random.Random(seed)
    found = decisions(meant, records, as_of)
    for record in records:
        if found[record.id].status in (Status.CONFLICT, Status.HELD, Status.UNCOVERED):
            continue
        for one_only in (False, False, True):
            full = completion(record, policy, ids, rng)
            if full == record:
                break
            if one_only:
                name = rng.choice([n for n in full.fields if n not in record.fields])
                full = replace(record, fields={**record.fields, name: full.fields[name]})
            others = [full if other.id == record.id else other for other in records]
            _holds(found[record.id], decisions(meant, others, as_of)[record.id], text)


def _holds(before: Decision, after: Decision, text: str) -> None:
    """What was said of a record before its unknowns were filled in is true after."""
    if before.status in DUE:
        assert after.status in DUE, text
    if after.status in DATED and after.keep_until is not None:
        assert before.not_before is None or before.not_before <= after.keep_until, text
        assert before.not_after is None or after.keep_until <= before.not_after, text
    if before.status is Status.RETAIN and after.status in DATED:
        assert after.keep_until == before.keep_until, text


@tried(quick=200, nightly=4000)
@given(policy=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_no_record_with_something_unknown_that_matters_is_ever_due(
    policy: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    meant = meaning(Writer().policy(policy))
    for decision in decisions(meant, data.draw(inventories(policy, WILD)), as_of).values():
        if decision.status in DUE:
            assert decision.held_by == ()
            assert decision.missing == ()
            assert decision.keep_until is not None
            assert decision.keep_until < as_of
            assert decision.action is not None
