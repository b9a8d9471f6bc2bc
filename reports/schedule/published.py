"""Reads a policy back from its schedule published as JSON.

The document carries the policy's files. What it says of them is not read: the words are
those of the version of tenure that wrote it, the files are the policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from tenure.compiler.compile import Compilation, compile_policy
from tenure.compiler.load import Reading
from tenure.compiler.shelves import Bundle, BundledFile, Shelf
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.reports.schedule.fingerprint import digest, fingerprint
from tenure.reports.schedule.json import SCHEMA

MAX_BYTES = 50_000_000
"""The largest document that is read; a schedule of 10,000 rules is well below it."""

_FORM = re.compile(r"tenure-schedule-(\d{1,4})")
_NO_SCHEDULE = "it is no schedule published as JSON"
_ALTERED = "it was altered after it was published: its files are not those that it says they are"
_AGAIN = "publish it again, or name the policy itself or a revision of it, as `main:policies/a`"
_UPGRADE = "read it with the version of tenure that wrote it, or a newer one"
_SCHEDULE = "name the file that `tenure publish --format json` wrote, `schedule.json`"


class PublishedError(ValueError):
    """A document from which no policy can be read.

    Attributes:
        reason: why, a clause.
        help: what can be done.
    """

    def __init__(self, reason: str, help_: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.help = help_


Compile = Callable[[Path, Shelf], Compilation]
"""Reads and resolves the policy at a path on a shelf."""


def _compiled(path: Path, shelf: Shelf) -> Compilation:
    return compile_policy(path, Reading(shelf=shelf))


def compile_published(path: Path, compile_: Compile = _compiled) -> Compilation:
    """Read and resolve the policy that a document carries.

    Nothing but the document is read, whatever its files `use`; they are shown below its
    path. A document that cannot be read has no policy, and a diagnostic that says why.

    Args:
        path: the document.
        compile_: what reads the policy.
    """
    try:
        with path.open("rb") as stream:
            bundle = read_published(path, stream.read(MAX_BYTES + 1))
    except PublishedError as error:
        return _unreadable(path, error.reason, error.help)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return _unreadable(path, f"{reason[:1].lower()}{reason[1:]}")
    return compile_(path, bundle)


def read_published(path: Path, content: bytes) -> Bundle:
    """Return the files that a document carries.

    Args:
        path: what the document is called.
        content: the document.

    Raises:
        PublishedError: it is no published schedule, or it is too large, of another form,
            without the policy's files, or altered.
    """
    if len(content) > MAX_BYTES:
        raise PublishedError(f"it is larger than {MAX_BYTES // 1_000_000} MB", _SCHEDULE)
    data = _document(content)
    _require_form(data)
    source = data.get("source")
    if source is None:
        reason = "it does not carry the policy's files: an older version of tenure wrote it"
        raise PublishedError(reason, _AGAIN)
    files = _files(source)
    if digest(files) != source.get("sha256") or fingerprint(files) != data.get("fingerprint"):
        raise PublishedError(_ALTERED, _AGAIN)
    return Bundle(path=path, files=files)


def _document(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PublishedError(_NO_SCHEDULE, _SCHEDULE) from error
    if not isinstance(data, dict):
        raise PublishedError(_NO_SCHEDULE, _SCHEDULE)
    return data


def _require_form(data: dict[str, Any]) -> None:
    schema = data.get("schema")
    form = _FORM.fullmatch(schema) if isinstance(schema, str) else None
    if form is None:
        raise PublishedError(_NO_SCHEDULE, _SCHEDULE)
    if form[0] != SCHEMA:
        reason = f"it has the form `{form[0]}`, and this version of tenure reads `{SCHEMA}`"
        raise PublishedError(reason, _UPGRADE)


def _files(source: Any) -> tuple[BundledFile, ...]:
    """Return the files; what is not of their form cannot have been published so."""
    listed = source.get("files") if isinstance(source, dict) else None
    if not isinstance(listed, list):
        raise PublishedError(_ALTERED, _AGAIN)
    files = tuple(map(_file, listed))
    names = {file.name for file in files}
    if len(names) < len(files) or not any(file.own for file in files):
        raise PublishedError(_ALTERED, _AGAIN)
    return files


def _file(entry: Any) -> BundledFile:
    match entry:
        case {"name": str(name), "own": bool(own), "text": str(text)}:
            parts = PurePosixPath(name).parts
            if parts and parts[0] != "/" and ".." not in parts and _is_text(text):
                return BundledFile(name=name, own=own, text=text)
    raise PublishedError(_ALTERED, _AGAIN)


def _is_text(text: str) -> bool:
    """Return whether a text can be written as UTF-8: JSON can spell half of a letter."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _unreadable(path: Path, reason: str, help_: str | None = None) -> Compilation:
    shown = str(path).encode("unicode_escape").decode() if not str(path).isprintable() else path
    found = Diagnostic(
        code=Code.UNREADABLE_FILE,
        message=f"cannot read `{shown}`: {reason}",
        path=str(path),
        help=(help_,) if help_ else (),
    )
    return Compilation(policy=None, diagnostics=(found,), readable=False)
