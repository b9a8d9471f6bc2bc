"""Counts deadlines: were the promises kept, and how long did it take?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from tenure.compiler.deadlines import DeadlineStatus
from tenure.engine.inventories.sql import literals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CLOSED = (DeadlineStatus.MET, DeadlineStatus.LATE, DeadlineStatus.BREACHED)


class Reached(StrEnum):
    """Whether a target is reached: for certain, or it cannot be told."""

    YES = "reached"
    NO = "missed"
    UNKNOWN = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many deadlines have one status.

    Attributes:
        step: the reference of the promise or stage.
        channel: how somebody got in touch; `None` where nothing says it.
        month: the first day of the month in which its time began to run; `None` before that.
        status: the status.
        count: how many.
    """

    step: str
    channel: str | None
    month: date | None
    status: DeadlineStatus
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long a promise took, of what was done and certainly met or late.

    Attributes:
        step: its reference.
        channel, month: of which those are, as far as `grouped` says.
        grouped: `channel`, `month`, or `all`: what of the step this is.
        unit: what is counted, in the terms of the limit.
        done: how many were counted.
        median, ninth: half of them, nine of ten of them, took no longer than this.
        slowest: the longest.
    """

    step: str
    channel: str | None
    month: date | None
    grouped: str
    unit: str
    done: int
    median: int
    ninth: int
    slowest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Deadlines by status, and what share was within the standard.

    What is open or awaits something has not been missed or met, and what a customer let
    lapse is nobody's promise: they have no part in the share. What is undetermined never
    counts as met.
    """

    counts: tuple[tuple[DeadlineStatus, int], ...]

    def of(self, *statuses: DeadlineStatus) -> int:
        """Return how many have one of some statuses."""
        return sum(count for status, count in self.counts if status in statuses)

    @property
    def all(self) -> int:
        """How many deadlines there are."""
        return sum(count for _, count in self.counts)

    @property
    def closed(self) -> int:
        """How many were certainly met or missed."""
        return self.of(*_CLOSED)

    @property
    def share(self) -> Decimal | None:
        """The share met of those closed, in percent to a tenth, rounded down; `None` of none.

        Rounded down: 94.96 is not 95.
        """
        return _percent(self.of(DeadlineStatus.MET), self.closed)

    def reaches(self, target: Decimal) -> Reached | None:
        """Return whether a target in percent is reached; `None` while nothing is closed.

        It is where it would be if all that is undetermined were missed, and it is not where
        it would not be if all of that were met.
        """
        unknown = self.of(DeadlineStatus.UNDETERMINED)
        met, all_ = self.of(DeadlineStatus.MET), self.closed + unknown
        if not self.closed:
            return Reached.UNKNOWN if unknown else None
        if met * 100 >= target * all_:
            return Reached.YES
        return Reached.UNKNOWN if (met + unknown) * 100 >= target * all_ else Reached.NO


def _percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), rounding=ROUND_FLOOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """How the promises of a policy were kept.

    Attributes:
        counted: the counts, in an order that does not depend on how they were worked out.
        times: how long it took: for each step as a whole, by channel, and by month.
    """

    counted: tuple[Counted, ...]
    times: tuple[Times, ...]

    def tally(self, chosen: Callable[[Counted], bool] = lambda counted: True) -> Tally:
        """Return the statuses of the deadlines chosen, those without any included."""
        counts = dict.fromkeys(DeadlineStatus, 0)
        for counted in self.counted:
            if chosen(counted):
                counts[counted.status] += counted.count
        return Tally(counts=tuple(counts.items()))

    def of_step(self, ref: str) -> Tally:
        """Return the statuses of the deadlines of one promise or stage."""
        return self.tally(lambda counted: counted.step == ref)

    def by_channel(self, ref: str, channel: str | None) -> Tally:
        """Return the statuses of a step by one channel."""
        return self.tally(lambda one: (one.step, one.channel) == (ref, channel))

    def by_month(self, ref: str, month: date) -> Tally:
        """Return the statuses of a step of what began in one month, given by its first day."""
        return self.tally(lambda one: (one.step, one.month) == (ref, month))

    def channels(self, ref: str) -> tuple[str | None, ...]:
        """Return the channels of a step, by name; what has none comes last."""
        found = {counted.channel for counted in self.counted if counted.step == ref}
        return tuple(sorted(found, key=lambda channel: (channel is None, channel or "")))

    def months(self, ref: str) -> tuple[date, ...]:
        """Return the months in which the time of a step began to run, the first first."""
        found = {counted.month for counted in self.counted if counted.step == ref}
        return tuple(sorted(month for month in found if month is not None))

    def times_of(self, ref: str) -> Times | None:
        """Return how long a step took; `None` where none was done."""
        return next((t for t in self.times if t.step == ref and t.grouped == "all"), None)

    def times_by_channel(self, ref: str, channel: str | None) -> Times | None:
        """Return how long a step took by one channel."""
        found = (t for t in self.times if t.step == ref and t.grouped == "channel")
        return next((t for t in found if t.channel == channel), None)

    def times_by_month(self, ref: str, month: date) -> Times | None:
        """Return how long a step took of what began in one month."""
        found = (t for t in self.times if t.step == ref and t.grouped == "month")
        return next((t for t in found if t.month == month), None)


def measure(connection: DuckDBPyConnection) -> Performance:
    """Count the relation `deadlines`."""
    month = "CAST(date_trunc('month', started) AS DATE)"
    counted = connection.execute(
        f"SELECT step, channel, {month} AS month, status, count(*) FROM deadlines "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    final = literals((DeadlineStatus.MET, DeadlineStatus.LATE))
    times = connection.execute(
        "SELECT step, channel, month, CASE grouping(channel, month) WHEN 3 THEN 'all' "
        "WHEN 1 THEN 'channel' ELSE 'month' END, min(taken_unit), count(*), "
        "quantile_disc(taken, 0.5), quantile_disc(taken, 0.9), max(taken) FROM "
        f"(SELECT step, channel, {month} AS month, taken, taken_unit FROM deadlines "
        f"WHERE taken IS NOT NULL AND status IN ({final})) "
        "GROUP BY GROUPING SETS ((step), (step, channel), (step, month)) ORDER BY ALL"
    ).fetchall()
    names = ("step", "channel", "month", "grouped", "unit", "done", "median", "ninth", "slowest")
    return Performance(
        counted=tuple(
            Counted(
                step=step, channel=channel, month=first, status=DeadlineStatus(status), count=count
            )
            for step, channel, first, status, count in counted
        ),
        times=tuple(Times(**dict(zip(names, row, strict=True))) for row in times),
    )
