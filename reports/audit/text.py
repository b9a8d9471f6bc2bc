"""What an audit comes to, in a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tenure.compiler.deadlines import DeadlineStatus
from tenure.compiler.decisions import Status
from tenure.engine.audit.audit import keeps
from tenure.engine.audit.results import EXCEPTIONS, AuditSummary
from tenure.engine.audit.verify import DISPOSAL_LIST, REJECTS_FILE, Verification
from tenure.engine.inventories.draft import MappingDraft
from tenure.reports.audit.publish import DEADLINE_LIST, EXCEPTIONS_FILE, LOG_FILE, PAGE_FILE
from tenure.reports.findings.characters import one_line


def audit_text(summary: AuditSummary, verification: Verification | None, to: str) -> str:
    """Return the counts by status, what was compared, and where to look."""
    tallies = summary.tallies
    lines = [f"as of {summary.as_of}: {_counted(tallies.decided, 'record')}"]
    lines += [
        f"  {status.value:<13}{tallies.of_status(status):>9,}"
        for status in Status
        if tallies.of_status(status)
    ]
    if summary.performance is not None:
        owed = summary.performance.tally()
        lines.append(f"of them {_counted(owed.all, 'deadline')}")
        lines += [f"  {status.value:<13}{count:>9,}" for status, count in owed.counts if count]
    if summary.duties:
        overdue = sum(duty.status is DeadlineStatus.BREACHED for duty in summary.duties)
        lines.append(f"duties: {len(summary.duties)}, {overdue or 'none'} overdue")
    if tallies.rejected:
        lines.append(f"put aside: {_counted(tallies.rejected, 'row')}, see {REJECTS_FILE}")
    if verification is not None:
        lines.append(f"of the list of {verification.listed_on}:")
        lines += [f"  {count:>9,} {outcome.value}" for outcome, count in verification.outcomes]
        lines.append(f"  {verification.new:>9,} new since then")
    lines.append(f"written to {one_line(to)}:")
    files = [
        *_lists(summary),
        *([(LOG_FILE, f"since {verification.listed_on}")] if verification else []),
        (PAGE_FILE, "for a browser"),
    ]
    lines += [f"  {name:<19}{what}" for name, what in files]
    return "\n".join(lines) + "\n"


def _lists(summary: AuditSummary) -> Iterator[tuple[str, str]]:
    """Yield the lists that somebody has to work through, with how long they are."""
    tallies, performance = summary.tallies, summary.performance
    if keeps(summary.policy):
        yield DISPOSAL_LIST, _counted(tallies.listed, "record")
        yield EXCEPTIONS_FILE, _counted(tallies.of_status(*EXCEPTIONS), "record")
    if performance is not None:
        yield DEADLINE_LIST, "open, breached, undetermined"


def draft_text(path: Path, draft: MappingDraft) -> str:
    """Return what a drafted mapping could not place, and where it lies."""
    lines = [f"drafted {one_line(str(path))}: {_counted(len(draft.tables), 'table')}"]
    for heading, items in (
        ("columns without a field:", draft.columns),
        ("fields without a column:", draft.fields),
        ("to be settled before an audit:", draft.questions),
    ):
        if items:
            lines.append(heading)
            lines += [f"  {one_line(item)}" for item in items]
    lines.append("read it, line by line: it was made from names and samples, not from knowledge")
    return "\n".join(lines) + "\n"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
