"""From the paths of a command line to policies."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

import click

from tenure.cli.terminal import CANNOT, FOR_PEOPLE, complain, wants_colour, write_data
from tenure.compiler.compile import Compilation, compile_policy
from tenure.compiler.deadlines import LogEntry
from tenure.compiler.load import policy_paths, true_path
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Diagnostic
from tenure.reports.findings import FORMATS, renderer

DOCUMENTS = tuple(name for name in FORMATS if name not in FOR_PEOPLE)
"""The formats for programs in which `tenure check` writes what is wrong."""


def policies_at(paths: Iterable[str]) -> tuple[Path, ...]:
    """Return the policies at some paths, each once; at the current folder without any.

    A folder and a file in it are two policies: the file may not stand on its own.
    """
    found: dict[Path, Path] = {}
    for path in tuple(paths) or (".",):
        for policy in policy_paths(path):
            found.setdefault(true_path(policy), policy)
    return tuple(found.values())


def read_policy(path: str | Path, output_format: str = "text") -> Policy:
    """Return a policy, or say what is wrong with it and leave with exit code 2.

    Args:
        path: where it is.
        output_format: how the command writes; in one for programs what is wrong is written to
            standard output, as `tenure check` does.
    """
    (policy,) = read_policies([Path(path)], output_format)
    return policy


def read_policies(paths: Iterable[Path], output_format: str) -> tuple[Policy, ...]:
    """Return several policies; or say what is wrong with them, and leave with exit code 2."""
    return sound([(path, compile_policy(path)) for path in paths], output_format)


def sound(compiled: Sequence[tuple[Path, Compilation]], output_format: str) -> tuple[Policy, ...]:
    """Return policies that were read, each with where it is; or say what is wrong and leave."""
    policies = tuple(one.policy for _, one in compiled if one.policy is not None)
    broken = [(path, one) for path, one in compiled if one.policy is None]
    if not broken:
        return policies
    if output_format in DOCUMENTS:
        _refuse_as(output_format, broken)
    refuse(dict.fromkeys(found for _, one in broken for found in one.diagnostics))


def _refuse_as(format_: str, broken: Iterable[tuple[Path, Compilation]]) -> NoReturn:
    """Write what is wrong with policies the way `tenure check` does, and leave."""
    from tenure.reports.findings.results import Checked

    checked = [
        Checked(
            path=str(path),
            title=None,
            readable=one.readable,
            findings=one.diagnostics,
            proof=None,
        )
        for path, one in broken
    ]
    write_data(renderer(format_)(checked))
    raise click.exceptions.Exit(CANNOT)


def read_log_of(path: str, policy: Policy) -> tuple[LogEntry, ...]:
    """Return the entries of a log of duties, or say what is wrong and leave with exit code 2."""
    from tenure.api.logs import LogError, read_log

    try:
        return read_log(path, policy)
    except LogError as error:
        line = f", line {error.line}" if error.line is not None else ""
        complain("\n".join((f"`{path}`{line}: {error.message}", *error.help)))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        complain(f"cannot read `{path}`: {reason}")
    raise click.exceptions.Exit(CANNOT)


def refuse(diagnostics: Iterable[Diagnostic]) -> NoReturn:
    """Write diagnostics to standard error and leave with exit code 2."""
    from tenure.reports.findings.diagnostics import render_all

    text = render_all(diagnostics, colour=wants_colour(sys.stderr))
    click.echo(text, err=True, nl=False, color=True)
    raise click.exceptions.Exit(CANNOT)


def read_facts(policy: Policy, said: tuple[str, ...]) -> dict[str, Value]:
    """Return the facts assumed; leave when one does not fit."""
    from tenure.api.records import RecordReader

    reader = RecordReader(policy)
    found: dict[str, Value] = {}
    for text in said:
        name, equals, value = text.partition("=")
        if not equals:
            reader.error(f"`{text}` is not a name and a value", ["write it as `name=value`"])
            continue
        fact = reader.fact(name, value)
        if fact is not None:
            found[name] = fact
    if reader.errors:
        refuse(reader.errors)
    return found
