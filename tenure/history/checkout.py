"""The policies of a repository as they stood at a commit, laid out in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from tenure.history.commits import POLICY, Commit, files_at
from tenure.history.git import Objects, Repository

_LARGEST = 10_000_001
"""More bytes of a file are not written: the reader of policies refuses it at that size."""


class Checkout:
    """The policies at one commit; it goes back through the history commit by commit.

    All policies are there, because one may use another. A file is written only when it
    changes. What is no plain file, or would lie outside of the folder, is left out.

    Attributes:
        folder: the folder that stands for the top of the repository.
        names: the policies that are there, by their paths from the top.
    """

    def __init__(self, folder: Path, repository: Repository, objects: Objects) -> None:
        self.folder = folder
        self._objects = objects
        self.names: set[str] = set()
        for name, content in files_at(repository, "HEAD", POLICY):
            self._write(name, content)

    def go_before(self, commit: Commit) -> None:
        """Make the policies what they were before a commit."""
        for touched in commit.touched:
            if touched.after and touched.after != touched.before:
                self._remove(touched.after)
        for touched in commit.touched:
            if touched.content:
                self._write(touched.before, touched.content)
            elif touched.before:
                self._remove(touched.before)

    def beside(self, folder: str) -> set[str]:
        """Return the policies that lie directly in a folder, by their paths from the top."""
        return {name for name in self.names if parent_of(name) == folder}

    def _write(self, name: str, content: str) -> None:
        if lay_out(self.folder, name, self._objects.read(content)[:_LARGEST]):
            self.names.add(name)

    def _remove(self, name: str) -> None:
        if name in self.names:
            self.names.discard(name)
            self.folder.joinpath(*PurePosixPath(name).parts).unlink(missing_ok=True)


def lay_out(folder: Path, name: str, content: bytes) -> bool:
    """Write a file of a repository below a folder; return whether it is there.

    It is not where its path would lead out of the folder, or is one that this system cannot have.

    Args:
        folder: what stands for the top of the repository.
        name: the path from the top.
        content: the file.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or {"..", ".git"} & set(path.parts):
        return False
    place = folder.joinpath(*path.parts)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return True
    return False


@contextmanager
def checkout(repository: Repository, objects: Objects) -> Iterator[Checkout]:
    """Give the policies at the newest commit, in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="tenure-") as folder:
        yield Checkout(Path(folder).resolve(), repository, objects)


def parent_of(name: str) -> str:
    """Return the folder of a path from the top; empty for the top."""
    return name.rpartition("/")[0]
