"""What two versions of a policy decide differently."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tenure.compiler.compare.changes import ChangeKind, Comparison
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.decisions import Status
from tenure.dsl.diagnostics import Verdict
from tests.properties.compiled import policy_of

AS_OF = date(2026, 6, 1)
OLD = """\
policy "Schedule"
  approved 2026-01-01 by "Board"
authority act "Limitation Act" kind statute
authority practice "Practice" kind good_practice
calendar office
  working week Monday to Friday
fact live yes/no = no
record complaint
  received date
  closed date
  responded date
  child yes/no
  medium one of paper, electronic
record recording
  recorded date
  complaint link to complaint
rule 1 for complaint
  keep 3 years after closed
  because act
rule 2 for complaint when child
  keep 10 years after closed
  overrides 1
  because practice
rule 3 for recording
  keep 62 days after recorded
  except case when complaint is known
    keep as long as complaint
  end
standard 4 for complaint
  respond within 5 working days of received
"""


def compared(*changes: tuple[str, str], as_of: date = AS_OF, old: str = OLD) -> Comparison:
    """What becomes of the policy when some texts in it are replaced."""
    new = old
    for before, after in changes:
        assert before in new
        new = new.replace(before, after)
    return compare_policies(policy_of(old), policy_of(new), as_of)


def kinds(comparison: Comparison, family: str) -> Iterator[tuple[ChangeKind, str, str]]:
    """What is shown of a family, and by which rules."""
    for change in comparison.changes:
        if change.family == family:
            assert change.verdict is Verdict.WITNESS, change
            yield change.kind, change.before or "", change.after or ""


def test_a_shorter_period_is_shorter_and_makes_records_due() -> None:
    comparison = compared(("3 years after closed", "2 years after closed"))
    assert set(kinds(comparison, "complaint")) == {
        (ChangeKind.IMMEDIATELY_DUE, "", "1"),
        (ChangeKind.SHORTER, "1", "1"),
    }
    due = comparison.changes[0]
    assert due.kind is ChangeKind.IMMEDIATELY_DUE  # the gravest comes first
    assert due.shown is not None
    assert due.shown.before.status is Status.RETAIN
    assert due.shown.after.status is Status.DUE


def test_an_example_has_nothing_that_need_not_be_there() -> None:
    comparison = compared(("10 years after closed", "11 years after closed"))
    (change,) = comparison.changes
    assert change.kind is ChangeKind.LONGER
    assert change.shown is not None
    assert list(change.shown.case.records[0].fields) == ["closed", "child"]


def test_text_order_and_names_change_nothing() -> None:
    rule = "rule 3 for recording\n"
    comparison = compared(
        (rule, 'rule 7 "Recordings" for recording\n'),
        ("Limitation Act", "Limitation Act 1980"),
        (
            "  child yes/no\n  medium one of paper, electronic\n",
            '  medium one of paper, electronic\n  child yes/no "a child"\n',
        ),
    )
    assert comparison.equal
    assert (comparison.families, comparison.untouched, comparison.proved) == (2, 1, 1)


def test_lists_in_another_order_are_untouched() -> None:
    one = "rule 5 for complaint, recording\n  when live\n  keep 1 day after opened\n"
    old = OLD.replace("  recorded date", "  opened date\n  recorded date").replace(
        "  received date", "  opened date\n  received date"
    )
    old += one + "  overrides 1, 2, 3\n  disapplies 3/case, 3\n"
    comparison = compared(
        ("for complaint, recording", "for recording, complaint"),
        ("overrides 1, 2, 3", "overrides 3, 1, 2"),
        ("disapplies 3/case, 3", "disapplies 3, 3/case"),
        old=old,
    )
    assert comparison.equal
    assert comparison.untouched == comparison.families
    assert not compared(("overrides 1, 2, 3", "overrides 1, 3"), old=old).untouched


def test_the_same_said_in_other_words_is_proved() -> None:
    comparison = compared(("3 years after closed", "36 months after closed"))
    assert comparison.equal
    comparison = compared(("when child\n", "when child or (child and medium is paper)\n"))
    assert not comparison.changes
    assert not comparison.untouched  # what is written is different


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("  overrides 1\n", "", ChangeKind.NEWLY_CONFLICTING),
        (
            "rule 1 for complaint\n",
            "rule 1 for complaint when medium is paper\n",
            ChangeKind.NEWLY_UNCOVERED,
        ),
        ("10 years after closed", "10 years after received", ChangeKind.INCOMPARABLE),
        ("10 years after closed", "10 years after closed then anonymise", ChangeKind.ACTION),
        ("3 years after closed", "permanently", ChangeKind.LONGER),
    ],
)
def test_what_can_happen_and_its_reverse(before: str, after: str, kind: ChangeKind) -> None:
    reverse = {
        ChangeKind.NEWLY_CONFLICTING: ChangeKind.NO_LONGER_CONFLICTING,
        ChangeKind.NEWLY_UNCOVERED: ChangeKind.NEWLY_COVERED,
        ChangeKind.LONGER: ChangeKind.SHORTER,
    }
    assert kind in compared((before, after)).kinds
    back = compare_policies(policy_of(OLD.replace(before, after)), policy_of(OLD), AS_OF)
    assert reverse.get(kind, kind) in back.kinds


def test_what_links_to_changed_records_is_said_to_follow() -> None:
    comparison = compared(("3 years after closed", "2 years after closed"))
    assert comparison.passed_on == ("recording",)
    assert not compared(("62 days", "61 days")).passed_on


def test_a_rule_that_comes_into_force_is_looked_at_from_then_on() -> None:
    later = (
        "rule 8 for complaint when medium is paper\n  keep 20 years after closed\n"
        "  overrides 1, 2\n  in force from 2027-01-01\nrule 1 for"
    )
    comparison = compared(("rule 1 for", later))
    shown = {change.kind: change.shown for change in comparison.changes}
    longer = shown[ChangeKind.LONGER]
    assert longer is not None
    assert longer.case.as_of == date(2027, 1, 1)


def test_a_fact_declared_otherwise_decides_by_each_version() -> None:
    old = OLD.replace("when child\n", "when child and live\n")
    comparison = compared(("live yes/no = no", "live yes/no = yes"), old=old)
    assert (ChangeKind.LONGER, "1", "2") in set(kinds(comparison, "complaint"))
    assert "the fact `live` was no and is yes" in comparison.declared


def test_a_field_that_holds_something_else_leaves_nothing_known() -> None:
    comparison = compared(("child yes/no", "child text"), ("when child\n", 'when child is "yes"\n'))
    assert {change.verdict for change in comparison.changes} == {Verdict.UNKNOWN}
    assert comparison.unknown == 2  # of recordings too: they are kept as long as complaints
    assert "the field `child` of `complaint` was `yes/no` and is `text`" in comparison.declared


@pytest.mark.parametrize(
    ("within", "kind"),
    [
        ("4 working days", ChangeKind.DEADLINE_TIGHTER),
        ("6 working days", ChangeKind.DEADLINE_LOOSER),
        ("6 days", ChangeKind.DEADLINE_INCOMPARABLE),
    ],
)
def test_deadlines(within: str, kind: ChangeKind) -> None:
    comparison = compared(("5 working days", within))
    assert [change.kind for change in comparison.deadlines] == [kind]
    assert not comparison.changes


def test_a_weakened_rule_under_a_statute_wants_a_newer_approval() -> None:
    shorter = ("3 years after closed", "2 years after closed")
    (unsigned,) = compared(shorter).unsigned
    assert (unsigned.rule, unsigned.authority) == ("1", "Limitation Act")
    assert "not newer" in unsigned.reason
    nobody = ('approved 2026-01-01 by "Board"', "approved 2026-05-01")
    assert "who approved" in compared(shorter, nobody).unsigned[0].reason
    signed = ("approved 2026-01-01", "approved 2026-05-01")
    assert not compared(shorter, signed).unsigned
    assert not compared(("10 years after closed", "9 years after closed")).unsigned
