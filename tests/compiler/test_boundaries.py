"""Generated tests of the last days: what they say, that they pass, and what has none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import Subject, SubjectKind
from tenure.compiler.trials import generated as module
from tenure.compiler.trials.boundaries import WITHIN_ANYWAY, boundaries
from tenure.compiler.trials.expectations import written_test
from tenure.compiler.trials.generated import DoesNotPassError, generated
from tenure.dsl.diagnostics import ReadyTest
from tests.properties.compiled import policy_of

AS_OF = date(2026, 6, 1)
WORKED = ("calico", "chat", "christmas", "polha", "staffords", "surrey")
POLICIES = Path(__file__).parents[2] / "policies"
RECORD = 'policy "P"\nrecord file\n  opened date\n  closed date\n  court yes/no\n'


def written(text: str, kind: SubjectKind = SubjectKind.RULE, ref: str = "1") -> list[str]:
    """The generated tests of one subject of a policy, as texts."""
    policy = policy_of(RECORD + text)
    found = {one.subject: one for one in boundaries(policy, AS_OF)}
    tests = [written_test(policy, s) for s in found[Subject(kind=kind, ref=ref)].scenarios]
    return [test.text for test in tests if test is not None]


def test_a_rule_before_on_and_after_its_last_day() -> None:
    assert written("rule 1 for file keep 1 year after closed then review") == [
        """\
test "1 keeps a file through its last day and no longer"
  given file file_1  closed 2026-06-01
  on 2027-05-31
  expect file_1 retain until 2027-06-01 by 1 then review
  on 2027-06-01
  expect file_1 retain until 2027-06-01 by 1 then review
  on 2027-06-02
  expect file_1 due since 2027-06-02 by 1 then review
"""
    ]


def test_each_phase_has_its_own() -> None:
    found = written(
        "rule 1 for file keep 1 year after closed\n"
        "  then anonymise and keep 5 years after closed then destroy"
    )
    assert [text.splitlines()[0] for text in found] == [
        'test "1 keeps a file through its last day and no longer"',
        'test "1 keeps a file that was anonymised through its last day and no longer"',
    ]


def test_a_floor_where_it_is_all_that_is_certain() -> None:
    (text,) = written(
        "rule 1 for file keep 2 years after closed\n"
        "rule 2 for file keep at least 6 years after opened",
        ref="2",
    )
    assert "  on 2032-05-31\n  expect file_1 awaiting by 1 not before 2032-06-01" in text


def test_a_ceiling_that_bounds_nothing_has_no_test() -> None:
    policy = policy_of(
        f"{RECORD}rule 1 for file keep 2 years after closed\n"
        "rule 2 for file keep at most 6 years after closed"
    )
    assert [one.reason for one in boundaries(policy, AS_OF)] == ["", WITHIN_ANYWAY]


def test_a_rule_that_comes_into_force_on_the_day_before_and_the_day() -> None:
    _, text = written(
        "rule 0 for file keep 1 year after closed\n"
        "rule 1 for file keep 2 years after closed overrides 0 in force from 2027-01-01"
    )
    first, *lines = text.splitlines()
    assert first == 'test "1 counts from 2027-01-01"'
    assert "  on 2026-12-31" in lines
    assert "by 0" in lines[lines.index("  on 2026-12-31") + 1]
    assert "by 1" in lines[lines.index("  on 2027-01-01") + 1]


def test_a_hold_on_the_day_after_the_last() -> None:
    text = "rule 1 for file keep 1 year after closed\nhold case for file while court"
    (test,) = written(text, SubjectKind.HOLD, "case")
    assert test.count("expect file_1 held") == 3
    assert "court yes" in test


STANDARD = """calendar office
  working week Monday to Friday
standard s for file using calendar office
  respond within 3 working days of opened marks closed
"""


def test_a_promise_and_what_is_done_in_time_and_too_late() -> None:
    (text,) = written(STANDARD, SubjectKind.PROMISE, "s/respond")
    assert text.endswith(
        """\
  on 2026-06-03
  expect file_1 open for s/respond until 2026-06-04
  on 2026-06-04
  expect file_1 open for s/respond until 2026-06-04
  on 2026-06-05
  expect file_1 breached for s/respond until 2026-06-04
  expect in_time met for s/respond until 2026-06-04
  expect too_late late for s/respond until 2026-06-04
"""
    )


def test_a_limit_to_the_minute() -> None:
    text = "record call\n  rung time\n  answered time\n"
    text += "standard s for call\n  answer within 2 hours of rung marks answered"
    (test,) = written(text, SubjectKind.PROMISE, "s/answer")
    assert "  on 2026-06-01T11:01\n  expect call_1 breached for s/answer" in test
    assert "until 2026-06-01T11:00" in test


def test_a_duty_in_its_turn_and_when_an_occasion_calls_for_it() -> None:
    text = "occasion moved\nduty audit every 6 months or when moved within 2 weeks"
    turn, called = written(text, SubjectKind.DUTY, "audit")
    assert "  on 2026-07-16\n  expect duty audit breached until 2026-07-15" in turn
    assert "given occasion moved on 2026-01-22" in called
    assert "  on 2026-02-06\n  expect duty audit breached until 2026-02-05" in called


def test_what_is_permanent_or_elsewhere_has_no_last_day() -> None:
    (permanent,) = written("rule 1 for file keep permanently")
    assert "1 keeps a file permanently" in permanent
    (elsewhere,) = written('external "Q"\nrule 1 for file follow "Q"')
    assert "1 leaves a file to another policy" in elsewhere


# --- written --------------------------------------------------------------------------


def policy_at(path: Path) -> Policy:
    policy = compile_policy(path).policy
    assert policy is not None
    return policy


@pytest.mark.parametrize("name", WORKED)
def test_of_the_worked_policies_everything_but_a_needless_ceiling_has_tests(name: str) -> None:
    policy = policy_at(POLICIES / name)
    found = generated(POLICIES / name, policy, boundaries(policy, AS_OF))
    assert len(found.tests) >= 4
    assert {ref for _, ref, _ in found.without} <= {"3"}


def test_on_another_day_nothing_is_new(tmp_path: Path) -> None:
    path = tmp_path / "p.tenure"
    path.write_text(f"{RECORD}rule 1 for file keep 1 year after closed\n")
    policy = policy_at(path)
    first = generated(path, policy, boundaries(policy, AS_OF))
    path.write_text(path.read_text() + "".join(test.text for test in first.tests))
    policy = policy_at(path)
    assert generated(path, policy, boundaries(policy, date(2027, 1, 1))).tests == ()


def test_a_test_that_does_not_pass_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.tenure"
    path.write_text(f"{RECORD}rule 1 for file keep 1 year after closed\n")
    wrong = ReadyTest(
        title="wrong", steps=("given file f  closed 2026-01-01", "on 2026-02-01", "expect f due")
    )
    monkeypatch.setattr(module, "written_test", lambda *_: wrong)
    policy = policy_at(path)
    with pytest.raises(DoesNotPassError):
        generated(path, policy, boundaries(policy, AS_OF))
