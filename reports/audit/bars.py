"""Counts to bars and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tenure.compiler.dates import add_months
from tenure.compiler.decisions import Status
from tenure.reports.audit.parts import Part
from tenure.reports.audit.view import Bar, Month, Months
from tenure.reports.wording.catalogue import Catalogue

KINDS: dict[str, str] = {
    Status.OVERDUE: "alarm",
    Status.DUE: "listed",
    Status.HELD: "held",
    Status.UNDETERMINED: "open",
    Status.CONFLICT: "open",
    Status.UNCOVERED: "open",
}
"""How a status is drawn; what is simply kept is quiet."""

_BEFORE, _AFTER = 12, 24
"""How many months the chart goes back from the month of the audit, and how many ahead."""

_AGES = (30, 91, 365, 1096)
"""The longest age of each group in days; the last group has no end."""


def bars(counts: Iterable[tuple[str, int, str, str]]) -> tuple[Bar, ...]:
    """Return bars from labels, counts, kinds and contexts; the longest has the length 1."""
    listed = tuple(counts)
    top = max((count for _, count, _, _ in listed), default=0)
    return tuple(
        Bar(label=label, count=count, share=count / top if top else 0, kind=kind, context=context)
        for label, count, kind, context in listed
    )


def stacked(counts: Mapping[str, int], whole: int) -> tuple[Part, ...]:
    """Return the pieces of a bar, of which `whole` has the length 1; those drawn alike are one."""
    pieces: dict[str, int] = {}
    for status, count in counts.items():
        kind = KINDS.get(status, "quiet")
        pieces[kind] = pieces.get(kind, 0) + count
    parts = []
    start = 0.0
    for kind in ("alarm", "listed", "held", "open", "quiet"):
        length = pieces.get(kind, 0) / whole if whole else 0
        if length:
            parts.append(Part(kind=kind, start=start, length=length))
            start += length
    return tuple(parts)


def ages(counts: Iterable[tuple[int, int]], language: Catalogue) -> tuple[Bar, ...]:
    """Return how long records have been due, in groups; every group, or none without records."""
    groups = [0] * (len(_AGES) + 1)
    for days, count in counts:
        groups[next((n for n, last in enumerate(_AGES) if days <= last), len(_AGES))] += count
    if not any(groups):
        return ()
    return bars((language.label(f"age.{n}"), count, "listed", "") for n, count in enumerate(groups))


def months(counts: Iterable[tuple[date, str, int]], as_of: date, language: Catalogue) -> Months:
    """Return the columns of the months around a day."""
    current = as_of.replace(day=1)
    firsts = [add_months(current, n) for n in range(-_BEFORE, _AFTER + 1)]
    found: dict[date, dict[str, int]] = {}
    for first, status, count in counts:
        found.setdefault(first, {})[status] = count
    sums = {first: sum(by_status.values()) for first, by_status in found.items()}
    top = max((sums.get(first, 0) for first in firsts), default=0)
    columns = tuple(
        Month(
            name=_named(first, language),
            year=str(first.year) if n == 0 or first.month == 1 else "",
            count=sums.get(first, 0),
            parts=stacked(found.get(first, {}), top),
            current=first == current,
        )
        for n, first in enumerate(firsts)
    )
    outside = (
        ("audit.before", firsts[0], sum(c for first, c in sums.items() if first < firsts[0])),
        ("audit.beyond", firsts[-1], sum(c for first, c in sums.items() if first > firsts[-1])),
    )
    return Months(
        columns=columns,
        text=_described(columns, top, language),
        top=top,
        outside=tuple(
            (language.label(key).format(month=_named(first, language)), count)
            for key, first, count in outside
            if count
        ),
    )


def _described(columns: tuple[Month, ...], top: int, language: Catalogue) -> str:
    if not top:
        return ""
    highest = next(column for column in columns if column.count == top)
    return language.label("audit.months.text").format(
        first=columns[0].name, last=columns[-1].name, top=highest.name, count=f"{top:,}"
    )


def _named(first: date, language: Catalogue) -> str:
    return language.month(first)
