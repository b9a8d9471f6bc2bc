"""The few words that a box says of a rule, taken from the policy's own text.

An author finds her own words again: `3 years after closed`. Full sentences for readers
who do not know the policy's names are the business of `tenure.reports.wording`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.policy import Condition, Policy, RecordClass, Rule, RuleKind
from tenure.compiler.policy.periods import Permanently
from tenure.dsl.source import Span
from tenure.reports.graphs.lettering import Line, Run

_BOUNDS = {RuleKind.FLOOR: "at least ", RuleKind.CEILING: "at most "}
_ROLES = {
    RuleKind.FLOOR: "minimum",
    RuleKind.CEILING: "maximum",
    RuleKind.SWITCH: "switch",
}


def as_written(span: Span) -> str:
    """Return the text of a span on one line, without the comments in it."""
    pieces: list[str] = []
    start = span.start
    for comment in span.source.comments if "#" in span.text else ():
        if span.start <= comment.start < span.end:
            pieces.append(span.source.text[start : comment.start])
            start = comment.end
    pieces.append(span.source.text[start : span.end])
    return " ".join(" ".join(pieces).split())


def rule_lines(rule: Rule, record_class: RecordClass, policy: Policy) -> tuple[Line, ...]:
    """Return what the box of a rule says on the card of a class, a paragraph each."""
    return (*_lines(rule, policy), *_elsewhere(rule, record_class, policy))


def where_line(condition: Condition) -> Line:
    """Return what makes a record one of a class that a condition defines."""
    return (Run(text=f"where {as_written(condition.span)}", style="quiet"),)


def _lines(rule: Rule, policy: Policy) -> Iterator[Line]:
    yield tuple(_heading(rule, policy))
    if rule.condition is not None:
        yield (Run(text=f"when {as_written(rule.condition.span)}", style="quiet"),)
    yield (Run(text=period_text(rule), style="period"),)
    if (then := then_text(rule)) is not None:
        yield (Run(text=then, style="plain"),)
    if (dates := _in_force(rule, policy)) is not None:
        yield (Run(text=dates, style="quiet"),)


def _elsewhere(rule: Rule, record_class: RecordClass, policy: Policy) -> Iterator[Line]:
    """Yield which other cards a rule stands on; an exception stands where its rule does."""
    others = [policy.classes[name].title for name in rule.classes if name != record_class.name]
    if others and rule.parent is None:
        listed = ", ".join(others) if len(others) < 3 else f"{len(others)} other classes"
        yield (Run(text=f"also for {listed}", style="quiet"),)


def _heading(rule: Rule, policy: Policy) -> Iterator[Run]:
    """Yield the reference, what part it plays, and its title where it is not its parent's."""
    yield Run(text=rule.ref, style="ref")
    if rule.kind in _ROLES:
        yield Run(text=f"({_ROLES[rule.kind]})", style="name")
    parent = policy.rules[rule.parent] if rule.parent else None
    if rule.title != rule.ref and (parent is None or parent.title != rule.title):
        yield Run(text=rule.title, style="plain")


def period_text(rule: Rule) -> str:
    """Return how long a rule keeps a record, or what it does instead: `3 years after closed`."""
    if rule.follows is not None:
        return f"follows {rule.follows}"
    if not rule.phases:
        return f"switches off {', '.join(other.ref for other in rule.disapplies)}"
    return _BOUNDS.get(rule.kind, "") + as_written(rule.phases[0].keep.span)


def then_text(rule: Rule) -> str | None:
    """Return what is done afterwards; `None` where the record is simply destroyed."""
    if rule.kind is not RuleKind.SCHEDULE or not rule.phases:
        return None
    if len(rule.phases) == 1:
        action = rule.phases[0].action
        if action.verb == "destroy" or isinstance(rule.phases[0].keep, Permanently):
            return None
        return f"then {action.text}"
    steps = [
        f"then {phase.action.text} and keep {as_written(following.keep.span)}"
        for phase, following in zip(rule.phases, rule.phases[1:], strict=False)
    ]
    return ", ".join([*steps, f"then {rule.phases[-1].action.text}"])


def _in_force(rule: Rule, policy: Policy) -> str | None:
    """Return when a rule counts, unless its parent's box says it already."""
    interval = rule.in_force
    if rule.parent is not None and policy.rules[rule.parent].in_force == interval:
        return None
    words = [
        f"{word} {day.isoformat()}"
        for word, day in (("from", interval.start), ("until", interval.end))
        if day is not None
    ]
    return f"in force {' '.join(words)}" if words else None
