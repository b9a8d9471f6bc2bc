"""From the names of versions on a command line to policies."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack

import click

from tenure.api.versions import compile_versions
from tenure.cli.reading import sound
from tenure.cli.revisions import RevisionError, version_at
from tenure.cli.terminal import CANNOT, complain
from tenure.compiler.policy.policy import Policy


def read_versions(named: Iterable[str], output_format: str = "text") -> tuple[Policy, ...]:
    """Return versions of one policy; or say what is wrong with them, and leave with exit code 2.

    What they have in common is read once. Spans are of use in the last one only.

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
        compiled = compile_versions(paths)
        return sound(list(zip(paths, compiled, strict=True)), output_format)
