"""The pauses of a promise or stage, as columns (S11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from tenure.compiler.policy.obligations import Pause, Step
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.reading import Read, Reader
from tenure.engine.lowering.sql import Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days that do not count, both ends included; both null where there are none."""

    first: Sql
    last: Sql

    @property
    def there(self) -> Sql:
        """Whether there are any; never null."""
        return sql.present(self.first)

    def has(self, day: Sql) -> Sql:
        """Return whether a day is one of them; null where there are none."""
        return sql.all_of((days.no_later(self.first, day), days.no_later(day, self.last)))


Stretches = tuple[Stretch, ...]
"""Stretches that do not overlap, from the first to the last, those without days anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A reason why the pauses of a record cannot be told.

    Attributes:
        when: whether it is so; never null. The first that is so counts.
        missing: what would settle it, in this order.
        note: what is wrong; `None` where nothing is to be said.
    """

    when: Sql
    missing: tuple[str, ...]
    note: Sql | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One pause of the records of a class."""

    start: Sql
    end: Sql
    over: Sql
    goes_on: Sql
    awaits: tuple[tuple[str, Sql], ...]


class Pauses:
    """The pauses of a step.

    Attributes:
        failures: why they cannot be told; what else is said of them counts for nothing then.
        failed: whether one of these is so; never null.
        over: the days of pauses that have begun and ended.
        since: the first day of a pause that goes on; null where none does.
        awaiting: the events that would end it, each under a condition.
    """

    def __init__(self, step: Step, reader: Reader) -> None:
        """Read the pauses of a step."""
        self._step = step
        self._rows = reader.rows
        self.failures = tuple(f for pause in step.pauses for f in _failures(pause, reader))
        self.failed = sql.any_of(failure.when for failure in self.failures)
        self._read = [_read(pause, reader) for pause in step.pauses]
        self.over = self._apart(
            "over", [_where(one.over, one.start, one.end) for one in self._read]
        )
        going_on = [
            sql.case([(one.goes_on, one.start)], sql.null(sql.DATE))
            for one in self._read
            if not sql.is_false(one.goes_on)
        ]
        since = days.earliest(going_on) if going_on else sql.null(sql.DATE)
        self.since = self._rows.let(f"{step.ref} paused since", since)
        self.awaiting = tuple(item for one in self._read for item in one.awaits)

    def until(self, name: str, day: Sql) -> Stretches:
        """Return the days of all pauses, as if those that go on were over on a day.

        A pause that begins after the day has no days so far.
        """
        found = []
        for one in self._read:
            begun = sql.all_of((one.goes_on, days.no_later(one.start, day)))
            end = sql.case([(one.over, one.end)], day)
            found.append(_where(sql.any_of((one.over, begun)), one.start, end))
        return self._apart(name, found)

    def _apart(self, name: str, stretches: Sequence[Stretch]) -> Stretches:
        """Return the same days as stretches in order that do not overlap."""
        there = [one for one in stretches if not sql.is_null(one.first)]
        named = [self._let(f"{name} {n}", one) for n, one in enumerate(there, start=1)]
        for end in range(len(named) - 1, 0, -1):  # the last comes to stand at the end
            for n in range(end):
                named[n : n + 2] = self._in_order(f"{name} {n} {end}", *named[n : n + 2])
        return tuple(self._trimmed(name, named))

    def _let(self, name: str, stretch: Stretch) -> Stretch:
        prefix = f"{self._step.ref} {name}"
        return Stretch(
            first=self._rows.let(f"{prefix} first", stretch.first),
            last=self._rows.let(f"{prefix} last", stretch.last),
        )

    def _in_order(self, name: str, one: Stretch, other: Stretch) -> list[Stretch]:
        """Return two stretches, that without days last."""
        swap = sql.any_of((sql.absent(one.first), days.before(other.first, one.first)))
        swap = self._rows.let(f"{self._step.ref} {name} swap", swap)
        lower, upper = (
            Stretch(
                first=sql.case([(swap, right.first)], left.first),
                last=sql.case([(swap, right.last)], left.last),
            )
            for left, right in ((one, other), (other, one))
        )
        return [self._let(f"{name} lower", lower), self._let(f"{name} upper", upper)]

    def _trimmed(self, name: str, stretches: Sequence[Stretch]) -> Iterator[Stretch]:
        """Yield stretches without the days that those before have."""
        through: Sql | None = None
        for n, one in enumerate(stretches, start=1):
            if through is None:
                through = one.last
                yield one
                continue
            begins = sql.case(
                [(sql.absent(through), one.first)],
                sql.greatest(one.first, days.next_day(through)),
            )
            further = sql.any_of((sql.absent(through), days.before(through, one.last)))
            left = sql.all_of((one.there, sql.either(further, sql.truth(False))))
            yield self._let(f"{name} {n} left", _where(left, begins, one.last))
            furthest = sql.case([(sql.absent(one.last), through)], sql.greatest(through, one.last))
            through = self._rows.let(f"{self._step.ref} {name} {n} through", furthest)


def _where(condition: Sql, first: Sql, last: Sql) -> Stretch:
    """Return a stretch that has days only where a condition is true."""
    nothing = sql.null(sql.DATE)
    if sql.is_false(condition):
        return Stretch(first=nothing, last=nothing)
    return Stretch(
        first=sql.case([(condition, first)], nothing), last=sql.case([(condition, last)], nothing)
    )


def _read(pause: Pause, reader: Reader) -> _Read:
    start, end = reader.day(pause.start), reader.day(pause.end)
    begun = sql.opposite(start.absent)
    return _Read(
        start=start.sql,
        end=end.sql,
        over=sql.all_of((begun, sql.opposite(end.absent))),
        goes_on=sql.all_of((begun, end.absent)),
        awaits=tuple((one.path, sql.all_of((begun, one.when))) for one in end.absences),
    )


def _failures(pause: Pause, reader: Reader) -> Iterator[Failure]:
    """Yield what can be wrong with a pause, in the order in which it is looked for."""
    start, end = reader.day(pause.start), reader.day(pause.end)
    for read in (start, end):
        for absence in read.absences:
            if absence.bad:
                yield Failure(when=absence.when, missing=(absence.path,))
    ended = _note(("a pause ended on ", end), (", and when it began is not known", None))
    for absence in start.absences:
        when = sql.all_of((absence.when, sql.opposite(end.absent)))
        yield Failure(when=when, missing=(absence.path,), note=ended)
    backwards = sql.either(sql.compared(end.sql, exp.LT, start.sql), sql.truth(False))
    yield Failure(
        when=backwards,
        missing=(pause.start.path, pause.end.path),
        note=_note(("a pause ended on ", end), (", before it began on ", start)),
    )


def _note(*parts: tuple[str, Read | None]) -> Sql:
    said: list[Sql] = []
    for words, read in parts:
        said.append(sql.text(words))
        if read is not None:
            said.append(sql.cast(read.sql, sql.TEXT))
    return sql.joined(said)
