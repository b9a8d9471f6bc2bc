"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


def write_files(folder: str | Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder, made where it is missing.

    Everything is written beside its place first and only then moved there, so that a
    reader never meets half a file and a full disk spoils nothing that was there before. A
    file that is replaced keeps its permissions.

    Args:
        folder: where to.
        files: the content of each, by file name.

    Returns:
        The paths written, in the order given.

    Raises:
        OSError: it cannot be done; the files that were there are as they were.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = {target / name: content for name, content in files.items()}
    for path in paths:
        if path.is_dir():
            raise IsADirectoryError(21, os.strerror(21), str(path))
    written: dict[Path, Path] = {}
    try:
        for path, content in paths.items():
            draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
            written[draft] = path
            with draft.open("xb") as stream:
                stream.write(content)
            if path.exists():
                shutil.copymode(path, draft)
        for draft, path in written.items():
            draft.replace(path)
    finally:
        for draft in written:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    return tuple(paths)


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a path to write to, which takes the place of a file when the block ends.

    When the block fails the file is as it was, or still not there.

    Args:
        path: the file; its folder is made where it is missing.

    Raises:
        OSError: it cannot be written.
    """
    place = Path(path)
    if place.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(place))
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield draft
        with draft.open("rb") as stream:
            os.fsync(stream.fileno())
        draft.replace(place)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def rewrite_file(path: str | Path, content: bytes) -> None:
    """Give a file that is there a new content; who may read it, and links to it, stay.

    Raises:
        OSError: it cannot be done; the file is as it was.
    """
    real = Path(path).resolve(strict=True)
    draft = real.with_name(f".{real.name}.{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
        shutil.copymode(real, draft)
        draft.replace(real)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
