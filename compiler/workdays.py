"""Working days: which days a calendar works, and how far it is known."""

from __future__ import annotations

import warnings
from collections.abc import Container
from datetime import date, datetime, timedelta
from functools import cache

from tenure.compiler.policy.calendars import WorkingCalendar

_DAY = timedelta(days=1)


class BeyondCalendarError(Exception):
    """A day is asked of which the calendar does not know whether it is worked.

    The public holidays of a region are known for some years only, and a calendar with
    terms knows nothing beyond its last one. No day is guessed.

    Attributes:
        calendar: the calendar's name.
        day: the day.
    """

    def __init__(self, calendar: str, day: date) -> None:
        super().__init__(f"calendar `{calendar}` does not reach {day}")
        self.calendar = calendar
        self.day = day


class WorkingDays:
    """The days of one calendar."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self._found: dict[date, bool] = {}
        self._last_term = max((term.last for term in calendar.terms), default=None)
        self._first_term = min((term.first for term in calendar.terms), default=None)

    def is_open(self, day: date) -> bool:
        """Return whether a day is worked.

        Raises:
            BeyondCalendarError: where the calendar does not know.
        """
        found = self._found.get(day)
        if found is None:
            found = self._found[day] = self._is_worked(day)
        return found

    def _is_worked(self, day: date) -> bool:
        calendar = self.calendar
        if self._first_term and self._last_term:
            if not self._first_term <= day <= self._last_term:
                raise BeyondCalendarError(calendar.name, day)
            if not any(day in term for term in calendar.terms):
                return False
        if day.weekday() not in calendar.week:
            return False
        if any(day in closure for closure in calendar.closures):
            return False
        return not any(self._is_holiday(region, day) for region in calendar.regions)

    def _is_holiday(self, region: str, day: date) -> bool:
        known = public_holidays(region, day.year)
        if not known:
            raise BeyondCalendarError(self.calendar.name, day)
        return day in known

    def next_open(self, day: date, paused: Container[date] = ()) -> date:
        """Return the day itself if it is worked, else the next that is; paused days are not."""
        while day in paused or not self.is_open(day):
            day = self.after(day)
        return day

    def nth_open(self, day: date, count: int, paused: Container[date] = ()) -> date:
        """Return the working day so many working days after a day, which is not counted."""
        for _ in range(count):
            day = self.next_open(self.after(day), paused)
        return day

    def count(self, first: date, last: date, paused: Container[date] = ()) -> int:
        """Return how many working days lie after `first`, up to and with `last`."""
        found = 0
        day = first
        while day < last:
            day = self.after(day)
            found += day not in paused and self.is_open(day)
        return found

    def after(self, day: date) -> date:
        """Return the next day of the calendar.

        Raises:
            BeyondCalendarError: after the last day that can be written.
        """
        if day == date.max:
            raise BeyondCalendarError(self.calendar.name, day)
        return day + _DAY

    def day_zero(self, event: date | datetime) -> date:
        """Return the day on which something counts as received (S11).

        With deemed receipt, what arrives on a closed day or after the hours of a working
        day counts as arriving on the next working day; what arrives on a working day
        before it opens counts on that day. Without, the day of the event.
        """
        day = event.date() if isinstance(event, datetime) else event
        if not self.calendar.deemed_receipt:
            return day
        hours = self.calendar.hours
        if hours and isinstance(event, datetime) and event.time() >= hours[1] and self.is_open(day):
            day = self.after(day)
        return self.next_open(day)


@cache
def public_holidays(region: str, year: int) -> dict[date, str]:
    """Return the public holidays of a region in a year, with their names.

    Empty for a year that the calendar library does not know: it says nothing of Great
    Britain after 2100, for example, and nothing is not the same as no holidays. Empty
    also where it warns that it does not know them all, as of India after 2035.

    Args:
        region: an ISO 3166 code, `GB-ENG`.
        year: the year.
    """
    from holidays import country_holidays

    country, _, part = region.partition("-")
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        found = country_holidays(country, subdiv=part or None, years=year)
    if any(issubclass(doubt.category, UserWarning) for doubt in doubts):
        return {}
    return {day: name for day, name in found.items() if day.year == year}
