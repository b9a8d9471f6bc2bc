"""Answers that exclude each other are numbered, and what they say is looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import product

import duckdb
import pytest
from sqlglot import exp

from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tenure.engine.databases.duckdb import DuckDB
from tenure.engine.deciding import inventory_of
from tenure.engine.plan import Plan
from tenure.engine.staging import Staged
from tests.properties.compiled import decisions, policy_of
from tests.properties.staged import Row, decided_by_duckdb, decided_without_a_look, row_of

Decided = Callable[[Policy, Sequence[Record], date], Mapping[str, Row]]

AS_OF = date(2026, 6, 1)

EVERY_FORM = """\
policy "Forms"
  dispose within 30 days

calendar office
  year FY  ends 31 March

authority practice "Practice" kind good_practice

record file "Files"
  kind    one of a, b, c, d, e, f, g, h, none
  opened  date required
  closed  date
  ends    date
  special yes/no
  urgent  yes/no

rule 1 for file when kind is a keep 3 years after closed then destroy because practice
  except special when special
    keep 6 years after closed
  end
  except urgent when urgent overrides special
    keep 90 days after closed then destroy
  end
rule 2 for file when kind is b keep 30 days after closed then review because practice
rule 3 for file when kind is c keep CY+4 from opened because practice
rule 4 for file when kind is d keep FY+2 from closed because practice
rule 5 for file when kind is e keep until ends because practice
rule 6 for file when kind is f keep permanently because practice
rule 7 for file when kind is g keep 2 years and 5 days beginning with closed because practice
"""

AND_A_CHOICE = (
    EVERY_FORM
    + """\
rule 8 for file when kind is h
  keep the later of (1 year after opened, until ends if known) because practice
"""
)

DAYS = (
    (None, None),
    (None, date(2026, 4, 1)),
    (date(2020, 2, 29), None),
    (date(2024, 3, 31), date(2024, 4, 1)),
    (date(2026, 3, 2), date(9998, 12, 31)),
    (date(9998, 12, 31), date(2020, 2, 29)),
)
FLAGS = (None, True, False)
KINDS = ("a", "b", "c", "d", "e", "f", "g", "h", "none", None)
COMPLETE = ("kind", "special", "urgent")


def _records() -> list[Record]:
    found = []
    for n, (kind, days, special, urgent) in enumerate(product(KINDS, DAYS, FLAGS, FLAGS)):
        if kind != "a" and (special, urgent) != (False, False):
            continue  # only rule 1 asks for them
        values = (kind, date(2021, 6, 30), *days, special, urgent)
        names = ("kind", "opened", "closed", "ends", "special", "urgent")
        known = {f: v for f, v in zip(names, values, strict=True) if v is not None}
        found.append(Record(id=f"r{n}", record_class="file", fields=known))
    return found


@pytest.mark.parametrize("decided", [decided_by_duckdb, decided_without_a_look])
@pytest.mark.parametrize("text", [EVERY_FORM, AND_A_CHOICE])
def test_every_form_of_period_by_number(text: str, decided: Decided) -> None:
    policy, records = policy_of(text), _records()
    found = decided(policy, records, AS_OF)
    for id_, decision in decisions(policy, records, AS_OF).items():
        assert found[id_] == row_of(decision)
    assert len(found) == len(records)


@pytest.mark.parametrize("text", [EVERY_FORM, AND_A_CHOICE])
def test_where_every_kind_and_flag_is_known_one_answer_is_left(text: str) -> None:
    """Then the answers are numbered, as the rules exclude each other."""
    policy = policy_of(text)
    records = [r for r in _records() if r.fields.keys() >= set(COMPLETE)]
    query = _query(policy, frozenset({"id", *COMPLETE, "opened"}))
    assert "of_answer" in {cte.alias for cte in query.ctes}
    found = decided_by_duckdb(policy, records, AS_OF)
    for id_, decision in decisions(policy, records, AS_OF).items():
        assert found[id_] == row_of(decision)


def _many(count: int) -> str:
    kinds = ", ".join(f"k{n}" for n in range(count))
    rules = "\n".join(
        f"rule {n + 1} for file when kind is k{n} keep {n % 9 + 1} years after closed "
        "because practice"
        for n in range(count)
    )
    return (
        'policy "Many"\nauthority practice "Practice" kind good_practice\n'
        f'record file "Files"\n  kind one of {kinds}\n  closed date\n{rules}\n'
    )


def _query(policy: Policy, complete: frozenset[str]) -> exp.Query:
    staged = Staged(record_class="file", relation="files", complete=complete)
    with duckdb.connect() as connection:
        plan = Plan(DuckDB(connection), inventory_of(policy, [staged]), AS_OF)
        query = plan.by_class()["file"]
    (first, *_) = query.find_all(exp.Select)
    while not first.ctes:  # the phases are put together
        first = next(q for q in query.find_all(exp.Select) if q.ctes)
    return first


def test_more_rules_make_the_table_longer_and_not_the_arithmetic() -> None:
    added = {
        count: len(
            list(_query(policy_of(_many(count)), frozenset({"id", "kind"})).find_all(exp.DateAdd))
        )
        for count in (4, 40)
    }
    assert added[4] == added[40]


def test_rules_that_can_meet_are_not_numbered() -> None:
    text = _many(4).replace("kind is k1", "kind is k0")
    query = _query(policy_of(text), frozenset({"id", "kind"}))
    assert "of_answer" not in {cte.alias for cte in query.ctes}
