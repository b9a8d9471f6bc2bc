"""The fingerprints by which a published copy is known to be that of a policy."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Protocol

from tenure.compiler.shelves import BundledFile


class Text(Protocol):
    """A file as it was read, or as it was published."""

    @property
    def text(self) -> str:
        """Its whole text."""


def fingerprint(sources: Iterable[Text]) -> str:
    """Return the SHA-256 of the source texts, in hexadecimal.

    The same wherever the files lie and however their line ends are stored: each file's
    own SHA-256, with line feeds for line ends, is hashed in the order of reading.
    """
    whole = sha256()
    for source in sources:
        text = source.text.replace("\r\n", "\n")
        whole.update(sha256(text.encode("utf-8")).digest())
    return whole.hexdigest()


def digest(files: Iterable[BundledFile]) -> str:
    """Return the SHA-256 of published files, in hexadecimal: of their names as well."""
    listed = [[file.name, file.own, file.text] for file in files]
    return sha256(json.dumps(listed, separators=(",", ":")).encode("ascii")).hexdigest()
