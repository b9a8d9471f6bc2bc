"""Compares what two versions say of the records of one family of classes.

Every answer of the old version is held against every answer of the new one that can be
about the same record. What is asked is in `differences`; here it becomes formulas, and
every record found is decided by both versions before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import MAX_LINKS, not_after
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.terms import ALWAYS, DayTerm
from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.check.undecided import NOT_FOLLOWED, TOO_MANY_CASES
from tenure.compiler.compare.changes import Change, ChangeKind
from tenure.compiler.compare.sayings import Saying, Sayings
from tenure.compiler.compare.told import Told, differences, told
from tenure.compiler.compare.versions import Found, Versions
from tenure.compiler.policy.periods import AsLongAs, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import RuleKind
from tenure.dsl.diagnostics import Verdict

_KINDS = (ChangeKind.SHORTER, ChangeKind.LONGER, ChangeKind.ACTION, ChangeKind.INCOMPARABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether some record shows a kind of change.

    Attributes:
        kind: the kind.
        before, after: the rules that govern, where the question is about single ones.
        disposed_as: the phase of the records.
        exact: the formula, less what hangs on links that are not followed.
        rough: what does.
    """

    kind: ChangeKind
    before: str | None
    after: str | None
    disposed_as: str | None
    exact: Formula
    rough: Formula

    @property
    def key(self) -> tuple[object, ...]:
        """What the question is about, however far links are followed."""
        return self.kind, self.before, self.after, self.disposed_as


class Retention:
    """What two versions decide differently, of the records of one family.

    Every question is first asked as if linked records were kept through any day, the same
    in both versions. Only where that does not settle it are links followed, one and then two.
    """

    def __init__(self, prepare: Callable[[int], Versions], root: str) -> None:
        """Prepare.

        Args:
            prepare: gives both versions, links followed so far.
            root: the class at the top of the family.
        """
        self._prepare = prepare
        self._root = root
        self._versions: dict[int, Versions] = {}
        self._asked: dict[int, dict[tuple[object, ...], Question]] = {}

    @property
    def passes_on(self) -> bool:
        """Whether linked records may be decided otherwise, and rules of the family ask them."""
        versions = self._at(0)
        kept_with = any(
            isinstance(period, AsLongAs)
            for prover in (versions.old, versions.new)
            for rule in prover.rules(*RuleKind)
            for phase in rule.phases
            for period in subperiods(phase.keep)
        )
        return versions.passes_on and kept_with

    def changes(self) -> Iterator[Change]:
        """Yield what is decided differently, and what is not known."""
        try:
            for question in Questions(self._at(0)).all():
                change = self._answer(question)
                if change is not None:
                    yield change
        except GaveUpError:
            reason = TOO_MANY_CASES
            yield Change(
                kind=ChangeKind.INCOMPARABLE,
                family=self._root,
                verdict=Verdict.UNKNOWN,
                reason=reason,
            )

    def _at(self, links: int) -> Versions:
        if links not in self._versions:
            self._versions[links] = self._prepare(links)
        return self._versions[links]

    def _followed(self, question: Question, links: int) -> Question | None:
        """Return a question with links followed; `None` where it does not arise then."""
        if not links:
            return question
        if links not in self._asked:
            followed = Questions(self._at(links)).all()
            self._asked[links] = {each.key: each for each in followed}
        return self._asked[links].get(question.key)

    def _answer(self, quick: Question) -> Change | None:
        """Return what comes of a question; `None` where no record shows the change."""
        if not self._at(0).possible(any_of((quick.exact, quick.rough))):
            return None
        reason = ""
        for links in range(MAX_LINKS + 1):
            question = self._followed(quick, links)
            if question is None:
                continue
            found = self._ask(question, links)
            if found.verdict is Verdict.WITNESS:
                return self._change(question, found)
            reason = found.reason
            if not reason and not self._at(links).possible(question.rough):
                return None
            if quick.rough == FALSE:
                break
        return self._change(quick, Found(verdict=Verdict.UNKNOWN, reason=reason or NOT_FOLLOWED))

    def _change(self, question: Question, found: Found) -> Change:
        return Change(
            kind=question.kind,
            family=self._root,
            before=question.before,
            after=question.after,
            disposed_as=question.disposed_as,
            verdict=found.verdict,
            shown=found.shown,
            reason=found.reason,
        )

    def _ask(self, question: Question, links: int) -> Found:
        versions = self._at(links)
        return versions.ask(
            question.exact,
            partial(_shows, versions.whole, question.kind),
            wishes=(all_of((versions.old.not_held(), versions.new.not_held())),),
            disposed_as=question.disposed_as,
        )


def _shows(whole: tuple[Policy, Policy], kind: ChangeKind, case: Case) -> tuple[Told, Told] | None:
    before, after = (told(policy, case) for policy in whole)
    return (before, after) if kind in differences(before, after) else None


class Questions:
    """The questions about both versions."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def all(self) -> Iterator[Question]:
        """Yield them, those that cannot have a solution left out."""
        for disposed_as in self._phases():
            for question in self._in_phase(disposed_as):
                if any_of((question.exact, question.rough)) != FALSE:
                    yield question

    def _phases(self) -> list[str | None]:
        """Return the phases that records can be in under both versions."""
        found = []
        for prover in (self._versions.old, self._versions.new):
            rules = prover.rules(RuleKind.SCHEDULE)
            found.append(dict.fromkeys((None, *(p for r in rules for p in r.stated_phases))))
        return [phase for phase in found[0] if phase in found[1]]

    def _in_phase(self, disposed_as: str | None) -> Iterator[Question]:
        old = Sayings(self._versions.old, disposed_as)
        new = Sayings(self._versions.new, disposed_as)
        yield from self._due_at_once(old, new, disposed_as)
        yield from self._of_pairs(old, new, disposed_as)
        yield from self._conflicts(old, new, disposed_as)
        if disposed_as is None:
            yield from self._coverage(old, new)
            yield from self._holds()

    # --- days and actions ---------------------------------------------------------

    def _of_pairs(self, old: Sayings, new: Sayings, phase: str | None) -> Iterator[Question]:
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
                yield _question(kind, exact, rough, phase, before=ref, after=its)

    # --- conflicts and gaps -------------------------------------------------------

    def _conflicts(self, old: Sayings, new: Sayings, phase: str | None) -> Iterator[Question]:
        kinds = ChangeKind.NEWLY_CONFLICTING, ChangeKind.NO_LONGER_CONFLICTING
        for kind, clashing, other in zip(kinds, (new, old), (old, new), strict=True):
            newly = kind is ChangeKind.NEWLY_CONFLICTING
            fine = (
                _or_uncovered(other, phase, rough=False) if newly else other.anything(rough=False)
            )
            loose = _or_uncovered(other, phase, rough=True) if newly else other.anything(rough=True)
            by_rules: dict[tuple[str, str], list[tuple[Formula, bool]]] = {}
            for clash in clashing.clashes():
                by_rules.setdefault(clash.rules, []).append((clash.where, clash.free))
            for pair, found in by_rules.items():
                exact, rough = _questions(found)
                hangs = any_of((rough, exact)) if loose != fine else rough
                between = " and ".join(pair)
                yield _question(
                    kind,
                    all_of((exact, fine)),
                    all_of((hangs, loose)),
                    phase,
                    before=None if newly else between,
                    after=between if newly else None,
                )

    def _coverage(self, old: Sayings, new: Sayings) -> Iterator[Question]:
        kinds = ChangeKind.NEWLY_UNCOVERED, ChangeKind.NEWLY_COVERED
        for kind, gap, other in zip(kinds, (new, old), (old, new), strict=True):
            uncovered = gap.uncovered()
            clashes = [(c.where, c.free) for c in other.clashes()] if kind is kinds[0] else []
            covered: dict[str, list[tuple[Formula, bool]]] = {}
            for answer in other.answers:
                covered.setdefault(answer.rule.ref, []).append((answer.where, answer.free))
            if clashes:
                covered[""] = clashes
            for ref, found in covered.items():
                exact, rough = _questions(
                    (all_of((where, uncovered)), free) for where, free in found
                )
                newly = kind is ChangeKind.NEWLY_UNCOVERED
                yield _question(
                    kind,
                    exact,
                    rough,
                    None,
                    before=ref or None if newly else None,
                    after=None if newly else ref or None,
                )

    # --- due at once, and holds ---------------------------------------------------

    def _due_at_once(self, old: Sayings, new: Sayings, phase: str | None) -> Iterator[Question]:
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
                if phase is None:
                    pairs += [
                        (all_of((over, clash.where)), clash.free or after.free)
                        for clash in old.clashes()
                    ]
                    pairs.append((all_of((over, old.uncovered())), after.free))
                if self._holds_differ():
                    held = self._held(self._versions.old)
                    pairs.append((all_of((over, held)), after.free))
            ground = (self._versions.today(), self._versions.new.not_held())
            exact, rough = (all_of((q, *ground)) for q in _questions(pairs))
            yield _question(ChangeKind.IMMEDIATELY_DUE, exact, rough, phase, after=ref)

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

    def _holds(self) -> Iterator[Question]:
        if not self._holds_differ():
            return
        old, new = self._versions.old, self._versions.new
        for kind, held, free in (
            (ChangeKind.HOLD_RELEASED, old, new),
            (ChangeKind.NEWLY_HELD, new, old),
        ):
            question = all_of((self._held(held), free.not_held()))
            yield _question(kind, question, FALSE, None)


def _questions(parts: Iterable[tuple[Formula, bool]]) -> tuple[Formula, Formula]:
    """Return the question without what hangs on linked records, and that of it alone."""
    exact: list[Formula] = []
    rough: list[Formula] = []
    for formula, free in parts:
        (rough if free else exact).append(formula)
    return any_of(exact), any_of(rough)


def _question(
    kind: ChangeKind,
    exact: Formula,
    rough: Formula,
    disposed_as: str | None,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Question:
    return Question(
        kind=kind, before=before, after=after, disposed_as=disposed_as, exact=exact, rough=rough
    )


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
