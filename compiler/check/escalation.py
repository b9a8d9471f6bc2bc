"""Finds records that are let go while the customer may still escalate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tenure.compiler.check.sweep import Timing, days_ahead, root_of
from tenure.compiler.deadlines import day_of
from tenure.compiler.order import can_meet
from tenure.compiler.policy.fields import EventType, FieldRef
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.periods import After, Anchor, Choice, IfKnown, Period, Until, YearEnd
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label

_TAKES_AWAY = ("destroy", "anonymise", "pseudonymise")
"""Actions after which the record no longer says who complained of what."""


def let_go_too_early(policy: Policy, as_of: date) -> Iterator[Diagnostic]:
    """Report each rule that can end a record's keeping inside a window of the customer's.

    The events of a record are taken to follow each other as its class declares them, and
    every stage to take all its time. The days tried are those of `days_ahead`.
    """
    timing = Timing(policy)
    for obligation in policy.obligations.values():
        for step in obligation.stages:
            if step.by_customer:
                for rule in policy.rules.values():
                    finding = _finding(timing, policy, obligation, step, rule, as_of)
                    if finding is not None:
                        yield finding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A rule, a window of the customer's, and the events that they have in common.

    Attributes:
        rule, obligation, window: what is compared.
        events: the events of the class, as declared.
        root: the event from which the chain to the window runs.
    """

    rule: Rule
    obligation: Obligation
    window: Step
    events: tuple[str, ...]
    root: str


def _finding(
    timing: Timing,
    policy: Policy,
    obligation: Obligation,
    window: Step,
    rule: Rule,
    as_of: date,
) -> Diagnostic | None:
    case = _case(policy, obligation, window, rule)
    if case is None:
        return None
    for start in days_ahead(as_of):
        days = _life_cycle(timing, case, start)
        end = timing.bound(obligation, window, start)
        if days is None or end is None:
            return None
        kept = _kept_until(rule.phases[0].keep, days)
        if kept is not None and kept < day_of(end):
            return Diagnostic(
                code=Code.KEPT_TOO_SHORT,
                message=f"`{rule.ref}` can let a record go before the customer's time in "
                f"`{window.ref}` is over",
                at=rule.head,
                related=(Label(span=window.head, text="the customer's time"),),
                help=(
                    f"where `{case.root}` is {start}, the record is kept until {kept}, and the "
                    f"customer has until {day_of(end)}",
                    f"keep it longer, or until the case is over: `keep the later of (…, … after "
                    f"{window.marks.path} if known)`",
                ),
                rules=(rule.ref, window.ref),
            )
    return None


def _case(policy: Policy, obligation: Obligation, window: Step, rule: Rule) -> _Case | None:
    if rule.kind is not RuleKind.SCHEDULE or not rule.phases:
        return None
    if rule.phases[0].action.verb not in _TAKES_AWAY:
        return None
    meets = any(
        a == b or can_meet(a, b, policy.classes) for a in rule.classes for b in obligation.classes
    )
    root = root_of(obligation, window).limit.anchor
    if not meets or not isinstance(root, FieldRef) or root.links or root.fact:
        return None
    fields = policy.classes[obligation.classes[0]].fields.values()
    events = tuple(f.name for f in fields if isinstance(f.type, EventType))
    return _Case(rule=rule, obligation=obligation, window=window, events=events, root=root.name)


def _life_cycle(timing: Timing, case: _Case, start: date) -> dict[str, date] | None:
    """Return the days of the events if every stage before the window takes all its time.

    Events declared after the one that begins the chain happen on the day of the latest
    stage declared before them; the customer has not acted yet.
    """
    days: dict[str, date] = {case.root: start}
    step = case.obligation.step_before(case.window)
    while step is not None:
        end = timing.bound(case.obligation, step, start)
        if end is None:
            return None
        days[step.marks.name] = day_of(end)
        step = case.obligation.step_before(step)
    latest = start
    begun = False
    for name in case.events:
        begun = begun or name == case.root
        if name in days:
            latest = max(latest, days[name])
        elif begun and name != case.window.marks.name and not _after_window(case, name):
            days[name] = latest
    return days


def _after_window(case: _Case, name: str) -> bool:
    """Return whether an event is declared after that of the customer's window."""
    window = case.window.marks.name
    if window not in case.events:
        return False
    return case.events.index(name) > case.events.index(window)


def _kept_until(period: Period, days: dict[str, date]) -> date | None:
    """Return the last day of a period; `None` where it is not known from these events."""
    match period:
        case After(duration=duration, anchor=anchor, inclusive=inclusive):
            day = _day(anchor, days)
            if day is None:
                return None
            length = duration.length
            return length.beginning_with(day) if inclusive else length.after(day)
        case YearEnd(year=year, plus=plus, anchor=anchor):
            day = _day(anchor, days)
            return None if day is None else year.end_after(day, plus)
        case Until(anchor=anchor):
            return _day(anchor, days)
        case Choice(later=later, terms=terms):
            return _chosen(later, terms, days)
        case _:
            return None


def _chosen(later: bool, terms: tuple[Period, ...], days: dict[str, date]) -> date | None:
    found: list[date] = []
    for term in terms:
        inner = term.term if isinstance(term, IfKnown) else term
        day = _kept_until(inner, days)
        if day is not None:
            found.append(day)
        elif not isinstance(term, IfKnown):
            return None
    return (max(found) if later else min(found)) if found else None


def _day(anchor: Anchor, days: dict[str, date]) -> date | None:
    if isinstance(anchor, FieldRef):
        return None if anchor.links or anchor.fact else days.get(anchor.name)
    return anchor.day
