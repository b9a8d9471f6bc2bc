"""The records that show a finding: what they say, what each rule says, and when it all happens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenure.dsl.diagnostics import Saying, Witness, WitnessRecord
from tenure.reports.findings.characters import one_line, padded, width
from tenure.reports.findings.paint import Paint

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def witness_block(witness: Witness, paint: Paint) -> list[str]:
    """Return the lines that show a witness, not indented."""
    decided = one_line(witness.records[0].name) if witness.records else "the record"
    status = f"on {witness.as_of} the status of `{decided}` is {one_line(witness.status)}"
    lines = [f"{paint('witness', 'strong')}: {status}"]
    for part in (_records(witness), _sayings(witness), _timeline(witness, paint)):
        rows = [f"  {row}".rstrip() for row in part]
        lines.extend(["", *rows] if rows and len(lines) > 1 else rows)
    return lines


def _records(witness: Witness) -> Iterator[str]:
    rows = [
        (f"{record.record_class} `{record.name}`", _fields(record)) for record in witness.records
    ]
    rows += [("fact", f"{name} {value}") for name, value in witness.facts]
    return _columns(rows)


def _fields(record: WitnessRecord) -> str:
    return ", ".join(f"{name} {value}" for name, value in record.fields) or "nothing is known"


def _sayings(witness: Witness) -> Iterator[str]:
    return _columns([(saying.rule, saying.text) for saying in witness.sayings])


def _columns(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Return rows of a name and a text, the texts below one another."""
    shown = [(one_line(name), one_line(text)) for name, text in rows]
    widest = max((width(name) for name, _ in shown), default=0)
    for name, text in shown:
        yield f"{padded(name, widest)}  {text}"


def _kept(saying: Saying) -> str:
    return f"`{saying.record}`" if saying.record else "it"


def _timeline(witness: Witness, paint: Paint) -> Iterator[str]:
    """Return the days of the records and of the answers, earliest first."""
    moments = [
        (match[0], 0, "o", f"`{record.name}` {name}")
        for record in witness.records
        for name, value in record.fields
        if (match := _DAY.match(value))
    ]
    moments.append((str(witness.as_of), 1, "*", "the day of the decision"))
    moments.extend(
        (str(saying.keep_until), 2, "|", f"`{saying.rule}` keeps {_kept(saying)} through this day")
        for saying in witness.sayings
        if saying.keep_until is not None
    )
    for day, _, sign, text in sorted(moments):
        yield f"{day}  {paint(sign, 'place')}  {one_line(text)}"
