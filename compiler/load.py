"""Loads a policy's files: the folder or file named, and everything they `use`.

A folder's own `.tenure` files, in the order of their names, are one policy. Files
that a `use` names are read after the file that uses them, each once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tenure.compiler.shelves import DISK, SUFFIX, Shelf, folder_files
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Report
from tenure.dsl.nodes.declarations import Declaration, File, UseDecl
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile, Span

MAX_USES = 64
"""How long a chain of files that use files may be."""
MAX_BYTES = 10_000_000
"""The largest file that is read; a schedule of 10,000 rules is a fifth of it."""
_LOOKED_AT = 1000
"""How many folders are looked into for policies that could have been meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFile:
    """One file of a policy, read.

    Attributes:
        source: the text.
        declarations: what it declares.
        own: whether it is the policy's own, not one that it uses.
        unit: the file or folder that a `use` named, empty for the policy's own files;
            the files of one unit are one policy.
    """

    source: SourceFile
    declarations: tuple[Declaration, ...]
    own: bool
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How files are read.

    Attributes:
        read: from a text to its tree.
        unsaved: texts that stand for what is on the shelf, by the files' true paths.
        shelf: where the files lie.
    """

    read: Callable[[SourceFile, Report], File | None] = read_file
    unsaved: Mapping[Path, str] = field(default_factory=dict)
    shelf: Shelf = DISK


def load_policy(
    path: str | Path, report: Report, reading: Reading | None = None
) -> tuple[LoadedFile, ...] | None:
    """Read a policy from a file or folder.

    Args:
        path: a `.tenure` file, or a folder with some directly in it.
        report: receives what cannot be read, syntax errors and circular uses.
        reading: how files are read; from disk by default.

    Returns:
        The policy's own files, then those used; `None` after any report.
    """
    loader = _Loader(report, reading or Reading())
    files = loader.files_at(Path(path), None)
    loader.own = frozenset(loader.true_path(file) for file in files)
    for file in files:
        loader.load(file, None)
    return None if loader.failed else tuple(loader.loaded)


def policy_paths(path: str | Path) -> tuple[Path, ...]:
    """Return the policies at a path.

    A file is one, and so is a folder with `.tenure` files directly in it. Any other
    folder stands for all such folders below it, not looking below those again. A
    path at which there is nothing is returned as it is, for the loader to report, and
    so is a folder below that cannot be looked into: there may be a policy in it.
    """
    root = Path(path)
    try:
        if not root.is_dir() or folder_files(root):
            return (root,)
    except (OSError, ValueError):
        return (root,)
    found: list[Path] = []
    for folder, has_policy in _folders_below(root, locked=found):
        if has_policy:
            found.append(folder)
    return tuple(found) or (root,)


def _folders_below(root: Path, locked: list[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield the folders at and below a folder, and whether they are policies.

    Args:
        root: where to begin; hidden folders and those below a policy are passed over.
        locked: receives the folders that cannot be looked into.
    """

    def note(error: OSError) -> None:
        locked.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=note):
        has_policy = any(name.endswith(SUFFIX) for name in names)
        yield Path(folder), has_policy
        folders[:] = [] if has_policy else sorted(f for f in folders if not f.startswith("."))


def other_files(file: str | Path) -> bool:
    """Return whether the folder of a policy's file has others."""
    path = Path(file)
    try:
        return any(true_path(other) != true_path(path) for other in folder_files(path.parent))
    except (OSError, ValueError):
        return False


def true_path(path: Path) -> Path:
    """Return the one true path of a file on disk; as it is where that cannot be found out."""
    return DISK.true_path(path)


class _Loader:
    """Reads files and follows their uses."""

    def __init__(self, report: Report, reading: Reading) -> None:
        self._report = report
        self._reading = reading
        self.true_path = reading.shelf.true_path
        self._seen: set[Path] = set()
        self._chain: list[Path] = []
        self.own: frozenset[Path] = frozenset()
        self.loaded: list[LoadedFile] = []
        self.failed = False

    def error(self, diagnostic: Diagnostic) -> None:
        """Report a diagnostic, and note that the policy cannot be had."""
        self.failed = True
        self._report(diagnostic)

    def load(self, path: Path, used_at: Span | None, unit: str = "") -> None:
        """Read one file and what it uses; a file read before is passed over."""
        real = self.true_path(path)
        if real in self._chain:
            self._report_circle(real, used_at)
            return
        if real in self._seen:
            return
        if len(self._chain) >= MAX_USES:
            self._report_depth(used_at)
            return
        self._seen.add(real)
        source = self._source(path, real, used_at)
        tree = self._reading.read(source, self.error) if source else None
        if tree is None:
            return
        own = real in self.own
        file = LoadedFile(
            source=tree.source,
            declarations=tree.declarations,
            own=own,
            unit="" if own else unit,
        )
        self.loaded.append(file)
        self._chain.append(real)
        for decl in tree.declarations:
            if isinstance(decl, UseDecl):
                target = tree.source.folder / decl.path.text
                for used in self.files_at(target, decl.path.span):
                    self.load(used, decl.path.span, str(self.true_path(target)))
        self._chain.pop()

    def _source(self, path: Path, real: Path, used_at: Span | None) -> SourceFile | None:
        if real in self._reading.unsaved:
            return SourceFile(path=str(path), text=self._reading.unsaved[real])
        return read_source(path, self.error, used_at, self._reading.shelf)

    def files_at(self, path: Path, used_at: Span | None) -> list[Path]:
        """Return the files that a path stands for; report a folder without any."""
        try:
            files = self._reading.shelf.files_at(path)
        except (OSError, ValueError) as error:
            self.error(_unreadable(path, used_at, _reason(error)))
            return []
        if not files:
            reason = f"the folder has no {SUFFIX} files{_but_below(path)}"
            self.error(_unreadable(path, used_at, reason))
        return files

    def _report_depth(self, used_at: Span | None) -> None:
        self.error(
            Diagnostic(
                code=Code.NESTED_TOO_DEEPLY,
                message=f"files use files more than {MAX_USES} deep",
                at=used_at,
                help=("let one file use the others directly",),
            )
        )

    def _report_circle(self, real: Path, used_at: Span | None) -> None:
        names = [path.name for path in self._chain[self._chain.index(real) :]]
        self.error(
            Diagnostic(
                code=Code.CYCLIC_USE,
                message="these files use each other in a circle: "
                + ", ".join(f"`{name}`" for name in [*names, names[0]]),
                at=used_at,
                help=("move what they share into a file that uses neither",),
            )
        )


def _but_below(folder: Path) -> str:
    """Return the policies further below a folder, as the end of a clause; nothing without any."""
    found = [
        below for below, has_policy in islice(_folders_below(folder, []), _LOOKED_AT) if has_policy
    ]
    shown = [f"`{below}`" for below in found[:3]]
    if len(found) > len(shown):
        shown.append(f"{len(found) - len(shown)} more")
    if not shown:
        return ""
    *others, last = shown
    if not others:
        return f", but {last} has: name that"
    return f", but {', '.join(others)} and {last} have: name one"


def read_source(
    path: Path, report: Report, used_at: Span | None = None, shelf: Shelf = DISK
) -> SourceFile | None:
    """Read a file's text; report one that cannot be read or is not text."""
    try:
        data = shelf.content(path, MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        report(_unreadable(path, used_at, _reason(error)))
        return None
    return decoded(path, data, report, used_at)


def decoded(
    path: Path, data: bytes, report: Report, used_at: Span | None = None
) -> SourceFile | None:
    """Return the text that a file, or a stream, has; report what is not text or too long."""
    if len(data) > MAX_BYTES:
        report(_unreadable(path, used_at, f"it is larger than {MAX_BYTES // 1_000_000} MB"))
        return None
    if b"\0" in data:
        report(_unreadable(path, used_at, "it is not a text file"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report(_unreadable(path, used_at, f"it is not UTF-8 text (byte {error.start + 1})"))
        return None
    return SourceFile(path=str(path), text=text)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error)


def _unreadable(path: Path, used_at: Span | None, reason: str) -> Diagnostic:
    shown = str(path).encode("unicode_escape").decode() if not str(path).isprintable() else path
    return Diagnostic(
        code=Code.UNREADABLE_FILE,
        message=f"cannot read `{shown}`: {reason}",
        at=used_at,
        path=None if used_at else str(path),
    )
