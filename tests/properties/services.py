"""Generated standards and procedures of every kind, with records for them; text only.

Nothing here says what they mean. They are for two ways of deciding that must agree: all
kinds of limits, calendars that end, two pauses at once, events of linked records and facts,
classes by condition, standards in place of others, and days at the ends of the calendar.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from tenure.compiler.policy.fields import Value
from tenure.compiler.records import Record

FIRST = date(2026, 1, 1)
DAY = timedelta(days=1)
TIMES = [time(0), time(8, 59), time(9), time(12, 30, 30), time(16, 59), time(17), time(20)]
TIMES.append(time(23, 59, 59, 999_999))

DATED = ("logged", "answered", "panel", "asked", "told", "asked_again", "told_again", "day_agreed")
TIMED = ("received", "called", "fixed", "hour_agreed", "visited", "waits", "waited")
FLAGS = ("urgent", "agreed", "refused", "delayed")

RECORDS = f"""
fact live yes/no = yes
fact opening date = 2026-01-12
record person "People"
  born    date
  moved   time
  adviser link to person
record case "Cases"
  {"  ".join(f"{name} date" for name in DATED)}
  {"  ".join(f"{name} time" for name in TIMED)}
  {"  ".join(f"{name} yes/no" for name in FLAGS)}
  sent    date required
  channel one of email, letter
  size    number
  holder  link to person
record case_urgent "Urgent cases" is case
  where urgent
"""

ANCHORS = (
    *("logged", "sent", "received", "called", "opening", "2026-01-20"),
    *("holder.born", "holder.moved", "holder.adviser.born"),
)

CONDITIONS = (
    *FLAGS,
    *(f"not {flag}" for flag in FLAGS),
    "channel is email",
    "urgent and not agreed",
    "agreed or refused",
    "live",
    "logged is known",
    "holder.moved is known",
    "size is at least 3",
    "logged before received",
    "received on or before 3 days after logged",
)

days = st.integers(0, 45).map(lambda n: FIRST + n * DAY)
ODD = [date(1, 1, 1), date(1999, 12, 31), date(2101, 3, 4), date.max]
PAUSES = ["asked to told", "asked_again to told_again", "waits to waited", "asked to told_again"]


@st.composite
def offices(draw: st.DrawFn, name: str) -> str:
    """A calendar; some are not known for ever."""
    week = draw(st.sampled_from(["Monday to Friday", "Monday to Sunday", "Tuesday, Thursday"]))
    lines = [f"calendar {name}", f"  working week {week}"]
    if draw(st.booleans()):
        lines.append(f"  hours {draw(st.sampled_from(['09:00 to 17:00', '08:30 to 12:00']))}")
    lines += [f"  closed {day}" for day in draw(st.sets(days, max_size=4))]
    if draw(st.integers(0, 3)) == 0:
        lines.append("  holidays GB-SCT")
    if draw(st.integers(0, 2)) == 0:
        lines.append("  term 2025-12-20 to 2026-01-20\n  term 2026-01-26 to 2026-02-14")
    if draw(st.booleans()):
        lines.append("  received when closed counts as the next working day")
    if draw(st.booleans()):
        lines.append("  deadlines roll forward")
    return "\n".join(lines)


def _count(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


@st.composite
def limits(draw: st.DrawFn, anchor: str | None = None, *, timed: bool = True) -> str:
    """A limit from an event; to the minute only where what marks its end has a time."""
    anchor = anchor or draw(st.sampled_from(ANCHORS))
    has_time = anchor in TIMED or anchor == "holder.moved"
    kinds = ["working day", "day", "week", "month", "by", "working day", "same day"]
    if has_time and timed:
        kinds += ["minute", "hour", "working hour", "working minute"]
    kind = draw(st.sampled_from(kinds))
    count = draw(st.integers(1, 9))
    if kind == "by" and (timed or not has_time):
        return f"by {anchor}"
    if kind in ("by", "same day"):
        return f"on the same day as {anchor}"
    if kind in ("minute", "working minute"):
        count *= 157
    joint = draw(st.sampled_from(["of", "beginning with"])) if kind[-3:] in _WHOLE else "of"
    return f"within {_count(count, kind)} {joint} {anchor}"


_WHOLE = ("day", "eek", "nth")


@st.composite
def tails(draw: st.DrawFn, anchor: str | None, *, timed: bool) -> list[str]:
    """What may be said of a promise or stage: a condition, pauses, extensions."""
    lines = []
    if draw(st.integers(0, 3)) == 0:
        lines.append(f"    when {draw(st.sampled_from(CONDITIONS))}")
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        limit = draw(limits(draw(st.sampled_from([anchor, None])), timed=timed))
        to = limit.removeprefix("within ").removeprefix("by ")
        if not limit.startswith("on"):
            lines.append(f"    extended to {to} when {draw(st.sampled_from(CONDITIONS))}")
    for pause in draw(st.lists(st.sampled_from(PAUSES), max_size=2, unique=True)):
        if draw(st.booleans()):
            lines.append(f"    paused from {pause}")
    return lines


PROMISES = {
    "answer": ("answered", False),
    "call back": ("called", True),
    "repair": ("fixed", True),
    "visit": ("visited", True),
}


@st.composite
def standards(draw: st.DrawFn, ref: str) -> list[str]:
    """One standard with a promise or two."""
    lines = draw(heads(ref, "standard"))
    for verb in draw(
        st.lists(st.sampled_from(sorted(PROMISES)), min_size=1, max_size=2, unique=True)
    ):
        marks, timed = PROMISES[verb]
        limit = draw(limits(timed=timed))
        lines.append(f"  {verb} {limit} marks {marks}")
        lines += draw(tails(None, timed=timed))
    return lines


@st.composite
def heads(draw: st.DrawFn, ref: str, kind: str) -> list[str]:
    """How a standard or procedure begins."""
    classes = draw(st.sampled_from(["case", "case", "case_urgent", "case, person"]))
    if classes.endswith("person"):
        classes = "case"
    lines = [f"{kind} {ref} for {classes}"]
    if draw(st.integers(0, 2)) == 0:
        lines.append(f"  when {draw(st.sampled_from(CONDITIONS))}")
    lines.append(f"  using calendar {draw(st.sampled_from(['office', 'desk']))}")
    if draw(st.booleans()):
        lines.append('  channel "counter"')
    if draw(st.integers(0, 4)) == 0:
        lines.append("  in force from 2026-01-20")
    if ref != "1" and draw(st.integers(0, 2)) == 0:
        lines.append(f"  overrides {int(ref) - 1}")
    return lines


@st.composite
def procedures(draw: st.DrawFn, ref: str) -> list[str]:
    """One procedure of some stages, each after another event or one that a stage marks."""
    lines = draw(heads(ref, "procedure"))
    marked: list[str] = []
    for n in range(draw(st.integers(1, 4))):
        marks = draw(st.sampled_from(["answered", "called", "fixed", "panel", "visited"]))
        timed = marks in TIMED
        anchor = draw(st.sampled_from([None, *marked, *marked[-1:]]))
        if anchor == marks:
            anchor = None
        who = draw(st.sampled_from(["", "", " by customer", " optional"]))
        limit = draw(limits(anchor, timed=timed))
        lines.append(f"  stage s{n}{who} {limit} marks {marks}")
        lines += draw(tails(anchor, timed=timed))
        marked.append(marks)
    if draw(st.booleans()):
        ends = draw(st.sampled_from(marked))
        lines.append(f"  overall {draw(limits(timed=ends in TIMED))} marks {ends}")
    return lines


@st.composite
def policies(draw: st.DrawFn, most: int = 3) -> str:
    """A policy of two calendars, and so many standards and procedures at most."""
    parts = ['policy "Generated"', draw(offices("office")), draw(offices("desk")), RECORDS]
    for n in range(draw(st.integers(1, most))):
        lines = draw(st.one_of(standards(f"{n + 1}"), procedures(f"{n + 1}")))
        parts.append("\n".join(lines))
    return "\n".join(parts)


def inventory(seed: int, count: int) -> list[Record]:
    """Records, a part of their fields unknown; links to people there and not there."""
    rng = Random(seed)
    people = [_person(n, rng) for n in range(3)]
    return [*people, *(_case(n, rng) for n in range(count))]


def _day(rng: Random) -> date:
    return rng.choice(ODD) if rng.random() < 0.02 else FIRST + rng.randrange(46) * DAY


def _moment(rng: Random) -> datetime:
    return datetime.combine(_day(rng), rng.choice(TIMES))


def _person(n: int, rng: Random) -> Record:
    fields: dict[str, Value] = {}
    if rng.random() < 0.7:
        fields["born"] = _day(rng)
    if rng.random() < 0.7:
        fields["moved"] = _moment(rng)
    if rng.random() < 0.7:
        fields["adviser"] = f"p{rng.randrange(4)}"
    return Record(id=f"p{n}", record_class="person", fields=fields)


def _case(n: int, rng: Random) -> Record:
    """A case: pauses are rarer than other events, and most of what is yes or no is known."""
    pausing = {name for pause in PAUSES for name in pause.split(" to ")}
    fields: dict[str, Value] = {}
    for names, drawn in ((DATED, _day), (TIMED, _moment)):
        for name in names:
            if rng.random() < (0.3 if name in pausing else 0.65):
                fields[name] = drawn(rng)
    for flag in FLAGS:
        if rng.random() < 0.9:
            fields[flag] = rng.random() < 0.5
    if rng.random() < 0.9:
        fields["sent"] = _day(rng)
    if rng.random() < 0.8:
        fields["channel"] = rng.choice(["email", "letter"])
    if rng.random() < 0.8:
        fields["size"] = Decimal(rng.randrange(6))
    if rng.random() < 0.8:
        fields["holder"] = f"p{rng.randrange(4)}"
    urgent = fields.get("urgent") or rng.random() < 0.1
    return Record(id=f"c{n}", record_class="case_urgent" if urgent else "case", fields=fields)
