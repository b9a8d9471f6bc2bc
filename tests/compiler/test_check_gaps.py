"""Records that no schedule rule covers (S7)."""

from __future__ import annotations

from datetime import date

from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Verdict
from tests.compiler.findings import FILE, day, found, only, shown

GAP = Code.GAP
PLAIN = FILE.replace("record letter is file\n", "")


def test_a_rule_without_a_condition_leaves_no_gap() -> None:
    assert found(GAP, "rule 1 for file keep permanently", PLAIN) == []


def test_a_value_that_no_rule_names() -> None:
    finding = only(GAP, "rule 1 for file when child keep permanently", PLAIN)
    assert finding.message == "no rule covers a record of `file` whose `child` is no"
    assert shown(finding).status == "uncovered"


def test_what_may_be_covered_is_no_gap() -> None:
    """Where `child` is unknown the first rule may apply: nothing is certain of that record."""
    rules = (
        "rule 1 for file when child keep permanently\n"
        "rule 2 for file when not child keep permanently"
    )
    assert found(GAP, rules, PLAIN) == []


def test_one_day_between_two_rules() -> None:
    rules = (
        "rule 1 for file when closed before 2026-01-01 keep permanently\n"
        "rule 2 for file when closed after 2026-01-01 keep permanently"
    )
    assert day(only(GAP, rules, PLAIN), "closed") == date(2026, 1, 1)


def test_days_on_which_no_rule_is_in_force() -> None:
    rules = "rule 1 for file keep permanently in force {}"
    assert shown(only(GAP, rules.format("until 2026-12-31"), PLAIN)).as_of == date(2027, 1, 1)
    assert shown(only(GAP, rules.format("from 2026-01-01"), PLAIN)).as_of == date(2025, 12, 31)


def test_under_a_fact_that_is_not_declared() -> None:
    rules = "fact live yes/no = yes\nrule 1 for file when live keep permanently"
    finding = only(GAP, rules, PLAIN)
    assert finding.message.endswith("a record of `file`, while `live` is no")
    assert dict(shown(finding).facts) == {"live": "no"}


def test_a_rule_that_is_switched_off_for_nothing() -> None:
    rules = "rule 1 for file keep permanently\nrule 2 for file when secret disapplies 1"
    assert dict(shown(only(GAP, rules, PLAIN)).records[0].fields) == {"secret": "yes"}


def test_limits_alone_cover_nothing() -> None:
    rules = (
        "rule 1 for file when child keep permanently\n"
        "rule 2 for file keep at least 6 years after closed"
    )
    assert shown(only(GAP, rules, PLAIN)).status == "uncovered"


def test_each_class_that_records_state_is_asked_about() -> None:
    rules = "rule 1 for letter keep permanently"
    assert [shown(f).records[0].record_class for f in found(GAP, rules)] == ["file"]
    both = found(GAP, "rule 1 for file when child keep permanently")
    assert [shown(f).records[0].record_class for f in both] == ["file", "letter"]


def test_a_class_without_any_rule_has_a_finding_of_its_own() -> None:
    assert found(GAP, "rule 1 for van keep permanently", "record van\n" + PLAIN) == []


def test_a_hold_hides_no_gap() -> None:
    rules = (
        "hold lawsuit for file while secret\nrule 1 for file when secret is known keep permanently"
    )
    assert only(GAP, rules, PLAIN).verdict is Verdict.WITNESS
