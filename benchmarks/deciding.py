"""Decides records from Parquet to Parquet, beside SQL written by hand.

`python benchmarks/deciding.py [RECORDS…]`, 1, 3 and 10 million without any. Both write the
same rows, which is checked. Ratios are to the SQL written by hand: of the clock, and of the
processor in brackets.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb
from measured import in_turn, line, python, report
from twenty import AS_OF, FIELDS, by_hand, policy_text, write_records

from tenure.compiler.compile import compile_policy
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.deciding import decide_all
from tenure.engine.staging import Staged

TIMES = 5
HOW = ("copy", "hand", "tenure")


def decide(how: str, folder: Path, limit: str | None) -> None:
    """Read the records, decide them, and write the decisions; compiling the policy counts."""
    connection = duckdb.connect(config={"temp_directory": str(folder / "spill")})
    if limit is not None:
        connection.execute(f"SET memory_limit = '{limit}'")
    _open(connection, folder)
    match how:
        case "hand":
            query = by_hand()
        case "copy":
            query = "SELECT * FROM records"
        case _:
            query = f"SELECT * FROM {staged_decisions(connection, folder)}"
    connection.execute(f"COPY ({query}) TO '{folder / how}.parquet' (FORMAT parquet)")


def staged_decisions(connection: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Return the view of tenure's decisions on the records in a folder, by the policy there."""
    _open(connection, folder)
    policy = compile_policy(folder / "twenty.tenure").policy
    assert policy is not None
    staged = Staged(record_class="file", relation="records", columns=frozenset(FIELDS))
    return decide_all(DuckDB(connection), policy, [staged], AS_OF)


def _open(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = folder / "records.parquet"
    connection.execute(f"CREATE OR REPLACE VIEW records AS SELECT * FROM '{path}'")


def differing(folder: Path) -> int:
    """Count the rows that one of the two has written and the other has not."""
    both = [f"SELECT * FROM '{folder / how}.parquet'" for how in ("hand", "tenure")]
    ((count,),) = duckdb.sql(
        f"SELECT count(*) FROM (({both[0]} EXCEPT ALL {both[1]}) UNION ALL"
        f" ({both[1]} EXCEPT ALL {both[0]}))"
    ).fetchall()
    return int(count)


def compare(count: int) -> None:
    """Time each on so many records, in turn, and compare what they wrote."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "twenty.tenure").write_text(policy_text(), encoding="utf-8")
        write_records(folder / "records.parquet", count)
        found = in_turn({how: python(__file__, "--run", how, name) for how in HOW}, TIMES)
        for how, runs in found.items():
            print(line(how, count, runs, found["hand"]))
        print(f"rows that differ: {differing(folder)}", flush=True)


def main() -> None:
    """Compare on each number of records; `--run HOW FOLDER [LIMIT]` is one run."""
    if sys.argv[1:2] == ["--run"]:
        how, folder, *limit = sys.argv[2:]
        report(lambda: decide(how, Path(folder), limit[0] if limit else None))
        return
    for count in [int(text) for text in sys.argv[1:]] or [1_000_000, 3_000_000, 10_000_000]:
        compare(count)


if __name__ == "__main__":
    main()
