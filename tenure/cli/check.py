"""`tenure check`: find what is wrong with policies, or prove that their rules agree."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, not_empty, output_format_option, paths_argument
from tenure.reports.findings import FORMATS, renderer

if TYPE_CHECKING:
    from tenure.dsl.diagnostics import ReadyTest
    from tenure.reports.findings.results import Checked


@click.command("check")
@paths_argument()
@output_format_option(FORMATS)
@as_of_option("The day as of which reviews are due and policies in force.")
@click.option(
    "--strict", is_flag=True, help="Fail also on what could neither be shown nor ruled out."
)
@click.option(
    "--write-tests",
    is_flag=True,
    help="Append to each policy a failing test for each conflict and gap that has none.",
)
@click.option(
    "--write-tests-to",
    metavar="FILE",
    callback=not_empty,
    help="Likewise, to this file of the policy.  [default: tests.tenure in its folder, or the "
    "policy's one file]",
)
def command(
    paths: tuple[str, ...],
    output_format: str,
    as_of: date | None,
    strict: bool,
    write_tests: bool,
    write_tests_to: str | None,
) -> int:
    """Find what is wrong with policies, or prove that their rules agree.

    PATH is a .tenure file, a folder with some directly in it, or a folder with policies
    somewhere below. Without one, it is the current folder.

    \b
    Examples:
      tenure check
      tenure check policies --output-format json
      tenure check policies/surrey --as-of 2027-01-01
      tenure check policies/surrey/as-written --write-tests

    Exits with 1 on errors and warnings, with 2 when a policy cannot be read. Advice alone
    is no reason to fail.
    """
    from tenure.cli.reading import policies_at
    from tenure.cli.ready_tests import append_tests
    from tenure.cli.terminal import CANNOT, wants_colour, write_as
    from tenure.reports.findings.results import all_findings, fails

    checked = [_checked(path, as_of or date.today()) for path in policies_at(paths)]
    writes = write_tests or write_tests_to is not None
    shown = [replace(one, tests=()) for one in checked] if writes else checked
    text = renderer(output_format)(shown, colour=wants_colour(sys.stdout))
    write_as(output_format, text)
    if writes and append_tests(checked, write_tests_to) == CANNOT:
        return CANNOT
    if not all(one.readable for one in checked):
        return CANNOT
    return int(any(fails(finding, strict=strict) for finding in all_findings(checked)))


def _checked(path: Path, as_of: date) -> Checked:
    from tenure.cli.progress import progress, waiting
    from tenure.compiler.check.appending import unwritten
    from tenure.compiler.check.checks import check_policy
    from tenure.compiler.compile import compile_policy
    from tenure.reports.findings.results import Checked

    with waiting(f"reading {path}"):
        compilation = compile_policy(path)
    policy, findings, proof = compilation.policy, compilation.diagnostics, None
    tests: tuple[ReadyTest, ...] = ()
    if policy is not None:
        with progress(f"comparing the rules of {path}") as told:
            report = check_policy(policy, as_of, told)
        findings, proof = (*findings, *report.findings), report.proof
        tests = unwritten(policy, findings)
    return Checked(
        path=str(path),
        title=policy.document.title if policy else None,
        readable=compilation.readable,
        findings=findings,
        proof=proof,
        tests=tests,
    )
