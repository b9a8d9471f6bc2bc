"""`tenure check --changed-since`: a finding stands at the rule that was changed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

HEAD = 'policy "P"\n  approved 2026-01-15\n  review every 90 years\nrecord call\n  made date\n'
FIRST = "rule 1 for call keep 1 year after made\n"
SECOND = "rule 2 for call keep 2 years after made\n"


@pytest.fixture
def repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require_tool: Callable[..., Path]
) -> Callable[[str, str], None]:
    """Commits one text of a policy, and leaves another uncommitted."""
    require_tool("git")
    monkeypatch.chdir(tmp_path)
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")

    def write(before: str, after: str) -> None:
        subprocess.run(["git", "init", "-q"], check=True)
        Path("p.tenure").write_text(before)
        subprocess.run(["git", "add", "-A"], check=True)
        subprocess.run(["git", *who, "commit", "-q", "-m", "one"], check=True)
        Path("p.tenure").write_text(after)

    return write


def conflict(run: Run, *options: str) -> dict[str, object]:
    asked = ("check", "p.tenure", "--as-of", "2026-06-01", "--output-format", "sarif", *options)
    result = run(*asked)
    (found,) = [
        one for one in json.loads(result.output)["runs"][0]["results"] if one["ruleId"] == "TN401"
    ]
    assert isinstance(found, dict)
    return found


def line(place: object) -> int:
    assert isinstance(place, dict)
    number = place["physicalLocation"]["region"]["startLine"]
    assert isinstance(number, int)
    return number


def places(found: dict[str, object]) -> tuple[int, list[int]]:
    first, others = found["locations"], found.get("relatedLocations", [])
    assert isinstance(first, list)
    assert isinstance(others, list)
    return line(first[0]), [line(one) for one in others]


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [
        (HEAD + FIRST, HEAD + FIRST + SECOND, 7),
        (HEAD + SECOND, HEAD + FIRST + SECOND, 6),
        (HEAD + FIRST + SECOND.replace("2 years", "1 year"), HEAD + FIRST + SECOND, 7),
        (HEAD + FIRST + SECOND, "# moved\n" + HEAD + FIRST + SECOND, 7),
        ("rule broken", HEAD + FIRST + SECOND, 6),
    ],
    ids=["added below", "added above", "changed", "nothing changed", "unreadable before"],
)
def test_a_conflict_stands_at_the_changed_rule(
    run: Run,
    repository: Callable[[str, str], None],
    before: str,
    after: str,
    at: int,
) -> None:
    repository(before, after)
    plain = conflict(run)
    found = conflict(run, "--changed-since", "HEAD")
    first, others = places(found)
    assert first == at
    assert sorted((first, *others)) == sorted((places(plain)[0], *places(plain)[1]))
    assert found["partialFingerprints"] == plain["partialFingerprints"]


def test_a_policy_that_the_revision_does_not_have_is_new(
    run: Run, repository: Callable[[str, str], None]
) -> None:
    repository(HEAD, HEAD)
    Path("q.tenure").write_text(HEAD + FIRST + SECOND)
    result = run("check", "q.tenure", "--changed-since", "HEAD", "--output-format", "concise")
    assert result.exit_code == 1
    assert "q.tenure:6:1: TN401" in result.output


def test_a_revision_that_git_does_not_know(
    run: Run, repository: Callable[[str, str], None]
) -> None:
    repository(HEAD, HEAD + FIRST + SECOND)
    result = run("check", "p.tenure", "--changed-since", "nowhere")
    assert result.exit_code == 2
    assert "git knows no revision `nowhere`" in result.output
