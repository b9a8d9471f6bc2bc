"""Resolves standards and procedures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from tenure.compiler.policy import obligations as meant
from tenure.compiler.policy.calendars import WorkingCalendar
from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import OtherRule, Rule
from tenure.compiler.resolve.conditions import ConditionResolver
from tenure.compiler.resolve.headers import in_force, only
from tenure.compiler.resolve.limits import LimitResolver
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.build.spans import Spanned
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label
from tenure.dsl.nodes import clauses
from tenure.dsl.nodes import obligations as written
from tenure.dsl.nodes.names import Name
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean

Clause = TypeVar("Clause", bound=Spanned)

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


def resolve_obligations(
    decls: Iterable[tuple[written.ObligationDecl, str]], rules: Mapping[str, Rule], scope: Scope
) -> dict[str, meant.Obligation]:
    """Return every standard and procedure by reference, in the order written.

    Args:
        decls: as written, each with the title of the policy it stands in.
        rules: the rules, from which their references must differ.
        scope: the classes, authorities and calendars they may name.
    """
    places = {
        decl.ref.text: (decl, title)
        for decl, title in decls
        if scope.declare("standard or procedure", decl.ref.text, decl.ref.span)
    }
    found: dict[str, meant.Obligation] = {}
    for decl, title in places.values():
        obligation = _ObligationResolver(scope, decl, title, places.keys()).obligation()
        if obligation is not None:
            found[obligation.ref] = obligation
    _report_circle(found, scope)
    _report_clashes(found, rules, scope)
    return found


def _report_clashes(
    found: Mapping[str, meant.Obligation], rules: Mapping[str, Rule], scope: Scope
) -> None:
    """Report what goes by the reference of a rule: a reader could not tell which is meant."""
    for obligation in found.values():
        for ref in (obligation.ref, *(step.ref for step in obligation.steps)):
            if ref in rules:
                scope.error(
                    Code.DECLARED_TWICE,
                    f"`{ref}` is a rule, and a standard or procedure too",
                    obligation.head,
                    related=[Label(span=rules[ref].head, text="the rule")],
                    help_=["give one of them another reference"],
                )
                break


def _report_circle(found: Mapping[str, meant.Obligation], scope: Scope) -> None:
    try:
        TopologicalSorter(
            {ref: [other.ref for other in one.overrides] for ref, one in found.items()}
        ).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        scope.error(
            Code.OVERRIDE_CYCLE,
            "standards override each other in a circle: "
            + " overrides ".join(f"`{ref}`" for ref in reversed(circle)),
            found[circle[0]].head,
            help_=["remove one `overrides` of the circle"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What stands before the first step, and counts for every one."""

    owner: str | None = None
    target: Decimal | None = None
    pauses: tuple[meant.Pause, ...] = ()


class _ObligationResolver:
    """Resolves one standard or procedure."""

    def __init__(
        self, scope: Scope, decl: written.ObligationDecl, document: str, refs: Iterable[str]
    ) -> None:
        self._scope = scope
        self._decl = decl
        self._document = document
        self._refs = refs
        self._title = decl.title.text if decl.title else decl.ref.text
        self._everywhere = (*decl.clauses, *(c for step in decl.steps for c in step.clauses))
        self._common = _Common()
        self._calendar_unknown = False
        self._head = decl.span.to((decl.title or decl.ref).span)

    def obligation(self) -> meant.Obligation | None:
        """Return the obligation; `None` after a report that leaves nothing to go on with."""
        named = self._only(clauses.ForClause, "for")
        if named is None or not self._decl.steps:
            self._report_missing(named is None)
            return None
        classes = self._scope.classes_named(named.classes)
        if not classes:
            return None
        self._report_unattached()
        condition = self._condition(self._decl.clauses, classes)
        calendar = self._calendar()
        self._common = _Common(
            owner=self._named(self._decl.clauses),
            target=self._percent(self._decl.clauses),
            pauses=self._pauses(self._decl.clauses, LimitResolver(self._scope, classes)),
        )
        resolved = [self._step(node, classes) for node in self._steps()]
        steps = tuple(step for step in resolved if step is not None)
        if len(steps) < len(self._decl.steps):
            return None
        found = meant.Obligation(
            ref=self._decl.ref.text,
            title=self._title,
            procedure=self._decl.kind == "procedure",
            document=self._document,
            classes=tuple(c.name for c in classes),
            condition=condition,
            calendar=calendar.name if calendar else None,
            steps=steps,
            overrides=self._overrides(),
            citations=self._scope.citations(
                c for c in self._everywhere if isinstance(c, clauses.BecauseClause)
            ),
            in_force=in_force(self._only(clauses.InForceClause, "in force"), self._scope),
            owner=self._common.owner,
            notes=_texts(self._decl.clauses, "note"),
            channels=_texts(self._decl.clauses, "channel"),
            span=self._decl.span,
            head=self._head,
        )
        self._check_calendar(found, calendar)
        self._report_stage_circle(found)
        return found

    # --- the whole --------------------------------------------------------------------

    def _only(self, kind: type[Clause], what: str) -> Clause | None:
        return only(self._everywhere, kind, self._scope, what)

    def _report_missing(self, for_what: bool) -> None:
        what = f"{self._decl.kind} `{self._decl.ref.text}`"
        self._scope.error(
            Code.MISSING_CLAUSE,
            f"{what} does not say which records it is for"
            if for_what
            else f"{what} promises nothing",
            self._head,
            help_=[
                "add `for` and a record class"
                if for_what
                else "add a stage: `stage reply within 5 working days of received marks replied`"
                if self._decl.kind == "procedure"
                else "add a promise: `respond within 3 working days of received`"
            ],
        )

    def _report_unattached(self) -> None:
        """Report what stands before the first step and can only be about one."""
        for clause in self._decl.clauses:
            if isinstance(clause, written.MarksClause | written.ExtendedClause):
                self._misplaced(
                    "this is about one promise or stage, and stands before the first",
                    clause.span,
                    "put it under the promise or stage that it is about",
                )

    def _overrides(self) -> tuple[OtherRule, ...]:
        found: dict[str, OtherRule] = {}
        for clause in self._everywhere:
            for node in clause.rules if isinstance(clause, clauses.OrderClause) else ():
                if node.text in self._refs and node.text != self._decl.ref.text:
                    found[node.text] = OtherRule(ref=node.text, span=node.span)
                    continue
                self._scope.error(
                    Code.UNKNOWN_RULE,
                    f"`{node.text}` names itself"
                    if node.text == self._decl.ref.text
                    else f"no standard or procedure has the reference `{node.text}`",
                    node.span,
                    help_=did_you_mean(node.text, self._refs, what="standards"),
                )
        return tuple(found.values())

    def _calendar(self) -> WorkingCalendar | None:
        """Return the calendar that is named, or the only one that there is."""
        using = self._only(written.UsingClause, "using calendar")
        if using is not None:
            found = self._scope.calendars.get(using.calendar.text)
            if found is None:
                self._scope.error(
                    Code.UNKNOWN_NAME,
                    f"no calendar is called `{using.calendar.text}`",
                    using.calendar.span,
                    help_=did_you_mean(using.calendar.text, self._scope.calendars),
                )
                self._calendar_unknown = True
            return found
        every = list(self._scope.calendars.values())
        candidates = [c for c in every if c.week] or every
        return candidates[0] if len(candidates) == 1 else None

    def _check_calendar(self, found: meant.Obligation, calendar: WorkingCalendar | None) -> None:
        """Report a limit that counts working days or hours on a calendar that says none."""
        if self._calendar_unknown:
            return
        for limit in (one for step in found.steps for one in _limits(step)):
            problem = self._lacking(limit, calendar)
            if problem is not None:
                self._scope.error(Code.NO_CALENDAR, problem, limit.span, help_=self._remedy())
                return

    def _lacking(self, limit: meant.Limit, calendar: WorkingCalendar | None) -> str | None:
        counts_hours = isinstance(limit.amount, meant.WorkingTime)
        counts_days = isinstance(limit.amount, meant.WorkingDays) and limit.amount.count > 0
        if not counts_days and not counts_hours and not self._moves(limit, calendar):
            return None
        if calendar is None:
            return (
                "working days are counted, and which calendar says what those are is not clear"
                if counts_days or counts_hours
                else "a closed day may move the end, and which calendar says so is not clear"
            )
        if not calendar.week:
            return f"calendar `{calendar.name}` does not say which days of the week are worked"
        if counts_hours and calendar.hours is None:
            return f"calendar `{calendar.name}` does not say in which hours work is done"
        return None

    def _moves(self, limit: meant.Limit, calendar: WorkingCalendar | None) -> bool:
        """Return whether a calendar moves the end of a limit that counts no working days.

        Where several calendars are there to choose from, one that does is enough.
        """
        if limit.needs_time or isinstance(limit.amount, meant.Appointment):
            return False
        same_day = isinstance(limit.amount, meant.WorkingDays)
        asked = [calendar] if calendar else list(self._scope.calendars.values())
        return any(c.roll_forward or (same_day and c.deemed_receipt) for c in asked)

    def _remedy(self) -> list[str]:
        if self._scope.calendars:
            names = ", ".join(f"`{name}`" for name in self._scope.calendars)
            return [f"write `using calendar …` (there is {names}), with its week and hours"]
        return [
            "declare one: `calendar office working week Monday to Friday hours 09:00 to 17:00 "
            "holidays GB-ENG`"
        ]

    def _report_stage_circle(self, found: meant.Obligation) -> None:
        before = {step.ref: [one.ref for one in found.steps_before(step)] for step in found.stages}
        for stage in found.stages:
            if stage.limit.anchor == stage.marks:
                before[stage.ref].append(stage.ref)
        try:
            TopologicalSorter(before).prepare()
        except CycleError as error:
            circle = list(dict.fromkeys(error.args[1]))
            first = next(step for step in found.stages if step.ref == circle[0])
            if len(circle) == 1:
                message = f"`{first.ref}` runs from the event that shows that it is done"
                help_ = "let it run from the event that begins it"
            else:
                message = "stages wait for each other in a circle: " + ", ".join(
                    f"`{ref}`" for ref in circle
                )
                help_ = "let one of them run from an event that no stage marks"
            self._scope.error(Code.STAGE_CYCLE, message, first.head, help_=[help_])

    # --- one step -----------------------------------------------------------------------

    def _steps(self) -> list[written.StepNode]:
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

    def _step(self, node: written.StepNode, classes: tuple[RecordClass, ...]) -> meant.Step | None:
        resolver = LimitResolver(self._scope, classes)
        limit = resolver.limit(node.limit)
        marks = self._marks(node, classes, resolver)
        condition = self._condition(node.clauses, classes)
        extensions = self._extensions(node, classes, resolver)
        pauses = (*self._common.pauses, *self._pauses(node.clauses, resolver))
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
            notes=_texts(node.clauses, "note"),
            channels=_texts(node.clauses, "channel"),
            span=node.span,
            head=node.span.to(node.limit.span),
        )

    def _step_title(self, node: written.StepNode) -> str:
        if isinstance(node, written.StageNode) and node.title is not None:
            return node.title.text
        return _name(node).replace("_", " ").capitalize()

    def _condition(
        self, nodes: Iterable[object], classes: tuple[RecordClass, ...]
    ) -> Condition | None:
        when = only(nodes, clauses.WhenClause, self._scope, "when")
        return ConditionResolver(self._scope, classes).condition(when.condition) if when else None

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

    def _pauses(self, nodes: Iterable[object], resolver: LimitResolver) -> tuple[meant.Pause, ...]:
        found: list[meant.Pause] = []
        for clause in nodes:
            if isinstance(clause, written.PausedClause):
                start, end = resolver.event_at(clause.start), resolver.event_at(clause.end)
                if start is not None and end is not None:
                    found.append(meant.Pause(start=start, end=end, span=clause.span))
        return tuple(found)

    def _target(self, node: written.StepNode) -> Decimal | None:
        own = self._percent(node.clauses)
        return self._common.target if own is None else own

    def _percent(self, nodes: Iterable[object]) -> Decimal | None:
        found = only(nodes, written.TargetClause, self._scope, "target")
        if found is None:
            return None
        if not 0 < found.percent <= 100:
            self._scope.error(
                Code.OUT_OF_RANGE,
                f"a target of `{found.percent}%` cannot be met or missed",
                found.span,
                help_=["a target is more than 0% and at most 100%"],
            )
        return found.percent

    def _owner(self, node: written.StepNode) -> str | None:
        owner = self._named(node.clauses)
        if isinstance(node, written.StageNode) and node.by_customer:
            if owner is not None:
                self._misplaced(
                    f"stage `{node.name.text}` is the customer's, and named for `{owner}` too",
                    node.span,
                    "keep one of the two",
                )
            return None
        return owner or self._common.owner

    def _named(self, nodes: Iterable[object]) -> str | None:
        found = only(nodes, written.ByClause, self._scope, "by")
        return found.who.text if found else None

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


def _limits(step: meant.Step) -> tuple[meant.Limit, ...]:
    return (step.limit, *(extension.limit for extension in step.extensions))


def _texts(nodes: Iterable[object], label: str) -> tuple[str, ...]:
    return tuple(
        node.text.text
        for node in nodes
        if isinstance(node, clauses.TextClause) and node.label == label
    )
