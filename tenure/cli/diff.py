"""`tenure diff`: say what a change of a policy does."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, not_empty, output_format_option
from tenure.reports.changes import FORMATS, renderer

if TYPE_CHECKING:
    from tenure.compiler.compare.changes import Comparison


@click.command("diff")
@click.argument("versions", nargs=-1, required=True, metavar="OLD NEW", callback=not_empty)
@click.option(
    "--rev",
    metavar="A..B",
    help="Compare one path in two git revisions; without B, with the files as they are.",
)
@click.option(
    "--fail-on",
    metavar="GATE,...",
    help="What the change must not do, such as shorter,immediately-due,newly-conflicting.",
)
@click.option("--strict", is_flag=True, help="Fail on what is not known too.")
@as_of_option("The day from which on decisions are compared.")
@output_format_option(FORMATS)
def command(
    versions: tuple[str, ...],
    rev: str | None,
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

    Exits with 1 at a gate of --fail-on, and where a rule under a statute was weakened
    without a newer approval; with 2 when a version cannot be read.
    """
    from tenure.cli.terminal import wants_colour, write_as
    from tenure.reports.changes.gates import failed_gates
    from tenure.reports.changes.view import Compared

    gates = _gates(fail_on)
    old, new = _two(versions, rev)
    title, comparison = _compared(old, new, as_of or date.today(), output_format)
    failed = failed_gates(comparison, gates, strict=strict)
    compared = Compared(old=old, new=new, title=title, comparison=comparison, failed=failed)
    text = renderer(output_format)(compared, colour=wants_colour(sys.stdout))
    write_as(output_format, text)
    return int(bool(failed))


def _gates(written: str | None) -> tuple[str, ...]:
    from tenure.dsl.suggest import did_you_mean
    from tenure.reports.changes.gates import GATES

    gates = tuple(gate.strip() for gate in written.split(",")) if written else ()
    for gate in gates:
        if gate not in GATES:
            near = " ".join(did_you_mean(gate, GATES, what="gates"))
            raise click.BadParameter(f"there is no gate `{gate}`; {near}", param_hint="--fail-on")
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


def _compared(old: str, new: str, as_of: date, output_format: str) -> tuple[str, Comparison]:
    from tenure.cli.progress import progress, waiting
    from tenure.cli.versions import read_versions
    from tenure.compiler.compare.compare import compare_policies

    with waiting(f"reading {old} and {new}"):
        first, second = read_versions((old, new), output_format)
    with progress(f"comparing {old} and {new}") as told:
        return second.document.title, compare_policies(first, second, as_of, told)
