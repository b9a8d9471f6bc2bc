"""`tenure publish --check`: whether what was published still says what the rules say."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
POLICY = """
policy "Papers"
record paper "Papers"
  ended date
authority statute "Act" kind statute
rule 1 "Papers"
  for paper
  keep 6 years after ended
  in force until 2026-12-31
rule 2 "New papers"
  for paper
  keep 7 years after ended
  because statute
  in force from 2027-01-01
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy to edit."""
    path = tmp_path / "papers.tenure"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def folder(run: Run, policy: Path, tmp_path: Path) -> Path:
    """Where the policy was published on 1 June 2026."""
    folder = tmp_path / "out"
    result = run(
        "publish", policy, "--to", folder, "--format", "html,csv,md", "--as-of", "2026-06-01"
    )
    assert result.exit_code == 0
    return folder


def checked(run: Run, policy: Path, folder: Path, day: str = "2026-07-01") -> tuple[int, list[str]]:
    result = run("publish", policy, "--to", folder, "--check", "--as-of", day)
    return result.exit_code, result.stdout.splitlines()


def edit(policy: Path, old: str, new: str) -> None:
    text = policy.read_text(encoding="utf-8")
    assert old in text
    policy.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_has_changed(run: Run, policy: Path, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert checked(run, policy, folder) == (0, [])
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_rule_says_something_else(run: Run, policy: Path, folder: Path) -> None:
    edit(policy, "6 years", "5 years")
    assert checked(run, policy, folder) == (1, ["`1` says something else now"])


def test_rules_come_and_go(run: Run, policy: Path, folder: Path) -> None:
    edit(policy, 'rule 1 "Papers"', 'rule 1.5 "Papers"')
    assert checked(run, policy, folder) == (1, ["`1.5` is new", "`1` is no longer there"])


def test_a_rule_that_has_come_into_force_since(run: Run, policy: Path, folder: Path) -> None:
    assert checked(run, policy, folder, "2027-01-01") == (
        1,
        [
            "`2` came into force or went out of it: in force on 2027-01-01: yes",
            "`1` came into force or went out of it: in force on 2027-01-01: no longer",
        ],
    )
    assert checked(run, policy, folder, "2026-12-31") == (0, [])


def test_a_comment_changes_the_fingerprint_alone(run: Run, policy: Path, folder: Path) -> None:
    edit(policy, 'policy "Papers"', '# our papers\npolicy "Papers"')
    assert checked(run, policy, folder) == (
        1,
        ["the text of the policy is another, though it reads the same when published"],
    )


def test_a_file_that_was_edited_lost_or_added(run: Run, policy: Path, folder: Path) -> None:
    (folder / "schedule.html").write_text("6 years, or so")
    (folder / "schedule.csv").unlink()
    (folder / "schedule.json").write_text("{}")
    assert checked(run, policy, folder) == (
        1,
        [
            "`schedule.html` was changed after it was published",
            "`schedule.csv` is gone",
            "`schedule.json` was not published with the others, so nobody knows what it says",
        ],
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"schema": "tenure-published-2"}',
        b"[" * 100_000,
        json.dumps(
            {
                "schema": "tenure-published-1",
                "as_of": "2026-01-01",
                "language": "en",
                "fingerprint": "",
                "files": {"schedule.md": 1},
                "statements": {},
            }
        ).encode(),
    ],
)
def test_no_record_no_verdict(run: Run, policy: Path, folder: Path, content: bytes) -> None:
    (folder / "published.json").write_bytes(content)
    result = run("publish", policy, "--to", folder, "--check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "it is no record of a publication" in result.stderr


def test_never_published(run: Run, policy: Path, tmp_path: Path) -> None:
    result = run("publish", policy, "--to", tmp_path / "nowhere", "--check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no such file" in result.stderr


def test_a_check_writes_nothing_and_so_takes_no_format(run: Run, policy: Path) -> None:
    result = run("publish", policy, "--to", "x", "--check", "--format", "md")
    assert result.exit_code == 2
    assert "--check goes with none of --format, --language, --history and --log" in result.stderr


def test_a_format_that_is_none(run: Run, policy: Path, tmp_path: Path) -> None:
    result = run("publish", policy, "--to", tmp_path / "x", "--format", "md,odt")
    assert result.exit_code == 2
    assert "`odt` is no format" in result.stderr
    assert not (tmp_path / "x").exists()


def test_a_library_that_is_missing(
    run: Run, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("tenure.reports.schedule.publish")
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    result = run("publish", policy, "--to", tmp_path / "x", "--format", "xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "pip install 'tenure[documents]'" in result.stderr
    assert not (tmp_path / "x").exists()
