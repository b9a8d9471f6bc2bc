"""The test that comes with a finding: it fails as the policy stands, and passes once settled."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tenure.compiler.check import check_policy
from tenure.compiler.check.appending import appended
from tenure.compiler.compile import compile_policy
from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.fields import EventType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.scenarios import Scenario
from tenure.compiler.records import Inventory, Record
from tenure.compiler.selftest import ScenarioResult, run_tests
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Instance, ReadyTest, Verdict, Witness
from tests.properties.compiled import policy_of
from tests.properties.settled import applied, findings, offers, run

AS_OF = date(2026, 6, 1)
ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "corpus" / "bad"
CASES = [
    *sorted(path for path in BAD.glob("TN4*") if path.suffix == ".tenure" or path.is_dir()),
    ROOT / "tests/golden/policies/disagree.tenure",
    ROOT / "policies/surrey",
    ROOT / "policies/surrey/as-written",
]
WITHOUT_TEST = {
    Code.SAME_OUTCOME,
    Code.EARLY_EVIDENCE,
    Code.OVERLAPPING_CLASSES,
    Code.UNCLASSIFIED,
    Code.COMPETING_STANDARDS,
    Code.JURISDICTION_UNKNOWN,
}
"""Codes whose records have one answer already, so that `decided` could not fail on them."""


def shown(case: Path) -> list[tuple[Policy, Diagnostic]]:
    """The findings of a policy that come with a record."""
    policy = compile_policy(case).policy
    if policy is None:
        return []
    found = check_policy(policy, AS_OF).findings
    return [(policy, finding) for finding in found if finding.witness is not None]


def with_test(case: Path, test: ReadyTest, folder: Path) -> tuple[Policy, ScenarioResult]:
    """A policy with a test appended, and the result of that test."""
    path = folder / case.name
    if case.is_dir():
        shutil.copytree(case, path, dirs_exist_ok=True)
    file = path / "tests.tenure" if case.is_dir() else path
    source = case / "tests.tenure" if case.is_dir() else case
    before = source.read_bytes() if source.exists() else b""
    file.write_bytes(appended(before, [test]))
    policy = compile_policy(path).policy
    assert policy is not None, test.text
    result = next(r for r in run_tests(policy).results if r.title == test.title)
    return policy, result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_it_fails_as_the_policy_stands(case: Path, tmp_path: Path) -> None:
    for _, finding in shown(case):
        for one in offers(finding):
            if finding.code in WITHOUT_TEST:
                assert one.test is None
            elif one.test is None:
                assert finding.code is Code.SHORTENED
            else:
                assert not with_test(case, one.test, tmp_path)[1].passed, one.test.text


def test_every_case_of_one_cause_has_its_own() -> None:
    ((_, finding),) = shown(BAD / "TN401-one-general-rule.tenure")
    tests = [one.test for one in finding.instances]
    assert finding.test in tests
    assert None not in tests
    assert len(set(tests)) == len(tests) > 2


def test_every_kind_of_finding_with_a_record_is_tried() -> None:
    codes = {finding.code for case in CASES for _, finding in shown(case)}
    assert codes >= {
        Code.AMBIGUOUS_OUTCOME,
        Code.SAME_OUTCOME,
        Code.OUTSIDE_LIMIT,
        Code.FLOOR_AFTER_CEILING,
        Code.GAP,
        Code.SHORTENED,
    }


def open_cases(text: str) -> list[Diagnostic | Instance]:
    """The findings of a policy, and the cases of one cause, that have both an edit and a test."""
    found = (one for finding in findings(policy_of(text)) for one in offers(finding))
    return [one for one in found if one.edits and one.test]


SETTLED_BY_EDIT = [
    case
    for case in CASES
    if case.name.startswith(("TN401", "TN410", "TN411")) and case.suffix == ".tenure"
]


@pytest.mark.parametrize("case", SETTLED_BY_EDIT, ids=lambda case: case.stem)
def test_it_passes_once_an_edit_has_settled_everything(case: Path) -> None:
    text = original = case.read_text(encoding="utf-8")
    tests = [one.test for _, finding in shown(case) for one in offers(finding) if one.test]
    assert tests
    while offered := open_cases(text):
        text = applied(text, offered[0].edits[0])
    assert text != original
    for test in tests:
        assert run(text, test).passed, (test.text, text)


TWINS = [
    ("TN414-values.tenure", "for letter when medium is fax keep 1 year after received"),
    ("TN414-one-day-between.tenure", "for letter keep permanently overrides 1, 2"),
    ("TN414-switched-off-for-nothing.tenure", "for recording when payment keep permanently"),
]


@pytest.mark.parametrize(("name", "rule"), TWINS)
def test_it_passes_once_a_rule_covers_the_record(name: str, rule: str) -> None:
    text = (BAD / name).read_text(encoding="utf-8")
    (test,) = (finding.test for _, finding in shown(BAD / name) if finding.code is Code.GAP)
    assert test is not None
    assert run(f"{text}\nrule 99 {rule}", test).passed, test.text


def test_it_passes_once_a_special_rule_keeps_as_long() -> None:
    case = BAD / "TN415-special-class.tenure"
    text = case.read_text(encoding="utf-8")
    (test,) = (finding.test for _, finding in shown(case))
    assert test is not None
    assert test.steps[-1] == "expect complaint_1 retain"
    assert run(text.replace("3 years after received", "9 years after received"), test).passed


# --- what must be said --------------------------------------------------------------

FILE = """policy "P" approved 2026-01-01 review every 3 years
record file
  opened date
  closed date
  urgent yes/no
  word   text
"""


def only_test(text: str) -> ReadyTest:
    (test,) = (f.test for f in findings(policy_of(text)) if f.test is not None)
    assert not run(text, test).passed
    return test


def test_a_flag_that_must_be_unknown_is_said_to_be() -> None:
    rules = FILE + (
        "rule 1 for file keep 1 year after opened\n"
        "rule 2 for file when urgent is not known keep 2 years after opened"
    )
    assert "urgent unknown" in only_test(rules).text


def test_a_flag_that_may_as_well_be_no_is_not_mentioned() -> None:
    rules = FILE + (
        "rule 1 for file keep 1 year after opened\n"
        "rule 2 for file keep 2 years after opened\n"
        "rule 3 for file when urgent keep 3 years after opened overrides 1, 2"
    )
    assert "urgent no" in only_test(rules).text, "where urgent is unknown nothing is certain"
    assert "urgent" not in only_test(rules.split("rule 3")[0]).text


def test_a_text_is_quoted_and_escaped() -> None:
    rules = FILE + (
        "rule 1 for file keep 1 year after opened\n"
        'rule 2 for file when word is "a \\"b\\" \\\\ c" keep 2 years after opened'
    )
    assert 'word "a \\"b\\" \\\\ c"' in only_test(rules).text


@pytest.mark.parametrize("name", ["on", "expect", "given"])
def test_a_field_that_a_test_cannot_name_has_none(name: str) -> None:
    rules = FILE.replace("urgent", name) + (
        "rule 1 for file keep 1 year after opened\n"
        f"rule 2 for file when {name} keep 2 years after opened"
    )
    assert [f.test for f in findings(policy_of(rules)) if f.witness] == [None]


def test_a_hold_hides_no_conflict_from_the_test() -> None:
    """A held record is not decided while the rules disagree on it."""
    rules = FILE + (
        "rule 1 for file keep 1 year after opened\n"
        "rule 2 for file keep 2 years after opened\n"
        "hold always for file while opened is known or opened is not known"
    )
    (finding,) = (f for f in findings(policy_of(rules)) if f.test is not None)
    assert finding.witness is not None
    assert finding.witness.status == "held"
    assert finding.test is not None
    assert not run(rules, finding.test).passed
    assert run(applied(rules, finding.edits[0]), finding.test).passed


# --- the smallest realistic record ----------------------------------------------------


def outcome(policy: Policy, scenario: Scenario, witness: Witness) -> object:
    """What a decision shows of the rules that a witness is about."""
    inventory = Inventory(scenario.records)
    decider = Decider(policy, inventory, witness.as_of, scenario.facts)
    decision: Decision = decider.unheld(scenario.records[0])
    refs = {saying.rule for saying in witness.sayings}
    return (
        decision.status,
        [(c.standing, c.keep_until) for c in decision.considered if c.rule in refs],
        [decider.last_day(policy.rules[ref], scenario.records[0]) for ref in sorted(refs)
         if policy.rules[ref].phases],
    )  # fmt: skip


def without(record: Record, name: str, text: str) -> Record:
    """A record without a field: a flag that is unknown is `no` instead."""
    if name == "disposed_as":
        return replace(record, disposed_as=None)
    fields = {key: value for key, value in record.fields.items() if key != name}
    return replace(record, fields={**fields, name: False} if text == "unknown" else fields)


def smaller(scenario: Scenario, index: int, name: str, text: str) -> Scenario:
    """A scenario without one field of one record."""
    records = list(scenario.records)
    records[index] = without(records[index], name, text)
    return replace(scenario, records=tuple(records))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_field_of_a_witness_matters(case: Path, tmp_path: Path) -> None:
    for _, finding in shown(case):
        if finding.test is None or finding.witness is None:
            continue
        policy, _ = with_test(case, finding.test, tmp_path)
        scenario = next(t for t in policy.tests if t.title == finding.test.title)
        given = {(r.name, name) for r in finding.witness.records for name, _ in r.fields}
        records = [
            replace(r, fields={n: v for n, v in r.fields.items() if (r.id, n) in given})
            for r in scenario.records
        ]
        scenario = replace(scenario, records=tuple(records))
        whole = outcome(policy, scenario, finding.witness)
        for index, record in enumerate(finding.witness.records):
            for name, text in record.fields:
                less = smaller(scenario, index, name, text)
                changed = outcome(policy, less, finding.witness)
                assert changed != whole, (finding.test.text, record.name, name)


LONG_AGO = {
    ("TN401-a-month-is-not-thirty-days", "TN401"): "its rule is for letters of early 2020",
    ("TN401-an-event-on-a-leap-day", "TN401"): "there has been no 29 February since",
    ("TN410-a-leap-year", "TN410"): "a year is longer than 365 days only over a leap day",
    ("TN414-one-day-between", "TN414"): "the day between the rules lies there",
    ("disagree", "TN410"): "its complaint must be due before a recording's first month is over",
    ("as-written", "TN415"): "likewise, before a recording's 62 days are over",
}
"""Findings that turn on a day of long ago, and why."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_days_of_a_witness_are_recent_and_in_the_order_of_life(case: Path) -> None:
    for policy, finding in shown(case):
        assert finding.verdict is Verdict.WITNESS
        assert finding.witness is not None
        for record in finding.witness.records:
            known = dict(record.fields)
            declared = [
                field.name
                for field in policy.classes[record.record_class].fields.values()
                if isinstance(field.type, EventType) and field.name in known
            ]
            days = [date.fromisoformat(known[name][:10]) for name in declared]
            assert all(one < other for one, other in pairwise(days)), (record, case)
            recent = all(0 <= (AS_OF - day).days <= 365 for day in days)
            assert recent or (case.stem, finding.code.number) in LONG_AGO, (record, case)
