"""What the tests of the command line share: two ways to run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tenure.cli.program import program

GOLDENS = Path(__file__).parents[1] / "golden"
Run = Callable[..., Result]
Start = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process, beside the golden policies."""
    monkeypatch.chdir(GOLDENS)
    for name in ("NO_COLOR", "FORCE_COLOR", "TENURE_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args: str | Path) -> Result:
        result = CliRunner().invoke(program, [str(arg) for arg in args])
        assert "Traceback" not in result.output
        return result

    return invoke


@pytest.fixture
def start() -> Start:
    """Starts a process of its own, as a shell would, beside the golden policies."""

    def begin(
        *args: str | bytes | Path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
        process = subprocess.Popen(
            [sys.executable, "-m", "tenure", *args],
            cwd=GOLDENS,
            env={**clean, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = process.communicate()
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    return begin


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a folder one that may not be looked into, whoever runs the test."""

    def lock(folder: Path) -> None:
        def refusing(list_: Callable[..., object]) -> Callable[..., object]:
            def listing(path: str | Path = ".") -> object:
                if Path(path) == folder:
                    raise PermissionError(13, "Permission denied", str(path))
                return list_(path)

            return listing

        for name in ("scandir", "listdir"):
            monkeypatch.setattr(os, name, refusing(getattr(os, name)))

    return lock
