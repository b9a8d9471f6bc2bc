"""Which days a calendar works, and how far it is known."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tenure.compiler.workdays import BeyondCalendarError, WorkingDays, public_holidays
from tests.properties.compiled import policy_of


def days(clauses: str) -> WorkingDays:
    """The days of a calendar with these clauses."""
    return WorkingDays(policy_of(f'policy "P"\ncalendar office {clauses}').calendars["office"])


def test_a_week_holidays_and_closures_make_a_calendar() -> None:
    office = days(
        "working week Monday to Saturday holidays GB-ENG, GB-SCT closed 2026-05-05 to 2026-05-06"
    )
    worked = [day for day in range(1, 9) if office.is_open(date(2026, 5, day))]
    # Sunday the 3rd, the bank holiday of the 4th, and the closure, whose last day is included.
    assert worked == [1, 2, 7, 8]
    # St Andrew's Day is Scotland's, the August bank holiday England's: all regions together.
    assert not office.is_open(date(2026, 11, 30))
    assert not office.is_open(date(2026, 8, 31))


def test_terms_say_when_it_can_be_open_and_beyond_them_nothing_is_known() -> None:
    school = days(
        "working week Monday to Friday "
        "term 2026-09-02 to 2026-10-23 term 2026-11-02 to 2026-12-18 closed 2026-11-06"
    )
    assert school.is_open(date(2026, 9, 2))
    assert school.is_open(date(2026, 12, 18))
    assert not school.is_open(date(2026, 10, 26))
    assert not school.is_open(date(2026, 11, 6))
    for beyond in (date(2026, 9, 1), date(2026, 12, 19), date(2026, 12, 20)):
        with pytest.raises(BeyondCalendarError) as caught:
            school.is_open(beyond)
        assert (caught.value.calendar, caught.value.day) == ("office", beyond)


def test_counting_stops_where_nothing_is_known() -> None:
    office = days("working week Monday to Friday holidays GB-ENG")
    assert office.nth_open(date(2100, 12, 29), 1) == date(2100, 12, 30)
    with pytest.raises(BeyondCalendarError):
        office.nth_open(date(2100, 12, 30), 2)
    assert public_holidays("GB-ENG", 2101) == {}
    with pytest.raises(BeyondCalendarError):
        days("working week Monday").next_open(date(9999, 12, 28))


def test_days_between_are_counted_after_the_first_and_with_the_last() -> None:
    office = days("working week Monday to Friday")
    monday, friday = date(2026, 3, 2), date(2026, 3, 6)
    assert office.count(monday, friday) == 4
    assert office.count(monday, friday, {date(2026, 3, 4), date(2026, 3, 7)}) == 3
    assert office.count(friday, monday) == 0
    assert office.nth_open(monday, office.count(monday, friday)) == friday


@pytest.mark.parametrize(
    ("event", "zero"),
    [
        (date(2026, 3, 6), date(2026, 3, 6)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (datetime(2026, 3, 6, 16, 59), date(2026, 3, 6)),
        (datetime(2026, 3, 6, 17, 0), date(2026, 3, 9)),
        (datetime(2026, 3, 7, 0, 0), date(2026, 3, 9)),
        (datetime(2026, 3, 9, 0, 0), date(2026, 3, 9)),
    ],
)
def test_what_arrives_when_closed_counts_as_the_next_working_day(event: date, zero: date) -> None:
    week = "working week Monday to Friday hours 09:00 to 17:00"
    assert (
        days(f"{week} received when closed counts as the next working day").day_zero(event) == zero
    )
    plain = event.date() if isinstance(event, datetime) else event
    assert days(week).day_zero(event) == plain
