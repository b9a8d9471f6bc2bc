"""Decisions: what is done with a record, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenure.compiler.policy.rules import Action, Citation


class Status(StrEnum):
    """The status of a record (S7). Only `due` and `overdue` may reach a disposal list."""

    RETAIN = "retain"
    DUE = "due"
    OVERDUE = "overdue"
    HELD = "held"
    AWAITING = "awaiting"
    PERMANENT = "permanent"
    UNDETERMINED = "undetermined"
    CONFLICT = "conflict"
    UNCOVERED = "uncovered"

    @property
    def decided(self) -> bool:
        """Whether the record has one answer, whatever it is, and a certain one."""
        return self not in (Status.UNDETERMINED, Status.CONFLICT, Status.UNCOVERED)


class Standing(StrEnum):
    """What became of a rule in a decision."""

    GOVERNS = "governs"
    BEATEN = "beaten"
    DISAPPLIED = "disapplied"
    DISAGREES = "disagrees"
    MAY_GOVERN = "may govern"
    MAY_APPLY = "may apply"
    LIMITS = "limits"
    SWITCHES = "switches off"
    DOES_NOT_APPLY = "does not apply"
    NOT_IN_FORCE = "not in force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """One rule as the decision met it.

    Attributes:
        rule: its reference.
        standing: what became of it.
        by: the rules that beat it or switched it off.
        why: how those stand above it, or what would have to be known.
        keep_until: the last day it names, inclusive; `None` where it names none.
        action: what it says is done then.
    """

    rule: str
    standing: Standing
    by: tuple[str, ...] = ()
    why: str = ""
    keep_until: date | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision on one record, as of one day.

    Attributes:
        record: the record's id.
        record_class: the class that it states.
        as_of: the day of the decision; the rules in force that day decide.
        status: exactly one (S7).
        keep_until: the last day of the phase, inclusive; `None` while it is not known,
            and for a record that is kept permanently.
        due: the day from which disposal is due, the day after `keep_until`.
        action: what is done then.
        rule: the governing rule, `None` where none governs or several disagree. Where
            several agree, the one with the strongest authority, then the first by
            reference.
        phase: the phase that the record is in, counted from 1; `None` without a rule.
        not_before: the record is certainly kept through this day.
        not_after: the record is certainly not kept beyond this day.
        missing: fields (and links, and policies) without which the answer is not certain.
        awaiting: events that have not happened.
        held_by: holds that apply, or may apply.
        follows: the policy in which the answer is, where it is not loaded.
        considered: every rule for the record's class and what became of it.
        citations: what the governing rule rests on.
        notes: further reasons, each a clause.
    """

    record: str
    record_class: str
    as_of: date
    status: Status
    keep_until: date | None = None
    due: date | None = None
    action: Action | None = None
    rule: str | None = None
    phase: int | None = None
    not_before: date | None = None
    not_after: date | None = None
    missing: tuple[str, ...] = ()
    awaiting: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    follows: str | None = None
    considered: tuple[Considered, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def beaten(self) -> tuple[Considered, ...]:
        """The rules that apply and were beaten or switched off."""
        return tuple(
            c for c in self.considered if c.standing in (Standing.BEATEN, Standing.DISAPPLIED)
        )
