"""Compares what two versions say of the records of one family of classes.

Every answer of the old version is held against every answer of the new one that can be
about the same record. What is asked is in `differences`; here it becomes formulas, and
every record found is decided by both versions before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import not_after
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.terms import ALWAYS, DayTerm
from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.check.undecided import NOT_FOLLOWED, TOO_MANY_CASES
from tenure.compiler.compare.changes import Change, ChangeKind
from tenure.compiler.compare.sayings import Saying, Sayings
from tenure.compiler.compare.told import Told, differences, told
from tenure.compiler.compare.versions import Found, Versions
from tenure.compiler.policy.rules import RuleKind
from tenure.dsl.diagnostics import Verdict

_KINDS = (ChangeKind.SHORTER, ChangeKind.LONGER, ChangeKind.ACTION, ChangeKind.INCOMPARABLE)


class Retention:
    """Questions about the records of one family, in both versions of a policy."""

    def __init__(self, versions: Versions, root: str) -> None:
        self._versions = versions
        self._policies = versions.whole
        self._root = root

    def changes(self) -> Iterator[Change]:
        """Yield what is decided differently, and what is not known."""
        try:
            for disposed_as in self._phases():
                yield from self._in_phase(disposed_as)
        except GaveUpError:
            yield self._unknown(ChangeKind.INCOMPARABLE, reason=TOO_MANY_CASES)

    def _phases(self) -> list[str | None]:
        """Return the phases that records can be in under both versions."""
        found = []
        for prover in (self._versions.old, self._versions.new):
            rules = prover.rules(RuleKind.SCHEDULE)
            found.append(dict.fromkeys((None, *(p for r in rules for p in r.stated_phases))))
        return [phase for phase in found[0] if phase in found[1]]

    def _in_phase(self, disposed_as: str | None) -> Iterator[Change]:
        old = Sayings(self._versions.old, disposed_as)
        new = Sayings(self._versions.new, disposed_as)
        yield from self._of_pairs(old, new, disposed_as)
        yield from self._conflicts(old, new, disposed_as)
        if disposed_as is None:
            yield from self._coverage(old, new)
            yield from self._holds()
        yield from self._due_at_once(old, new, disposed_as)

    # --- days and actions ---------------------------------------------------------

    def _of_pairs(self, old: Sayings, new: Sayings, phase: str | None) -> Iterator[Change]:
        """Compare every two answers, by the rules that give them."""
        by_rules: dict[tuple[str, str], list[tuple[Saying, Saying]]] = {}
        for before in old.answers:
            for after in new.answers:
                if not disjoint(before.box, after.box):
                    pair = before.rule.ref, after.rule.ref
                    by_rules.setdefault(pair, []).append((before, after))
        for (ref, its), pairs in by_rules.items():
            for kind in _KINDS:
                exact, rough = _questions(
                    (all_of((b.where, a.where, _differ(kind, b, a))), b.free or a.free)
                    for b, a in pairs
                )
                yield from self._asked(kind, exact, rough, phase, before=ref, after=its)

    def _asked(
        self,
        kind: ChangeKind,
        exact: Formula,
        rough: Formula,
        phase: str | None,
        *,
        before: str | None = None,
        after: str | None = None,
        wishes: tuple[Formula, ...] = (),
    ) -> Iterator[Change]:
        """Ask a question, with what is exact first; yield what comes of it."""
        found = self._ask(kind, exact, phase, (*wishes, self._idle()))
        if found.verdict is Verdict.WITNESS:
            yield Change(
                kind=kind,
                family=self._root,
                before=before,
                after=after,
                disposed_as=phase,
                shown=found.shown,
            )
        elif found.verdict is Verdict.UNKNOWN:
            yield self._unknown(kind, before, after, phase, reason=found.reason)
        elif self._versions.possible(rough):
            yield self._unknown(kind, before, after, phase, reason=NOT_FOLLOWED)

    def _idle(self) -> Formula:
        return all_of((self._versions.old.not_held(), self._versions.new.not_held()))

    def _ask(
        self, kind: ChangeKind, exact: Formula, phase: str | None, wishes: tuple[Formula, ...]
    ) -> Found:
        return self._versions.ask(
            exact, partial(self._shows, kind), wishes=wishes, disposed_as=phase
        )

    def _shows(self, kind: ChangeKind, case: Case) -> tuple[Told, Told] | None:
        before, after = (told(policy, case) for policy in self._policies)
        return (before, after) if kind in differences(before, after) else None

    def _unknown(
        self,
        kind: ChangeKind,
        before: str | None = None,
        after: str | None = None,
        phase: str | None = None,
        *,
        reason: str,
    ) -> Change:
        return Change(
            kind=kind,
            family=self._root,
            before=before,
            after=after,
            disposed_as=phase,
            verdict=Verdict.UNKNOWN,
            reason=reason,
        )

    # --- conflicts and gaps -------------------------------------------------------

    def _conflicts(self, old: Sayings, new: Sayings, phase: str | None) -> Iterator[Change]:
        kinds = ChangeKind.NEWLY_CONFLICTING, ChangeKind.NO_LONGER_CONFLICTING
        for kind, clashing, other in zip(kinds, (new, old), (old, new), strict=True):
            newly = kind is ChangeKind.NEWLY_CONFLICTING
            fine = _or_uncovered(other, phase, rough=False) if newly else other.anything(rough=False)
            loose = _or_uncovered(other, phase, rough=True) if newly else other.anything(rough=True)
            by_rules: dict[tuple[str, str], list[tuple[Formula, bool]]] = {}
            for clash in clashing.clashes():
                by_rules.setdefault(clash.rules, []).append((clash.where, clash.free))
            for pair, found in by_rules.items():
                exact, rough = _questions(found)
                hangs = any_of((rough, exact)) if loose != fine else rough
                between = " and ".join(pair)
                yield from self._asked(
                    kind,
                    all_of((exact, fine)),
                    all_of((hangs, loose)),
                    phase,
                    before=None if newly else between,
                    after=between if newly else None,
                )

    def _coverage(self, old: Sayings, new: Sayings) -> Iterator[Change]:
        kinds = ChangeKind.NEWLY_UNCOVERED, ChangeKind.NEWLY_COVERED
        for kind, gap, other in zip(kinds, (new, old), (old, new), strict=True):
            uncovered = gap.uncovered()
            clashes = [c.where for c in other.clashes()] if kind is kinds[0] else []
            covered: dict[str, list[tuple[Formula, bool]]] = {}
            for answer in other.answers:
                covered.setdefault(answer.rule.ref, []).append((answer.where, answer.free))
            if clashes:
                covered[""] = [(where, False) for where in clashes]
            for ref, found in covered.items():
                exact, rough = _questions((all_of((where, uncovered)), free) for where, free in found)
                newly = kind is ChangeKind.NEWLY_UNCOVERED
                yield from self._asked(
                    kind,
                    exact,
                    rough,
                    None,
                    before=ref or None if newly else None,
                    after=None if newly else ref or None,
                )

    # --- due at once, and holds ---------------------------------------------------

    def _due_at_once(self, old: Sayings, new: Sayings, phase: str | None) -> Iterator[Change]:
        """Ask, for every rule, what it makes due on the day asked for and was not before."""
        today = DayTerm(day=self._versions.first_day.toordinal())
        past: dict[str, list[Saying]] = {}
        for answer in new.answers:
            if answer.follows is None and answer.action is not None:
                past.setdefault(answer.rule.ref, []).append(answer)
        for ref, answers in past.items():
            pairs: list[tuple[Formula, bool]] = []
            for after in answers:
                over = all_of((after.where, not_after(after.high, 1, today)))
                if over == FALSE:
                    continue
                for before in old.answers:
                    if not disjoint(before.box, after.box):
                        still = not_after(today, 0, before.high)
                        free = before.free or after.free
                        pairs.append((all_of((over, before.where, still)), free))
                other = [c.where for c in old.clashes()] if phase is None else []
                if phase is None:
                    pairs.append((all_of((over, any_of((*other, old.uncovered())))), after.free))
                if self._holds_differ():
                    held = self._held(self._versions.old)
                    pairs.append((all_of((over, held)), after.free))
            ground = (self._versions.today(), self._versions.new.not_held())
            exact, rough = (all_of((q, *ground)) for q in _questions(pairs))
            yield from self._asked(ChangeKind.IMMEDIATELY_DUE, exact, rough, phase, after=ref)

    def _holds_differ(self) -> bool:
        old, new = self._versions.old.policy, self._versions.new.policy
        return old.holds != new.holds

    def _held(self, prover: Prover) -> Formula:
        """Return where some hold certainly applies to the record itself."""
        return any_of(
            all_of(
                (
                    any_of(prover.standing.member(n, "", value=True) for n in hold.classes),
                    certainly(hold.condition, "", prover.space, value=True),
                )
            )
            for hold in prover.policy.holds.values()
        )

    def _holds(self) -> Iterator[Change]:
        if not self._holds_differ():
            return
        old, new = self._versions.old, self._versions.new
        for kind, held, free in (
            (ChangeKind.HOLD_RELEASED, old, new),
            (ChangeKind.NEWLY_HELD, new, old),
        ):
            question = all_of((self._held(held), free.not_held()))
            yield from self._asked(kind, question, FALSE, None)


def _questions(parts: Iterator[tuple[Formula, bool]] | list[tuple[Formula, bool]]) -> tuple[Formula, Formula]:
    """Return the question without what hangs on linked records, and that of it alone."""
    exact: list[Formula] = []
    rough: list[Formula] = []
    for formula, free in parts:
        (rough if free else exact).append(formula)
    return any_of(exact), any_of(rough)


def _or_uncovered(sayings: Sayings, phase: str | None, *, rough: bool) -> Formula:
    return any_of((sayings.anything(rough=rough), sayings.uncovered()))


def _differ(kind: ChangeKind, before: Saying, after: Saying) -> Formula:
    """Return where two answers differ in one way."""
    if kind is ChangeKind.INCOMPARABLE:
        alike = before.follows == after.follows
        same = alike and before.settled == after.settled
        return FALSE if same or (alike and before.follows) else all_of(())
    if not (before.settled and after.settled):
        return FALSE
    if kind is ChangeKind.SHORTER:
        return not_after(after.high, 1, before.low)
    if kind is ChangeKind.LONGER:
        return not_after(before.high, 1, after.low)
    permanent = ALWAYS in (before.low, after.low)
    return FALSE if permanent or before.action == after.action else all_of(())
