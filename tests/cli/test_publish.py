"""`tenure publish` and `tenure graph`: files that are whole or not there."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tenure.api.files import write_files

Run = Callable[..., Result]
POLICY = "policies/disagree.tenure"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_usual_formats_by_default(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    result = run("publish", POLICY, "--to", folder)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        str(folder / n) for n in ("schedule.html", "schedule.md", "published.json")
    ]
    assert names(folder) == ["published.json", "schedule.html", "schedule.md"]


def test_one_format_and_a_day(run: Run, tmp_path: Path) -> None:
    for day in ("2026-06-01", "2027-06-01"):
        run("publish", POLICY, "--to", tmp_path / day, "--format", "md", "--as-of", day)
        assert names(tmp_path / day) == ["published.json", "schedule.md"]
    texts = [(tmp_path / day / "schedule.md").read_text() for day in ("2026-06-01", "2027-06-01")]
    assert texts[0] != texts[1]


def test_files_are_as_readable_as_any(run: Run, tmp_path: Path) -> None:
    (tmp_path / "like this").touch()
    run("publish", POLICY, "--to", tmp_path)
    assert stat.S_IMODE((tmp_path / "schedule.md").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "like this").stat().st_mode
    )


def test_a_file_in_the_way(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for to in (tmp_path / "file", tmp_path / "file" / "inner"):
        result = run("publish", POLICY, "--to", to)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"error: cannot write `{to}`: ")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_the_way_of_a_file_spoils_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schedule.html").write_text("old")
    (tmp_path / "schedule.md").mkdir()
    result = run("publish", POLICY, "--to", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert names(tmp_path) == ["schedule.html", "schedule.md"]
    assert (tmp_path / "schedule.html").read_text() == "old"


def test_a_folder_that_may_not_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(self: Path, *args: str) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as forbidden:
        forbidden.setattr(Path, "replace", forbid)
        result = run("publish", POLICY, "--to", tmp_path)
    assert (result.exit_code, names(tmp_path)) == (2, [])
    assert result.stderr == f"error: cannot write `{tmp_path}`: permission denied\n"


def test_a_disk_that_fills_up_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"a": b"old a", "b": b"old b"})
    real = Path.open

    def full(self: Path, mode: str) -> object:
        stream = real(self, mode)
        if self.name.startswith(".b"):
            stream.close()
            raise OSError(28, "No space left on device")
        return stream

    with monkeypatch.context() as filling:
        filling.setattr(Path, "open", full)
        with pytest.raises(OSError, match="No space"):
            write_files(tmp_path, {"a": b"new a", "b": b"new b"})
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"old a"


@pytest.mark.parametrize("name", ["misspelt.tenure", "names.tenure", "missing.tenure"])
def test_a_policy_with_an_error_is_not_published(run: Run, tmp_path: Path, name: str) -> None:
    for command in ("publish", "graph"):
        result = run(command, f"policies/{name}", "--to", tmp_path / "out")
        assert (result.exit_code, result.stdout, names(tmp_path)) == (2, "", [])
        assert "error[TN" in result.stderr


@pytest.mark.parametrize(
    ("format_", "begins"),
    [("dot", "digraph"), ("mermaid", "flowchart"), ("json", "{"), ("svg", "<")],
)
def test_a_graph_to_standard_output_and_to_a_file(
    run: Run, tmp_path: Path, format_: str, begins: str
) -> None:
    out = run("graph", POLICY, "--format", format_)
    assert out.exit_code == 0
    assert out.stdout.startswith(begins)
    to = tmp_path / "folder" / "graph"
    filed = run("graph", POLICY, "--format", format_, "--to", to)
    assert (filed.exit_code, filed.stdout) == (0, "")
    assert to.read_text(encoding="utf-8") == out.stdout


def test_a_part_of_the_graph(run: Run) -> None:
    whole = json.loads(run("graph", POLICY, "--format", "json").stdout)
    part = json.loads(run("graph", POLICY, "--format", "json", "--around", "6.1").stdout)
    assert len(part["nodes"]) < len(whole["nodes"])


def test_a_graph_around_nothing(run: Run) -> None:
    result = run("graph", POLICY, "--around", "complant")
    assert result.exit_code == 2
    assert "duty, activity or record class is called `complant`" in result.stderr
    assert "did you mean `complaint`?" in result.stderr


def test_a_graph_cannot_be_written_over_a_folder(run: Run, tmp_path: Path) -> None:
    result = run("graph", POLICY, "--to", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == f"error: cannot write `{tmp_path}`: is a directory\n"
