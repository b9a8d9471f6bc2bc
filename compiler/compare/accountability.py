"""Says in words what changes around promises: calendars, places, channels, who answers, duties.

None of it decides a record by itself. What a calendar does to deadlines is told of the
promises that count on it; the rest tells a reviewer who will have to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import TypeVar

from tenure.compiler.policy.accountability import Activity, Duty
from tenure.compiler.policy.calendars import DayRange, WorkingCalendar
from tenure.compiler.policy.obligations import Obligation
from tenure.compiler.policy.policy import Policy

Declared = TypeVar("Declared")

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def around_promises(old: Policy, new: Policy) -> Iterator[str]:
    """Yield what is otherwise, a clause each."""
    yield from _listed("the jurisdictions", old.document.regions, new.document.regions)
    for name, before, after in _pairs(old.calendars, new.calendars):
        yield from _calendar(f"the calendar `{name}`", before, after)
    for ref, was, now in _pairs(old.obligations, new.obligations):
        if was is not None and now is not None:  # else all its promises are told of
            yield from _answered(ref, was, now)
    for name, duty, its in _pairs(old.duties, new.duties):
        yield from _duty(f"the duty `{name}`", duty, its)
    for name, activity, other in _pairs(old.activities, new.activities):
        yield from _activity(f"the record of processing `{name}`", activity, other)


def _pairs(
    before: Mapping[str, Declared], after: Mapping[str, Declared]
) -> Iterator[tuple[str, Declared | None, Declared | None]]:
    """Yield what is declared under each name, in the old version and in the new one."""
    for name in dict.fromkeys((*before, *after)):
        yield name, before.get(name), after.get(name)


def _listed(what: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    gone = [one for one in before if one not in after]
    came = [one for one in after if one not in before]
    for names, verb in ((gone, "no longer have"), (came, "now have")):
        if names:
            yield f"{what} {verb} {', '.join(f'`{one}`' for one in names)}"


def _said(what: str, before: object, after: object) -> Iterator[str]:
    if before != after:
        yield f"{what} was {_text(before)} and is {_text(after)}"


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value) or "not said"
    return f"`{value}`" if value not in (None, "") else "not said"


# --- calendars --------------------------------------------------------------------


def _calendar(
    what: str, before: WorkingCalendar | None, after: WorkingCalendar | None
) -> Iterator[str]:
    if before is None or after is None:
        yield f"{what} is {'new' if before is None else 'gone'}"
        return
    yield from _said(f"the working week of {what}", _week(before), _week(after))
    yield from _said(f"the hours of {what}", _hours(before.hours), _hours(after.hours))
    yield from _said(f"whose public holidays close {what}", before.regions, after.regions)
    for days, others, verb in (
        (before.closures, after.closures, "is no longer closed"),
        (after.closures, before.closures, "is now closed"),
    ):
        yield from (f"{what} {verb} {_days(one)}" for one in days if one not in others)
    for days, others, verb in (
        (before.terms, after.terms, "no longer has the term"),
        (after.terms, before.terms, "now has the term"),
    ):
        yield from (f"{what} {verb} {_days(one)}" for one in days if one not in others)
    if before.deemed_receipt != after.deemed_receipt:
        counts = "now counts" if after.deemed_receipt else "no longer counts"
        yield f"{what} {counts} what arrives when closed as of the next working day"
    if before.roll_forward != after.roll_forward:
        moves = "now moves" if after.roll_forward else "no longer moves"
        yield f"{what} {moves} a last day that is closed to the next open one"


def _week(calendar: WorkingCalendar) -> tuple[str, ...]:
    return tuple(_WEEK[number] for number in sorted(calendar.week))


def _hours(hours: tuple[time, time] | None) -> str | None:
    return f"{hours[0]:%H:%M} to {hours[1]:%H:%M}" if hours else None


def _days(days: DayRange) -> str:
    title = f" ({days.title})" if days.title else ""
    last = f" to {days.last}" if days.last != days.first else ""
    return f"{days.first}{last}{title}"


# --- who answers ------------------------------------------------------------------


def _answered(ref: str, before: Obligation, after: Obligation) -> Iterator[str]:
    what = f"`{ref}`"
    yield from _said(f"who answers for {what}", before.owner, after.owner)
    yield from _said(f"the channels of {what}", before.channels, after.channels)
    steps = {step.ref: step for step in before.steps}
    for step in after.steps:
        was = steps.get(step.ref)
        if was is not None:
            here = f"`{step.ref}`"
            yield from _said(f"who owes {here}", was.owner, step.owner)
            yield from _said(f"the channels of {here}", was.channels, step.channels)
            yield from _said(f"the target of {here}", _percent(was.target), _percent(step.target))


def _percent(target: object) -> str | None:
    return f"{target}%" if target is not None else None


def _duty(what: str, before: Duty | None, after: Duty | None) -> Iterator[str]:
    if before is None or after is None:
        yield f"{what} is {'new' if before is None else 'gone'}"
        return
    if (before.every, before.triggers, before.starting) != (
        after.every,
        after.triggers,
        after.starting,
    ):
        yield f"{what} is due at other times"
    yield from _said(f"who answers for {what}", before.owner, after.owner)
    yield from _said(f"who takes part in {what}", before.together_with, after.together_with)
    yield from _said(f"the evidence of {what}", before.evidence, after.evidence)


def _activity(what: str, before: Activity | None, after: Activity | None) -> Iterator[str]:
    if before is None or after is None:
        yield f"{what} is {'new' if before is None else 'gone'}"
    elif before != after:
        yield f"{what} is written otherwise"
