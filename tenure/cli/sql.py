"""`tenure sql`: the decisions as views of a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, fact_option, not_empty, policy_argument

if TYPE_CHECKING:
    from tenure.compiler.policy.fields import Value
    from tenure.compiler.policy.policy import Policy
    from tenure.engine.views import DecisionView

DIALECTS = ("duckdb", "postgres", "snowflake", "bigquery", "tsql", "spark", "databricks")
"""Those of `engine.databases.dialects`, which is not imported for a list of options."""


@click.command("sql")
@policy_argument()
@click.option("--dialect", type=click.Choice(DIALECTS), required=True, help="Whose SQL it is.")
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help="Only the records of this class. May be repeated.",
)
@click.option(
    "--to", metavar="FILE", callback=not_empty, help="Where to write it; else standard output."
)
@fact_option()
@as_of_option("The day of the decisions.")
def command(
    *,
    policy: str,
    dialect: str,
    classes: tuple[str, ...],
    to: str | None,
    facts: tuple[str, ...],
    as_of: date | None,
) -> int:
    """Write the decisions by the rules of POLICY as views: SQL to be read, and run elsewhere.

    There is a view for each record class. It reads tables with a column for each field; what
    they are called and hold stands at the top.

    \b
    Examples:
      tenure sql policies/staffords --dialect postgres
      tenure sql policies/surrey --class comment --dialect tsql --to comment.sql

    Where records depend on records of their own kind, no view can follow: see tenure audit.
    """
    from tenure.api.files import write_files
    from tenure.cli.reading import read_facts, read_policy
    from tenure.cli.terminal import CANNOT, cannot_write, complain, write_data
    from tenure.engine.databases.tsql import NeedsListsError
    from tenure.reports.queries.script import script

    resolved = read_policy(policy)
    day = as_of or date.today()
    assumed = read_facts(resolved, facts)
    views = _views(resolved, classes, day, assumed)
    try:
        text = script(resolved, views, day, dialect, facts=assumed)
    except NeedsListsError:
        complain(
            f"`{dialect}` has no lists, and these decisions need some\n"
            "name classes without links to several records, or another dialect"
        )
        return CANNOT
    if to is None:
        write_data(text)
        return 0
    path = Path(to)
    try:
        write_files(path.parent, {path.name: text.encode()})
    except (OSError, ValueError) as error:
        return cannot_write(f"`{to}`", error)
    return 0


def _views(
    policy: Policy, classes: tuple[str, ...], as_of: date, facts: Mapping[str, Value]
) -> tuple[DecisionView, ...]:
    """Return the views; leave when there is no such class, or no view for it."""
    from tenure.cli.terminal import CANNOT, complain
    from tenure.dsl.suggest import did_you_mean
    from tenure.engine.views import InRoundsError, decision_views

    for name in classes:
        if name not in policy.classes:
            near = "; ".join(
                (f"there is no record class `{name}`", *did_you_mean(name, policy.classes))
            )
            raise click.BadParameter(near, param_hint="--class")
    try:
        return decision_views(policy, as_of, facts=facts, classes=classes)
    except InRoundsError as error:
        complain(f"{error}\n{_instead(error.others)}")
    raise click.exceptions.Exit(CANNOT)


def _instead(others: tuple[str, ...]) -> str:
    decide = "decide the records with `tenure audit`"
    if not others:
        return decide
    return f"{decide}; these can have views: {' '.join(f'--class {name}' for name in others)}"
