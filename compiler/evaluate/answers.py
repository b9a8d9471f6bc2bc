"""What rules answer, and what comes of answers that differ (S4 step 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from tenure.compiler.evaluate.bounds import FOREVER, NEVER, Kept, earlier_of, later_of
from tenure.compiler.policy.periods import Period
from tenure.compiler.policy.policy import Policy, TieBreak
from tenure.compiler.policy.rules import Action, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one rule answers for one record.

    Attributes:
        rule: the rule.
        kept: through which day it keeps the record.
        action: what it says is done then.
        period: the period that it names, for comparing days that are not known yet.
        phase: the phase that the record is in, counted from 1.
        finished: whether the last action that the rule names has been done.
        follows: the title of a policy that has the answer and is not loaded.
        since: the day from which the rule counts, for lex posterior.
    """

    rule: Rule
    kept: Kept
    action: Action | None
    period: Period | None
    phase: int
    finished: bool = False
    follows: str | None = None
    since: date

    @property
    def says(self) -> bool:
        """Whether the rule answers at all; not for a phase that it does not know (S10)."""
        return not self.finished and (self.action is not None or self.follows is not None)

    def same_as(self, other: Answer) -> bool:
        """Return whether two answers agree on day and action, now and whatever happens.

        Days that are not known yet are the same where period and bounds are. The period
        alone is not enough: `the latest 2` counts the records of its own rule.
        """
        if self.kept.permanent and other.kept.permanent:
            return True
        if self.action != other.action or self.follows != other.follows:
            return False
        if self.kept.earliest != other.kept.earliest or self.kept.latest != other.kept.latest:
            return False
        return self.kept.settled or (self.period is not None and self.period == other.period)

    def differs_from(self, other: Answer) -> bool:
        """Return whether two answers disagree for certain, whatever happens."""
        if self.kept.permanent and other.kept.permanent:
            return False
        if not (self.says and other.says):
            return False
        apart = self.kept.latest < other.kept.earliest or other.kept.latest < self.kept.earliest
        return apart or self.action != other.action


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the governing rules come to.

    Attributes:
        answers: those that are left after the tie-breaks; one or several.
        kept: through which day they keep the record, as far as it is known.
        agreed: whether they agree.
        differ: whether two of them disagree for certain. When they neither agree nor
            differ, the days on which that depends have not come yet.
        pending: whether a tie-break by length waits for such days, and will decide.
    """

    answers: tuple[Answer, ...]
    kept: Kept
    agreed: bool
    differ: bool
    pending: bool = False

    @property
    def action(self) -> Action | None:
        """The action, where the answers that are left name only one."""
        actions = {answer.action for answer in self.answers}
        return actions.pop() if len(actions) == 1 else None


def agree(answers: Sequence[Answer], tie_breaks: Iterable[TieBreak]) -> Agreement:
    """Try the tie-breaks in order until the answers that are left agree.

    A tie-break by length whose days are not all known cannot be passed over: which
    answer it prefers will be seen, and the tie-breaks after it may never be asked.
    """
    left = list(answers)
    for tie_break in tie_breaks:
        if _all_same(left):
            break
        left = _preferred(left, tie_break)
        if tie_break in ("longest", "shortest") and not _settled(left):
            choose = later_of if tie_break == "longest" else earlier_of
            kept = choose(answer.kept for answer in left)
            return Agreement(
                answers=tuple(left), kept=kept, agreed=_all_same(left), differ=False, pending=True
            )
    return Agreement(
        answers=tuple(left),
        kept=left[0].kept if _all_same(left) else hull(left),
        agreed=_all_same(left),
        differ=any(one.differs_from(other) for i, one in enumerate(left) for other in left[:i]),
    )


def _settled(answers: Sequence[Answer]) -> bool:
    return all(answer.kept.settled for answer in answers)


def _all_same(answers: Sequence[Answer]) -> bool:
    return all(one.same_as(other) for i, one in enumerate(answers) for other in answers[:i])


def _preferred(answers: list[Answer], tie_break: TieBreak) -> list[Answer]:
    """Return the answers that a tie-break prefers, or may prefer once all days are known."""
    match tie_break:
        case "longest":
            longest = max(answer.kept.earliest for answer in answers)
            return [answer for answer in answers if answer.kept.latest >= longest]
        case "shortest":
            shortest = min(answer.kept.latest for answer in answers)
            return [answer for answer in answers if answer.kept.earliest <= shortest]
        case "authority":
            strongest = max(answer.rule.rank for answer in answers)
            return [answer for answer in answers if answer.rule.rank == strongest]
        case "latest":
            newest = max(answer.since for answer in answers)
            return [answer for answer in answers if answer.since == newest]
    assert_never(tie_break)


def hull(answers: Iterable[Answer]) -> Kept:
    """Return the bounds that hold whichever of several answers it will be."""
    kept = [answer.kept for answer in answers]
    return Kept(
        earliest=min((k.earliest for k in kept), default=NEVER),
        latest=max((k.latest for k in kept), default=FOREVER),
        awaiting=frozenset().union(*(k.awaiting for k in kept)),
        missing=frozenset().union(*(k.missing for k in kept)),
    )


def since_of(policy: Policy, rule: Rule) -> date:
    """Return the day from which a rule counts (lex posterior)."""
    document = policy.documents[rule.document]
    approved = document.approval.first if document.approval else None
    return rule.in_force.start or document.in_force.start or approved or date.min
