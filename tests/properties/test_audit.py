"""Nothing reaches a disposal list that must not, on generated policies and spoilt inventories."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.decisions import Status
from tenure.compiler.policy.fields import LinkType, YesNoType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tenure.engine.audit.reference import decide_one_by_one
from tenure.engine.audit.results import LISTED
from tenure.engine.deciding import decide_all
from tenure.engine.inside.host import Elsewhere
from tests.audit.letters import Audited, audited
from tests.postgresql import Connection
from tests.properties import spec
from tests.properties.compiled import decisions, meaning
from tests.properties.generated import policies
from tests.properties.inventories import PARTIAL, WILD, completion, inventories
from tests.properties.scale import tried
from tests.properties.written import Writer

DAYS = (date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


Line = dict[str, object]
Rows = Iterable[tuple[str, dict[str, object]]]
Audits = Callable[[Policy, Rows, date, random.Random], Audited]


def audit_of(policy: Policy, rows: Rows, as_of: date, rng: random.Random) -> Audited:
    """The audit of some rows, each with the class that it states, by either evaluator here."""
    with TemporaryDirectory() as folder:
        tables = _tables(policy, rows)
        for name, lines in tables.items():
            text = "".join(json.dumps(row) + "\n" for row in lines)
            Path(folder, f"{name}.jsonl").write_text(text, encoding="utf-8")
        _write_mapping(Path(folder), policy, {name: f'path = "{name}.jsonl"' for name in tables})
        decide = rng.choice((decide_all, decide_one_by_one))
        return audited(Path(folder), policy=policy, as_of=as_of, decide=decide)


def audit_inside(
    server: str, policy: Policy, rows: Rows, as_of: date, rng: random.Random
) -> Audited:
    """The audit of some rows that lie in tables of a PostgreSQL database, inside it."""
    tables = _tables(policy, rows)
    with TemporaryDirectory() as folder, psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA audited")
        try:
            for name, lines in tables.items():
                _fill(connection, f'audited."{name}"', policy, name, lines)
            sources = {name: f'table = "audited.{name}"' for name in tables}
            _write_mapping(Path(folder), policy, sources, f'database = "{server}"')
            where = Elsewhere(engine="postgresql")
            return audited(Path(folder), policy=policy, as_of=as_of, decide=where)
        finally:
            connection.execute("DROP SCHEMA audited CASCADE")


def _fill(
    connection: psycopg.Connection, table: str, policy: Policy, name: str, lines: list[Line]
) -> None:
    """Make a table with a column of the usual type for each key, days of texts apart."""
    fields = policy.classes[name].fields
    types = {
        key: "text[]"
        if key in fields and isinstance(fields[key].type, LinkType)
        else "boolean"
        if key in fields and isinstance(fields[key].type, YesNoType)
        else "text"
        for key in lines[0]
    }
    listed = ", ".join(f'"{key}" {type_}' for key, type_ in types.items())
    connection.execute(f"CREATE TABLE {table} ({listed})".encode())
    marks = ", ".join("%s" for _ in types)
    for line in lines:
        values = [
            [line[key]] if type_ == "text[]" and isinstance(line[key], str) else line[key]
            for key, type_ in types.items()
        ]
        values = [list(v) if isinstance(v, tuple) else v for v in values]
        connection.execute(f"INSERT INTO {table} VALUES ({marks})".encode(), values)


def _tables(policy: Policy, rows: Rows) -> dict[str, list[Line]]:
    """The rows by class, each with all keys of the class."""
    found: dict[str, list[Line]] = {}
    for name, row in rows:
        keys = sorted({"id", "disposed_as", "extended_until", *policy.classes[name].fields})
        found.setdefault(name, []).append({**dict.fromkeys(keys), **row})
    return found


def _write_mapping(
    folder: Path, policy: Policy, sources: Mapping[str, str], heading: str = ""
) -> None:
    lines = [heading]
    for name, source in sources.items():
        fields = policy.classes[name].fields
        lines += ["[[table]]", source, f'class = "{name}"', 'id = "id"']
        lines += ['disposed_as = "disposed_as"', 'extended_until = "extended_until"']
        lines += ["[table.fields]", *(f'{field} = "{field}"' for field in fields)]
    (folder / "mapping.toml").write_text("\n".join(lines), encoding="utf-8")


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
    _only_sound(policy, data, as_of, seed, audit_of)


@tried(quick=5, nightly=300)
@given(
    policy=policies(),
    data=st.data(),
    as_of=st.sampled_from(DAYS),
    seed=st.integers(0, 10_000),
)
def test_nor_do_they_from_inside_a_database(
    postgresql: Connection, policy: spec.Policy, data: st.DataObject, as_of: date, seed: int
) -> None:
    _only_sound(policy, data, as_of, seed, partial(audit_inside, _server(postgresql)))


def _server(connection: Connection) -> str:
    return f"host={connection.info.host} user=tenure dbname=postgres"


def _only_sound(
    policy: spec.Policy, data: st.DataObject, as_of: date, seed: int, audits: Audits
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
    audit = audits(meant, rows, as_of, rng)
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
    _stays_listed(policy, data, as_of, seed, audit_of)


@tried(quick=5, nightly=300)
@given(
    policy=policies(),
    data=st.data(),
    as_of=st.sampled_from(DAYS),
    seed=st.integers(0, 10_000),
)
def test_it_stays_so_inside_a_database(
    postgresql: Connection, policy: spec.Policy, data: st.DataObject, as_of: date, seed: int
) -> None:
    _stays_listed(policy, data, as_of, seed, partial(audit_inside, _server(postgresql)))


def _stays_listed(
    policy: spec.Policy, data: st.DataObject, as_of: date, seed: int, audits: Audits
) -> None:
    """Those fields apart of which the policy asks whether they are known (S6)."""
    text = Writer().policy(policy)
    meant = meaning(text)
    records = data.draw(inventories(policy, PARTIAL))
    rng = random.Random(seed)
    listed = {one.record for one in audits(meant, map(row_of, records), as_of, rng).listed}
    ids = {record.id: record.record_class for record in records}
    for record in records:
        full = completion(record, policy, ids, rng)
        if record.id not in listed or full == record:
            continue
        others = [full if other.id == record.id else other for other in records]
        again = audits(meant, map(row_of, others), as_of, rng)
        assert record.id in {one.record for one in again.listed}, text


def test_the_statuses_that_may_be_listed_are_two() -> None:
    assert set(LISTED) == {Status.DUE, Status.OVERDUE}
