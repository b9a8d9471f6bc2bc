"""Progress of anything long: on a terminal, after a moment, and never in a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from time import monotonic

import click

from tenure.reports.findings.characters import one_line

PATIENCE = 0.5
"""Seconds before anything is shown; what is quick needs no progress."""

_EVERY = 0.1


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to be told how many of how many are done; `None` where nobody looks.

    Args:
        what: what is being done, for the reader.
    """
    if not _looked_at():
        yield None
        return
    shown = _Shown(what)
    try:
        yield shown.told
    finally:
        shown.clear()


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say what is being done, where somebody looks and it takes more than a moment.

    For work that cannot say how far it has come.
    """
    if not _looked_at():
        yield
        return
    shown = _Shown(what)
    timer = Timer(PATIENCE, shown.begun)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        shown.clear()


def _looked_at() -> bool:
    """Return whether somebody looks, at a terminal that can write a line over."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    return terminal and os.environ.get("TERM") != "dumb"


class _Shown:
    """One line on a terminal, written over and over."""

    def __init__(self, what: str) -> None:
        self._what = one_line(what, 60)
        self._next = monotonic() + PATIENCE
        self._is_there = False

    def begun(self) -> None:
        """Show what is being done."""
        self._is_there = True
        self._write(f"{self._what} …")

    def told(self, done: int, all_: int) -> None:
        """Show how many of how many are done, if it is time to."""
        now = monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            self._is_there = True
            self._write(f"{self._what}: {done:,} of {all_:,}")

    def clear(self) -> None:
        """Leave the line as it was found."""
        if self._is_there:
            self._write("")

    def _write(self, line: str) -> None:
        click.echo(f"\r\x1b[2K{line}", err=True, nl=False, color=True)
