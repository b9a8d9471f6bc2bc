"""Folders that are written whole or not at all."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_LOCK = "lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A folder that is being written, and a place for what is needed only meanwhile."""

    folder: Path
    work: Path


@contextmanager
def whole_folder(target: str | Path, *, sign: str, replace: bool = False) -> Iterator[Draft]:
    """Give a draft that takes its place when everything in it is written.

    The draft lies beside the target, on the same disk. When the block ends every file is
    on the disk before the folder gets its name; when it fails, or the machine does, the
    target is as it was. What a killed run has left is cleared away by the next one.

    Args:
        target: the folder; its parents are made where they are missing.
        sign: the file by which a folder is known to be one that may be replaced.
        replace: whether it may. An empty folder always may.

    Raises:
        FileExistsError: the target is there and may not be replaced.
        OSError: it cannot be written.
    """
    place = Path(target).absolute()
    _check_replaceable(place, sign, replace=replace)
    place.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(place)
    scratch = place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")
    draft = Draft(folder=scratch / "whole", work=scratch / "work")
    try:
        scratch.mkdir()
        with _locked(scratch / _LOCK):
            draft.folder.mkdir()
            draft.work.mkdir()
            yield draft
            for path in draft.folder.iterdir():
                _to_disk(path)
            _to_disk(draft.folder)
            _check_replaceable(place, sign, replace=replace)
            _move(draft.folder, place, scratch / "old")
            _to_disk(place.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _check_replaceable(place: Path, sign: str, *, replace: bool) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise FileExistsError(17, "it is there, and is not a folder", str(place))
    if any(place.iterdir()) and not (replace and (place / sign).is_file()):
        reason = "there are files in it that are not an audit's" if replace else "it is not empty"
        raise FileExistsError(17, reason, str(place))


def _move(whole: Path, place: Path, old: Path) -> None:
    """Give the draft its place; should that fail, what was there comes back."""
    if not place.exists():
        whole.rename(place)
        return
    place.rename(old)
    try:
        whole.rename(place)
    except OSError:
        old.rename(place)
        raise


def _to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear_leftovers(place: Path) -> None:
    """Remove the drafts of runs that are no more."""
    if os.name != "posix":
        return  # there is no lock to tell a dead run from a living one
    for scratch in place.parent.glob(f".{glob.escape(place.name)}.*.tmp"):
        with suppress(OSError), _locked(scratch / _LOCK):
            old = scratch / "old"
            if old.is_dir() and not place.exists():
                old.rename(place)  # it was killed between the two moves
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock for as long as the process lives; no lock where the system has none.

    Raises:
        BlockingIOError: another process holds it.
    """
    with path.open("ab") as stream:
        with suppress(ImportError):
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
