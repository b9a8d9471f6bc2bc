"""Compares what two versions say of the records of one family of classes.

Every answer of the old version is held against every answer of the new one that can be
about the same record. What is asked is in `differences`; here it becomes formulas, and
every record found is decided by both versions before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import FALSE, TRUE, Formula, all_of, any_of, disjoint
from tenure.compiler.analysis.outcomes import MAX_LINKS, not_after
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.terms import ALWAYS, DayTerm
from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.check.undecided import NOT_FOLLOWED, TOO_MANY_CASES
from tenure.compiler.compare.alike import Alike
from tenure.compiler.compare.changes import Change, ChangeKind
from tenure.compiler.compare.sayings import MAX_PAIRS, Effort, Saying, Sayings
from tenure.compiler.compare.told import Told, differences, told
from tenure.compiler.compare.versions import Found, Versions
from tenure.compiler.policy.fields import LinkType
from tenure.compiler.policy.periods import AsLongAs, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import RuleKind
from tenure.dsl.diagnostics import Verdict

_KINDS = (ChangeKind.SHORTER, ChangeKind.LONGER, ChangeKind.ACTION, ChangeKind.INCOMPARABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a question is about, however far links are followed.

    Attributes:
        kind: the kind of change that a record is to show.
        before, after: the rules that decide, in the old and in the new version; two where
            they disagree; none where the question is not about single rules.
        disposed_as: the phase of the records.
    """

    kind: ChangeKind
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    disposed_as: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Whether some record shows a change.

    Attributes:
        exact: the formula, less what hangs on links that are not followed.
        rough: what does.
    """

    exact: Formula
    rough: Formula

    def given(self, *parts: Formula) -> Question:
        """Return the question about fewer records."""
        return Question(all_of((self.exact, *parts)), all_of((self.rough, *parts)))


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
        self._questions: dict[int, Questions] = {}

    @property
    def kept_with(self) -> frozenset[str]:
        """The families, by the class at their top, on whose records its own records' days hang."""
        versions = self._at(0)
        return frozenset(
            prover.policy.classes[period.link.type.target].lineage[-1]
            for prover in (versions.old, versions.new)
            for rule in prover.rules(*RuleKind)
            for phase in rule.phases
            for period in subperiods(phase.keep)
            if isinstance(period, AsLongAs) and isinstance(period.link.type, LinkType)
        )

    def changes(self) -> Iterator[Change]:
        """Yield what is decided differently, and what is not known."""
        self._at(0)
        for topic in self._questions[0].topics():
            found = self._answer(topic)
            if found is not None:
                yield Change(
                    kind=topic.kind,
                    family=self._root,
                    before=" and ".join(topic.before) or None,
                    after=" and ".join(topic.after) or None,
                    disposed_as=topic.disposed_as,
                    verdict=found.verdict,
                    shown=found.shown,
                    reason=found.reason,
                )

    def _at(self, links: int) -> Versions:
        if links not in self._versions:
            self._versions[links] = self._prepare(links)
            self._questions[links] = Questions(self._versions[links])
        return self._versions[links]

    def _answer(self, topic: Topic) -> Found | None:
        """Return what comes of a question; `None` where no record shows the change."""
        try:
            quick = self._questions[0].about(topic)
            if not self._at(0).possible(any_of((quick.exact, quick.rough))):
                return None
            reason = NOT_FOLLOWED
            for links in range(MAX_LINKS + 1 if quick.rough != FALSE else 1):
                found = self._ask(topic, links)
                if found is None or found.verdict is Verdict.WITNESS:
                    return found
                reason = found.reason or reason
        except GaveUpError:
            return Found(verdict=Verdict.UNKNOWN, reason=TOO_MANY_CASES)
        return Found(verdict=Verdict.UNKNOWN, reason=reason)

    def _ask(self, topic: Topic, links: int) -> Found | None:
        """Return a witness, or none as far as links are followed; `None` for none at all."""
        versions = self._at(links)
        question = self._questions[links].about(topic)
        found = versions.ask(
            question.exact,
            partial(_shows, versions.whole, topic.kind),
            wishes=(all_of((versions.old.not_held(), versions.new.not_held())),),
            disposed_as=topic.disposed_as,
        )
        if found.verdict is Verdict.PROVED_ABSENT and not versions.possible(question.rough):
            return None
        return found


def _shows(whole: tuple[Policy, Policy], kind: ChangeKind, case: Case) -> tuple[Told, Told] | None:
    before, after = (told(policy, case) for policy in whole)
    return (before, after) if kind in differences(before, after) else None


class Questions:
    """The questions about both versions, with links followed so far."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._sayings: dict[str | None, tuple[Sayings, Sayings]] = {}
        self._pairs: dict[Sayings, tuple[tuple[str, str], ...]] = {}
        self._effort = Effort()
        self._alike = Alike(versions.old, versions.new)

    # --- topics -------------------------------------------------------------------

    def topics(self) -> Iterator[Topic]:
        """Yield what is to be asked."""
        for disposed_as in self._phases():
            for topic in self._in_every_phase(*self._in_phase(disposed_as)):
                yield replace(topic, disposed_as=disposed_as)
        old, new = self._in_phase(None)
        for ref in (*(r for r in old.answering if r in self._alike.changed), ""):
            yield Topic(kind=ChangeKind.NEWLY_UNCOVERED, before=(ref,) if ref else ())
        for ref in new.answering:
            if ref in self._alike.changed:
                yield Topic(kind=ChangeKind.NEWLY_COVERED, after=(ref,))
        if self._holds_differ():
            yield Topic(kind=ChangeKind.HOLD_RELEASED)
            yield Topic(kind=ChangeKind.NEWLY_HELD)

    def _in_every_phase(self, old: Sayings, new: Sayings) -> Iterator[Topic]:
        """Yield what is asked in every phase, gravest first."""
        for ref in new.answering:
            yield Topic(kind=ChangeKind.IMMEDIATELY_DUE, after=(ref,))
        pairs = [
            (ref, its)
            for ref in old.answering
            for its in new.answering
            if self._alike.may_differ(ref, its) and self._alike.may_follow(ref, its)
        ]
        for kind in _KINDS:
            for ref, its in pairs:
                yield Topic(kind=kind, before=(ref,), after=(its,))
        for kind, sayings in (
            (ChangeKind.NEWLY_CONFLICTING, new),
            (ChangeKind.NO_LONGER_CONFLICTING, old),
        ):
            newly = sayings is new
            for pair in self._clashing(sayings):
                empty: tuple[str, ...] = ()
                yield Topic(
                    kind=kind, before=empty if newly else pair, after=pair if newly else empty
                )

    def _clashing(self, sayings: Sayings) -> tuple[tuple[str, str], ...]:
        """Return the rules of a version that can disagree, and not in the other one as well."""
        if sayings not in self._pairs:
            self._pairs[sayings] = tuple(
                pair
                for pair in sayings.clashing
                if sayings.breaks_ties or self._alike.may_differ(*pair)
            )
        return self._pairs[sayings]

    def _phases(self) -> list[str | None]:
        """Return the phases that records can be in under both versions."""
        found = []
        for prover in (self._versions.old, self._versions.new):
            rules = prover.rules(RuleKind.SCHEDULE)
            found.append(dict.fromkeys((None, *(p for r in rules for p in r.stated_phases))))
        return [phase for phase in found[0] if phase in found[1]]

    def _in_phase(self, disposed_as: str | None) -> tuple[Sayings, Sayings]:
        if disposed_as not in self._sayings:
            self._sayings[disposed_as] = (
                Sayings(self._versions.old, disposed_as, self._effort),
                Sayings(self._versions.new, disposed_as, self._effort),
            )
        return self._sayings[disposed_as]

    def _holds_differ(self) -> bool:
        return self._versions.old.policy.holds != self._versions.new.policy.holds

    # --- formulas -----------------------------------------------------------------

    def about(self, topic: Topic) -> Question:
        """Return the question on a topic.

        Raises:
            GaveUpError: there are too many cases.
        """
        old, new = self._in_phase(topic.disposed_as)
        match topic.kind:
            case ChangeKind.IMMEDIATELY_DUE:
                return self._due_at_once(old, new, topic.after[0])
            case ChangeKind.NEWLY_CONFLICTING:
                return _both(_clash(new, topic.after), lambda: _or_uncovered(old))
            case ChangeKind.NO_LONGER_CONFLICTING:
                return _both(_clash(old, topic.before), lambda: _decided(new))
            case ChangeKind.NEWLY_UNCOVERED:
                return self._left(old, topic.before).given(new.uncovered())
            case ChangeKind.NEWLY_COVERED:
                return _question((a.where, a.free) for a in new.answers_of(topic.after[0])).given(
                    old.uncovered()
                )
            case ChangeKind.HOLD_RELEASED:
                return self._held_by_one(self._versions.old, self._versions.new)
            case ChangeKind.NEWLY_HELD:
                return self._held_by_one(self._versions.new, self._versions.old)
        before, after = old.answers_of(topic.before[0]), new.answers_of(topic.after[0])
        if len(before) * len(after) > MAX_PAIRS:
            raise GaveUpError
        return _question(
            (all_of((b.where, a.where, _differ(topic.kind, b, a))), b.free or a.free)
            for b in before
            for a in after
            if not disjoint(b.box, a.box)
        )

    def _due_at_once(self, old: Sayings, new: Sayings, ref: str) -> Question:
        """Return where a rule makes due, on the first day, what was not due before."""
        today = DayTerm(day=self._versions.first_day.toordinal())
        parts: list[tuple[Formula, bool]] = []
        befores = [
            before
            for before in old.answering
            if self._alike.may_differ(before, ref) and self._alike.may_follow(before, ref)
        ]
        clashes = [c for pair in self._clashing(old) for c in old.clashes_of(pair)]
        asked = befores or clashes or self._alike.may_differ(ref) or self._holds_differ()
        if not asked:
            return _question(())
        for after in new.answers_of(ref):
            over = all_of((after.where, not_after(after.high, 1, today)))
            if over == FALSE or after.action is None:
                continue
            parts += [
                (all_of((over, b.where, not_after(today, 0, b.high))), b.free or after.free)
                for before in befores
                for b in old.answers_of(before)
                if not disjoint(b.box, after.box)
            ]
            parts += [(all_of((over, c.where)), c.free or after.free) for c in clashes]
            if self._alike.may_differ(ref):
                parts.append((all_of((over, old.uncovered())), after.free))
            if self._holds_differ():
                parts.append((all_of((over, _held(self._versions.old))), after.free))
        if not parts:
            return _question(())
        return _question(parts).given(self._versions.today(), self._versions.new.not_held())

    def _left(self, old: Sayings, refs: tuple[str, ...]) -> Question:
        """Return where a rule decides; without one, where rules disagree none of which stays."""
        if refs:
            return _question((a.where, a.free) for a in old.answers_of(refs[0]))
        return _question(
            (c.where, c.free)
            for pair in old.clashing
            if self._alike.changed.issuperset(pair)
            for c in old.clashes_of(pair)
        )

    def _held_by_one(self, held: Prover, free: Prover) -> Question:
        return Question(all_of((_held(held), free.not_held())), FALSE)


def _question(parts: Iterable[tuple[Formula, bool]]) -> Question:
    """Return the question from its alternatives, each with whether it hangs on links."""
    exact: list[Formula] = []
    rough: list[Formula] = []
    for formula, free in parts:
        (rough if free else exact).append(formula)
    return Question(any_of(exact), any_of(rough))


def _both(one: Question, also: Callable[[], Question]) -> Question:
    """Return where both hold; the second is not worked out where the first never does."""
    if any_of((one.exact, one.rough)) == FALSE:
        return one
    other = also()
    exact = all_of((one.exact, other.exact))
    either = any_of((other.exact, other.rough))
    rough = any_of((all_of((one.rough, either)), all_of((one.exact, other.rough))))
    return Question(exact, rough)


def _clash(sayings: Sayings, refs: tuple[str, ...]) -> Question:
    one, other = refs
    return _question((c.where, c.free) for c in sayings.clashes_of((one, other)))


def _decided(sayings: Sayings) -> Question:
    """Return where one rule, or several that agree, decide."""
    return _question((a.where, a.free) for a in sayings.answers())


def _or_uncovered(sayings: Sayings) -> Question:
    answers = ((a.where, a.free) for a in sayings.answers())
    return _question((*answers, (sayings.uncovered(), False)))


def _held(prover: Prover) -> Formula:
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


def _differ(kind: ChangeKind, before: Saying, after: Saying) -> Formula:
    """Return where two answers differ in one way."""
    if kind is ChangeKind.INCOMPARABLE:
        alike = before.follows == after.follows
        same = alike and before.settled == after.settled
        return FALSE if same or (alike and before.follows) else TRUE
    if not (before.settled and after.settled):
        return FALSE
    if kind is ChangeKind.SHORTER:
        return not_after(after.high, 1, before.low)
    if kind is ChangeKind.LONGER:
        return not_after(before.high, 1, after.low)
    permanent = ALWAYS in (before.low, after.low)
    return FALSE if permanent or before.action == after.action else TRUE
