"""`tenure fmt` as it is called: what it writes, what it leaves alone, how it ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tenure.cli.program import program

Run = Callable[..., Result]

UNTIDY = "rule 1 for  x keep 1 day after y # why\n"
TIDY = "rule 1\n  for   x\n  keep  1 day after y  # why\n"
BROKEN = "rule 1 keep\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "below" / "further").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "a.tenure").write_text(UNTIDY)
    (tmp_path / "below" / "b.tenure").write_text(TIDY)
    (tmp_path / "below" / "further" / "c.tenure").write_text(UNTIDY)
    (tmp_path / ".hidden" / "d.tenure").write_text(UNTIDY)
    return tmp_path


def test_every_file_below_is_laid_out(run: Run, folder: Path) -> None:
    result = run("fmt", folder)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"formatted {folder / 'a.tenure'}",
        f"formatted {folder / 'below' / 'further' / 'c.tenure'}",
    ]
    assert result.stderr == "2 files formatted, 1 file left as it was\n"
    assert (folder / "a.tenure").read_bytes() == TIDY.encode()
    assert (folder / ".hidden" / "d.tenure").read_text() == UNTIDY
    assert run("fmt", "--check", folder).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [".hidden", "a.tenure", "below"]


def test_check_changes_nothing(run: Run, folder: Path) -> None:
    result = run("fmt", "--check", folder / "a.tenure", folder / "below" / "b.tenure")
    assert result.exit_code == 1
    assert result.stdout == f"would format {folder / 'a.tenure'}\n"
    assert result.stderr == "1 file would be formatted, 1 file left as it was\n"
    assert (folder / "a.tenure").read_text() == UNTIDY


def test_diff_can_be_applied(run: Run, folder: Path) -> None:
    result = run("fmt", "--diff", folder)
    assert result.exit_code == 1
    assert (folder / "a.tenure").read_text() == UNTIDY
    subprocess.run(["patch", "-p0", "--silent", "-d/"], input=result.stdout.encode(), check=True)
    assert run("fmt", "--diff", folder).output == ""
    assert (folder / "a.tenure").read_text() == TIDY


@pytest.mark.parametrize("options", [[], ["--check"], ["--diff"]])
def test_a_file_with_a_syntax_error_is_left_and_the_others_are_not(
    run: Run, folder: Path, options: list[str]
) -> None:
    (folder / "broken.tenure").write_text(BROKEN)
    result = run("fmt", *options, folder)
    assert result.exit_code == 2
    assert "error[TN104]" in result.stderr
    assert (folder / "broken.tenure").read_text() == BROKEN
    assert (folder / "a.tenure").read_text() == (UNTIDY if options else TIDY)


def through(text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(program, ["fmt", *options, "-"], input=text)


def test_standard_input() -> None:
    result = through(UNTIDY)
    assert (result.exit_code, result.stdout) == (0, TIDY)
    assert through(UNTIDY, "--check").exit_code == 1
    assert through(TIDY, "--check").exit_code == 0
    assert through(UNTIDY, "--diff").stdout.startswith("--- -\n+++ -\n")


@pytest.mark.parametrize("text", [BROKEN, b"\xff", b"\0"])
def test_standard_input_that_cannot_be_read(text: str | bytes) -> None:
    result = through(text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error[TN10")


def test_standard_input_stands_alone(run: Run, folder: Path) -> None:
    assert run("fmt", "-", folder).exit_code == 2


@pytest.mark.parametrize("path", ["nowhere", "nowhere.tenure", ""])
def test_a_path_without_policies(run: Run, tmp_path: Path, path: str) -> None:
    assert run("fmt", tmp_path / path).exit_code == 2


def test_who_may_read_a_file_and_what_links_to_it_stay(run: Run, folder: Path) -> None:
    (folder / "a.tenure").chmod(0o640)
    (folder / "link.tenure").symlink_to("a.tenure")
    assert run("fmt", folder / "link.tenure").exit_code == 0
    assert (folder / "link.tenure").is_symlink()
    assert (folder / "a.tenure").read_text() == TIDY
    assert (folder / "a.tenure").stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_written_is_as_it_was(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    result = run("fmt", folder / "a.tenure")
    assert result.exit_code == 2
    assert "cannot write" in result.stderr
    assert (folder / "a.tenure").read_text() == UNTIDY
    assert [path.name for path in folder.glob("*tmp")] == []


def test_a_byte_order_mark_alone_is_no_change(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.tenure"
    path.write_bytes(b"\xef\xbb\xbf" + TIDY.encode())
    assert run("fmt", "--check", path).exit_code == 0


def test_what_could_drive_a_terminal_is_spelled_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "a.tenure").write_text('policy  "\x1b[2J"\n')
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(SystemExit):
        program.main(["fmt", "--diff", str(folder / "a.tenure")])
    out = capsysbinary.readouterr().out
    assert b'policy "<U+001B>[2J"' in out
    assert b"\x1b" not in out
