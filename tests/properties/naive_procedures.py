"""A second reading of S11 for whole procedures, from the language page alone, and their generator.

Conditions are known here: what is unknown is tried both ways by whoever asks. Nothing here looks
at how the evaluator goes about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tests.properties.naive_deadlines import Office, Promise, end_of

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: FIRST + n * DAY)
NEVER = date.max
"""A deadline that cannot run out: while a pause goes on, or until an extension's event happens."""

Event = date | datetime
Fields = Mapping[str, Event | bool]


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition: a field that is yes, or no."""

    flag: str
    wanted: bool = True

    def __str__(self) -> str:
        return f"{'' if self.wanted else 'not '}{self.flag}"


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Another limit, from the same event or from `granted`, when something is so."""

    promise: Promise
    granted: bool
    when: When


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage, or with the name `overall` the whole."""

    name: str
    promise: Promise
    anchor: str
    marks: str
    customer: bool = False
    optional: bool = False
    paused: bool = False
    when: When | None = None
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A procedure with its calendar."""

    ref: str
    office: Office
    stages: tuple[Stage, ...]
    timed: bool
    when: When | None = None
    start: date | None = None
    last: date | None = None

    def marking(self, event: str) -> list[Stage]:
        return [s for s in self.stages if s.name != "overall" and s.marks == event]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said of a stage."""

    status: str
    deadline: date | None = None
    low: date | None = None
    high: date | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A record on a day; every condition can be told."""

    procedure: Procedure
    fields: Fields
    as_of: date

    def holds(self, when: When | None) -> bool:
        return when is None or self.fields[when.flag] is when.wanted

    def event(self, name: str) -> datetime | None:
        value = self.fields.get(name)
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time()) if isinstance(value, date) else None

    def happened(self, name: str) -> datetime | None:
        event = self.event(name)
        return event if event is not None and event.date() <= self.as_of else None

    # --- the whole ----------------------------------------------------------------

    def answers(self) -> dict[str, Answer]:
        p = self.procedure
        if not self.holds(p.when) or not (p.start or date.min) <= self.as_of <= (p.last or NEVER):
            return {}
        found: dict[str, Answer] = {}
        todo = [s for s in p.stages if self.holds(s.when)]
        for stage in sorted(todo, key=lambda s: (s.name == "overall", s.anchor != "received")):
            found[stage.name] = self.answer(stage, found)
        return found

    def before(self, event: str, found: Mapping[str, Answer]) -> list[Answer]:
        return [found[s.name] for s in self.procedure.marking(event) if s.name in found]

    def lapsed(self, event: str, found: Mapping[str, Answer]) -> bool | None:
        """Whether nobody will do it any more; `None` where bad data leaves that open."""
        each: list[bool | None] = []
        for stage in self.procedure.marking(event):
            answer = found.get(stage.name)
            if answer is None:
                continue
            open_question = answer.status == "undetermined" and not self.happened(stage.marks)
            if open_question and (
                stage.customer or stage.optional or self.lapsed(stage.anchor, found) is not False
            ):
                each.append(None)
            else:
                each.append(answer.status == "lapsed")
        if not each or False in each:
            return False
        return None if None in each else True

    # --- one stage ------------------------------------------------------------------

    def answer(self, stage: Stage, found: Mapping[str, Answer]) -> Answer:
        if stage.paused and self.pause() is None:
            return Answer(status="undetermined")
        chained = bool(self.procedure.marking(stage.anchor))
        start = self.happened(stage.anchor) if chained else self.event(stage.anchor)
        answer = self.waiting(stage, found) if start is None else self.running(stage, start)
        if stage.name == "overall":
            return self.whole(stage, answer, found)
        return answer

    def pause(self) -> frozenset[date] | None:
        """The days of a pause that is over; none where the data cannot be right."""
        asked, told = self.event("asked"), self.event("told")
        if told is None:
            return frozenset()
        if asked is None or told < asked:
            return None
        return frozenset(asked.date() + n * DAY for n in range((told - asked).days + 1))

    def end(self, stage: Stage, promise: Promise, event: datetime) -> tuple[date, date]:
        """When a limit ends, no earlier than and in fact."""
        over = (self.pause() or frozenset()) if stage.paused else frozenset()
        last = end_of(promise, event, self.procedure.office, over)
        assert not isinstance(last, datetime)
        asked = self.event("asked")
        if not stage.paused or asked is None or self.event("told") or last < asked.date():
            return last, last
        days = (max(self.as_of, asked.date()) - asked.date()).days
        so_far = frozenset(asked.date() + n * DAY for n in range(days + 1))
        low = end_of(promise, event, self.procedure.office, so_far)
        assert not isinstance(low, datetime)
        return low, NEVER

    def ends(self, stage: Stage, start: datetime) -> tuple[list[tuple[date, date]], bool]:
        """When each limit ends that counts, and whether one waits for its event."""
        found, waits = [self.end(stage, stage.promise, start)], False
        for extension in stage.extensions:
            if self.holds(extension.when):
                event = self.event("granted") if extension.granted else start
                if event is None:
                    waits = True
                else:
                    found.append(self.end(stage, extension.promise, event))
        return found, waits

    def running(self, stage: Stage, start: datetime) -> Answer:
        ends, waits = self.ends(stage, start)
        low = max(end[0] for end in ends)
        last = max(end[1] for end in ends)
        status = self.status(stage, last)
        high = None if waits or last == NEVER else last
        if waits and status != self.status(stage, NEVER):
            return Answer(status="undetermined", low=low)
        if high is None:
            return Answer(status=status, low=low)
        return Answer(status=status, deadline=last)

    def status(self, stage: Stage, last: date) -> str:
        done = self.happened(stage.marks)
        if done is not None:
            return "met" if done.date() <= last else "late"
        if self.as_of <= last:
            return "open"
        return "lapsed" if stage.customer or stage.optional else "breached"

    def waiting(self, stage: Stage, found: Mapping[str, Answer]) -> Answer:
        before = self.before(stage.anchor, found)
        if self.happened(stage.marks):
            return Answer(status="undetermined")
        if not before:
            return Answer(status="awaiting")
        lapsed = self.lapsed(stage.anchor, found)
        if lapsed is not False:
            return Answer(status="lapsed" if lapsed else "undetermined")
        latest = [one.deadline or one.high for one in before]
        going_on = stage.paused and self.event("asked") and not self.event("told")
        if None in latest or going_on:
            return Answer(status="awaiting")
        at = time(23, 59) if self.procedure.timed else time()
        start = datetime.combine(max(day for day in latest if day), at)
        ends, waits = self.ends(stage, start)
        return Answer(status="awaiting", high=None if waits else max(end[1] for end in ends))

    def whole(self, stage: Stage, answer: Answer, found: Mapping[str, Answer]) -> Answer:
        """The whole ends when its last stage lapses, unless its time had run out by then."""
        lapsed = self.lapsed(stage.marks, found)
        if lapsed is False or answer.status not in ("open", "breached", "awaiting"):
            return answer
        first, last = self.lapse(stage.marks, found)
        if answer.status == "breached" and answer.deadline and first and answer.deadline < first:
            return answer
        overran = (
            answer.status == "breached" and answer.deadline and last and answer.deadline < last
        )
        return replace(answer, status="undetermined" if lapsed is None or overran else "lapsed")

    def lapse(self, event: str, found: Mapping[str, Answer]) -> tuple[date | None, date | None]:
        """When the window closed for which an event waited, at the soonest and at the latest."""
        firsts: list[date | None] = []
        lasts: list[date | None] = []
        for stage in self.procedure.marking(event):
            if stage.name in found:
                one = found[stage.name]
                begun = one.deadline or one.low
                first, last = (begun, one.deadline) if begun else self.lapse(stage.anchor, found)
                firsts.append(first)
                lasts.append(last)
        first = min((day for day in firsts if day), default=None)
        last = max((day for day in lasts if day), default=None)
        return (None if None in firsts else first), (None if None in lasts else last)


# --- generated --------------------------------------------------------------------------

_WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNTS = {"working day": 6, "day": 12, "week": 2, "month": 1}


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    unit = draw(st.sampled_from(sorted(_COUNTS)))
    return Promise(
        count=draw(st.integers(1, _COUNTS[unit])), unit=unit, inclusive=draw(st.booleans())
    )


@st.composite
def procedures(draw: st.DrawFn, ref: str = "9") -> Procedure:
    """A procedure; every condition has a field of its own, so that none hangs on another."""
    flags = iter(f"{ref.replace('.', '_')}_f{n}".replace("9", "p") for n in range(100))

    def when() -> When | None:
        if not draw(st.integers(0, 3)):
            return When(flag=next(flags), wanted=draw(st.booleans()))
        return None

    stages: list[Stage] = []
    for n in range(draw(st.integers(1, 4))):
        events = ["received", *(s.marks for s in stages)]
        again = draw(st.integers(0, 4)) == 0 and n > 0
        marks = draw(st.sampled_from(events[1:])) if again else f"s{n}"
        anchors = ["received"] if again else [events[-1], events[-1], draw(st.sampled_from(events))]
        stages.append(
            Stage(
                name=f"t{n}",
                promise=draw(promises()),
                anchor=draw(st.sampled_from(anchors)),
                marks=marks,
                customer=draw(st.integers(0, 2)) == 0,
                optional=draw(st.integers(0, 5)) == 0,
                paused=draw(st.integers(0, 2)) == 0,
                when=when(),
                extensions=tuple(
                    Extension(
                        promise=draw(promises()),
                        granted=draw(st.booleans()),
                        when=When(flag=next(flags)),
                    )
                    for _ in range(draw(st.sampled_from([0, 0, 1, 2])))
                ),
            )
        )
    if draw(st.booleans()):
        stages.append(
            Stage(
                name="overall",
                promise=draw(promises()),
                anchor="received",
                marks=draw(st.sampled_from(stages)).marks,
            )
        )
    office = Office(
        week=frozenset(draw(st.sampled_from([range(5), range(7), (1, 3), (0, 5)]))),
        closed=frozenset(draw(st.lists(DAYS, max_size=5))),
        opens=time(9),
        closes=time(17),
        deemed=draw(st.booleans()),
        roll=draw(st.booleans()),
    )
    return Procedure(
        ref=ref,
        office=office,
        stages=tuple(stages),
        timed=draw(st.booleans()),
        when=when(),
        start=draw(st.none() | st.just(FIRST + 20 * DAY)),
        last=draw(st.none() | st.just(FIRST + 50 * DAY)),
    )


def flags_of(procedure: Procedure) -> list[str]:
    """The yes-and-no fields that a procedure asks about."""
    conditions = [procedure.when]
    for stage in procedure.stages:
        conditions += [stage.when, *(e.when for e in stage.extensions)]
    return [one.flag for one in conditions if one is not None]


EVENTS = ("received", "s0", "s1", "s2", "s3")
DATES = ("asked", "told", "granted")


@st.composite
def events(draw: st.DrawFn, procedure: Procedure) -> dict[str, Event | bool]:
    """What is known of the events of a case; mostly one after the other, and not all."""
    found: dict[str, Event | bool] = {}
    day = draw(DAYS)
    for name in EVENTS[: draw(st.integers(0, 5))]:
        if draw(st.integers(0, 5)):
            at = draw(st.sampled_from([time(10), time(17), time(20)]))
            found[name] = datetime.combine(day, at) if procedure.timed else day
        day = max(FIRST, day + draw(st.integers(-2, 12)) * DAY)
    for name in DATES:
        if draw(st.integers(0, 2)) == 0:
            found[name] = draw(DAYS)
    return found


def text_of(procedure: Procedure, other: When | None = None) -> str:
    """The policy; with a second procedure that stands in its place where something is so."""
    office, type_ = procedure.office, "time" if procedure.timed else "date"
    flags = [*flags_of(procedure), *([other.flag] if other else [])]
    lines = [
        'policy "Generated"',
        f"calendar office working week {', '.join(_WEEK[d] for d in sorted(office.week))}",
        f"  hours {office.opens:%H:%M} to {office.closes:%H:%M}",
        *(f"  closed {day}" for day in sorted(office.closed)),
        *(["  received when closed counts as the next working day"] if office.deemed else []),
        *(["  deadlines roll forward"] if office.roll else []),
        "record case",
        *(f"  {name} {type_}" for name in EVENTS),
        *(f"  {name} date" for name in DATES),
        *(f"  {flag} yes/no" for flag in flags),
        f"procedure {procedure.ref} for case",
        *([f"  when {procedure.when}"] if procedure.when else []),
        *([_in_force(procedure)] if procedure.start or procedure.last else []),
        *(_stage(stage) for stage in procedure.stages),
    ]
    if other is not None:
        lines += [
            f"procedure 10 for case when {other} overrides {procedure.ref}",
            "  stage only within 3 days of received marks s0",
        ]
    return "\n".join(lines)


def _in_force(procedure: Procedure) -> str:
    start = f" from {procedure.start}" if procedure.start else ""
    return f"  in force{start}{f' until {procedure.last}' if procedure.last else ''}"


def _limit(promise: Promise, event: str) -> str:
    plural = "" if promise.count == 1 else "s"
    joint = "beginning with" if promise.inclusive else "of"
    return f"{promise.count} {promise.unit}{plural} {joint} {event}"


def _stage(stage: Stage) -> str:
    head = "overall" if stage.name == "overall" else f"stage {stage.name}"
    who = f"{' by customer' if stage.customer else ''}{' optional' if stage.optional else ''}"
    parts = [f"  {head}{who} within {_limit(stage.promise, stage.anchor)} marks {stage.marks}"]
    if stage.when:
        parts.append(f"when {stage.when}")
    if stage.paused:
        parts.append("paused from asked to told")
    for one in stage.extensions:
        event = "granted" if one.granted else stage.anchor
        parts.append(f"extended to {_limit(one.promise, event)} when {one.when}")
    return " ".join(parts)
