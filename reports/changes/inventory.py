"""What a change does to the records of an inventory, in words. Every format writes this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenure.compiler.compare.changes import ChangeKind
from tenure.engine.trial.results import Moved, Spread, TrialSummary
from tenure.reports.changes.headlines import GRAVE, HEADLINES, by_rules
from tenure.reports.findings.full import counted

SHOWN = 40
"""How many rows of changes by rule are shown; the list and JSON have all."""

_LENGTHS = ("up to a month", "up to a year", "up to 2 years", "up to 7 years", "more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Records of one class that one change concerns.

    Attributes:
        headline: what the change does.
        grave: whether it gets worse for them.
        about: which records, by which rules.
        records: how many, with the days where they are what changes.
    """

    headline: str
    grave: bool
    about: str
    records: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryView:
    """An inventory under both versions.

    Attributes:
        title: which inventory.
        lines: what it comes to, a clause each; the first is about what is due at once.
        rows: the changes by class and rule.
    """

    title: str
    lines: tuple[str, ...]
    rows: tuple[Row, ...]


def inventory_view(trial: TrialSummary) -> InventoryView:
    """Return what is shown of a trial."""
    return InventoryView(
        title=f"In the inventory `{trial.data}`",
        lines=tuple(_lines(trial)),
        rows=tuple(_row(one) for one in trial.moved[:SHOWN]),
    )


def _lines(trial: TrialSummary) -> Iterator[str]:
    at_once = trial.kinds.get(ChangeKind.IMMEDIATELY_DUE, 0)
    yield (
        f"{_records(at_once)} become{'s' if at_once == 1 else ''} due at once: "
        f"{trial.due_before:,} due before, {trial.due_after:,} now"
    )
    yield f"{trial.changed:,} of {_records(trial.compared)} decided differently"
    for kind, records in trial.kinds.items():
        if kind is not ChangeKind.IMMEDIATELY_DUE:
            spread = {ChangeKind.SHORTER: trial.shorter, ChangeKind.LONGER: trial.longer}.get(kind)
            yield f"{records:,} {HEADLINES[kind]}{_spread(spread)}"
    if len(trial.moved) > SHOWN:
        yield f"the {SHOWN} gravest of {len(trial.moved):,} changes by class and rule are shown"
    if trial.only_before:
        yield f"{_records(trial.only_before)} can be read by the old version only: nobody decides"
    if trial.only_after:
        yield f"{_records(trial.only_after)} can be read by the new version only"
    if trial.put_aside_before or trial.put_aside_after:
        yield (
            f"{counted(trial.put_aside_after, 'row')} put aside as not sound, "
            f"{trial.put_aside_before:,} under the old version"
        )


def _spread(spread: Spread | None) -> str:
    """Return by how many days, as the end of a clause."""
    if spread is None:
        return ""
    said = []
    if spread.least is not None and spread.most is not None:
        said.append(_between(spread.least, spread.most))
        if spread.least != spread.most:
            said.append(f"half of them by {spread.middle:,} or less")
            lengths = [
                (n, records) for n, records in zip(_LENGTHS, spread.lengths, strict=True) if records
            ]
            if len(lengths) > 1:
                said += [f"{records:,} {length}" for length, records in lengths]
    if spread.permanent:
        said.append(f"{spread.permanent:,} permanently under one version")
    return f": {', '.join(said)}"


def _between(least: int, most: int) -> str:
    if least == most:
        return f"by {counted(most, 'day')}"
    return f"by {least:,} to {counted(most, 'day')}"


def _records(count: int) -> str:
    return counted(count, "record")


def _row(moved: Moved) -> Row:
    days = ""
    if moved.least is not None and moved.most is not None:
        days = f", {_between(moved.least, moved.most)}"
    rules = by_rules(moved.before, moved.after)
    return Row(
        headline=HEADLINES[moved.kind],
        grave=moved.kind in GRAVE,
        about=f"`{moved.record_class}`{f' {rules}' if rules else ''}",
        records=f"{_records(moved.records)}{days}",
    )
