"""`tenure audit`: what it says, how it ends, what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tenure.cli import progress
from tenure.cli.steps import steps
from tests.audit.letters import POLICY, laid_out

Run = Callable[..., Result]
GOOD = "Ref,Received,Box\nL-1,2019-01-31,\nL-2,2026-05-05,\n"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The policy about letters."""
    path = tmp_path / "letters.tenure"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def audit(run: Run, policy: Path, tmp_path: Path) -> Run:
    """Audits some letters into the folder `out`."""

    def invoke(letters: str, *options: str | Path, as_of: str = "2026-06-01") -> Result:
        data = laid_out(tmp_path / "data", letters)
        to = ("--to", tmp_path / "out", "--as-of", as_of)
        return run("audit", policy, "--data", data, *to, *options)

    return invoke


def test_it_says_what_there_is_and_where(audit: Run, tmp_path: Path) -> None:
    result = audit(GOOD)
    assert result.exit_code == 0
    assert result.output == (
        "as of 2026-06-01: 3 records\n"
        "  retain               1\n"
        "  overdue              2\n"
        f"written to {tmp_path / 'out'}:\n"
        "  disposal-list.csv  2 records\n"
        "  exceptions.csv     0 records\n"
        "  report.html        for a browser\n"
    )


def test_a_row_that_is_put_aside_is_a_finding(audit: Run) -> None:
    result = audit(GOOD + "L-3,soon,\n")
    assert result.exit_code == 1
    assert "put aside: 1 row, see rejects.csv\n" in result.output


def test_an_undetermined_record_is_none(audit: Run) -> None:
    result = audit(GOOD + "L-3,,\n")
    assert result.exit_code == 0
    assert "  undetermined         1\n" in result.output


def test_an_alarm_is_a_finding(audit: Run, tmp_path: Path) -> None:
    audit(GOOD)
    (tmp_path / "out").rename(tmp_path / "first")
    result = audit("Ref,Received,Box\n", "--verify", tmp_path / "first")
    assert result.exit_code == 1
    assert "of the list of 2026-06-01:\n" in result.output
    assert "          1 done as listed\n" in result.output
    assert "          1 still there\n" in result.output
    assert "          1 gone without being listed\n" in result.output


def test_data_that_cannot_be_used_leaves_nothing(audit: Run, tmp_path: Path) -> None:
    result = audit("Reference,Received,Box\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[TN504] missing-column: there is no column `Ref`" in result.stderr
    assert "columns: `Box`, `Received`, `Reference`" in result.stderr
    assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_without_mapping_says_how_to_get_one(
    run: Run, policy: Path, tmp_path: Path
) -> None:
    result = run("audit", policy, "--data", tmp_path, "--to", tmp_path / "out")
    assert result.exit_code == 2
    assert "TN502" in result.stderr
    assert "--init" in result.stderr


def test_a_draft_says_what_it_could_not_place(run: Run, policy: Path, tmp_path: Path) -> None:
    (tmp_path / "letters.csv").write_text("id,Received,Colour\n1,03/04/2019,red\n")
    result = run("audit", policy, "--data", tmp_path, "--init")
    assert result.exit_code == 0
    assert f"drafted {tmp_path / 'mapping.toml'}: 1 table\n" in result.output
    assert "  letters.csv: Colour\n" in result.output
    assert "is that `%d/%m/%Y` or `%m/%d/%Y`?" in result.output
    again = run("audit", policy, "--data", tmp_path, "--init")
    assert again.exit_code == 2
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fact", "nonsense"), "`nonsense` is not a name and a value"),
        (("--fact", "nonsense=1"), "no fact is called `nonsense`"),
        (("--verify", "nowhere"), "cannot read the earlier audit"),
    ],
)
def test_what_is_asked_wrongly(
    audit: Run, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    result = audit(GOOD, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_somewhere_to_write_must_be_named(run: Run, policy: Path, tmp_path: Path) -> None:
    result = run("audit", policy, "--data", tmp_path)
    assert result.exit_code == 2
    assert "say with --to DIR where to write" in result.stderr


def test_progress_goes_step_by_step_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, once it takes long."""
    shown: list[str] = []
    monkeypatch.setattr(progress, "PATIENCE", -1)
    monkeypatch.setattr("click.echo", lambda text, **how: shown.append(text))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with steps() as step:
        told = step("reading")
        assert told is not None
        told(1, 2)
        step("deciding")
    assert "\r\x1b[2Kreading: 1 of 2" in shown
    assert shown[-1] == "\r\x1b[2K"


def test_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    with steps() as step:
        assert step("reading") is None
