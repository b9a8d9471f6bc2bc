"""Rules as meant: what an exception has from its rule, and which rule stands above which (S4)."""

from __future__ import annotations

import random
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from tenure.compiler.load import LoadedFile
from tenure.compiler.order import Covering
from tenure.compiler.policy.periods import After
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import InForce, Rule, RuleKind
from tenure.compiler.resolve.policies import resolve
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.nodes.declarations import Declaration
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile

CORPUS = Path(__file__).parents[1] / "corpus"

GROUND = """
policy "Schedule"
external "Other"
authority act  "Act"  kind statute
authority code "Code" kind good_practice
record contact
  closed date
  urgent yes/no
record enquiry is contact
record complaint is contact
record staff_complaint is complaint
record late_contact is contact where urgent
"""


def declared(text: str) -> tuple[SourceFile, tuple[Declaration, ...]]:
    found: list[Diagnostic] = []
    source = SourceFile(path="schedule.tenure", text=text)
    tree = read_file(source, found.append)
    assert tree is not None, [f.message for f in found]
    return source, tree.declarations


def resolved(
    source: SourceFile, declarations: tuple[Declaration, ...]
) -> tuple[Policy | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    file = LoadedFile(source=source, declarations=declarations, own=True)
    return resolve((file,), found.append), found


def policy_of(text: str) -> Policy:
    policy, found = resolved(*declared(GROUND + text))
    assert [(f.code, f.message) for f in found] == []
    assert policy is not None
    return policy


def errors_of(text: str) -> list[Diagnostic]:
    policy, found = resolved(*declared(GROUND + text))
    assert policy is None
    return found


def years(rule: Rule) -> list[int]:
    """How long each phase of a rule is, in years."""
    return [
        phase.keep.duration.length.months // 12
        for phase in rule.phases
        if isinstance(phase.keep, After)
    ]


# --- what an exception has from its rule ---------------------------------------------

PARENT = """
rule 1 "Contacts"
  for contact
  when closed after 2000-01-01
  keep 1 year after closed
  then anonymise and keep 10 years after closed then transfer to "Archive"
  because act
  extendable by "Manager"
  in force from 2026-01-01 until 2027-12-31
  format "paper"
  note "a note"
  except e when urgent
    {}
  end
"""


def exception(text: str) -> Rule:
    return policy_of(PARENT.format(text)).rules["1/e"]


def test_an_exception_is_for_the_classes_of_its_rule_and_has_its_own_condition() -> None:
    policy = policy_of(PARENT.format("keep 2 years after closed"))
    rule = policy.rules["1/e"]
    assert (rule.parent, rule.classes, rule.title) == ("1", ("contact",), "Contacts")
    assert rule.condition is not None
    assert rule.condition != policy.rules["1"].condition
    assert rule.base == "1"


def test_a_new_period_keeps_the_steps_that_follow() -> None:
    rule = exception("keep 2 years after closed")
    assert years(rule) == [2, 10]
    assert [p.action.text for p in rule.phases] == ["anonymise", 'transfer to "Archive"']


def test_a_new_step_replaces_all_steps_and_keeps_the_period() -> None:
    rule = exception("then review")
    assert years(rule) == [1]
    assert [p.action.text for p in rule.phases] == ["review"]


def test_a_new_period_and_step() -> None:
    rule = exception("keep 3 years after closed then review and keep 4 years after closed")
    assert years(rule) == [3, 4]
    assert [p.action.text for p in rule.phases] == ["review", "destroy"]


def test_an_exception_may_follow_another_policy() -> None:
    rule = exception('follow "Other"')
    assert (rule.follows, rule.phases, rule.kind) == ("Other", (), RuleKind.SCHEDULE)


def test_an_exception_may_only_switch_others_off() -> None:
    policy = policy_of(PARENT.format("disapplies 2") + "rule 2 for contact keep permanently")
    rule = policy.rules["1/e"]
    assert (rule.kind, rule.phases) == (RuleKind.SWITCH, ())


def test_the_authority_is_inherited_unless_another_is_named() -> None:
    assert [c.authority.name for c in exception("then review").citations] == ["act"]
    assert [c.authority.name for c in exception("then review because code").citations] == ["code"]


def test_the_discretion_is_inherited_unless_another_is_named() -> None:
    assert exception("then review").extendable_by == "Manager"
    assert exception('extendable by "Director"').extendable_by == "Director"


def test_an_exception_that_only_changes_the_discretion_keeps_all_phases() -> None:
    assert years(exception('extendable by "Director"')) == [1, 10]


@pytest.mark.parametrize(
    ("written", "interval"),
    [
        ("", InForce(start=date(2026, 1, 1), end=date(2027, 12, 31))),
        ("in force from 2026-06-01", InForce(start=date(2026, 6, 1), end=date(2027, 12, 31))),
        ("in force from 2020-01-01", InForce(start=date(2026, 1, 1), end=date(2027, 12, 31))),
        ("in force until 2026-12-31", InForce(start=date(2026, 1, 1), end=date(2026, 12, 31))),
        ("in force until 2026-01-01", InForce(start=date(2026, 1, 1), end=date(2026, 1, 1))),
    ],
)
def test_an_exception_is_in_force_within_its_rule(written: str, interval: InForce) -> None:
    assert exception(f"then review {written}").in_force == interval


def test_texts_for_the_reader_are_not_inherited() -> None:
    rule = exception("then review")
    assert (rule.formats, rule.notes) == ((), ())


def test_an_exception_to_an_exception_has_from_the_nearest() -> None:
    policy = policy_of(
        PARENT.format(
            "keep 5 years after closed because code "
            "except f when closed after 2020-01-01 then review end"
        )
    )
    rule = policy.rules["1/e/f"]
    assert (rule.parent, rule.base, years(rule)) == ("1/e", "1", [5])
    assert [c.authority.name for c in rule.citations] == ["code"]
    assert rule.in_force == policy.rules["1"].in_force


def test_an_exception_to_a_limit_is_a_limit() -> None:
    policy = policy_of(
        "rule 1 for contact keep at least 6 years after closed "
        "except e when urgent keep at least 1 year after closed end"
    )
    assert policy.rules["1/e"].kind is RuleKind.FLOOR


# --- names of other rules ---------------------------------------------------------

SIBLINGS = """
rule 1 for contact keep 1 year after closed
  except a when urgent keep 2 years after closed
    except a1 when urgent keep 3 years after closed {deep} end
    except a2 when urgent keep 3 years after closed end
  end
  except b when urgent keep 4 years after closed {flat} end
rule a for contact keep 5 years after closed overrides {top}
rule 2 for contact keep 6 years after closed
"""


def overridden(ref: str, **orders: str) -> list[str]:
    names = {"deep": "", "flat": "", "top": "2"} | orders
    policy = policy_of(SIBLINGS.format(**names))
    return [other.ref for other in policy.rules[ref].overrides]


def test_an_exception_names_another_of_the_same_rule_by_its_short_name() -> None:
    assert overridden("1/b", flat="overrides a") == ["1/a"]
    assert overridden("1/a/a1", deep="overrides a2") == ["1/a/a2"]


def test_any_rule_may_be_named_in_full() -> None:
    assert overridden("1/b", flat="overrides 1/a/a2, 1/a, 2") == ["1/a/a2", "1/a", "2"]
    assert overridden("1/a/a1", deep="overrides 1/b") == ["1/b"]
    assert overridden("a", top="1/a/a1, 1") == ["1/a/a1", "1"]


def test_a_rule_named_twice_is_named_once() -> None:
    assert overridden("1/b", flat="overrides a, 1/a overrides a") == ["1/a"]


def test_a_short_name_is_not_looked_for_elsewhere() -> None:
    found = errors_of(SIBLINGS.format(deep="", flat="", top="2 overrides b"))
    assert [f.code for f in found] == [Code.UNKNOWN_RULE]


def test_a_short_name_is_looked_for_outwards() -> None:
    assert overridden("1/a/a1", deep="overrides b") == ["1/b"]


def test_rules_are_listed_parents_first() -> None:
    rules = list(policy_of(SIBLINGS.format(deep="", flat="", top="2")).rules)
    assert rules == ["1", "1/a", "1/a/a1", "1/a/a2", "1/b", "a", "2"]


# --- which rule stands above which ----------------------------------------------------


def above(policy: Policy, rule: str, record_class: str = "contact") -> set[tuple[str, str]]:
    uppers = policy.order.above[Covering(rule, record_class)]
    return {(upper.rule, upper.record_class) for upper in uppers}


def test_an_exception_stands_above_its_rule_and_its_rule_s_rule() -> None:
    policy = policy_of(SIBLINGS.format(deep="", flat="overrides a", top="2"))
    assert above(policy, "1") == {
        ("1/a", "contact"),
        ("1/a/a1", "contact"),
        ("1/a/a2", "contact"),
        ("1/b", "contact"),
    }
    assert above(policy, "1/a/a1") == set()
    assert above(policy, "1/a") == {
        ("1/a/a1", "contact"),
        ("1/a/a2", "contact"),
        ("1/b", "contact"),
    }


def test_overrides_is_transitive() -> None:
    policy = policy_of(
        "rule 1 for contact keep 1 year after closed overrides 2 "
        "rule 2 for contact keep 2 years after closed overrides 3 "
        "rule 3 for contact keep 3 years after closed"
    )
    assert above(policy, "3") == {("1", "contact"), ("2", "contact")}


def test_a_rule_for_a_special_class_stands_above_one_for_a_general_class() -> None:
    policy = policy_of(
        "rule 1 for contact keep 1 year after closed "
        "rule 2 for complaint keep 2 years after closed "
        "rule 3 for staff_complaint keep 3 years after closed "
        "rule 4 for enquiry keep 4 years after closed"
    )
    assert above(policy, "1") == {
        ("2", "complaint"),
        ("3", "staff_complaint"),
        ("4", "enquiry"),
    }
    assert above(policy, "2", "complaint") == {("3", "staff_complaint")}
    assert above(policy, "4", "enquiry") == set()


def test_unless_the_general_rule_says_that_it_overrides_the_special_one() -> None:
    policy = policy_of(
        "rule 1 for contact keep 1 year after closed overrides 2 "
        "rule 2 for complaint keep 2 years after closed"
    )
    assert above(policy, "1") == set()
    assert above(policy, "2", "complaint") == {("1", "contact")}


def test_or_does_so_through_other_rules() -> None:
    policy = policy_of(
        "rule 1 for contact keep 1 year after closed overrides 2 "
        "rule 2 for contact keep 2 years after closed overrides 3 "
        "rule 3 for complaint keep 3 years after closed"
    )
    assert above(policy, "1") == set()
    assert above(policy, "3", "complaint") == {("1", "contact"), ("2", "contact")}


def test_a_rule_for_two_classes_may_be_special_for_one_and_general_for_the_other() -> None:
    policy = policy_of(
        "rule 1 for complaint, enquiry keep 1 year after closed "
        "rule 2 for contact, staff_complaint keep 2 years after closed"
    )
    assert above(policy, "1", "complaint") == {("2", "staff_complaint")}
    assert above(policy, "1", "enquiry") == set()
    assert ("1", "complaint") in above(policy, "2", "contact")
    assert above(policy, "2", "staff_complaint") == set()


def test_a_written_order_holds_only_between_classes_that_can_meet() -> None:
    policy = policy_of(
        "rule 1 for complaint, enquiry keep 1 year after closed overrides 2 "
        "rule 2 for staff_complaint, enquiry, late_contact keep 2 years after closed"
    )
    assert above(policy, "2", "staff_complaint") == {("1", "complaint")}
    assert above(policy, "2", "enquiry") == {("1", "enquiry")}
    assert above(policy, "2", "late_contact") == {("1", "complaint"), ("1", "enquiry")}


def test_limits_are_never_beaten_for_being_general() -> None:
    policy = policy_of(
        "rule 1 for contact keep at least 6 years after closed "
        "rule 2 for complaint keep at least 1 year after closed "
        "rule 3 for complaint keep 2 years after closed "
        "rule 4 for contact keep at most 9 years after closed overrides 2"
    )
    assert above(policy, "1") == above(policy, "4") == set()
    assert above(policy, "2", "complaint") == {("4", "contact")}


def test_a_rule_that_switches_off_comes_before_what_it_switches_off() -> None:
    policy = policy_of(
        "rule 1 for contact keep permanently "
        "rule 2 for contact disapplies 1 "
        "rule 3 for contact disapplies 2, 1"
    )
    assert policy.order.disapplied_by == {"1": ("2", "3"), "2": ("3",)}
    sequence = policy.order.disapply_sequence
    assert sorted(sequence) == ["1", "2", "3"]
    assert sequence.index("3") < sequence.index("2") < sequence.index("1")


def test_every_order_has_its_place_in_the_text() -> None:
    policy = policy_of(
        "rule 1 for contact keep permanently except e when urgent keep 1 year after closed end "
        "rule 2 for complaint keep 1 year after closed overrides 1/e"
    )
    edges = {(e.upper, e.lower, e.why, e.span.text) for e in policy.order.edges}
    assert edges == {
        ("1/e", "1", "exception", "except e"),
        ("2", "1/e", "overrides", "1/e"),
        ("2", "1", "lex specialis", "rule 2"),
        ("2", "1/e", "lex specialis", "rule 2"),
    }


# --- circles ------------------------------------------------------------------


def test_a_circle_of_three_through_different_classes() -> None:
    (found,) = errors_of(
        "rule 1 for contact keep 1 year after closed overrides 2 "
        "rule 2 for complaint keep 2 years after closed overrides 3 "
        "rule 3 for staff_complaint keep 3 years after closed overrides 1"
    )
    assert found.code is Code.OVERRIDE_CYCLE
    assert set(found.rules) == {"1", "2", "3"}
    assert len(found.related) == 3
    assert [label.text.split("(")[1] for label in found.related] == ["it says `overrides`)"] * 3


def test_a_circle_that_only_the_classes_close() -> None:
    (found,) = errors_of(
        "rule 1 for complaint keep 1 year after closed overrides 2 "
        "rule 2 for staff_complaint keep 2 years after closed "
        "rule 3 for contact keep 3 years after closed overrides 4 "
        "rule 4 for staff_complaint keep 4 years after closed"
    )
    assert found.code is Code.OVERRIDE_CYCLE
    assert {"it is for a more special class" in label.text for label in found.related} == {
        True,
        False,
    }


def test_a_circle_of_rules_that_switch_each_other_off() -> None:
    (found,) = errors_of(
        "rule 1 for contact disapplies 2 rule 2 for contact disapplies 3 "
        "rule 3 for contact keep permanently disapplies 1"
    )
    assert found.code is Code.DISAPPLY_CYCLE
    assert set(found.rules) == {"1", "2", "3"}


def test_both_kinds_of_circle_at_once() -> None:
    found = errors_of(
        "rule 1 for contact keep permanently overrides 2 disapplies 2 "
        "rule 2 for contact keep permanently overrides 1 disapplies 1"
    )
    assert {f.code for f in found} == {Code.OVERRIDE_CYCLE, Code.DISAPPLY_CYCLE}


def test_one_order_said_twice_is_no_circle() -> None:
    policy = policy_of(
        "rule 1 for contact keep permanently "
        "except e when urgent keep 1 year after closed overrides 1 end"
    )
    assert above(policy, "1") == {("1/e", "contact")}


CIRCLE = (
    "rule 1 for contact keep permanently overrides 2, 4 disapplies 2, 4",
    "rule 2 for contact keep permanently overrides 3, 5 disapplies 3, 5",
    "rule 3 for contact keep permanently overrides 1, 4 disapplies 1, 4",
    "rule 4 for contact keep permanently overrides 5 disapplies 5",
    "rule 5 for contact keep permanently",
)


def test_the_same_circle_is_reported_in_whatever_order_the_rules_are_written() -> None:
    reports = {
        tuple(sorted((f.message, f.rules) for f in errors_of("\n".join(order))))
        for order in permutations(CIRCLE)
    }
    assert len(reports) == 1


# --- the order of writing ----------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted((CORPUS / "good").glob("*.tenure")), ids=lambda path: path.stem
)
def test_the_order_in_which_rules_are_written_never_matters(path: Path) -> None:
    source, declarations = declared(path.read_bytes().decode("utf-8-sig"))
    policy, _ = resolved(source, declarations)
    assert policy is not None
    shuffled = list(declarations)
    for seed in range(3):
        random.Random(seed).shuffle(shuffled)
        other, found = resolved(source, tuple(shuffled))
        assert found == []
        assert other is not None
        assert other.rules == policy.rules
        assert other.classes == policy.classes
        assert other.facts == policy.facts
        assert other.holds == policy.holds
        assert other.years == policy.years
        assert other.order.above == policy.order.above
        assert set(other.order.edges) == set(policy.order.edges)
        assert {k: set(v) for k, v in other.order.disapplied_by.items()} == {
            k: set(v) for k, v in policy.order.disapplied_by.items()
        }
