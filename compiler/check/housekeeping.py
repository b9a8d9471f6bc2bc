"""Reviews, validity and metadata that contradicts itself (S12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tenure.compiler.policy.policy import Document, Policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic


def housekeeping(policy: Policy, as_of: date) -> list[Diagnostic]:
    """Check the header of the policy and of every policy that it uses."""
    found: list[Diagnostic] = []
    for document in policy.documents.values():
        found.extend(_validity(document, as_of))
        found.extend(_review(document, as_of))
        found.extend(_approval(document))
    return found


def _validity(document: Document, as_of: date) -> Iterator[Diagnostic]:
    start, end = document.in_force.start, document.in_force.end
    if end is not None and end < as_of:
        yield Diagnostic(
            code=Code.POLICY_EXPIRED,
            message=f"`{document.title}` was in force until {end}",
            at=document.span,
            help=("extend it, or use the policy that replaces it",),
        )
    if start is not None and start > as_of:
        yield Diagnostic(
            code=Code.NOT_YET_IN_FORCE,
            message=f"`{document.title}` is in force only from {start}",
            at=document.span,
            help=(f"check it as of a later day: `--as-of {start}`",),
        )


def _approval(document: Document) -> Iterator[Diagnostic]:
    """Report a policy that is in force on days before it was approved.

    An approval of which only the month is known may have been on its first day.
    """
    approval, start, end = document.approval, document.in_force.start, document.in_force.end
    if approval is None:
        return
    if start is not None and start < approval.first:
        when = f"from {start}"
    elif end is not None and end < approval.first:
        when = f"until {end}"
    else:
        return
    approved = _day_or_month(approval.first, approval.last)
    yield Diagnostic(
        code=Code.UNAPPROVED,
        message=f"`{document.title}` is in force {when}, before its approval of {approved}",
        at=approval.span,
        help=("correct the day of the approval, or the days in force",),
    )


def _day_or_month(first: date, last: date) -> str:
    return str(first) if first == last else f"{first:%Y-%m}"


def _review(document: Document, as_of: date) -> Iterator[Diagnostic]:
    planned = planned_review(document)
    if planned is None:
        yield Diagnostic(
            code=Code.NO_REVIEW,
            message=f"`{document.title}` does not say when it is due for review",
            at=document.span,
            help=("add `approved …` and `review every …`, or `next review …`",),
        )
        return
    first, last = planned
    stated = document.review.next_first, document.review.next_last
    if None not in stated and stated != (None, None):
        yield from _contradiction(document)
    if last < as_of:
        when = _day_or_month(first, last)
        yield Diagnostic(
            code=Code.REVIEW_OVERDUE,
            message=f"the review of `{document.title}` was due by {when}",
            at=document.review.span or document.span,
            help=("review the policy, then renew its `approved` day and its next review",),
        )


def planned_review(document: Document) -> tuple[date, date] | None:
    """Return the first and last day that the next review may fall on.

    The day or month that the document states; else its approval plus its review
    cycle; `None` when it says neither.
    """
    review = document.review
    if review.next_first is not None and review.next_last is not None:
        return review.next_first, review.next_last
    return _computed_review(document)


def _computed_review(document: Document) -> tuple[date, date] | None:
    every, approval = document.review.every, document.approval
    if every is None or approval is None:
        return None
    return every.after(approval.first), every.after(approval.last)


def _contradiction(document: Document) -> Iterator[Diagnostic]:
    stated_first, stated_last = document.review.next_first, document.review.next_last
    if document.approval is None or stated_first is None or stated_last is None:
        return
    computed = _computed_review(document)
    if computed is not None and not (stated_first <= computed[1] and computed[0] <= stated_last):
        but = f"but approval plus cycle gives {_day_or_month(*computed)}"
    elif stated_last < document.approval.first:
        approved = _day_or_month(document.approval.first, document.approval.last)
        but = f"before the approval of {approved}"
    else:
        return
    stated = _day_or_month(stated_first, stated_last)
    yield Diagnostic(
        code=Code.CONTRADICTORY_REVIEW,
        message=f"the next review is stated as {stated}, {but}",
        at=document.review.span or document.span,
        help=("correct the day of the next review, the approval or the cycle",),
    )
