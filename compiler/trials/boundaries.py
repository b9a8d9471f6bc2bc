"""Boundary tests: the day before, the day itself and the day after, of all that has a last day.

For each rule, exception, minimum, maximum, phase, promise, stage, duty and hold a record is
looked for on which it decides; what the evaluator decides of it around its last day is the
test. So these tests describe what the policy does, not what it was meant to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import Formula, all_of, any_of
from tenure.compiler.analysis.prover import Prover, provers
from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.check.blocks import with_article
from tenure.compiler.check.checks import HORIZON
from tenure.compiler.check.idle import names_a_day
from tenure.compiler.decisions import Decision, Standing, Status
from tenure.compiler.policy.periods import Permanently
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.compiler.policy.scenarios import Expectation, Scenario
from tenure.compiler.selftest import Subject, SubjectKind, asked, rules_deciding, subjects_of
from tenure.compiler.trials.deadline_boundaries import duty_boundary, step_boundary
from tenure.compiler.trials.expectations import as_decided, scenario_of

Progress = Callable[[int, int], None]

_DAY = timedelta(days=1)
_LIMITS = (RuleKind.FLOOR, RuleKind.CEILING)

NO_RECORD = "no record was found on which it decides"
WITHIN_ANYWAY = "no record was found whose answer it bounds: the rules stay within it anyway"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """The tests of one rule, promise, duty or hold, or why there is none.

    Attributes:
        subject: what they are of.
        scenarios: the tests, each with a title and met expectations.
        reason: why there is none, one clause; empty where there is one.
    """

    subject: Subject
    scenarios: tuple[Scenario, ...] = ()
    reason: str = ""


def boundaries(
    policy: Policy, as_of: date, progress: Progress | None = None
) -> tuple[Boundary, ...]:
    """Return the boundary tests of a policy, in the order of what they are of.

    Args:
        policy: the policy.
        as_of: the records are as recent as this day.
        progress: told how many rules and so on are done, and how many there are.
    """
    subjects = tuple(subjects_of(policy))
    finder = _Finder(policy, as_of)
    found = []
    for done, subject in enumerate(subjects):
        if progress is not None:
            progress(done, len(subjects))
        found.append(finder.of(subject))
    return tuple(found)


class _Finder:
    """Finds records on which something decides."""

    def __init__(self, policy: Policy, as_of: date) -> None:
        self._policy = policy
        self._as_of = as_of
        self._provers: Mapping[str, Prover] = provers(policy, as_of, HORIZON)

    def of(self, subject: Subject) -> Boundary:
        """Return the boundary tests of one subject."""
        match subject.kind:
            case SubjectKind.RULE | SubjectKind.EXCEPTION:
                scenarios = tuple(self._rule(self._policy.rules[subject.ref]))
                limits = self._policy.rules[subject.ref].kind in _LIMITS
                reason = WITHIN_ANYWAY if limits else NO_RECORD
            case SubjectKind.PROMISE | SubjectKind.STAGE:
                scenarios, reason = step_boundary(
                    self._policy, subject.ref, self._as_of, self._provers
                )
            case SubjectKind.DUTY:
                scenarios, reason = duty_boundary(self._policy, subject.ref, self._as_of)
            case SubjectKind.HOLD:
                scenarios = tuple(self._hold(subject.ref))
                reason = "no record was found that is due and held"
        return Boundary(subject=subject, scenarios=scenarios, reason="" if scenarios else reason)

    # --- rules ----------------------------------------------------------------------

    def _rule(self, rule: Rule) -> Iterator[Scenario]:
        if rule.kind is not RuleKind.SCHEDULE:
            yield from self._limit_or_switch(rule)
            return
        for disposed_as, phase in rule.stated_phases.items() if rule.phases else [(None, 0)]:
            case = self._governed(rule, phase, disposed_as)
            if case is not None:
                yield from self._around(rule, case, disposed_as)

    def _governed(self, rule: Rule, phase: int, disposed_as: str | None) -> Case | None:
        """Return a record that a rule governs, if possible one with a last day."""

        def governs(decision: Decision) -> bool:
            return any(
                c.rule == rule.ref and c.standing is Standing.GOVERNS for c in decision.considered
            )

        def ends(decision: Decision) -> bool:
            return governs(decision) and decision.keep_until is not None

        for prover in self._asked(rule):
            if rule.phases:
                case = self._ask(
                    prover, partial(names_a_day, prover, rule, phase), ends, disposed_as
                )
                if case is not None:
                    return case
            case = self._ask(prover, partial(_stands, prover, rule), governs, disposed_as)
            if case is not None:
                return case
        return None

    def _limit_or_switch(self, rule: Rule) -> Iterator[Scenario]:
        def decides(decision: Decision) -> bool:
            return rule.ref in rules_deciding(self._policy, decision)

        for prover in self._asked(rule):
            case = self._ask(prover, partial(_stands, prover, rule), decides, None)
            if rule.kind is not RuleKind.SWITCH:
                case = case or self._barer(prover, rule, decides)
            if case is not None:
                yield from self._around(rule, case, None)
                return

    def _barer(
        self, prover: Prover, rule: Rule, decides: Callable[[Decision], bool]
    ) -> Case | None:
        """Return a record that a minimum bounds, because what ends its period is not known."""
        answer = self._ask(
            prover,
            partial(names_a_day, prover, rule),
            lambda d: any(c.rule == rule.ref and c.keep_until for c in d.considered),
            None,
            keep=True,
        )
        if answer is None:
            return None
        record = answer.records[0]
        if decides(answer.decide(self._policy)):
            return answer
        for name in record.fields:
            fields = {key: value for key, value in record.fields.items() if key != name}
            case = replace(answer, records=(replace(record, fields=fields), *answer.records[1:]))
            if decides(case.decide(self._policy)):
                return case
        return None

    def _asked(self, rule: Rule) -> list[Prover]:
        return [prover for prover in self._provers.values() if prover.covers(rule)]

    def _ask(
        self,
        prover: Prover,
        question: Callable[[], Formula],
        shows: Callable[[Decision], bool],
        disposed_as: str | None,
        *,
        keep: bool = False,
    ) -> Case | None:
        try:
            answer = prover.ask(
                question(),
                shows,
                wishes=(prover.not_held(),),
                disposed_as=disposed_as,
                keeps=(lambda case, _: case) if keep else _same_answer,
            )
        except GaveUpError:
            return None
        return answer.case

    # --- scenarios --------------------------------------------------------------------

    def _around(self, rule: Rule, case: Case, disposed_as: str | None) -> Iterator[Scenario]:
        """Yield what is decided around the last day of a rule, and around its coming into force."""
        scenario = scenario_of(self._policy, case)
        record = case.records[0]
        decision = case.decide(self._policy)
        own = next(c for c in decision.considered if c.rule == rule.ref)
        last = own.keep_until or decision.keep_until
        days = [case.as_of] if last is None else _beside(last)
        title = self._title(rule, decision, record.record_class, disposed_as, ends=last is not None)
        yield self._told(scenario, title, days)
        for day, words in ((rule.in_force.start, "from"), (rule.in_force.end, "through")):
            if day is None or disposed_as is not None:
                continue
            two = (day - _DAY, day) if words == "from" else (day, day + _DAY)
            told = self._told(scenario, f"{rule.ref} counts {words} {day}", two)
            before, after = (_words_of(expected) for expected in told.expectations)
            if before != after:
                yield told

    def _told(self, scenario: Scenario, title: str, days: Sequence[date]) -> Scenario:
        record = scenario.records[0].id
        expectations = tuple(as_decided(self._policy, scenario, record, day) for day in days)
        return replace(scenario, title=title, expectations=expectations)

    def _title(
        self, rule: Rule, decision: Decision, name: str, disposed_as: str | None, *, ends: bool
    ) -> str:
        subject = with_article(name)
        if disposed_as is not None:
            subject = f"{subject} that was {disposed_as}"
        match rule.kind:
            case RuleKind.FLOOR:
                return f"{subject} is kept through the last day of {rule.ref}"
            case RuleKind.CEILING:
                return f"{subject} is not kept beyond the last day of {rule.ref} without a conflict"
            case RuleKind.SWITCH:
                return f"{rule.ref} switches off what else decides {subject}"
        if rule.follows is not None:
            return f"{rule.ref} leaves {subject} to another policy"
        if any(isinstance(phase.keep, Permanently) for phase in rule.phases) and not ends:
            return f"{rule.ref} keeps {subject} permanently"
        if not ends:
            return f"{rule.ref} decides {subject} that waits for its event"
        return f"{rule.ref} keeps {subject} through its last day and no longer"

    # --- holds ------------------------------------------------------------------------

    def _hold(self, name: str) -> Iterator[Scenario]:
        hold = self._policy.holds[name]
        for prover in self._provers.values():
            names = [n for n in hold.classes if self._policy.classes[n].lineage[-1] == prover.root]
            if not names:
                continue
            member = any_of(prover.standing.member(n, "", value=True) for n in names)
            held = certainly(hold.condition, "", prover.space, value=True)
            for rule in prover.rules(RuleKind.SCHEDULE):
                case = self._held(prover, name, all_of((member, held)), rule)
                if case is not None:
                    yield case
                    return

    def _held(self, prover: Prover, name: str, held: Formula, rule: Rule) -> Scenario | None:
        def shows(case: Case) -> bool:
            last = _last_day(case.decide(self._policy), rule)
            if last is None or last >= date.max - _DAY:
                return False
            decision = replace(case, as_of=last + _DAY).decide(self._policy)
            return decision.status is Status.HELD and decision.held_by == (name,)

        try:
            answer = prover.ask(
                all_of((held, names_a_day(prover, rule))), lambda _: True, also=shows
            )
        except GaveUpError:
            return None
        if answer.case is None:
            return None
        last = _last_day(answer.case.decide(self._policy), rule)
        if last is None:
            return None
        record_class = answer.case.records[0].record_class
        title = (
            f"{with_article(record_class)} whose last day has passed stays while {name} holds it"
        )
        return self._told(scenario_of(self._policy, answer.case), title, _beside(last))


def _stands(prover: Prover, rule: Rule) -> Formula:
    """Return where a rule stands unbeaten, of records that lack nothing required."""
    stands = any_of(prover.stands(cover) for cover in prover.covers(rule))
    return all_of((stands, prover.good_data()))


def _words_of(expected: Expectation) -> object:
    """Return what is expected, whatever the day of it."""
    return tuple(asked(expected))


def _same_answer(case: Case, decision: Decision) -> object:
    return decision.status, decision.rule


def _last_day(decision: Decision, rule: Rule) -> date | None:
    return next((c.keep_until for c in decision.considered if c.rule == rule.ref), None)


def _beside(last: date) -> list[date]:
    """Return the day before, the day itself, and the day after."""
    return [last + n * _DAY for n in (-1, 0, 1) if date.min < last < date.max]
