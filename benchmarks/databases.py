"""Decides records inside PostgreSQL and with Spark, beside SQL written by hand for each.

`python benchmarks/databases.py [RECORDS]`. PostgreSQL's programs have to be on the path, and
pyspark installed with a Java to run it; what is not there is named and left out. In
PostgreSQL both make a table of a table, in Spark both write Parquet of Parquet.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from twenty import AS_OF, FIELDS, by_hand, policy_text, write_records

from tenure.compiler.compile import compile_policy
from tenure.engine.databases.database import Database
from tenure.engine.databases.postgresql import PostgreSQL
from tenure.engine.databases.spark import Spark
from tenure.engine.deciding import decide_all
from tenure.engine.staging import Staged

sys.path.append(str(Path(__file__).resolve().parent.parent))

TIMES = 5
TICK = 0.01
"""Seconds of what Linux counts a process's time in."""


def view(database: Database, folder: Path) -> str:
    """Return tenure's view of the decisions on the relation `records`."""
    policy = compile_policy(folder / "twenty.tenure").policy
    assert policy is not None
    staged = Staged(record_class="file", relation="records", columns=frozenset(FIELDS))
    return decide_all(database, policy, [staged], AS_OF)


def processor(process: int) -> float:
    """Return the seconds of the processor that a process has had; 0 where that is not told."""
    path = Path(f"/proc/{process}/stat")
    if not path.exists():
        return 0.0
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def compare(name: str, count: int, works: Mapping[str, Callable[[], None]], process: int) -> None:
    """Time both in turn, in one session, and print the ratio of tenure to the other."""
    found: dict[str, list[tuple[float, float]]] = {how: [] for how in works}
    for work in works.values():
        work()  # once that does not count
    for _ in range(TIMES):
        for how, work in works.items():
            start, before = time.perf_counter(), processor(process)
            work()
            found[how].append((time.perf_counter() - start, processor(process) - before))
    pairs = list(zip(found["tenure"], found["hand"], strict=True))
    for how, runs in found.items():
        wall, busy = (median(run[i] for run in runs) for i in (0, 1))
        print(f"{name:11} {how:7} {count:>10,} records {wall:7.2f} s ({busy:.2f} s)")
    by_wall = median(one[0] / other[0] for one, other in pairs)
    by_processor = median(one[1] / (other[1] or 1) for one, other in pairs)
    print(f"{name:11} {by_wall:.2f} x ({by_processor:.2f} x) by hand", flush=True)


# --- PostgreSQL ---------------------------------------------------------------------------


def in_postgresql(folder: Path, count: int) -> None:
    """Compare inside a server of our own, without parallel workers: one process does it all."""
    from tests.postgresql import server

    with server(lambda tool: Path(str(shutil.which(tool)))) as connection:
        database = PostgreSQL(connection)
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute(
            "CREATE TABLE records (id TEXT, kind TEXT, opened DATE, closed DATE, "
            "child BOOLEAN, disputed BOOLEAN)"
        )
        rows = folder / "records.csv"
        duckdb.sql(f"COPY (FROM '{folder / 'records.parquet'}') TO '{rows}' (HEADER false)")
        entering = connection.cursor().copy("COPY records FROM STDIN (FORMAT csv)")
        with entering as copy, rows.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                copy.write(chunk)
        connection.execute("ANALYZE records")
        hand = by_hand("postgres")

        def decided(how: str) -> None:
            query = hand if how == "hand" else f"SELECT * FROM {view(database, folder)}"
            connection.execute(f"DROP TABLE IF EXISTS by_{how}".encode())
            connection.execute(f"CREATE TABLE by_{how} AS {query}".encode())

        works = {"hand": lambda: decided("hand"), "tenure": lambda: decided("tenure")}
        compare("PostgreSQL", count, works, connection.info.backend_pid)
        both = "(SELECT * FROM {} EXCEPT ALL SELECT * FROM {})"
        apart = " UNION ALL ".join(
            both.format(*pair) for pair in (("by_hand", "by_tenure"), ("by_tenure", "by_hand"))
        )
        differing = connection.execute(f"SELECT count(*) FROM ({apart}) AS d".encode()).fetchone()
        print(f"PostgreSQL  rows that differ: {differing}")


# --- Spark --------------------------------------------------------------------------------


def with_spark(folder: Path, count: int) -> None:
    """Compare in a session of our own on two cores; say what starting it costs."""
    from pyspark.sql import SparkSession

    start = time.perf_counter()
    builder: Any = SparkSession.builder
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "4g",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "ERROR",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.master("local[2]").appName("tenure").getOrCreate()
    started = time.perf_counter() - start
    try:
        _spark_compared(session, folder, count, started)
    finally:
        session.stop()


def _spark_compared(session: Any, folder: Path, count: int, started: float) -> None:
    def opened(path: Path) -> None:
        session.read.parquet(str(path)).createOrReplaceTempView("records")

    def decided(how: str) -> None:
        query = hand if how == "hand" else f"SELECT * FROM {view(Spark(session), folder)}"
        session.sql(query).write.mode("overwrite").parquet(str(folder / f"spark-{how}"))

    hand = by_hand("spark")
    write_records(folder / "few.parquet", 1_000)
    opened(folder / "few.parquet")
    start = time.perf_counter()
    decided("tenure")
    first = time.perf_counter() - start
    print(f"Spark       {started:.1f} s to start, {first:.1f} s for the first thousand records")
    opened(folder / "records.parquet")
    works = {"hand": lambda: decided("hand"), "tenure": lambda: decided("tenure")}
    java = int(session.sparkContext._gateway.jvm.java.lang.ProcessHandle.current().pid())
    compare("Spark", count, works, java)
    both = [f"SELECT * FROM '{folder}/spark-{how}/*.parquet'" for how in ("hand", "tenure")]
    ((differing,),) = duckdb.sql(
        f"SELECT count(*) FROM (({both[0]} EXCEPT ALL {both[1]}) UNION ALL"
        f" ({both[1]} EXCEPT ALL {both[0]}))"
    ).fetchall()
    print(f"Spark       rows that differ: {differing}")


def main() -> None:
    """Compare in both."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "twenty.tenure").write_text(policy_text(), encoding="utf-8")
        write_records(folder / "records.parquet", count)
        if all(shutil.which(tool) for tool in ("initdb", "pg_ctl")):
            in_postgresql(folder, count)
        else:
            print("PostgreSQL: left out, initdb and pg_ctl are not on the path")
        try:
            with_spark(folder, count)
        except ImportError:
            print("Spark: left out, pyspark is not installed")


if __name__ == "__main__":
    main()
