"""Finds what nobody answers for, and personal data that nothing brings to an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tenure.compiler.policy.accountability import Activity, Recipient
from tenure.compiler.policy.obligations import Obligation
from tenure.compiler.policy.periods import Permanently, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label


def answerable(policy: Policy, as_of: date) -> Iterator[Diagnostic]:
    """Report obligations without an owner, data without an end, recipients not checked."""
    yield from _without_owner(policy)
    for activity in policy.activities.values():
        yield from _without_end(policy, activity)
        for recipient in activity.recipients:
            yield from _unchecked(activity, recipient, as_of)


def _without_owner(policy: Policy) -> Iterator[Diagnostic]:
    for obligation in policy.obligations.values():
        if not _owned(policy, obligation.document) and _somebody_missing(obligation):
            what = "procedure" if obligation.procedure else "standard"
            yield Diagnostic(
                code=Code.NO_OWNER,
                message=f"nobody answers for {what} `{obligation.ref}`",
                at=obligation.head,
                help=('add `by "…"`, or an `owner` to the policy',),
                rules=(obligation.ref,),
            )
    for duty in policy.duties.values():
        if duty.owner is None and not _owned(policy, duty.document):
            yield Diagnostic(
                code=Code.NO_OWNER,
                message=f"nobody answers for the duty `{duty.name}`",
                at=duty.span,
                help=('add `by "…"`, or an `owner` to the policy',),
                rules=(duty.name,),
            )


def _owned(policy: Policy, document: str) -> bool:
    return "owner" in policy.documents[document].texts


def _somebody_missing(obligation: Obligation) -> bool:
    return obligation.owner is None and any(
        step.owner is None and not step.by_customer for step in obligation.stages
    )


def _without_end(policy: Policy, activity: Activity) -> Iterator[Diagnostic]:
    """Report data that is held and never has to go."""
    if not activity.holds:
        return
    if not activity.kept_under:
        yield Diagnostic(
            code=Code.DATA_WITHOUT_END,
            message=f"the activity `{activity.name}` holds data, and no rule says for how long",
            at=activity.span,
            help=("add `kept under` and the rules under which it is kept",),
        )
    for other in activity.kept_under:
        rule = policy.rules[other.ref]
        reason = _endless(policy, rule)
        if reason is not None:
            yield Diagnostic(
                code=Code.DATA_WITHOUT_END,
                message=f"the activity `{activity.name}` holds data under `{rule.ref}`, {reason}",
                at=other.span,
                related=(Label(span=rule.head, text="the rule"),),
                help=("name a rule that ends it, or say there how long it is kept",),
                rules=(rule.ref,),
            )


def _endless(policy: Policy, rule: Rule) -> str | None:
    """Return why a rule never ends the keeping of what it covers; `None` where it does."""
    if rule.follows is not None:
        return None if rule.follows in policy.documents else "whose policy is not loaded"
    for phase in rule.phases:
        if any(isinstance(period, Permanently) for period in subperiods(phase.keep)):
            return "which keeps it permanently"
    return None if rule.phases else "which says nothing of how long"


def _unchecked(activity: Activity, recipient: Recipient, as_of: date) -> Iterator[Diagnostic]:
    every = activity.checked_every
    if every is None:
        return
    if recipient.checked is None:
        message = f"the recipient `{recipient.title}` has never been checked"
    else:
        due = every.length.after(recipient.checked)
        if as_of <= due:
            return
        message = f"the check of the recipient `{recipient.title}` was due by {due}"
    yield Diagnostic(
        code=Code.RECIPIENT_UNCHECKED,
        message=message,
        at=recipient.span,
        help=("check it, and write the day: `checked 2026-03-01`",),
    )
