"""Views for other databases: the same decisions, wherever their SQL can be run here."""

from __future__ import annotations

import random
from datetime import date

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from tenure.compiler.compile import compile_policy
from tenure.engine.databases.dialects import DIALECTS, spelled
from tenure.engine.databases.tsql import NeedsListsError
from tenure.engine.staging import DECISIONS
from tenure.engine.views import InRoundsError, decision_views
from tests.engine.test_worked_policies import AS_OF, POLICIES, records_for
from tests.properties.compiled import compiled, decisions
from tests.properties.staged import row_of, stage

LINKED = """\
policy "Linked"

authority practice "Practice" kind good_practice

record case_file "Cases"
  closed  date
  suspect yes/no

record note "Notes"
  written   date required
  case_file link to case_file

record scan "Scans"
  note link to note

rule 1 for case_file keep 2 years after closed because practice
rule 2 for note keep the later of (1 year after written, as long as case_file if known)
  because practice
rule 3 for scan keep as long as note because practice
hold inquiry "Inquiry" for case_file while suspect
"""


def _decided(text: str, dialect: str) -> dict[str, dict[str, object]]:
    """What the views of a policy give in DuckDB, by way of the text in a dialect."""
    policy = compiled(text).policy
    assert policy is not None
    records = records_for(policy, random.Random(3))
    expected = {id_: row_of(one) for id_, one in decisions(policy, records, AS_OF).items()}
    found: dict[str, dict[str, object]] = {}
    with duckdb.connect() as connection:
        stage(connection, policy, records)
        for view in decision_views(policy, AS_OF):
            for name, query in {**view.builds_on, view.name: view.query}.items():
                made = spelled(query, dialect)
                (read,) = sqlglot.transpile(made.replace("(MAX)", ""), read=dialect, write="duckdb")
                connection.execute(f"CREATE OR REPLACE VIEW {name} AS {read}")
            for values in connection.execute(f"SELECT * FROM {view.name}").fetchall():
                found[str(values[0])] = dict(zip(DECISIONS, values, strict=True))
    assert len(found) == len(records)
    for id_, row in found.items():
        wanted = dict(expected[id_])
        if dialect == "tsql":
            lists = ("missing", "awaiting", "held_by")
            wanted |= {name: ", ".join(_list(wanted[name])) for name in lists}
        assert row == wanted, id_
    return found


def _list(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


def test_links_and_holds_through_them_are_views() -> None:
    found = _decided(LINKED, "duckdb")
    assert any(row["held_by"] == ["inquiry"] for id_, row in found.items() if "scan" in id_)


@pytest.mark.parametrize("dialect", ["duckdb", "tsql"])
def test_the_views_of_a_worked_policy_decide_as_the_reference_evaluator(dialect: str) -> None:
    _decided((POLICIES / "staffords" / "policy.tenure").read_text(encoding="utf-8"), dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_can_be_read_back(dialect: str) -> None:
    policy = compile_policy(POLICIES / "staffords").policy
    assert policy is not None
    for view in decision_views(policy, AS_OF):
        text = spelled(view.query, dialect)
        (tree,) = sqlglot.parse(text, read=dialect)
        assert tree is not None
        assert isinstance(tree, exp.Query)
        assert tree.named_selects[:1] in (["record"], ["*"])


@pytest.mark.parametrize("dialect", ["snowflake", "bigquery", "tsql"])
def test_where_the_calendar_ends_no_period_becomes_permanent(dialect: str) -> None:
    policy = compiled(LINKED).policy
    assert policy is not None
    (view,) = decision_views(policy, AS_OF, classes=["case_file"])
    text = spelled(view.query, dialect)
    assert "'9999-12-30'" in text
    assert "10000-01-01" not in text
    assert "0000-12-31" not in text


def test_t_sql_has_no_lists() -> None:
    policy = compiled(LINKED).policy
    assert policy is not None
    (view,) = decision_views(policy, AS_OF, classes=["scan"])
    with pytest.raises(NeedsListsError):
        [spelled(query, "tsql") for query in (*view.builds_on.values(), view.query)]


def test_a_chain_of_any_length_is_no_view() -> None:
    policy = compile_policy(POLICIES / "surrey").policy
    assert policy is not None
    with pytest.raises(InRoundsError) as refused:
        decision_views(policy, AS_OF, classes=["comment", "complaint"])
    assert refused.value.record_class == "complaint"
    assert "comment" in refused.value.others
    views = decision_views(policy, date(2026, 6, 1), classes=refused.value.others)
    assert [view.record_class for view in views] == list(refused.value.others)
