"""The corresponding-date rule in integer arithmetic, for z3 (S2).

A day is a year, a month from 0 and a day from 1, tied to an ordinal by the Gregorian count of
days. Nothing is taken from `tenure.compiler.dates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import z3

YEARS = range(1901, 2200)
"""The years that can be computed with: one century in them is no leap year."""

_SHORT = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
"""The days of a common year before each month."""


def _smaller(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
    return z3.If(one < other, one, other)


def _pick(index: z3.ArithRef, values: tuple[int, ...]) -> z3.ArithRef:
    found: z3.ArithRef = z3.IntVal(values[-1])
    for position, value in enumerate(values[:-1]):
        found = z3.If(index == position, z3.IntVal(value), found)
    return found


def _is_leap(year: z3.ArithRef) -> z3.BoolRef:
    return z3.And(year % 4 == 0, year != 2100)


def _first_of_month(year: z3.ArithRef, month: z3.ArithRef) -> z3.ArithRef:
    """The ordinal of the first day of a month, in `YEARS`; 1 January of the year 1 is 1.

    Up to 2100, fifteen years so far would have been leap years but for the centuries.
    """
    centuries = z3.If(year > 2100, z3.IntVal(16), z3.IntVal(15))
    leap_day = z3.If(z3.And(month > 1, _is_leap(year)), z3.IntVal(1), z3.IntVal(0))
    years = 365 * (year - 1) + (year - 1) / 4 - centuries
    return years + _pick(month, _SHORT) + leap_day + 1


def _length_of_month(year: z3.ArithRef, month: z3.ArithRef) -> z3.ArithRef:
    february = z3.If(_is_leap(year), z3.IntVal(29), z3.IntVal(28))
    common = _pick(month, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
    return z3.If(month == 1, february, common)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A year, a month from 0 and a day from 1."""

    year: z3.ArithRef
    month: z3.ArithRef
    day: z3.ArithRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Civil:
    """A day; `parts` is `None` until somebody needs them, which is dear."""

    ordinal: z3.ArithRef
    parts: Parts | None = None


@dataclass(slots=True)
class Days:
    """Makes days, and gathers what must be true of them."""

    solver: z3.Solver
    made: int = 0

    def on(self, ordinal: z3.ArithRef) -> Civil:
        """The day of an ordinal, taken apart."""
        self.made += 1
        year, month, day = z3.Ints(f"y{self.made} m{self.made} d{self.made}")
        self.solver.add(month >= 0, month <= 11, day >= 1, day <= _length_of_month(year, month))
        self.solver.add(year >= YEARS.start, year < YEARS.stop)
        self.solver.add(_first_of_month(year, month) + day - 1 == ordinal)
        return Civil(ordinal=ordinal, parts=Parts(year=year, month=month, day=day))

    def fixed(self, day: date) -> Civil:
        """A day of the calendar."""
        year, month, of_month = (z3.IntVal(n) for n in (day.year, day.month - 1, day.day))
        ordinal = z3.IntVal(day.toordinal())
        return Civil(ordinal=ordinal, parts=Parts(year=year, month=month, day=of_month))

    def moved(self, start: Civil, months: int, days: int) -> Civil:
        """The corresponding date so many months on, or the month's last day; then days."""
        found = self._months(self._parts(start), months) if months else start
        return Civil(ordinal=found.ordinal + days) if days else found

    def _parts(self, day: Civil) -> Parts:
        return day.parts or self._parts(self.on(day.ordinal))

    def _months(self, start: Parts, months: int) -> Civil:
        index = start.year * 12 + start.month + months
        year, month = index / 12, index % 12
        day = _smaller(start.day, _length_of_month(year, month))
        ordinal = _first_of_month(year, month) + day - 1
        return Civil(ordinal=ordinal, parts=Parts(year=year, month=month, day=day))

    def beginning(self, start: Civil, months: int, days: int) -> z3.ArithRef:
        """The last day where the first is counted; a clamped month end already is the last."""
        if not months:
            return start.ordinal + days - 1
        parts = self._parts(start)
        end = self._months(parts, months)
        counted = z3.If(self._parts(end).day == parts.day, z3.IntVal(1), z3.IntVal(0))
        return end.ordinal + days - counted

    def year_end(self, start: Civil, month: int, day: int, plus: int) -> z3.ArithRef:
        """The last day of the year that ends on a day and month, so many years on."""
        parts, in_month = self._parts(start), z3.IntVal(month - 1)
        last = _smaller(z3.IntVal(day), _length_of_month(parts.year, in_month))
        in_last = z3.And(parts.month == month - 1, parts.day > last)
        year = z3.If(z3.Or(parts.month > month - 1, in_last), parts.year + 1, parts.year) + plus
        end = _smaller(z3.IntVal(day), _length_of_month(year, in_month))
        return _first_of_month(year, in_month) + end - 1
