"""Limits that a rule breaks: in whichever phase the record is."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.check import check_policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Verdict
from tests.properties.compiled import policy_of

RECORDS = """
policy "Schedule"
record file
  made     date required
  reviewed date
  personal yes/no
"""


def broken(rules: str) -> list[Diagnostic]:
    findings = check_policy(policy_of(RECORDS + rules), date(2026, 6, 1)).findings
    return [finding for finding in findings if finding.code is Code.OUTSIDE_LIMIT]


def test_a_later_phase_that_ends_before_the_minimum() -> None:
    (finding,) = broken(
        """
rule 1 for file
  keep 8 years after made
  then review and keep 2 years after reviewed then destroy
rule 2 for file
  keep at least 5 years after made
"""
    )
    assert finding.witness is not None
    assert ("disposed_as", "reviewed") in finding.witness.records[0].fields


@pytest.mark.parametrize(
    ("step", "when", "said"),
    [
        ("anonymise", "", 1),
        ("anonymise", "when personal", 0),
        ("review", "when personal", 1),
    ],
)
def test_a_maximum_that_ends_with_the_personal_data(step: str, when: str, said: int) -> None:
    """Of the records that are anonymised and still personal the data is wrong, not the policy."""
    findings = broken(
        f"""
rule 1 for file
  keep 3 years after made
  then {step} and keep 10 years after made then destroy
rule 2 for file {when}
  keep at most 5 years after made
"""
    )
    assert len(findings) == said


def test_a_rule_kept_by_more_links_than_are_followed_is_not_decided() -> None:
    (finding,) = broken(
        """
record a
  at date
record b
  a link to a
record c
  b link to b
record d
  c    link to c
  made date required
rule a for a keep 3 years after at
rule b for b keep as long as a
rule c for c keep as long as b
rule d for d keep as long as c
rule file for file keep permanently
rule least for d keep at least 5 years after made
"""
    )
    assert finding.verdict is Verdict.UNKNOWN
    assert "more of a linked record than is followed" in finding.message
