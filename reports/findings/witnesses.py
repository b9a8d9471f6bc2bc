"""The records that show a finding, and on a timeline what each rule says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tenure.dsl.diagnostics import Saying, Witness
from tenure.reports.findings.characters import one_line, padded, width
from tenure.reports.findings.paint import Ink, Paint

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$")

_WIDEST = 72
"""The most columns of a line of fields; with the margin of a finding it fits a narrow terminal."""


def witness_block(witness: Witness, paint: Paint) -> list[str]:
    """Return the lines that show a witness, not indented."""
    decided = one_line(witness.records[0].name) if witness.records else "the record"
    status = f"on {witness.as_of} the status of `{decided}` is {one_line(witness.status)}"
    lines = [f"{paint('witness', 'strong')}: {status}"]
    lines.extend(f"  {row}".rstrip() for row in _records(witness))
    lines.append("")
    lines.extend(f"  {row}".rstrip() for row in _timeline(witness, paint))
    return lines


# --- the records ------------------------------------------------------------------


def _records(witness: Witness) -> Iterator[str]:
    rows = [
        (
            f"{record.record_class} `{record.name}`",
            [f"{name} {value}" for name, value in record.fields],
        )
        for record in witness.records
    ]
    rows += [("fact", [f"{name} {value}"]) for name, value in witness.facts]
    heads = [one_line(head) for head, _ in rows]
    widest = max(map(width, heads), default=0)
    for head, (_, fields) in zip(heads, rows, strict=True):
        first, *more = _wrapped(fields or ["nothing is known"], _WIDEST - widest)
        yield f"{padded(head, widest)}  {first}"
        yield from (f"{' ' * widest}  {line}" for line in more)


def _wrapped(fields: Sequence[str], columns: int) -> list[str]:
    """Return fields with commas between them, on as few lines as they fit on."""
    lines = [one_line(fields[0])]
    for field in map(one_line, fields[1:]):
        if width(lines[-1]) + width(field) + 3 <= columns:
            lines[-1] += f", {field}"
        else:
            lines[-1] += ","
            lines.append(field)
    return lines


# --- the timeline -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line of a timeline.

    Attributes:
        day: the day, or nothing for an answer that names none.
        text: what happens then.
        sign: what stands in the column of events.
        ends: which rule's line ends here, counted from 0.
    """

    day: str
    text: str
    sign: str = " "
    ends: int | None = None


def _timeline(witness: Witness, paint: Paint) -> Iterator[str]:
    """Return the days of the records and of the answers, earliest first.

    A line runs down beside them for each rule, from the first event of the record that it
    speaks of to the last day on which it keeps it; `:` is where it goes on without a known
    end.
    """
    sayings = sorted(witness.sayings, key=lambda saying: saying.keep_until or date.max)
    rows = _rows(witness, sayings)
    starts = [_start(rows, _record_of(witness, saying)) for saying in sayings]
    ended: set[int | None] = set()
    for index, row in enumerate(rows):
        lanes = [
            _lane(row, lane, running=index >= starts[lane] and lane not in ended)
            for lane in range(len(sayings))
        ]
        ended.add(row.ends)
        signs = "".join(f"  {paint(sign, ink)}" for sign, ink in lanes)
        event = paint(row.sign, "strong" if row.sign == "*" else "place")
        yield f"{row.day:10}  {event}{signs}  {one_line(row.text)}"


def _record_of(witness: Witness, saying: Saying) -> str:
    return saying.record or (witness.records[0].name if witness.records else "")


def _start(rows: Sequence[_Row], record: str) -> int:
    """Return the row of a record's first event; the first row where it has none."""
    return next((i for i, row in enumerate(rows) if row.text.startswith(f"`{record}` ")), 0)


def _lane(row: _Row, lane: int, *, running: bool) -> tuple[str, Ink]:
    if row.ends == lane:
        return ("+" if row.day else ":"), "strong"
    return ("|" if running else " "), "place"


def _rows(witness: Witness, sayings: Sequence[Saying]) -> list[_Row]:
    """Return the rows: events in the order of their days and of their records, then the answers."""
    dated = [
        _Row(day=match[1], sign="o", text=f"`{record.name}` {name}{at}")
        for record in witness.records
        for name, value in record.fields
        if (match := _MOMENT.match(value))
        for at in [f" at {match[2]}" if match[2] else ""]
    ]
    dated.append(_Row(day=str(witness.as_of), sign="*", text="the day of the decision"))
    widest = max((width(f"`{saying.rule}`") for saying in sayings), default=0)
    answers = [
        _Row(
            day=str(saying.keep_until or ""),
            text=f"{padded(f'`{saying.rule}`', widest)}  {_said(saying)}",
            ends=lane,
        )
        for lane, saying in enumerate(sayings)
    ]
    dated += [row for row in answers if row.day]
    return [*sorted(dated, key=lambda row: row.day), *(row for row in answers if not row.day)]


def _said(saying: Saying) -> str:
    """Return what a rule says, on the row of its last day."""
    if saying.keep_until is None:
        return saying.text
    until = saying.text.replace(f"until {saying.keep_until}", "until this day", 1)
    if saying.action is None or saying.keep_until == date.max:
        return until
    due = date.fromordinal(saying.keep_until.toordinal() + 1)
    last = f"last day of `{saying.record}`" if saying.record else "last day"
    return f"{last}; due {due}: {saying.action}"
