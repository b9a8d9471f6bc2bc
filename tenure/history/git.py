"""Calls git, the same way for everybody: no pager, no prompt, no setting of the user's in the way.

Only plumbing is called, which aliases and settings of display do not reach. The user's
configuration is read all the same, because it says whose repositories are trusted.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_KEPT = (
    "GIT_CONFIG",
    "GIT_CEILING_DIRECTORIES",
    "GIT_EXEC_PATH",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
)
"""Beginnings of what is handed on: where objects are, and what is trusted. What a hook was told
of its own repository is not: the policy may lie in another."""
_FIXED = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_PAGER": "cat",
}
_ALWAYS = ("git", "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false")


class GitError(Exception):
    """Git cannot be asked, or has no answer."""


class Repository:
    """A repository, and what it is asked.

    Attributes:
        top: the folder at its top.
    """

    def __init__(self, place: Path) -> None:
        """Find the repository of a folder.

        Raises:
            GitError: the folder is in none, or git cannot be run.
        """
        self.top = place
        top = self.ask("rev-parse", "--show-toplevel").decode(errors="surrogateescape")
        if not top.strip():
            raise GitError(f"`{place}` is in a repository without a working tree")
        self.top = Path(top.removesuffix("\n")).resolve()

    @property
    def is_shallow(self) -> bool:
        """Whether its history was cut off when it was cloned."""
        return self.ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    @property
    def has_commits(self) -> bool:
        """Whether there is a commit to begin at."""
        try:
            self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError:
            return False
        return True

    def ask(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what git answers.

        Args:
            arguments: the command.
            given: its standard input.

        Raises:
            GitError: it has no answer.
        """
        command = (*_ALWAYS, "-C", str(self.top), *arguments)
        try:
            done = subprocess.run(
                command, input=given, capture_output=True, check=False, env=_environment()
            )
        except OSError as error:
            raise GitError("git cannot be run") from error
        if done.returncode:
            raise GitError(_reason(done.stderr))
        return done.stdout

    @contextmanager
    def objects(self) -> Iterator[Objects]:
        """Give what reads objects, one after the other, in one process."""
        command = (*_ALWAYS, "-C", str(self.top), "cat-file", "--batch")
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                yield Objects(process.stdin, process.stdout)
            finally:
                process.kill()


class Objects:
    """Reads objects by their ids."""

    def __init__(self, asked: IO[bytes], answered: IO[bytes]) -> None:
        self._asked = asked
        self._answered = answered

    def read(self, name: str) -> bytes:
        """Return what an object holds.

        Raises:
            GitError: it is not there: the clone has no part of it, or it is damaged.
        """
        try:
            self._asked.write(f"{name}\n".encode())
            self._asked.flush()
            head = self._answered.readline().split()
            if len(head) != 3:
                raise GitError(f"git has no object {name[:10]} here")
            content = self._answered.read(int(head[2]) + 1)
        except OSError as error:
            raise GitError(f"git cannot read the object {name[:10]}") from error
        if len(content) != int(head[2]) + 1:
            raise GitError(f"git cannot read the object {name[:10]}")
        return content[:-1]


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    } | _FIXED


def _reason(said: bytes) -> str:
    lines: Iterable[str] = said.decode(errors="replace").strip().splitlines()
    last = [line for line in lines if line.startswith("fatal:")] or [*lines, "it does not say why"]
    return f"git: {last[0].removeprefix('fatal: ')}"
