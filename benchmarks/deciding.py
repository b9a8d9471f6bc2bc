"""Decides ten million records from Parquet to Parquet, beside SQL written by hand.

`python benchmarks/deciding.py [RECORDS]`. Both write the same rows, which is checked.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from tenure.compiler.compile import compile_policy
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.deciding import decide_all
from tenure.engine.staging import Staged

AS_OF = date(2026, 6, 1)
YEARS = (1, 2, 3, 3, 5, 6, 6, 7, 10, 12)

SCHEDULE = """\
policy "Twenty rules"
  dispose within 30 days

record file "Case files"
  kind     one of {kinds}
  opened   date required
  closed   date
  child    yes/no required
  disputed yes/no required

authority practice "Good practice" kind good_practice
authority statute "Act" kind statute

{rules}

hold dispute "Open dispute" for file while disputed
"""

RULE = """\
rule 1.{n} "Kind {n}" for file when kind is k{n}
  keep {years} years after closed
  because practice
  except child when child
    keep CY+{longer} from opened
    because statute
  end
"""


def policy_text() -> str:
    """The policy, ten rules and an exception to each."""
    rules = "\n".join(
        RULE.format(n=n, years=years, longer=years + 20) for n, years in enumerate(YEARS)
    )
    kinds = ", ".join(f"k{n}" for n in range(len(YEARS)))
    return SCHEDULE.format(kinds=kinds, rules=rules)


RECORDS = """
COPY (
  SELECT
    'r' || i AS id,
    'k' || (i * 7919) % 10 AS kind,
    DATE '2005-01-01' + ((i * 104729) % 7000)::INT AS opened,
    CASE WHEN i % 9 = 0 THEN NULL
      ELSE DATE '2005-01-01' + ((i * 104729) % 7000 + i % 600)::INT END AS closed,
    i % 11 = 0 AS child,
    i % 97 = 0 AS disputed
  FROM range({count}) t(i)
) TO '{path}' (FORMAT parquet)
"""


def by_hand() -> str:
    """What somebody who knows the policy and SQL would write for it."""
    kinds = " ".join(f"WHEN 'k{n}' THEN {years}" for n, years in enumerate(YEARS))
    return f"""
WITH governed AS (
  SELECT *, CASE kind {kinds} END AS years, substr(kind, 2) AS n
  FROM records
), dated AS (
  SELECT *,
    CASE WHEN child THEN make_date(year(opened) + years + 20, 12, 31)
      ELSE CAST(closed + to_years(years) AS DATE) END AS keep_until,
    '1.' || n || CASE WHEN child THEN '/child' ELSE '' END AS rule
  FROM governed
)
SELECT
  id AS record,
  'file' AS record_class,
  CASE WHEN disputed THEN 'held'
    WHEN keep_until IS NULL THEN 'awaiting'
    WHEN keep_until >= DATE '{AS_OF}' THEN 'retain'
    WHEN keep_until + 31 < DATE '{AS_OF}' THEN 'overdue'
    ELSE 'due' END AS status,
  keep_until,
  keep_until + 1 AS due,
  'destroy' AS action,
  rule,
  1 AS phase,
  CAST(NULL AS DATE) AS not_before,
  CAST(NULL AS DATE) AS not_after,
  CAST([] AS VARCHAR[]) AS missing,
  CASE WHEN keep_until IS NULL THEN ['closed'] ELSE CAST([] AS VARCHAR[]) END AS awaiting,
  CASE WHEN disputed THEN ['dispute'] ELSE CAST([] AS VARCHAR[]) END AS held_by,
  CAST(NULL AS VARCHAR) AS follows
FROM dated
"""


def run(how: str, folder: Path) -> None:
    """Decide the records in this process, and print how long it took and how much it held."""
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW records AS SELECT * FROM '{folder / 'records.parquet'}'")
    policy = compile_policy(folder / "twenty.tenure").policy
    assert policy is not None
    start = time.perf_counter()
    if how == "hand":
        query = by_hand()
    elif how == "copy":
        query = "SELECT * FROM records"
    else:
        columns = frozenset(("id", "kind", "opened", "closed", "child", "disputed"))
        staged = Staged(record_class="file", relation="records", columns=columns)
        query = f"SELECT * FROM {decide_all(DuckDB(connection), policy, [staged], AS_OF)}"
    planned = time.perf_counter() - start
    connection.execute(f"COPY ({query}) TO '{folder / how}.parquet' (FORMAT parquet)")
    taken = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{taken} {planned} {most}")


def main() -> None:
    """Time each in processes of its own, in turn, and compare what they wrote."""
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "twenty.tenure").write_text(policy_text(), encoding="utf-8")
        duckdb.sql(RECORDS.format(count=count, path=folder / "records.parquet"))
        best: dict[str, tuple[float, ...]] = {}
        for _ in range(3):
            for how in ("copy", "hand", "tenure"):
                command = [sys.executable, __file__, "--run", how, name]
                out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                figures = tuple(float(part) for part in out.split())
                best[how] = min(best.get(how, figures), figures)
        for how, (taken, planned, most) in best.items():
            ratio = taken / best["hand"][0]
            print(
                f"{how:8} {taken:7.2f} s ({planned:.2f} s before the first row)"
                f" {count / taken / 1e6:6.2f} M records/s {most:6.0f} MB  {ratio:5.2f} x by hand"
            )
        both = [f"SELECT * FROM '{folder / how}.parquet'" for how in ("hand", "tenure")]
        ((differ,),) = duckdb.sql(
            f"SELECT count(*) FROM (({both[0]} EXCEPT {both[1]}) UNION ALL"
            f" ({both[1]} EXCEPT {both[0]}))"
        ).fetchall()
        print(f"rows that differ: {differ}")


if __name__ == "__main__":
    main()
