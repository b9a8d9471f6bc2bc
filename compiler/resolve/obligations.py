"""Resolves standards and procedures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from tenure.compiler.policy import obligations as meant
from tenure.compiler.policy.calendars import WorkingCalendar
from tenure.compiler.policy.rules import OtherRule, Rule
from tenure.compiler.resolve.headers import in_force, only
from tenure.compiler.resolve.limits import LimitResolver
from tenure.compiler.resolve.scope import Scope
from tenure.compiler.resolve.steps import (
    Common,
    StepResolver,
    condition_of,
    owner_of,
    pauses_of,
    target_of,
    texts_of,
)
from tenure.dsl.build.spans import Spanned
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label
from tenure.dsl.nodes import clauses
from tenure.dsl.nodes import obligations as written
from tenure.dsl.suggest import did_you_mean

Clause = TypeVar("Clause", bound=Spanned)


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
        condition = condition_of(self._decl.clauses, classes, self._scope)
        calendar = self._calendar()
        common = Common(
            owner=owner_of(self._decl.clauses, self._scope),
            target=target_of(self._decl.clauses, self._scope),
            pauses=pauses_of(self._decl.clauses, LimitResolver(self._scope, classes)),
        )
        steps = StepResolver(self._scope, self._decl, classes, common).steps()
        if steps is None:
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
            owner=common.owner,
            notes=texts_of(self._decl.clauses, "note"),
            channels=texts_of(self._decl.clauses, "channel"),
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
                self._scope.error(
                    Code.MISPLACED_CLAUSE,
                    "this is about one promise or stage, and stands before the first",
                    clause.span,
                    help_=["put it under the promise or stage that it is about"],
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
                known = self._scope.calendars
                self._scope.unknown("calendar", using.calendar, known, many="calendars")
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


def _limits(step: meant.Step) -> tuple[meant.Limit, ...]:
    return (step.limit, *(extension.limit for extension in step.extensions))
