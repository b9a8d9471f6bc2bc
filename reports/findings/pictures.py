"""What each rule says of one record, as bars along one line of time, to scale.

The bars are drawn and their words are text beside them, so that a picture can be as narrow
as a phone and says everything without being seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tenure.dsl.diagnostics import Saying, Witness
from tenure.reports.findings.characters import visible

WIDTH = 1000
"""The length of the line of time, in the units of the drawing."""

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2})?")
_SHORTEST = 30
"""The fewest days that the line of time is long."""

_ROOM = 0.04
"""How much of it is left after the last day, where a bar goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One rule's bar.

    Attributes:
        rule: the rule.
        record: the name of the record that it speaks of, where that is not the decided one.
        text: what it says, in words.
        start, end: where the bar begins and ends, in units of the drawing.
        open: whether it goes on, because the rule names no last day.
    """

    rule: str
    record: str | None
    text: str
    start: float
    end: float
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The bars of one witness.

    Attributes:
        first, last: the days at both ends of the line of time.
        today: where the day of the decision lies.
        lanes: a bar for each rule, the shortest first.
    """

    first: date
    last: date
    today: float
    lanes: tuple[Lane, ...]


def picture(witness: Witness) -> Picture | None:
    """Return the bars of a witness; `None` where no rule says anything of it."""
    if not witness.sayings:
        return None
    events = {record.name: tuple(_days(record.fields)) for record in witness.records}
    ends = [saying.keep_until for saying in witness.sayings if _named(saying)]
    days = [
        witness.as_of,
        *(end for end in ends if end),
        *(d for all_ in events.values() for d in all_),
    ]
    first, last = min(days), max(days)
    room = 0.0 if all(map(_named, witness.sayings)) else _ROOM
    span = max((last - first).days, _SHORTEST) * (1 + room)

    def place(day: date) -> float:
        return round((day - first).days / span * WIDTH, 1)

    decided = witness.records[0].name if witness.records else ""
    lanes = [
        Lane(
            rule=visible(saying.rule),
            record=visible(saying.record) if saying.record else None,
            text=visible(saying.text),
            start=place(min(events.get(saying.record or decided, ()), default=first)),
            end=place(saying.keep_until) if saying.keep_until and _named(saying) else WIDTH,
            open=not _named(saying),
        )
        for saying in sorted(witness.sayings, key=lambda saying: saying.keep_until or date.max)
    ]
    return Picture(first=first, last=last, today=place(witness.as_of), lanes=tuple(lanes))


def _named(saying: Saying) -> bool:
    """Return whether a rule names a last day that is one: the calendar's last is no end."""
    return saying.keep_until is not None and saying.keep_until < date.max


def _days(fields: tuple[tuple[str, str], ...]) -> Iterator[date]:
    for _, value in fields:
        match = _DAY.fullmatch(value)
        if match:
            yield date.fromisoformat(match[1])
