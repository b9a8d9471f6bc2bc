"""`tenure publish --since` and `--history`: files, formats, versions, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from click.testing import Result

from tests.history.conftest import POLICY, Scratch, scratch

__all__ = ["scratch"]
OLD, NEW = "policies/diff-old.tenure", "policies/diff-new.tenure"
AS_OF = ("--as-of", "2026-06-01")
SCHEMA = Path(__file__).parents[2] / "reports/redline/redline.schema.json"
Run = Callable[..., Result]
Golden = Callable[[str, str], None]


@pytest.mark.parametrize(
    ("format_", "file_name"),
    [("html", "redline.html"), ("md", "redline.md"), ("json", "changes.json")],
)
def test_what_it_writes(
    run: Run, golden: Golden, tmp_path: Path, format_: str, file_name: str
) -> None:
    result = run("publish", NEW, "--to", tmp_path, "--since", OLD, "--format", format_, *AS_OF)
    assert (result.exit_code, result.output) == (0, f"{tmp_path / file_name}\n")
    text = (tmp_path / file_name).read_text(encoding="utf-8")
    golden(f"redline/{file_name}", text.rpartition("</head>\n")[2])
    if format_ == "json":
        jsonschema.validate(json.loads(text), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_list_of_changes_as_sheets(run: Run, tmp_path: Path) -> None:
    formats = "csv,xlsx"
    run("publish", NEW, "--to", tmp_path, "--since", OLD, "--format", formats, *AS_OF)
    text = (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    sheet = openpyxl.load_workbook(tmp_path / "changes.xlsx").active
    assert sheet is not None
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    assert rows == [[cell.replace("\r\n", "\n") for cell in line] for line in lines]
    assert [line[2] for line in lines[1:]] == ["1", "2", "3", "3"]


def test_nothing_has_changed(run: Run, tmp_path: Path) -> None:
    run("publish", NEW, "--to", tmp_path, "--since", NEW, "--format", "md,json,csv,docx", *AS_OF)
    text = (tmp_path / "redline.md").read_text(encoding="utf-8")
    assert "Nothing that this document says has changed." in text
    assert "<ins>" not in text
    assert json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))["changes"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", OLD, "--format", "pdf"), "`pdf` cannot show what changed"),
        (("--since", OLD, "--check"), "--since goes with none of"),
        (("--since", OLD, "--history"), "--since goes with none of"),
        (("--check", "--history"), "--check goes with none of"),
        (("--since", ""), "the path is empty"),
        (("--since", "no-such-revision"), "git knows no revision `no-such-revision`"),
        (("--since", "policies/misspelt.tenure"), "TN103"),
    ],
)
def test_what_is_refused(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    folder = tmp_path / "out"
    result = run("publish", NEW, "--to", folder, *arguments, *AS_OF)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not folder.exists()


def test_a_revision_and_a_published_schedule(run: Run, scratch: Scratch) -> None:
    scratch.commit("One", **{"policy/schedule": POLICY})
    run("publish", "policy", "--to", "public", "--format", "json,html", *AS_OF)
    record = Path("public/published.json").read_bytes()
    scratch.write("policy/schedule.tenure", POLICY.replace("3 years", "2 years"))
    found = []
    for since in ("HEAD", "HEAD:policy", "main", "public/schedule.json"):
        result = run(
            "publish", "policy", "--to", "public", "--since", since, "--format", "json", *AS_OF
        )
        assert result.exit_code == 0, result.output
        document = json.loads(Path("public/changes.json").read_text(encoding="utf-8"))
        assert document.pop("since") == since
        found.append(document)
    assert found[0]["changes"][0]["effects"][-1] == "Some records are kept for a shorter time."
    assert all(document == found[0] for document in found)
    assert Path("public/published.json").read_bytes() == record


def test_the_history_is_part_of_the_document_and_not_of_its_record(
    run: Run, scratch: Scratch
) -> None:
    scratch.commit("A <b>nasty</b> message", policy=POLICY)
    scratch.commit("Shorter", policy=POLICY.replace("3 years", "2 years"))
    formats = ("--format", "html,md,json,csv,docx,xlsx,pdf")
    first = run("publish", "policy.tenure", "--to", "a", "--history", *formats, *AS_OF)
    assert first.exit_code == 0, first.output
    text = Path("a/schedule.md").read_text(encoding="utf-8")
    assert "## Change history" in text
    assert "Some records are kept for a shorter time." in text
    assert "nasty" not in text
    assert "Ann Lee" not in text
    assert run("publish", "policy.tenure", "--to", "a", "--check", *AS_OF).exit_code == 0
    run("publish", "policy.tenure", "--to", "b", "--history", *formats, *AS_OF)
    names = {path.name for path in Path("a").iterdir()}
    assert all(Path("a", name).read_bytes() == Path("b", name).read_bytes() for name in names)


def test_there_is_no_history_outside_of_git(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    policy = tmp_path / "policy.tenure"
    policy.write_text(POLICY, encoding="utf-8")
    result = run("publish", policy, "--to", tmp_path / "out", "--history")
    assert result.exit_code == 2
    assert "there is no history" in result.stderr
    assert not (tmp_path / "out").exists()


def test_git_is_asked_nothing_where_two_paths_are_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(subprocess, "run", refuse)
    result = run("publish", NEW, "--to", tmp_path, "--since", OLD, "--format", "md", *AS_OF)
    assert result.exit_code == 0
