"""`tenure duties`: which duties are next due and which are overdue."""

from __future__ import annotations

import sys
from datetime import date

import click

from tenure.cli.parameters import as_of_option, log_option, output_format_option, policy_argument
from tenure.reports.duties import FORMATS, renderer


@click.command("duties")
@policy_argument()
@log_option("What was done and what happened.", required=True)
@as_of_option("The day for which duties are due.")
@output_format_option(FORMATS)
def command(policy: str, log: str, as_of: date | None, output_format: str) -> int:
    """Say of each duty of POLICY when it is next due, by a log of past performances.

    The log is a CSV file. Its first line names the columns: name (a duty, or an occasion),
    day, and if wanted by and evidence.

    \b
      name,day,by,evidence
      audit,2026-02-05,Ann Lee,log 7

    \b
    Example:
      tenure duties policies/staffords --log policies/staffords/inventory/duty-log.csv

    Exits with 1 when a duty is overdue.
    """
    from tenure.cli.reading import read_log_of, read_policy
    from tenure.cli.terminal import wants_colour, write_as
    from tenure.reports.duties.standing import stand

    resolved = read_policy(policy, output_format)
    standing = stand(resolved, read_log_of(log, resolved), as_of or date.today())
    write_as(output_format, renderer(output_format)(standing, colour=wants_colour(sys.stdout)))
    return 1 if standing.overdue else 0
