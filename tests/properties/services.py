"""Generated standards and procedures of every kind, with records for them; text only.

Nothing here says what they mean. They are for two ways of deciding that must agree: all
kinds of limits, calendars that end, two pauses at once, events of linked records and facts,
classes by condition, standards in place of others, and days at the ends of the calendar.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

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
odd_days = st.sampled_from([date(1, 1, 1), date(1999, 12, 31), date(2101, 3, 4), date.max])


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
    pauses = [
        "asked to told",
        "asked_again to told_again",
        "waits to waited",
        "asked to told_again",
    ]
    for pause in draw(st.lists(st.sampled_from(pauses), max_size=2, unique=True)):
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
def policies(draw: st.DrawFn) -> str:
    """A policy of two calendars, a few standards and procedures."""
    parts = ['policy "Generated"', draw(offices("office")), draw(offices("desk")), RECORDS]
    for n in range(draw(st.integers(1, 3))):
        lines = draw(st.one_of(standards(f"{n + 1}"), procedures(f"{n + 1}")))
        parts.append("\n".join(lines))
    return "\n".join(parts)


@st.composite
def inventories(draw: st.DrawFn, count: int) -> list[Record]:
    """Records, a part of their fields unknown; links to people there and not there."""

    def day() -> date:
        return draw(odd_days) if draw(st.integers(0, 60)) == 0 else draw(days)

    def moment() -> datetime:
        return datetime.combine(day(), draw(st.sampled_from(TIMES)))

    def some(chance: int) -> bool:
        return draw(st.integers(0, 5)) < chance

    records = []
    for n in range(3):
        person: dict[str, Value] = {}
        if some(4):
            person["born"] = day()
        if some(4):
            person["moved"] = moment()
        if some(4):
            person["adviser"] = f"p{draw(st.integers(0, 3))}"
        records.append(Record(id=f"p{n}", record_class="person", fields=person))
    for n in range(count):
        pauses = DATED[3:7]
        fields: dict[str, Value] = {
            **{name: day() for name in DATED if some(2 if name in pauses else 4)},
            **{name: moment() for name in TIMED if some(2 if name.startswith("wait") else 4)},
            **{flag: draw(st.booleans()) for flag in FLAGS if some(5)},
        }
        if some(5):
            fields["sent"] = day()
        if some(4):
            fields["channel"] = draw(st.sampled_from(["email", "letter"]))
        if some(4):
            fields["holder"] = f"p{draw(st.integers(0, 3))}"
        name = draw(st.sampled_from(["case", "case", "case_urgent"]))
        records.append(Record(id=f"c{n}", record_class=name, fields=fields))
    return records
