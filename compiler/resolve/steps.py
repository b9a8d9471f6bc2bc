"""Resolves the promises of a standard and the stages of a procedure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tenure.compiler.policy import obligations as meant
from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.resolve.conditions import ConditionResolver
from tenure.compiler.resolve.headers import only
from tenure.compiler.resolve.limits import LimitResolver
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import clauses
from tenure.dsl.nodes import obligations as written
from tenure.dsl.nodes.names import Name
from tenure.dsl.source import Span

DONE: dict[str, str] = {
    "respond": "responded",
    "acknowledge": "acknowledged",
    "answer": "answered",
    "call back": "called_back",
    "visit": "visited",
    "attend": "attended",
    "repair": "repaired",
    "resolve": "resolved",
    "complete": "completed",
    "decide": "decided",
    "inform": "informed",
    "arrange": "arranged",
}
"""The event that shows that a promise was kept, where `marks` names no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What stands before the first step, and counts for every one.

    Attributes:
        owner: who answers for it; `None` where nobody is named.
        target: the share that is to be met, in percent; `None` where none is set.
        pauses: days that do not count.
    """

    owner: str | None
    target: Decimal | None
    pauses: tuple[meant.Pause, ...]


class StepResolver:
    """Resolves the steps of one standard or procedure."""

    def __init__(
        self,
        scope: Scope,
        decl: written.ObligationDecl,
        classes: tuple[RecordClass, ...],
        common: Common,
    ) -> None:
        self._scope = scope
        self._decl = decl
        self._classes = classes
        self._common = common
        self._limits = LimitResolver(scope, classes)

    def steps(self) -> tuple[meant.Step, ...] | None:
        """Return the steps in the order written; `None` after a report on one of them."""
        found = [self._step(node) for node in self._fitting()]
        steps = tuple(step for step in found if step is not None)
        return steps if len(steps) == len(self._decl.steps) else None

    def _fitting(self) -> list[written.StepNode]:
        """Return the steps that can stand in this kind of obligation; report the others."""
        names: set[str] = set()
        fitting: list[written.StepNode] = []
        for node in self._decl.steps:
            promise = isinstance(node, written.PromiseNode)
            if promise is (self._decl.kind == "procedure"):
                self._misplaced(
                    "a procedure has stages, a standard has promises",
                    node.span,
                    "write `stage …` here"
                    if promise
                    else "write `respond within …` here, or make it a `procedure`",
                )
            elif _name(node) in names:
                self._report_twice(node)
            else:
                fitting.append(node)
            names.add(_name(node))
        return fitting

    def _report_twice(self, node: written.StepNode) -> None:
        self._scope.error(
            Code.DECLARED_TWICE,
            f"`{self._decl.ref.text}` has two steps `{_name(node)}`",
            node.span,
            help_=[
                "give each a standard of its own, such as "
                f"`standard {self._decl.ref.text}.urgent …`"
            ]
            if isinstance(node, written.PromiseNode)
            else ["give one of them another name"],
        )

    def _step(self, node: written.StepNode) -> meant.Step | None:
        classes, resolver = self._classes, self._limits
        limit = resolver.limit(node.limit)
        marks = self._marks(node, classes, resolver)
        condition = condition_of(node.clauses, classes, self._scope)
        extensions = self._extensions(node, classes, resolver)
        pauses = (*self._common.pauses, *pauses_of(node.clauses, resolver))
        if limit is None or marks is None:
            return None
        if not all(
            resolver.fits(marks, one, one.span) for one in (limit, *(e.limit for e in extensions))
        ):
            return None
        return meant.Step(
            ref=f"{self._decl.ref.text}/{_name(node).replace(' ', '_')}",
            name=_name(node),
            title=self._step_title(node),
            kind=_KINDS[type(node)],
            limit=limit,
            marks=marks,
            by_customer=isinstance(node, written.StageNode) and node.by_customer,
            optional=isinstance(node, written.StageNode) and node.optional,
            condition=condition,
            extensions=extensions,
            pauses=pauses,
            target=self._target(node),
            owner=self._owner(node),
            notes=texts_of(node.clauses, "note"),
            channels=texts_of(node.clauses, "channel"),
            span=node.span,
            head=node.span.to(node.limit.span),
        )

    def _step_title(self, node: written.StepNode) -> str:
        if isinstance(node, written.StageNode) and node.title is not None:
            return node.title.text
        return _name(node).replace("_", " ").capitalize()

    def _marks(
        self, node: written.StepNode, classes: tuple[RecordClass, ...], resolver: LimitResolver
    ) -> FieldRef | None:
        marks = only(node.clauses, written.MarksClause, self._scope, "marks")
        if marks is not None:
            return resolver.event(marks.event)
        match node:
            case written.PromiseNode(verb=verb):
                name = DONE[verb]
                if all(name in c.fields for c in classes):
                    return resolver.event(Name(text=name, span=node.span))
                message = f"`{verb}` is met by an event `{name}`, which `{classes[0].name}` lacks"
                help_ = f"declare `{name} date`, or name another event: `marks …`"
            case written.StageNode(name=name_node):
                message = f"which event shows that stage `{name_node.text}` is done is not said"
                help_ = "add `marks` and an event of the record"
            case written.OverallNode():
                return self._overall_marks(node, resolver)
        self._scope.error(Code.MISSING_CLAUSE, message, node.span, help_=[help_])
        return None

    def _overall_marks(self, node: written.OverallNode, resolver: LimitResolver) -> FieldRef | None:
        """Return what ends the whole: the last stage that is the organisation's."""
        own = [
            step
            for step in self._decl.steps
            if isinstance(step, written.StageNode) and not step.by_customer
        ]
        marks = [c for step in own[-1:] for c in step.clauses if isinstance(c, written.MarksClause)]
        if marks:
            return resolver.event(marks[0].event)
        self._scope.error(
            Code.MISSING_CLAUSE,
            "which event ends the whole is not said",
            node.span,
            help_=["add `marks` and an event of the record"],
        )
        return None

    def _extensions(
        self, node: written.StepNode, classes: tuple[RecordClass, ...], resolver: LimitResolver
    ) -> tuple[meant.Extension, ...]:
        found: list[meant.Extension] = []
        for clause in node.clauses:
            if isinstance(clause, written.ExtendedClause):
                limit = resolver.limit(clause.limit)
                condition = ConditionResolver(self._scope, classes).condition(clause.condition)
                if limit is not None and condition is not None:
                    found.append(
                        meant.Extension(limit=limit, condition=condition, span=clause.span)
                    )
        return tuple(found)

    def _target(self, node: written.StepNode) -> Decimal | None:
        own = target_of(node.clauses, self._scope)
        return self._common.target if own is None else own

    def _owner(self, node: written.StepNode) -> str | None:
        owner = owner_of(node.clauses, self._scope)
        if isinstance(node, written.StageNode) and node.by_customer:
            if owner is not None:
                self._misplaced(
                    f"stage `{node.name.text}` is the customer's, and named for `{owner}` too",
                    node.span,
                    "keep one of the two",
                )
            return None
        return owner or self._common.owner

    def _misplaced(self, message: str, span: Span, help_: str) -> None:
        self._scope.error(Code.MISPLACED_CLAUSE, message, span, help_=[help_])


_KINDS = {
    written.PromiseNode: meant.StepKind.PROMISE,
    written.StageNode: meant.StepKind.STAGE,
    written.OverallNode: meant.StepKind.OVERALL,
}


def _name(node: written.StepNode) -> str:
    match node:
        case written.PromiseNode(verb=verb):
            return verb
        case written.StageNode(name=name):
            return name.text
        case written.OverallNode():
            return "overall"


# --- clauses that stand before the first step, or under one -----------------------------


def condition_of(
    nodes: Iterable[object], classes: tuple[RecordClass, ...], scope: Scope
) -> Condition | None:
    """Return the condition of the `when` among some clauses; `None` where there is none."""
    when = only(nodes, clauses.WhenClause, scope, "when")
    return ConditionResolver(scope, classes).condition(when.condition) if when else None


def pauses_of(nodes: Iterable[object], resolver: LimitResolver) -> tuple[meant.Pause, ...]:
    """Return the pauses among some clauses."""
    found: list[meant.Pause] = []
    for clause in nodes:
        if isinstance(clause, written.PausedClause):
            start, end = resolver.event_at(clause.start), resolver.event_at(clause.end)
            if start is not None and end is not None:
                found.append(meant.Pause(start=start, end=end, span=clause.span))
    return tuple(found)


def target_of(nodes: Iterable[object], scope: Scope) -> Decimal | None:
    """Return the target among some clauses, in percent; report one that cannot be met or missed."""
    found = only(nodes, written.TargetClause, scope, "target")
    if found is None:
        return None
    if not 0 < found.percent <= 100:
        scope.error(
            Code.OUT_OF_RANGE,
            f"a target of `{found.percent}%` cannot be met or missed",
            found.span,
            help_=["a target is more than 0% and at most 100%"],
        )
    return found.percent


def owner_of(nodes: Iterable[object], scope: Scope) -> str | None:
    """Return who is named by the `by` among some clauses."""
    found = only(nodes, written.ByClause, scope, "by")
    return found.who.text if found else None


def texts_of(nodes: Iterable[object], label: str) -> tuple[str, ...]:
    """Return the texts of one label among some clauses."""
    return tuple(
        node.text.text
        for node in nodes
        if isinstance(node, clauses.TextClause) and node.label == label
    )
