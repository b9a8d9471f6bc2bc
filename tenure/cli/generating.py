"""Writes the boundary tests of policies into their files (`tenure test --generate`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tenure.compiler.policy.policy import Policy


def generate_tests(policies: Sequence[tuple[Path, Policy]], as_of: date, file: str | None) -> int:
    """Append to each policy the boundary tests that it does not have; return an exit code.

    What was written, and what could not be, is said on standard error.

    Args:
        policies: the policies, each with its file or folder.
        as_of: the records of the tests are as recent as this day.
        file: the file to append to; by default each policy's own.
    """
    from tenure.cli.progress import progress
    from tenure.cli.ready_tests import add_tests
    from tenure.cli.terminal import CANNOT, complain
    from tenure.compiler.trials.boundaries import boundaries
    from tenure.compiler.trials.generated import generated
    from tenure.reports.findings.characters import one_line

    if file is not None and len(policies) > 1:
        complain(
            f"cannot write to `{file}`: {len(policies)} policies were named\n"
            "name one policy, or leave the file to each of them with `--generate`"
        )
        return CANNOT
    for path, policy in policies:
        with progress(f"looking for records of {path}") as told:
            found = generated(path, policy, boundaries(policy, as_of, told))
        code = add_tests(path, found.tests, file)
        if code:
            return code
        for kind, ref, reason in found.without:
            click.echo(f"  no test of the {kind} {one_line(ref)}: {reason}", err=True)
    return 0
