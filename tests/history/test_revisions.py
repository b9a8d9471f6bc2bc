"""A version that is named by its revision is what git holds, whatever is set up around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.conftest import POLICY, Run, Scratch

SHORTER = POLICY.replace("3 years", "2 years")


@pytest.fixture
def changed(scratch: Scratch) -> Scratch:
    """A policy that was committed, and then made shorter."""
    scratch.commit("First", schedule=POLICY)
    scratch.write("schedule.tenure", SHORTER)
    return scratch


def differences(run: Run) -> str:
    result = run("diff", "HEAD:schedule.tenure", "schedule.tenure")
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_the_version_of_a_revision_is_the_one_that_was_committed(
    run: Run, changed: Scratch
) -> None:
    assert "kept shorter" in differences(run)


def test_what_archives_leave_out_is_read_all_the_same(run: Run, changed: Scratch) -> None:
    changed.write(".gitattributes", "*.tenure export-ignore\n")
    changed.git("add", ".gitattributes")
    changed.git("commit", "-q", "-m", "Second")
    assert "kept shorter" in differences(run)


def test_what_a_hook_is_told_of_its_own_repository_does_not_count(
    run: Run, changed: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    Scratch(other).commit("First", schedule=SHORTER)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert "kept shorter" in differences(run)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("HEAD:../elsewhere", "`../elsewhere` lies outside of the repository"),
        ("nowhere:schedule.tenure", "git knows no revision `nowhere`"),
        ("HEAD:public/schedule.json", "there is no `public/schedule.json` in `HEAD`"),
        ("--exec=x:schedule.tenure", "No such option"),
    ],
)
def test_what_is_not_there_is_said(run: Run, changed: Scratch, named: str, said: str) -> None:
    result = run("diff", named, "schedule.tenure")
    assert result.exit_code == 2
    assert said in result.output


def test_a_revision_without_policies_is_no_empty_policy(run: Run, scratch: Scratch) -> None:
    scratch.commit("First")
    scratch.write("schedule.tenure", POLICY)
    result = run("diff", "HEAD:schedule.tenure", "schedule.tenure")
    assert result.exit_code == 2
    assert "there are no policies in `HEAD`" in result.output
