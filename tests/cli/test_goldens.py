"""What the commands print, word for word: `pytest --update-goldens` writes it anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

CHECKS = {
    "misspelt": "misspelt.tenure",
    "names": "names.tenure",
    "characters": "characters.tenure",
    "two-files": "two-files",
    "circle": "circle",
    "disagree": "disagree.tenure",
    "clean": "clean.tenure",
    "missing": "missing.tenure",
}
"""Policies by the name of their golden files."""

EXPLAINED = {
    "due": "call_recording:r recorded=2026-03-20 training=no payment=no complaint=",
    "overdue": "call_recording:r recorded=2026-01-05 training=no payment=no",
    "retain": "complaint:c closed=2024-02-29 child=no medium=electronic legal_action=no",
    "second-phase": "complaint:c closed=2019-02-28 child=no medium=electronic "
    "legal_action=no disposed_as=anonymised",
    "extended": "complaint:c closed=2023-02-28 child=no medium=electronic legal_action=no "
    "extended_until=2027-03-31",
    "held": "complaint:c closed=2019-02-28 child=yes medium=electronic legal_action=yes",
    "permanent": "complaint:c child=yes medium=paper legal_action=no",
    "awaiting": "warranty:w adult=no ends=2028-01-01",
    "follows": "warranty:w repaired=2026-01-01 adult=yes",
    "undetermined": "call_recording:r recorded=2026-03-20 complaint=c",
    "switched-off": "call_recording:r recorded=2026-03-20 payment=yes training=no",
    "uncovered": "lost:l found=2026-01-01",
    "bad": "complant:c",
    "bad-fields": "complaint:c closd=2026-01-01 closed=2026-02-30 medium=papr child=maybe pages=x",
}
"""Records of the policy `disagree`, by the name of their golden file."""

RECORDING = (
    *("call_recording:r", "recorded=2026-01-05", "complaint=c", "payment=no"),
    *("--given", "complaint c closed=2026-02-01 child=no medium=electronic legal_action=no"),
)

Run = Callable[..., Result]
Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("format_", ["full", "concise", "json"])
def test_check(run: Run, golden: Golden, name: str, format_: str) -> None:
    path = f"policies/{CHECKS[name]}"
    result = run("check", path, "--as-of", "2026-06-01", "--output-format", format_)
    golden(f"check/{name}.{'txt' if format_ == 'full' else format_}", result.output)


MACHINES = {"sarif": "sarif.json", "github": "github", "gitlab": "gitlab.json", "junit": "xml"}
"""Formats for programs that review code, and how their golden files end."""


@pytest.mark.parametrize("name", ["disagree", "names", "clean", "missing"])
@pytest.mark.parametrize("format_", MACHINES)
def test_check_for_programs(run: Run, golden: Golden, name: str, format_: str) -> None:
    path = f"policies/{CHECKS[name]}"
    result = run("check", path, "--as-of", "2026-06-01", "--output-format", format_)
    golden(f"check/{name}.{MACHINES[format_]}", result.output)


@pytest.mark.parametrize("format_", ["full", "concise", "json", *MACHINES])
def test_test(run: Run, golden: Golden, format_: str) -> None:
    result = run("test", "policies/disagree.tenure", "--output-format", format_)
    ending = MACHINES.get(format_, "txt" if format_ == "full" else format_)
    golden(f"test/disagree.{ending}", result.output)


@pytest.mark.parametrize("name", EXPLAINED)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_explain(run: Run, golden: Golden, name: str, format_: str) -> None:
    asked = EXPLAINED[name].split()
    day = ("--as-of", "2026-06-01", "--output-format", format_)
    result = run("explain", "policies/disagree.tenure", *asked, *day)
    golden(f"explain/{name}.{'txt' if format_ == 'text' else format_}", result.output)


@pytest.mark.parametrize(("name", "training"), [("linked", "no"), ("conflict", "yes")])
def test_explain_with_a_linked_record(run: Run, golden: Golden, name: str, training: str) -> None:
    asked = (*RECORDING, f"training={training}", "--as-of", "2026-06-01")
    result = run("explain", "policies/disagree.tenure", *asked)
    golden(f"explain/{name}.txt", result.output)


DEADLINES = {
    "deadlines": "complaint:c received=2026-03-02T16:00 decided=2026-03-10 "
    "called_back=2026-03-03T12:00 extended=no asked=",
    "deadlines-open": "complaint:c received=2026-03-17T10:00",
    "deadlines-paused": "complaint:c received=2026-03-02T16:00 asked=2026-03-04 extended=no",
}
"""Complaints of the policy `service`, by the name of their golden file."""


@pytest.mark.parametrize("name", DEADLINES)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_explain_deadlines(run: Run, golden: Golden, name: str, format_: str) -> None:
    moment = ("--as-of", "2026-03-17T14:45", "--output-format", format_)
    result = run("explain", "policies/service.tenure", *DEADLINES[name].split(), *moment)
    golden(f"explain/{name}.{'txt' if format_ == 'text' else format_}", result.output)


@pytest.mark.parametrize("format_", ["text", "json"])
def test_duties(run: Run, golden: Golden, format_: str) -> None:
    asked = ("--log", "logs/service.csv", "--as-of", "2026-03-20", "--output-format", format_)
    result = run("duties", "policies/service.tenure", *asked)
    golden(f"duties/service.{'txt' if format_ == 'text' else format_}", result.output)


@pytest.mark.parametrize("dialect", ["postgres", "tsql"])
def test_sql(run: Run, golden: Golden, dialect: str) -> None:
    asked = ("--class", "lost", "--dialect", dialect, "--as-of", "2026-06-01")
    result = run("sql", "policies/disagree.tenure", *asked)
    golden(f"sql/lost.{dialect}.sql", result.output)


def test_help(run: Run, golden: Golden) -> None:
    pages = [run(*words, "--help").output for words in ([], *([name] for name in COMMANDS))]
    golden("help.txt", "\n".join(pages))


COMMANDS = ("check", "fmt", "test", "explain", "sql", "duties", "log", "publish", "graph")
