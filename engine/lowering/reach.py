"""How far a limit reaches, with its extensions and its pauses, as columns (S11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from tenure.compiler.policy.obligations import Appointment, Limit, Step
from tenure.engine.lowering import days, moments, sql
from tenure.engine.lowering.conditions import judge
from tenure.engine.lowering.counting import Counting
from tenure.engine.lowering.moments import Moment, moment_of
from tenure.engine.lowering.pauses import Pauses
from tenure.engine.lowering.reading import Reader
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import Judged, either_missing, where


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """When a limit ends.

    Attributes:
        low: it certainly ends no earlier.
        high: when it ends; not known while a pause goes on, and for an extension that runs
            from an event that is unknown.
    """

    low: Moment
    high: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a limit reaches.

    Attributes:
        sure: where it ends if no extension applies but those that certainly do.
        most: where it ends if every extension that may apply does.
        extended: whether an extension sets the certain end; never null.
        missing: what would settle which of the two it is.
        beyond: the day that the calendar does not know, where it does not reach so far;
            the rest means nothing then.
    """

    sure: End
    most: End
    extended: Sql
    missing: Mapping[str, Sql]
    beyond: Sql


@dataclass(frozen=True, slots=True)
class _Extension:
    """An extension that may apply: where it ends, and whether it does."""

    applies: Judged
    runs: Sql
    end: End


class Reaches:
    """How far the limits of one step reach."""

    def __init__(
        self, step: Step, reader: Reader, counting: Counting, pauses: Pauses, as_of: date
    ) -> None:
        """Prepare to work out how far they reach.

        Args:
            step: the step.
            reader: how fields are read.
            counting: counts on the calendar of the step.
            pauses: the pauses of the step.
            as_of: the day of the decision, through which a pause that goes on has lasted.
        """
        self._step = step
        self._reader = reader
        self._rows = reader.rows
        self._counting = counting
        self._pauses = pauses
        self._as_of = as_of

    def of(self, name: str, start: Moment) -> Reach:
        """Return how far the step's limit reaches from an event that is known."""
        step = self._step
        plain, beyond = self._end(name, step.limit, start)
        found: list[_Extension] = []
        missing: list[Mapping[str, Sql]] = []
        beyonds = [beyond]
        for n, extension in enumerate(step.extensions, start=1):
            applies = judge(extension.condition, self._reader)
            if applies.never:
                continue
            applies = self._rows.let_judged(f"{step.ref} extended {n}", applies)
            missing.append(applies.reasons)
            event, runs = start, sql.truth(True)
            if extension.limit.anchor != step.limit.anchor:
                from_ = moment_of(extension.limit.anchor, self._reader)
                event, runs = from_.moment, sql.opposite(from_.absent)
                paths = either_missing({absence.path: absence.when} for absence in from_.absences)
                missing.append(where(applies.possible, paths))
            if sql.is_false(runs):
                found.append(_Extension(applies, runs, End(low=plain.low, high=moments.never())))
                continue
            end, beyond = self._end(f"{name} extension {n}", extension.limit, event)
            counts = sql.all_of((applies.possible, runs))
            beyonds.append(sql.case([(counts, beyond)], sql.null(sql.DATE)))
            high = moments.where(runs, end.high)
            found.append(_Extension(applies, runs, End(low=end.low, high=high)))
        return self._together(name, plain, found, either_missing(missing), beyonds)

    def _together(
        self,
        name: str,
        plain: End,
        found: list[_Extension],
        missing: Mapping[str, Sql],
        beyonds: list[Sql],
    ) -> Reach:
        sure = most = plain
        for n, one in enumerate(found, start=1):
            certain = sql.all_of((one.applies.certain, one.runs))
            sure = self._later(f"{name} sure {n}", sure, one.end, certain, certain)
        most = sure
        for n, one in enumerate(found, start=1):
            possible = one.applies.possible
            both = sql.all_of((possible, one.runs))
            most = self._later(f"{name} most {n}", most, one.end, both, possible)
        extended = sql.any_of(
            moments.differ(a, b) for a, b in ((sure.low, plain.low), (sure.high, plain.high))
        )
        beyond: Sql = sql.null(sql.DATE)
        for one_ in reversed(beyonds):
            beyond = one_ if sql.is_null(beyond) else _first(one_, beyond)
        return Reach(
            sure=sure,
            most=most,
            extended=self._rows.let(f"{name} is extended", extended),
            missing=missing,
            beyond=self._rows.let(f"{name} beyond", beyond),
        )

    def _later(self, name: str, one: End, other: End, ends: Sql, counts: Sql) -> End:
        """Return the later of two ends.

        Args:
            name: what the columns are called.
            one: an end.
            other: another one.
            ends: where the other end counts, and there is one.
            counts: where it counts: where it is not known, that of both is not.
        """
        low_later = sql.all_of((ends, moments.is_later(other.low, one.low)))
        high_later = sql.all_of((ends, moments.is_later(other.high, one.high)))
        unknown = sql.all_of((counts, sql.absent(other.high.day)))
        low = moments.chosen([(low_later, other.low)], one.low)
        high = moments.chosen([(unknown, moments.never()), (high_later, other.high)], one.high)
        low = moments.let(f"{name} low", low, self._rows)
        if one.low == one.high and other.low == other.high:
            high = low if sql.is_false(unknown) else high
        return End(low=low, high=moments.let(f"{name} high", high, self._rows))

    def _end(self, name: str, limit: Limit, event: Moment) -> tuple[End, Sql]:
        """Return where one limit ends, and the day that the calendar does not know.

        A limit that had run out before a pause began has run out, whatever follows. One that
        had not ends after the pause, and as long as that goes on, no earlier than if it were
        over today. An appointment counts no days, so that none can be taken out.
        """
        pauses, count = self._pauses, self._counting.deadline
        plain = count(name, limit, event, pauses.over)
        end = moments.let(name, plain.end, self._rows)
        if sql.is_null(pauses.since) or isinstance(limit.amount, Appointment):
            return End(low=end, high=end), plain.beyond
        since = Moment(day=pauses.since, at=moments.midnight(pauses.since), exact=True)
        goes_on = sql.all_of(
            (
                sql.present(pauses.since),
                sql.compared(end.day, exp.GTE, since.day)
                if end.whole
                else sql.compared(end.through, exp.GT, since.at),
            )
        )
        goes_on = self._rows.let(f"{name} goes on", sql.either(goes_on, sql.truth(False)))
        today = sql.greatest(days.day(self._as_of), pauses.since)
        today = self._rows.let(f"{self._step.ref} paused until", today)
        so_far = count(f"{name} so far", limit, event, pauses.until("so far", today))
        low = moments.chosen([(goes_on, so_far.end)], end)
        high = moments.where(sql.opposite(goes_on), end)
        beyond = sql.case([(goes_on, _first(plain.beyond, so_far.beyond))], plain.beyond)
        return (
            End(
                low=moments.let(f"{name} low", low, self._rows),
                high=moments.let(f"{name} high", high, self._rows),
            ),
            self._rows.let(f"{name} beyond", beyond),
        )


def _first(one: Sql, other: Sql) -> Sql:
    """Return a value, or another where it is null."""
    return other if sql.is_null(one) else sql.either(one, other)
