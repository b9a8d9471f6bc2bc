"""What an audit comes to: values that its documents are written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tenure.compiler.deadlines import DutyDecision, LogEntry
from tenure.compiler.decisions import Status
from tenure.compiler.policy.policy import Policy
from tenure.engine.audit.performance import Performance
from tenure.engine.inventories.stage import ReadFile

LISTED = (Status.DUE, Status.OVERDUE)
"""The statuses that may reach a disposal list (S7), and no other."""

EXCEPTIONS = (Status.UNDETERMINED, Status.CONFLICT, Status.UNCOVERED)
"""The statuses that say that there is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A record of the disposal list.

    Attributes:
        record, record_class: its id, and the class that it states.
        status: due or overdue.
        keep_until: the last day on which it had to be kept, inclusive.
        due: the day after it, from which disposal is due.
        action: what is to be done, as the language spells it.
        rule: the governing rule.
        phase: the phase that ends, counted from 1.
        source: the file, and the table in it; `row` counts as the file's own program does,
            and is `None` in a table of a database, whose rows have no numbers.
    """

    record: str
    record_class: str
    status: str
    keep_until: date
    due: date
    action: str
    rule: str
    phase: int
    source: str
    row: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """A record without an answer.

    Attributes:
        missing: what is not known and should be.
        follows: the policy in which the answer is, where it is not loaded.
        held_by: holds that apply, or may apply.
        not_before: it is certainly kept through this day.
    """

    record: str
    record_class: str
    status: str
    missing: tuple[str, ...]
    follows: str | None
    held_by: tuple[str, ...]
    not_before: date | None
    source: str
    row: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something found in a row: why it was put aside, or what is to be noted about it.

    Attributes:
        source, row: where.
        record, record_class: as far as they are known.
        code: the number of the code.
        field: the field; empty where it is about the whole row.
        said: the text in the cell, or the whole row.
    """

    source: str
    row: int | None
    record: str | None
    record_class: str | None
    code: str
    field: str
    said: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A deadline that is open or breached, or of which it cannot be told.

    Attributes:
        record, record_class: the record's id, and the class that it states.
        step: the reference of the promise or stage.
        channel: how somebody got in touch; `None` where nothing says it.
        status: open, breached or undetermined.
        started: the day from which it runs; `None` where that is not known.
        deadline: the last day, inclusive; `None` while it is not certain.
        deadline_at: the last minute, where the limit is to the minute.
        not_before, not_after: between which days it lies, where it is not certain.
        time_left, time_left_unit: how much is left; below 0 how long ago it was.
        missing: what is not known and should be.
        source, row: where the record stands.
    """

    record: str
    record_class: str
    step: str
    channel: str | None
    status: str
    started: date | None
    deadline: date | None
    deadline_at: datetime | None
    not_before: date | None
    not_after: date | None
    time_left: int | None
    time_left_unit: str | None
    missing: tuple[str, ...]
    source: str
    row: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLog:
    """A log of duties: its entries, its name, and its SHA-256 in hexadecimal."""

    label: str
    sha256: str
    entries: tuple[LogEntry, ...]


Count = tuple[str, int]
"""A name, and how many records it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """Counts of records.

    Attributes:
        decided: how many records were decided: all that were not put aside.
        statuses: class, status and count; only what occurs, in the policy's order.
        months: the first day of each month in which the records with a known day fall
            due, the status, and how many.
        ages: for how many whole days listed records have been due, and how many.
        holds: by hold, those held for certain.
        missing: class, what is missing, and how many undetermined records name it.
        follows: by external policy, those whose answer is in it.
        awaiting: class, event that has not happened, and how many await it.
        rules: rule, action and count of the listed records.
        rejects: by code, the rows put aside (a row may have several reasons).
        rejected: how many rows were put aside.
        notes: by code, what was noted.
    """

    decided: int
    statuses: tuple[tuple[str, str, int], ...]
    months: tuple[tuple[date, str, int], ...]
    ages: tuple[tuple[int, int], ...]
    holds: tuple[Count, ...]
    missing: tuple[tuple[str, str, int], ...]
    follows: tuple[Count, ...]
    awaiting: tuple[tuple[str, str, int], ...]
    rules: tuple[tuple[str, str, int], ...]
    rejects: tuple[Count, ...]
    rejected: int
    notes: tuple[Count, ...]

    def of_status(self, *statuses: str) -> int:
        """Return how many records have one of some statuses."""
        return sum(count for _, status, count in self.statuses if status in statuses)

    @property
    def listed(self) -> int:
        """How many records are on the disposal list."""
        return self.of_status(*LISTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSummary:
    """What an audit is about, and its counts.

    Attributes:
        policy: the policy.
        as_of: the day of the decisions.
        facts: facts that differ from their declared value, as texts.
        mapping_sha256: of the mapping file.
        files: what was read.
        unplaced: class and field that no column supplies; they are unknown throughout.
        empty: classes of the policy of which the inventory has no records.
        tallies: the counts.
        performance: how promises were kept; `None` where the policy makes none.
        log: what was done of duties, where that is asked.
        duties: the decisions on them, in the order written.
    """

    policy: Policy
    as_of: date
    facts: tuple[tuple[str, str], ...]
    mapping_sha256: str
    files: tuple[ReadFile, ...]
    unplaced: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]
    tallies: Tallies
    performance: Performance | None = None
    log: DutyLog | None = None
    duties: tuple[DutyDecision, ...] = ()
