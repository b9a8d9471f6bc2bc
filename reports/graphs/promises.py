"""What boxes say of standards, procedures, duties and activities, in the author's own words."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.compiler.policy import Policy, RecordClass
from tenure.compiler.policy.accountability import Activity, Duty
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.reports.graphs.lettering import Line, Run
from tenure.reports.graphs.phrases import as_written
from tenure.reports.wording import ENGLISH, plain
from tenure.reports.wording.accountability import DutyWording


def promise_lines(one: Obligation, record_class: RecordClass, policy: Policy) -> tuple[Line, ...]:
    """Return what the box of a standard or procedure says on the card of a class."""
    return tuple(_lines(one, record_class, policy))


def _lines(one: Obligation, record_class: RecordClass, policy: Policy) -> Iterator[Line]:
    kind = "(procedure)" if one.procedure else "(standard)"
    yield (
        Run(text=one.ref, style="ref"),
        Run(text=kind, style="name"),
        Run(text=one.title, style="plain"),
    )
    if one.condition is not None:
        yield (Run(text=f"when {as_written(one.condition.span)}", style="quiet"),)
    for step in one.steps:
        yield _step(step)
    if one.overrides:
        others = ", ".join(other.ref for other in one.overrides)
        yield (Run(text=f"in place of {others}", style="quiet"),)
    classes = [policy.classes[name].title for name in one.classes if name != record_class.name]
    if classes:
        yield (Run(text=f"also for {', '.join(classes)}", style="quiet"),)


def _step(step: Step) -> Line:
    side = " (customer)" if step.by_customer else ""
    return (
        Run(text=f"{step.title}{side}:", style="plain"),
        Run(text=as_written(step.limit.span), style="ref"),
    )


def duty_lines(duty: Duty, policy: Policy) -> tuple[Line, ...]:
    """Return what the sheet of a duty says."""
    cycle = (plain(each) for each in DutyWording(policy, ENGLISH).cycle(duty))
    return (
        (Run(text=duty.title, style="ref"),),
        *((Run(text=each, style="name"),) for each in cycle),
        *(((Run(text=duty.owner, style="name"),),) if duty.owner else ()),
    )


def activity_lines(activity: Activity) -> tuple[Line, ...]:
    """Return what the sheet of a processing activity says."""
    refs = ", ".join(other.ref for other in activity.kept_under)
    return (
        (Run(text=activity.title, style="ref"),),
        (Run(text="processing of personal data", style="name"),),
        *(((Run(text=f"kept under {refs}", style="name"),),) if refs else ()),
    )
