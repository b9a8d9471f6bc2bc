"""What the page of an audit shows: texts and numbers, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass

from tenure.reports.audit.parts import Part
from tenure.reports.audit.promise_view import DutyLine, PromisesView


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a bar chart.

    Attributes:
        label: what is counted; an author's text.
        count: how many.
        share: the length of the bar, between 0 and 1.
        kind: `alarm`, `listed`, `quiet`: how it is drawn.
        context: further words, such as the class.
    """

    label: str
    count: int
    share: float
    kind: str = "quiet"
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One column of the chart of months.

    Attributes:
        name: the month in words.
        year: the year, where it is the first column of one.
        count: how many records fall due in it.
        parts: from below; of the highest column they add up to 1.
        current: whether the as-of day lies in it.
    """

    name: str
    year: str
    count: int
    parts: tuple[Part, ...]
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The chart of months.

    Attributes:
        columns: month after month.
        text: what can be seen, in a sentence; empty without any record.
        top: the count of the highest column.
        outside: the records before the first and after the last column, in words and counts.
    """

    columns: tuple[Month, ...]
    text: str
    top: int
    outside: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """The counts of one class: by status in the order of the columns, and in one bar."""

    title: str
    counts: tuple[int, ...]
    all: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """The listed records of one rule."""

    ref: str
    title: str
    action: str
    period: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file that was read."""

    label: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedView:
    """What became of an earlier list."""

    day: str
    outcomes: tuple[Bar, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """The whole page.

    Attributes:
        keeps: whether it is about retention, and not about promises only.
        promises: how promises were kept; `None` where the policy makes none.
        duties: how duties stand; none where nothing is asked of them.
    """

    language: str
    title: str
    heading: str
    publisher: str
    facts: tuple[tuple[str, str], ...]
    statuses: tuple[Bar, ...]
    columns: tuple[str, ...]
    classes: tuple[ClassLine, ...]
    totals: tuple[int, ...]
    rules: tuple[RuleLine, ...]
    months: Months
    ages: tuple[Bar, ...]
    holds: tuple[Bar, ...]
    undetermined: tuple[Bar, ...]
    awaiting: tuple[Bar, ...]
    rejects: tuple[Bar, ...]
    notes: tuple[Bar, ...]
    verified: VerifiedView | None
    keeps: bool
    promises: PromisesView | None
    duties: tuple[DutyLine, ...]
    files: tuple[FileLine, ...]
    unplaced: tuple[tuple[str, str], ...]
    empty: str
    fingerprint: str
    as_of: str
