"""Policies as they stood in git, read without touching the user's files."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


class RevisionError(Exception):
    """There is no such revision, or git cannot be asked."""


@contextmanager
def version_at(named: str) -> Iterator[Path]:
    """Give the path of a version: a path as it is, or `REVISION:PATH` from git.

    A path that exists is a path, whatever it is called. The path of a revision counts from
    the current folder, as every other one. All of the revision's policies are laid out in
    a folder that is gone afterwards, because a policy may use others beside it.

    Raises:
        RevisionError: there is no such revision, or git cannot be asked.
    """
    revision, colon, path = named.partition(":")
    if Path(named).exists() or not colon or not revision:
        yield Path(named)
        return
    top = Path(_git("rev-parse", "--show-toplevel").decode().strip())
    inside = (Path.cwd() / (path or ".")).resolve()
    if not inside.is_relative_to(top.resolve()):
        raise RevisionError(f"`{path}` lies outside of the repository at `{top}`")
    archive = _archive(top, revision, inside.relative_to(top.resolve()))
    with TemporaryDirectory(prefix="tenure-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder, inside.relative_to(top.resolve()))


def _archive(top: Path, revision: str, inside: Path) -> bytes:
    """Return the policies of a revision as a tar archive; or one published schedule."""
    wanted = f":(literal){inside.as_posix()}" if inside.suffix == ".json" else "*.tenure"
    try:
        commit = _git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except RevisionError as error:
        raise RevisionError(f"git knows no revision `{revision}`") from error
    try:
        return _git("-C", str(top), "archive", commit.decode().strip(), "--", wanted)
    except RevisionError as error:
        missing = f"is no `{inside}`" if inside.suffix == ".json" else "are no policies"
        raise RevisionError(f"there {missing} in `{revision}`") from error


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except OSError as error:
        raise RevisionError("git cannot be run; name two paths instead") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = (
            said[-1].removeprefix("fatal: ") if said else f"there is no revision in {arguments[-1]}"
        )
        raise RevisionError(f"git: {why}")
    return done.stdout
