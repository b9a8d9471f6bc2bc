"""Audits inside PostgreSQL: what files give, they give; what goes wrong is one sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from tenure.api.audits import audit_to
from tenure.cli.program import program
from tenure.dsl.diagnostics import PolicyError
from tenure.engine.audit.audit import AuditRequest
from tenure.engine.audit.results import AuditSummary
from tenure.engine.audit.spreadsheets import read_sheet
from tenure.engine.inside.host import Elsewhere
from tests.audit.letters import AS_OF, POLICY, policy_of
from tests.postgresql import Connection

Run = Callable[..., Result]
Sheet = list[dict[str, str]]

LETTERS = """
CREATE SCHEMA "Case.Work";
CREATE TYPE how AS ENUM ('Paper', 'e-mail');
CREATE TABLE "Case.Work"."Letters, ""all"" 2026" (
    "ID" text, "select" timestamptz, "Box %s" text, medium how, "huge" text
);
CREATE TABLE boxes (id integer, opened text);
INSERT INTO boxes VALUES (1, '05/05/2020');
INSERT INTO "Case.Work"."Letters, ""all"" 2026" VALUES
    ('L-1', '2019-01-31 12:00+00', NULL, 'Paper', repeat('x', 3000000)),
    ('L-2', '2026-03-01 12:00+00', NULL, 'e-mail', NULL),
    ('L-3', '2024-05-30 23:30+00', '1', NULL, NULL),
    ('L-4', '2024-05-31 23:30+00', '', NULL, NULL),
    ('L-5', NULL, 'lost', NULL, NULL),
    ('L-6', 'infinity', NULL, NULL, NULL),
    ('L-7', '2019-01-31 12:00+00', NULL, NULL, NULL),
    ('L-7', '2019-01-31 12:00+00', NULL, NULL, NULL),
    (NULL, '2019-01-31 12:00+00', NULL, NULL, NULL),
    (E'=cmd|''/c''!A1 \u202e<script>', '2019-01-31 12:00+00', NULL, NULL, NULL);
CREATE VIEW open_letters AS SELECT * FROM "Case.Work"."Letters, ""all"" 2026";
"""
MAPPING = """
database = "{}"
time_zone = "Europe/London"

[[table]]
table = '"Case.Work"."Letters, ""all"" 2026"'
class = "letter"
id = "ID"
[table.fields]
received = "select"
box = "Box %s"
medium = {{ column = "medium", values = {{ Paper = "paper", "e-mail" = "email" }} }}

[[table]]
table = "boxes"
class = "box"
id = "id"
prefix = ""
[table.fields]
opened = {{ column = "opened", days = "%d/%m/%Y" }}
"""


@pytest.fixture
def database(postgresql: Connection) -> Iterator[str]:
    """The connection to a database of its own."""
    server = f"host={postgresql.info.host} user=tenure"
    with psycopg.connect(f"{server} dbname=postgres", autocommit=True) as control:
        control.execute("DROP DATABASE IF EXISTS letters WITH (FORCE)")
        control.execute("CREATE DATABASE letters")
        found = f"{server} dbname=letters"
        with psycopg.connect(found, autocommit=True) as filled:
            filled.execute(LETTERS)
        yield found
        control.execute("DROP DATABASE letters WITH (FORCE)")


@pytest.fixture
def mapping(database: str, tmp_path: Path) -> Path:
    """The mapping of that database."""
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING.format(database), encoding="utf-8")
    return path


def inside(
    mapping: Path, to: Path, results: str | None = None, *, replace: bool = False
) -> AuditSummary:
    """An audit inside the database."""
    where = Elsewhere(engine="postgresql", results=results, replace=replace)
    asked = AuditRequest(policy=policy_of(), data=mapping, as_of=AS_OF, elsewhere=where)
    return audit_to(to, asked, replace=replace)[0]


def sheets(folder: Path) -> dict[str, Sheet]:
    """The sheets of an audit."""
    return {path.name: list(read_sheet(path)) for path in sorted(folder.glob("*.csv"))}


def rows(database: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(query.encode()).fetchall()


# --- what it gives ----------------------------------------------------------------------------


def test_it_decides_what_it_would_here(mapping: Path, tmp_path: Path) -> None:
    there = inside(mapping, tmp_path / "there")
    asked = AuditRequest(policy=policy_of(), data=mapping, as_of=AS_OF)
    here = audit_to(tmp_path / "here", asked)[0]
    assert there.tallies.statuses == here.tallies.statuses
    assert (
        sheets(tmp_path / "there")["disposal-list.csv"]
        == (sheets(tmp_path / "here")["disposal-list.csv"])
    )
    assert sheets(tmp_path / "there")["notes.csv"] == sheets(tmp_path / "here")["notes.csv"]
    assert [(f.label, f.rows, f.sha256) for f in there.files] == [
        (f.label, f.rows, f.sha256) for f in here.files
    ]


REPAIRS = """
policy "Repairs"
calendar office
  working week Monday to Friday
  hours 09:00 to 17:00
  holidays GB-ENG
record repair
  reported time required
  visited  time
  asked    date
  told     date
standard 1 "Repairs" for repair
  using calendar office
  visit within 4 working hours of reported
  paused from asked to told
  target 90%
"""
REPAIRS_MAPPING = """
database = "{}"
time_zone = "Europe/London"
[[table]]
table = "repairs"
class = "repair"
id = "id"
[table.fields]
reported = "reported"
visited = "visited"
asked = "asked"
told = "told"
"""
REPAIRS_THERE = """
CREATE TABLE repairs (id text, reported timestamp, visited timestamp, asked date, told date);
INSERT INTO repairs VALUES
    ('R-1', '2026-05-01 16:00', '2026-05-05 11:59:30', NULL, NULL),
    ('R-2', '2026-05-01 16:00', '2026-05-05 12:00:01', NULL, NULL),
    ('R-3', '2026-05-29 16:00', NULL, '2026-05-30', NULL),
    ('R-4', '2026-05-29 16:00', NULL, NULL, '2026-05-30'),
    ('R-5', '2026-05-21 09:30', NULL, '2026-05-22', '2026-05-27');
"""


def test_it_decides_deadlines_as_it_would_here(database: str, tmp_path: Path) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(REPAIRS_THERE.encode())
    path = tmp_path / "mapping.toml"
    path.write_text(REPAIRS_MAPPING.format(database), encoding="utf-8")
    for name, where in (("there", Elsewhere(engine="postgresql")), ("here", None)):
        asked = AuditRequest(policy=policy_of(REPAIRS), data=path, as_of=AS_OF, elsewhere=where)
        audit_to(tmp_path / name, asked)
    there, here = tmp_path / "there", tmp_path / "here"
    for name in ("deadlines.parquet", "deadline-list.csv"):
        assert (there / name).read_bytes() == (here / name).read_bytes()
    statuses = {row["record"]: row["status"] for row in sheets(here)["deadline-list.csv"]}
    assert statuses == {"R-3": "open", "R-4": "undetermined", "R-5": "breached"}


def test_each_row_is_decided_or_put_aside(mapping: Path, tmp_path: Path) -> None:
    tallies = inside(mapping, tmp_path / "out").tallies
    assert (tallies.decided, tallies.rejected) == (7, 4)
    found = sheets(tmp_path / "out")
    listed = {row["record"]: row["kept through"] for row in found["disposal-list.csv"]}
    assert listed == {
        "1": "2022-05-05",
        "L-1": "2021-01-31",
        "L-3": "2026-05-31",  # 00:30 of the 31st by the clocks of London
        "=cmd|'/c'!A1 \u202e<script>": "2021-01-31",
    }
    assert [(r["record"], r["code"]) for r in found["rejects.csv"]] == [
        ("L-6", "TN512"),
        ("L-7", "TN508"),
        ("L-7", "TN508"),
        ("", "TN507"),
    ]
    assert [(r["record"], r["code"]) for r in found["notes.csv"]] == [("L-5", "TN514")]
    assert {row["row"] for sheet in found.values() for row in sheet} == {""}


def test_the_same_tables_give_the_same_bytes(database: str, mapping: Path, tmp_path: Path) -> None:
    inside(mapping, tmp_path / "one")
    with psycopg.connect(database) as connection:  # the rows lie in another order now
        table = '"Case.Work"."Letters, ""all"" 2026"'
        connection.execute(f"CREATE TABLE other AS SELECT * FROM {table} ORDER BY 1 DESC".encode())
        connection.execute(f"TRUNCATE {table}".encode())
        connection.execute(f"INSERT INTO {table} SELECT * FROM other".encode())
    inside(mapping, tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_view_is_a_table(mapping: Path, tmp_path: Path) -> None:
    text = mapping.read_text(encoding="utf-8")
    view = text.replace('\'"Case.Work"."Letters, ""all"" 2026"\'', '"open_letters"')
    mapping.write_text(view, encoding="utf-8")
    assert inside(mapping, tmp_path / "out").tallies.decided == 7


def test_the_results_are_a_table(database: str, mapping: Path, tmp_path: Path) -> None:
    inside(mapping, tmp_path / "out", "decided")
    found = rows(database, "SELECT record, status, keep_until, as_of FROM decided ORDER BY 1")
    assert ("L-1", "overdue", date(2021, 1, 31), AS_OF) in found
    assert len(found) == 7


def test_results_are_replaced_only_when_asked(database: str, mapping: Path, tmp_path: Path) -> None:
    inside(mapping, tmp_path / "out", "decided")
    with psycopg.connect(database) as connection:
        connection.execute("CREATE VIEW due AS SELECT * FROM decided WHERE status = 'due'")
        connection.execute("DELETE FROM boxes")
    with pytest.raises(PolicyError, match="`decided` is there already"):
        inside(mapping, tmp_path / "second", "decided")
    assert not (tmp_path / "second").exists()
    assert rows(database, "SELECT count(*) FROM decided") == [(7,)]
    inside(mapping, tmp_path / "out", "decided", replace=True)
    assert rows(database, "SELECT count(*) FROM decided") == [(6,)]
    assert rows(database, "SELECT count(*) FROM due") is not None


@pytest.mark.parametrize("table", ["boxes", "open_letters"])
def test_what_no_audit_made_is_never_replaced(
    table: str, database: str, mapping: Path, tmp_path: Path
) -> None:
    with pytest.raises(PolicyError, match="was not made by an audit"):
        inside(mapping, tmp_path / "out", table, replace=True)
    assert rows(database, "SELECT count(*) FROM boxes") == [(1,)]


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.fixture
def audit(mapping: Path, tmp_path: Path) -> Run:
    """Audits inside the database from the command line."""
    policy = tmp_path / "letters.tenure"
    policy.write_text(POLICY, encoding="utf-8")

    def invoke(*options: str | Path, env: Mapping[str, str] | None = None) -> Result:
        where = ("--data", mapping, "--engine", "postgresql", "--to", tmp_path / "out")
        words = ["audit", policy, *where, "--as-of", "2026-06-01", *options]
        return CliRunner().invoke(program, list(map(str, words)), env=env)

    return invoke


def refused(result: Result, said: str, folder: Path) -> None:
    """Assert that there is one clear message, and nothing else."""
    assert result.exit_code == 2, result.output
    code, _, message = said.partition(" ")
    assert f"[{code}] " in result.output
    assert message in result.output
    assert "Traceback" not in result.output
    assert not (folder / "out").exists()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


CHANGES = {
    "TN520 cannot connect to the database": ("dbname=letters", "dbname=nowhere"),
    "TN502 cannot read the data: there is no table `boxen`": ('table = "boxes"', 'table = "boxen"'),
    "TN502 did you mean `boxes`": ('table = "boxes"', 'table = "boxen"'),
    "TN504 there is no column `Id`": ('id = "ID"', 'id = "Id"'),
    "TN503 the column `select` holds moments": ("time_zone", "# time_zone"),
    "TN503 a password stands in `database`": ("dbname=letters", "password=hunter2 dbname=letters"),
    "TN503 `database` cannot be understood": ("dbname=letters", "dbname=letters colour=red"),
    "TN503 the mapping does not say which database": ("database =", "# database ="),
    "TN503 `%j` in `%Y %j %d %m` cannot be read inside": ("%d/%m/%Y", "%Y %j %d %m"),
    "TN503 `boxes.csv` is a file, and the engine `postgresql` decides": (
        'table = "boxes"',
        'path = "boxes.csv"',
    ),
    "TN503 `a..b` is not the name of a table": ('table = "boxes"', 'table = "a..b"'),
    "TN520 the environment variable `NO_SUCH_NAME`": ("postgresql-host", ""),
}


@pytest.mark.parametrize("said", CHANGES)
def test_what_cannot_be_done_is_said_in_one_sentence(
    said: str, audit: Run, mapping: Path, database: str, tmp_path: Path
) -> None:
    old, new = CHANGES[said]
    text = mapping.read_text(encoding="utf-8")
    if old == "postgresql-host":
        old, new = database, "$NO_SUCH_NAME"
    assert old in text
    mapping.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = audit()
    refused(result, said, tmp_path)
    assert "hunter2" not in result.output


def test_a_server_that_is_not_there_is_said_and_no_secret_of_it(
    audit: Run, mapping: Path, database: str, tmp_path: Path
) -> None:
    text = mapping.read_text(encoding="utf-8").replace(database, "$RECORDS")
    mapping.write_text(text, encoding="utf-8")
    result = audit(env={"RECORDS": "postgresql://me:hunter2@127.0.0.1:1/x"})
    refused(result, "TN520 cannot connect to the database: ", tmp_path)
    assert "hunter2" not in result.output


@pytest.fixture
def reader(database: str) -> Iterator[str]:
    """A user who may read the tables, and nothing else; the connection of that user."""
    name = "reader"
    with psycopg.connect(database, autocommit=True) as control:
        control.execute(f"CREATE ROLE {name} LOGIN".encode())
        control.execute('GRANT USAGE ON SCHEMA "Case.Work" TO reader')
        control.execute("GRANT SELECT ON boxes TO reader")
        control.execute('GRANT SELECT ON "Case.Work"."Letters, ""all"" 2026" TO reader')
        yield database.replace("user=tenure", f"user={name}")
        control.execute(f"DROP OWNED BY {name}".encode())
        control.execute(f"DROP ROLE {name}".encode())


HINDRANCES = {
    "permission denied for table boxes": "REVOKE SELECT ON boxes FROM reader",
    "permission denied for schema Case.Work": 'REVOKE USAGE ON SCHEMA "Case.Work" FROM reader',
    "permission denied to create temporary": "REVOKE TEMPORARY ON DATABASE letters FROM PUBLIC",
    "would be affected by row-level security": "ALTER TABLE boxes ENABLE ROW LEVEL SECURITY",
    "cannot execute": "ALTER ROLE reader SET default_transaction_read_only = on",
    "statement timeout": "ALTER ROLE reader SET statement_timeout = '1ms'",
    "permission denied for schema public": "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
}


@pytest.mark.parametrize("said", HINDRANCES)
def test_what_the_database_refuses_is_said_in_its_words(
    said: str, audit: Run, mapping: Path, database: str, reader: str, tmp_path: Path
) -> None:
    """Row security hides rows from a reader: a list without them would be short."""
    text = mapping.read_text(encoding="utf-8").replace(database, reader)
    mapping.write_text(text, encoding="utf-8")
    with psycopg.connect(database, autocommit=True) as control:
        control.execute(HINDRANCES[said].encode())
    result = audit("--results", "decided")
    refused(result, f"TN521 {said}", tmp_path)
    assert "the database refuses: " in result.output


def test_a_reader_who_may_write_nothing_can_audit(
    audit: Run, mapping: Path, database: str, reader: str
) -> None:
    text = mapping.read_text(encoding="utf-8").replace(database, reader)
    mapping.write_text(text, encoding="utf-8")
    assert audit().exit_code == 1


# --- really cut off ----------------------------------------------------------------------------


def _many(database: str) -> None:
    """So many letters that there is time to cut the connection."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            'INSERT INTO "Case.Work"."Letters, ""all"" 2026" ("ID", "select") '
            "SELECT 'M-' || i, timestamptz '2020-01-01 12:00+00' + i % 2500 * interval '1 day' "
            "FROM generate_series(1, 20000) AS t(i)"
        )


@pytest.mark.parametrize("moment", range(3))
def test_a_lost_connection_leaves_nothing_and_a_second_run_succeeds(
    moment: int, audit: Run, database: str, tmp_path: Path
) -> None:
    _many(database)
    ended = threading.Event()

    def cut() -> None:
        with psycopg.connect(database, autocommit=True) as control:
            while not ended.is_set():
                found = control.execute(
                    "SELECT pid FROM pg_stat_activity WHERE application_name = 'tenure audit' "
                    "AND backend_start < clock_timestamp() - make_interval(secs => %s)",
                    [moment * 0.4],
                ).fetchall()
                for (pid,) in found:
                    control.execute("SELECT pg_terminate_backend(%s)", [pid])
                    ended.set()
                time.sleep(0.01)

    cutter = threading.Thread(target=cut)
    cutter.start()
    try:
        result = audit("--results", "decided")
    finally:
        ended.set()
        cutter.join()
    if result.exit_code == 2:
        refused(result, "TN520 the connection to the database was lost", tmp_path)
        assert rows(database, "SELECT to_regclass('decided')") == [(None,)]
        result = audit("--results", "decided")
    assert result.exit_code == 1, result.output
    assert rows(database, "SELECT count(*) FROM decided") == [(20_007,)]


def test_killed_it_leaves_no_table_and_a_second_run_succeeds(
    audit: Run, mapping: Path, database: str, tmp_path: Path
) -> None:
    _many(database)
    where = ["--data", str(mapping), "--engine", "postgresql", "--results", "decided"]
    command = [sys.executable, "-m", "tenure", "audit", str(tmp_path / "letters.tenure"), *where]
    process = subprocess.Popen(
        [*command, "--to", str(tmp_path / "out")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    busy = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'tenure audit'"
    while not rows(database, busy) and process.poll() is None:
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "out").exists()
    result = audit("--results", "decided")
    assert result.exit_code == 1, result.output
    assert rows(database, "SELECT count(*) FROM decided") == [(20_007,)]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_no_output_says_how_to_get_in(mapping: Path, database: str, tmp_path: Path) -> None:
    text = mapping.read_text(encoding="utf-8").replace(database, "$RECORDS")
    mapping.write_text(text, encoding="utf-8")
    os.environ["RECORDS"] = f"{database} password=hunter2"
    try:
        inside(mapping, tmp_path / "out")
    finally:
        del os.environ["RECORDS"]
    for path in (tmp_path / "out").iterdir():
        assert b"hunter2" not in path.read_bytes(), path.name
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [each["size"] for each in manifest["data"]] == [None, None]
