"""`tenure check`: what it says and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tenure.compiler.check.checks import HORIZON, CheckReport, Proof
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Verdict

Run = Callable[..., Result]
AS_OF = ("--as-of", "2026-06-01")


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("clean.tenure", 0),
        ("disagree.tenure", 1),
        ("names.tenure", 1),
        ("two-files", 1),
        ("misspelt.tenure", 2),
        ("circle", 2),
        ("missing.tenure", 2),
    ],
)
@pytest.mark.parametrize("format_", ["full", "concise", "json"])
def test_exit_codes(run: Run, policy: str, code: int, format_: str) -> None:
    result = run("check", f"policies/{policy}", *AS_OF, "--output-format", format_)
    assert result.exit_code == code


def test_advice_alone_is_no_reason_to_fail(run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "p.tenure"
    policy.write_text('policy "P"\n', encoding="utf-8")
    result = run("check", policy)
    assert "advice[TN605]" in result.output
    assert result.exit_code == 0


def test_a_policy_that_cannot_be_read_outweighs_one_with_findings(run: Run) -> None:
    paths = ("policies/clean.tenure", "policies/disagree.tenure", "policies/missing.tenure")
    result = run("check", *paths, *AS_OF)
    assert result.exit_code == 2
    assert "policies/clean.tenure: 1 rule\n" in result.output
    assert "policies/missing.tenure: the rules were not compared" in result.output


def test_a_folder_of_policies_is_all_of_them_and_a_path_said_twice_is_one(
    run: Run, tmp_path: Path
) -> None:
    clean = Path("policies/clean.tenure").read_text(encoding="utf-8")
    for name in ("one", "two/inner"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "schedule.tenure").write_text(clean, encoding="utf-8")
    result = run("check", tmp_path, tmp_path / "one", *AS_OF, "--output-format", "json")
    found = [Path(policy["path"]) for policy in json.loads(result.output)["policies"]]
    assert found == [tmp_path / "one", tmp_path / "two/inner"]


def test_without_a_path_it_is_the_current_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schedule.tenure").write_text('policy "P"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = run("check", "--output-format", "concise")
    assert result.output.startswith("schedule.tenure:1:1: TN605 ")


def test_the_day_decides_which_reviews_are_due(run: Run) -> None:
    before = run("check", "policies/clean.tenure", "--as-of", "2028-12-31")
    after = run("check", "policies/clean.tenure", "--as-of", "2029-01-02")
    assert (before.exit_code, after.exit_code) == (0, 1)
    assert "TN601" in after.output


def test_json_of_a_policy_with_findings(run: Run) -> None:
    result = run("check", "policies/disagree.tenure", *AS_OF, "--output-format", "json")
    document = json.loads(result.output)
    found = next(f for f in document["findings"] if f["code"] == "TN401")
    assert found["rules"] == ["6.1/complaint", "6.1/training"]
    assert found["verdict"] == "witness"
    assert found["witness"]["status"] == "conflict"
    assert [location["primary"] for location in found["locations"]] == [True, False]
    assert document["summary"]["witnessed"] >= 1


@pytest.mark.parametrize(
    "day", ["2026-6-1", "20260601", "2026-W22-1", "tomorrow", "2026-02-30", ""]
)
def test_a_day_is_written_in_one_way(run: Run, day: str) -> None:
    result = run("check", "policies/clean.tenure", "--as-of", day)
    assert result.exit_code == 2
    assert "write it as 2026-02-28" in result.output


def test_what_was_not_decided_fails_only_strictly(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = Diagnostic(
        code=Code.AMBIGUITY_UNKNOWN, message="it could not be decided", verdict=Verdict.UNKNOWN
    )
    proof = Proof(
        rules=2, pairs=1, witnessed=0, absent=0, unknown=1, first=HORIZON[0], last=HORIZON[1]
    )
    report = CheckReport(findings=(unknown,), proof=proof)
    monkeypatch.setattr("tenure.compiler.check.checks.check_policy", lambda *_: report)
    result = run("check", "policies/clean.tenure")
    assert "verdict: neither shown on a record nor ruled out" in result.output
    assert "1 pair that can meet without an order: 1 not decided" in result.output
    assert result.exit_code == 0
    assert run("check", "policies/clean.tenure", "--strict").exit_code == 1


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_folder_that_may_not_be_looked_into_is_never_clean(
    run: Run, tmp_path: Path, locked: Callable[[Path], None], command: str
) -> None:
    clean = Path("policies/clean.tenure").read_text(encoding="utf-8")
    for name in ("fine", "locked"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "schedule.tenure").write_text(clean, encoding="utf-8")
    assert run(command, tmp_path).exit_code == 0
    locked(tmp_path / "locked")
    result = run(command, tmp_path)
    assert result.exit_code == 2
    said = f"error[TN101] unreadable-file: cannot read `{tmp_path}/locked`: permission denied"
    assert said in result.output


def test_a_policy_by_two_names_is_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(Path("policies").resolve())
    paths = ("policies/clean.tenure", tmp_path / "again/clean.tenure")
    result = run("check", *paths, *AS_OF, "--output-format", "json")
    found = [policy["path"] for policy in json.loads(result.output)["policies"]]
    assert found == ["policies/clean.tenure"]


def test_a_file_that_needs_the_rest_of_its_folder(run: Run) -> None:
    alone = run("check", "policies/two-files/2-more.tenure")
    assert "TN211" in alone.output
    assert "or name its folder `policies/two-files`" in alone.output


def test_a_file_without_a_header_that_is_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.tenure").write_text('record letter "Letters"\n', encoding="utf-8")
    alone = run("check", tmp_path / "p.tenure")
    assert "TN211" in alone.output
    assert "or name its folder" not in alone.output


def test_findings_go_to_a_file_and_nothing_to_the_terminal(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "new" / "findings.html"
    result = run(
        "check", "policies/disagree.tenure", *AS_OF, "--output-format", "html", "--to", page
    )
    assert (result.exit_code, result.output) == (1, "")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n")
    shown = run("check", "policies/disagree.tenure", *AS_OF, "--output-format", "html")
    assert page.read_bytes() == shown.stdout_bytes


def test_a_file_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    result = run("check", "policies/clean.tenure", *AS_OF, "--to", tmp_path)
    assert result.exit_code == 2
    assert f"error: cannot write `{tmp_path}`" in result.stderr
    listing = run("check", "policies/clean.tenure", "--list-accepted", "--to", "x")
    assert listing.exit_code == 2
    assert "`--to` is for findings" in listing.stderr
