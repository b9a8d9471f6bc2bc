"""For which records a promise is made, asked of both versions at once (S11).

Conditions are not held against each other as they are written: what is asked is whether
some record gets the promise from one version and not from the other. Every record found
is decided by both versions before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from tenure.compiler.analysis.conditions import certainly, known, unknown
from tenure.compiler.analysis.formulas import TRUE, Formula, Le, all_of, any_of
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.terms import DayTerm
from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.check.checks import HORIZON
from tenure.compiler.check.parts import parts
from tenure.compiler.compare.changes import DeadlineShown
from tenure.compiler.compare.declarations import incomparable_fields
from tenure.compiler.compare.touched import Family
from tenure.compiler.compare.versions import Found, Versions
from tenure.compiler.deadlines import AsOf, DeadlineDecision
from tenure.compiler.evaluate.deadlines import Deadlines, overriding
from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.obligations import Obligation, Step, step_named
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory
from tenure.dsl.diagnostics import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The answer to a question about a promise.

    Attributes:
        verdict: whether a record shows it, there is none, or it is not known.
        shown: the record.
        reason: why it is not known.
    """

    verdict: Verdict
    shown: DeadlineShown | None = None
    reason: str = ""


ABSENT = Seen(verdict=Verdict.PROVED_ABSENT)


class Reach:
    """Asks for records of families that both versions have."""

    def __init__(self, old: Policy, new: Policy, as_of: date) -> None:
        self._whole = old, new
        self._as_of = as_of
        self._days = tuple(_turning_days((old, new), as_of))
        self._families: tuple[dict[str, Policy], ...] | None = None
        self._versions: dict[str, Versions] = {}

    def roots(self, *obligations: Obligation) -> tuple[str, ...]:
        """Return the families that promises are about and that both versions have."""
        old, new = self._whole
        roots = (
            policy.classes[name].lineage[-1]
            for policy in self._whole
            for one in obligations
            for name in one.classes
            if name in policy.classes
        )
        return tuple(r for r in dict.fromkeys(roots) if r in old.classes and r in new.classes)

    # --- questions ----------------------------------------------------------------

    def given_by_one(self, root: str, ref: str, *, newly: bool) -> Seen:
        """Return a record to which one version gives a promise, and the other does not.

        Args:
            root: the family.
            ref: the reference of the promise or stage.
            newly: whether it is the new version that gives it.
        """
        if reason := self._unreadable(root):
            return Seen(verdict=Verdict.UNKNOWN, reason=reason)
        versions, unsure = self._at(root), ABSENT
        for day in self._days:
            question = all_of(
                (
                    _stands(versions.old, ref, day, value=not newly),
                    _stands(versions.new, ref, day, value=newly),
                )
            )
            found = versions.ask(question, partial(self._one_gives, ref, newly, day))
            if found.verdict is Verdict.WITNESS:
                return self._seen(found, ref, day)
            if found.verdict is Verdict.UNKNOWN:
                unsure = self._seen(found, ref, day)
        return unsure

    def due_differently(self, root: str, ref: str, day: date, extension: int | None = None) -> Seen:
        """Return a record whose deadline differs, of an event on a day, decided on that day.

        Args:
            root: the family.
            ref: the promise or stage.
            day: the day of the event from which its limit runs.
            extension: which extension of the old version is to apply; `None` for none.
        """
        if reason := self._unreadable(root):
            return Seen(verdict=Verdict.UNKNOWN, reason=reason)
        versions = self._at(root)
        step = self._step(versions.old, ref)[1]
        question = all_of(
            (
                _stands(versions.old, ref, day, value=True),
                _stands(versions.new, ref, day, value=True),
                _on(step.limit.anchor, day, versions.old) if step else TRUE,
                *(
                    _extended(versions.old, ref, which, value=extension is not None)
                    for which in range(len(step.extensions) if step else 0)
                    if extension in (None, which)
                ),
            )
        )
        found = versions.ask(
            question,
            partial(self._differ, ref, day),
            wishes=(_not_done(versions.old, step),) if step else (),
        )
        return self._seen(found, ref, day)

    def alike(self, roots: Iterable[str], ref: str, one: int, other: int) -> bool:
        """Return whether two extensions are proved to be for the same records.

        Args:
            roots: the families that the promise is about.
            ref: the promise or stage.
            one: which of its extensions in the old version.
            other: which in the new one.
        """
        for root in roots:
            if self._unreadable(root):
                return False
            versions = self._at(root)
            for value in (True, False):
                differ = all_of(
                    (
                        _extended(versions.old, ref, one, value=value),
                        _extended(versions.new, ref, other, value=not value),
                    )
                )
                if versions.possible(differ):
                    return False
        return True

    # --- decisions ----------------------------------------------------------------

    def _one_gives(self, ref: str, newly: bool, day: date, case: Case) -> object:
        gives = [
            ref in self._deadlines(policy, case).certain(case.records[0]) for policy in self._whole
        ]
        there = [self._decided(policy, ref, case) is not None for policy in self._whole]
        return gives[newly] and not there[not newly]

    def _differ(self, ref: str, day: date, case: Case) -> object:
        on_day = replace(case, as_of=day)
        ends = [d.deadline if d else None for d in self._both(ref, on_day)]
        return ends[0] is not None and ends[1] is not None and ends[0] != ends[1] and tuple(ends)

    def _both(self, ref: str, case: Case) -> tuple[DeadlineDecision | None, ...]:
        return tuple(self._decided(policy, ref, case) for policy in self._whole)

    def _decided(self, policy: Policy, ref: str, case: Case) -> DeadlineDecision | None:
        return self._deadlines(policy, case).step(case.records[0], ref)

    @staticmethod
    def _deadlines(policy: Policy, case: Case) -> Deadlines:
        as_of = AsOf(day=case.as_of)
        return Deadlines(policy, Inventory(case.records), as_of, case.facts)

    def _seen(self, found: Found, ref: str, day: date) -> Seen:
        if found.shown is None:
            return Seen(verdict=found.verdict, reason=found.reason)
        case = replace(found.shown.case, as_of=day)
        before, after = self._both(ref, case)
        shown = DeadlineShown(case=case, before=before, after=after)
        return Seen(verdict=found.verdict, shown=shown)

    # --- both versions --------------------------------------------------------------

    def _at(self, root: str) -> Versions:
        if root not in self._versions:
            old, new = (families[root] for families in self._of_both())
            family = Family(root=root, old=old, new=new, same=False)
            self._versions[root] = Versions(family, self._whole, self._as_of, HORIZON, links=0)
        return self._versions[root]

    def _unreadable(self, root: str) -> str | None:
        old, new = (families[root] for families in self._of_both())
        return incomparable_fields(old, new)

    def _of_both(self) -> tuple[dict[str, Policy], ...]:
        """Return what of each version can concern a family, less its rules and holds."""
        if self._families is None:
            self._families = tuple(
                {
                    root: replace(part.policy, rules={}, holds={})
                    for part in parts(policy)
                    for root in part.roots
                }
                for policy in self._whole
            )
        return self._families

    @staticmethod
    def _step(prover: Prover, ref: str) -> tuple[Obligation, Step] | tuple[None, None]:
        return step_named(prover.policy.obligations, ref) or (None, None)


def _turning_days(policies: Iterable[Policy], as_of: date) -> Iterator[date]:
    """Yield the day asked for, and each later one on which a promise begins or ceases to count."""
    turns: set[date] = set()
    for policy in policies:
        for one in policy.obligations.values():
            turns |= {one.in_force.start} if one.in_force.start else set()
            if one.in_force.end and one.in_force.end < date.max:
                turns.add(date.fromordinal(one.in_force.end.toordinal() + 1))
    yield as_of
    yield from sorted(day for day in turns if day > as_of)


# --- formulas ---------------------------------------------------------------------


def _stands(prover: Prover, ref: str, day: date, *, value: bool) -> Formula:
    """Return where a promise or stage certainly applies, or certainly does not."""
    named = step_named(prover.policy.obligations, ref)
    if named is None:
        return any_of(()) if value else all_of(())
    obligation, step = named
    above = overriding(prover.policy)[obligation.ref]
    join = all_of if value else any_of
    return join(
        (
            _applies(prover, obligation, day, value=value),
            _true(prover, step.condition, value=value),
            *(
                _applies(prover, prover.policy.obligations[other], day, value=not value)
                for other in sorted(above)
            ),
        )
    )


def _applies(prover: Prover, obligation: Obligation, day: date, *, value: bool) -> Formula:
    in_force = obligation.in_force.on(day)
    join, either = (all_of, any_of) if value else (any_of, all_of)
    here = [n for n in obligation.classes if n in prover.policy.classes]
    members = [prover.standing.member(n, "", value=value) for n in here if _of_family(prover, n)]
    return join(
        (
            either(members),
            _true(prover, obligation.condition, value=value),
            all_of(()) if in_force is value else any_of(()),
        )
    )


def _of_family(prover: Prover, name: str) -> bool:
    return prover.policy.classes[name].lineage[-1] == prover.root


def _true(prover: Prover, condition: Condition | None, *, value: bool) -> Formula:
    if condition is None:
        return all_of(()) if value else any_of(())
    return certainly(condition, "", prover.space, value=value)


def _on(anchor: object, day: date, prover: Prover) -> Formula:
    """Return that an event of the record itself is on a day; nothing of any other anchor."""
    if not isinstance(anchor, FieldRef) or anchor.fact:
        return TRUE
    here, there = DayTerm(event=anchor.path), DayTerm(day=day.toordinal())
    return all_of((known(anchor, "", prover.space), Le(here, 0, there), Le(there, 0, here)))


def _extended(prover: Prover, ref: str, which: int, *, value: bool) -> Formula:
    """Return where an extension of a promise certainly applies, or certainly does not."""
    named = step_named(prover.policy.obligations, ref)
    if named is None:
        return any_of(()) if value else all_of(())
    return certainly(named[1].extensions[which].condition, "", prover.space, value=value)


def _not_done(prover: Prover, step: Step) -> Formula:
    """Return that a step is not done yet, and nothing has paused it: the plainest record."""
    refs = (step.marks, *(pause.start for pause in step.pauses))
    return all_of(unknown(ref, "", prover.space) for ref in refs)
