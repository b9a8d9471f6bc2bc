"""Arithmetic on days, as the language means it (S2).

Every function here is monotone in its day: a later event never gives an earlier
result. Results beyond the calendar (years 1 to 9999) stop at its last or first day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date.min
LAST_DAY = date.max


def add_days(day: date, days: int) -> date:
    """Return the day so many days later; earlier for a negative number."""
    ordinal = day.toordinal() + days
    if ordinal > LAST_DAY.toordinal():
        return LAST_DAY
    if ordinal < FIRST_DAY.toordinal():
        return FIRST_DAY
    return date.fromordinal(ordinal)


def add_months(day: date, months: int) -> date:
    """Return the corresponding date so many months later (or earlier).

    The corresponding-date rule: the same day number in the target month, or that
    month's last day where it has no such day. Regulation (EEC, Euratom) 1182/71
    article 3(2)(c); Dodds v Walker [1981] UKHL 3.
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = divmod(index, 12)
    if year > LAST_DAY.year:
        return LAST_DAY
    if year < FIRST_DAY.year:
        return FIRST_DAY
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time: whole months, then whole days.

    Months are summed before they are added, once; days are added after them.
    Years are twelve months, weeks seven days.
    """

    months: int
    days: int

    def after(self, day: date) -> date:
        """Return the last day of a period that runs from `day`, which is not counted."""
        return add_days(add_months(day, self.months), self.days)

    def before(self, day: date) -> date:
        """Return the day that lies this length before `day`."""
        return add_days(add_months(day, -self.months), -self.days)

    def beginning_with(self, day: date) -> date:
        """Return the last day of a period of which `day` itself is the first.

        That is the day before the corresponding date. Where the target month has
        no corresponding date, its last day already is the day before (1182/71
        article 3(2)(c), last sentence): six months beginning with 31 August end on
        28 February, not on the 27th.
        """
        corresponding = add_months(day, self.months)
        counted = 1 if add_months(corresponding, -self.months) == day else 0
        return add_days(corresponding, self.days - counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearKind:
    """A kind of year by the day on which it ends, such as a financial year.

    Attributes:
        name: how policies call it: `CY`, `FY`.
        month: the month of its last day, from 1.
        day: its last day; where a February lacks it, that February's last day.
    """

    name: str
    month: int
    day: int

    def end(self, year: int) -> date:
        """Return the last day of the year of this kind that ends in a calendar year."""
        last = calendar.monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day, last))

    def end_after(self, day: date, plus: int) -> date:
        """Return the end of the year in which `day` lies, plus whole years.

        A day that is itself the last of its year belongs to that year.
        """
        year = day.year if day <= self.end(day.year) else day.year + 1
        return self.end(year + plus) if year + plus <= LAST_DAY.year else LAST_DAY


CALENDAR_YEAR = YearKind(name="CY", month=12, day=31)


def days_between(first: date, last: date) -> int:
    """Return how many days after `first` the day `last` lies."""
    return (last - first) // timedelta(days=1)
