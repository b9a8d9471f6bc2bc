"""The life of a policy and its rules: approvals, reviews, days in force."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.check import check_policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tests.properties.compiled import policy_of

AS_OF = date(2026, 6, 1)


def found(text: str, *codes: Code) -> list[Diagnostic]:
    return [f for f in check_policy(policy_of(text), AS_OF).findings if f.code in codes]


def header(*clauses: str) -> str:
    return 'policy "Schedule"\n' + "".join(f"  {clause}\n" for clause in clauses)


@pytest.mark.parametrize(
    ("approved", "in_force", "said"),
    [
        ("2026-02-01", "from 2026-02-01", 0),
        ("2026-02-01", "from 2026-01-31", 1),
        ("2026-02", "from 2026-02-01", 0),
        ("2026-02", "from 2026-01-31", 1),
        ("2026-02-01", "until 2026-02-01", 0),
        ("2026-02-01", "until 2026-01-31", 1),
    ],
)
def test_a_policy_in_force_before_its_approval(approved: str, in_force: str, said: int) -> None:
    text = header(f"approved {approved}", f"in force {in_force}")
    assert len(found(text, Code.UNAPPROVED)) == said


@pytest.mark.parametrize(
    ("approved", "next_review", "said"),
    [
        ("2026-08-01", "2026-07-31", 1),
        ("2026-08-01", "2026-08-01", 0),
        ("2026-08-15", "2026-08", 0),
        ("2026-08", "2026-07", 1),
    ],
)
def test_a_review_before_the_approval(approved: str, next_review: str, said: int) -> None:
    text = header(f"approved {approved}", f"next review {next_review}")
    assert len(found(text, Code.CONTRADICTORY_REVIEW)) == said


RULES = """
record file
  closed date required
rule 1 for file
  keep 3 years after closed
rule 2 for file
  keep 4 years after closed
  overrides 1
  in force {}
  except old when closed before 2020-01-01
    keep 5 years after closed
  end
"""


@pytest.mark.parametrize(
    ("in_force", "code"),
    [
        ("until 2026-05-31", Code.RULES_EXPIRED),
        ("until 2026-06-01", None),
        ("from 2026-06-01", None),
        ("from 2026-06-02", Code.RULES_TO_COME),
        ("from 2026-06-02 until 2026-06-30", Code.RULES_TO_COME),
    ],
)
def test_a_rule_counts_on_both_its_first_and_its_last_day(in_force: str, code: Code | None) -> None:
    findings = found(header() + RULES.format(in_force), Code.RULES_EXPIRED, Code.RULES_TO_COME)
    assert [f.code for f in findings] == ([code] if code else [])
    assert all(f.rules == ("2",) for f in findings)  # not its exception


def test_an_exception_that_ends_before_its_rule() -> None:
    text = RULES.format("until 2026-12-31").replace(
        "keep 5 years after closed", "keep 5 years after closed\n    in force until 2026-01-01"
    )
    (finding,) = found(header() + text, Code.RULES_EXPIRED)
    assert finding.rules == ("2/old",)


def test_rules_that_have_ended_are_one_finding() -> None:
    rules = "".join(
        f"rule {n} for file\n  keep {n} years after closed\n  in force until {2010 + n}-12-31\n"
        for n in range(1, 6)
    )
    (finding,) = found(
        header() + "record file\n  closed date required\n" + rules, Code.RULES_EXPIRED
    )
    assert finding.message.startswith("5 rules are no longer in force: `1` until 2011-12-31, ")
    assert finding.message.endswith(" and 2 more")
    assert [one.rules for one in finding.instances] == [(str(n),) for n in range(1, 6)]


def test_the_rules_of_a_policy_that_is_out_of_force_are_not_named_again() -> None:
    text = header("in force until 2026-01-31") + RULES.format("until 2026-01-31")
    assert found(text, Code.RULES_EXPIRED) == []
    assert len(found(text, Code.POLICY_EXPIRED)) == 1
