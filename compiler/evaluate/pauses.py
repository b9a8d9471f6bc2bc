"""Reads the pauses of a promise or stage off a record (S11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenure.compiler.evaluate.counting import Paused
from tenure.compiler.evaluate.reading import Absent, Reader
from tenure.compiler.policy.obligations import Step
from tenure.compiler.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """The pauses of one record.

    Attributes:
        over: the days of pauses that have begun and ended.
        since: the first day of a pause that goes on; `None` where none does.
        awaiting: the events that would end it.
        missing: fields without which the pauses cannot be told; an end without a
            beginning is one.
        notes: what is wrong with them.
    """

    over: Paused
    since: date | None = None
    awaiting: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def read(cls, step: Step, record: Record, reader: Reader) -> Pauses:
        """Return the pauses of a step for a record."""
        stretches: list[tuple[date, date]] = []
        going_on: list[date] = []
        awaiting: list[str] = []
        for pause in step.pauses:
            start, end = reader.day(record, pause.start), reader.day(record, pause.end)
            for day in (start, end):
                if isinstance(day, Absent) and day.bad:
                    return cls(over=Paused(), missing=(day.path,))
            if isinstance(start, Absent):
                if not isinstance(end, Absent):
                    note = f"a pause ended on {end}, and when it began is not known"
                    return cls(over=Paused(), missing=(start.path,), notes=(note,))
            elif isinstance(end, Absent):
                going_on.append(start)
                awaiting.append(end.path)
            elif end < start:
                note = f"a pause ended on {end}, before it began on {start}"
                both = (pause.start.path, pause.end.path)
                return cls(over=Paused(), missing=both, notes=(note,))
            else:
                stretches.append((start, end))
        return cls(
            over=Paused(tuple(sorted(stretches))),
            since=min(going_on, default=None),
            awaiting=tuple(awaiting),
        )
