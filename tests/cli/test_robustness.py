"""Whatever a file holds, a command says one clear thing and ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.cli.program import program

Run = Callable[..., Result]
POLICY = (Path(__file__).parents[1] / "golden/policies/disagree.tenure").read_bytes()
COMMANDS = (["check"], ["test"], ["explain", "complaint"], ["graph"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("policies")


def ends_well(path: Path) -> None:
    """Every command that reads the path ends with a code and without a traceback."""
    for command, *more in COMMANDS:
        result = CliRunner().invoke(program, [command, str(path), *more])
        assert result.exit_code in (0, 1, 2), result.output
        assert "internal error" not in result.output
        assert "Traceback" not in result.output
        if result.exit_code == 2:
            assert "error[TN" in result.output


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"#",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\0" * 100,
        b"policy",
        b'policy "',
        b"\x7fELF\x02\x01\x01",
        b'policy "P"\n' + b'rule 1 "' + b"x" * 1_000_000 + b'" for y keep 1 year after z\n',
        b'policy "' + b"x" * 1_000_000,
        b'policy "P" rule 1 for x when ' + b"(" * 10_000,
        b'policy "P" rule 1 for x when ' + b"not " * 10_000 + b"y",
        b'policy "P" rule 1 for x keep ' + b"the later of (" * 10_000,
        b"use " * 10_000,
        b'use "."',
        b'use "/"',
        b"\r" * 1000,
        b'policy "P"\x1b]0;x\x07',
    ],
)
def test_odd_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.tenure"
    path.write_bytes(content)
    ends_well(path)


def test_odd_paths(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder.tenure").mkdir()
    (tmp_path / "loop.tenure").symlink_to(tmp_path / "loop.tenure")
    (tmp_path / "nowhere.tenure").symlink_to(tmp_path / "gone")
    for path in (
        tmp_path,
        tmp_path / "folder.tenure",
        tmp_path / "loop.tenure",
        tmp_path / "nowhere.tenure",
        tmp_path / "x" / "y",
        tmp_path / ("x" * 5000),
        "x\0y",
        "/dev/null",
        os.devnull,
    ):
        for command in ("check", "test", "graph"):
            result = run(command, path)
            assert result.exit_code == 2
            assert "error[TN101] unreadable-file: cannot read " in result.output


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25)
@given(data=st.data())
def test_a_truncated_or_damaged_policy(folder: Path, data: st.DataObject) -> None:
    cut = POLICY[: data.draw(st.integers(0, len(POLICY)))]
    at = data.draw(st.integers(0, len(cut)))
    noise = data.draw(st.binary(max_size=20) | st.text(max_size=20).map(str.encode))
    path = folder / "damaged.tenure"
    path.write_bytes(cut[:at] + noise + cut[at + data.draw(st.integers(0, 20)) :])
    ends_well(path)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25)
@given(args=st.lists(st.text(max_size=20), max_size=6))
def test_any_words_after_explain(args: list[str]) -> None:
    path = Path(__file__).parents[1] / "golden/policies/disagree.tenure"
    result = CliRunner().invoke(program, ["explain", str(path), "--", "complaint", *args])
    assert result.exit_code in (0, 2)
    assert "internal error" not in result.output
