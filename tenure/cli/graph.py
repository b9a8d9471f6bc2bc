"""`tenure graph`: draw how the rules hang together."""

from __future__ import annotations

import click

from tenure.cli.parameters import not_empty, policy_argument
from tenure.reports.graphs import FORMATS


@click.command("graph")
@policy_argument()
@click.option(
    "--format",
    "format_",
    type=click.Choice(tuple(FORMATS)),
    default="mermaid",
    show_default=True,
    help="How to draw it.",
)
@click.option("--around", metavar="NAME", help="Only what has to do with this one.")
@click.option(
    "--to", metavar="FILE", callback=not_empty, help="Where to write it; else standard output."
)
def command(policy: str, format_: str, around: str | None, to: str | None) -> int:
    """Draw how the rules of POLICY hang together: what beats what, and for which records.

    \b
    Examples:
      tenure graph policies/surrey --format svg --to surrey.svg
      tenure graph policies/surrey --around 6.0.2
      tenure graph policies/surrey --around complaint --format dot | dot -Tpdf -o complaint.pdf
    """
    from tenure.cli.reading import read_policy
    from tenure.cli.terminal import write_data, write_to
    from tenure.compiler.graph import NotInGraphError
    from tenure.dsl.suggest import did_you_mean

    resolved = read_policy(policy)
    try:
        drawing = FORMATS[format_](resolved, around=around)
    except NotInGraphError as error:
        near = "; ".join((str(error), *did_you_mean(error.name, error.known)))
        raise click.BadParameter(near, param_hint="--around") from None
    if to is None:
        write_data(drawing)
        return 0
    return write_to(to, drawing) or 0
