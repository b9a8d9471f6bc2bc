"""`tenure publish`: write the schedule for its readers, or see whether it is still true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    from tenure.reports.schedule.parts import Part
    from tenure.reports.wording.catalogue import Catalogue
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
@click.option(
    "--since",
    metavar="REV",
    callback=not_empty,
    help="Write what changed since a git revision, an older policy or a published schedule.json, "
    "marked in the document.",
)
@click.option("--history", is_flag=True, help="Add what each version changed, from git.")
@log_option("A log of duties: the document then says when each is next due.")
@as_of_option("The day for which the schedule speaks.")
def command(
    policy: str,
    to: str,
    *,
    formats: tuple[str, ...],
    language: str | None,
    check: bool,
    since: str | None,
    history: bool,
    log: str | None,
    as_of: date | None,
) -> int:
    """Write the schedule of POLICY into a folder, for people to read.

    \b
    Examples:
      tenure publish policies/surrey --to build/surrey
      tenure publish policies/surrey --to build/surrey --format html,xlsx
      tenure publish policies/surrey --to build/surrey --since main --format html,docx

    How it looks, and in which formats and language it is where none is named, is said in
    the `publish` section of the configuration. Prints the paths of what it wrote. Every file
    is written whole or not at all. With --check it writes nothing, names what is no longer
    so, and exits with 1 if anything is.
    """
    from tenure.cli.reading import read_log_of, read_policy

    if check and (formats or language is not None or history or log is not None):
        raise click.UsageError(
            "--check goes with none of --format, --language, --history and --log"
        )
    if since is not None and (check or history or log is not None):
        raise click.UsageError("--since goes with none of --check, --history and --log")
    day = as_of or date.today()
    settings = _settings(policy)
    words = settings.house.words(catalogue(language or settings.language))
    wanted = formats or settings.formats
    if since is not None:
        wanted = formats or settings.redlines
        return _redline((since, policy), to, wanted, day, words, settings.house)
    resolved = read_policy(policy)
    if check:
        return _check(resolved, Path(to), day, settings.house)
    entries = read_log_of(log, resolved) if log is not None else None
    told = _history(policy, resolved, day, words) if history else None
    return _written(
        to,
        lambda: publish_edition(
            resolved,
            wanted,
            day,
            log=entries,
            history=told,
            language=words,
            house=settings.house,
        ),
    )


def _history(path: str, policy: Policy, day: date, words: Catalogue) -> Part:
    """Return what each version changed; or say why that is not known, and leave."""
    from tenure.cli.progress import waiting
    from tenure.cli.terminal import CANNOT, complain
    from tenure.history.git import GitError
    from tenure.history.log import history_of
    from tenure.reports.history import history_part

    try:
        with waiting(f"reading the history of {path}"):
            return history_part(history_of(Path(path), policy, day, language=words), words)
    except GitError as error:
        complain(f"there is no history of `{path}`: {error}")
        raise click.exceptions.Exit(CANNOT) from error


def _redline(
    versions: tuple[str, str],
    to: str,
    formats: tuple[str, ...],
    day: date,
    words: Catalogue,
    house: House,
) -> int:
    """Write what changed from an earlier version to the one on disk."""
    from tenure.cli.progress import progress, waiting
    from tenure.cli.terminal import CANNOT, complain
    from tenure.cli.versions import read_versions
    from tenure.compiler.compare.compare import compare_policies
    from tenure.reports.redline import Versions, publish_redline, require_redlines

    since, policy = versions
    named = since if Path(since).exists() or ":" in since else f"{since}:{policy}"
    try:
        require_redlines(formats)
    except ValueError as error:
        complain(str(error))
        return CANNOT
    with waiting(f"reading {named} and {policy}"):
        old, new = read_versions((named, policy))
    with progress(f"comparing {named} and {policy}") as told:
        comparison = compare_policies(old, new, day, told)
    compared = Versions(
        old=old, new=new, since=since, comparison=comparison, as_of=day, house=house
    )
    return _written(to, lambda: publish_redline(compared, formats, words))


def _written(to: str, publish: Callable[[], Mapping[str, bytes]]) -> int:
    """Write files into a folder, and their paths to standard output."""
    from tenure.api.files import write_files
    from tenure.cli.terminal import CANNOT, cannot_write, complain, write
    from tenure.reports.findings.characters import one_line

    try:
        content = publish()
    except ValueError as error:
        complain(str(error))
        return CANNOT
    try:
        written = write_files(to, content)
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
