"""`tenure log`: when each rule changed, from git."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, not_empty, output_format_option

if TYPE_CHECKING:
    from tenure.compiler.policy.policy import Policy

FORMATS = ("text", "json")


@click.command("log")
@click.argument("policy", default=".", callback=not_empty)
@click.argument("rule", required=False, callback=not_empty)
@click.option(
    "--max-count",
    type=click.IntRange(min=1),
    metavar="N",
    help="No more than the newest N versions that have something to tell.",
)
@as_of_option("The day for changes that are not committed yet.")
@output_format_option(FORMATS)
def command(
    policy: str,
    rule: str | None,
    max_count: int | None,
    as_of: date | None,
    output_format: str,
) -> int:
    """List when each rule of POLICY changed, newest first, from git, and what that did.

    With RULE, the reference of a rule, standard or stage, only what changed of it and of its
    exceptions; it is followed to where it had another reference. Files and folders are
    followed to where they had another name.

    \b
    Examples:
      tenure log policies/surrey
      tenure log policies/surrey 6.1.2
      tenure log policies/surrey --max-count 5 --output-format json

    A version that cannot be read is listed as such. Exits with 2 where there is no
    repository, and where no version has a RULE.
    """
    from tenure.cli.progress import waiting
    from tenure.cli.reading import read_policy
    from tenure.cli.terminal import CANNOT, complain, wants_colour, write_as
    from tenure.history.git import GitError
    from tenure.history.log import history_of
    from tenure.reports.history import render_json, render_text

    resolved = read_policy(policy, output_format)
    try:
        with waiting(f"reading the history of {policy}"):
            history = history_of(
                Path(policy), resolved, as_of or date.today(), rule=rule, at_most=max_count
            )
    except GitError as error:
        complain(f"there is no history of `{policy}`: {error}")
        return CANNOT
    told = any(entry.changes for entry in history.entries)
    if rule is not None and not told and not _has(resolved, rule):
        complain("\n".join((f"no version of `{policy}` has `{rule}`", *_near(resolved, rule))))
        return CANNOT
    render = render_json if output_format == "json" else render_text
    write_as(output_format, render(history, colour=wants_colour(sys.stdout)))
    return 0


def _has(policy: Policy, rule: str) -> bool:
    return rule in policy.rules or policy.step(rule) is not None or rule in policy.obligations


def _near(policy: Policy, rule: str) -> Iterable[str]:
    from tenure.dsl.suggest import did_you_mean

    return did_you_mean(rule, (*policy.rules, *policy.obligations), what="rules")
