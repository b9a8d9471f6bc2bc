"""Which approvals count for a rule or hold under a statute that is weakened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.compare.changes import Unsigned
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.policy import Policy
from tests.properties.compiled import policy_of

AS_OF = date(2026, 6, 1)
OLD = """\
policy "Schedule"
  approved 2026-01-01 by "Board"
authority act "Limitation Act" kind statute
authority practice "Practice" kind good_practice
record complaint
  closed date
  suit   yes/no
rule 1 for complaint
  keep 3 years after closed
  because act
hold litigation for complaint while suit
  because act
"""
SHORTER = ("3 years after closed", "2 years after closed")
APPROVED = 'approved 2026-01-01 by "Board"'


def unsigned(*changes: tuple[str, str]) -> tuple[Unsigned, ...]:
    new = OLD
    for before, after in changes:
        assert before in new
        new = new.replace(before, after)
    return compare_policies(policy_of(OLD), policy_of(new), AS_OF).unsigned


@pytest.mark.parametrize(
    ("approval", "lacks"),
    [
        (APPROVED, "is not newer than before"),
        ('approved 2025-12-31 by "Board"', "is not newer than before"),
        ('approved 1900-01-01 by "Board"', "is not newer than before"),
        ('approved 2026-01 by "Board"', "is not newer than before"),
        ('approved 2026-06-02 by "Board"', "is of a day to come"),
        ('approved 2026-07 by "Board"', "is of a day to come"),
        ('approved 2099-01-01 by "Board"', "is of a day to come"),
        ("approved 2026-05-01", "does not say who approved"),
        ('approved 2026-05-01 by " "', "does not say who approved"),
        ("", "has no `approved` line"),
    ],
)
def test_an_approval_that_does_not_count(approval: str, lacks: str) -> None:
    (one,) = unsigned(SHORTER, (APPROVED, approval))
    assert one.rule == "1"
    assert one.reason.endswith(lacks)


@pytest.mark.parametrize(
    "approval",
    [
        'approved 2026-01-02 by "Board"',
        'approved 2026-06-01 by "Board"',
        'approved 2026-02 by "Board"',
        'approved 2026-06 by "Board"',
    ],
)
def test_an_approval_that_counts(approval: str) -> None:
    assert not unsigned(SHORTER, (APPROVED, approval))


def test_nothing_is_to_be_signed_that_is_not_weaker() -> None:
    assert not unsigned(("3 years after closed", "4 years after closed"))
    assert not unsigned(('"Limitation Act"', '"Limitation Act 1980"'))


@pytest.mark.parametrize(
    ("change", "rule", "what"),
    [
        (("\n  because act\nhold", "\n  because practice\nhold"), "1", "no longer rests on a"),
        (("kind statute", "kind contract"), "1", "no longer rests on a statute"),
        (("while suit", "while suit and closed is known"), "litigation", "says something else"),
        ((OLD[OLD.index("hold") :], ""), "litigation", "is gone"),
    ],
)
def test_what_is_weakened_although_no_period_is_shorter(
    change: tuple[str, str], rule: str, what: str
) -> None:
    found = {one.rule: one.what for one in unsigned(change)}
    assert found[rule].startswith(what)


def test_a_rule_that_moves_brings_its_approval_along(tmp_path: Path) -> None:
    """An approval that the other policy had already is not one of the change."""
    law, rest = OLD.split("record complaint")
    own = 'policy "Own"\n  approved 2026-03-01 by "Board"\nuse "law.tenure"\n'
    rule = rest[rest.index("rule 1") : rest.index("hold")]
    classes = "record complaint" + rest[: rest.index("rule 1")]

    def version(name: str, shared: str, main: str) -> Policy:
        place = tmp_path / name
        place.mkdir()
        (place / "law.tenure").write_text(shared, encoding="utf-8")
        (place / "own.tenure").write_text(main, encoding="utf-8")
        policy = compile_policy(place / "own.tenure").policy
        assert policy is not None
        return policy

    old = version("old", law + classes + rule, own)
    moved = rule.replace("3 years", "2 years")
    new = version("new", law + classes, own + moved)
    signed = version("signed", law + classes, own.replace("2026-03", "2026-05") + moved)
    (one,) = compare_policies(old, new, AS_OF).unsigned
    assert one.reason == "the `approved` line of `Own` is not newer than before"
    assert not compare_policies(old, signed, AS_OF).unsigned
