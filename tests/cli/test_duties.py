"""`tenure duties`, `tenure publish --log`: what is made of a log, and of one that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
POLICY = "policies/service.tenure"
LOG = "logs/service.csv"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "log.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("day", "code", "overdue"),
    [
        ("2025-12-31", 0, []),
        ("2026-01-01", 0, []),
        ("2026-01-02", 1, ["review"]),
        ("2026-03-01", 1, ["review"]),
        ("2026-03-02", 1, ["review", "notice"]),
    ],
)
def test_an_overdue_duty_is_a_finding(run: Run, day: str, code: int, overdue: list[str]) -> None:
    asked = ("duties", POLICY, "--log", LOG, "--as-of", day)
    result = run(*asked, "--output-format", "json")
    assert result.exit_code == code
    duties = json.loads(result.stdout)["duties"]
    assert [each["duty"] for each in duties if each["status"] == "breached"] == overdue
    assert run(*asked).exit_code == code


def test_the_most_pressing_comes_first(run: Run) -> None:
    text = run("duties", POLICY, "--log", LOG, "--as-of", "2026-03-20").stdout
    heads = [line.split()[0] for line in text.splitlines() if line and not line.startswith(" ")]
    assert heads == ["review", "notice", "retire", "audit", "4"]


def test_a_policy_without_duties(run: Run) -> None:
    result = run("duties", "policies/clean.tenure", "--log", "logs/empty.csv")
    assert (result.exit_code, result.stdout) == (0, "the policy has no duties\n")


@pytest.mark.parametrize(
    "text",
    [
        "name,day\naudit,2026-02-05\n",
        "\ufeffname,day\r\naudit,2026-02-05\r\n",
        " day , name \n 2026-02-05 , audit \n\n,\n",
        'name,day,by\n"audit",2026-02-05,"Lee, Ann"',
    ],
)
def test_logs_as_spreadsheets_write_them(run: Run, tmp_path: Path, text: str) -> None:
    asked = ("--log", written(tmp_path, text), "--as-of", "2026-03-20", "--output-format", "json")
    result = run("duties", POLICY, *asked)
    (audit, *_) = json.loads(result.stdout)["duties"]
    assert (audit["duty"], audit["due"], audit["last"]["day"]) == (
        "audit",
        "2026-08-05",
        "2026-02-05",
    )


BAD: list[tuple[str | bytes, str]] = [
    ("", "line 1: the column `name` is missing"),
    ("name\naudit\n", "line 1: the column `day` is missing"),
    ("name,dya\n", "line 1: no column is called `dya`\n  did you mean `day`?"),
    ("name,day,day\n", "line 1: there are two columns `day`"),
    ("name,day\naudti,2026-01-01\n", "line 2: no duty or occasion is called `audti`"),
    ("name,day\naudti,2026-01-01\n", "did you mean `audit`?"),
    ("name,day\n,2026-01-01\n", "line 2: no duty or occasion is called ``"),
    ("name,day\naudit,\n", "line 2: `` is not the day of `audit`"),
    ("name,day\naudit\n", "line 2: `` is not the day of `audit`"),
    ("name,day\naudit,2026-02-30\n", "line 2: `2026-02-30` is not the day of `audit`"),
    ("name,day\naudit,05/02/2026\n", "write a day as 2026-02-28"),
    ("name,day\naudit,2026-02-05,Lee, Ann\n", "line 2: there are 4 values and 2 columns"),
    ('name,day\naudit,2026-02-05\naudit,"2026\n', "line 3: the line is not CSV"),
    (b"name,day\naudit,\xff\n", "the log is not UTF-8"),
    (b"PK\x03\x04\x00\x00", "no column is called `PK<U+0003><U+0004>"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_log_that_cannot_be_used_is_refused(
    run: Run, tmp_path: Path, text: str | bytes, said: str
) -> None:
    path = written(tmp_path, text)
    for asked in (("duties", POLICY), ("publish", POLICY, "--to", tmp_path / "out")):
        result = run(*asked, "--log", path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert result.stderr.startswith(f"error: `{path}`")
        assert result.stderr.count("error") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", ["gone.csv", "."])
def test_a_log_that_cannot_be_read(run: Run, path: str) -> None:
    result = run("duties", POLICY, "--log", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: cannot read `{path}`: ")


def test_a_policy_that_cannot_be_used(run: Run) -> None:
    result = run("duties", "policies/names.tenure", "--log", LOG)
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_published_document_says_what_is_next(run: Run, tmp_path: Path) -> None:
    asked = ("publish", POLICY, "--format", "md", "--as-of", "2026-03-20")
    run(*asked, "--to", tmp_path / "with", "--log", LOG)
    run(*asked, "--to", tmp_path / "without")
    text = (tmp_path / "with" / "schedule.md").read_text(encoding="utf-8")
    assert "Due by 5 August 2026." in text
    assert "Next due" not in (tmp_path / "without" / "schedule.md").read_text(encoding="utf-8")
