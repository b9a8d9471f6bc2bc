"""S3 and S4 as examples: which rules apply, which of them govern, and what settles the rest."""

from __future__ import annotations

import pytest

from tests.properties.compiled import passes, policy_of

COMPLAINT = """
policy "Schedule"
authority act      "Act"           kind statute
authority practice "Good practice" kind good_practice
record complaint
  closed date
  child  yes/no
  notable yes/no
  pages  number
  medium one of paper, email
record stage_1 is complaint
record letter  is complaint where medium is paper
"""


def test_a_rule_is_for_its_class_and_those_under_it() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint keep 1 year after closed
rule 2 for letter    keep 2 years after closed

test "the class itself, a class under it, one that a condition defines"
  given complaint c  closed 2026-01-01  medium email
  given stage_1   s  closed 2026-01-01  medium email
  given stage_1   l  closed 2026-01-01  medium paper
  on 2026-01-01
  expect c retain until 2027-01-01 by 1
  expect s retain until 2027-01-01 by 1
  expect l retain until 2028-01-01 by 2
"""
    )


def test_what_is_unknown_is_neither_true_nor_false() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint keep 1 year after closed
  except both    when child and notable       keep 2 years after closed end
  except neither when not (child or notable)  keep 1 year after closed  end
  except thick   when pages is known and pages is at least 100
    keep 3 years after closed
    overrides neither
  end

test "false and unknown is false, true or unknown is true"
  given complaint a  closed 2026-01-01  child no       notable unknown
  given complaint b  closed 2026-01-01  child unknown  notable yes
  on 2026-01-01
  expect a retain until 2027-01-01   # by `1`, or by `neither`
  expect b undetermined missing child

test "`is known` is never unknown itself"
  given complaint a  closed 2026-01-01  pages 99
  given complaint b  closed 2026-01-01  pages 100
  on 2026-01-01
  expect a retain until 2027-01-01
  expect b retain until 2029-01-01 by 1/thick
"""
    )


def test_an_exception_beats_its_rule_where_that_ones_condition_holds() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint keep 1 year after closed
rule 2 for complaint when child
  keep 5 years after closed
  overrides 1
  except notable when notable
    keep 9 years after closed
    except thick when pages is more than 99
      keep 2 years after closed
    end
  end

test "the exception to the exception comes first"
  given complaint a  closed 2026-01-01  child yes  notable yes  pages 100
  given complaint b  closed 2026-01-01  child yes  notable yes  pages 99
  given complaint c  closed 2026-01-01  child no   notable yes  pages 100
  on 2026-01-01
  expect a retain until 2028-01-01 by 2/notable/thick
  expect b retain until 2035-01-01 by 2/notable
  expect c retain until 2027-01-01 by 1
"""
    )


def test_an_exception_takes_from_its_rule_what_it_does_not_say() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint
  keep 1 year after closed
  then anonymise and keep 5 years after closed then transfer to "Archive"
  because act
  extendable by "Manager"
  in force from 2020-01-01
  except child when child
    keep 3 years after closed
  end
  except notable when notable and not child
    then review
  end

test "the action, the extension and the days in force"
  given complaint a  closed 2026-01-01  child yes  extended_until 2040-01-01
  given complaint b  closed 2026-01-01  child yes  disposed_as anonymised
  given complaint c  closed 2026-01-01  notable yes
  on 2026-06-01
  expect a retain until 2040-01-01 by 1/child then anonymise
  expect b retain until 2031-01-01 by 1/child then transfer to "Archive"
  expect c retain until 2027-01-01 by 1/notable then review
  on 2019-12-31
  expect a uncovered
"""
    )


def test_overrides_is_transitive() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint              keep 1 year after closed
rule 2 for complaint when child   keep 2 years after closed  overrides 1
rule 3 for complaint when notable keep 3 years after closed  overrides 2

test "3 beats 1 though 2, between them, does not apply"
  given complaint a  closed 2026-01-01  child no  notable yes
  on 2026-01-01
  expect a retain until 2029-01-01 by 3
"""
    )


def test_overrides_is_transitive_by_way_of_a_rule_for_another_class() -> None:
    passes(
        COMPLAINT
        + """
record enquiry
  closed date
rule 1 for complaint, enquiry keep 1 year after closed
rule 2 for enquiry            keep 2 years after closed  overrides 1
rule 3 for complaint, enquiry keep 3 years after closed  overrides 2

test "3 beats 1 for complaints too"
  given complaint a  closed 2026-01-01
  on 2026-01-01
  expect a retain until 2029-01-01 by 3
"""
    )


def test_the_special_class_beats_the_general_unless_it_is_written_otherwise() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint              keep 5 years after closed
rule 2 for stage_1                keep 1 year after closed
rule 3 for complaint when notable keep 9 years after closed  overrides 2

test "lex specialis"
  given stage_1 s  closed 2026-01-01
  given stage_1 n  closed 2026-01-01  notable yes
  on 2026-01-01
  expect s retain until 2027-01-01 by 2
  expect n retain until 2035-01-01 by 3
"""
    )


def test_what_a_disapplied_rule_would_have_beaten_comes_back() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint              keep 1 year after closed
rule 2 for complaint when child   keep 5 years after closed  overrides 1
rule 3 for complaint when notable disapplies 2
rule 4 for complaint when pages is more than 99 disapplies 3

test "2 beats 1; 3 switches 2 off; 4 switches 3 off"
  given complaint a  closed 2026-01-01  child yes  notable no   pages 1
  given complaint b  closed 2026-01-01  child yes  notable yes  pages 1
  given complaint c  closed 2026-01-01  child yes  notable yes  pages 100
  on 2026-01-01
  expect a retain until 2031-01-01 by 2
  expect b retain until 2027-01-01 by 1
  expect c retain until 2031-01-01 by 2
"""
    )


def test_an_exception_outlives_a_disapplied_rule() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint
  keep 1 year after closed
  except child when child
    keep 5 years after closed
  end
rule 2 for complaint when notable disapplies 1

test "the rule is off, its exception is not"
  given complaint a  closed 2026-01-01  child yes  notable yes
  given complaint b  closed 2026-01-01  child no   notable yes
  on 2026-01-01
  expect a retain until 2031-01-01 by 1/child
  expect b uncovered
"""
    )


def test_rules_that_agree_govern_together() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint              keep 12 months after closed because practice
rule 2 for complaint when child   keep 1 year after closed    because act
rule 3 for complaint when notable keep 1 year after closed    then review

test "the same day and the same action, by different words"
  given complaint a  closed 2026-01-01  child yes
  on 2026-01-01
  expect a retain until 2027-01-01 by 1
  expect a retain until 2027-01-01 by 2

test "the same day, but another action"
  given complaint a  closed 2026-01-01  notable yes
  on 2026-01-01
  expect a conflict
"""
    )


def test_for_ever_and_for_ever_agree_whatever_would_be_done_then() -> None:
    passes(
        COMPLAINT
        + """
rule 1 for complaint keep permanently
rule 2 for complaint keep permanently then review

test "no action ever comes"
  given complaint a
  on 2026-01-01
  expect a permanent by 1
  expect a permanent by 2
"""
    )


DISAGREEMENT = """
rule 1 for complaint              keep 1 year after closed   because act
rule 2 for complaint when child   keep 3 years after closed  because practice
rule 3 for complaint when notable keep 3 years after closed  because practice then review
  in force from 2020-01-01

test "two answers"
  given complaint a  closed 2026-01-01  child yes
  on 2026-01-01
  expect a {two}

test "three answers, two of them for the same day"
  given complaint a  closed 2026-01-01  child yes  notable yes
  on 2026-01-01
  expect a {three}
"""


@pytest.mark.parametrize(
    ("tie_breaks", "two", "three"),
    [
        ("nothing", "conflict", "conflict"),
        ("longest", "retain until 2029-01-01 by 2", "conflict"),
        ("shortest", "retain until 2027-01-01 by 1", "retain until 2027-01-01 by 1"),
        ("authority", "retain until 2027-01-01 by 1", "retain until 2027-01-01 by 1"),
        ("latest", "conflict", "retain until 2029-01-01 by 3 then review"),
        ("longest, latest", "retain until 2029-01-01 by 2", "retain until 2029-01-01 by 3"),
        ("longest, authority", "retain until 2029-01-01 by 2", "conflict"),
        ("latest, shortest", "retain until 2027-01-01 by 1", "retain until 2029-01-01 by 3"),
    ],
)
def test_tie_breaks_are_tried_in_order(tie_breaks: str, two: str, three: str) -> None:
    head = COMPLAINT.replace('"Schedule"', f'"Schedule" resolve by {tie_breaks}')
    passes(head + DISAGREEMENT.format(two=two, three=three))


def test_a_tie_break_by_length_waits_for_days_that_are_not_known() -> None:
    """The later tie-breaks wait with it: they may never be asked."""
    rules = """
rule 1 for complaint keep 3 years after closed
rule 2 for complaint keep until ends because act

test "the bound is certain"
  given complaint a  closed 2020-01-01
  given complaint b  closed 2020-01-01  ends 2021-01-01
  on 2026-01-01
  expect a {open}
  expect b {known}
"""
    head = COMPLAINT.replace("pages  number", "pages  number\n  ends   date")
    longest = head.replace('"Schedule"', '"Schedule" resolve by longest, authority')
    passes(
        longest
        + rules.format(open="awaiting not before 2023-01-01", known="due until 2023-01-01 by 1")
    )
    shortest = head.replace('"Schedule"', '"Schedule" resolve by shortest')
    passes(shortest + rules.format(open="due until 2023-01-01", known="due until 2021-01-01 by 2"))


def test_days_that_are_not_known_disagree_only_if_no_future_makes_them_agree() -> None:
    passes(
        COMPLAINT.replace("pages  number", "pages  number\n  ends   date")
        + """
rule 1 for complaint keep 3 years after closed
rule 2 for complaint when notable keep until ends
rule 3 for complaint when child keep the later of (5 years after closed, until ends)

test "it may turn out to be the same day, or cannot"
  given complaint a  closed 2026-01-01  notable yes
  given complaint b  closed 2026-01-01  child yes
  on 2026-01-01
  expect a awaiting
  expect b conflict
"""
    )


@pytest.mark.parametrize(
    "rules",
    [
        "rule 1 for complaint keep 1 year after closed overrides 2\n"
        "rule 2 for complaint keep 2 years after closed overrides 1",
        "rule 1 for complaint disapplies 2\nrule 2 for complaint disapplies 1",
        "rule 1 for stage_1 keep 1 year after closed overrides 3\n"
        "rule 2 for complaint keep 2 years after closed overrides 1\n"
        "rule 3 for stage_1 keep 2 years after closed overrides 2",
    ],
)
def test_a_circle_has_no_meaning(rules: str) -> None:
    with pytest.raises(AssertionError, match=r"TN40[23]"):
        policy_of(COMPLAINT + rules)
