"""`tenure diff`: say what a change of a policy does."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, not_empty, output_format_option
from tenure.reports.changes import FORMATS, renderer

if TYPE_CHECKING:
    from tenure.compiler.policy.policy import Policy
    from tenure.engine.trial.results import TrialSummary
    from tenure.engine.trial.trial import TrialRequest
    from tenure.reports.changes.gates import Gate


@click.command("diff")
@click.argument("versions", nargs=-1, required=True, metavar="OLD NEW", callback=not_empty)
@click.option(
    "--rev",
    metavar="A..B",
    help="Compare one path in two git revisions; without B, with the files as they are.",
)
@click.option(
    "--data",
    metavar="PATH",
    callback=not_empty,
    help="An inventory, as for audit: how many of its records are decided differently?",
)
@click.option(
    "--data-before",
    metavar="PATH",
    callback=not_empty,
    help="Its mapping for OLD, where that needs one of its own.",
)
@click.option(
    "--list",
    "list_to",
    metavar="FILE",
    callback=not_empty,
    help="Write these records to FILE, as Parquet.",
)
@click.option(
    "--fail-on",
    metavar="GATE,...",
    help="What the change must not do, such as shorter,immediately-due>0,longer>366d.",
)
@click.option("--strict", is_flag=True, help="Fail on what is not known too.")
@as_of_option("The day from which on decisions are compared.")
@output_format_option(FORMATS)
def command(
    *,
    versions: tuple[str, ...],
    rev: str | None,
    data: str | None,
    data_before: str | None,
    list_to: str | None,
    fail_on: str | None,
    strict: bool,
    as_of: date | None,
    output_format: str,
) -> int:
    """Say what the change from OLD to NEW does to records, each with a record that shows it.

    OLD and NEW are paths, git revisions with a path (`main:policies/surrey`), or schedules
    that were published as JSON.

    \b
    Examples:
      tenure diff policies/surrey/as-written policies/surrey
      tenure diff main:policies/surrey policies/surrey --fail-on shorter,immediately-due
      tenure diff --rev v1..v2 policies/surrey --output-format markdown
      tenure diff public/schedule.json policies/surrey
      tenure diff main:policies/surrey policies/surrey \\
        --data policies/surrey/inventory --list build/changed.parquet \\
        --fail-on "immediately-due>0"

    Exits with 1 at a gate of --fail-on, and where a rule under a statute was weakened
    without a newer approval; with 2 when a version or the inventory cannot be read.
    """
    from tenure.cli.progress import progress, waiting
    from tenure.cli.terminal import wants_colour, write_as
    from tenure.cli.versions import read_versions
    from tenure.compiler.compare.compare import compare_policies
    from tenure.reports.changes.gates import failed_gates
    from tenure.reports.changes.places import places_in
    from tenure.reports.changes.view import Compared

    gates = _gates(fail_on, inventory=data is not None)
    if data is None and (data_before is not None or list_to is not None):
        raise click.UsageError("--data-before and --list go with --data")
    old, new = _two(versions, rev)
    day = as_of or date.today()
    with waiting(f"reading {old} and {new}"):
        before, after = read_versions((old, new), output_format)
    trial = _trial(before, after, day, data, data_before, list_to) if data else None
    with progress(f"comparing {old} and {new}") as told:
        comparison = compare_policies(before, after, day, told)
    compared = Compared(
        old=old,
        new=new,
        title=after.document.title,
        comparison=comparison,
        trial=trial,
        places=places_in(after, before),
        failed=failed_gates(comparison, gates, strict=strict, trial=trial),
    )
    text = renderer(output_format)(compared, colour=wants_colour(sys.stdout))
    write_as(output_format, text)
    return int(bool(compared.failed))


def _gates(written: str | None, *, inventory: bool) -> tuple[Gate, ...]:
    from tenure.reports.changes.gates import read_gates

    try:
        gates = read_gates(written) if written else ()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--fail-on") from error
    for gate in gates:
        if gate.needs_inventory and not inventory:
            said = f"the gate `{gate.text}` is about an inventory; name one with --data"
            raise click.BadParameter(said, param_hint="--fail-on")
    return gates


def _two(versions: tuple[str, ...], rev: str | None) -> tuple[str, str]:
    """Return the two versions as they are named."""
    if rev is None:
        if len(versions) != 2:
            raise click.UsageError("name two versions: tenure diff OLD NEW")
        return versions[0], versions[1]
    if len(versions) != 1:
        raise click.UsageError("with --rev, name one path")
    before, _, after = rev.partition("..")
    if not before:
        raise click.BadParameter(f"`{rev}` does not say the first revision", param_hint="--rev")
    path = versions[0]
    return f"{before}:{path}", f"{after}:{path}" if after else path


def _trial(
    old: Policy,
    new: Policy,
    as_of: date,
    data: str,
    data_before: str | None,
    list_to: str | None,
) -> TrialSummary:
    """Try the change on an inventory; leave with exit code 2 where that cannot be done."""
    import duckdb

    from tenure.cli.reading import refuse
    from tenure.cli.terminal import CANNOT, cannot_write, complain
    from tenure.dsl.diagnostics import PolicyError
    from tenure.engine.trial.trial import TrialRequest

    asked = TrialRequest(
        old=old,
        new=new,
        data=Path(data),
        data_before=Path(data_before) if data_before else None,
        as_of=as_of,
    )
    where = f"`{list_to}`" if list_to else "what is needed meanwhile"
    try:
        return _tried(asked, list_to)
    except PolicyError as error:
        refuse(error.diagnostics)
    except OSError as error:
        raise click.exceptions.Exit(cannot_write(where, error)) from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        complain(f"cannot write {where}: {str(error).partition(chr(10))[0]}")
        raise click.exceptions.Exit(CANNOT) from error


def _tried(asked: TrialRequest, list_to: str | None) -> TrialSummary:
    from tenure.api.trials import try_change
    from tenure.cli.steps import steps

    with steps() as step:
        return try_change(asked, list_to, step=step)
