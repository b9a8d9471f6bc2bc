"""From the paths of a command line to policies."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from tenure.cli.terminal import CANNOT, wants_colour
from tenure.compiler.compile import compile_policy
from tenure.compiler.load import policy_paths
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic


def policies_at(paths: Iterable[str]) -> tuple[Path, ...]:
    """Return the policies at some paths, each once; at the current folder without any."""
    wanted = tuple(paths) or (".",)
    return tuple(dict.fromkeys(found for path in wanted for found in policy_paths(path)))


def read_policy(path: str | Path) -> Policy:
    """Return a policy, or say what is wrong with it and leave with exit code 2."""
    compilation = compile_policy(path)
    if compilation.policy is None:
        refuse(compilation.diagnostics)
    return compilation.policy


def refuse(diagnostics: Iterable[Diagnostic]) -> NoReturn:
    """Write diagnostics to standard error and leave with exit code 2."""
    from tenure.reports.findings.diagnostics import render_all

    text = render_all(diagnostics, colour=wants_colour(sys.stderr))
    click.echo(text, err=True, nl=False, color=True)
    raise click.exceptions.Exit(CANNOT)
