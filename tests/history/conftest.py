"""A scratch repository that nothing of the machine's git reaches."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tenure.cli.program import program

POLICY = """policy "Schedule"
record file "Files"
  closed date "the file was closed"
rule 1 "Files" for file
  keep 3 years after closed
  then destroy
"""
Run = Callable[..., Result]


class Scratch:
    """A repository whose commits are the same wherever they are made."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.git("init", "-q", "-b", "main")
        self.day = 1

    def git(self, *arguments: str, env: dict[str, str] | None = None) -> bytes:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.top,
            check=True,
            capture_output=True,
            env={**os.environ, **(env or {})},
        )
        return done.stdout

    def write(self, path: str, text: str) -> None:
        place = self.top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def commit(self, message: str, **files: str) -> None:
        """Commit all that is there, and some files by their names without the ending."""
        for name, text in files.items():
            self.write(f"{name}.tenure", text)
        self.git("add", "-A")
        when = f"2026-01-{self.day:02} 12:00:00 +0000"
        self.day += 1
        dated = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git("commit", "-q", "--allow-empty", "-m", message, env=dated)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """An empty repository, which is the current folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        fixed |= {f"GIT_{who}_NAME": "Ann Lee", f"GIT_{who}_EMAIL": "ann@example.org"}
    for name, value in fixed.items():
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "FORCE_COLOR", "TENURE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    top = tmp_path / "repository"
    top.mkdir()
    monkeypatch.chdir(top)
    return Scratch(top)


@pytest.fixture
def run() -> Run:
    """Runs a command in this process."""

    def invoke(*args: str | Path) -> Result:
        result = CliRunner().invoke(program, [str(arg) for arg in args])
        assert "Traceback" not in result.output
        return result

    return invoke
