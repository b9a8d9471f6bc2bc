"""`tenure sql`: what it says of the views, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tenure.cli.sql import DIALECTS
from tenure.engine.databases import dialects

Run = Callable[..., Result]
SURREY = Path(__file__).parents[2] / "policies" / "surrey"


def test_every_dialect_that_can_be_spelled_is_offered() -> None:
    assert set(DIALECTS) == set(dialects.DIALECTS)


def test_chains_of_records_are_refused_with_what_can_be_asked_for(run: Run) -> None:
    result = run("sql", SURREY, "--dialect", "duckdb")
    assert result.exit_code == 2
    assert "no view can decide `complaint`" in result.stderr
    assert "--class comment" in result.stderr
    assert result.stdout == ""


def test_the_facts_are_said(run: Run) -> None:
    result = run("sql", SURREY, "--dialect", "duckdb", "--class", "badge_application")
    assert result.exit_code == 0
    assert "facts as the policy declares them: new_badge_system = " in result.stdout


def test_other_facts_give_other_views(run: Run) -> None:
    ask = ("sql", SURREY, "--dialect", "duckdb", "--class", "badge_application")
    usual, other = run(*ask), run(*ask, "--fact", "new_badge_system=yes")
    assert "other facts than the policy declares: new_badge_system = yes" in other.stdout
    bodies = [result.stdout.partition("CREATE")[2] for result in (usual, other)]
    assert bodies[0] != bodies[1]


def test_the_day_decides_which_rules_are_in_force(run: Run) -> None:
    ask = ("sql", SURREY, "--dialect", "duckdb", "--class", "comment", "--as-of")
    assert "the decisions as of 2031-01-02" in run(*ask, "2031-01-02").stdout


@pytest.mark.parametrize("fact", ["new_badge_system", "new_badge_system=maybe", "nothing=yes"])
def test_a_fact_that_does_not_fit_is_refused(run: Run, fact: str) -> None:
    result = run("sql", SURREY, "--dialect", "duckdb", "--fact", fact)
    assert result.exit_code == 2
    assert "[TN501]" in result.stderr


@pytest.mark.parametrize("to", ["views.sql", "nowhere/views.sql"])
def test_a_file_is_written_whole(run: Run, tmp_path: Path, to: str) -> None:
    result = run(*("sql", SURREY, "--dialect", "tsql", "--class", "comment", "--to", tmp_path / to))
    assert result.exit_code == 0
    assert (tmp_path / to).read_text(encoding="utf-8").count("CREATE OR ALTER VIEW") == 1
