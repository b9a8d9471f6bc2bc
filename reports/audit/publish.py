"""Writes all the documents of an audit into an empty folder."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path

from tenure.engine.audit.audit import Audit, Step, keeps
from tenure.engine.audit.spreadsheets import write_sheet
from tenure.engine.audit.verify import (
    DECISIONS_FILE,
    DISPOSAL_LIST,
    MANIFEST,
    REJECTS_FILE,
    Verifier,
)
from tenure.reports.audit.assemble import assemble_audit
from tenure.reports.audit.html import write_html
from tenure.reports.audit.manifest import Written, manifest_document
from tenure.reports.audit.sheets import (
    DEADLINE_HEADER,
    DISPOSAL_HEADER,
    EXCEPTIONS_HEADER,
    FOUND_HEADER,
    LOG_HEADER,
    Rows,
    deadline_rows,
    disposal_rows,
    exception_rows,
    found_rows,
    log_rows,
)
from tenure.reports.audit.summary import summary_document

DEADLINES_FILE = "deadlines.parquet"
DEADLINE_LIST = "deadline-list.csv"
EXCEPTIONS_FILE = "exceptions.csv"
NOTES_FILE = "notes.csv"
LOG_FILE = "disposal-log.csv"
SUMMARY_FILE = "summary.json"
PAGE_FILE = "report.html"


def write_audit(
    audit: Audit,
    folder: Path,
    *,
    fingerprint: str,
    version: str,
    verifier: Verifier | None = None,
    step: Step = lambda what: None,
) -> None:
    """Write an audit.

    The same audit gives the same bytes, whatever the day, the folder and the machine.

    Args:
        audit: the audit.
        folder: an empty folder.
        fingerprint: of the policy.
        version: of tenure.
        verifier: the comparison with an earlier audit, where one is wanted.
        step: is told what is written.

    Raises:
        OSError: a file cannot be written.
    """
    summary = audit.summary
    verification = verifier.verification if verifier else None
    step("writing the decisions")
    if keeps(summary.policy):
        audit.write_decisions(folder / DECISIONS_FILE)
    if summary.performance is not None:
        audit.write_deadlines(folder / DEADLINES_FILE)
    step("writing the lists")
    for name, (header, rows) in _sheets(audit, verifier).items():
        _write_sheet(folder / name, header, rows)
    step("writing the report")
    view = assemble_audit(summary, fingerprint, verification)
    (folder / PAGE_FILE).write_bytes(write_html(view))
    _write_text(folder / SUMMARY_FILE, summary_document(summary, verification))
    outputs = {path.name: _written(path) for path in sorted(folder.iterdir())}
    manifest = manifest_document(summary, fingerprint, version, outputs, verification)
    _write_text(folder / MANIFEST, manifest)


def _sheets(audit: Audit, verifier: Verifier | None) -> Mapping[str, tuple[tuple[str, ...], Rows]]:
    policy, as_of = audit.summary.policy, audit.summary.as_of
    sheets: dict[str, tuple[tuple[str, ...], Rows]] = {
        REJECTS_FILE: (FOUND_HEADER, found_rows(audit.rejects(), policy)),
        NOTES_FILE: (FOUND_HEADER, found_rows(audit.notes(), policy)),
    }
    if keeps(policy):
        listed = disposal_rows(audit.listed(), policy, as_of)
        sheets[DISPOSAL_LIST] = (DISPOSAL_HEADER, listed)
        sheets[EXCEPTIONS_FILE] = (EXCEPTIONS_HEADER, exception_rows(audit.exceptions()))
    if audit.summary.performance is not None:
        sheets[DEADLINE_LIST] = (DEADLINE_HEADER, deadline_rows(audit.owed(), policy))
    if verifier is not None:
        sheets[LOG_FILE] = (LOG_HEADER, log_rows(verifier.log(), verifier.verification))
    return sheets


def _write_sheet(path: Path, header: tuple[str, ...], rows: Rows) -> None:
    """Write a CSV file, with the mark by which spreadsheets know UTF-8."""
    with path.open("xb") as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as stream:
        write_sheet(stream, header, rows)


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _written(path: Path) -> Written:
    whole = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            whole.update(chunk)
    return Written(sha256=whole.hexdigest(), size=path.stat().st_size)
