"""The fingerprint by which a published copy is known to be that of a policy."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from tenure.dsl.source import SourceFile


def fingerprint(sources: Iterable[SourceFile]) -> str:
    """Return the SHA-256 of the source texts, in hexadecimal.

    The same wherever the files lie and however their line ends are stored: each file's
    own SHA-256, with line feeds for line ends, is hashed in the order of reading.
    """
    whole = sha256()
    for source in sources:
        text = source.text.replace("\r\n", "\n")
        whole.update(sha256(text.encode("utf-8")).digest())
    return whole.hexdigest()
