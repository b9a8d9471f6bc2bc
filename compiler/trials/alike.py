"""Whether two versions of a policy are proved to decide everything alike."""

from __future__ import annotations

from datetime import date, timedelta

from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.policy.calendars import WorkingCalendar
from tenure.compiler.policy.policy import Policy
from tenure.compiler.workdays import BeyondCalendarError, WorkingDays

_FIRST_YEAR, _LAST_YEAR = 1990, 2060
"""Between which calendars are compared day by day."""


def alike(old: Policy, new: Policy, as_of: date) -> bool:
    """Return whether it is proved that no record, deadline or duty is decided otherwise.

    Which of several rules that say the same is named as the governing one is not looked at,
    nor what a decision names as missing. What is only likely is not proved.
    """
    return (
        _turns(old) == _turns(new)
        and _promises(old) == _promises(new)
        and _calendars_alike(old, new)
        and old.dispose_within == new.dispose_within
        and _required(old) == _required(new)
        and compare_policies(old, new, _first_day(old, new, as_of)).equal
    )


def _turns(policy: Policy) -> object:
    """Return what the days of duties hang on."""
    starts = {t: (d.in_force, d.approval) for t, d in policy.documents.items()}
    return policy.duties, starts if policy.duties else None


def _promises(policy: Policy) -> object:
    """Return what promises and stages hang on, calendars left aside."""
    obligations = policy.obligations
    names = {name for one in obligations.values() for name in one.classes}
    classes = {
        name: policy.classes[name].where for one in names for name in policy.classes[one].lineage
    }
    return obligations, classes, policy.facts if obligations else None


def _required(policy: Policy) -> dict[tuple[str, str], bool]:
    return {
        (name, field.name): field.required
        for name, record_class in policy.classes.items()
        for field in record_class.fields.values()
    }


def _first_day(old: Policy, new: Policy, as_of: date) -> date:
    """Return a day that is not after `as_of`, and before any rule came into force or ended."""
    turns = [
        day
        for policy in (old, new)
        for rule in policy.rules.values()
        for day in (rule.in_force.start, rule.in_force.end)
        if day is not None
    ]
    return min((as_of, *(day - timedelta(days=1) for day in turns)))


def _calendars_alike(old: Policy, new: Policy) -> bool:
    """Return whether the calendars that promises count on are the same, day by day."""
    used = {one.calendar for one in (*old.obligations.values(), *new.obligations.values())}
    return all(
        _alike(old.calendars[name], new.calendars[name])
        for name in used
        if name is not None and name in old.calendars and name in new.calendars
    )


def _alike(one: WorkingCalendar, other: WorkingCalendar) -> bool:
    if one == other:
        return True
    said = (one.hours, one.deemed_receipt, one.roll_forward)
    if said != (other.hours, other.deemed_receipt, other.roll_forward):
        return False
    days, others = WorkingDays(one), WorkingDays(other)
    day, last = date(_FIRST_YEAR, 1, 1), date(_LAST_YEAR, 1, 1)
    while day < last:
        if _open(days, day) != _open(others, day):
            return False
        day += timedelta(days=1)
    return True


def _open(days: WorkingDays, day: date) -> bool | None:
    try:
        return days.is_open(day)
    except BeyondCalendarError:
        return None
