"""Decides the deadlines of a large inventory by queries, beside the reference evaluator.

`python benchmarks/promising.py [RECORDS]`. The records are made for `policies/polha` (working
days, hours, appointments, a procedure) and for a procedure with pauses and extensions; both ways
decide in one run, the reference evaluator a sample, whose deadlines are compared.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.audit import connected
from tenure.engine.audit.promises import promise_by_queries, promise_one_by_one
from tenure.engine.staging import Staged, relation_of

AS_OF = date(2026, 6, 1)
SAMPLE = 20_000
ROOT = Path(__file__).parents[1]

PAUSED = """\
policy "A procedure with pauses and extensions"

calendar office
  working week Monday to Friday
  hours 09:00 to 17:00
  holidays GB-SCT
  received when closed counts as the next working day

record complaint "Complaints"
  received       time required
  acknowledged   date
  asked          date
  told           date
  extended       yes/no
  answered       date
  appealed       date
  panel_answered date

procedure 1 "Complaints" for complaint
  using calendar office
  stage acknowledge within 3 working days of received marks acknowledged
  stage answer within 20 working days of received marks answered
    paused from asked to told
    extended to 40 working days of received when extended
  stage appeal by customer within 20 working days of answered marks appealed
  stage panel within 30 working days of appealed marks panel_answered
  overall within 6 months of received marks panel_answered
"""

DAY = "DATE '2024-01-01' + ((i * 7919) % 870)::INT"
"""A day of each record."""


def some_days_on(day: str, most: int, unknown: int, by: int) -> str:
    """A day up to so many days after another, unknown in a part of the records."""
    later = f"{day} + ((i * {by}) % {most})::INT"
    return f"CASE WHEN (i * {by}) % 97 < {unknown} THEN NULL ELSE {later} END"


def at(day: str) -> str:
    """A minute of a day."""
    return f"({day})::TIMESTAMP + to_minutes((i * 31) % 1440)"


RELATIONS = {
    "polha": {
        "customer_contact": (
            0.4,
            f"""
            ['phone', 'voicemail', 'email', 'letter', 'face_to_face', 'social_media']
              [1 + i % 6] AS channel,
            {DAY} AS received,
            i % 5 = 0 AS settled_at_once,
            {some_days_on(DAY, 4, 10, 13)} AS called_back,
            {some_days_on(DAY, 8, 10, 17)} AS responded,
            {some_days_on(DAY, 30, 60, 19)} AS answer_expected,
            {some_days_on(DAY, 40, 50, 23)} AS completed""",
        ),
        "repair": (
            0.3,
            f"""
            ['emergency', 'immediate', 'urgent', 'routine'][1 + i % 4] AS priority,
            {at(DAY)} AS reported,
            {at(some_days_on(DAY, 24, 8, 29))} AS repaired""",
        ),
        "appointment": (
            0.1,
            f"""
            ['office', 'home'][1 + i % 2] AS place,
            {at(DAY)} AS agreed,
            i % 11 = 0 AS called_off,
            i % 7 = 0 AS delayed,
            {at(some_days_on(DAY, 2, 50, 31))} AS informed,
            {at(some_days_on(DAY, 2, 20, 37))} AS visited""",
        ),
        "complaint": (
            0.2,
            f"""
            {DAY} AS received,
            {some_days_on(DAY, 6, 5, 41)} AS acknowledged,
            {some_days_on(DAY, 12, 9, 43)} AS stage_1_answered,
            {some_days_on(DAY, 40, 70, 47)} AS escalated,
            {some_days_on(DAY, 80, 75, 53)} AS stage_2_answered""",
        ),
    },
    "paused": {
        "complaint": (
            1.0,
            f"""
            {at(DAY)} AS received,
            {some_days_on(DAY, 6, 5, 41)} AS acknowledged,
            {some_days_on(DAY, 20, 70, 43)} AS asked,
            CASE WHEN (i * 43) % 97 < 74 THEN NULL ELSE {DAY} + 20 + (i % 20)::INT END AS told,
            CASE WHEN i % 9 = 0 THEN NULL ELSE i % 4 = 0 END AS extended,
            {some_days_on(DAY, 60, 9, 47)} AS answered,
            {some_days_on(DAY, 90, 60, 53)} AS appealed,
            {some_days_on(DAY, 140, 70, 59)} AS panel_answered""",
        ),
    },
}


def policy_of(name: str) -> Policy:
    """The policy of a set of records."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "paused.tenure")
        path.write_text(PAUSED, encoding="utf-8")
        policy = compile_policy(ROOT / "policies" / "polha" if name == "polha" else path).policy
    assert policy is not None
    return policy


def write_records(name: str, folder: Path, count: int) -> None:
    """Write the records of every class to Parquet files."""
    for record_class, (share, columns) in RELATIONS[name].items():
        duckdb.sql(
            f"COPY (SELECT '{record_class}-' || i AS id, {columns} FROM "
            f"range({int(count * share)}) t(i)) TO '{folder / record_class}.parquet'"
        )


def staged_in(
    connection: duckdb.DuckDBPyConnection, policy: Policy, name: str, folder: Path, every: int
) -> Sequence[Staged]:
    """The relations of the records, or of one of every so many of them."""
    found = []
    for record_class in RELATIONS[name]:
        relation = relation_of(policy, record_class)
        path = folder / f"{record_class}.parquet"
        connection.execute(
            f"CREATE TABLE {relation} AS SELECT * FROM '{path}' "
            f"WHERE CAST(split_part(id, '-', 2) AS BIGINT) % {every} = 0"
        )
        columns = [row[0] for row in connection.execute(f"DESCRIBE {relation}").fetchall()]
        one = Staged(record_class=record_class, relation=relation, columns=frozenset(columns))
        found.append(one)
    return found


def run(how: str, name: str, folder: Path, every: int) -> None:
    """Decide in this process, and print how long it took and how much it held."""
    policy = policy_of(name)
    with connected(folder) as connection:
        staged = staged_in(connection, policy, name, folder, every)
        cpu, wall = time.process_time(), time.perf_counter()
        decide = promise_by_queries if how == "queries" else promise_one_by_one
        decide(connection, policy, staged, AS_OF, {})
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        connection.execute(f"COPY deadlines TO '{folder / how}.parquet' (FORMAT parquet)")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{cpu} {wall} {most}")


def main() -> None:
    """Time each in a process of its own, and compare what they wrote."""
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], sys.argv[3], Path(sys.argv[4]), int(sys.argv[5]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for name in RELATIONS:
        with tempfile.TemporaryDirectory() as at_:
            folder = Path(at_)
            write_records(name, folder, count)
            speed = {}
            for how, every in (("queries", 1), ("one_by_one", max(1, count // SAMPLE))):
                command = [sys.executable, __file__, "--run", how, name, at_, str(every)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                cpu, wall, most = (float(part) for part in done.stdout.split())
                speed[how] = count / every / cpu
                print(
                    f"{name:8} {how:11} {count // every:9,} records {wall:7.2f} s"
                    f" ({cpu:.2f} s of the processor) {speed[how]:11,.0f} records/s {most:6.0f} MB"
                )
            print(f"{name:8} {speed['queries'] / speed['one_by_one']:.0f} times as fast")
            both = [f"SELECT * FROM '{folder / how}.parquet'" for how in ("queries", "one_by_one")]
            sampled = f"{both[0]} SEMI JOIN ({both[1]}) AS one USING (record, step)"
            ((wrong,),) = duckdb.sql(
                f"SELECT count(*) FROM (({sampled} EXCEPT {both[1]}) UNION ALL"
                f" ({both[1]} EXCEPT {both[0]}))"
            ).fetchall()
            print(f"{name:8} deadlines that differ: {wrong}")


if __name__ == "__main__":
    main()
