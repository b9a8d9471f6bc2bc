"""What was published and what it said: the record that lies beside the documents.

With it `tenure publish --check` can tell, long after, which rules no longer say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from tenure.compiler.deadlines import LogEntry
from tenure.compiler.policy.policy import Policy
from tenure.reports.findings.documents import json_document
from tenure.reports.look.house import USUAL, House
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.parts import Part
from tenure.reports.schedule.publish import publish
from tenure.reports.schedule.statements import statements
from tenure.reports.schedule.view import ScheduleView
from tenure.reports.wording import ENGLISH, LANGUAGES, Catalogue

FILE_NAME = "published.json"
SCHEMA = "tenure-published-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What was published.

    Attributes:
        as_of: the day for which the documents speak.
        language: the language of the tool's words.
        fingerprint: that of the policy.
        files: SHA-256 of each file, by its name.
        statements: SHA-256 of what is said of each rule and under each heading.
        house: SHA-256 of the look, its templates and wording; empty for the usual one.
    """

    as_of: date
    language: str
    fingerprint: str
    files: Mapping[str, str]
    statements: Mapping[str, str]
    house: str = ""


def publish_edition(  # noqa: PLR0913 - what is published, and how it is told
    policy: Policy,
    formats: Iterable[str],
    as_of: date,
    *,
    log: Iterable[LogEntry] | None = None,
    history: Part | None = None,
    language: Catalogue = ENGLISH,
    house: House = USUAL,
) -> dict[str, bytes]:
    """Return the schedule in some formats, and the record of what was published.

    Parameters and errors are those of `publish`.
    """
    files = publish(
        policy, formats, as_of, log=log, history=history, language=language, house=house
    )
    # Without what was done, and what was changed: those are no rules.
    view = assemble(policy, as_of, language, house=house)
    edition = Edition(
        as_of=as_of,
        language=language.language,
        fingerprint=view.fingerprint,
        files={name: sha256(content).hexdigest() for name, content in files.items()},
        statements=digests(view),
        house=house.digest,
    )
    return files | {FILE_NAME: _written(edition)}


def digests(view: ScheduleView) -> dict[str, str]:
    """Return the SHA-256 of what a document says of each rule and under each heading."""
    return {
        name: sha256(text.encode("utf-8")).hexdigest() for name, text in statements(view).items()
    }


def read_edition(content: bytes) -> Edition:
    """Return the record of what was published.

    Raises:
        ValueError: it is no such record.
    """
    try:
        data = json.loads(content)
        if data["schema"] != SCHEMA:
            raise ValueError
        return Edition(
            as_of=date.fromisoformat(data["as_of"]),
            language=_known(_word(data["language"])),
            fingerprint=_word(data["fingerprint"]),
            files=_words(data["files"]),
            statements=_words(data["statements"]),
            house=_word(data.get("house", "")),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("it is no record of a publication") from error


def _written(edition: Edition) -> bytes:
    data = {
        "schema": SCHEMA,
        "as_of": str(edition.as_of),
        "language": edition.language,
        "fingerprint": edition.fingerprint,
        "files": dict(edition.files),
        "statements": dict(edition.statements),
    } | ({"house": edition.house} if edition.house else {})
    return json_document(data).encode("utf-8")


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError
    return language


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _words(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return {name: _word(text) for name, text in value.items()}
