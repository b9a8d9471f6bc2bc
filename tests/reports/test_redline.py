"""What a redline marks: by what rules mean, and not by how they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenure.compiler.policy import Policy
from tests.reports.conftest import CONTACT, HOSTILE, HOSTILE_CONTACT, SAMPLE, worked
from tests.reports.redlines import kinds, redline_of, said_by, said_in

Compiled = Callable[[str], Policy]

POLICY = """
policy "Schedule"
authority act "Act" kind statute
authority custom "Custom" kind good_practice
calendar office year FY ends 31 March
section 1 "First"
section 2 "Second"
record file "Files"
  closed date "the file was closed"
  opened date
  open yes/no
  medium one of paper, scan
record card "Cards"
  issued date
hold legal "Legal action" for file while open
rule 1.1 "Files" for file keep 3 years after closed then destroy because act note "First note."
  except paper "Paper files" when medium is paper and open
    keep 5 years after closed
  end
rule 1.2 "Files, at least" for file keep at least 1 year after closed because act
rule 2.1 "Cards" for card keep FY+1 from issued then destroy
"""


@pytest.fixture
def base(compiled: Compiled) -> Policy:
    """The version before."""
    return compiled(POLICY)


def changed(text: str, *edits: tuple[str, str]) -> str:
    """A text after some edits, each of which must have something to change."""
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


SAME = {
    "other units": (("3 years after closed", "36 months after closed"),),
    "a condition the other way round": (("medium is paper and open", "open and medium is paper"),),
    "said twice over": (("medium is paper and open", "not (medium is not paper or not open)"),),
    "a list for a comparison": (("medium is paper", "medium in (paper)"),),
    "another order of rules": (
        ("record card", "# the cards\nrecord card"),
        ('rule 2.1 "Cards" for card keep FY+1 from issued then destroy\n', ""),
        ("rule 1.1", 'rule 2.1 "Cards" for card\n  keep FY+1 from issued\n\nrule 1.1'),
    ),
    "another name of a class": (("record file", "record folder"), ("for file", "for folder")),
}


@pytest.mark.parametrize("edits", SAME.values(), ids=SAME)
def test_what_means_the_same_is_not_marked(
    base: Policy, compiled: Compiled, edits: tuple[tuple[str, str], ...]
) -> None:
    found = redline_of(base, compiled(changed(POLICY, *edits)))
    assert set(kinds(found).values()) <= {"reworded"}
    assert said_by(found, "deleted") == said_by(found, "inserted")


MARKED = {
    "a period": (("3 years after closed", "4 years after closed"), {"1.1": "changed"}),
    "a legal minimum that no period is near": (
        ("at least 1 year", "at least 2 years"),
        {"1.2": "changed"},
    ),
    "another event": (("3 years after closed", "3 years after opened"), {"1.1": "changed"}),
    "a condition": (("is paper and open", "is paper or open"), {"1.1/paper": "changed"}),
    "a condition that asks for more": (
        ("medium is paper and open", "medium is paper and open and opened is known"),
        {"1.1/paper": "changed"},
    ),
    "a condition that is the same once another field is known": (
        (
            "medium is paper and open",
            "medium is paper and open or medium is paper and open and opened before 2020-01-01",
        ),
        {"1.1/paper": "changed"},
    ),
    "an action": (("then destroy because act", "then review because act"), {"1.1": "changed"}),
    "an end": (
        ("then destroy because act", "then destroy because act in force until 2030-01-01"),
        {"1.1": "changed", "1.1/paper": "changed"},
    ),
    "a year": (("ends 31 March", "ends 31 August"), {"2.1": "changed", "FY": "changed"}),
    "a note": (("First note.", "Another note."), {"1.1": "texts"}),
    "a title": (('rule 2.1 "Cards"', 'rule 2.1 "Library cards"'), {"2.1": "texts"}),
    "a rule that goes": (
        ('rule 2.1 "Cards" for card keep FY+1 from issued then destroy', ""),
        {"2.1": "removed", "2 Second": "removed", "FY": "removed"},
    ),
    "a hold": (("while open", "while opened is known"), {"Legal action": "changed"}),
    "a hold that goes": (
        ('hold legal "Legal action" for file while open', ""),
        {"Legal action": "removed"},
    ),
    "another number": (("rule 2.1", "rule 2.7"), {"2.7": "renumbered"}),
    "another number with exceptions": (
        ("rule 1.1", "rule 1.7"),
        {"1.7": "renumbered", "1.7/paper": "renumbered"},
    ),
    "a heading": (('section 2 "Second"', 'section 2 "Other"'), {"2 Other": "changed"}),
}


@pytest.mark.parametrize(("edit", "expected"), MARKED.values(), ids=MARKED)
def test_what_means_something_else_is_marked(
    base: Policy, compiled: Compiled, edit: tuple[str, str], expected: dict[str, str]
) -> None:
    new = compiled(changed(POLICY, edit))
    found = redline_of(base, new)
    assert {ref: kind for ref, kind in kinds(found).items() if ref in expected} == expected
    assert {kind for kind in kinds(found).values() if kind != "reworded"} == set(expected.values())
    assert said_by(found, "deleted") == said_in(new)
    assert said_by(found, "inserted") == said_in(base)


def test_a_number_that_came_to_stand_for_other_records_is_another_rule(
    base: Policy, compiled: Compiled
) -> None:
    new = compiled(changed(POLICY, ("rule 2.1", "rule 2.0"), ("rule 1.1", "rule 2.1")))
    found = redline_of(base, new)
    assert kinds(found)["2.0"] == "renumbered"
    assert kinds(found)["2.1"] == "renumbered"
    other = changed(POLICY, ("for card keep FY+1 from issued", "for file keep FY+1 from opened"))
    found = redline_of(base, compiled(other))
    assert [n.kind for n in found.summary if n.ref == "2.1"] == ["removed", "added"]


def test_the_passing_of_time_is_no_change(compiled: Compiled) -> None:
    text = changed(POLICY, ('rule 2.1 "Cards"', 'rule 2.1 "Cards" in force from 2027-01-01'))
    policy = compiled(text)
    assert redline_of(policy, policy).summary == ()


def test_what_a_change_does_is_said(base: Policy, compiled: Compiled) -> None:
    new = compiled(changed(POLICY, ("3 years after closed", "2 years after closed")))
    (noted,) = redline_of(base, new).summary
    assert noted.effects == (
        "Some records become due at once.",
        "Some records are kept for a shorter time.",
    )
    (wording,) = noted.wordings
    assert wording.before == "Keep for 3 years after the file was closed, then destroy."
    assert wording.after == "Keep for 2 years after the file was closed, then destroy."


def test_a_minimum_that_decides_nothing_is_said_to_do_nothing(
    base: Policy, compiled: Compiled
) -> None:
    new = compiled(changed(POLICY, ("at least 1 year", "at least 2 years")))
    (noted,) = redline_of(base, new).summary
    assert noted.effects == ("No record is kept longer or shorter because of this.",)


def test_a_rule_that_switches_another_off_is_not_said_to_do_nothing(
    base: Policy, compiled: Compiled
) -> None:
    """What it changes, it changes through the other one."""
    switch = POLICY + 'rule 1.3 "Paused" for file when open disapplies 1.1\n'
    (noted,) = redline_of(base, compiled(switch)).summary
    assert (noted.ref, noted.kind, noted.effects) == ("1.3", "added", ())


CONTACT_EDITS = (
    ("respond within 3 working days", "respond within 5 working days"),
    ('duty notice "Tell customers" when system_changed', ""),
    ('stage refer "Stage 4" by customer within 8 weeks of heard marks referred', ""),
    ('purpose "Resolve product faults"', 'purpose "Resolve faults"'),
)


def test_promises_duties_and_processing(compiled: Compiled) -> None:
    old, new = compiled(CONTACT), compiled(changed(CONTACT, *CONTACT_EDITS))
    found = redline_of(old, new)
    assert kinds(found) == {
        "4.2/respond": "changed",
        "9.2/refer": "removed",
        "Tell customers": "removed",
        "Purposes": "changed",
    }
    effects = {noted.ref: noted.effects for noted in found.summary}
    assert effects["4.2/respond"] == ("The deadline is later.",)
    assert effects["9.2/refer"] == ("It is no longer promised, or to fewer people.",)


PROCEDURE = changed(
    CONTACT,
    ('standard 4.1 "Telephone"', 'procedure 4.1 "Telephone"'),
    ("  call back on the same day as received\n", ""),
    (
        "  answer within 90 working minutes of received",
        "  stage answer within 90 working minutes of received marks answered",
    ),
)
PAIRS = {
    "from nothing": ('policy "None"', SAMPLE),
    "to nothing": (SAMPLE, 'policy "None"'),
    "one to the other": (SAMPLE, CONTACT),
    "hostile": (SAMPLE, HOSTILE),
    "hostile, gone": (HOSTILE, CONTACT),
    "hostile promises": (CONTACT, HOSTILE_CONTACT),
    "a standard to a procedure": (CONTACT, PROCEDURE),
}


@pytest.mark.parametrize(("before", "after"), PAIRS.values(), ids=PAIRS)
def test_nothing_is_lost_of_either_version(compiled: Compiled, before: str, after: str) -> None:
    old, new = compiled(before), compiled(after)
    found = redline_of(old, new)
    assert said_by(found, "deleted") == said_in(new)
    assert said_by(found, "inserted") == said_in(old)


def test_nothing_is_lost_of_a_worked_policy(surrey: Policy) -> None:
    written = worked("surrey/as-written")
    found = redline_of(written, surrey)
    assert said_by(found, "deleted") == said_in(surrey)
    assert said_by(found, "inserted") == said_in(written)


def test_every_id_stands_once_and_every_note_leads_to_one(compiled: Compiled) -> None:
    for before, after in PAIRS.values():
        view = redline_of(compiled(before), compiled(after))
        sections = (*view.sections, *view.appendix)
        ids = [section.id for section in sections]
        ids += [row.id for section in sections if section.table for row in section.table.rows]
        assert len(ids) == len(set(ids))
        assert {noted.id for noted in view.summary} <= {*ids, "head"}
