"""Every witness that a test makes is replayed (`tests/replay.py`)."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tenure.compiler.analysis import witnesses
from tenure.compiler.check import ambiguity, check_policy, gaps, limits, shortening
from tenure.dsl.diagnostics import Witness
from tests.properties.compiled import policy_of
from tests.replay import replayed

COMPILER = Path(__file__).parents[1] / "compiler"

POLICY = """
policy "Schedule"
record file
  closed date
  due    date and time
  size   number
  name   text
  others links to file
rule 1 for file when size is at least 2 and others is known keep 2 years after closed
rule 2 for file when name is "a b" and due after 2026-01-01 keep 3 years after closed
"""


def witness() -> Witness:
    found = check_policy(policy_of(POLICY), date(2026, 6, 1)).findings[0].witness
    assert found is not None
    return found


def test_what_a_witness_shows_is_read_back() -> None:
    assert replayed(policy_of(POLICY), witness()).status == "conflict"


def test_a_witness_that_shows_something_else_is_noticed() -> None:
    policy, shown = policy_of(POLICY), witness()
    first, *others = shown.sayings
    assert first.keep_until is not None
    later = replace(first, keep_until=first.keep_until + timedelta(days=1))
    with pytest.raises(AssertionError):
        replayed(policy, replace(shown, status="due"))
    with pytest.raises(AssertionError):
        replayed(policy, replace(shown, sayings=(later, *others)))


def test_every_check_makes_its_witnesses_where_they_are_watched() -> None:
    for module in (ambiguity, gaps, limits, shortening):
        assert vars(module)["witness_of"] is witnesses.witness_of
    assert hasattr(witnesses.witness_of, "__wrapped__")


def test_witnesses_are_made_in_one_place() -> None:
    makers = [
        path.name
        for path in sorted(COMPILER.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Witness"
    ]
    assert makers == ["witnesses.py"]
