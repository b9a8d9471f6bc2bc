"""A policy under edit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tenure.compiler.check import check_policy
from tenure.compiler.check import memory as checking
from tenure.compiler.check.parts import Part
from tenure.compiler.compile import compile_policy
from tenure.compiler.session import Revision, Session

AS_OF = date(2026, 6, 1)
ROOT = Path(__file__).resolve().parents[2]

TEXT = """policy "P"
  review  every 3 years
authority act "Act" kind statute
record letter
  sent  date
  kind  one of a, b
record file
  shut    date
  letter  link to letter
rule 1 for letter when kind is a
  keep 3 years after sent
rule 2 for letter
  keep 1 year after sent
  because act
rule 3 for file
  keep 2 years after shut
rule 4 for file when letter is known
  keep as long as letter
hold dispute for letter while kind is b
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "p.tenure"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def parts_checked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The parts that were checked, not recalled."""
    checked: list[tuple[str, ...]] = []
    check_part = checking.check_part

    def noted(part: Part, *others: object) -> object:
        checked.append(part.roots)
        return check_part(part, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check_part", noted)
    return checked


def edited(session: Session, path: Path, *changes: tuple[str, str]) -> Revision:
    """Write the text with changes; assert that the answer is that of a fresh check."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    session.write(path, text)
    revision = session.check(AS_OF)
    path.write_text(text, encoding="utf-8")
    compilation = compile_policy(path)
    assert revision.compilation == compilation
    if compilation.policy is not None:
        assert revision.report == check_policy(compilation.policy, AS_OF)
    return revision


def test_only_what_an_edit_concerns_is_checked_again(
    path: Path, parts_checked: list[tuple[str, ...]]
) -> None:
    session = Session(path)
    session.check(AS_OF)
    del parts_checked[:]
    session.write(path, TEXT.replace("2 years after shut", "4 years after shut"))
    session.check(AS_OF)
    assert parts_checked == [("file",)]
    session.write(path, TEXT.replace("  kind  one", "  # a remark\n  kind  one"))
    session.check(AS_OF)
    assert parts_checked == [("file",), ("letter",), ("file",)]


def test_what_is_elsewhere_is_not_checked_again(
    path: Path, parts_checked: list[tuple[str, ...]]
) -> None:
    """A header, a heading, a test or a remark concern no rule; nor does the same text again."""
    session = Session(path)
    session.check(AS_OF)
    del parts_checked[:]
    for old, new in (
        ("every 3 years", "every 2 years"),
        ("hold dispute", 'section 1 "Letters"\nhold dispute'),
        ("rule 1", "# a remark\n\nrule 1"),
    ):
        session.write(path, TEXT.replace(old, new))
        session.check(AS_OF)
    session.check(AS_OF)
    assert parts_checked == []


WORKED = sorted(path for path in (ROOT / "policies").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", WORKED, ids=lambda folder: folder.name)
def test_no_part_of_a_worked_policy_is_checked_twice(
    folder: Path, tmp_path: Path, parts_checked: list[tuple[str, ...]]
) -> None:
    """Not even where all of its text moves: every span in it moves along."""
    for file in folder.glob("*.tenure"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    session = Session(tmp_path)
    session.check(AS_OF)
    assert parts_checked
    del parts_checked[:]
    for file in tmp_path.iterdir():
        file.write_text("# a remark\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    revision = session.check(AS_OF)
    assert parts_checked == []
    policy = compile_policy(tmp_path).policy
    assert policy is not None
    assert revision.report == check_policy(policy, AS_OF)


def test_another_day_is_another_check(path: Path) -> None:
    session = Session(path)
    first = session.check(AS_OF).report
    later = session.check(date(2027, 6, 1)).report
    policy = compile_policy(path).policy
    assert policy is not None
    assert first != later
    assert later == check_policy(policy, date(2027, 6, 1))


def test_a_rule_that_others_name_goes_and_comes_back(path: Path) -> None:
    session = Session(path)
    naming = ("rule 2 for letter\n", "rule 2 for letter\n  overrides 1\n")
    assert edited(session, path, naming).report is not None
    gone = edited(session, path, naming, ("rule 1 for", "rule 9 for"))
    assert [d.code.number for d in gone.compilation.diagnostics] == ["TN203"]
    assert edited(session, path, naming).report is not None


def test_a_name_that_means_something_nearer_once_it_is_there(path: Path) -> None:
    """`overrides x` in an exception means a sibling's own `x`, where somebody declares it."""
    session = Session(path)
    exception = (
        "rule 3 for file\n",
        "rule x for file\n  keep 9 years after shut\nrule 3 for file\n"
        "  except y when letter is known\n    keep 9 days after shut\n    overrides x\n  end\n",
    )
    edited(session, path, exception)
    nearer = ("hold dispute", "rule 3/x for file\n  keep 8 years after shut\nhold dispute")
    revision = edited(session, path, exception, nearer)
    assert revision.compilation.policy is not None
    named = revision.compilation.policy.rules["3/y"].overrides
    assert [other.ref for other in named] == ["3/x"]


def test_a_linked_records_rules_concern_the_one_that_links(
    path: Path, parts_checked: list[tuple[str, ...]]
) -> None:
    session = Session(path)
    session.check(AS_OF)
    del parts_checked[:]
    edited(session, path, ("keep 1 year after sent", "keep 9 years after sent"))
    assert parts_checked[:2] == [("letter",), ("file",)]


def test_a_class_a_fact_or_a_hold_changes_what_rules_mean(path: Path) -> None:
    session = Session(path)
    session.check(AS_OF)
    for change in (
        ("one of a, b", "one of a, b, c"),
        ("sent  date", "sent  date required"),
        ("kind is b", "kind is a"),
        ("kind statute", "kind good_practice"),
        ("record file\n", "record file is letter\n"),
        ("  review", "  resolve by longest\n  review"),
    ):
        edited(session, path, change)
        edited(session, path)


def test_what_is_returned_stays_as_it_was(path: Path) -> None:
    """Diagnostics do not move with the text that is typed after they were returned."""
    session = Session(path)
    before = session.check(AS_OF).report
    assert before is not None
    lines = [finding.where for finding in before.findings]
    edited(session, path, ("policy", "\n\n\npolicy"))
    assert [finding.where for finding in before.findings] == lines


def test_a_text_that_is_not_saved_can_be_given_up(path: Path) -> None:
    session = Session(path)
    saved = session.check(AS_OF)
    session.write(path, "nonsense")
    assert session.check(AS_OF).report is None
    session.forget(path)
    assert session.check(AS_OF) == saved


def test_files_of_one_folder(tmp_path: Path) -> None:
    """Each file has versions of its own; a declaration may go from one to another."""
    head, rules = tmp_path / "a.tenure", tmp_path / "b.tenure"
    at = TEXT.index("rule 1")
    session = Session(tmp_path)
    for cut in (at, TEXT.index("rule 3"), at):
        head.write_text(TEXT[:cut], encoding="utf-8")
        rules.write_text(TEXT[cut:], encoding="utf-8")
        revision = session.check(AS_OF)
        policy = compile_policy(tmp_path).policy
        assert policy is not None
        assert revision.report == check_policy(policy, AS_OF)
        assert revision.compilation.policy is not None
        assert revision.compilation.policy.rules["2"].head == policy.rules["2"].head
