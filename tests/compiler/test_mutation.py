"""Which changes of a policy its tests notice, and what would notice the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.load import load_policy
from tenure.compiler.selftest import run_tests
from tenure.compiler.trials.mutants import Kind, Mutant, mutants_of
from tenure.compiler.trials.mutation import BrokenTestsError, MutationReport, Outcome, try_mutants

AS_OF = date(2026, 6, 1)
Write = Callable[[str], Path]

FILE = """
policy "P"
record file
  closed date
  urgent yes/no
rule 1 for file keep 3 years after closed then destroy
"""
BOTH_DAYS = """
test "three years"
  given file f  closed 2023-02-10
  on 2026-02-10
  expect f retain until 2026-02-10 by 1
  on 2026-02-11
  expect f due since 2026-02-11 by 1 then destroy
"""
EVERYTHING = """
policy "P"
  dispose within 30 days
  resolve by longest, latest
calendar office
  working week  Monday to Friday
  hours         09:00 to 17:00
  holidays      GB-ENG, GB-SCT
  closed        2026-12-29 to 2026-12-31
  year FY       ends 31 March
  received when closed counts as the next working day
  deadlines     roll forward
fact live yes/no = no
record file
  closed   date required
  asked    date
  rung     time
  answered date
  acked    time
  held_up  date
  told     date
  pages    number
  kind     one of a, b, c
  urgent   yes/no
record odd is file where kind is a
rule 1 for file
  keep the later of (3 years and 6 months after closed, until asked if known)
  then anonymise and keep 6 years beginning with closed
  then destroy
  except many when pages is at least 500 and not urgent or kind in (a, b)
    keep FY+2 from closed
    in force from 2026-01-01 until 2030-12-31
    overrides 2
  end
rule 2 for file when asked before 2020-01-01 keep at least 2 years after closed
rule 3 for file when live disapplies 1
rule 4 for odd keep the latest 2 by kind in order of closed
hold court "Court" for file, odd while urgent
standard s for file using calendar office
  respond within 3 working days of asked
    marks answered
    extended to 10 working days of asked when urgent
    paused from held_up to told
  answer by the end of the next working day after asked
    marks told
procedure p for file using calendar office
  stage one optional within 2 working hours of rung marks acked
  stage two by customer within 8 weeks of acked marks told
occasion system_changed
duty audit every 6 months or when system_changed within 2 weeks starting 2026-01-01
"""


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "p.tenure"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def mutants(path: Path) -> tuple[Mutant, ...]:
    files = load_policy(path, lambda found: pytest.fail(found.message))
    assert files is not None
    return mutants_of(files[0].declarations, ranked=False)


def tried(path: Path) -> MutationReport:
    return try_mutants(path, AS_OF)


def unnoticed(report: MutationReport) -> set[tuple[str, str]]:
    return {(t.mutant.span.text, t.mutant.text) for t in report.unnoticed}


# --- mutants --------------------------------------------------------------------------


def test_every_kind_of_change_but_that_of_rank_is_made(written: Write) -> None:
    found = mutants(written(EVERYTHING))
    assert {mutant.kind for mutant in found} == set(Kind) - {Kind.AUTHORITY}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3", "4"),
        ("6", "5"),
        ("after", "beginning with"),
        ("beginning with", "after"),
        ("later", "earlier"),
        ("until asked if known", "until asked"),
        ("destroy", "review"),
        ("anonymise", "destroy"),
        ("at least", "more than"),
        ("500", "501"),
        ("before", "on or before"),
        ("2020-01-01", "2020-01-02"),
        ("at least", "at most"),
        ("a, ", ""),
        ("2026-01-01", "2025-12-31"),
        ("required", ""),
        ("no", "yes"),
        ("2", "1"),
        ("overrides 2", ""),
        ("disapplies 1", ""),
        ("resolve by longest, latest", "resolve by latest, longest"),
        ("dispose within 30 days", ""),
        ("hours         09:00 to 17:00", "hours 08:00 to 17:00"),
        ("holidays      GB-ENG, GB-SCT", "holidays GB-SCT"),
        ("2026-12-31", "2027-01-01"),
        ("31", "30"),
        (
            "by the end of the next working day after asked",
            "within 2 working days of asked",
        ),
        ("by customer", ""),
        ("optional", ""),
        ("paused from held_up to told", ""),
        ("extended to 10 working days of asked when urgent", ""),
        (
            "every 6 months or when system_changed within 2 weeks",
            "every 6 months",
        ),
    ],
)
def test_a_change_is_made(written: Write, before: str, after: str) -> None:
    found = mutants(written(EVERYTHING))
    assert (before, after) in {(mutant.span.text, mutant.text) for mutant in found}


def test_changes_are_in_the_order_of_the_text_and_each_is_one_text(written: Write) -> None:
    found = mutants(written(EVERYTHING))
    assert [m.span.start for m in found] == sorted(m.span.start for m in found)
    assert len({m.changed for m in found}) == len(found)
    assert found == mutants(written(EVERYTHING))


def test_a_change_belongs_to_the_rule_it_is_in(written: Write) -> None:
    found = {m.subject for m in mutants(written(EVERYTHING))}
    assert {"1", "1/many", "2", "court", "s/respond", "p/two", "audit", "office", "odd"} <= found


def test_texts_are_nothing_that_a_test_could_notice(written: Write) -> None:
    text = FILE.replace("then destroy", 'then destroy\n  note "3 years"\n  because law "7 years"')
    path = written(text + 'authority law "Law 9" kind statute\n')
    changed = [m.changed for m in mutants(path)]
    assert changed
    assert all('"3 years"' in text and '"7 years"' in text for text in changed if "rule 1" in text)


# --- tried ----------------------------------------------------------------------------


def test_tests_of_both_days_notice_everything(written: Write) -> None:
    report = tried(written(FILE + BOTH_DAYS))
    assert unnoticed(report) == set()
    assert report.score == 100
    assert {t.by for t in report.trials if t.outcome is Outcome.NOTICED} >= {"three years"}


def test_without_tests_nothing_is_noticed_and_each_change_has_its_test(written: Write) -> None:
    report = tried(written(FILE))
    assert report.score == 0
    assert unnoticed(report) >= {("3", "2"), ("3", "4"), ("after", "beginning with")}
    assert all(trial.test is not None for trial in report.unnoticed)


def test_the_test_of_a_change_passes_as_the_policy_is_and_fails_when_it_is_changed(
    written: Write,
) -> None:
    numbers = count()  # one in four, to be quick
    report = try_mutants(written(EVERYTHING), AS_OF, go_on=lambda: next(numbers) % 4 == 0)
    offered = [trial for trial in report.unnoticed if trial.test is not None]
    assert len(offered) > 8
    for trial in offered:
        assert trial.test is not None
        policy = compile_policy(written(f"{EVERYTHING}\n{trial.test.text}")).policy
        assert policy is not None, trial.test.text
        assert run_tests(policy).failed == 0, trial.test.text
        changed = compile_policy(written(f"{trial.mutant.changed}\n{trial.test.text}")).policy
        assert changed is None or run_tests(changed).failed == 1, (trial.mutant, trial.test.text)


def test_a_change_that_changes_nothing_is_not_counted(written: Write) -> None:
    text = FILE + "rule 2 for file keep at most 4 years after closed\n" + BOTH_DAYS
    report = tried(written(text))
    alike = {t.mutant.text for t in report.trials if t.outcome is Outcome.ALIKE}
    assert {"5", ""} <= alike
    assert report.score == 100
    assert report.counted == report.count(Outcome.NOTICED)


def test_a_condition_of_a_class_that_only_a_promise_is_for_is_not_taken_for_nothing(
    written: Write,
) -> None:
    report = tried(
        written(
            'policy "P"\nrecord mail\n  got date\n  sent date\n  kind one of a, b\n'
            "record order is mail where kind is a\n"
            "standard s for order\n  respond within 2 weeks of got marks sent\n"
        )
    )
    assert ("kind is a", "not (kind is a)") in unnoticed(report)


def test_a_policy_that_names_what_is_gone_is_none(written: Write) -> None:
    report = tried(written(FILE + "rule 2 for file when urgent\n  disapplies 1\n" + BOTH_DAYS))
    gone = [t for t in report.trials if t.mutant.subject == "1" and t.mutant.kind is Kind.LEFT_OUT]
    assert [t.outcome for t in gone] == [Outcome.NO_POLICY]


def test_a_test_that_names_what_is_gone_notices_it(written: Write) -> None:
    report = tried(written(FILE + BOTH_DAYS))
    gone = [t for t in report.trials if t.mutant.kind is Kind.LEFT_OUT]
    assert [(t.outcome, t.by) for t in gone] == [(Outcome.NOTICED, "a test that names it")]


def test_what_there_is_no_time_for_is_not_noticed(written: Write) -> None:
    left = iter((True, True))
    report = try_mutants(written(FILE + BOTH_DAYS), AS_OF, go_on=lambda: next(left, False))
    assert report.count(Outcome.UNTRIED) == len(report.trials) - 2
    assert report.score < 50


def test_tests_that_fail_can_tell_nothing(written: Write) -> None:
    with pytest.raises(BrokenTestsError):
        tried(written(FILE + BOTH_DAYS.replace("until 2026-02-10", "until 2026-02-09")))


def test_what_a_policy_uses_is_not_changed(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "law.tenure").write_text('policy "Law"\nrecord letter\n  sent date\n'
        "rule 9 for letter keep 1 year after sent\n")  # fmt: skip
    path = tmp_path / "p.tenure"
    path.write_text('use "law/law.tenure"\n' + FILE)
    assert {t.mutant.span.source.path for t in tried(path).trials} == {str(path)}
