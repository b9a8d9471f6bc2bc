"""What is written where, and in which colours."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

import click

from tenure.reports.findings.characters import one_line
from tenure.reports.findings.paint import Paint

CANNOT = 2
"""The exit code of a command that could not do its work."""

FOR_PEOPLE = ("full", "concise", "text")
"""The formats that may be coloured, and that are written in the terminal's own encoding."""


def wants_colour(stream: TextIO | None) -> bool:
    """Return whether to colour what goes to a stream.

    Not when `NO_COLOR` is set; else, when `FORCE_COLOR` is set or the stream is a terminal.
    """
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced != "0"
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def write(text: str) -> None:
    """Write a text for people to standard output, painted as it is."""
    click.echo(text, nl=False, color=True)


def write_data(text: str) -> None:
    """Write a document for machines to standard output: UTF-8, whatever the terminal has."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def write_as(format_: str, text: str) -> None:
    """Write a text in the way that its format wants."""
    (write if format_ in FOR_PEOPLE else write_data)(text)


def write_to(file: str, text: str) -> int | None:
    """Write a text to a file, whole or not at all: UTF-8.

    Returns:
        `None`, or the exit code where it cannot be written, which has been said.
    """
    from tenure.api.files import write_files

    path = Path(file)
    try:
        write_files(path.parent, {path.name: text.encode("utf-8", "backslashreplace")})
    except (OSError, ValueError) as error:
        return cannot_write(f"`{file}`", error)
    return None


def cannot_write(what: str, error: Exception) -> int:
    """Say that a file cannot be written and return the exit code for that."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    complain(f"cannot write {what}: {reason[:1].lower()}{reason[1:]}")
    return CANNOT


def complain(message: str) -> None:
    """Write an error that is not about a place in a policy, to standard error."""
    paint = Paint(wants_colour(sys.stderr))
    first, *rest = message.split("\n")
    click.echo(f"{paint('error', 'error')}: {one_line(first)}", err=True, color=True)
    for line in rest:
        click.echo(f"  {one_line(line)}", err=True, color=True)
