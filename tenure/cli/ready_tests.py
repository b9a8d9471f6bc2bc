"""Writes tests into a policy's file (`check --write-tests`, `test --generate`)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tenure.dsl.diagnostics import ReadyTest
    from tenure.reports.findings.results import Checked

FILE = "tests.tenure"
"""Where the tests of a policy that is a folder go."""


def append_tests(checked: Sequence[Checked], file: str | None) -> int:
    """Append to each policy the tests that it does not have yet; return an exit code.

    What was written is said on standard error, so that standard output stays one document.

    Args:
        checked: the policies.
        file: the file to append to; by default the policy's own, or `FILE` in its folder.
    """
    from tenure.cli.terminal import CANNOT, complain

    if file is not None and len(checked) > 1:
        complain(
            f"cannot write to `{file}`: {len(checked)} policies were checked\n"
            "name one policy, or leave the file to each of them with `--write-tests`"
        )
        return CANNOT
    code = 0
    for one in checked:
        if one.proof is not None:  # else it was not checked
            code = max(code, add_tests(one.path, one.tests, file))
            if code == CANNOT and file is not None:
                break
    return code


def add_tests(policy: str | Path, tests: Sequence[ReadyTest], file: str | None) -> int:
    """Append tests to a policy, whole or not at all; return an exit code.

    Args:
        policy: the policy's file or folder.
        tests: what is to be added, which may be nothing.
        file: the file to append to; by default the policy's own, or `FILE` in its folder.
    """
    from tenure.cli.terminal import CANNOT, cannot_write, complain

    path = Path(policy)
    target = Path(file) if file else path / FILE if path.is_dir() else path
    if not _reads(path, target):
        complain(
            f"cannot write to `{target}`: the policy `{policy}` does not read it\n"
            + _where_instead(path)
        )
        return CANNOT
    if tests:
        try:
            _append(target, tests)
        except (OSError, ValueError) as error:
            return cannot_write(f"`{target}`", error)
    _tell(path, target, tests)
    return 0


def _append(target: Path, tests: Sequence[ReadyTest]) -> None:
    from tenure.api.files import write_files
    from tenure.compiler.check.appending import appended
    from tenure.compiler.load import true_path

    file = true_path(target)
    before = file.read_bytes() if file.exists() else b""
    if file.exists() and not (file.stat().st_mode & 0o222 and os.access(file, os.W_OK)):
        raise PermissionError(13, "it is read-only", str(target))
    write_files(file.parent, {file.name: appended(before, tests)})


def _tell(policy: Path, target: Path, tests: Sequence[ReadyTest]) -> None:
    from tenure.reports.findings.characters import one_line
    from tenure.reports.findings.full import counted

    if not tests:
        click.echo(f"{one_line(str(policy))}: no test to add", err=True)
        return
    click.echo(f"{one_line(str(target))}: {counted(len(tests), 'test')} added", err=True)
    for test in tests:
        click.echo(f"  {one_line(test.title)}", err=True)


def _reads(policy: Path, target: Path) -> bool:
    """Return whether a file is one that a policy reads as its own."""
    from tenure.compiler.load import true_path
    from tenure.compiler.shelves import SUFFIX

    if policy.is_dir():
        return target.suffix == SUFFIX and true_path(target.parent) == true_path(policy)
    return true_path(target) == true_path(policy)


def _where_instead(policy: Path) -> str:
    if policy.is_dir():
        return f"name a `.tenure` file directly in `{policy}`"
    return "a policy that is one file has its tests in it; name the folder to have them beside it"
