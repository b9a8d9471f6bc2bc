"""What a change of a policy does, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.deadlines import DeadlineDecision, Moment
from tenure.compiler.decisions import Decision
from tenure.dsl.diagnostics import Verdict


class ChangeKind(StrEnum):
    """What can become of a record, or of a promise, when a policy is changed."""

    IMMEDIATELY_DUE = "immediately-due"
    """Not due under the old version, due or overdue under the new one, on the day asked for."""
    SHORTER = "shorter"
    LONGER = "longer"
    ACTION = "action"
    INCOMPARABLE = "incomparable"
    """One version names a day, the other waits for an event or refers to another policy."""
    NEWLY_CONFLICTING = "newly-conflicting"
    NO_LONGER_CONFLICTING = "no-longer-conflicting"
    NEWLY_UNCOVERED = "newly-uncovered"
    NEWLY_COVERED = "newly-covered"
    NEWLY_UNDETERMINED = "newly-undetermined"
    """The new version needs what is not known of the record; seen in an inventory only."""
    NO_LONGER_UNDETERMINED = "no-longer-undetermined"
    HOLD_RELEASED = "hold-released"
    NEWLY_HELD = "newly-held"
    DEADLINE_TIGHTER = "deadline-tighter"
    DEADLINE_LOOSER = "deadline-looser"
    DEADLINE_INCOMPARABLE = "deadline-incomparable"
    """Earlier from some days and later from others, or counted from another event."""
    NEWLY_PROMISED = "newly-promised"
    NO_LONGER_PROMISED = "no-longer-promised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A record, and what both versions decide on it, by the reference evaluator.

    Attributes:
        case: the record, as small as it can be, with what it links to.
        before, after: the decisions of the old and of the new version.
    """

    case: Case
    before: Decision
    after: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that the change does to records of one family of classes.

    Attributes:
        kind: what.
        family: the class at the top of the family.
        before, after: the rules that govern the records, in the old and in the new
            version; `None` where none does, or several that disagree.
        disposed_as: the phase that the records are in; `None` for the first.
        verdict: whether a record shows it, or it is not known.
        shown: the record, with a witness.
        reason: why it is not known, where it is not.
    """

    kind: ChangeKind
    family: str
    before: str | None = None
    after: str | None = None
    disposed_as: str | None = None
    verdict: Verdict = Verdict.WITNESS
    shown: Shown | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineShown:
    """A record, and what both versions promise for it, by the reference evaluator.

    Attributes:
        case: the record, as small as it can be, with what it links to.
        before, after: the decisions on the promise; `None` where it does not apply.
    """

    case: Case
    before: DeadlineDecision | None
    after: DeadlineDecision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChange:
    """Something that the change does to a promise or a stage.

    Attributes:
        kind: what.
        step: the reference of the promise or stage.
        classes: the record classes it is for.
        day: the first day tried from which the deadlines differ; `None` where no day is needed.
        before, after: the deadlines from that day; `None` where there is none to name.
        text: what changed, in words.
        verdict: whether it is so, or it is not known. Every day ahead is tried; for which
            records a promise is made may not be known.
        shown: a record that shows it; `None` where none is needed, or none was found.
        reason: why it is not known, where it is not.
    """

    kind: ChangeKind
    step: str
    classes: tuple[str, ...]
    day: date | None = None
    before: Moment | None = None
    after: Moment | None = None
    text: str = ""
    verdict: Verdict = Verdict.WITNESS
    shown: DeadlineShown | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """A rule under a statute that was weakened without a newer approval.

    Attributes:
        rule: its reference in the old version.
        authority: the statute.
        what: how it was weakened, in words.
        reason: what is missing of the sign-off.
    """

    rule: str
    authority: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a change of a policy does.

    Attributes:
        as_of: the day from which on it was compared.
        changes: what it does to records, gravest first within each family.
        deadlines: what it does to promises and stages.
        declared: what was declared anew, otherwise or no longer, in words: records that only
            one version can read are not compared.
        around: what else changes around promises, in words: calendars, places, channels, who
            answers, duties. No record is decided by it alone.
        unsigned: what lacks a sign-off.
        passed_on: the families whose records are kept as long as linked ones of which some
            are decided otherwise. What that alone changes is not among the changes.
        families: how many families of classes both versions have.
        untouched: of these, how many have the same rules, compared value by value.
        proved: of these, how many differ in what is written, and are proved to be decided alike.
    """

    as_of: date
    changes: tuple[Change, ...]
    deadlines: tuple[DeadlineChange, ...]
    declared: tuple[str, ...]
    around: tuple[str, ...]
    unsigned: tuple[Unsigned, ...]
    passed_on: tuple[str, ...]
    families: int
    untouched: int
    proved: int

    @property
    def _all(self) -> tuple[Change | DeadlineChange, ...]:
        return (*self.changes, *self.deadlines)

    @property
    def kinds(self) -> dict[ChangeKind, int]:
        """How many changes of each kind are shown; what is not known is not among them."""
        found = dict.fromkeys(ChangeKind, 0)
        for change in self._all:
            if change.verdict is Verdict.WITNESS:
                found[change.kind] += 1
        return {kind: count for kind, count in found.items() if count}

    @property
    def unknown(self) -> int:
        """How many questions have no answer."""
        return sum(change.verdict is Verdict.UNKNOWN for change in self._all)

    @property
    def equal(self) -> bool:
        """Whether nothing is decided differently, and no question is open."""
        return not (self.changes or self.deadlines or self.declared)
