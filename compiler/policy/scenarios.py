"""The policy's own tests, as meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tenure.compiler.deadlines import AsOf, LogEntry, Moment
from tenure.compiler.policy.fields import Value
from tenure.compiler.records import Record
from tenure.dsl.source import Span

NOTHING = "nothing"
"""What a test expects where no promise or stage applies to its record."""

DECIDED = "decided"
"""What stands for every status of a record with one answer; a hold may hide none of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a test expects of one decision. `None` is not asked about.

    Attributes:
        record: the id of the record decided.
        as_of: the day of the decision.
        status: the expected status, or `DECIDED`.
        until: the expected keep_until; `since` the expected due day.
        not_before, not_after: the expected certain bounds.
        rule: the reference of the governing rule.
        action: the action, as the language spells it.
        missing: fields that the decision must name as missing; it may name more.
        span: where it is expected.
    """

    record: str
    as_of: date
    status: str
    until: date | None = None
    since: date | None = None
    not_before: date | None = None
    not_after: date | None = None
    rule: str | None = None
    action: str | None = None
    missing: tuple[str, ...] = ()
    span: Span = field(compare=False, repr=False)

    @property
    def subject(self) -> str:
        """The id of the record."""
        return self.record


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDeadline:
    """What a test expects of one deadline. `None` is not asked about.

    Attributes:
        record: the id of the record.
        step: the reference of the promise or stage; with `NOTHING`, of the whole
            standard or procedure perhaps.
        as_of: as of when it is decided.
        status: the expected status; `NOTHING` where none of it is to apply.
        until: the expected deadline.
        not_before, not_after: the expected certain bounds.
        missing: fields that the decision must name as missing; it may name more.
        span: where it is expected.
    """

    record: str
    step: str
    as_of: AsOf
    status: str
    until: Moment | None = None
    not_before: Moment | None = None
    not_after: Moment | None = None
    missing: tuple[str, ...] = ()
    span: Span = field(compare=False, repr=False)

    @property
    def subject(self) -> str:
        """The id of the record, and the promise or stage."""
        return f"{self.record} {self.step}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDuty:
    """What a test expects of one duty: its status, and the last day on which it is in time."""

    duty: str
    as_of: date
    status: str
    until: date | None = None
    span: Span = field(compare=False, repr=False)

    @property
    def subject(self) -> str:
        """The duty's name."""
        return self.duty


Expectation = Expected | ExpectedDeadline | ExpectedDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One `test`: the records, facts and log given, and what is expected of them."""

    title: str
    records: tuple[Record, ...]
    facts: Mapping[str, Value]
    log: tuple[LogEntry, ...] = ()
    expectations: tuple[Expectation, ...]
    span: Span = field(compare=False, repr=False)

    def record(self, id_: str) -> Record:
        """Return the record that goes by a name.

        Raises:
            KeyError: when none does.
        """
        for record in self.records:
            if record.id == id_:
                return record
        raise KeyError(id_)
