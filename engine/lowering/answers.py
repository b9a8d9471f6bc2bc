"""What rules answer, and what comes of answers that differ, as SQL (S4 step 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenure.compiler.policy.periods import Latest, Period, subperiods
from tenure.compiler.policy.policy import TieBreak
from tenure.compiler.policy.rules import Action, Rule
from tenure.engine.lowering import days, sql
from tenure.engine.lowering.exclusion import can_meet
from tenure.engine.lowering.numbered import Numbered, numbered
from tenure.engine.lowering.periods import Kept, Members, chosen, named, on_or_unknown
from tenure.engine.lowering.rows import Rows
from tenure.engine.lowering.sql import Sql
from tenure.engine.lowering.truths import either_missing

Pairs = Sequence[tuple[int, int]]
"""Answers, by position, that may be left together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one rule answers, for the records of a class in one phase.

    Attributes:
        given: whether it is among the answers that are left; never null.
        rule, kept, action, period, phase, finished, follows, since: as in the reference
            evaluator's `Answer`.
        borrowed: whether the bounds are another policy's, so that two answers of the same
            period can have different ones.
    """

    given: Sql
    rule: Rule
    kept: Kept
    action: Action | None
    period: Period | None
    phase: int
    finished: bool = False
    follows: str | None = None
    since: date
    borrowed: bool = False

    @property
    def says(self) -> bool:
        """Whether the rule answers at all; not for a phase that it does not know (S10)."""
        return not self.finished and (self.action is not None or self.follows is not None)

    def same_as(self, other: Answer) -> Sql:
        """Return whether two answers agree on day and action, now and whatever happens."""
        for_ever = sql.all_of((self.kept.permanent, other.kept.permanent))
        if self.action != other.action or self.follows != other.follows:
            return for_ever
        bounds = sql.all_of(
            (
                days.same(self.kept.low, other.kept.low),
                days.same(self.kept.high, other.kept.high),
            )
        )
        if self.period is not None and self.period == other.period:
            return sql.truth(True) if self._alike(other) else bounds
        return sql.all_of((bounds, self.kept.settled))

    def _alike(self, other: Answer) -> bool:
        """Return whether the same period certainly comes to the same bounds for both rules."""
        if self.borrowed or other.borrowed or self.period is None:
            return False
        return not any(isinstance(part, Latest) for part in subperiods(self.period))

    def differs_from(self, other: Answer) -> Sql:
        """Return whether two answers disagree for certain, whatever happens."""
        if not (self.says and other.says):
            return sql.truth(False)
        for_ever = sql.all_of((self.kept.permanent, other.kept.permanent))
        if self.action != other.action:
            return sql.opposite(for_ever)
        apart = sql.any_of(
            (
                days.before(self.kept.high, other.kept.low),
                days.before(other.kept.high, self.kept.low),
            )
        )
        return sql.all_of((apart, sql.opposite(for_ever)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """The answers that may be left for a record.

    Attributes:
        answers: the answers, at least one.
        choice: which of them it is, where they exclude each other.
        covered: whether there is one at all; never null.
    """

    answers: tuple[Answer, ...]
    choice: Numbered | None
    covered: Sql


def alternatives(answers: Sequence[Answer], rows: Rows) -> Alternatives:
    """Return answers as alternatives, by number where they exclude each other."""
    choice = numbered([answer.given for answer in answers], rows)
    if choice is None:
        some = rows.let("covered", sql.any_of(answer.given for answer in answers))
        return Alternatives(answers=tuple(answers), choice=None, covered=some)
    by_number = (replace(a, given=choice.is_(n)) for n, a in enumerate(answers, start=1))
    return Alternatives(
        answers=tuple(by_number), choice=choice, covered=rows.let("covered", choice.some)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the governing rules come to.

    Attributes:
        answers: those that can be left after the tie-breaks.
        kept: through which day they keep a record.
        hull: the bounds that hold whichever of them it will be.
        agreed, differ, pending: as in the reference evaluator's `Agreement`; never null.
        choice: which answer it is, where they exclude each other.
    """

    answers: tuple[Answer, ...]
    kept: Kept
    hull: Kept
    agreed: Sql
    differ: Sql
    pending: Sql
    choice: Numbered | None

    def any_left(self, chosen: Callable[[Answer], bool]) -> Sql:
        """Return whether an answer of some kind is among those that are left."""
        return sql.one_of(answer.given for answer in self.answers if chosen(answer))

    @property
    def action(self) -> Sql:
        """The action, where the answers that are left name only one; else null."""
        actions = dict.fromkeys(a.action for a in self.answers if a.action is not None)
        if len({a.action for a in self.answers}) == 1 and actions:
            return sql.text(next(iter(actions)).text)  # asked only where some answer is left
        branches = []
        for action in actions:
            others = self.any_left(lambda a, action=action: a.action != action)  # type: ignore[misc]
            some = self.any_left(lambda a, action=action: a.action == action)  # type: ignore[misc]
            branches.append((sql.all_of((some, sql.opposite(others))), sql.text(action.text)))
        return sql.case(branches, sql.null(sql.TEXT))

    def of_lead(self, name: str, what: Callable[[Answer], Sql]) -> Sql:
        """Return something of the answer to be named: strongest authority, then reference.

        Asked only where some answer is left.
        """
        if self.choice is not None:
            return self.choice.looked_up(name, [what(answer) for answer in self.answers])
        return sql.case([(a.given, what(a)) for a in self.leads[:-1]], what(self.leads[-1]))

    @property
    def leads(self) -> list[Answer]:
        """The answers in the order in which one of them is named."""
        return sorted(self.answers, key=lambda a: (-a.rule.rank, a.rule.ref))


def agree(may: Alternatives, tie_breaks: Sequence[TieBreak], tied: Sql, rows: Rows) -> Agreement:
    """Try the tie-breaks in order until the answers that are left agree.

    Args:
        may: the answers.
        tie_breaks: the tie-breaks.
        tied: for which records they are not to be tried at all.
        rows: where what is worked out gets its name.
    """
    left, choice = may.answers, may.choice
    pairs = [] if choice else can_meet([answer.given for answer in left], rows)
    stopped, pending = tied, sql.truth(False)
    kept = hull = named("hull", _hull(left, choice, pairs), rows)
    for tie_break in tie_breaks:
        if not pairs:
            break
        stopped = rows.let("stopped", sql.any_of((stopped, _all_same(left, pairs))))
        tried = _preferred(left, tie_break, stopped, rows)
        if tie_break in ("longest", "shortest"):
            open_ = sql.any_of(sql.all_of((a.given, sql.opposite(a.kept.settled))) for a in tried)
            waits = rows.let("waits", sql.all_of((sql.opposite(stopped), open_)))
            bounds = named(tie_break, _combined(tried, later=tie_break == "longest"), rows)
            kept = chosen(pending, kept, bounds)
            pending = rows.let("pending", sql.any_of((pending, waits)))
            stopped = sql.any_of((stopped, waits))
        left = tried
    hull = named("hull", _hull(left, choice, pairs), rows)
    agreed = rows.let("agreed", _all_same(left, pairs))
    differ = sql.any_of(
        sql.case(
            [(sql.all_of((one.given, other.given)), one.differs_from(other))], sql.truth(False)
        )
        for one, other in ((left[i], left[j]) for i, j in pairs)
    )
    return Agreement(
        answers=left,
        kept=named("agreed", chosen(pending, kept, hull), rows),
        hull=hull,
        agreed=agreed,
        differ=rows.let("differ", sql.all_of((differ, sql.opposite(pending)))),
        pending=pending,
        choice=choice,
    )


def _all_same(answers: Sequence[Answer], pairs: Pairs) -> Sql:
    return sql.all_of(
        sql.case([(sql.all_of((one.given, other.given)), one.same_as(other))], sql.truth(True))
        for one, other in ((answers[i], answers[j]) for i, j in pairs)
    )


def _preferred(
    answers: tuple[Answer, ...], tie_break: TieBreak, stopped: Sql, rows: Rows
) -> tuple[Answer, ...]:
    """Return the answers that a tie-break prefers, or may prefer once all days are known."""
    longest = rows.let("longest", days.latest(_low(a, days.never()) for a in answers))
    shortest = rows.let("shortest", days.earliest(_high(a, days.forever()) for a in answers))

    def preferred(answer: Answer) -> Sql:
        match tie_break:
            case "longest":
                return days.no_later(longest, answer.kept.high)
            case "shortest":
                return days.no_later(answer.kept.low, shortest)
            case "authority":
                better = (a.given for a in answers if a.rule.rank > answer.rule.rank)
            case "latest":
                better = (a.given for a in answers if a.since > answer.since)
        return sql.opposite(sql.any_of(better))

    return tuple(
        replace(
            answer,
            given=rows.let(
                f"{answer.rule.ref} left by {tie_break}",
                sql.all_of((answer.given, sql.any_of((stopped, preferred(answer))))),
            ),
        )
        for answer in answers
    )


# --- bounds of several answers ----------------------------------------------------------


def _hull(answers: Sequence[Answer], choice: Numbered | None, pairs: Pairs) -> Kept:
    """Return the bounds that hold whichever of several answers it will be."""
    awaiting, missing = _sets(answers)
    if not pairs:
        return replace(_only(answers, choice), awaiting=awaiting, missing=missing)
    return Kept(
        low=days.earliest(_low(a, days.forever()) for a in answers),
        high=days.latest(_high(a, days.never()) for a in answers),
        awaiting=awaiting,
        missing=missing,
    )


def _only(answers: Sequence[Answer], choice: Numbered | None) -> Kept:
    """Return the bounds of the one answer that is left, of answers that exclude each other."""
    *others, last = answers
    known = [a.kept.day for a in answers if a.kept.day is not None]
    if len(known) == len(answers):
        endless = any(a.kept.endless for a in answers)
        if choice is not None:
            return on_or_unknown(choice.day(known), endless=endless)
        settled = last.kept.low == last.kept.high
        return on_or_unknown(known[0], known=settled, endless=endless)
    return Kept(
        low=sql.case([(a.given, a.kept.low) for a in others], last.kept.low),
        high=sql.case([(a.given, a.kept.high) for a in others], last.kept.high),
    )


def _combined(answers: Sequence[Answer], *, later: bool) -> Kept:
    """Return the later, or the earlier, of the days of several answers."""
    awaiting, missing = _sets(answers)
    choose = days.latest if later else days.earliest
    nowhere = days.never() if later else days.forever()
    return Kept(
        low=choose(_low(a, nowhere) for a in answers),
        high=choose(_high(a, nowhere) for a in answers),
        awaiting=awaiting,
        missing=missing,
    ).only_where_open()


def _sets(answers: Sequence[Answer]) -> tuple[Members, Members]:
    return (
        _members([(a.given, a.kept.awaiting) for a in answers]),
        _members([(a.given, a.kept.missing) for a in answers]),
    )


def _members(sets: Sequence[tuple[Sql, Members]]) -> Members:
    """Return the union of sets, each there under a condition; shared reasons asked first."""
    found: dict[str, dict[Sql, list[Sql]]] = {}
    for given, members in sets:
        for name, when in members.items():
            found.setdefault(name, {}).setdefault(when, []).append(given)
    return either_missing(
        {name: sql.case([(when, sql.one_of(given))], sql.truth(False))}
        for name, reasons in found.items()
        for when, given in reasons.items()
    )


def _low(answer: Answer, otherwise: Sql) -> Sql:
    return sql.case([(answer.given, answer.kept.low)], otherwise)


def _high(answer: Answer, otherwise: Sql) -> Sql:
    return sql.case([(answer.given, answer.kept.high)], otherwise)
