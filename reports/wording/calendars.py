"""Working calendars in words: which days count, and what happens to those that do not."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.policy.calendars import DayRange, WorkingCalendar
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, author, words

_FEW = 2
"""So many days of a row are listed; more are said by the first and the last."""


def word_calendar(calendar: WorkingCalendar, language: Catalogue) -> tuple[Prose, ...]:
    """Return everything that a calendar says of working days, in sentences."""
    return tuple(_sentences(calendar, language))


def _sentences(calendar: WorkingCalendar, language: Catalogue) -> Iterator[Prose]:
    say = language.say
    yield say("calendar.week", days=language.all_of(_week(calendar.week, language)))
    if calendar.hours is not None:
        start, end = calendar.hours
        yield say("calendar.hours", start=language.time(start), end=language.time(end))
    if calendar.regions:
        regions = [words(language.region(code)) for code in calendar.regions]
        yield say("calendar.holidays", regions=language.all_of(regions))
    if calendar.closures:
        yield say("calendar.closed", days=_ranges(calendar.closures, language))
    if calendar.terms:
        yield say("calendar.terms", days=_ranges(calendar.terms, language))
    if calendar.deemed_receipt:
        yield say("calendar.received.hours" if calendar.hours else "calendar.received")
    if calendar.roll_forward:
        yield say("calendar.roll")


def _week(week: frozenset[int], language: Catalogue) -> list[Prose]:
    """Return the days of the week, three or more in a row as `Monday to Friday`."""
    rows: list[list[int]] = []
    for day in sorted(week):
        if rows and rows[-1][-1] == day - 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    found: list[Prose] = []
    for row in rows:
        names = [language.weekdays[day] for day in row]
        if len(row) > _FEW:
            found.append(language.say("calendar.run", first=names[0], last=names[-1]))
        else:
            found.extend(map(words, names))
    return found


def _ranges(ranges: tuple[DayRange, ...], language: Catalogue) -> Prose:
    return language.series([_range(each, language) for each in ranges])


def _range(each: DayRange, language: Catalogue) -> Prose:
    days = language.days(each.first, each.last)
    if each.title is None:
        return words(days)
    return language.say("calendar.titled", days=days, title=author(each.title))
