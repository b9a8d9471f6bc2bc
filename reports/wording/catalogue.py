"""What a language must bring: its phrases, its plurals, its dates, its way with names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenure.compiler.dates import Length, YearKind
from tenure.reports.wording.prose import Prose, compose, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Words by which a noun phrase is made of an author's title or a field's name.

    Attributes:
        determiners: a title that begins with one needs no article.
        openers: first words that are written small inside a sentence.
        moments: a name with one of these says itself that it is a date.
        participles: forms of verbs that `-ed` does not show.
        questions: words that begin a question within a sentence.
        when: those of them that ask for a time.
        whether: those of them that ask for yes or no.
        finite: verbs that make a title a clause.
        relative: words after which a verb no longer makes it one.
        subjectless: first words of a yes/no name that lacks only its subject.
        states: last words of a yes/no name that say how the thing before them stands.
        countable: last words of a yes/no name that want an article.
        roles: words of a title that is an office and not a person.
        vowels: first letters that want the other form of the indefinite article.
    """

    determiners: frozenset[str]
    openers: frozenset[str]
    moments: frozenset[str]
    participles: frozenset[str]
    questions: frozenset[str]
    when: frozenset[str]
    whether: frozenset[str]
    finite: frozenset[str]
    relative: frozenset[str]
    subjectless: frozenset[str]
    states: frozenset[str]
    countable: frozenset[str]
    roles: frozenset[str]
    vowels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One language.

    Attributes:
        language: its BCP 47 tag.
        phrases: templates by key, placeholders in braces.
        units: the forms of `day`, `week`, `working hour` and so on, the singular first.
        plural: which form a count takes.
        months: the names of the months, January first.
        weekdays: the names of the days of the week, Monday first.
        date_format: the template of a day, from `day`, `month` and `year`.
        years: what the usual kinds of year are called, by their names in policies.
        happenings: events without a title, by name, as they follow `after`.
        regions: the names of regions by ISO 3166 code.
        naming: how names become nouns.
    """

    language: str
    phrases: Mapping[str, str]
    units: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    date_format: str
    years: Mapping[str, str]
    happenings: Mapping[str, str]
    regions: Mapping[str, str]
    naming: Naming

    def say(self, key: str, **parts: Prose | str) -> Prose:
        """Return the phrase of that key, filled in."""
        return compose(self.phrases[key], **parts)

    def label(self, key: str) -> str:
        """Return a phrase without placeholders."""
        return self.phrases[key]

    def day(self, day: date) -> str:
        """Return a day: `31 March 2027`."""
        return self.date_format.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def days(self, first: date, last: date) -> str:
        """Return a day, or the days from one to another: `2 March 2026 to 5 March 2026`."""
        if first == last:
            return self.day(first)
        return self.phrases["calendar.days"].format(start=self.day(first), end=self.day(last))

    def region(self, code: str) -> str:
        """Return the name of a region; its code where the catalogue has none."""
        return self.regions.get(code, code)

    def moment(self, first: date, last: date) -> str:
        """Return a day, or the month of which they are the first and last day."""
        if first == last:
            return self.day(first)
        return f"{self.months[first.month - 1]} {first.year}"

    def count(self, number: int, unit: str) -> str:
        """Return so many of a unit: `1 year`, `62 days`."""
        return f"{number:,} {self.units[unit][self.plural(number)]}"

    def duration(self, parts: tuple[tuple[int, str], ...]) -> str:
        """Return a compound duration: `1 year, 2 months and 3 days`."""
        return self.all_of([compose(self.count(number, unit)) for number, unit in parts])[0].text

    def length(self, length: Length) -> str:
        """Return a length of which the written units are not kept."""
        years, months = divmod(length.months, 12)
        parts = ((years, "year"), (months, "month"), (length.days, "day"))
        return self.duration(tuple(part for part in parts if part[0]) or ((0, "day"),))

    def interval(self, key: str, start: date | None, end: date | None) -> Prose:
        """Return an interval of days, both included; nothing where it has no limit."""
        if start is not None and end is not None:
            return self.say(f"{key}.both", start=self.day(start), end=self.day(end))
        if start is not None:
            return self.say(f"{key}.from", start=self.day(start))
        return self.say(f"{key}.until", end=self.day(end)) if end is not None else ()

    def number(self, number: Decimal) -> str:
        """Return a number without needless zeros: `10,000.5`."""
        shown = f"{number:,f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown

    def year(self, year: YearKind) -> str:
        """Return a kind of year: `calendar year`, `financial year ending 31 March`."""
        if year.name == "CY":
            return self.years["CY"]
        named = self.years.get(year.name) or self.phrases["year.named"].format(name=year.name)
        ends = f"{year.day} {self.months[year.month - 1]}"
        return self.phrases["year.ending"].format(year=named, day=ends)

    def all_of(self, items: list[Prose]) -> Prose:
        """Return the items joined by `and`."""
        return listed(items, self.phrases["list.separator"], self.phrases["list.and"])

    def series(self, items: list[Prose]) -> Prose:
        """Return the items with nothing but commas between them."""
        return listed(items, self.phrases["list.separator"], self.phrases["list.separator"])

    def then(self, items: list[Prose]) -> Prose:
        """Return the items as steps, one after the other."""
        return listed(items, self.phrases["list.then"], self.phrases["list.then"])

    def any_of(self, items: list[Prose]) -> Prose:
        """Return the items joined by `or`."""
        return listed(items, self.phrases["list.separator"], self.phrases["list.or"])
