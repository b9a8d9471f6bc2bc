"""A drafted mapping places what it can, and asks where it cannot know."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tenure.api.audits import draft_mapping
from tenure.engine.inventories.likeness import alike
from tenure.engine.inventories.stage import DataError
from tests.audit.letters import audited, policy_of

POLICY = policy_of("""
policy "Letters"
record box "Boxes"
  opened date
record letter "Letters"
  received date
  answered date
  urgent yes/no
  medium one of paper, email
  boxes links to box
rule 1 for letter keep 2 years after received then destroy
rule 2 for box keep 2 years after opened then destroy
""")
BOXES = "Box ID,Date opened\nB-1,2020-05-05\nB-2,2021-05-05\n"


def drafted(tmp_path: Path, **files: str) -> tuple[str, tuple[str, ...]]:
    """The text of a draft, and its questions."""
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    _, draft = draft_mapping(POLICY, tmp_path)
    return draft.text, draft.questions


def test_what_is_clear_can_be_audited_as_it_is_drafted(tmp_path: Path) -> None:
    letters = (
        "Letter ref,ReceivedDate,Answered on,Urgent?,Medium,Boxes\n"
        "1,31/01/2019,28/02/2019,Y,Paper,B-1;B-2\n"
        "2,13/05/2026,,N,e-mail,\n"
    )
    text, questions = drafted(tmp_path, letters=letters, boxes=BOXES)
    assert questions == ()
    assert 'received = { column = "ReceivedDate", days = "%d/%m/%Y" }' in text
    assert 'urgent = { column = "Urgent?", yes = ["Y"], no = ["N"] }' in text
    assert 'values = { "Paper" = "paper", "e-mail" = "email" }' in text
    assert 'boxes = { column = "Boxes", separator = ";" }' in text
    audit = audited(tmp_path, policy=POLICY)
    assert audit.rejects == audit.notes == ()
    assert (audit.status("1"), audit.status("2")) == ("due", "retain")


def test_a_day_that_can_be_read_in_two_ways_is_asked_about(tmp_path: Path) -> None:
    text, questions = drafted(tmp_path, letters="id,received\n1,03/04/2019\n")
    assert 'days = "?"' in text
    (question,) = questions
    assert "is that `%d/%m/%Y` or `%m/%d/%Y`?" in question
    with pytest.raises(DataError, match="does not say where day, month and year stand"):
        audited(tmp_path, policy=POLICY)


@pytest.mark.parametrize(
    ("letters", "asked"),
    [
        ("id,medium\n1,fax\n", "medium: what is `fax`? one of paper, email"),
        ("id,urgent\n1,very\n", "urgent: which of the values of `urgent` is yes?"),
        ("a,b\n1,x\n1,y\n1,z\n1,z\n1,z\n1,z\n", "which column is the id?"),
        ("token,received\n1,2019-01-31\n", "is `token` the id?"),
        ("id,received\n1,2019-01-31T10:00Z\n", "in which time zone do they become days?"),
    ],
)
def test_what_cannot_be_known_is_asked(letters: str, asked: str, tmp_path: Path) -> None:
    _, questions = drafted(tmp_path, letters=letters)
    assert [question for question in questions if asked in question]


def test_what_is_like_no_class_is_asked_about(tmp_path: Path) -> None:
    text, questions = drafted(tmp_path, invoices="id\n1\n")
    assert questions == ("invoices.csv: of which class are its records?",)
    assert 'class = "?"' in text


def test_columns_and_fields_that_find_no_partner_are_named(tmp_path: Path) -> None:
    (tmp_path / "letters.csv").write_text("id,received,colour\n1,2019-01-31,red\n")
    _, draft = draft_mapping(POLICY, tmp_path)
    assert draft.columns == ("letters.csv: colour",)
    assert "letters.csv: answered" in draft.fields


def test_a_column_without_any_value_is_drafted(tmp_path: Path) -> None:
    text, _ = drafted(tmp_path, letters="id,received,answered\n1,2019-01-31,\n")
    assert 'answered = "answered"' in text


def test_every_sheet_is_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in (("Letters", [("id", "received")]), ("Boxes", [("id", "opened")])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.append((f"{name}-1", "2019-01-31"))
    book.remove(book["Sheet"])
    book.save(tmp_path / "all.xlsx")
    _, draft = draft_mapping(POLICY, tmp_path)
    assert draft.tables == ("all.xlsx:Letters", "all.xlsx:Boxes")
    assert audited(tmp_path, policy=POLICY).status("Letters-1") == "due"


def test_a_mapping_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        drafted(tmp_path, letters="id\n1\n")
    assert (tmp_path / "mapping.toml").read_text(encoding="utf-8") == "mine"


def test_a_folder_without_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no data in it"):
        draft_mapping(POLICY, tmp_path)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Date Received", "received", True),
        ("DateReceived", "received", True),
        ("Assessed child", "child_assessed", True),
        ("Complaint refs", "complaint_ref", True),
        ("opened", "closed", False),
        ("Title", "medium", False),
    ],
)
def test_names_are_alike_by_their_words(one: str, other: str, *, near: bool) -> None:
    assert (alike(one, other) >= 0.75) == near
