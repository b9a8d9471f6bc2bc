"""What a language must bring: its phrases, its plurals, its dates, its way with names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from tenure.compiler.dates import Length, YearKind
from tenure.reports.wording.prose import Prose, author, compose, listed, quoted
from tenure.reports.wording.titles import Naming, humanised

_JOINTS = ("list.separator", "list.and", "list.or")


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
        month_format: that of a month, from `month` and `year`.
        day_format: that of a day of any year, from `day` and `month`.
        time_format: that of a time of day, as `strftime` reads it.
        grouping: what stands between the thousands of a number.
        point: what stands before its decimals.
        years: what the usual kinds of year are called, by their names in policies.
        happenings: events without a title, by name, as they follow `after`.
        regions: the names of regions by ISO 3166 code.
        naming: how an author's words stand inside a sentence; `None` where they are quoted,
            because the sentence cannot bend them.
        settle: what becomes of words where they meet, for languages in which they change one
            another: it is given every phrase that was put together.
        joints: what may stand between the parts of a list; a part with one of them inside
            could be read as several.
    """

    language: str
    phrases: Mapping[str, str]
    units: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    date_format: str
    month_format: str
    day_format: str
    time_format: str
    grouping: str
    point: str
    years: Mapping[str, str]
    happenings: Mapping[str, str]
    regions: Mapping[str, str]
    naming: Naming | None
    joints: tuple[str, ...]
    settle: Callable[[Prose], Prose] = tuple

    def say(self, key: str, **parts: Prose | str) -> Prose:
        """Return the phrase of that key, filled in."""
        return self.settle(compose(self.phrases[key], **parts))

    def with_wording(self, phrases: Mapping[str, str]) -> Catalogue:
        """Return the catalogue with some phrases in place of its own."""
        if not phrases:
            return self
        joints = (phrases[name] for name in _JOINTS if name in phrases)
        return replace(self, phrases={**self.phrases, **phrases}, joints=(*self.joints, *joints))

    def quoting(self) -> Catalogue:
        """Return the catalogue for authors of another language: it quotes their words."""
        return replace(self, naming=None)

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
        return self.month(first)

    def month(self, day: date) -> str:
        """Return the month in which a day lies: `March 2027`."""
        return self.month_format.format(month=self.months[day.month - 1], year=day.year)

    def time(self, moment: time) -> str:
        """Return a time of day: `08:30`."""
        return moment.strftime(self.time_format)

    def count(self, number: int, unit: str) -> str:
        """Return so many of a unit: `1 year`, `62 days`."""
        return f"{self.whole(number)} {self.units[unit][self.plural(number)]}"

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

    def whole(self, number: int) -> str:
        """Return a whole number: `10,000`."""
        return f"{number:,}".replace(",", self.grouping)

    def number(self, number: Decimal) -> str:
        """Return a number without needless zeros: `10,000.5`."""
        whole, _, decimals = f"{number:,f}".partition(".")
        decimals = decimals.rstrip("0")
        return whole.replace(",", self.grouping) + (self.point + decimals if decimals else "")

    def year(self, year: YearKind) -> str:
        """Return a kind of year: `calendar year`, `financial year ending 31 March`."""
        if year.name == "CY":
            return self.years["CY"]
        named = self.years.get(year.name) or self.phrases["year.named"].format(name=year.name)
        ends = self.day_format.format(day=year.day, month=self.months[year.month - 1])
        return self.phrases["year.ending"].format(year=named, day=ends)

    def all_of(self, items: list[Prose]) -> Prose:
        """Return the items joined by `and`."""
        return self.joined(items, "and")

    def any_of(self, items: list[Prose]) -> Prose:
        """Return the items joined by `or`."""
        return self.joined(items, "or")

    def series(self, items: list[Prose]) -> Prose:
        """Return the items with nothing but commas between them."""
        return self.joined(items, "separator")

    def then(self, items: list[Prose]) -> Prose:
        """Return the items as steps, one after the other."""
        return self.settle(listed(items, self.phrases["list.then"], self.phrases["list.then"]))

    def joined(self, items: list[Prose], last: str) -> Prose:
        """Return the items with commas between them, the phrase `list.LAST` before the last."""
        separator, joint = self.phrases["list.separator"], self.phrases[f"list.{last}"]
        return self.settle(listed(items, separator, joint))

    def name(self, name: str) -> Prose:
        """Return a name of the policy as words of a sentence: `legal action open`."""
        shown = humanised(name)
        return quoted(shown) if self.naming is None else author(shown)
