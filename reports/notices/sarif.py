"""SARIF 2.1.0, for code scanning: rules, both places, fingerprints, what was accepted and why.

The standard is OASIS's: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from tenure.dsl.codes import Severity
from tenure.dsl.source import Span
from tenure.reports.findings.documents import json_document
from tenure.reports.notices.notice import Notice, address, end

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "tenure/v1"
"""The way in which the fingerprints are made; another way gets another number."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def document(notices: Sequence[Notice], *, complete: bool) -> str:
    """Return notices as one SARIF log.

    Args:
        notices: the notices.
        complete: whether everything could be looked at.
    """
    rules = {notice.rule: notice for notice in notices}
    places = {rule: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "tenure",
                "version": version("tenure"),
                "rules": [_rule(notice) for notice in rules.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": complete}],
        "results": [_result(notice, places[notice.rule]) for notice in notices],
    }
    return json_document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(notice: Notice) -> dict[str, Any]:
    help_ = f"{notice.title}: see {notice.page}" if notice.page else notice.title
    return {
        "id": notice.rule,
        "name": "".join(word.capitalize() for word in notice.title.split("-")),
        "shortDescription": {"text": notice.title.replace("-", " ")},
        "help": {"text": help_},
    }


def _result(notice: Notice, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": notice.rule,
        "ruleIndex": index,
        "level": _LEVELS[notice.level],
        "message": {"text": "\n".join((notice.text, *notice.more))},
        "locations": [_location(notice.path, notice.span)] if notice.path else [],
        "partialFingerprints": {FINGERPRINT: notice.fingerprint},
    }
    if notice.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(label.span.source.path, label.span),
                "message": {"text": label.text},
            }
            for number, label in enumerate(notice.related, start=1)
        ]
    if notice.suppressed is not None:
        suppression = {
            "kind": "external",
            "status": "accepted",
            "justification": notice.suppressed,
        }
        result["suppressions"] = [suppression]
    return result


def _location(path: str, span: Span | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": address(path)}}
    if span is not None:
        last, after = end(span)
        physical["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": last,
            "endColumn": after,
        }
    return {"physicalLocation": physical}
