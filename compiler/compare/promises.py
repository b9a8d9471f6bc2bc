"""Compares the promises and stages of two versions (S11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tenure.compiler.compare.changes import ChangeKind, DeadlineChange, DeadlineShown
from tenure.compiler.compare.limits import Ends, Limits
from tenure.compiler.compare.reach import Reach
from tenure.compiler.evaluate.deadlines import overriding
from tenure.compiler.policy.obligations import Limit, Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Verdict

_Promise = tuple[Obligation, Step]
_INCOMPARABLE = ChangeKind.DEADLINE_INCOMPARABLE


def promise_changes(old: Policy, new: Policy, as_of: date) -> Iterator[DeadlineChange]:
    """Yield what becomes of every promise and stage, matched by its reference.

    Deadlines are tried from every day of the two years that begin with `as_of`; for which
    records a promise is made is asked of the records of both versions.
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


class _Compared:
    """Two versions of promises."""

    def __init__(self, old: Policy, new: Policy, as_of: date) -> None:
        self._old = old
        self._new = new
        self._limits = Limits(old, new, as_of)
        self._reach = Reach(old, new, as_of)
        self._above = overriding(old), overriding(new)
        self._same_facts = _facts(old) == _facts(new)

    def changes(self, mine: _Promise, theirs: _Promise) -> Iterator[DeadlineChange]:
        """Yield what becomes of one promise or stage."""
        (before, step), (after, its) = mine, theirs
        same_calendar = self._old.calendars.get(before.calendar or "") == self._new.calendars.get(
            after.calendar or ""
        )
        same_reach = self._around(self._old, *mine) == self._around(self._new, *theirs)
        same_facts = self._same_facts or not step.extensions
        if same_calendar and same_reach and same_facts and _bare(step) == _bare(its):
            return
        if not same_reach:
            yield from self._given(mine, theirs)
        yield from self._base(mine, theirs)
        yield from self._extensions(mine, theirs)
        yield from _pauses(step, its, after)
        for what, was, is_ in (
            ("what shows that it is done", step.marks, its.marks),
            ("who does it", step.by_customer, its.by_customer),
            ("whether it may be left out", step.optional, its.optional),
        ):
            if was != is_:
                yield _plain(_INCOMPARABLE, its, after, f"{what} is told otherwise")

    # --- for which records ----------------------------------------------------------

    def _around(self, policy: Policy, obligation: Obligation, step: Step) -> object:
        """Return all that can tell for which records a promise is made, as it is written."""
        above = self._above[policy is self._new][obligation.ref]
        every = [obligation, *(policy.obligations[ref] for ref in sorted(above))]
        return (
            step.condition,
            [(one.ref, frozenset(one.classes), one.condition, one.in_force) for one in every],
            {
                name: (c.lineage, c.where)
                for name, c in policy.classes.items()
                if any(
                    name in policy.classes[n].lineage or n in c.lineage for n in obligation.classes
                )
            },
            _facts(policy),
        )

    def _given(self, mine: _Promise, theirs: _Promise) -> Iterator[DeadlineChange]:
        """Yield that a promise is made for other records, or on other days, with a record."""
        (before, step), (after, its) = mine, theirs
        for kind, newly, text, names in (
            (ChangeKind.NO_LONGER_PROMISED, False, "no longer", _without(before, self._new)),
            (ChangeKind.NEWLY_PROMISED, True, "now", _without(after, self._old)),
        ):
            if names:
                listed = ", ".join(f"`{name}`" for name in names)
                yield _plain(kind, its, after, f"is {text} for {listed}")
            for root in self._reach.roots(before, after):
                seen = self._reach.given_by_one(root, step.ref, newly=newly)
                if seen.verdict is not Verdict.PROVED_ABSENT:
                    change = _plain(kind, its, after, f"is {text} for records of `{root}`")
                    yield replace(
                        change, verdict=seen.verdict, shown=seen.shown, reason=seen.reason
                    )

    # --- by when --------------------------------------------------------------------

    def _base(self, mine: _Promise, theirs: _Promise) -> Iterator[DeadlineChange]:
        yield from self._limit(mine, theirs, mine[1].limit, theirs[1].limit, "", None)

    def _extensions(self, mine: _Promise, theirs: _Promise) -> Iterator[DeadlineChange]:
        (_, step), (after, its) = mine, theirs
        left = list(range(len(its.extensions)))
        for number, extension in enumerate(step.extensions):
            other = self._counterpart(mine, theirs, number, left)
            if other is None:
                yield _plain(ChangeKind.DEADLINE_TIGHTER, its, after, "an extension is gone")
                continue
            left.remove(other)
            limit, new = extension.limit, its.extensions[other].limit
            yield from self._limit(mine, theirs, limit, new, "where it is extended", number)
        for _ in left:
            yield _plain(ChangeKind.DEADLINE_LOOSER, its, after, "an extension is new")

    def _counterpart(
        self, mine: _Promise, theirs: _Promise, number: int, others: list[int]
    ) -> int | None:
        """Return which extension is for the same records, however its condition is written."""
        (before, step), (after, its) = mine, theirs
        condition = step.extensions[number].condition
        if self._same_facts:
            for other in others:
                if its.extensions[other].condition == condition:
                    return other
        roots = self._reach.roots(before, after)
        alike = (o for o in others if self._reach.alike(roots, step.ref, number, o))
        return next(alike, None)

    def _limit(
        self,
        mine: _Promise,
        theirs: _Promise,
        limit: Limit,
        its: Limit,
        text: str,
        extension: int | None,
    ) -> Iterator[DeadlineChange]:
        """Yield how two limits differ, with a record."""
        (before, old_step), (after, step) = mine, theirs
        if limit.anchor != its.anchor:
            yield _plain(_INCOMPARABLE, step, after, "is counted from another event")
            return
        plain = self._limits.differ((before, limit), (after, its))
        if plain.kind is not None and plain.first is not None:
            change = _dated(plain.kind, step, after, plain.first, text)
            shown = self._shown(mine, theirs, plain.first.day, extension)
            yield replace(change, shown=shown)
        if old_step.pauses and step.pauses:
            paused = self._limits.differ_paused((before, limit), (after, its), plain)
            if paused.kind is not None and paused.first is not None:
                said = f"{text}, where it is paused" if text else "where it is paused"
                yield _dated(paused.kind, step, after, paused.first, said)

    def _shown(
        self, mine: _Promise, theirs: _Promise, day: date, extension: int | None
    ) -> DeadlineShown | None:
        """Return a record whose deadline differs, of an event on a day, where one is found."""
        ref = theirs[1].ref
        for root in self._reach.roots(mine[0], theirs[0]):
            seen = self._reach.due_differently(root, ref, day, extension)
            if seen.shown is not None:
                return seen.shown
        return None


def _dated(
    kind: ChangeKind, step: Step, after: Obligation, ends: Ends, text: str
) -> DeadlineChange:
    change = _plain(kind, step, after, text)
    return replace(change, day=ends.day, before=ends.before, after=ends.after)


def _pauses(step: Step, its: Step, after: Obligation) -> Iterator[DeadlineChange]:
    """Yield that other days are left out of the count: a pause never makes a deadline earlier."""
    gone = [p for p in step.pauses if p not in its.pauses]
    came = [p for p in its.pauses if p not in step.pauses]
    if gone and came:
        yield _plain(_INCOMPARABLE, its, after, "is paused by other events")
    elif gone:
        yield _plain(ChangeKind.DEADLINE_TIGHTER, its, after, "a pause is gone")
    elif came:
        yield _plain(ChangeKind.DEADLINE_LOOSER, its, after, "a pause is new")


def _facts(policy: Policy) -> object:
    return {name: (fact.type, fact.value) for name, fact in policy.facts.items()}


def _related(policy: Policy, name: str, classes: Iterable[str]) -> bool:
    """Return whether a class is above or below one of some classes, or one of them."""
    return any(policy.is_under(name, other) or policy.is_under(other, name) for other in classes)


def _without(obligation: Obligation, other: Policy) -> list[str]:
    """Return the classes of a promise that the other version does not have."""
    return [name for name in obligation.classes if name not in other.classes]


def _bare(step: Step) -> Step:
    """Return what of a step a deadline can hang on, but for which records there is one."""
    return replace(step, title="", target=None, owner=None, notes=(), channels=(), condition=None)
