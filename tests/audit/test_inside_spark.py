"""Audits inside Spark: what files give, its tables give."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tenure.api.audits import audit_to
from tenure.dsl.diagnostics import PolicyError
from tenure.engine.audit.audit import AuditRequest
from tenure.engine.audit.results import AuditSummary
from tenure.engine.audit.spreadsheets import read_sheet
from tenure.engine.inside.host import Elsewhere
from tests.audit.letters import AS_OF, POLICY, policy_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore:::pyspark", "ignore::ResourceWarning")

LETTERS = """
SELECT * FROM VALUES
    ('L-1', TIMESTAMP '2019-01-31 12:00:00 UTC', CAST(NULL AS ARRAY<STRING>), 'Paper', 1.50),
    ('L-2', TIMESTAMP '2026-03-01 12:00:00 UTC', array(), 'e-mail', NULL),
    ('L-3', TIMESTAMP '2024-05-30 23:30:00 UTC', array('1'), NULL, NULL),
    ('L-4', NULL, array('lost'), NULL, NULL),
    ('L-5', TIMESTAMP '2019-01-31 12:00:00 UTC', array('1', '2'), NULL, NULL),
    ('L-7', TIMESTAMP '2019-01-31 12:00:00 UTC', NULL, NULL, NULL),
    ('L-7', TIMESTAMP '2019-01-31 12:00:00 UTC', NULL, NULL, NULL),
    (NULL, TIMESTAMP '2019-01-31 12:00:00 UTC', NULL, NULL, NULL),
    (concat('$', '{env:HOME}\\'"\\0x'), TIMESTAMP '2019-01-31 12:00:00 UTC', NULL, 'Fax', NULL),
    (concat('$', '{env:HOME}\\'"\\\\'), TIMESTAMP '2019-01-31 12:00:00 UTC', NULL, NULL, NULL)
AS t(`ID`, `select`, `Box ``n```, medium, size)
"""
MAPPING = """
time_zone = "Europe/London"

[[table]]
table = "casework_letters"
class = "letter"
id = "ID"
[table.fields]
received = "select"
box = "Box `n`"
medium = { column = "medium", values = { Paper = "paper", "e-mail" = "email" } }

[[table]]
path = "boxes.parquet"
class = "box"
id = "id"
[table.fields]
opened = { column = "opened", days = "%d/%m/%Y" }
"""


@pytest.fixture
def mapping(spark: SparkSession, tmp_path: Path) -> Iterator[Path]:
    """The mapping of a temporary view and a Parquet file of the session."""
    spark.sql(LETTERS).createOrReplaceTempView("casework_letters")
    boxes = spark.sql("SELECT * FROM VALUES (1, '05/05/2020') AS t(id, opened)")
    boxes.write.parquet(str(tmp_path / "boxes.parquet"))
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    yield path
    spark.catalog.dropTempView("casework_letters")


def inside(
    session: SparkSession, mapping: Path, to: Path, results: str | None = None, *, replace: bool
) -> AuditSummary:
    """An audit in the session."""
    where = Elsewhere(engine="spark", results=results, replace=replace, session=session)
    asked = AuditRequest(policy=policy_of(), data=mapping, as_of=AS_OF, elsewhere=where)
    return audit_to(to, asked, replace=replace)[0]


def test_each_row_is_decided_or_put_aside_and_the_results_are_a_table(
    spark: SparkSession, mapping: Path, tmp_path: Path
) -> None:
    tallies = inside(spark, mapping, tmp_path / "out", "decided", replace=False).tallies
    try:
        assert (tallies.decided, tallies.rejected) == (6, 5)
        found = {path.name: list(read_sheet(path)) for path in (tmp_path / "out").glob("*.csv")}
        listed = {row["record"]: row["kept through"] for row in found["disposal-list.csv"]}
        assert listed == {
            "1": "2022-05-05",
            "L-1": "2021-01-31",
            "L-3": "2026-05-31",  # 00:30 of the 31st by the clocks of London
            "${env:HOME}'\"\\": "2021-01-31",
        }
        codes = [row["code"] for row in found["rejects.csv"]]
        assert sorted(codes) == ["TN507", "TN508", "TN508", "TN510", "TN511"]
        assert [(r["record"], r["code"]) for r in found["notes.csv"]] == [("L-4", "TN514")]
        kept = spark.table("decided").collect()
        assert {(r["record"], str(r["as_of"])) for r in kept if r["status"] == "overdue"} >= {
            ("L-1", "2026-06-01")
        }
        with pytest.raises(PolicyError, match="`decided` is there already"):
            inside(spark, mapping, tmp_path / "second", "decided", replace=False)
        assert not (tmp_path / "second").exists()
        inside(spark, mapping, tmp_path / "out", "decided", replace=True)
        assert spark.table("decided").count() == 6
        lent = spark.sql("SHOW TABLES IN global_temp").collect()
        assert [row for row in lent if row["namespace"] == "global_temp"] == []
    finally:
        spark.sql("DROP TABLE decided")


CHANGES = {
    "TN502 cannot read the data: there is no table `casework_leters`": ("_letters", "_leters"),
    "TN502 cannot read the data: there is no table": ("boxes.parquet", "boxen.parquet"),
    "TN504 there is no column `Id`": ('"ID"', '"Id"'),
    "TN503 the column `select` holds moments": ("time_zone", "# time_zone"),
}


def test_what_cannot_be_done_is_said_in_one_sentence(
    spark: SparkSession, mapping: Path, tmp_path: Path
) -> None:
    for said, (old, new) in CHANGES.items():
        mapping.write_text(MAPPING.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PolicyError) as caught:
            inside(spark, mapping, tmp_path / "out", replace=False)
        (diagnostic,) = caught.value.diagnostics
        assert f"{diagnostic.code.number} {diagnostic.message}".startswith(said)
        assert not (tmp_path / "out").exists()


def test_from_the_command_line_it_begins_a_session_and_says_when_it_dies(
    require_tool: Callable[..., Path], spark: SparkSession, mapping: Path, tmp_path: Path
) -> None:
    """The session of the tests stands for another user's; Java is killed under the second."""
    require_tool("java")
    text = MAPPING.replace('table = "casework_letters"', 'path = "letters.parquet"')
    mapping.write_text(text, encoding="utf-8")
    spark.table("casework_letters").write.parquet(str(tmp_path / "letters.parquet"))
    (tmp_path / "letters.tenure").write_text(POLICY, encoding="utf-8")
    words = ["letters.tenure", "--data", "mapping.toml", "--engine", "spark", "--to", "out"]
    command = [sys.executable, "-m", "tenure", "audit", *words, "--as-of", "2026-06-01"]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, *command[2:]],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        timeout=300,
    )
    assert killed.returncode == 2, killed.stderr.decode()
    assert b"[TN520] database-unreachable: " in killed.stderr
    assert b"Traceback" not in killed.stderr, killed.stderr.decode()
    assert not (tmp_path / "out").exists()
    whole = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, timeout=300)
    assert whole.returncode == 1, whole.stderr.decode()
    assert b"put aside: 5 rows" in whole.stdout
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


KILLED = """
import os, signal, sys
from tenure.engine.databases import spark
make_view = spark.Spark.make_view
def kill(self, name, query):
    os.kill(self._session.sparkContext._gateway.proc.pid, signal.SIGKILL)
    make_view(self, name, query)
spark.Spark.make_view = kill
sys.argv[1:2] = []
from tenure.cli import main
main()
"""
"""An audit under which Java is killed when it makes its first view."""
