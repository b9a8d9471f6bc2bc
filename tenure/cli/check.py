"""`tenure check`: find what is wrong with policies, or prove that their rules agree."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import (
    as_of_option,
    day_option,
    not_empty,
    output_format_option,
    paths_argument,
)
from tenure.reports.findings import FORMATS, renderer

if TYPE_CHECKING:
    from tenure.compiler.policy.policy import Policy
    from tenure.dsl.diagnostics import Diagnostic, ReadyTest
    from tenure.reports.findings.results import Checked


@click.command("check")
@paths_argument()
@output_format_option(FORMATS)
@click.option(
    "--to", metavar="FILE", callback=not_empty, help="Where to write it; else standard output."
)
@as_of_option("The day as of which reviews are due and policies in force.")
@click.option(
    "--strict", is_flag=True, help="Fail also on what could neither be shown nor ruled out."
)
@click.option(
    "--changed-since",
    metavar="REVISION",
    help="Point at the rule that was changed since this git revision, where one is concerned.",
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
@click.option(
    "--list-accepted", is_flag=True, help="List what is accepted, and what could be, instead."
)
@click.option("--accept", metavar="FINGERPRINT", help="Accept a finding: write it to the ledger.")
@click.option("--owner", metavar="TEXT", help="With --accept: who answers for it.")
@click.option("--reason", metavar="TEXT", help="With --accept: why.")
@day_option("--until", "With --accept: the last day on which it is accepted.")
def command(
    *,
    paths: tuple[str, ...],
    output_format: str,
    to: str | None,
    as_of: date | None,
    strict: bool,
    changed_since: str | None,
    write_tests: bool,
    write_tests_to: str | None,
    list_accepted: bool,
    accept: str | None,
    owner: str | None,
    reason: str | None,
    until: date | None,
) -> int:
    """Find what is wrong with policies, or prove that their rules agree.

    PATH is a .tenure file, a folder with some directly in it, or a folder with policies
    somewhere below. Without one, it is the current folder.

    \b
    Examples:
      tenure check
      tenure check policies --output-format json
      tenure check policies/surrey --output-format html --to findings.html
      tenure check policies/surrey --as-of 2027-01-01
      tenure check policies/surrey/as-written --write-tests
      tenure check policies/chat/as-written --list-accepted

    Exits with 1 on errors and warnings, with 2 when a policy cannot be read. Advice alone
    is no reason to fail. tenure.toml says which findings count, and how grave they are.
    """
    from tenure.cli import acceptance
    from tenure.cli.reading import policies_at
    from tenure.cli.ready_tests import append_tests
    from tenure.cli.terminal import CANNOT, wants_colour, write_as, write_to
    from tenure.reports.findings.results import fails

    asked = acceptance.Acceptance.asked(accept, owner, reason, until) if accept else None
    if asked is None and (owner, reason, until) != (None, None, None):
        raise click.UsageError("`--owner`, `--reason` and `--until` go with `--accept`")
    if to is not None and (list_accepted or asked is not None):
        raise click.UsageError(
            "`--to` is for findings, and goes with neither of `--list-accepted` and `--accept`"
        )
    day = as_of or date.today()
    found = [_checked(path, day, changed_since, strict=strict) for path in policies_at(paths)]
    checked = _judged(found, day)
    if asked is not None:
        return acceptance.accept(asked, checked, day)
    writes = write_tests or write_tests_to is not None
    if list_accepted:
        acceptance.list_accepted(checked)
    else:
        shown = [replace(one, tests=()) for one in checked] if writes else checked
        colour = to is None and wants_colour(sys.stdout)
        text = renderer(output_format)(shown, colour=colour)
        if to is None:
            write_as(output_format, text)
        elif (failed := write_to(to, text)) is not None:
            return failed
    if writes and append_tests(checked, write_tests_to) == CANNOT:
        return CANNOT
    if not all(one.readable for one in checked):
        return CANNOT
    return int(any(fails(f, strict=one.strict) for one in checked for f in one.findings))


def _checked(path: Path, as_of: date, changed_since: str | None, *, strict: bool) -> Checked:
    from tenure.cli.progress import progress, waiting
    from tenure.compiler.check.appending import unwritten
    from tenure.compiler.check.checks import check_policy
    from tenure.compiler.compile import compile_policy
    from tenure.reports.findings.meanings import meanings
    from tenure.reports.findings.results import Checked

    with waiting(f"reading {path}"):
        compilation = compile_policy(path)
    policy, findings, proof = compilation.policy, compilation.diagnostics, None
    tests: tuple[ReadyTest, ...] = ()
    said: dict[Diagnostic, str] = {}
    if policy is not None:
        with progress(f"comparing the rules of {path}") as told:
            report = check_policy(policy, as_of, told)
        findings, proof = (*findings, *report.findings), report.proof
        if changed_since is not None:
            findings = _pointed(policy, findings, path, changed_since)
        tests = unwritten(policy, findings)
        said = meanings(policy, findings)
    return Checked(
        path=str(path),
        title=policy.document.title if policy else None,
        readable=compilation.readable,
        findings=findings,
        proof=proof,
        strict=strict,
        tests=tests,
        meanings=said,
        policy=policy,
    )


def _pointed(
    policy: Policy, findings: Iterable[Diagnostic], path: Path, revision: str
) -> tuple[Diagnostic, ...]:
    """Return findings that point at what was changed since a revision, where they can."""
    from tenure.cli.revisions import RevisionError, version_at
    from tenure.compiler.compile import compile_policy
    from tenure.reports.findings.pointing import changed_rules, pointed

    try:
        with version_at(f"{revision}:{path}") as there:
            old = compile_policy(there).policy
    except RevisionError as error:
        raise click.ClickException(str(error)) from None
    return pointed(policy, findings, changed_rules(old, policy))


def _judged(found: Iterable[Checked], as_of: date) -> list[Checked]:
    """Return what checks came to with each project's configuration and ledger applied."""
    from tenure.settings.configuration import ConfigurationError, configuration_for
    from tenure.settings.judging import forgotten, judged
    from tenure.settings.ledger import read_ledger

    checked: list[Checked] = []
    seen: set[Path] = set()
    try:
        for one in found:
            settings = configuration_for(Path(one.path))
            ledger = read_ledger(settings.ledger)
            result = judged(one, settings, ledger, as_of)
            if settings.ledger not in seen:
                more = forgotten(ledger, settings.root)
                result = replace(result, findings=(*result.findings, *more))
                seen.add(settings.ledger)
            checked.append(result)
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    return checked
