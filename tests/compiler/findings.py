"""What the checks say of a policy's text."""

from __future__ import annotations

from datetime import date

from tenure.compiler.check import check_policy
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Witness
from tests.properties.compiled import policy_of

AS_OF = date(2026, 6, 1)

FILE = """
policy "Schedule"
authority act      "Act"           kind statute
authority practice "Good practice" kind good_practice
record file
  opened date
  closed date
  child  yes/no
  secret yes/no
  other  link to file
record letter is file
"""


def found(code: Code, rules: str, head: str = FILE, as_of: date = AS_OF) -> list[Diagnostic]:
    """The findings of one code."""
    findings = check_policy(policy_of(head + rules), as_of).findings
    return [finding for finding in findings if finding.code is code]


def only(code: Code, rules: str, head: str = FILE, as_of: date = AS_OF) -> Diagnostic:
    """The one finding of a code."""
    (finding,) = found(code, rules, head, as_of)
    return finding


def shown(finding: Diagnostic) -> Witness:
    """The finding's witness."""
    assert finding.witness is not None
    return finding.witness


def day(finding: Diagnostic, field: str) -> date:
    """The day of an event of the first record of the witness."""
    return date.fromisoformat(dict(shown(finding).records[0].fields)[field])
