"""Working days in England and in Scotland against the government's own list of bank holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]

from tenure.compiler.policy.calendars import WorkingCalendar
from tenure.compiler.workdays import WorkingDays
from tenure.dsl.source import SourceFile

FIRST, LAST = date(2016, 1, 1), date(2027, 12, 31)

DIVISIONS = {"GB-ENG": BankHolidays.ENGLAND_AND_WALES, "GB-SCT": BankHolidays.SCOTLAND}

PROCLAIMED_LATER = {
    # Scotland's first World Cup match: proclaimed after the list was drawn up.
    ("GB-SCT", date(2026, 6, 15)): False,
}
"""Days on which the two may differ, and whether the later source works on them."""


@pytest.mark.parametrize("region", DIVISIONS)
def test_every_day_of_twelve_years(region: str) -> None:
    days = WorkingDays(
        WorkingCalendar(
            name="office",
            week=frozenset(range(5)),
            hours=None,
            regions=(region,),
            closures=(),
            terms=(),
            deemed_receipt=False,
            roll_forward=False,
            span=SourceFile(path="x", text="x").span(0, 1),
        )
    )
    published = BankHolidays(use_cached_holidays=True)
    differing = {}
    day = FIRST
    while day <= LAST:
        if days.is_open(day) != published.is_work_day(day, division=DIVISIONS[region]):
            differing[region, day] = days.is_open(day)
        day += timedelta(days=1)
    assert differing.items() <= PROCLAIMED_LATER.items()
