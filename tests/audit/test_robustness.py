"""Killed, a full disk, a folder in the way: nothing half-written, and a second run succeeds."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.audit.letters import MAPPING, POLICY, laid_out

WHOLE = {
    "decisions.parquet",
    "disposal-list.csv",
    "exceptions.csv",
    "manifest.json",
    "notes.csv",
    "rejects.csv",
    "report.html",
    "summary.json",
}
Start = Callable[..., "subprocess.Popen[bytes]"]
LIMITED = """
import resource, signal, sys
most = int(sys.argv.pop(1))
if most >= 0:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from tenure.cli import main
sys.argv[1:1] = ["audit"]
main()
"""
"""An audit that may write no file larger than so many bytes, as on a disk that is full."""


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts an audit of some hundred letters in a process of its own."""
    (tmp_path / "letters.tenure").write_text(POLICY, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'L-' || i AS Ref, DATE '2020-01-01' + (i % 2500)::INTEGER AS Received, "
            f"NULL::VARCHAR AS Box FROM range(300) t(i)) TO '{data / 'letters.parquet'}'"
        )
    laid_out(data, mapping=MAPPING.replace("letters.csv", "letters.parquet"))

    def begin(
        *options: str, data: str = "data", most: int | None = None
    ) -> subprocess.Popen[bytes]:
        where = ("--data", data, "--to", "out", "--as-of", "2026-06-01")
        return subprocess.Popen(
            [sys.executable, "-c", LIMITED, str(most or -1), "letters.tenure", *where, *options],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return begin


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """The exit code of a process, and all that it said."""
    out, err = process.communicate(timeout=120)
    return process.returncode, (out + err).decode()


def whole(folder: Path) -> bool:
    return {path.name for path in folder.iterdir()} == WHOLE


def test_killed_at_any_moment_it_leaves_nothing_half_written(start: Start, tmp_path: Path) -> None:
    began = time.monotonic()
    code, said = ended(start())
    lasts = time.monotonic() - began
    assert (code, whole(tmp_path / "out")) == (0, True), said
    for moment in range(8):
        process = start("--replace")
        time.sleep(lasts * (moment + 1) / 9)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert not (tmp_path / "out").exists() or whole(tmp_path / "out")
    code, said = ended(start("--replace"))
    assert (code, whole(tmp_path / "out")) == (0, True), said
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_killed_between_the_two_moves_the_earlier_audit_comes_back(
    start: Start, tmp_path: Path
) -> None:
    ended(start())
    scratch = tmp_path / ".out.0123.tmp"
    scratch.mkdir()
    (tmp_path / "out").rename(scratch / "old")
    code, said = ended(start("--replace", data="nowhere"))
    assert (code, whole(tmp_path / "out")) == (2, True), said
    assert not scratch.exists()


@pytest.mark.parametrize("most", [1, 1_000, 10_000, 30_000])
def test_a_full_disk_leaves_what_was_there(start: Start, tmp_path: Path, most: int) -> None:
    ended(start())
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    code, said = ended(start("--replace", most=most))
    assert code == 2, said
    assert said.startswith("error: cannot write `out`: ")
    assert "Traceback" not in said
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert ended(start("--replace"))[0] == 0


def test_two_at_once_do_not_clear_each_other_away(start: Start, tmp_path: Path) -> None:
    one, other = start("--replace"), start("--replace")
    codes = {ended(one)[0], ended(other)[0]}
    assert codes <= {0, 2}
    assert whole(tmp_path / "out")


def test_a_folder_with_other_files_is_never_replaced(start: Start, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "evidence.txt").write_text("mine", encoding="utf-8")
    for options in ((), ("--replace",)):
        code, said = ended(start(*options))
        assert code == 2
        assert "cannot write `out`: " in said
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["evidence.txt"]


def test_an_earlier_audit_is_not_replaced_unasked(start: Start, tmp_path: Path) -> None:
    ended(start())
    code, said = ended(start())
    assert code == 2
    assert "it is not empty" in said
    assert "--replace" in said


def test_an_unreadable_file_is_named(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data" / "letters.parquet").unlink()
    (tmp_path / "data" / "letters.parquet").mkdir()
    code, said = ended(start())
    assert code == 2
    assert "TN502" in said
    assert "letters.parquet" in said
    assert not (tmp_path / "out").exists()
