"""`tenure test`: run the policies' own tests."""

from __future__ import annotations

import math
import sys

import click

from tenure.cli.parameters import output_format_option, paths_argument
from tenure.reports.testing import FORMATS, renderer


def _a_number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Return a number that can be compared: nothing is less than `nan`."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("it is not a number")
    return value


@click.command("test")
@paths_argument()
@output_format_option(FORMATS)
@click.option(
    "--cov-fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    callback=_a_number,
    help="Fail when fewer of the rules have decided in a test.",
)
def command(paths: tuple[str, ...], output_format: str, cov_fail_under: float | None) -> int:
    """Run the policies' own tests, and say which rules no test reaches.

    PATH is a .tenure file, a folder with some directly in it, or a folder with policies
    somewhere below. Without one, it is the current folder.

    \b
    Examples:
      tenure test
      tenure test policies/surrey --cov-fail-under 100

    Exits with 1 when a test fails or the coverage is too small, with 2 when a policy has
    an error. A policy without tests passes.
    """
    from tenure.cli.reading import policies_at, read_policies
    from tenure.cli.terminal import wants_colour, write_as
    from tenure.compiler.selftest import run_tests
    from tenure.reports.testing.results import Tested

    found = policies_at(paths)
    policies = zip(found, read_policies(found, output_format), strict=True)
    tested = [
        Tested(path=str(path), policy=policy, report=run_tests(policy), wanted=cov_fail_under)
        for path, policy in policies
    ]
    text = renderer(output_format)(tested, colour=wants_colour(sys.stdout))
    write_as(output_format, text)
    return int(not all(one.passed for one in tested))
