"""Edits that settle a finding: where they go in the author's text, and that they do settle it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Principle
from tests.compiler.test_check_blocks import CASES
from tests.properties.compiled import compiled, policy_of
from tests.properties.settled import edit_settles, edits_settle, findings, keys

HEADER = """policy "P" approved 2026-01-01 review every 3 years
authority act      "Act"      kind statute
authority practice "Practice" kind good_practice
record file
  opened date
  closed date
  urgent yes/no
  late   yes/no
"""


def only(text: str, code: Code = Code.AMBIGUOUS_OUTCOME) -> Diagnostic:
    (finding,) = (f for f in findings(policy_of(text)) if f.code is code)
    return finding


def edited(rules: str, code: Code = Code.AMBIGUOUS_OUTCOME) -> str:
    """The rules of a policy after the best founded edit of its one such finding."""
    text = HEADER + rules
    finding = only(text, code)
    return edit_settles(text, keys(finding), finding.edits[0]).removeprefix(HEADER)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.suffix == ".tenure"], ids=lambda case: case.stem
)
def test_every_edit_of_the_corpus_settles_its_finding(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    policy = compiled(text).policy
    for finding in findings(policy) if policy is not None else ():
        edits_settle(text, finding)


# --- where it goes --------------------------------------------------------------------

OTHER = "\nrule 1 for file keep 9 years after opened"


@pytest.mark.parametrize(
    ("rule", "after"),
    [
        (
            "rule 2\n  for file when urgent\n  keep 1 year after opened",
            "rule 2\n  for file when urgent\n  keep 1 year after opened\n  overrides 1",
        ),
        (
            "rule 2 for file when urgent keep 1 year after opened",
            "rule 2 for file when urgent keep 1 year after opened overrides 1",
        ),
        (
            "rule 2  # one\n  for file when urgent\n  keep 1 year after opened  # two\n\n# three\n",
            "rule 2  # one\n  for file when urgent\n  keep 1 year after opened  # two\n"
            "  overrides 1\n\n# three\n",
        ),
        (
            "rule 2\n\tfor file when urgent\n\tkeep 1 year after\n\t\topened",
            "rule 2\n\tfor file when urgent\n\tkeep 1 year after\n\t\topened\n\toverrides 1",
        ),
        (
            "rule 2\r\n  for file when urgent\r\n  keep 1 year after opened\r\n",
            "rule 2\r\n  for file when urgent\r\n  keep 1 year after opened\r\n  overrides 1\r\n",
        ),
        (
            "rule 2\n  for file when urgent\n  keep 1 year after opened\n"
            "  except late when late\n    keep 1 year after opened\n    overrides 1\n  end",
            "rule 2\n  for file when urgent\n  keep 1 year after opened\n  overrides 1\n"
            "  except late when late\n    keep 1 year after opened\n    overrides 1\n  end",
        ),
        (
            "rule 2\n  for file when urgent\n  overrides 3  # why\n  keep 1 year after opened\n"
            "rule 3 for file when late and not late keep permanently",
            "rule 2\n  for file when urgent\n  overrides 3, 1  # why\n  keep 1 year after opened\n"
            "rule 3 for file when late and not late keep permanently",
        ),
        (
            'rule 2 for file when urgent\n  keep 1 year after opened note "its end"',
            'rule 2 for file when urgent\n  keep 1 year after opened note "its end"\n  overrides 1',
        ),
    ],
    ids=["lines", "one line", "comments", "tabs", "crlf", "before exceptions", "named", "texts"],
)
def test_an_order_is_added_after_the_rules_own_clauses(rule: str, after: str) -> None:
    assert edited(rule + OTHER) == after + OTHER


def test_an_exception_on_one_line() -> None:
    rules = (
        "rule 1 for file keep 1 year after opened\n"
        "  except urgent when urgent keep 2 years after opened end\n"
        "  except late when late keep 3 years after opened end\n"
    )
    assert "except late when late keep 3 years after opened overrides urgent end" in edited(rules)


def test_a_rule_that_cannot_be_named_from_there_is_not() -> None:
    """In rule 2 `late` would mean its own exception."""
    text = HEADER + (
        "rule late for file keep 9 years after opened\n"
        "rule 2 for file keep 1 year after opened\n"
        "  except late when late keep 9 years after opened end\n"
    )
    (finding,) = (f for f in findings(policy_of(text)) if set(f.rules) == {"late", "2"})
    assert [edit.title for edit in finding.edits] == ["let `late` override `2`"]


def test_an_order_that_would_make_a_circle_is_not_offered() -> None:
    """3 stands above 2 and 2 above 1, by their classes; so 1 cannot stand above 3."""
    text = HEADER + (
        "record memo is file\n"
        "record note is memo\n"
        "rule 1 for file, note keep 1 year after opened\n"
        "rule 2 for memo keep 2 years after opened\n"
        "rule 3 for note keep 3 years after opened\n"
    )
    finding = only(text)
    assert [edit.title for edit in finding.edits] == ["let `3` override `1`"]
    edit_settles(text, keys(finding), finding.edits[0])


def test_rules_are_not_offered_to_switch_each_other_off() -> None:
    text = HEADER + (
        "rule 1 for file when late disapplies 2\n"
        "rule 2 for file keep 1 year after opened\n"
        "  except urgent when urgent keep 2 years after opened{} end\n"
    )
    circle = only(text.format(" disapplies 1"), Code.EXCEPTIONS_LEFT)
    assert circle.edits == ()
    (edit,) = only(text.format(""), Code.EXCEPTIONS_LEFT).edits
    assert edit.title == "let `1` switch off `2/urgent` too"


# --- limits ------------------------------------------------------------------------------


def test_a_period_is_lengthened_to_the_legal_minimum() -> None:
    rules = (
        "rule L for file keep at least 6 years\n    after opened because act\n"
        "rule 1 for file keep 1 year after opened then review"
    )
    assert "keep the later of (1 year after opened, 6 years after opened) then review" in edited(
        rules, Code.OUTSIDE_LIMIT
    )


@pytest.mark.parametrize(
    "limit",
    [
        "for file when urgent keep at least 6 years after opened",
        "for file keep at least 6 years after opened in force until 2030-01-01",
        "for memo keep at least 6 years after opened",
    ],
    ids=["a condition", "an interval", "some records only"],
)
def test_a_period_is_not_lengthened_for_records_that_the_limit_is_not_for(limit: str) -> None:
    rules = f"{HEADER}record memo is file\nrule L {limit}\nrule 1 for file keep 1 year after opened"
    finding = only(rules, Code.OUTSIDE_LIMIT)
    assert [edit.title for edit in finding.edits] == ["let `1` override `L`"]


def test_a_period_that_an_exception_inherits_is_not_edited() -> None:
    rules = HEADER + (
        "rule L for file keep at least 6 years after opened\n"
        "rule 1 for file keep 1 year after opened overrides L\n"
        "  except late when late then review end"
    )
    titles = {edit.title for f in findings(policy_of(rules)) for edit in f.edits}
    assert not any("1/late` keep the later" in title for title in titles)


def test_that_a_minimum_names_no_authority_is_no_reason_to_break_it() -> None:
    rules = (
        "rule L for file keep at least 6 years after opened\n"
        "rule 1 for file keep 1 year after opened because act"
    )
    edit = only(HEADER + rules, Code.OUTSIDE_LIMIT).edits[0]
    assert (edit.principle, edit.text[:9]) == (None, "the later")


def test_a_period_that_is_not_the_first_is_lengthened() -> None:
    rules = (
        "rule L for file keep at least 6 years after opened\n"
        "rule 1 for file keep 9 years after opened then anonymise and keep 2 years after opened "
        "then destroy"
    )
    assert "and keep the later of (2 years after opened, 6 years after opened) then" in edited(
        rules, Code.OUTSIDE_LIMIT
    )


def test_no_one_period_is_lengthened_where_two_are_too_short() -> None:
    rules = HEADER + (
        "rule L for file keep at least 6 years after opened\n"
        "rule 1 for file keep 1 year after opened then anonymise and keep 2 years after opened "
        "then destroy"
    )
    assert [e.title for e in only(rules, Code.OUTSIDE_LIMIT).edits] == ["let `1` override `L`"]


# --- several of one cause -----------------------------------------------------------------

SPECIAL = "".join(
    f"rule {kind} for file when kind is {kind} keep {years} years after opened\n"
    for years, kind in enumerate("abc", start=1)
)


def general(clauses: str) -> str:
    kinds = "  kind one of a, b, c, d\n"
    return f"{HEADER}{kinds}{SPECIAL}rule all for file {clauses} keep 9 years after opened\n"


def test_several_that_the_law_lets_one_rule_prevail_over_are_settled_by_one_edit() -> None:
    text = general("because act")
    (group,) = (f for f in findings(policy_of(text)) if len(f.instances) > 1)
    (edit,) = group.edits
    assert (edit.principle, edit.text) == (Principle.LEX_SUPERIOR, " overrides a, b, c")
    assert group.help[0].startswith("lex superior: `all` has the stronger authority; write")
    edits_settle(text, group)


def test_several_that_prevail_over_one_rule_have_each_an_edit_of_its_own() -> None:
    text = general("")
    (group,) = (f for f in findings(policy_of(text)) if len(f.instances) > 1)
    assert group.edits == ()
    assert group.help[0].startswith("lex specialis: the others are the more special: `all`")
    assert [one.edits[0].title for one in group.instances] == [
        f"let `{kind}` override `all`" for kind in "abc"
    ]
    edits_settle(text, group)


# --- principles ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "winner", "principle"),
    [
        ("because act", "because practice", "1", Principle.LEX_SUPERIOR),
        ("because act", "when urgent because practice", "1", Principle.LEX_SUPERIOR),
        ("", "when urgent", "2", Principle.LEX_SPECIALIS),
        ("in force from 2020-01-01", "when urgent", "2", Principle.LEX_SPECIALIS),
        ("when late", "when urgent and late", "2", Principle.LEX_SPECIALIS),
        ("", "in force from 2020-01-01", "2", Principle.LEX_POSTERIOR),
        ("when late in force from 2020-01-01", "when urgent", "1", Principle.LEX_POSTERIOR),
        ("when late", "when urgent", None, None),
    ],
)
def test_the_principle_that_would_settle_it(
    one: str, other: str, winner: str | None, principle: Principle | None
) -> None:
    text = HEADER + (
        f"rule 1 for file {one} keep 1 year after opened\n"
        f"rule 2 for file {other} keep 2 years after opened"
    )
    finding = only(text)
    edit = finding.edits[0]
    assert edit.principle is principle
    if principle is not None:
        assert finding.help[0].startswith(f"{principle}: `{winner}`")
        assert edit.title.startswith(f"let `{winner}` override")
    else:
        assert not finding.help[0].startswith("lex")
