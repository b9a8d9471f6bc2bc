"""A policy's own tests: what they compare, and which rules they try."""

from __future__ import annotations

import pytest

from tenure.compiler.selftest import Mismatch, Subject, SubjectKind, TestReport, run_tests
from tests.properties.compiled import policy_of

FILE = """
policy "Schedule"
fact live yes/no = no
record file
  closed date
  child  yes/no
rule 1 for file keep 2 years after closed
  except child when child keep 9 years after closed then review end
  except live when live keep 1 year after closed overrides child end
"""


def mismatches(expectation: str, given: str = "given file f closed 2024-02-29 child no") -> object:
    policy = policy_of(f'{FILE}test "t"\n  {given}\n  on 2026-02-28\n  expect f {expectation}')
    (result,) = run_tests(policy).results
    (check,) = result.checks
    assert result.passed == (check.mismatches == ())
    return check.mismatches


@pytest.mark.parametrize(
    "expectation",
    [
        "retain",
        "retain until 2026-02-28",
        "retain by 1",
        "retain then destroy",
        "retain until 2026-02-28 by 1 then destroy",
    ],
)
def test_what_is_so(expectation: str) -> None:
    assert mismatches(expectation) == ()


@pytest.mark.parametrize(
    ("expectation", "mismatch"),
    [
        ("due", Mismatch(aspect="status", expected="due", got="retain")),
        (
            "retain until 2026-03-01",
            Mismatch(aspect="until", expected="2026-03-01", got="2026-02-28"),
        ),
        (
            "retain since 2026-03-02",
            Mismatch(aspect="since", expected="2026-03-02", got="2026-03-01"),
        ),
        ("retain by 1/child", Mismatch(aspect="by", expected="1/child", got="1")),
        ("retain then review", Mismatch(aspect="then", expected="review", got="destroy")),
        ("retain missing child", Mismatch(aspect="missing", expected="child", got="nothing")),
        (
            "retain not before 2026-02-28",
            Mismatch(aspect="not before", expected="2026-02-28", got="nothing"),
        ),
    ],
)
def test_what_is_not_so(expectation: str, mismatch: Mismatch) -> None:
    assert mismatches(expectation) == (mismatch,)


def test_every_mismatch_is_named() -> None:
    found = mismatches("overdue until 2030-01-01 by 1/live")
    assert isinstance(found, tuple)
    assert [mismatch.aspect for mismatch in found] == ["status", "until", "by"]


def test_what_is_missing_is_named_in_full() -> None:
    given = "given file f closed 2024-02-29 child unknown"
    assert mismatches("undetermined missing child", given) == ()


def test_facts_are_those_of_the_test() -> None:
    given = "given fact live yes\n  given file f closed 2024-02-29 child yes"
    assert mismatches("overdue by 1/live".replace("overdue", "due"), given) == ()


def by_ref(report: TestReport) -> dict[str, int]:
    return {subject.ref: count for subject, count in report.deciding.items()}


def test_a_rule_is_tried_where_it_decides() -> None:
    policy = policy_of(
        FILE + 'test "a" given file f closed 2024-02-29 child yes on 2026-06-01 '
        "expect f retain by 1/child"
    )
    report = run_tests(policy)
    assert by_ref(report) == {"1": 0, "1/child": 1, "1/live": 0}
    assert [subject.ref for subject in report.untested] == ["1", "1/live"]
    assert report.covered(SubjectKind.RULE) == (0, 1)
    assert report.covered(SubjectKind.EXCEPTION) == (1, 2)
    assert report.coverage == pytest.approx(1 / 3)
    assert report.failed == 0


def test_a_failing_test_still_tries_its_rules() -> None:
    policy = policy_of(
        FILE + 'test "a" given file f closed 2024-02-29 child yes on 2026-06-01 expect f due'
    )
    report = run_tests(policy)
    assert report.failed == 1
    assert by_ref(report)["1/child"] == 1


def test_a_policy_without_rules_lacks_no_test() -> None:
    assert run_tests(policy_of('policy "Empty"\nrecord file')).coverage == 1


HELD = """
policy "Schedule"
record file
  closed date
  court  yes/no
rule 1 for file keep 2 years after closed
hold one "Subject to legal action" for file while court
test "held"
  given file f  closed 2020-01-01  court {}
  on 2026-06-01
  expect f {}
"""


@pytest.mark.parametrize(("court", "status", "count"), [("yes", "held", 1), ("no", "due", 0)])
def test_a_hold_is_tried_where_it_holds(court: str, status: str, count: int) -> None:
    report = run_tests(policy_of(HELD.format(court, status)))
    assert report.failed == 0
    assert report.deciding[Subject(kind=SubjectKind.HOLD, ref="one")] == count
    assert report.covered(SubjectKind.HOLD) == (count, 1)


LIMITS = """
policy "Schedule"
record file
  opened date
  closed date
  child  yes/no
rule 1 for file keep 2 years after opened
rule 2 for file keep at least {} years after opened
rule 3 for file when child disapplies 1
"""


def tried(floor: int, expectation: str, child: str = "no") -> dict[str, int]:
    given = f"given file f opened 2025-01-01 child {child}"
    test = f'test "t"\n  {given}\n  on 2026-06-01\n  expect f {expectation}'
    report = run_tests(policy_of(LIMITS.format(floor) + test))
    assert report.failed == 0
    return by_ref(report)


def test_a_limit_is_tried_only_where_it_has_an_effect() -> None:
    assert tried(1, "retain") == {"1": 1, "2": 0, "3": 0}
    assert tried(3, "conflict")["2"] == 1


def test_a_switch_is_tried_where_it_switches() -> None:
    assert tried(1, "uncovered", child="yes")["3"] == 1
