"""`tenure publish`: write the schedule for its readers."""

from __future__ import annotations

from datetime import date

import click

from tenure.cli.parameters import as_of_option, log_option, not_empty, policy_argument
from tenure.reports.schedule import FORMATS
from tenure.reports.schedule import publish as published


@click.command("publish")
@policy_argument()
@click.option(
    "--to",
    required=True,
    metavar="DIR",
    callback=not_empty,
    help="The folder; made where it is missing.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(tuple(FORMATS)),
    multiple=True,
    help="May be repeated.  [default: all]",
)
@log_option("A log of duties: the document then says when each is next due.")
@as_of_option("The day for which the schedule speaks.")
def command(
    policy: str, to: str, formats: tuple[str, ...], log: str | None, as_of: date | None
) -> int:
    """Write the schedule of POLICY into a folder, for people to read.

    \b
    Examples:
      tenure publish policies/surrey --to build/surrey
      tenure publish policies/surrey --to build/surrey --format html

    Prints the paths of what it wrote. Every file is written whole or not at all.
    """
    from tenure.api.files import write_files
    from tenure.cli.reading import read_log_of, read_policy
    from tenure.cli.terminal import cannot_write, write
    from tenure.reports.findings.characters import one_line

    resolved = read_policy(policy)
    entries = read_log_of(log, resolved) if log is not None else None
    schedule = published(resolved, formats or FORMATS, as_of or date.today(), log=entries)
    try:
        written = write_files(to, schedule)
    except (OSError, ValueError) as error:
        return cannot_write(f"`{to}`", error)
    for path in written:
        write(f"{one_line(str(path))}\n")
    return 0
