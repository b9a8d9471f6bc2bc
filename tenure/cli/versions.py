"""From the names of versions on a command line to policies."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack

import click

from tenure.api.versions import compile_version
from tenure.cli.reading import sound
from tenure.cli.revisions import RevisionError, version_at
from tenure.cli.terminal import CANNOT, complain
from tenure.compiler.policy.policy import Policy


def read_versions(named: Iterable[str], output_format: str = "text") -> tuple[Policy, ...]:
    """Return versions of policies; or say what is wrong with them, and leave with exit code 2.

    Args:
        named: what each is called: a path, `REVISION:PATH` in git, or either of a
            `schedule.json` that `tenure publish` wrote.
        output_format: how the command writes; in one for programs what is wrong is written to
            standard output, as `tenure check` does.
    """
    with ExitStack() as opened:
        try:
            paths = [opened.enter_context(version_at(name)) for name in named]
        except RevisionError as error:
            complain(str(error))
            raise click.exceptions.Exit(CANNOT) from error
        return sound([(path, compile_version(path)) for path in paths], output_format)
