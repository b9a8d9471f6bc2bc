"""Writes decision views as a script, one statement after the other."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlglot import exp

from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.engine.databases.dialects import NARROW, spelled
from tenure.engine.staging import columns_of, relation_of
from tenure.engine.views import DecisionView
from tenure.reports.decisions.explanations import value_in_words

_WIDTH = 100


def script(
    policy: Policy,
    views: Iterable[DecisionView],
    as_of: date,
    dialect: str,
    *,
    facts: Mapping[str, Value] | None = None,
) -> str:
    """Return the statements that make the views, each after those it builds on.

    Args:
        policy: the policy.
        views: the views.
        as_of: the day for which they were made.
        dialect: whose SQL it is to be.
        facts: the facts for which they were made, where these differ from the declared ones.

    Raises:
        NeedsListsError: the dialect has no lists, and a view cannot do without.
    """
    shown = tuple(views)
    relations: dict[str, exp.Query] = {}
    for view in shown:
        relations |= view.builds_on
        relations[view.name] = view.query
    parts = [_heading(policy, shown, as_of, dialect, facts or {})]
    parts += [_statement(name, query, dialect) for name, query in relations.items()]
    return _BETWEEN.get(dialect, "\n").join(parts)


_BETWEEN = {"tsql": "GO\n\n"}
"""T-SQL takes a view only as the first statement of a batch."""


def _statement(name: str, query: exp.Query, dialect: str) -> str:
    # The head is spelled by itself: a dialect may move the steps of a query to its top.
    head = exp.Create(
        this=exp.to_table(name), kind="VIEW", replace=True, expression=exp.select("1")
    )
    opening = head.sql(dialect=dialect).removesuffix("SELECT 1")
    return f"{opening.rstrip()}\n{spelled(query, dialect)};\n"


# --- the heading --------------------------------------------------------------------------------


def _heading(
    policy: Policy,
    views: Iterable[DecisionView],
    as_of: date,
    dialect: str,
    facts: Mapping[str, Value],
) -> str:
    paragraphs = [
        f"{_one_line(policy.document.title)}: the decisions as of {as_of.isoformat()}.",
        "The views hold for the rules in force that day; make them anew for another day, or"
        " when the policy changes. A `due` or `overdue` record is one that may be disposed of.",
        *_facts(policy, facts),
        *_warnings(dialect),
        "They read:",
    ]
    lines = [line for text in paragraphs for line in textwrap.wrap(text, _WIDTH - 3)]
    reads = dict.fromkeys(name for view in views for name in view.reads)
    lines += [line for name in reads for line in _relation(policy, name)]
    return "".join(f"-- {line}\n" for line in lines)


def _facts(policy: Policy, assumed: Mapping[str, Value]) -> Iterator[str]:
    declared = {name: fact.value for name, fact in policy.facts.items() if name not in assumed}
    if declared:
        yield f"They take the facts as the policy declares them: {_said(declared)}."
    if assumed:
        yield f"They suppose other facts than the policy declares: {_said(assumed)}."


def _said(facts: Mapping[str, Value]) -> str:
    return ", ".join(f"{name} = {value_in_words(value)}" for name, value in facts.items())


def _warnings(dialect: str) -> Iterator[str]:
    if dialect in NARROW:
        yield (
            "This database has no day after 9999-12-31. That day stands for `permanently` here,"
            " and a record that carries it is kept; so does 0001-01-01 for `no day known`. A"
            " period that would end later ends on 9999-12-30."
        )
    if dialect == "tsql":
        yield (
            "Truths are bits, lists are texts with commas. Texts must be compared by their code"
            " points: give the columns a binary collation. Needs SQL Server 2022."
        )


def _relation(policy: Policy, record_class: str) -> Iterator[str]:
    columns = columns_of(policy, record_class)
    listed = ", ".join(f"{name} {type_.value}" for name, type_ in columns.items())
    yield from textwrap.wrap(
        f"{relation_of(policy, record_class)} ({listed})",
        _WIDTH - 3,
        initial_indent="  ",
        subsequent_indent="    ",
    )


def _one_line(text: str) -> str:
    """Return an author's words as what cannot end a comment."""
    return " ".join(text.split())
