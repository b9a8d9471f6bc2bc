"""The schedule as a document: frozen views that every writer reads and none computes.

Texts of the author are cleaned (see `tenure.reports.wording.prose.clean`) and not
escaped; escaping is each writer's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from tenure.compiler.policy.rules import InForce
from tenure.compiler.shelves import BundledFile
from tenure.reports.look.house import USUAL, House
from tenure.reports.wording.prose import Prose

if TYPE_CHECKING:  # parts are made of terms too
    from tenure.reports.schedule.parts import Part

Column = Literal["reference", "title", "period", "format", "authority", "notes", "key"]
COLUMNS: tuple[Column, ...] = get_args(Column)
"""Every column, in the order of the source documents; `columns.py` has those of all tables."""

State = Literal["current", "future", "past"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something and what is said of it: a header fact, a line of the key.

    Attributes:
        term: what it is.
        meaning: what is said of it.
        notes: further texts of the author.
        lines: several things that are said of it, a line each.
        id: where in the document it stands; `None` where nothing links to it.
    """

    term: Prose
    meaning: Prose
    notes: tuple[str, ...] = ()
    lines: tuple[Prose, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An authority that an entry rests on, and what for."""

    title: str
    reason: str | None

    def cited(self, labels: Mapping[str, str]) -> str:
        """Return both as one text."""
        if self.reason is None:
            return self.title
        return labels["doc.cited"].format(authority=self.title, reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A letter of the key and its meaning."""

    letter: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the schedule, or one exception to it.

    Attributes:
        id: its permalink.
        ref: its reference.
        title: its title; of an exception without one, its name in words.
        scope: the records it is for, where its title does not say so; of an exception,
            to which rule it is one.
        period: what it says, in sentences.
        formats, notes, access: the author's texts.
        authority: what it rests on; empty for an exception that rests on the same as its rule.
        marks: letters of the key.
        state: whether it is in force on the day of the document.
        in_force: the days on which it counts.
        depth: 0 for a rule, 1 for an exception, 2 for an exception to one.
        exceptions: its own exceptions, in the order written.
    """

    id: str
    ref: str
    title: str
    scope: Prose
    period: tuple[Prose, ...]
    formats: tuple[str, ...]
    authority: tuple[Citation, ...]
    notes: tuple[str, ...]
    access: tuple[str, ...]
    marks: tuple[Mark, ...]
    state: State
    in_force: InForce
    depth: int
    exceptions: tuple[Entry, ...]

    def fills(self, column: Column) -> bool:
        """Return whether the entry has something in a column."""
        match column:
            case "reference" | "title" | "period":
                return True
            case "format":
                return bool(self.formats)
            case "authority":
                return bool(self.authority)
            case "notes":
                return bool(self.notes or self.access)
            case "key":
                return bool(self.marks)
        assert_never(column)

    def letters(self, labels: Mapping[str, str]) -> str:
        """Return the letters of the key, as a list."""
        return labels["list.separator"].join(mark.letter for mark in self.marks)

    @property
    def lines(self) -> tuple[Entry, ...]:
        """The entry and everything under it, in reading order."""
        return (self, *(line for inner in self.exceptions for line in inner.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The entries under one heading.

    Attributes:
        id: its permalink.
        ref: the section's reference; empty where it is no section of the policy.
        title: the heading.
        note: the author's text under it.
        entries: in the natural order of their references.
    """

    id: str
    ref: str
    title: str
    note: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """A whole schedule.

    Attributes:
        language: BCP 47 tag of the tool's own words.
        author_language: that of the author's; `None` where it is the same.
        house: the look.
        labels: the tool's fixed phrases, by the catalogue's keys.
        title, publisher, description: the policy's own.
        facts: what the policy says of itself: owner, approval, review and so on.
        columns: the columns that have something in them, in order.
        groups: the schedule.
        parts: standards, procedures, organisations, duties, records of processing.
        calendars: the calendars by which standards and procedures count.
        holds: when nothing is destroyed.
        circumstances: the facts of the policy and how they stand.
        definitions: classes that are kinds of others.
        key: letters and their meaning.
        years: the kinds of year that periods name.
        authorities: every authority that a rule or hold cites.
        externals: policies that decide some entries.
        documents: policies that this one draws on.
        permalinks: the id of every rule, standard, procedure and step, by its reference.
        answers: what a page needs to answer about single records, as JSON; see `reports/answers`.
        as_of: the day for which the document speaks.
        as_of_words: that day in words.
        fingerprint: SHA-256 over the source texts, in hexadecimal.
        files: the source texts themselves, for those who read the policy back.
    """

    language: str
    labels: Mapping[str, str]
    title: str
    publisher: str | None
    description: str | None
    facts: tuple[Term, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    parts: tuple[Part, ...]
    calendars: tuple[Term, ...]
    holds: tuple[Term, ...]
    circumstances: tuple[Term, ...]
    definitions: tuple[Term, ...]
    key: tuple[Term, ...]
    years: tuple[Term, ...]
    authorities: tuple[Term, ...]
    externals: tuple[Term, ...]
    documents: tuple[str, ...]
    permalinks: Mapping[str, str]
    answers: str | None
    as_of: date
    as_of_words: str
    fingerprint: str
    files: tuple[BundledFile, ...]
    author_language: str | None = None
    house: House = USUAL

    @property
    def imprint(self) -> str:
        """The fingerprint, and what it is."""
        return self.labels["doc.marked"].format(
            name=self.labels["doc.fingerprint"], value=self.fingerprint
        )

    def period_span(self, entry: Entry) -> int:
        """Return how many columns the period of an entry may take.

        That of an exception runs on over the columns after it that have nothing in them.
        """
        after = self.columns[self.columns.index("period") + 1 :]
        empty = takewhile(lambda column: not entry.fills(column), after)
        return 1 + len(list(empty)) if entry.depth else 1

    def caption(self, group: Group) -> str:
        """Return what the table of a group is called."""
        section = f"{group.ref} {group.title}".strip()
        return self.labels["doc.caption"].format(section=section)
