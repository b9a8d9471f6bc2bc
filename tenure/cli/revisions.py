"""Policies as they stood in git, read without touching the user's files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tenure.history.checkout import lay_out
from tenure.history.commits import POLICY, files_at
from tenure.history.git import GitError, Repository


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
    with TemporaryDirectory(prefix="tenure-") as folder:
        try:
            inside = _laid_out(Path(folder), revision, path or ".")
        except GitError as error:
            raise RevisionError(str(error)) from error
        yield Path(folder, inside)


def _laid_out(folder: Path, revision: str, path: str) -> Path:
    """Lay out the policies of a revision, or one published schedule; return where a path is."""
    repository = Repository(Path.cwd())
    place = (Path.cwd() / path).resolve()
    if not place.is_relative_to(repository.top):
        raise RevisionError(f"`{path}` lies outside of the repository at `{repository.top}`")
    inside = place.relative_to(repository.top)
    published = inside.suffix == ".json"
    commit = _commit(repository, revision)
    files = list(files_at(repository, commit, inside.as_posix() if published else POLICY))
    if not files:
        missing = f"is no `{inside}`" if published else "are no policies"
        raise RevisionError(f"there {missing} in `{revision}`")
    with repository.objects() as objects:
        for name, content in files:
            lay_out(folder, name, objects.read(content))
    return inside


def _commit(repository: Repository, revision: str) -> str:
    asked = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    try:
        return repository.ask(*asked).decode().strip()
    except GitError as error:
        raise RevisionError(f"git knows no revision `{revision}`") from error
