"""The ledger of accepted findings: who accepted what, why, and until when.

It is only ever added to. Of several entries for one finding the one that lasts longest
counts, so that what was accepted once, and then again, can be read afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tenure.api.files import rewrite_file, write_files
from tenure.dsl.source import SourceFile, Span
from tenure.dsl.suggest import did_you_mean
from tenure.settings.configuration import ConfigurationError, read_toml

_TEXTS = ("fingerprint", "code", "policy", "owner", "reason")
_KEYS = (*_TEXTS, "meaning", "since", "until")
_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*accepted[ \t]*\]\]", re.MULTILINE)

_HEAD = """\
# Findings that were accepted: by whom, why, until which day. `tenure check --accept` adds to it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One acceptance.

    Attributes:
        fingerprint: which finding.
        code: the number of its code.
        policy: the policy's path from the root of the project.
        owner: who answers for it.
        reason: why it is accepted.
        since: the day on which it was accepted; `None` where nobody wrote it down.
        until: the last day on which it is, inclusive.
        meaning: what the rules of the finding said then, as a digest; `None` where nobody wrote
            it down, and the acceptance is of the finding whatever they say.
        at: where it is written; `None` for one that is not yet.
    """

    fingerprint: str
    code: str
    policy: str
    owner: str
    reason: str
    since: date | None = None
    until: date
    meaning: str | None = None
    at: Span | None = field(default=None, compare=False, repr=False)

    def is_of(self, meaning: str | None) -> bool:
        """Return whether it accepts what the rules say now."""
        return self.meaning is None or self.meaning == meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All acceptances of a project, in the order written."""

    path: Path
    text: str = ""
    entries: tuple[Entry, ...] = ()

    def entry(self, policy: str, fingerprint: str, meaning: str | None) -> Entry | None:
        """Return the acceptance of a finding that lasts longest.

        One of what its rules say now goes before one of what they said once.
        """
        found = [e for e in self.entries if (e.policy, e.fingerprint) == (policy, fingerprint)]
        return max(found, key=lambda e: (e.is_of(meaning), e.until), default=None)


def read_ledger(path: Path) -> Ledger:
    """Return a ledger; an empty one where there is no file.

    Raises:
        ConfigurationError: it cannot be read, or an entry lacks something.
    """
    if not path.exists():
        return Ledger(path=path)
    text, content = read_toml(path)
    if other := [key for key in content if key != "accepted"]:
        near = did_you_mean(other[0], ("accepted",), what="keys")
        raise ConfigurationError("\n".join((f"`{path}`: unknown key `{other[0]}`", *near)))
    tables = content.get("accepted", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigurationError(f"`{path}`: entries are written as `[[accepted]]`")
    source = SourceFile(path=str(path), text=text)
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if len(starts) != len(tables):  # written in another of TOML's ways
        starts = [0] * len(tables)
    entries = (
        _entry(path, number, table, source, start)
        for number, (table, start) in enumerate(zip(tables, starts, strict=True), start=1)
    )
    return Ledger(path=path, text=text, entries=tuple(entries))


def _entry(
    path: Path, number: int, table: Mapping[str, Any], source: SourceFile, start: int
) -> Entry:
    def refuse(message: str, *more: str) -> ConfigurationError:
        return ConfigurationError("\n".join((f"`{path}`: entry {number}: {message}", *more)))

    for key in table:
        if key not in _KEYS:
            raise refuse(f"unknown key `{key}`", *did_you_mean(key, _KEYS, what="keys"))
    for key in _TEXTS:
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise refuse(f"`{key}` is missing, or is no text")
    if not isinstance(table.get("meaning", ""), str):
        raise refuse("`meaning` is no text")
    for key in ("since", "until"):
        value = table.get(key)
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        if not is_day and (key == "until" or value is not None):
            raise refuse(f"`{key}` is a day, such as 2026-02-28 without quotes")
    quoted = f'"{table["fingerprint"]}"'
    at = max(source.text.find(quoted, start), 0)
    return Entry(
        **{key: table[key] for key in _KEYS if key in table},
        at=source.span(at, at + len(quoted)),
    )


def add(ledger: Ledger, entry: Entry) -> None:
    """Add an acceptance to the ledger's file; what is written there stays as it is.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    lines = [
        "[[accepted]]",
        *(f"{key} = {_quoted(getattr(entry, key))}" for key in _TEXTS),
        *([f"meaning = {_quoted(entry.meaning)}"] if entry.meaning else []),
        *([f"since = {entry.since}"] if entry.since else []),
        f"until = {entry.until}",
    ]
    before = ledger.text or _HEAD
    text = before.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"
    content = text.encode("utf-8")
    if ledger.path.exists():
        rewrite_file(ledger.path, content)
    else:
        write_files(ledger.path.parent, {ledger.path.name: content})


def _quoted(text: str) -> str:
    """Return a text as TOML spells it."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
