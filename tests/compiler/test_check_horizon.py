"""Where a policy reaches beyond what is known: holidays, closures, days out of range."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.check import check_policy
from tenure.compiler.check.horizon import YEARS_AHEAD
from tenure.compiler.workdays import public_holidays
from tenure.dsl.codes import Code
from tests.properties.compiled import policy_of


def messages(text: str, as_of: date, *codes: Code) -> list[str]:
    policy = policy_of(f'policy "Schedule"\n{text}')
    return [f.message for f in check_policy(policy, as_of).findings if f.code in codes]


def horizon(text: str, as_of: date) -> list[str]:
    return messages(text, as_of, Code.CALENDAR_HORIZON)


RECORD = "record letter\n  received date\n  answered date\n"
STANDARD = """
standard 1 for letter
  respond within 3 working days of received marks answered
"""
WEEK = "calendar office\n  working week Monday to Friday\n"
OFFICE = f"{RECORD}{STANDARD}{WEEK}  holidays GB-ENG\n"


@pytest.mark.parametrize(
    ("region", "year", "known"),
    [
        ("GB-ENG", 2026, True),
        ("GB-SCT", 2100, True),
        ("GB-ENG", 2101, False),
        ("GB", 1700, False),
        ("IN", 2035, True),
        ("IN", 2036, False),
        ("CA-ON", 2026, True),
    ],
)
def test_what_the_library_knows_is_asked_of_it(region: str, year: int, known: bool) -> None:
    """Of India's moveable feasts it says in a warning that it knows them up to 2035."""
    assert bool(public_holidays(region, year)) is known


@pytest.mark.parametrize(
    ("year", "unknown"),
    [(2026, ""), (2098, ""), (2099, "2101"), (2100, "2101, 2102"), (2101, "2101, 2102, 2103")],
)
def test_holidays_matter_from_the_year_of_the_check_on(year: int, unknown: str) -> None:
    found = horizon(OFFICE, date(year, 6, 1))
    wanted = f"the public holidays of `GB-ENG` are not known for {unknown}"
    assert found == ([wanted] if unknown else [])


def test_each_region_is_looked_at_by_itself() -> None:
    found = horizon(OFFICE + "  holidays IN, GB\n", date(2036 - YEARS_AHEAD, 1, 1))
    assert found == ["the public holidays of `IN` are not known for 2036"]


def test_the_end_of_the_calendar() -> None:
    assert horizon(OFFICE, date.max) == [
        "the public holidays of `GB-ENG` are not known for 9999",
    ]
    assert (
        messages(
            "calendar office\n  closed 9998-12-27\n  closed 9999-12-27\n",
            date.max,
            Code.CLOSURES_NOT_RENEWED,
        )
        == []
    )


@pytest.mark.parametrize("text", [f"{RECORD}{STANDARD}{WEEK}", f"{WEEK}  holidays GB-ENG\n"])
def test_holidays_that_no_deadline_needs_are_not_missed(text: str) -> None:
    assert horizon(text, date(2101, 1, 1)) == []


@pytest.mark.parametrize(("as_of", "said"), [(date(2026, 9, 18), 0), (date(2026, 9, 19), 1)])
def test_terms_reach_three_months_ahead(as_of: date, said: int) -> None:
    terms = "  term 2026-01-06 to 2026-12-18\n  term 2025-09-02 to 2025-12-19\n"
    found = horizon(f"{RECORD}{STANDARD}{WEEK}{terms}", as_of)
    assert found == ["the terms of `office` are known only until 2026-12-18"] * said


@pytest.mark.parametrize(
    ("day", "said"), [("1899-12-31", 1), ("1900-01-01", 0), ("2199-12-31", 0), ("2200-01-01", 1)]
)
def test_days_out_of_the_range_that_is_searched(day: str, said: int) -> None:
    record = "record file\n  closed date\n"
    for text in (
        f"calendar office\n  closed {day}\n",
        f"calendar school\n  term {day} to {day}\n",
        f"{RECORD}{STANDARD}  when received on or after {day}\n{WEEK}",
        f"{record}rule 1 for file\n  keep until {day}\n",
        f"{record}rule 1 for file\n  keep 3 years after {day}\n",
        f"{record}rule 1 for file when closed is known and not closed on {day}\n"
        "  keep permanently\n",
        f"{record}rule 1 for file when closed within 3 days of 2 years after {day}\n"
        "  keep permanently\n",
        f"{record}record old is file where closed before {day}\nrule 1 for file keep permanently\n",
        f"{record}hold h for file while closed before {day}\nrule 1 for file keep permanently\n",
    ):
        assert len(horizon(text, date(2026, 6, 1))) == said, text


CHRISTMAS = "calendar office\n  closed 2023-12-27 to 2024-01-02\n  closed 2024-12-27\n"


@pytest.mark.parametrize(
    ("text", "as_of", "said"),
    [
        (CHRISTMAS, date(2025, 12, 31), 0),
        (CHRISTMAS, date(2026, 1, 1), 1),
        (CHRISTMAS + "  closed 2025-12-29\n", date(2026, 6, 1), 0),
        ("calendar office\n  closed 2022-09-19\n  closed 2023-05-08\n", date(2030, 1, 1), 0),
        ("calendar office\n  closed 2020-12-27\n  closed 2022-12-27\n", date(2030, 1, 1), 0),
    ],
)
def test_what_was_closed_two_years_running_is_expected_again(
    text: str, as_of: date, said: int
) -> None:
    assert len(messages(text, as_of, Code.CLOSURES_NOT_RENEWED)) == said
