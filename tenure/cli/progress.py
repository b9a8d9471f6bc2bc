"""Progress of anything long: on a terminal, after a moment, and never in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

from tenure.reports.findings.characters import one_line

PATIENCE = 0.5
"""Seconds before anything is shown; what is quick needs no progress."""

_EVERY = 0.1

Told = Callable[[int, int], None]
"""Is told how many of how many are done."""


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to be told how many of how many are done; `None` where nobody looks.

    Args:
        what: what is being done, for the reader.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    shown = _Shown(what)
    try:
        yield shown.told
    finally:
        shown.clear()


@contextmanager
def steps() -> Iterator[Callable[[str], Told | None]]:
    """Give a function to be told what is done next, one step after the other.

    It returns what wants to be told how far the step is; `None` where nobody looks.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda what: None
        return
    shown = _Steps()
    try:
        yield shown.next
    finally:
        shown.clear()


class _Steps:
    """Steps on one line of a terminal, once the first moment has passed."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._shown: _Shown | None = None

    def next(self, what: str) -> Told:
        """Begin a step."""
        self.clear()
        self._shown = _Shown(what)
        if monotonic() - self._began > PATIENCE:
            self._shown.begin()
        return self._shown.told

    def clear(self) -> None:
        """Leave the line as it was found."""
        if self._shown is not None:
            self._shown.clear()


class _Shown:
    """One line on a terminal, written over and over."""

    def __init__(self, what: str) -> None:
        self._what = one_line(what, 60)
        self._next = monotonic() + PATIENCE
        self._is_there = False

    def told(self, done: int, all_: int) -> None:
        """Show how many of how many are done, if it is time to."""
        now = monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            self._is_there = True
            self._write(f"{self._what}: {done:,} of {all_:,}")

    def begin(self) -> None:
        """Show what is being done, before it is known how much that is."""
        self._is_there = True
        self._write(f"{self._what} …")

    def clear(self) -> None:
        """Leave the line as it was found."""
        if self._is_there:
            self._write("")

    def _write(self, line: str) -> None:
        click.echo(f"\r\x1b[2K{line}", err=True, nl=False, color=True)
