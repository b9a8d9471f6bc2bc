"""Compares the promises and stages of two versions (S11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tenure.compiler.check.sweep import Timing, days_ahead, event_on, later_than
from tenure.compiler.compare.changes import ChangeKind, DeadlineChange
from tenure.compiler.deadlines import Moment
from tenure.compiler.policy.obligations import Extension, Limit, Obligation, Step
from tenure.compiler.policy.policy import Policy


def promise_changes(old: Policy, new: Policy, as_of: date) -> Iterator[DeadlineChange]:
    """Yield what becomes of every promise and stage, matched by its reference.

    Deadlines are tried from every day of the two years that begin with `as_of`.
    """
    before = {step.ref: (o, step) for o in old.obligations.values() for step in o.steps}
    after = {step.ref: (o, step) for o in new.obligations.values() for step in o.steps}
    compared = _Compared(old, new, as_of)
    for ref, (obligation, step) in before.items():
        if ref not in after:
            yield _plain(ChangeKind.NO_LONGER_PROMISED, step, obligation, "is gone")
        else:
            yield from compared.changes((obligation, step), after[ref])
    for ref, (obligation, step) in after.items():
        if ref not in before:
            yield _plain(ChangeKind.NEWLY_PROMISED, step, obligation, "is new")


def _plain(kind: ChangeKind, step: Step, obligation: Obligation, text: str) -> DeadlineChange:
    return DeadlineChange(kind=kind, step=step.ref, classes=obligation.classes, text=text)


_Promise = tuple[Obligation, Step]


class _Compared:
    """Two versions of promises, counted on the calendars of each."""

    def __init__(self, old: Policy, new: Policy, as_of: date) -> None:
        self._old = old
        self._new = new
        self._as_of = as_of
        self._timing = Timing(old), Timing(new)

    def changes(self, mine: _Promise, theirs: _Promise) -> Iterator[DeadlineChange]:
        """Yield what becomes of one promise or stage."""
        (before, step), (after, its) = mine, theirs
        same_calendar = self._old.calendars.get(before.calendar or "") == self._new.calendars.get(
            after.calendar or ""
        )
        if same_calendar and _bare(before, step) == _bare(after, its):
            return
        yield from self._reach(mine, theirs)
        change = self._limits(mine, theirs, step.limit, its.limit, "")
        if change is not None:
            yield change
        yield from self._extensions(mine, theirs)
        for what, was, is_ in (
            ("done", step.marks, its.marks),
            ("who does it", step.by_customer, its.by_customer),
            ("whether it may be left out", step.optional, its.optional),
            ("days that do not count", step.pauses, its.pauses),
        ):
            if was != is_:
                yield _plain(
                    ChangeKind.DEADLINE_INCOMPARABLE, its, after, f"{what} is told otherwise"
                )

    def _reach(self, mine: _Promise, theirs: _Promise) -> Iterator[DeadlineChange]:
        """Yield that a promise is for other records, or on other days."""
        (before, step), (after, its) = mine, theirs
        gone = [name for name in before.classes if name not in after.classes]
        came = [name for name in after.classes if name not in before.classes]
        for kind, names, verb in (
            (ChangeKind.NO_LONGER_PROMISED, gone, "is no longer for"),
            (ChangeKind.NEWLY_PROMISED, came, "is now for"),
        ):
            if names:
                listed = ", ".join(f"`{name}`" for name in names)
                yield _plain(kind, its, after, f"{verb} {listed}")
        if (before.condition, step.condition) != (after.condition, its.condition):
            yield _plain(ChangeKind.DEADLINE_INCOMPARABLE, its, after, "is for other records")
        if before.in_force != after.in_force:
            yield _plain(ChangeKind.DEADLINE_INCOMPARABLE, its, after, "counts on other days")
        if {o.ref for o in before.overrides} != {o.ref for o in after.overrides}:
            text = "stands in the place of others"
            yield _plain(ChangeKind.DEADLINE_INCOMPARABLE, its, after, text)

    def _extensions(self, mine: _Promise, theirs: _Promise) -> Iterator[DeadlineChange]:
        (_, step), (after, its) = mine, theirs
        before_by = {e.condition: e for e in step.extensions}
        after_by = {e.condition: e for e in its.extensions}
        for condition, extension in before_by.items():
            if condition not in after_by:
                yield _plain(ChangeKind.DEADLINE_TIGHTER, its, after, "an extension is gone")
            else:
                change = self._extension(mine, theirs, extension, after_by[condition])
                if change is not None:
                    yield change
        if after_by.keys() - before_by.keys():
            yield _plain(ChangeKind.DEADLINE_LOOSER, its, after, "an extension is new")

    def _extension(
        self, mine: _Promise, theirs: _Promise, extension: Extension, its: Extension
    ) -> DeadlineChange | None:
        return self._limits(mine, theirs, extension.limit, its.limit, "where it is extended")

    def _limits(
        self, mine: _Promise, theirs: _Promise, limit: Limit, its: Limit, text: str
    ) -> DeadlineChange | None:
        """Return how two limits differ over the days ahead; `None` where on none of them."""
        (before, _), (after, step) = mine, theirs
        if limit.anchor != its.anchor:
            return _plain(
                ChangeKind.DEADLINE_INCOMPARABLE, step, after, "is counted from another event"
            )
        first: tuple[date, Moment, Moment] | None = None
        kinds: set[ChangeKind] = set()
        for day in days_ahead(self._as_of):
            end = self._timing[0].deadline(before, limit, event_on(limit, day))
            there = self._timing[1].deadline(after, its, event_on(its, day))
            if end is None or there is None:
                break
            if later_than(end, there) or later_than(there, end):
                first = first or (day, end, there)
                tighter = later_than(end, there)
                kinds.add(ChangeKind.DEADLINE_TIGHTER if tighter else ChangeKind.DEADLINE_LOOSER)
        if first is None:
            return None
        kind = kinds.pop() if len(kinds) == 1 else ChangeKind.DEADLINE_INCOMPARABLE
        return DeadlineChange(
            kind=kind,
            step=step.ref,
            classes=after.classes,
            day=first[0],
            before=first[1],
            after=first[2],
            text=text,
        )


def _bare(obligation: Obligation, step: Step) -> tuple[object, ...]:
    """Return what of a promise a deadline can hang on."""
    bare = replace(step, title="", target=None, owner=None, notes=(), channels=())
    overrides = frozenset(o.ref for o in obligation.overrides)
    where = frozenset(obligation.classes), obligation.condition, obligation.in_force, overrides
    return bare, *where
