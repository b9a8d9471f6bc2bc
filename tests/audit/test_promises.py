"""Were the promises kept? What an audit says of response times, owed deadlines and duties."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tenure.api.audits import audit_to
from tenure.api.logs import read_log
from tenure.compiler.compile import compile_policy
from tenure.compiler.deadlines import AsOf, DeadlineStatus, Moment, day_of
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory
from tenure.engine.audit.audit import AuditRequest, connected, run_audit
from tenure.engine.audit.by_size import decide_by_size
from tenure.engine.audit.performance import Reached, Tally
from tenure.engine.audit.places import Here
from tenure.engine.audit.promises import promise_by_queries, promise_one_by_one
from tenure.engine.audit.reference import records_of
from tenure.engine.audit.results import AuditSummary, DutyLog
from tenure.engine.audit.spreadsheets import read_sheet
from tenure.engine.inventories.read_mapping import read_mapping
from tenure.engine.staging import Staged, relation_of

ROOT = Path(__file__).parents[2] / "policies"
DAY = date(2026, 11, 23)
FIVE = ("surrey", "calico", "polha", "staffords", "chat")

POLICY = """
policy "Enquiries"
  publisher     "A <b>council</b>"
  jurisdiction  GB-ENG

calendar office
  working week Monday to Friday
  holidays     GB-ENG

record enquiry
  channel    one of email, letter
  received   date
  responded  date
  extension  yes/no

standard 1 "Enquiries" for enquiry
  using calendar office
  respond within 3 working days of received
  extended to 10 working days of received when extension
  target 80%
"""
MAPPING = """
[[table]]
path = "enquiries.csv"
class = "enquiry"
id = "id"
[table.fields]
channel   = "channel"
received  = "received"
responded = "responded"
extension = "extension"
"""
HEADER = "id,channel,received,responded,extension\n"
MET = "{},email,2026-03-02,2026-03-03,no\n"
LATE = "{},letter,2026-03-02,2026-03-12,no\n"
EITHER = "{},letter,2026-03-02,2026-03-12,\n"
"""Late, or met if it was extended; which is not known."""
BREACHED = "{},email,2026-04-01,,no\n"
OPEN = "{},email,2026-05-29,,no\n"
AS_OF = date(2026, 6, 1)


def compiled(path: Path) -> Policy:
    """The policy of a path."""
    compilation = compile_policy(path)
    assert compilation.policy is not None, compilation.diagnostics
    return compilation.policy


def audited(folder: Path, *lines: str) -> AuditSummary:
    """The audit of some enquiries, written to `to` below the folder."""
    data = folder / "data"
    data.mkdir()
    (folder / "enquiries.tenure").write_text(POLICY, encoding="utf-8")
    (data / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    rows = "".join(line.format(f"E-{n}") for n, line in enumerate(lines))
    (data / "enquiries.csv").write_text(HEADER + rows, encoding="utf-8")
    policy = compiled(folder / "enquiries.tenure")
    summary, _ = audit_to(folder / "to", AuditRequest(policy=policy, data=data, as_of=AS_OF))
    return summary


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of a worked policy of promises only."""
    to = tmp_path_factory.mktemp("audit") / "polha"
    policy = compiled(ROOT / "polha")
    log = ROOT / "polha" / "inventory" / "duty-log.csv"
    duties = DutyLog(label=log.name, sha256="0", entries=read_log(log, policy))
    data = ROOT / "polha" / "inventory"
    audit_to(to, AuditRequest(policy=policy, data=data, as_of=DAY, log=duties))
    return to


@pytest.mark.parametrize("name", FIVE)
def test_each_worked_policy_audits_its_own_inventory(name: str, tmp_path: Path) -> None:
    policy = compiled(ROOT / name)
    asked = AuditRequest(policy=policy, data=ROOT / name / "inventory", as_of=DAY)
    summary, _ = audit_to(tmp_path / "to", asked)
    assert summary.tallies.decided
    assert bool(summary.performance) == bool(policy.obligations)
    if name != "surrey":  # whose inventory has unsound rows to be shown
        assert summary.tallies.rejected == 0
        assert summary.unplaced == ()
        assert summary.tallies.of_status("conflict", "uncovered") == 0


def test_the_lists_and_counts_of_the_worked_policy(
    folder: Path, golden: Callable[[str, str], None]
) -> None:
    for name in ("deadline-list.csv", "summary.json"):
        text = (folder / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        golden(f"audit/polha/{name}", text)


def test_a_policy_of_promises_has_no_disposal_list(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {
        "deadline-list.csv",
        "deadlines.parquet",
        "manifest.json",
        "notes.csv",
        "rejects.csv",
        "report.html",
        "summary.json",
    }
    assert "disposal" not in (folder / "report.html").read_text(encoding="utf-8")


def test_the_log_of_duties_is_in_the_report_and_in_the_manifest(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<bdi>overdue: was due by 26 October 2026, 28 days ago" in page
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["log"] == {"name": "duty-log.csv", "sha256": "0"}


def day_and_minute(moment: Moment | None) -> tuple[date | None, datetime | None]:
    """A moment as it lies in the columns."""
    day = None if moment is None else day_of(moment)
    return day, moment if isinstance(moment, datetime) else None


def columns_in(connection: duckdb.DuckDBPyConnection, relation: str) -> frozenset[str]:
    """The columns that a relation has."""
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
    return frozenset(name for (name,) in connection.execute(query, [relation]).fetchall())


@pytest.mark.parametrize("name", ["calico", "polha"])
def test_every_deadline_is_that_of_the_reference_evaluator(name: str, tmp_path: Path) -> None:
    """As it decides the records that were staged, each of them, with nothing lost on the way."""
    policy = compiled(ROOT / name)
    asked = AuditRequest(policy=policy, data=ROOT / name / "inventory", as_of=DAY)
    with connected(tmp_path) as connection:
        run_audit(connection, asked, Here(connection, tmp_path, decide_by_size))
        found = connection.execute(
            "SELECT record, step, status, deadline, deadline_at, done, done_at, taken, missing "
            "FROM deadlines"
        ).fetchall()
        mapping = read_mapping(asked.data, lambda diagnostic: None)
        assert mapping is not None
        names = {one for table in mapping.tables for one in table.classes}
        staged = [
            Staged(record_class=n, relation=relation, columns=columns)
            for n, relation in ((n, relation_of(policy, n)) for n in sorted(names))
            if (columns := columns_in(connection, relation))
        ]
        records = [record for one in staged for record in records_of(connection, policy, one)]
    deadlines = Deadlines(policy, Inventory(records), AsOf(day=DAY))
    wanted = [
        (
            each.record,
            each.step,
            each.status.value,
            *day_and_minute(each.deadline),
            *day_and_minute(each.done),
            each.taken.count if each.taken else None,
            list(each.missing),
        )
        for record in records
        for each in deadlines.decide(record)
    ]
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))
    assert wanted


@pytest.mark.parametrize("name", ["calico", "polha"])
def test_queries_and_the_reference_evaluator_give_one_report(name: str, tmp_path: Path) -> None:
    policy = compiled(ROOT / name)
    asked = AuditRequest(policy=policy, data=ROOT / name / "inventory", as_of=DAY)
    found = []
    for promise in (promise_one_by_one, promise_by_queries):
        work = tmp_path / promise.__name__
        work.mkdir()
        with connected(work) as connection:
            audit = run_audit(connection, asked, Here(connection, work, decide_by_size, promise))
            audit.write_deadlines(work / "deadlines.parquet")
            owed = tuple(audit.owed())
        found.append((audit.summary, owed, (work / "deadlines.parquet").read_bytes()))
    assert found[0] == found[1]
    assert found[0][1]


def test_the_same_inputs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    policy = compiled(ROOT / "polha")
    asked = AuditRequest(policy=policy, data=ROOT / "polha" / "inventory", as_of=DAY)
    audit_to(tmp_path / "again", asked)
    for name in ("deadlines.parquet", "deadline-list.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


# --- what is counted ------------------------------------------------------------


def test_what_is_undetermined_is_neither_met_nor_missed(tmp_path: Path) -> None:
    summary = audited(tmp_path, *[MET] * 4, LATE, EITHER, OPEN)
    assert summary.performance is not None
    tally = summary.performance.of_step("1/respond")
    assert tally.of(DeadlineStatus.MET) == 4
    assert tally.of(DeadlineStatus.UNDETERMINED) == 1
    assert tally.share == Decimal("80.0")
    assert tally.reaches(Decimal(80)) is Reached.UNKNOWN


def counted(*, met: int, missed: int, unknown: int) -> Tally:
    """So many deadlines of each kind."""
    return Tally(
        counts=(
            (DeadlineStatus.MET, met),
            (DeadlineStatus.LATE, missed),
            (DeadlineStatus.UNDETERMINED, unknown),
        )
    )


@pytest.mark.parametrize(
    ("met", "missed", "unknown", "reached"),
    [
        (8, 2, 0, Reached.YES),
        (79, 21, 0, Reached.NO),
        (9, 1, 1, Reached.YES),
        (8, 2, 1, Reached.UNKNOWN),
        (7, 3, 1, Reached.NO),
        (0, 0, 1, Reached.UNKNOWN),
        (0, 0, 0, None),
    ],
)
def test_a_target_is_reached_only_for_certain(
    met: int, missed: int, unknown: int, reached: Reached | None
) -> None:
    assert counted(met=met, missed=missed, unknown=unknown).reaches(Decimal(80)) is reached


def test_a_share_is_rounded_down() -> None:
    assert counted(met=9496, missed=504, unknown=0).share == Decimal("94.9")
    assert counted(met=0, missed=0, unknown=3).share is None


def test_response_times_are_of_what_is_certain(tmp_path: Path) -> None:
    summary = audited(tmp_path, *[MET] * 8, LATE, LATE, EITHER, BREACHED)
    assert summary.performance is not None
    times = summary.performance.times_of("1/respond")
    assert times is not None
    assert (times.done, times.median, times.ninth, times.slowest) == (10, 1, 8, 8)
    by_letter = summary.performance.times_by_channel("1/respond", "letter")
    assert by_letter is not None
    assert (by_letter.done, by_letter.median) == (2, 8)


def test_what_is_owed_is_listed_by_day(tmp_path: Path) -> None:
    audited(tmp_path, OPEN, MET, LATE, BREACHED, "{},email,2026-05-27,,\n")
    rows = read_sheet(tmp_path / "to" / "deadline-list.csv")
    assert [
        (row["record"], row["status"], row["deadline"], row["not before"], row["left"])
        for row in rows
    ] == [
        ("E-3", "breached", "2026-04-08", "", "-36"),
        ("E-4", "open", "", "2026-06-01", ""),
        ("E-0", "open", "2026-06-03", "", "2"),
    ]


def test_the_page_has_targets_and_no_text_that_is_markup(tmp_path: Path) -> None:
    audited(tmp_path, *[MET] * 3, LATE)
    page = (tmp_path / "to" / "report.html").read_text(encoding="utf-8")
    assert "target missed" in page
    assert "the lowest is 75% in March 2026, with a target of 80%." in page
    assert "<b>council" not in page
    assert "<script" not in page


def test_an_inventory_in_many_batches_is_decided_whole(tmp_path: Path) -> None:
    """Records are read while deadlines are entered, more than one batch of each."""
    audited(tmp_path, *[MET, LATE] * 6_000)
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT count(DISTINCT record), count(*) FROM "
            f"read_parquet('{tmp_path / 'to' / 'deadlines.parquet'}')"
        ).fetchone()
    assert found == (12_000, 12_000)
