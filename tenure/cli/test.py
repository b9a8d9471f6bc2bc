"""`tenure test`: run the policies' own tests, and say how much of the policies they hold fast."""

from __future__ import annotations

import math
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, not_empty, output_format_option, paths_argument
from tenure.reports.testing import FORMATS, renderer

if TYPE_CHECKING:
    from tenure.compiler.policy.policy import Policy
    from tenure.reports.testing.results import Tested


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
    help="Fail when less of the policy has decided in a test.",
)
@click.option(
    "--mutate", is_flag=True, help="Change the policy in one place after the other, and say which "
    "changes no test notices."
)  # fmt: skip
@click.option(
    "--mutate-fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    callback=_a_number,
    help="Likewise, and fail when fewer of the changes are noticed.",
)
@click.option(
    "--mutate-within",
    type=click.FloatRange(0),
    metavar="SECONDS",
    callback=_a_number,
    help="Begin no further change after this time; what is not tried is not noticed.",
)
@click.option(
    "--generate",
    is_flag=True,
    help="First write the tests of the last days: the day before, the day itself and the day "
    "after, of everything that has one. They say what the policy does today: read them.",
)
@click.option(
    "--generate-to",
    metavar="FILE",
    callback=not_empty,
    help="Likewise, to this file of the policy.  [default: tests.tenure in its folder, or the "
    "policy's one file]",
)
@as_of_option(
    "The day from which on changes are compared, and around which records of generated tests lie."
)
def command(
    *,
    paths: tuple[str, ...],
    output_format: str,
    cov_fail_under: float | None,
    mutate: bool,
    mutate_fail_under: float | None,
    mutate_within: float | None,
    generate: bool,
    generate_to: str | None,
    as_of: date | None,
) -> int:
    """Run the policies' own tests, and say what no test reaches.

    PATH is a .tenure file, a folder with some directly in it, or a folder with policies
    somewhere below. Without one, it is the current folder.

    \b
    Examples:
      tenure test
      tenure test policies/surrey --cov-fail-under 100
      tenure test policies/chat --mutate
      tenure test policies/chat --generate

    Exits with 1 when a test fails, or the coverage or the share of noticed changes is too
    small, with 2 when a policy has an error. A policy without tests passes.
    """
    from tenure.cli.reading import policies_at, read_policies
    from tenure.cli.terminal import wants_colour, write_as

    mutates = mutate or mutate_fail_under is not None
    if mutate_within is not None and not mutates:
        raise click.UsageError("`--mutate-within` goes with `--mutate`")
    go_on = _Clock(mutate_within)
    day = as_of or date.today()
    found = policies_at(paths)
    policies = read_policies(found, output_format)
    if generate or generate_to is not None:
        from tenure.cli.generating import generate_tests

        if code := generate_tests(tuple(zip(found, policies, strict=True)), day, generate_to):
            return code
        policies = read_policies(found, output_format)
    tested = [
        _tested(path, policy, cov_fail_under, mutate_fail_under, (day, go_on) if mutates else None)
        for path, policy in zip(found, policies, strict=True)
    ]
    text = renderer(output_format)(tested, colour=wants_colour(sys.stdout))
    write_as(output_format, text)
    return int(not all(one.passed for one in tested))


class _Clock:
    """Says whether there is time left."""

    def __init__(self, seconds: float | None) -> None:
        from time import monotonic

        self._now = monotonic
        self._end = None if seconds is None else monotonic() + seconds

    def __call__(self) -> bool:
        return self._end is None or self._now() < self._end


def _tested(
    path: Path,
    policy: Policy,
    wanted: float | None,
    score_wanted: float | None,
    mutating: tuple[date, _Clock] | None,
) -> Tested:
    from tenure.cli.progress import progress
    from tenure.compiler.selftest import run_tests
    from tenure.reports.testing.results import Tested

    report, mutation = run_tests(policy), None
    if mutating is not None and not report.failed:
        from tenure.compiler.trials.mutation import try_mutants

        day, go_on = mutating
        with progress(f"changing {path}") as told:
            mutation = try_mutants(path, day, progress=told, go_on=go_on)
    return Tested(
        path=str(path),
        policy=policy,
        report=report,
        wanted=wanted,
        mutates=mutating is not None,
        mutation=mutation,
        score_wanted=score_wanted,
    )
