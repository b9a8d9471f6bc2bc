"""How a command ends: with an exit code and at most one message, never with a traceback."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from tenure.cli.terminal import CANNOT, cannot_write, complain

INTERRUPTED = 130
"""Ctrl-C, as shells count it: 128 and the number of the signal."""
PIPE_CLOSED = 141
"""Whoever was reading has gone, likewise."""


def guarded(run: Callable[[], object]) -> int:
    """Run a command and return its exit code.

    Args:
        run: the command; what it returns is its exit code, `None` for 0.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name that the terminal's encoding lacks is no reason to fail.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _ended(run)
        _flush()
    except BrokenPipeError:
        _silence(sys.stdout, sys.stderr)
        return PIPE_CLOSED
    except OSError as error:
        _silence(sys.stdout)
        what = f"`{error.filename}`" if error.filename else "the output"
        return cannot_write(what, error)
    return code


def _ended(run: Callable[[], object]) -> int:
    try:
        code = run()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return CANNOT
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError:
        raise
    except RecursionError:
        return _broken("it is nested too deeply to be worked on")
    except MemoryError:
        return _broken("there is not enough memory for it")
    except Exception as error:  # the last door: whatever went wrong, the user is told
        return _broken(
            f"internal error: {type(error).__name__}: {error}\n"
            "this is a mistake in tenure: please report it, with what you did; "
            "TENURE_DEBUG=1 shows more"
        )


def _broken(message: str) -> int:
    if os.environ.get("TENURE_DEBUG", "") not in ("", "0"):
        raise  # noqa: PLE0704 - within the handler that calls this
    complain(message)
    return CANNOT


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _silence(*streams: TextIO) -> None:
    """Send what is still to be written nowhere, so that Python does not try it again."""
    for stream in streams:
        with suppress(OSError, ValueError, AttributeError), Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
