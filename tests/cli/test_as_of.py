"""Every verb for which the day matters takes it: a rule that is to come can be tried today."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

POLICY = """\
policy "P"
  approved         2026-01-15
  review           every 3 years
  dispose within   30 days

record call "Calls"
  made  date required

rule 1 "Calls"
  for   call
  keep  1 year after made

rule 2 "Calls, from 2027"
  for       call
  keep      3 years after made
  overrides 1
  in force  from 2027-01-01

duty audit "Audit"
  every     12 months
  starting  2026-01-01
"""
MAPPING = (
    '[[table]]\npath = "calls.csv"\nclass = "call"\nid = "id"\n\n[table.fields]\nmade = "made"\n'
)

NOW, THEN = "2026-06-01", "2027-06-01"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy whose second rule is in force from 2027 on, with an inventory."""
    (tmp_path / "p.tenure").write_text(POLICY, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mapping.toml").write_text(MAPPING)
    (tmp_path / "data" / "calls.csv").write_text("id,made\na,2025-05-01\n")
    (tmp_path / "log.csv").write_text("name,day\n")
    return tmp_path / "p.tenure"


def test_check(run: Run, policy: Path) -> None:
    late = run("check", policy, "--as-of", "2030-01-01", "--output-format", "concise")
    now = run("check", policy, "--as-of", NOW, "--output-format", "concise")
    assert "TN601" in late.output, "its review is overdue then"
    assert "TN601" not in now.output
    assert "TN610" not in late.output


@pytest.mark.parametrize(("day", "rule", "until"), [(NOW, "1", None), (THEN, "2", "2028-05-01")])
def test_explain(run: Run, policy: Path, day: str, rule: str, until: str | None) -> None:
    asked = ("explain", policy, "call", "made=2025-05-01", "--output-format", "json")
    decision = json.loads(run(*asked, "--as-of", day).output)
    assert decision["rule"] == rule
    assert decision["status"] == ("retain" if until else "due")
    assert until is None or decision["keep_until"] == until


@pytest.mark.parametrize(("day", "listed"), [(NOW, ["a"]), (THEN, [])])
def test_audit(run: Run, policy: Path, tmp_path: Path, day: str, listed: list[str]) -> None:
    out = tmp_path / "out"
    run("audit", policy, "--data", tmp_path / "data", "--to", out, "--as-of", day)
    with (out / "disposal-list.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["record"] for row in csv.DictReader(stream)] == listed


@pytest.mark.parametrize(("day", "there"), [(NOW, False), (THEN, True)])
def test_sql(run: Run, policy: Path, day: str, there: bool) -> None:
    text = run("sql", policy, "--dialect", "duckdb", "--as-of", day).output
    assert day in text
    assert ("'2'" in text) is there


@pytest.mark.parametrize(("day", "code"), [("2027-01-01", 0), ("2027-01-02", 1)])
def test_duties(run: Run, policy: Path, tmp_path: Path, day: str, code: int) -> None:
    assert run("duties", policy, "--log", tmp_path / "log.csv", "--as-of", day).exit_code == code


@pytest.mark.parametrize(("day", "found"), [(NOW, True), (THEN, False)])
def test_diff(run: Run, policy: Path, tmp_path: Path, day: str, found: bool) -> None:
    """What is done to rule 1 matters as long as rule 2 is not in force."""
    (tmp_path / "new").mkdir()
    new = tmp_path / "new" / "p.tenure"
    new.write_text(POLICY.replace("keep  1 year", "keep  2 years"), encoding="utf-8")
    result = run("diff", policy, new, "--as-of", day, "--output-format", "json")
    kinds = json.loads(result.output)["summary"]["kinds"]
    assert ("longer" in kinds) is found


def test_publish(run: Run, policy: Path, tmp_path: Path) -> None:
    texts = []
    for day in (NOW, THEN):
        out = tmp_path / day
        assert run("publish", policy, "--to", out, "--as-of", day).exit_code == 0
        texts.append(next(out.glob("*.md")).read_text(encoding="utf-8"))
    assert texts[0] != texts[1]


@pytest.mark.parametrize(("day", "rule"), [(NOW, "1"), (THEN, "2")])
def test_a_test_says_its_own_day(run: Run, policy: Path, day: str, rule: str) -> None:
    text = f'\ntest "t"\n  given call c  made 2026-05-01\n  on {day}\n  expect c retain by {rule}\n'
    policy.write_text(POLICY + text, encoding="utf-8")
    assert run("test", policy, "--as-of", "1999-01-01").exit_code == 0
    assert run("test", policy).exit_code == 0


def test_generated_tests_lie_around_the_day(run: Run, policy: Path) -> None:
    run("test", policy, "--generate", "--as-of", THEN)
    text = policy.read_text(encoding="utf-8")
    assert 'test "2 counts from 2027-01-01"' in text
    assert "made 2027-0" in text
