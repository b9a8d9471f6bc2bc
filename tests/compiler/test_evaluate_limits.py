"""S5 as examples: legal minimums and privacy maximums."""

from __future__ import annotations

from tests.properties.compiled import passes

CHAT = """
policy "Schedule"
authority act      "Act"           kind statute
authority practice "Good practice" kind good_practice
record chat
  ended   date
  closed  date
  child   yes/no
  notable yes/no
record sales_chat is chat
"""


def test_the_answer_lies_between_the_latest_floor_and_the_earliest_ceiling() -> None:
    passes(
        CHAT
        + """
rule 1 for chat keep 2 years after ended
rule 2 for chat              keep at least 1 year after ended
rule 3 for chat when child   keep at least 3 years after ended
rule 4 for chat              keep at most 4 years after ended
rule 5 for chat when notable keep at most 1 year after ended

test "within, too short, too long; on the limit is within"
  given chat a  ended 2026-01-01
  given chat b  ended 2026-01-01  child yes
  given chat c  ended 2026-01-01  notable yes
  on 2026-01-01
  expect a retain until 2028-01-01 by 1
  expect b conflict
  expect c conflict
"""
    )
    passes(
        CHAT
        + """
rule 1 for chat keep 12 months after ended
rule 2 for chat keep at least 1 year after ended
rule 3 for chat keep at most 1 year after ended

test "on both limits"
  given chat a  ended 2024-02-29
  on 2025-03-01  expect a due until 2025-02-28
"""
    )


def test_a_floor_later_than_a_ceiling_is_a_conflict() -> None:
    passes(
        CHAT
        + """
rule 1 for chat keep until closed
rule 2 for chat keep at least 2 years after ended
rule 3 for chat when child keep at most 1 year after ended

test "whatever the schedule says, even before it says anything"
  given chat a  ended 2026-01-01  child yes
  on 2026-01-01  expect a conflict
"""
    )


def test_limits_alone_do_not_cover_a_record() -> None:
    passes(
        CHAT
        + """
rule 1 for sales_chat keep 1 year after ended
rule 2 for chat keep at least 2 years after ended
rule 3 for chat keep at most 1 year after ended

test "uncovered, be the limits as they may"
  given chat a  ended 2020-01-01
  on 2026-01-01  expect a uncovered
"""
    )


def test_limits_are_beaten_by_a_written_order_alone() -> None:
    passes(
        CHAT
        + """
rule 1 for chat       keep 1 year after ended
rule 2 for chat       keep at least 2 years after ended because act
rule 3 for sales_chat keep at least 1 year after ended because act
rule 4 for sales_chat keep 1 year after ended overrides 2 because act
  when notable
rule 5 for chat       when child keep at least 1 year after ended overrides 2

test "a special class does not beat a floor, `overrides` does"
  given sales_chat a  ended 2026-01-01
  given sales_chat b  ended 2026-01-01  notable yes
  given chat       c  ended 2026-01-01  child yes
  on 2026-01-01
  expect a conflict
  expect b retain until 2027-01-01 by 4
  expect c retain until 2027-01-01 by 1
"""
    )


def test_an_exception_to_a_floor_is_a_floor_in_its_place() -> None:
    passes(
        CHAT
        + """
rule 1 for chat keep 1 year after ended
rule 2 for chat
  keep at least 2 years after ended
  except child when child
    keep at least 6 months after ended
  end

test "the lower floor counts, and the record is covered"
  given chat a  ended 2026-01-01
  given chat b  ended 2026-01-01  child yes
  on 2026-01-01
  expect a conflict
  expect b retain until 2027-01-01
"""
    )


def test_a_limit_that_may_apply_or_has_no_day_yet_holds_a_record_back() -> None:
    passes(
        CHAT
        + """
rule 1 for chat keep 1 year after ended
rule 2 for chat when child   keep at least 2 years after ended
rule 3 for chat when notable keep at least 1 year after closed

test "it may be that the floor applies"
  given chat a  ended 2020-01-01  child unknown
  on 2026-01-01  expect a undetermined missing child

test "it applies, and its day is not known"
  given chat a  ended 2020-01-01  notable yes
  on 2026-01-01  expect a awaiting not before 2021-01-01

test "it is known, and lower"
  given chat a  ended 2020-01-01  notable yes  closed 2019-06-01
  on 2026-01-01  expect a due until 2021-01-01
"""
    )


def test_a_floor_for_ever_contradicts_every_day() -> None:
    passes(
        CHAT
        + """
rule 1 for chat keep 1 year after ended
rule 2 for chat when notable keep at least permanently
rule 3 for chat when child keep permanently overrides 1

test "a day, and for ever"
  given chat a  ended 2020-01-01  notable yes
  given chat b  ended 2020-01-01  notable yes  child yes
  on 2026-01-01
  expect a conflict
  expect b permanent
"""
    )
