"""Resolves how long a rule keeps a record, phase by phase, and what is done then (S10)."""

from __future__ import annotations

from tenure.compiler.policy.periods import Period, Permanently
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Action, Phase, RuleKind
from tenure.compiler.resolve.headers import only
from tenure.compiler.resolve.periods import PeriodResolver
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import clauses as written
from tenure.dsl.nodes.names import text_of
from tenure.dsl.source import Span

_DESTROY = Action(verb="destroy")


class PhaseResolver:
    """Resolves the `keep` and `then` clauses of one rule."""

    def __init__(
        self,
        scope: Scope,
        ref: str,
        head: Span,
        clauses: tuple[written.RuleClause, ...],
        classes: tuple[RecordClass, ...],
    ) -> None:
        self._scope = scope
        self._ref = ref
        self._head = head
        self._clauses = clauses
        self._periods = PeriodResolver(scope, classes)

    def phases(self, kind: RuleKind, inherited: tuple[Phase, ...]) -> tuple[Phase, ...] | None:
        """Return the phases of a rule; `None` after a report.

        Args:
            kind: the part that the rule plays; only a schedule rule has several phases.
            inherited: the phases of its parent, for what the rule itself does not say.
        """
        thens = [c for c in self._clauses if isinstance(c, written.ThenClause)]
        if kind is RuleKind.SWITCH or any(
            isinstance(c, written.FollowClause) for c in self._clauses
        ):
            for clause in thens:
                self._misplaced(
                    "without a `keep` there is nothing after which to act",
                    clause.span,
                    "add `keep …`, or remove `then`",
                )
            return ()
        keep = self._keep(kind, inherited)
        if keep is None:
            return None
        if kind is not RuleKind.SCHEDULE:
            for clause in thens:
                self._misplaced(
                    "a legal minimum or maximum says nothing of what is done with the record",
                    clause.span,
                    "move `then` to the schedule rule",
                )
            return (Phase(keep=keep, action=_DESTROY),)
        if not thens:
            if not inherited:
                return (Phase(keep=keep, action=_DESTROY),)
            return (Phase(keep=keep, action=inherited[0].action), *inherited[1:])
        return self._chain(keep, thens)

    def _keep(self, kind: RuleKind, inherited: tuple[Phase, ...]) -> Period | None:
        clause = only(self._clauses, written.KeepClause, self._scope, "keep")
        if clause is None:
            if inherited:
                return inherited[0].keep
            self._scope.error(
                Code.MISSING_CLAUSE,
                f"`{self._ref}` does not say how long to keep the record",
                self._head,
                help_=["add `keep …`"],
            )
            return None
        period = self._periods.period(clause.period)
        if kind is RuleKind.CEILING and isinstance(period, Permanently):
            self._misplaced(
                "a maximum without end limits nothing", clause.span, "remove it, or name a period"
            )
        return period

    def _chain(self, keep: Period, thens: list[written.ThenClause]) -> tuple[Phase, ...] | None:
        phases: list[Phase] = []
        next_keep: Period | None = keep
        for clause in thens:
            if next_keep is None:
                self._misplaced(
                    f"nothing is kept after `{phases[-1].action.verb}`",
                    clause.span,
                    "add `and keep …` to the step before, or remove this one",
                )
                return None
            phases.append(Phase(keep=next_keep, action=self._action(clause.action)))
            next_keep = None
            if clause.keep is not None:
                next_keep = self._periods.period(clause.keep)
                if next_keep is None:
                    return None
        if next_keep is not None:
            phases.append(Phase(keep=next_keep, action=_DESTROY))
        self._check_steps(phases, thens)
        return tuple(phases)

    def _check_steps(self, phases: list[Phase], thens: list[written.ThenClause]) -> None:
        seen: set[str] = set()
        for phase, clause in zip(phases, thens, strict=False):
            done = PAST_PARTICIPLES[phase.action.verb]
            if done in seen:
                self._misplaced(
                    f"a record that was {done} could be in two phases of this rule",
                    clause.span,
                    "use each action once",
                )
            seen.add(done)
        for clause in thens:
            if clause.action.verb == "destroy" and clause.keep is not None:
                self._misplaced(
                    "nothing is left to keep after `destroy`",
                    clause.span,
                    "remove `and keep …`, or choose another action",
                )

    def _action(self, node: written.Action) -> Action:
        return Action(verb=node.verb, to=text_of(node.to))

    def _misplaced(self, message: str, span: Span, help_: str) -> None:
        self._scope.error(Code.MISPLACED_CLAUSE, message, span, help_=[help_])
