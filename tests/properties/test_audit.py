"""Nothing reaches a disposal list that must not, on generated policies and spoilt inventories."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.decisions import Status
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tenure.engine.audit.by_size import decide_by_size
from tenure.engine.audit.places import Decide
from tenure.engine.audit.reference import decide_one_by_one
from tenure.engine.audit.results import LISTED
from tenure.engine.deciding import decide_all
from tests.audit.letters import Audited, audited
from tests.properties import spec
from tests.properties.compiled import decisions, meaning
from tests.properties.generated import policies
from tests.properties.inventories import PARTIAL, WILD, completion, inventories
from tests.properties.scale import tried
from tests.properties.written import Writer

DAYS = (date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def audit_of(
    policy: Policy,
    rows: Iterable[tuple[str, dict[str, object]]],
    as_of: date,
    decide: Decide = decide_by_size,
) -> Audited:
    """The audit of some rows, each with the class that it states."""
    by_class: dict[str, list[dict[str, object]]] = {}
    for record_class, row in rows:
        by_class.setdefault(record_class, []).append(row)
    with TemporaryDirectory() as folder:
        lines: list[str] = []
        for name, of_class in by_class.items():
            fields = policy.classes[name].fields
            keys = {"id", "disposed_as", "extended_until", *fields}
            blank = dict.fromkeys(sorted(keys))
            text = "".join(json.dumps({**blank, **row}) + "\n" for row in of_class)
            Path(folder, f"{name}.jsonl").write_text(text, encoding="utf-8")
            lines += ["[[table]]", f'path = "{name}.jsonl"', f'class = "{name}"', 'id = "id"']
            lines += ['disposed_as = "disposed_as"', 'extended_until = "extended_until"']
            lines += ["[table.fields]", *(f'{field} = "{field}"' for field in fields)]
        Path(folder, "mapping.toml").write_text("\n".join(lines), encoding="utf-8")
        return audited(Path(folder), policy=policy, as_of=as_of, decide=decide)


def row_of(record: Record) -> tuple[str, dict[str, object]]:
    """A record as a program would export it."""
    values = {
        **record.fields,
        "id": record.id,
        "disposed_as": record.disposed_as,
        "extended_until": record.extended_until,
    }
    return record.record_class, {name: _exported(value) for name, value in values.items()}


def _exported(value: object) -> object:
    match value:
        case bool() | None:
            return value
        case Decimal() | datetime() | date():
            return value.isoformat() if isinstance(value, date) else str(value)
        case _:
            return value


def within(record: Record) -> bool:
    """Whether every day of a record is one that an inventory may have."""
    values = (*record.fields.values(), record.extended_until)
    days = [v.date() if isinstance(v, datetime) else v for v in values if isinstance(v, date)]
    return all(FIRST <= day <= LAST for day in days)


@tried(quick=12, nightly=1000)
@given(
    policy=policies(),
    data=st.data(),
    as_of=st.sampled_from(DAYS),
    seed=st.integers(0, 10_000),
)
def test_only_sound_records_that_are_due_reach_the_list(
    policy: spec.Policy, data: st.DataObject, as_of: date, seed: int
) -> None:
    """Some rows are spoilt: their ids stand twice, or they lack one, or a day is none."""
    text = Writer().policy(policy)
    meant = meaning(text)
    records = data.draw(inventories(policy, WILD))
    rng = random.Random(seed)
    rows = [row_of(record) for record in records]
    spoilt = {record.id for record in records if not within(record)}
    for record in records:
        if rng.random() < 0.3:
            record_class, row = row_of(record)
            worse = dict(row)
            match rng.randrange(3):
                case 0:
                    pass
                case 1:
                    worse["id"] = None
                case _:
                    worse["extended_until"] = "31/02/2026"
            if worse["id"] is not None:
                spoilt.add(record.id)
            rows.append((record_class, worse))
    audit = audit_of(meant, rows, as_of, rng.choice((decide_all, decide_one_by_one)))
    sound = [record for record in records if record.id not in spoilt]
    expected = decisions(meant, sound, as_of)
    assert set(audit.decisions) == set(expected), text
    due = {id_ for id_, one in expected.items() if one.status in LISTED}
    assert {one.record for one in audit.listed} == due, text
    assert {one.record for one in audit.rejects if one.record} == spoilt, text
    assert all(expected[id_].held_by == () for id_ in due)
    for id_, one in expected.items():
        assert audit.decisions[id_]["status"] == one.status, text
        assert audit.decisions[id_]["keep_until"] == one.keep_until, text
        assert audit.decisions[id_]["rule"] == one.rule, text


@tried(quick=12, nightly=1000)
@given(
    policy=policies(),
    data=st.data(),
    as_of=st.sampled_from(DAYS),
    seed=st.integers(0, 10_000),
)
def test_whatever_is_filled_in_a_listed_record_stays_listed(
    policy: spec.Policy, data: st.DataObject, as_of: date, seed: int
) -> None:
    """Those fields apart of which the policy asks whether they are known (S6)."""
    text = Writer().policy(policy)
    meant = meaning(text)
    records = data.draw(inventories(policy, PARTIAL))
    listed = {one.record for one in audit_of(meant, map(row_of, records), as_of).listed}
    ids = {record.id: record.record_class for record in records}
    rng = random.Random(seed)
    for record in records:
        full = completion(record, policy, ids, rng)
        if record.id not in listed or full == record:
            continue
        others = [full if other.id == record.id else other for other in records]
        again = audit_of(meant, map(row_of, others), as_of)
        assert record.id in {one.record for one in again.listed}, text


def test_the_statuses_that_may_be_listed_are_two() -> None:
    assert set(LISTED) == {Status.DUE, Status.OVERDUE}
