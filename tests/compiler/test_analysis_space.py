"""The variables of a question, and one value for every way that conditions can go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tenure.compiler.analysis.formulas import FALSE, TRUE, In
from tenure.compiler.analysis.space import AS_OF, Space, constants_of
from tenure.compiler.policy.fields import ChoiceType, EventType, NumberType, TextType, YesNoType
from tests.properties.compiled import policy_of

DAY = date(2026, 6, 1)

TEXT = """
policy "Schedule"
fact live yes/no = yes
record file
  closed date
  size   number
  name   text
rule 1 for file when size is at least 5 and size is less than 7 and name is "other"
  keep 1 year after closed
  in force from 2020-01-01 until 2027-12-31
rule 2 for file when size is 7 keep 2 years after closed in force from 2027-01-01
"""


def space(text: str = TEXT, as_of: date = DAY) -> Space:
    policy = policy_of(text)
    return Space(policy=policy, as_of=as_of, constants=constants_of(policy, as_of))


def test_a_number_for_every_bound_and_every_stretch_between() -> None:
    *numbers, unknown = space().domain_of("size", NumberType())
    assert unknown is None
    assert numbers == [Decimal(n) for n in ("4", "5", "6", "7", "8")]


def test_a_number_that_no_condition_asks_about_needs_one_value() -> None:
    assert space().domain_of("weight", NumberType()) == (Decimal(1), None)


def test_a_text_that_is_not_mentioned_is_unlike_all_that_are() -> None:
    assert space().domain_of("name", TextType()) == ("other text", "other", None)


def test_other_domains() -> None:
    assert space().domain_of("closed", EventType()) == (None, True)
    assert space().domain_of("flag", YesNoType()) == (False, True, None)
    assert space().domain_of("medium", ChoiceType(values=("a", "b"))) == ("a", "b", None)


def test_a_demand_that_all_or_no_values_meet_is_none() -> None:
    here = space()
    assert here.within("colour", ("red", "blue"), ("red", "blue", "green")) == TRUE
    assert here.within("colour", (), ("green",)) == FALSE
    assert here.within("colour", (), ("red",)) == In("colour", frozenset({"red"}))


def test_one_day_out_of_each_stretch_between_changes_of_the_rules() -> None:
    days = space().domains[AS_OF]
    assert days == (DAY, date(2027, 1, 1), date(2028, 1, 1), date(2019, 12, 31))
    assert space(TEXT.split("rule 1", maxsplit=1)[0]).domains[AS_OF] == (DAY,)
