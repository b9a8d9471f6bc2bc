"""What a reviewer is shown of a comparison, in words. Every format writes this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tenure.compiler.analysis.witnesses import Case, value_text
from tenure.compiler.compare.changes import (
    Change,
    Comparison,
    DeadlineChange,
    DeadlineShown,
    Unsigned,
)
from tenure.compiler.deadlines import DeadlineDecision
from tenure.compiler.decisions import Decision, Status
from tenure.dsl.diagnostics import Verdict
from tenure.reports.changes.headlines import GRAVE, HEADLINES, by_rules

if TYPE_CHECKING:
    from tenure.engine.trial.results import TrialSummary
    from tenure.reports.changes.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A comparison with what was compared, and what it is held to.

    Attributes:
        old, new: the versions as they were named.
        title: the title of the new version.
        comparison: what was found.
        failed: the gates at which the change fails.
        trial: what the change does to the records of an inventory, where one was named.
        places: where in the new version its rules are, for formats that show places.
    """

    old: str
    new: str
    title: str
    comparison: Comparison
    failed: tuple[str, ...]
    trial: TrialSummary | None = None
    places: Places | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A record that shows a change.

    Attributes:
        record: it and what it links to, one a line.
        before, after: what each version decides.
    """

    records: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change.

    Attributes:
        headline: what it does.
        grave: whether records or promises get worse by it.
        about: by which rules, in which phase.
        example: a record that shows it; `None` where none is needed, or it is not known.
        reason: why it is not known; empty where it is.
    """

    headline: str
    grave: bool
    about: str
    example: Example | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The changes of one family of classes, or of the promises."""

    title: str
    entries: tuple[Entry, ...]


def groups(comparison: Comparison) -> Iterator[Group]:
    """Yield the changes, family by family, then those of the promises."""
    families = dict.fromkeys(change.family for change in comparison.changes)
    for family in families:
        mine = [change for change in comparison.changes if change.family == family]
        yield Group(title=f"Records of `{family}`", entries=tuple(map(entry, mine)))
    if comparison.deadlines:
        entries = tuple(map(deadline_entry, comparison.deadlines))
        yield Group(title="Standards and procedures", entries=entries)


def entry(change: Change) -> Entry:
    """Return what is shown of a change of records."""
    known = change.verdict is Verdict.WITNESS
    headline = HEADLINES[change.kind]
    return Entry(
        headline=headline if known else f"not known whether {headline}",
        grave=change.kind in GRAVE or not known,
        about=_about(change),
        example=_example(change.shown.case, change.shown.before, change.shown.after)
        if change.shown
        else None,
        reason=change.reason,
    )


def _about(change: Change) -> str:
    rules = by_rules(change.before, change.after)
    phase = f"once {change.disposed_as}" if change.disposed_as else ""
    return ", ".join(filter(None, (rules, phase)))


def _example(case: Case, before: Decision, after: Decision) -> Example:
    return Example(
        records=tuple(_records(case)), before=decision_text(before), after=decision_text(after)
    )


def _records(case: Case) -> Iterator[str]:
    for record in case.records:
        fields = [f"{name} {value_text(value)}" for name, value in record.fields.items()]
        if record.disposed_as:
            fields.append(f"disposed_as {record.disposed_as}")
        text = f"{record.record_class} {record.id}"
        yield f"{text}: {', '.join(fields)}" if fields else text
    for name, value in case.facts.items():
        yield f"while {name} is {value_text(value)}"
    yield f"as of {case.as_of}"


def decision_text(decision: Decision) -> str:
    """Return a decision in one clause."""
    rule = f", by `{decision.rule}`" if decision.rule else ""
    action = f", then {decision.action.text}" if decision.action else ""
    if decision.keep_until is not None:
        return f"{decision.status.value}: kept until {decision.keep_until}{action}{rule}"
    match decision.status:
        case Status.CONFLICT:
            refs = [c.rule for c in decision.considered if c.standing.value == "disagrees"]
            between = f": {' and '.join(f'`{ref}`' for ref in refs)} disagree" if refs else ""
            return f"conflict{between}"
        case Status.AWAITING:
            events = " and ".join(f"`{event}`" for event in decision.awaiting)
            return f"awaiting {events}{action}{rule}"
        case Status.HELD:
            return f"held by {' and '.join(f'`{hold}`' for hold in decision.held_by)}{rule}"
    if decision.follows is not None:
        return f"{decision.status.value}: see “{decision.follows}”{rule}"
    return f"{decision.status.value}{action}{rule}"


def deadline_entry(change: DeadlineChange) -> Entry:
    """Return what is shown of a change of a promise."""
    known = change.verdict is Verdict.WITNESS
    headline = HEADLINES[change.kind]
    said = f" {change.text}" if change.text else ""
    days = ""
    if change.day is not None:
        days = (
            f": from {change.day}, due {_moment(change.before)} before, {_moment(change.after)} now"
        )
    shown = change.shown
    return Entry(
        headline=headline if known else f"not known whether {headline}",
        grave=change.kind in GRAVE or not known,
        about=f"`{change.step}`{said}{days}",
        example=_promised(shown) if shown else None,
        reason=change.reason,
    )


def _promised(shown: DeadlineShown) -> Example:
    return Example(
        records=tuple(_records(shown.case)),
        before=deadline_text(shown.before),
        after=deadline_text(shown.after),
    )


def deadline_text(decision: DeadlineDecision | None) -> str:
    """Return the decision on a promise in one clause; `None` is one that is not made."""
    if decision is None:
        return "not promised"
    if decision.deadline is not None:
        extended = ", extended" if decision.extended else ""
        return f"{decision.status.value}: due {_moment(decision.deadline)}{extended}"
    if decision.awaiting:
        return f"awaiting {' and '.join(f'`{event}`' for event in decision.awaiting)}"
    return decision.status.value


def _moment(moment: date | None) -> str:
    return str(moment).removesuffix(":00")


def conclusion(compared: Compared) -> Iterator[str]:
    """Yield what it comes to, a clause each."""
    comparison = compared.comparison
    counts = [f"{count} {HEADLINES[kind]}" for kind, count in comparison.kinds.items()]
    if counts:
        yield ", ".join(counts)
    elif comparison.equal:
        yield "no record is decided differently, and no promise changes"
    families = "family" if comparison.families == 1 else "families"
    yield (
        f"{comparison.families} {families} of classes: {comparison.untouched} with the same rules, "
        f"{comparison.proved} proved to be decided alike"
    )
    for family in comparison.passed_on:
        yield (
            f"what is decided otherwise of the records that `{family}` is kept as long as is "
            "passed on to it"
        )
    if comparison.unknown:
        yield f"{comparison.unknown} not known"
    if compared.failed:
        yield f"fails at: {', '.join(compared.failed)}"


def sign_offs(comparison: Comparison) -> Iterator[str]:
    """Yield each rule that lacks a sign-off, in a clause."""
    yield from map(sign_off, comparison.unsigned)


def sign_off(one: Unsigned) -> str:
    """Return what lacks a sign-off, and why, in a clause."""
    return f"`{one.rule}` ({one.authority}) {one.what}, and {one.reason}"
