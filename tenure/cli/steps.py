"""Progress of work in several steps: on a terminal, after a moment, and never in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tenure.cli.progress import progress, waiting


@contextmanager
def steps() -> Iterator[Callable[[str], Callable[[int, int], None] | None]]:
    """Give a function to be told what is done next, one step after the other.

    It returns what wants to be told how many of how many are done; `None` where nobody
    looks. A step that is not told of shows what it is.
    """
    with ExitStack() as shown:

        def step(what: str) -> Callable[[int, int], None] | None:
            shown.close()
            shown.enter_context(waiting(what))
            return shown.enter_context(progress(what))

        yield step
