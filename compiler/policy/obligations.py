"""Standards and procedures, as meant: promises with a deadline (S11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.fields import EventType, FieldRef
from tenure.compiler.policy.periods import Anchor, Duration
from tenure.compiler.policy.rules import Citation, InForce, OtherRule
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """So many working days; none is the day itself."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """So many minutes within the calendar's hours."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElapsedTime:
    """So many minutes by the clock."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """No time at all: by the moment itself."""


Amount = Duration | WorkingDays | WorkingTime | ElapsedTime | Appointment
"""How long there is: calendar days, weeks and months are a `Duration` (S2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """By when something is to be done.

    Attributes:
        amount: how long there is.
        anchor: the event from which it runs.
        inclusive: whether the day of the event is the first day (`beginning with`).
    """

    amount: Amount
    anchor: Anchor
    inclusive: bool = False
    span: Span = field(compare=False, repr=False)

    @property
    def needs_time(self) -> bool:
        """Whether it can only run from a moment, not from a day."""
        return isinstance(self.amount, WorkingTime | ElapsedTime)

    @property
    def to_the_minute(self) -> bool:
        """Whether the deadline is a moment of a day, not the end of one.

        An appointment is as exact as the event that names it.
        """
        if not isinstance(self.amount, Appointment):
            return self.needs_time
        type_ = self.anchor.type if isinstance(self.anchor, FieldRef) else None
        return isinstance(type_, EventType) and type_.timed


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A limit that takes the place of the first one while its condition is true.

    An extension never shortens: the later of the two deadlines counts.
    """

    limit: Limit
    condition: Condition
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days that do not count, both ends included."""

    start: FieldRef
    end: FieldRef
    span: Span = field(compare=False, repr=False)


class StepKind(StrEnum):
    """What kind of step it is."""

    PROMISE = "promise"
    STAGE = "stage"
    OVERALL = "overall"
    """The outer limit of a whole procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One promise of a standard, or one stage of a procedure.

    Attributes:
        ref: its reference: the standard's, a slash, and its verb or name. The one promise
            of a standard goes by the standard's own reference too.
        name: the verb of a promise (`respond`), the name of a stage, or `overall`.
        title: what readers call it.
        kind: what kind of step it is.
        limit: by when it is to be done.
        marks: the event that shows that it is done.
        by_customer: whether it is the customer's to do; such a window lapses (S11).
        optional: whether it may be left out.
        condition: when it applies, beyond its obligation's condition; `None` is always.
        extensions: limits that may take the place of the first.
        pauses: days that do not count.
        target: the share that is to be met, in percent; `None` where none is set.
        owner: who owes it; `None` where nobody is named, or the customer does it.
        notes, channels: the author's texts.
        head: its first words, which a message underlines.
    """

    ref: str
    name: str
    title: str
    kind: StepKind
    limit: Limit
    marks: FieldRef
    by_customer: bool
    optional: bool
    condition: Condition | None
    extensions: tuple[Extension, ...]
    pauses: tuple[Pause, ...]
    target: Decimal | None
    owner: str | None
    notes: tuple[str, ...]
    channels: tuple[str, ...]
    span: Span = field(compare=False, repr=False)
    head: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A standard or a procedure.

    Attributes:
        ref: its reference.
        title: what readers call it.
        procedure: whether it is a procedure, whose stages follow one another.
        document: the title of the policy in which it stands.
        classes: the record classes it is for.
        condition: when it applies; `None` is always.
        calendar: the name of the calendar that counts; `None` where nothing needs one.
        steps: its promises or stages, in the order written, the overall limit included.
        overrides: the standards or procedures in whose place it stands.
        citations: what it rests on.
        in_force: when it counts.
        owner: who answers for it.
        notes, channels: the author's texts.
        head: its first words, which a message underlines.
    """

    ref: str
    title: str
    procedure: bool
    document: str
    classes: tuple[str, ...]
    condition: Condition | None
    calendar: str | None
    steps: tuple[Step, ...]
    overrides: tuple[OtherRule, ...]
    citations: tuple[Citation, ...]
    in_force: InForce
    owner: str | None
    notes: tuple[str, ...]
    channels: tuple[str, ...]
    span: Span = field(compare=False, repr=False)
    head: Span = field(compare=False, repr=False)

    @property
    def stages(self) -> tuple[Step, ...]:
        """The steps without an overall limit."""
        return tuple(step for step in self.steps if step.kind is not StepKind.OVERALL)

    @property
    def in_turn(self) -> tuple[Step, ...]:
        """The steps, each after those it runs from and a whole after what ends it.

        Else in the order written.
        """
        found: list[Step] = []

        def place(step: Step) -> None:
            ending = self.ended_by(step) if step.kind is StepKind.OVERALL else ()
            for other in (*self.steps_before(step), *ending):
                if other not in found:
                    place(other)
            if step not in found:
                found.append(step)

        for step in self.steps:
            place(step)
        return tuple(found)

    def steps_before(self, step: Step) -> tuple[Step, ...]:
        """Return the stages whose doing is the event from which a step runs.

        Several may mark one event: the same stage with another limit, for other records.
        """
        anchor = step.limit.anchor
        return tuple(
            other for other in self.stages if other.ref != step.ref and other.marks == anchor
        )

    def step_before(self, step: Step) -> Step | None:
        """Return the first of the stages from whose doing a step runs; `None` for none."""
        return next(iter(self.steps_before(step)), None)

    def ended_by(self, overall: Step) -> tuple[Step, ...]:
        """Return the stages whose doing ends the whole."""
        return tuple(stage for stage in self.stages if stage.marks == overall.marks)


def step_named(obligations: Mapping[str, Obligation], ref: str) -> tuple[Obligation, Step] | None:
    """Return a promise or stage by reference, with the obligation it is part of.

    The lone promise of a standard goes by the standard's own reference too.
    """
    obligation = obligations.get(ref)
    if obligation is not None:
        return (obligation, obligation.steps[0]) if len(obligation.steps) == 1 else None
    obligation = obligations.get(ref.rpartition("/")[0])
    steps = obligation.steps if obligation else ()
    return next(((obligation, step) for step in steps if obligation and step.ref == ref), None)
