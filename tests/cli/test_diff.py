"""`tenure diff`: what it prints, where its versions come from, and when it fails."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

OLD, NEW = "policies/diff-old.tenure", "policies/diff-new.tenure"
AS_OF = ("--as-of", "2026-06-01")
SARIF = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0-rtm.5.json"

Run = Callable[..., Result]
Golden = Callable[[str, str], None]


@pytest.mark.parametrize(
    ("format_", "suffix"),
    [
        ("text", "txt"),
        ("markdown", "md"),
        ("html", "html"),
        ("json", "json"),
        ("sarif", "sarif.json"),
        ("github", "github"),
        ("gitlab", "gitlab.json"),
        ("junit", "xml"),
        ("concise", "concise"),
    ],
)
def test_what_it_prints(run: Run, golden: Golden, format_: str, suffix: str) -> None:
    result = run("diff", OLD, NEW, *AS_OF, "--output-format", format_)
    whole, _, body = result.output.rpartition("</head>\n")  # the look of pages is not told here
    golden(f"diff/changed.{suffix}", body)
    assert bool(whole) == (format_ == "html")
    assert result.exit_code == 1  # a rule under a statute was weakened without an approval


def test_a_conflict_is_shown_on_the_rule_that_was_changed(run: Run, tmp_path: Path) -> None:
    old = """policy "S"
record letter "Letters"
  sent   date
  urgent yes/no
rule 1 "Letters" for letter
  keep 3 years after sent
rule 2 "Urgent letters" for letter when urgent
  keep 3 years after sent
"""
    paths = [tmp_path / name for name in ("old.tenure", "new.tenure")]
    new = old.removesuffix("3 years after sent\n") + "5 years after sent\n"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text, encoding="utf-8")
    log = json.loads(run("diff", *paths, *AS_OF, "--output-format", "sarif").output)
    jsonschema.Draft7Validator(json.loads(SARIF.read_text(encoding="utf-8"))).validate(log)
    (result,) = [r for r in log["runs"][0]["results"] if r["ruleId"] == "newly-conflicting"]
    places = [
        one["physicalLocation"]["region"]["startLine"]
        for one in (*result["locations"], *result["relatedLocations"])
    ]
    assert places == [7, 5]
    assert result["level"] == "warning"
    gated = run(
        "diff", *paths, *AS_OF, "--output-format", "sarif", "--fail-on", "newly-conflicting"
    )
    levels = {r["ruleId"]: r["level"] for r in json.loads(gated.output)["runs"][0]["results"]}
    assert levels["newly-conflicting"] == "error"


def test_nothing_changes(run: Run, golden: Golden) -> None:
    result = run("diff", OLD, OLD, *AS_OF, "--strict", "--fail-on", "shorter,unknown")
    golden("diff/same.txt", result.output)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("gates", "failed"),
    [
        ("shorter", ["shorter", "sign-off"]),
        ("longer", ["sign-off"]),
        ("deadline,immediately-due", ["immediately-due", "deadline", "sign-off"]),
        ("newly-conflicting", ["newly-conflicting", "sign-off"]),
        ("declared", ["declared", "sign-off"]),
    ],
)
def test_gates(run: Run, gates: str, failed: list[str]) -> None:
    result = run("diff", OLD, NEW, *AS_OF, "--fail-on", gates, "--output-format", "json")
    assert json.loads(result.output)["failed"] == failed


def test_a_signed_change_fails_only_at_its_gates(run: Run, tmp_path: Path) -> None:
    text = Path(NEW).read_text(encoding="utf-8")
    signed = tmp_path / "signed.tenure"
    signed.write_text(text.replace("approved  2026-01-01", "approved  2026-05-01"), "utf-8")
    assert run("diff", OLD, signed, *AS_OF).exit_code == 0
    assert run("diff", OLD, signed, *AS_OF, "--fail-on", "longer").exit_code == 0
    assert run("diff", OLD, signed, *AS_OF, "--fail-on", "shorter").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (OLD,),
        (OLD, NEW, NEW),
        (OLD, "policies/missing.tenure"),
        (OLD, "policies/misspelt.tenure"),
        (OLD, NEW, "--fail-on", "shortr"),
        (OLD, NEW, "--rev", "HEAD"),
        (OLD, "--rev", "..HEAD"),
        ("no-such-revision:policies", NEW),
    ],
)
def test_what_cannot_be_compared(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("diff", *arguments, *AS_OF)
    assert result.exit_code == 2
    assert "families of classes" not in result.output


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a policy that uses another file, changed, and changed again on disk."""
    old = Path(OLD).read_text(encoding="utf-8")
    policy = tmp_path / "policies" / "main.tenure"
    policy.parent.mkdir()
    (tmp_path / "shared.tenure").write_text('authority extra "Extra"  kind contract\n', "utf-8")
    _git(tmp_path, "init", "-q", "-b", "main")
    for text in (old, old.replace("6 years", "7 years")):
        policy.write_text(f'{text}\nuse "../shared.tenure"\n', encoding="utf-8")
        _git(tmp_path, "add", ".")
        _git(tmp_path, "commit", "-qm", "A version")
    policy.write_text(f'{old.replace("6 years", "8 years")}\nuse "../shared.tenure"\n', "utf-8")
    monkeypatch.chdir(policy.parent)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "years"),
    [
        (("HEAD~1:.", "HEAD:main.tenure"), (6, 7)),
        (("HEAD:main.tenure", "main.tenure"), (7, 8)),
        (("--rev", "HEAD~1..HEAD", "."), (6, 7)),
        (("--rev", "HEAD~1", "."), (6, 8)),
    ],
)
def test_revisions(
    run: Run, repository: Path, arguments: tuple[str, ...], years: tuple[int, int]
) -> None:
    result = run("diff", *arguments, *AS_OF, "--output-format", "json")
    (change,) = json.loads(result.output)["changes"]
    assert change["kind"] == "longer"
    witness = change["witness"]
    closed = int(witness["records"][0]["fields"]["closed"][:4])
    kept = [int(witness[when]["keep_until"][:4]) for when in ("before", "after")]
    assert kept == [closed + years[0], closed + years[1]]


def test_published_schedules(run: Run, repository: Path) -> None:
    assert run("publish", "HEAD~1:.", "--to", "x", "--format", "json").exit_code == 2  # a path only
    assert run("publish", "main.tenure", "--to", "public", "--format", "json").exit_code == 0
    document = Path("public", "schedule.json")
    same = run("diff", document, "main.tenure", *AS_OF, "--strict", "--fail-on", "deadline")
    assert "no record is decided differently, and no promise changes" in same.output
    assert same.exit_code == 0
    _git(repository, "add", ".")
    _git(repository, "commit", "-qm", "Published")
    document.unlink()
    result = run("diff", "HEAD~1:.", f"HEAD:{document}", *AS_OF, "--output-format", "json")
    (change,) = json.loads(result.output)["changes"]
    assert change["kind"] == "longer"
    missing = run("diff", f"HEAD~1:{document}", "main.tenure", *AS_OF)
    assert missing.exit_code == 2
    assert "there is no `policies/public/schedule.json` in `HEAD~1`" in missing.stderr


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_published_schedule_that_cannot_be_read(run: Run, repository: Path, format_: str) -> None:
    run("publish", "main.tenure", "--to", "public", "--format", "json")
    document = Path("public", "schedule.json")
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("8 years after", "1 years after"), encoding="utf-8")
    result = run("diff", document, "main.tenure", *AS_OF, "--output-format", format_)
    assert result.exit_code == 2
    assert "it was altered after it was published" in result.output
    assert "no record is decided differently" not in result.output


def test_the_users_tree_is_left_alone(run: Run, repository: Path) -> None:
    before = {p: p.read_bytes() for p in repository.rglob("*") if p.is_file()}
    run("diff", "HEAD~1:main.tenure", "HEAD:main.tenure", *AS_OF)
    assert {p: p.read_bytes() for p in repository.rglob("*") if p.is_file()} == before


def test_a_path_outside_of_the_repository(run: Run, repository: Path) -> None:
    result = run("diff", "HEAD:../../..", "main.tenure", *AS_OF)
    assert result.exit_code == 2
    assert "lies outside" in result.stderr
