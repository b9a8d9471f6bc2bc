"""Where the files of policies lie: on disk, or in a bundle that a document carries."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

from tenure.compiler.policy.policy import Policy

SUFFIX = ".tenure"


class Shelf(Protocol):
    """Somewhere that files of policies lie."""

    def true_path(self, path: Path) -> Path:
        """Return a file's one true path; the path as it is where that cannot be found out."""

    def files_at(self, path: Path) -> list[Path]:
        """Return the files that a path stands for: a file itself, or those directly in a folder.

        Raises:
            OSError, ValueError: the folder cannot be looked into.
        """

    def content(self, path: Path, limit: int) -> bytes:
        """Return what is in a file, up to so many bytes.

        Raises:
            OSError, ValueError: it cannot be read.
        """


class Disk:
    """The files as they are on disk."""

    def true_path(self, path: Path) -> Path:
        """Return a file's one true path, links followed."""
        try:
            return path.resolve()
        except (OSError, RuntimeError, ValueError):
            return path

    def files_at(self, path: Path) -> list[Path]:
        """Return the file, or the policy files directly in the folder, by name."""
        return folder_files(path) if path.is_dir() else [path]

    def content(self, path: Path, limit: int) -> bytes:
        """Return what is in a file; a pipe or a device is no file."""
        if path.exists() and not path.is_file():
            raise OSError(None, "it is not a file")
        with path.open("rb") as stream:
            return stream.read(limit)


def folder_files(folder: Path) -> list[Path]:
    """Return the policy files directly in a folder, by name."""
    return sorted(p for p in folder.iterdir() if p.suffix == SUFFIX and not p.is_dir())


DISK = Disk()


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledFile:
    """One file of a policy, away from where it was read.

    Attributes:
        name: where it lay beside the others, as `law/limits.tenure`.
        own: whether it is the policy's own, not one that it uses.
        text: its whole text, with line feeds for line ends.
    """

    name: str
    own: bool
    text: str


def bundled(policy: Policy) -> tuple[BundledFile, ...]:
    """Return all files that a policy was read from, in the order of reading.

    Their names count from the folder that holds them all, so that they are the same
    wherever that lies, and `use` finds the others from each.
    """
    paths = [Path(os.path.normpath(Path.cwd() / source.path)) for source in policy.sources]
    top = os.path.commonpath([path.parent for path in paths])
    return tuple(
        BundledFile(
            name=path.relative_to(top).as_posix(),
            own=source.path in policy.own,
            text=source.text.replace("\r\n", "\n"),
        )
        for path, source in zip(paths, policy.sources, strict=True)
    )


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A shelf with the files of one policy and nothing else; the disk is never asked.

    Attributes:
        path: what the bundle is called: its files are shown below it, and it stands for
            the policy itself.
        files: the files, in the order of reading.
    """

    path: Path
    files: tuple[BundledFile, ...]

    @cached_property
    def _texts(self) -> Mapping[Path, str]:
        return {self._at(file): file.text for file in self.files}

    def _at(self, file: BundledFile) -> Path:
        return self.true_path(self.path / PurePosixPath(file.name))

    def true_path(self, path: Path) -> Path:
        """Return the path with every `..` taken out."""
        return Path(os.path.normpath(path))

    def files_at(self, path: Path) -> list[Path]:
        """Return the policy's own files at the bundle's path; elsewhere a file, or a folder's."""
        place = self.true_path(path)
        if place == self.true_path(self.path):
            return [self._at(file) for file in self.files if file.own]
        return sorted(file for file in self._texts if file.parent == place) or [path]

    def content(self, path: Path, limit: int) -> bytes:
        """Return a file's text, UTF-8."""
        text = self._texts.get(self.true_path(path))
        if text is None:
            raise FileNotFoundError(None, "it is not among the files that were published")
        return text.encode("utf-8")[:limit]
