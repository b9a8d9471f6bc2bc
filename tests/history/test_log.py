"""`tenure log`: what became of each rule, version by version, whatever was done in git."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tenure.compiler.compile import compile_policy
from tests.history.conftest import POLICY, Run, Scratch

SCHEMA = Path(__file__).parents[2] / "reports/history/log.schema.json"
Golden = Callable[[str, str], None]
OTHER = POLICY.replace("3 years", "2 years")


def logged(run: Run, *args: str) -> list[dict[str, Any]]:
    """The versions that are listed, as JSON."""
    result = run("log", *args, "--output-format", "json", "--as-of", "2026-06-01")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    versions: list[dict[str, Any]] = document["versions"]
    return versions


def told(run: Run, *args: str) -> list[tuple[str, list[str]]]:
    """What each version did, and to what."""
    return [
        (version["state"], [change["ref"] for change in version["changes"]])
        for version in logged(run, *args)
    ]


CHANGED = ("changed", ["1"])


@pytest.fixture
def several(scratch: Scratch) -> Scratch:
    """A policy that was written, changed, broken, mended, moved, and is being changed."""
    scratch.commit("The policy", policy=POLICY)
    scratch.commit("Only a remark", policy=f"# Approved.\n{POLICY}")
    scratch.commit("Say it in months", policy=POLICY.replace("3 years", "36 months"))
    scratch.commit("Half done", policy=POLICY.replace("then destroy", "then"))
    scratch.commit("Shorter", policy=OTHER)
    scratch.git("mv", "policy.tenure", "schedule.tenure")
    scratch.commit("Another name")
    later = OTHER.replace("then destroy", "then destroy\n  in force from 2027-01-01")
    scratch.commit("From next year", schedule=later)
    new = 'rule 2 "Old files" for file keep 9 years after closed in force until 2026-12-31\n'
    scratch.write("schedule.tenure", later + new)
    return scratch


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("log", ()), ("log-1", ("1",)), ("log-2", ("2",)), ("log-newest", ("--max-count", "2"))],
)
def test_what_it_prints(
    run: Run, several: Scratch, golden: Golden, name: str, arguments: tuple[str, ...]
) -> None:
    result = run("log", "schedule.tenure", *arguments, "--as-of", "2026-06-01")
    assert result.exit_code == 0
    golden(f"log/{name}.txt", result.output)


def test_what_it_writes_for_programs(run: Run, several: Scratch, golden: Golden) -> None:
    result = run("log", "schedule.tenure", "--output-format", "json", "--as-of", "2026-06-01")
    golden("log/log.json", result.output)
    jsonschema.validate(json.loads(result.output), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_folder_is_followed_to_where_it_was(run: Run, scratch: Scratch) -> None:
    scratch.commit("One file", **{"rules": POLICY, "other": 'policy "Other"'})
    scratch.git("mv", "rules.tenure", "policy.tenure")
    scratch.write("schedules/a/keep.md", "")
    scratch.git("mv", "policy.tenure", "schedules/a/policy.tenure")
    scratch.commit("A folder")
    scratch.commit("Two files", **{"schedules/a/extra": "# nothing yet\n"})
    scratch.git("mv", "schedules/a", "schedules/b")
    scratch.commit("Moved")
    scratch.commit("Shorter", **{"schedules/b/policy": OTHER})
    versions = logged(run, "schedules/b")
    assert [version["state"] for version in versions] == [
        "changed",
        "same",
        "same",
        "same",
        "first",
    ]
    moved = [version["moved_from"] for version in versions]
    assert moved == [None, "schedules/a", None, "rules.tenure", None]


def test_a_policy_at_the_top_of_the_repository(run: Run, scratch: Scratch) -> None:
    scratch.commit("One", policy=POLICY)
    scratch.commit("Two", policy=OTHER)
    assert told(run) == [CHANGED, ("first", ["1"])]
    assert told(run, str(scratch.top)) == [CHANGED, ("first", ["1"])]


def test_a_file_that_it_uses_is_part_of_it(run: Run, scratch: Scratch) -> None:
    shared = 'authority act "Act" kind statute\n'
    using = f'{POLICY}  because act\nuse "../shared.tenure"\n'
    scratch.commit("One", **{"a/policy": using, "shared": shared})
    scratch.commit("Not of it", **{"other": 'policy "Other"', "b/policy": POLICY})
    scratch.commit("The act", shared=shared.replace('"Act"', '"Acts"'))
    assert told(run, "a") == [("changed", ["1", "Act", "Acts"]), ("first", ["1", "Act"])]


def test_a_version_that_uses_what_is_not_there_cannot_be_read(run: Run, scratch: Scratch) -> None:
    scratch.commit("One", policy=POLICY)
    scratch.commit("Two", policy=f'{POLICY}use "shared/act.tenure"\n')
    scratch.commit("Three", **{"shared/act": 'authority act "Act"\n'})
    versions = logged(run, "policy.tenure")
    assert [version["state"] for version in versions] == ["same", "unreadable", "first"]
    assert versions[1]["problem"].startswith("TN101: cannot read `shared/act.tenure`")
    assert versions[0]["compared_with"] == versions[2]["commit"]


def test_a_file_outside_of_the_repository_has_no_versions(run: Run, scratch: Scratch) -> None:
    outside = scratch.top.parent / "outside.tenure"
    outside.write_text('authority act "Act"\n', encoding="utf-8")
    scratch.commit("One", policy=POLICY)
    scratch.commit("Two", policy=f'{POLICY}use "{outside}"\n')
    versions = logged(run, "policy.tenure")
    assert [version["state"] for version in versions] == ["same", "unreadable", "first"]
    assert versions[1]["problem"] == f"it uses `{outside}`, which is not in the repository"


def test_a_merge_is_one_step_with_all_that_it_brought(run: Run, scratch: Scratch) -> None:
    scratch.commit("One", policy=POLICY)
    scratch.git("checkout", "-qb", "draft")
    scratch.commit("Draft", policy=POLICY.replace("3 years", "9 years"))
    scratch.commit("Better", policy=OTHER)
    scratch.git("checkout", "-q", "main")
    scratch.commit("Other", other='policy "Other"')
    scratch.git("merge", "-q", "--no-ff", "-m", "Merge the draft", "draft")
    versions = logged(run, "policy.tenure")
    assert [(v["state"], v["merge"], v["subject"]) for v in versions] == [
        ("changed", True, "Merge the draft"),
        ("first", False, "One"),
    ]
    assert versions[0]["changes"][0]["wordings"][0]["before"].startswith("Keep for 3 years")


def test_a_policy_that_went_and_came_back(run: Run, scratch: Scratch) -> None:
    scratch.commit("One", policy=POLICY)
    (scratch.top / "policy.tenure").unlink()
    scratch.commit("Gone")
    scratch.commit("Back", policy=OTHER)
    assert told(run, "policy.tenure") == [("first", ["1"]), ("removed", []), ("first", ["1"])]


def test_what_is_not_committed(run: Run, scratch: Scratch) -> None:
    scratch.write("policy.tenure", POLICY)
    assert told(run, "policy.tenure") == [("first", ["1"])]
    scratch.commit("Another file", other=POLICY)
    scratch.git("rm", "-q", "--cached", "policy.tenure")
    scratch.git("commit", "-qm", "Without it")
    scratch.write("policy.tenure", OTHER)
    first, *_ = logged(run, "policy.tenure")
    assert (first["state"], first["commit"], first["day"]) == ("first", None, None)
    scratch.commit("With it")
    scratch.write("policy.tenure", OTHER.replace("\n", "\r\n"))
    assert logged(run, "policy.tenure")[0]["commit"] is not None


def test_a_rule_is_followed_to_its_earlier_numbers(run: Run, scratch: Scratch) -> None:
    scratch.commit("One", policy=POLICY)
    scratch.commit("Shorter", policy=OTHER)
    scratch.commit("Number", policy=OTHER.replace("rule 1", "rule 7"))
    assert told(run, "policy.tenure", "7") == [("changed", ["7"]), CHANGED, ("first", ["1"])]
    assert told(run, "policy.tenure", "1") == [CHANGED, ("first", ["1"])]
    result = run("log", "policy.tenure", "77")
    assert result.exit_code == 2
    assert "no version of `policy.tenure` has `77`" in result.stderr


def test_a_shallow_clone_says_that_it_is_one(
    run: Run, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for years in range(1, 4):
        scratch.commit(f"{years}", policy=POLICY.replace("3 years", f"{years} years"))
    clone = scratch.top.parent / "clone"
    scratch.git("clone", "-q", "--depth", "2", scratch.top.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    result = run("log", "policy.tenure")
    assert result.exit_code == 0
    assert result.output.count("2026-01-0") == 2
    assert "the clone is shallow" in result.output


def test_there_is_no_history_outside_of_git(
    run: Run, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = scratch.top.parent / "policy.tenure"
    outside.write_text(POLICY, encoding="utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(scratch.top.parent.parent))
    result = run("log", outside)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not a git repository" in result.stderr
    monkeypatch.setenv("PATH", "")
    result = run("log", outside)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "git cannot be run" in result.stderr


def test_messages_and_names_can_do_nothing(run: Run, scratch: Scratch) -> None:
    nasty = "\x1b[31mred\u202e <script> `x` \x9b \u200b" + "long " * 5000
    scratch.commit(nasty, policy=POLICY)
    env = {
        "GIT_AUTHOR_NAME": "A\x1b[2J\u202eB",
        "GIT_AUTHOR_EMAIL": "> 12 +0000",
        "GIT_AUTHOR_DATE": "@1e 0",
    }
    scratch.write("policy.tenure", OTHER)
    scratch.git(
        "commit",
        "-qam",
        "\n\n  \n",
        "--allow-empty-message",
        env={k: v for k, v in env.items() if k != "GIT_AUTHOR_DATE"},
    )
    result = run("log", "policy.tenure")
    assert result.exit_code == 0
    assert not any(char in result.output for char in "\x1b\x9b\u202e\u200b\x07")
    assert max(map(len, result.output.splitlines())) < 400


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (b"1767225600 +0000", "2026-01-01"),
        (b"1767225600 -0100", "2025-12-31"),
        (b"1767225599 +0001", "2026-01-01"),
        (b"-1 +0000", "1969-12-31"),
        (b"999999999999999 +0000", None),
        (b"99999999999999999999999999 +0000", None),
        (b"12 north", None),
        (b"12", None),
        (b"", None),
    ],
)
def test_a_day_is_the_authors_or_none(run: Run, scratch: Scratch, when: bytes, day: str) -> None:
    scratch.commit("One", policy=POLICY)
    tree = scratch.git("rev-parse", "HEAD^{tree}").strip()
    text = (
        b"tree %s\nauthor Ann \xe9 <a@b> %s\ncommitter B <b> 0 +0000\nencoding no-such\n\nHi \xe9\n"
    )
    made = (
        subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
            cwd=scratch.top,
            input=text % (tree, when),
            check=True,
            capture_output=True,
        )
        .stdout.decode()
        .strip()
    )
    scratch.git("update-ref", "refs/heads/main", made)
    (version,) = logged(run, "policy.tenure")
    assert version["day"] == day
    assert version["subject"] == "Hi \ufffd"


def test_no_setting_of_the_users_is_in_the_way(
    run: Run, several: Scratch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = logged(run, "schedule.tenure")
    config = tmp_path / "config"
    config.write_text(
        "[alias]\n rev-list = !false\n log = !false\n[core]\n pager = false\n quotePath = true\n"
        " fsmonitor = false\n[color]\n ui = always\n[log]\n showSignature = true\n"
        " showRoot = false\n follow = true\n date = relative\n"
        "[diff]\n renames = false\n noprefix = true\n external = false\n"
        "[i18n]\n logOutputEncoding = UTF-16\n[pager]\n diff-tree = false\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    for name, value in {
        "GIT_DIR": str(tmp_path),
        "GIT_WORK_TREE": "/",
        "GIT_INDEX_FILE": "/nowhere",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_PAGER": "false",
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_DIFF_OPTS": "-u0",
        "GIT_PREFIX": "x/",
        "LC_ALL": "de_DE.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    assert logged(run, "schedule.tenure") == expected


def test_only_what_touched_the_policy_is_read(
    run: Run, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def counted(*args: Any) -> Any:
        read.append(args)
        return compile_policy(*args)

    monkeypatch.setattr("tenure.history.versions.compile_policy", counted)
    lines = []
    for number in range(300):
        name = "policy/own.tenure" if number % 100 == 0 else "elsewhere/other.tenure"
        text = f"{POLICY if number % 200 == 0 else OTHER}# {number}\n"
        lines.append(
            f"commit refs/heads/main\ncommitter A <a> {1_700_000_000 + number * 86_400} +0000\n"
            f"data 1\nx\nM 100644 inline {name}\ndata {len(text)}\n{text}\n"
        )
    subprocess.run(
        ["git", "fast-import", "--quiet"],
        cwd=scratch.top,
        input="".join(lines).encode(),
        check=True,
        env={**os.environ},
    )
    scratch.git("reset", "-q", "--hard")
    assert told(run, "policy") == [CHANGED, CHANGED, ("first", ["1"])]
    assert len(read) == 3


def test_what_a_crafted_tree_names_is_not_written(scratch: Scratch, run: Run) -> None:
    """A tree can be made to name `..`: nothing is written outside of the folder."""
    scratch.commit("One", policy=POLICY)
    blob = scratch.git("rev-parse", "HEAD:policy.tenure").decode().strip()
    inner = f"100644 blob {blob}\tescaped.tenure\n".encode()
    tree = _made(scratch, inner)
    outer = f"100644 blob {blob}\tpolicy.tenure\n040000 tree {tree}\t..\n".encode()
    commit = scratch.git("commit-tree", _made(scratch, outer), "-p", "HEAD", "-m", "Two")
    scratch.git("update-ref", "refs/heads/main", commit.decode().strip())
    assert told(run, "policy.tenure") == [("first", ["1"])]


def _made(scratch: Scratch, entries: bytes) -> str:
    done = subprocess.run(
        ["git", "mktree", "--missing"],
        cwd=scratch.top,
        input=entries,
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().strip()
