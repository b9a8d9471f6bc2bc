"""Finds limits that cannot be meant: an answer before its acknowledgement, for example."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tenure.compiler.check.sweep import Timing, days_ahead, event_on, later_than
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label


def odd_promises(policy: Policy, as_of: date) -> Iterator[Diagnostic]:
    """Report promises that contradict each other within one standard or procedure."""
    timing = Timing(policy)
    for obligation in policy.obligations.values():
        yield from _answered_first(timing, obligation, as_of)
        for step in obligation.steps:
            yield from _shortened(timing, obligation, step, as_of)


def _answered_first(timing: Timing, obligation: Obligation, as_of: date) -> Iterator[Diagnostic]:
    """Report a step that can be due before the one that should come first."""
    for early, late in _in_order(obligation):
        for day in days_ahead(as_of):
            first = timing.deadline(obligation, early.limit, event_on(early.limit, day))
            second = timing.deadline(obligation, late.limit, event_on(late.limit, day))
            if first is None or second is None:
                break
            if later_than(first, second):
                yield Diagnostic(
                    code=Code.ANSWERED_FIRST,
                    message=f"`{late.ref}` can be due before `{early.ref}`, which comes first",
                    at=late.head,
                    related=(Label(span=early.head, text="this comes first"),),
                    help=(
                        f"what comes in on {day} is due by {second}, and its "
                        f"`{early.name}` only by {first}",
                        "give the first one less time, or the second one more",
                    ),
                    rules=(early.ref, late.ref),
                )
                break


def _in_order(obligation: Obligation) -> Iterator[tuple[Step, Step]]:
    """Return pairs of steps of which the first comes before the second.

    An acknowledgement comes before everything else, a stage before those written below
    it. Only steps that run from the same event are compared, and apply to the same records.
    """
    steps = [s for s in obligation.stages if not s.by_customer and not s.optional]
    for position, early in enumerate(steps):
        for late in steps[position + 1 :] if obligation.procedure else steps:
            acknowledges = early.name == "acknowledge" and late.name != "acknowledge"
            if not obligation.procedure and not acknowledges:
                continue
            if early.limit.anchor == late.limit.anchor and early.condition == late.condition:
                yield early, late


def _shortened(
    timing: Timing, obligation: Obligation, step: Step, as_of: date
) -> Iterator[Diagnostic]:
    """Report an extension that can end before the limit that it replaces."""
    for extension in step.extensions:
        if extension.limit.anchor != step.limit.anchor:
            continue
        for day in days_ahead(as_of):
            plain = timing.deadline(obligation, step.limit, event_on(step.limit, day))
            extended = timing.deadline(obligation, extension.limit, event_on(extension.limit, day))
            if plain is None or extended is None:
                break
            if later_than(plain, extended):
                yield Diagnostic(
                    code=Code.EXTENSION_SHORTENS,
                    message=f"the extension of `{step.ref}` can end before the limit it replaces",
                    at=extension.span,
                    related=(Label(span=step.head, text="the limit"),),
                    help=(
                        f"from {day} the limit runs to {plain}, the extension to {extended}",
                        "give the extension more time; until then the later of the two counts",
                    ),
                    rules=(step.ref,),
                )
                break
