"""Resolves what a policy's own test expects: of a record, of its deadlines, of a duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenure.compiler.deadlines import AsOf, DeadlineStatus, Moment, day_of
from tenure.compiler.decisions import Status
from tenure.compiler.policy.accountability import Duty, Occasion
from tenure.compiler.policy.obligations import Obligation, step_named
from tenure.compiler.policy.rules import Rule
from tenure.compiler.policy.scenarios import (
    DECIDED,
    NOTHING,
    Expectation,
    Expected,
    ExpectedDeadline,
    ExpectedDuty,
)
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import scenarios as written
from tenure.dsl.suggest import did_you_mean

DUTY_STATUSES = (
    DeadlineStatus.OPEN,
    DeadlineStatus.BREACHED,
    DeadlineStatus.AWAITING,
    DeadlineStatus.UNDETERMINED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """What an expectation may be about, apart from records."""

    rules: Mapping[str, Rule]
    obligations: Mapping[str, Obligation]
    duties: Mapping[str, Duty]
    occasions: Mapping[str, Occasion]


class ExpectationResolver:
    """Resolves the expectations of one test.

    Args:
        scope: the names of the policy.
        subjects: what an expectation may be about, apart from records.
        classes: for each record of the test, the class that it is given with.
    """

    def __init__(self, scope: Scope, subjects: Subjects, classes: Mapping[str, str]) -> None:
        self._scope = scope
        self._subjects = subjects
        self._classes = classes

    def expectation(
        self, step: written.Expect | written.ExpectDuty, as_of: AsOf | None
    ) -> Expectation | None:
        """Return what is expected as of a moment; what cannot be is reported."""
        if as_of is None:
            self._scope.error(
                Code.MISSING_CLAUSE,
                "the day of the decision is not said",
                step.span,
                help_=["add `on 2026-05-01`, or another day, above it"],
            )
            return None
        self._scope.said_once((_aspect(node), node.span) for node in step.expectations)
        if isinstance(step, written.ExpectDuty):
            return self._expected_duty(step, as_of)
        if step.name.text not in self._classes:
            many = "records of this test"
            self._scope.unknown("record of this test", step.name, self._classes, many=many)
            return None
        about = [n for n in step.expectations if isinstance(n, written.ExpectObligation)]
        if about:
            return self._expected_deadline(step, about[0], as_of)
        return self._expected(step, as_of)

    def _expected_duty(self, step: written.ExpectDuty, as_of: AsOf) -> ExpectedDuty | None:
        if step.name.text not in self._subjects.duties:
            if not self._scope.declared("duty", step.name.text):
                self._scope.unknown("duty", step.name, self._subjects.duties, many="duties")
            return None
        if not self._fitting(step, step.status, DUTY_STATUSES, {"until"}, "a duty"):
            return None
        days = _days(step.expectations)
        return ExpectedDuty(
            duty=step.name.text,
            as_of=as_of.day,
            status=step.status,
            until=day_of(days["until"]) if "until" in days else None,
            span=step.span,
        )

    def _expected_deadline(
        self, step: written.Expect, about: written.ExpectObligation, as_of: AsOf
    ) -> ExpectedDeadline | None:
        if step.status == NOTHING:
            return self._expected_nothing(step, about, as_of)
        found = step_named(self._subjects.obligations, about.ref.text)
        if found is None:
            self._report_no_step(about)
            return None
        aspects = {"for", "until", "not before", "not after", "missing"}
        if not self._fitting(step, step.status, tuple(DeadlineStatus), aspects, "a deadline"):
            return None
        days = _days(step.expectations)
        return ExpectedDeadline(
            record=step.name.text,
            step=found[1].ref,
            as_of=as_of,
            status=step.status,
            until=days.get("until"),
            not_before=days.get("not before"),
            not_after=days.get("not after"),
            missing=_missing(step.expectations),
            span=step.span,
        )

    def _expected_nothing(
        self, step: written.Expect, about: written.ExpectObligation, as_of: AsOf
    ) -> ExpectedDeadline | None:
        """Return the expectation that a promise or stage, or a whole obligation, does not apply."""
        ref = about.ref.text
        if ref not in self._subjects.obligations:
            found = step_named(self._subjects.obligations, ref)
            if found is None:
                self._report_no_step(about)
                return None
            ref = found[1].ref
        if not self._fitting(step, NOTHING, (NOTHING,), {"for"}, "a promise that does not apply"):
            return None
        return ExpectedDeadline(
            record=step.name.text, step=ref, as_of=as_of, status=NOTHING, span=step.span
        )

    def _report_no_step(self, about: written.ExpectObligation) -> None:
        text = about.ref.text
        obligation = self._subjects.obligations.get(text)
        help_: tuple[str, ...]
        known = [s.ref for o in self._subjects.obligations.values() for s in o.steps]
        if obligation is not None:
            steps = ", ".join(f"`{step.ref}`" for step in obligation.steps)
            message = f"`{text}` has several deadlines"
            help_ = (f"name one of them: {steps}",)
        elif self._scope.declared("standard or procedure", text.partition("/")[0]):
            if text.partition("/")[0] not in self._subjects.obligations:
                return  # what is wrong with it is reported where it stands
            message = f"`{text}` is no promise or stage of it"
            help_ = did_you_mean(text, known)
        else:
            message = f"no standard or procedure has the reference `{text}`"
            help_ = did_you_mean(text, [*self._subjects.obligations, *known])
        self._scope.error(Code.UNKNOWN_RULE, message, about.ref.span, help_=help_)

    def _fitting(
        self,
        step: written.Expect | written.ExpectDuty,
        status: str,
        statuses: Iterable[str],
        aspects: set[str],
        what: str,
    ) -> bool:
        """Return whether an expectation can be met at all; report what nothing can be."""
        statuses = [str(one) for one in statuses]
        if status not in statuses:
            self._scope.error(
                Code.UNKNOWN_VALUE,
                f"`{status}` is no status of {what}",
                step.span,
                help_=[f"{what} is {', '.join(f'`{one}`' for one in statuses)}"],
            )
            return False
        for node in step.expectations:
            if _aspect(node) not in aspects:
                self._scope.error(
                    Code.MISPLACED_CLAUSE,
                    f"`{_aspect(node)}` is nothing that {what} has",
                    node.span,
                    help_=["remove it"],
                )
                return False
        return True

    def _expected(self, step: written.Expect, as_of: AsOf) -> Expected | None:
        aspects = {"until", "since", "not before", "not after", "by", "then", "missing"}
        statuses = (*Status, DECIDED)
        if not self._fitting(step, step.status, statuses, aspects, "a retention decision"):
            return None
        days = {aspect: day_of(day) for aspect, day in _days(step.expectations).items()}
        rule: str | None = None
        action: str | None = None
        for node in step.expectations:
            if isinstance(node, written.ExpectRule):
                rule = self._rule(node)
            elif isinstance(node, written.ExpectAction):
                to = node.action.to
                action = f'{node.action.verb} to "{to.text}"' if to else node.action.verb
        return Expected(
            record=step.name.text,
            as_of=as_of.day,
            status=step.status,
            until=days.get("until"),
            since=days.get("since"),
            not_before=days.get("not before"),
            not_after=days.get("not after"),
            rule=rule,
            action=action,
            missing=_missing(step.expectations),
            span=step.span,
        )

    def _rule(self, node: written.ExpectRule) -> str:
        if not self._scope.declared("rule", node.ref.text):
            self._scope.error(
                Code.UNKNOWN_RULE,
                f"no rule has the reference `{node.ref.text}`",
                node.ref.span,
                help_=did_you_mean(node.ref.text, self._subjects.rules),
            )
        return node.ref.text


def _aspect(node: written.Expectation) -> str:
    match node:
        case written.ExpectDay(aspect=aspect):
            return aspect
        case written.ExpectRule():
            return "by"
        case written.ExpectAction():
            return "then"
        case written.ExpectMissing():
            return "missing"
        case written.ExpectObligation():
            return "for"


def _days(nodes: Iterable[written.Expectation]) -> dict[str, Moment]:
    return {node.aspect: node.day for node in nodes if isinstance(node, written.ExpectDay)}


def _missing(nodes: Iterable[written.Expectation]) -> tuple[str, ...]:
    return tuple(
        path.text
        for node in nodes
        if isinstance(node, written.ExpectMissing)
        for path in node.paths
    )
