"""`tenure publish`: write the schedule for its readers, or see whether it is still true."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, log_option, not_empty, policy_argument
from tenure.compiler.policy.policy import Policy
from tenure.reports.schedule import FORMATS, USUAL, drift, publish_edition, read_edition
from tenure.reports.schedule.edition import FILE_NAME
from tenure.reports.wording.languages import LANGUAGES, catalogue

if TYPE_CHECKING:
    from tenure.reports.look.house import House
    from tenure.settings.publishing import Publishing


def _formats(
    context: click.Context, parameter: click.Parameter, said: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the formats named, also several in one word: `html,pdf`."""
    names = tuple(name.strip() for word in said for name in word.split(","))
    for name in names:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise click.BadParameter(
                f"`{name}` is no format; there are {known}", context, parameter
            )
    return names


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
    multiple=True,
    metavar="FORMAT,…",
    callback=_formats,
    help=f"Of {', '.join(FORMATS)}. May be repeated.  [default: {', '.join(USUAL)}]",
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    help="Of the document's own words.  [default: en]",
)
@click.option("--check", is_flag=True, help="Write nothing: does DIR still say what the rules say?")
@log_option("A log of duties: the document then says when each is next due.")
@as_of_option("The day for which the schedule speaks.")
def command(
    policy: str,
    to: str,
    *,
    formats: tuple[str, ...],
    language: str | None,
    check: bool,
    log: str | None,
    as_of: date | None,
) -> int:
    """Write the schedule of POLICY into a folder, for people to read.

    \b
    Examples:
      tenure publish policies/surrey --to build/surrey
      tenure publish policies/surrey --to build/surrey --format html,xlsx

    How it looks, and in which formats and language it is where none is named, is said in
    the `publish` section of the configuration. Prints the paths of what it wrote. Every file
    is written whole or not at all. With --check it writes nothing, names what is no longer
    so, and exits with 1 if anything is.
    """
    from tenure.api.files import write_files
    from tenure.cli.reading import read_log_of, read_policy
    from tenure.cli.terminal import CANNOT, cannot_write, complain, write
    from tenure.reports.findings.characters import one_line

    if check and (formats or language is not None or log is not None):
        raise click.UsageError("--check goes with none of --format, --language and --log")
    resolved = read_policy(policy)
    settings = _settings(policy)
    day = as_of or date.today()
    if check:
        return _check(resolved, Path(to), day, settings.house)
    entries = read_log_of(log, resolved) if log is not None else None
    try:
        schedule = publish_edition(
            resolved,
            formats or settings.formats,
            day,
            log=entries,
            language=catalogue(language or settings.language),
            house=settings.house,
        )
    except ValueError as error:
        complain(str(error))
        return CANNOT
    try:
        written = write_files(to, schedule)
    except (OSError, ValueError) as error:
        return cannot_write(f"`{to}`", error)
    for path in written:
        write(f"{one_line(str(path))}\n")
    return 0


def _settings(policy: str) -> Publishing:
    """Return the `publish` section of a policy's configuration."""
    from tenure.settings.configuration import ConfigurationError, configuration_for
    from tenure.settings.publishing import publishing

    try:
        return publishing(configuration_for(Path(policy)))
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None


def _check(policy: Policy, folder: Path, day: date, house: House) -> int:
    from tenure.cli.terminal import CANNOT, complain, write
    from tenure.reports.findings.characters import one_line

    record = folder / FILE_NAME
    try:
        edition = read_edition(record.read_bytes())
        paths = (folder / writer.file_name for writer in FORMATS.values())
        files = {path.name: path.read_bytes() for path in paths if path.is_file()}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        complain(f"cannot read `{record}`: {reason[:1].lower()}{reason[1:]}")
        return CANNOT
    found = drift(edition, files, policy, day, house)
    for clause in found:
        write(f"{one_line(clause)}\n")
    return 1 if found else 0
