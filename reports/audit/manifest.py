"""What an audit was made of, and what it made: enough to make it again and compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenure.engine.audit.results import AuditSummary
from tenure.engine.audit.verify import Verification
from tenure.reports.findings.documents import json_document

SCHEMA = "tenure-audit-1"
"""The name of the form; a form that takes something away gets another number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file that was written: its SHA-256 in hexadecimal, and its size in bytes."""

    sha256: str
    size: int


def manifest_document(
    summary: AuditSummary,
    fingerprint: str,
    version: str,
    outputs: Mapping[str, Written],
    verification: Verification | None,
) -> str:
    """Return the manifest as one JSON document; nothing in it depends on where or when."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "tenure": version,
        "as_of": str(summary.as_of),
        "policy": {"title": summary.policy.document.title, "fingerprint": fingerprint},
        "facts": dict(summary.facts),
        "mapping": {"sha256": summary.mapping_sha256},
        "data": [
            {"name": file.label, "sha256": file.sha256, "size": file.size, "rows": file.rows}
            for file in summary.files
        ],
        "log": {"name": summary.log.label, "sha256": summary.log.sha256} if summary.log else None,
        "compared_with": {
            "as_of": str(verification.listed_on),
            "manifest_sha256": verification.manifest_sha256,
        }
        if verification
        else None,
        "outputs": {
            name: {"sha256": written.sha256, "size": written.size}
            for name, written in outputs.items()
        },
    }
    return json_document(document)
