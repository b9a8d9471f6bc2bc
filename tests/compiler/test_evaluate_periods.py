"""S2 as examples: how long is how long. Each policy carries its own tests."""

from __future__ import annotations

from tests.properties.compiled import passes

PAPER = """
policy "Schedule"
calendar office
  year FY ends 31 March
  year AY ends 31 August
record paper
  signed  date
  lapsed  date
  sent    time
"""


def test_after_counts_from_the_day_after_the_event() -> None:
    passes(
        PAPER
        + """
rule 1 for paper keep 62 days after signed

test "kept through the sixty-second day, due on the next"
  given paper p  signed 2026-01-05
  on 2026-03-08  expect p retain until 2026-03-08 since 2026-03-09
  on 2026-03-09  expect p due    until 2026-03-08 since 2026-03-09
"""
    )


def test_the_corresponding_date_or_the_last_day_of_the_month() -> None:
    """Dodds v Walker [1981] UKHL 3: four months after 30 September end on 30 January."""
    passes(
        PAPER
        + """
rule 1 for paper keep 1 month after signed
rule 2 for paper keep 4 months after lapsed overrides 1
  when lapsed is known

test "there is such a day"
  given paper p  lapsed 2026-09-30
  on 2026-09-30  expect p retain until 2027-01-30

test "there is none, so the month's last day"
  given paper p  signed 2026-01-31
  given paper q  signed 2028-01-31
  given paper r  signed 2028-02-29
  on 2026-01-31
  expect p retain until 2026-02-28
  expect q retain until 2028-02-29
  expect r retain until 2028-03-29
"""
    )


def test_months_are_summed_and_added_once_days_after_them() -> None:
    passes(
        PAPER
        + """
rule 1 for paper when lapsed is not known keep 1 month and 1 month after signed
rule 2 for paper when lapsed is known     keep 1 month and 1 day after lapsed

test "two months after 31 January, not one month after 28 February"
  given paper p  signed 2026-01-31
  on 2026-02-01  expect p retain until 2026-03-31

test "the day is added to the month's end"
  given paper p  lapsed 2026-01-31
  on 2026-02-01  expect p retain until 2026-03-01
"""
    )


def test_beginning_with_counts_the_day_itself() -> None:
    """1182/71 article 3(2)(c): a month without the day ends the period, and is not cut short."""
    passes(
        PAPER
        + """
rule 1 for paper when lapsed is not known keep 6 months beginning with signed
rule 2 for paper when lapsed is known     keep 10 days beginning with lapsed

test "the day before the corresponding date"
  given paper p  signed 2026-03-01
  given paper q  signed 2026-08-28
  on 2026-03-01
  expect p retain until 2026-08-31
  expect q retain until 2027-02-27

test "a month end that is moved is not moved again"
  given paper p  signed 2026-08-29
  given paper q  signed 2026-08-31
  given paper r  signed 2027-08-31
  on 2026-09-01
  expect p retain until 2027-02-28
  expect q retain until 2027-02-28
  expect r retain until 2028-02-29

test "days"
  given paper p  lapsed 2026-01-01
  on 2026-01-01  expect p retain until 2026-01-10
"""
    )


def test_years_that_end_on_a_day_of_their_own() -> None:
    passes(
        PAPER
        + """
rule 1 for paper when lapsed is not known                    keep FY+6 from signed
rule 2 for paper when lapsed is known and sent is not known  keep CY+1 from lapsed
rule 3 for paper when sent is known                          keep AY+0 from sent
  overrides 1, 2

test "the last day of the financial year belongs to it"
  given paper p  signed 2026-03-31
  given paper q  signed 2026-04-01
  on 2026-04-01
  expect p retain until 2032-03-31
  expect q retain until 2033-03-31

test "the calendar year"
  given paper p  lapsed 2026-01-01
  given paper q  lapsed 2026-12-31
  on 2026-12-31
  expect p retain until 2027-12-31
  expect q retain until 2027-12-31

test "of an event with a time, the day counts"
  given paper p  sent 2026-08-31T23:59
  given paper q  sent 2026-09-01T00:00
  on 2026-08-31
  expect p retain until 2026-08-31
  expect q retain until 2027-08-31
"""
    )


def test_until_a_day_and_for_ever() -> None:
    passes(
        PAPER
        + """
rule 1 for paper keep until lapsed
  except old when signed before 1900-01-01
    keep permanently
  end
  except fixed when sent is known
    keep until 2030-06-30
  end

test "to the day that the record carries"
  given paper p  signed 2026-01-01  lapsed 2026-02-01
  on 2026-02-01  expect p retain until 2026-02-01
  on 2026-02-02  expect p due

test "to a day that the policy names"
  given paper p  signed 2026-01-01  sent 2026-01-01T09:00
  on 2026-01-01  expect p retain until 2030-06-30

test "for ever"
  given paper p  signed 1850-01-01
  on 2999-01-01  expect p permanent by 1/old
"""
    )


def test_the_later_and_the_earlier_and_if_known() -> None:
    passes(
        PAPER
        + """
record later   is paper
record earlier is paper
record optional is paper
rule 1 for later    keep the later of (1 year after signed, until lapsed)
rule 2 for earlier  keep the earlier of (1 year after signed, until lapsed)
rule 3 for optional keep the later of (1 year after signed, until lapsed if known)

test "both known"
  given later    l  signed 2026-01-01  lapsed 2028-01-01
  given earlier  e  signed 2026-01-01  lapsed 2028-01-01
  given optional o  signed 2026-01-01  lapsed 2028-01-01
  on 2026-06-01
  expect l retain until 2028-01-01
  expect e retain until 2027-01-01
  expect o retain until 2028-01-01

test "one not known: a bound is certain already"
  given later    l  signed 2026-01-01
  given earlier  e  signed 2026-01-01
  given optional o  signed 2026-01-01
  on 2026-06-01
  expect l awaiting not before 2027-01-01
  expect e awaiting not after 2027-01-01
  expect o retain until 2027-01-01

test "and when the bound has passed, the earlier of them is certainly over"
  given later    l  signed 2026-01-01
  given earlier  e  signed 2026-01-01
  on 2027-01-01
  expect l awaiting
  expect e awaiting
  on 2027-01-02
  expect l awaiting
  expect e due until 2027-01-01
"""
    )


def test_no_time_at_all() -> None:
    passes(
        PAPER
        + """
rule 1 for paper keep 0 days after signed

test "kept through the day of the event"
  given paper p  signed 2026-01-05
  on 2026-01-05  expect p retain until 2026-01-05
  on 2026-01-06  expect p due
"""
    )
