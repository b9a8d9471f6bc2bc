"""Changes as notices, for the programs that show them beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.compare.changes import Change, ChangeKind, DeadlineChange, Unsigned
from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Label
from tenure.reports.changes.gates import GATES, SIGN_OFF
from tenure.reports.changes.headlines import GRAVE, HEADLINES
from tenure.reports.changes.places import Places
from tenure.reports.changes.view import Compared, Entry, deadline_entry, entry, sign_off
from tenure.reports.notices.notice import Notice, digest

PAGE = "docs/diff.md"


def notices_of(compared: Compared, places: Places) -> list[Notice]:
    """Return what a change does to records and promises, each on the rule that was changed.

    What fails at a gate is an error; what makes it worse for records or promises, or is not
    known, a warning.
    """
    comparison = compared.comparison
    failing = frozenset(
        kind for name in compared.failed for kind in GATES.get(name.partition(">")[0], ())
    )
    return [
        *(_unsigned(one, places) for one in comparison.unsigned),
        *(_change(one, places, failing) for one in comparison.changes),
        *(_deadline(one, places, failing) for one in comparison.deadlines),
    ]


def _slug(kind: ChangeKind) -> str:
    return "-".join(HEADLINES[kind].split())


def _level(kind: ChangeKind, failing: frozenset[ChangeKind], *, grave: bool) -> Severity:
    if kind in failing:
        return Severity.ERROR
    return Severity.WARNING if grave or kind in GRAVE else Severity.ADVICE


def _change(change: Change, places: Places, failing: frozenset[ChangeKind]) -> Notice:
    refs = [ref for side in (change.after, change.before) if side for ref in side.split(" and ")]
    if change.shown is not None:
        decided = (change.shown.after.rule, change.shown.before.rule)
        refs += [rule for rule in decided if rule is not None]
    shown = entry(change)
    span = places.primary(refs)
    others = places.others(refs, span)
    return Notice(
        rule=change.kind.value,
        title=_slug(change.kind),
        level=_level(change.kind, failing, grave=shown.grave),
        text=f"records of `{change.family}`: {shown.headline} {shown.about}".rstrip(),
        more=tuple(_more(shown)),
        span=span,
        path=span.source.path,
        related=tuple(Label(span=at, text=f"rule `{ref}`") for ref, at in others.items()),
        fingerprint=digest(
            change.kind.value,
            change.family,
            *(part or "" for part in (change.before, change.after, change.disposed_as)),
        ),
        page=PAGE,
    )


def _deadline(change: DeadlineChange, places: Places, failing: frozenset[ChangeKind]) -> Notice:
    shown = deadline_entry(change)
    span = places.primary((change.step,))
    return Notice(
        rule=change.kind.value,
        title=_slug(change.kind),
        level=_level(change.kind, failing, grave=shown.grave),
        text=f"{shown.headline} {shown.about}",
        more=tuple(_more(shown)),
        span=span,
        path=span.source.path,
        fingerprint=digest(change.kind.value, change.step, change.text),
        page=PAGE,
    )


def _unsigned(one: Unsigned, places: Places) -> Notice:
    span = places.primary((one.rule,))
    return Notice(
        rule=SIGN_OFF,
        title="approval-missing",
        level=Severity.ERROR,
        text=sign_off(one),
        span=span,
        path=span.source.path,
        fingerprint=digest(SIGN_OFF, one.rule, one.authority),
        page=PAGE,
    )


def _more(shown: Entry) -> Iterator[str]:
    if shown.reason:
        yield shown.reason
    if shown.example is not None:
        yield from shown.example.records
        yield f"before: {shown.example.before}"
        yield f"after: {shown.example.after}"
