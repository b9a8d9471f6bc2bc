"""Mistakes in a mapping are told; none is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.engine.inventories.asked import asked_fields
from tenure.engine.inventories.stage import DataError
from tests.audit.letters import MAPPING, audited, laid_out, policy_of

LETTERS = "Ref,Received,Box\nL-1,2019-01-31,\n"
MISTAKES = {
    "`prefx` has no meaning in table 1 (`letters.csv`)": ('id = "Ref"', 'id = "Ref"\nprefx = "L"'),
    "`id` is missing in table 1 (`letters.csv`)": ('id = "Ref"\n', ""),
    "`class` is missing in table 1 (`letters.csv`)": ('class = "letter"\n', ""),
    "no record class is called `leter`, in the table `letters.csv`": ('"letter"', '"leter"'),
    "`format` cannot be `exel` in table 1 (`letters.csv`)": (
        'id = "Ref"',
        'id = "Ref"\nformat = "exel"',
    ),
    "the name does not tell how the data is written in table 1 (`letters`)": (
        '"letters.csv"',
        '"letters"',
    ),
    "which sheet is meant is not said in table 1 (`letters.xlsx`)": (
        '"letters.csv"',
        '"letters.xlsx"',
    ),
    "`%d/%m/%y` has a year of two digits, which does not say its century in table 1 "
    "(`letters.csv`)": ('id = "Ref"', 'id = "Ref"\ndays = "%d/%m/%y"'),
    "`?` does not say where day, month and year stand in table 1 (`letters.csv`)": (
        'id = "Ref"',
        'id = "Ref"\ndays = "?"',
    ),
    "`Europe/Atlantis` is not a time zone in the mapping": (
        "[[table]]",
        'time_zone = "Europe/Atlantis"\n[[table]]',
    ),
    "`first_day` is not a day such as 2026-02-28, without quotation marks in the mapping": (
        "[[table]]",
        'first_day = "1990-01-01"\n[[table]]',
    ),
    "there must be a `column`, or an `always` for all rows, for `box` in table 1 (`letters.csv`)": (
        '"Box"',
        '{ prefix = "B" }',
    ),
    "`fax` is not a value of `medium`, in the table `letters.csv`": (
        'box = "Box"',
        'box = "Box"\nmedium = { always = "fax" }',
    ),
    "`Y` is said to mean two things for `box` in table 1 (`letters.csv`)": (
        '"Box"',
        '{ column = "Box", yes = "Y", no = "Y" }',
    ),
    "`box` is placed, and said to be unrecorded, in the table `letters.csv`": (
        'id = "Ref"',
        'id = "Ref"\nunrecorded = ["box"]',
    ),
    "which classes the column may name is not said in table 1 (`letters.csv`)": (
        '"letter"',
        '{ column = "Kind" }',
    ),
    "`klingon` is not an encoding in table 1 (`letters.csv`)": (
        'id = "Ref"',
        'id = "Ref"\nencoding = "klingon"',
    ),
}


@pytest.mark.parametrize("message", MISTAKES)
def test_a_mistake_is_told(message: str, tmp_path: Path) -> None:
    mapping = MAPPING.replace(*MISTAKES[message], 1)
    assert mapping != MAPPING
    with pytest.raises(DataError) as raised:
        audited(laid_out(tmp_path, LETTERS, mapping))
    found = [(each.code.number, each.message) for each in raised.value.diagnostics]
    assert found == [("TN503", message)]


@pytest.mark.parametrize("text", ["= nonsense", "[[table]\n", "\x00"])
def test_what_is_no_toml_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="TN503"):
        audited(tmp_path)


def test_a_value_for_all_rows(tmp_path: Path) -> None:
    mapping = MAPPING.replace('"Received"', '{ always = "2019-01-31" }')
    audit = audited(laid_out(tmp_path, LETTERS, mapping))
    assert audit.status("L-1") == "overdue"


def test_links_get_the_prefix_of_the_table_they_lead_to(tmp_path: Path) -> None:
    letters = "Ref,Received,Box\nL-1,2019-01-31,1\n"
    mapping = MAPPING + '\n[[table]]\npath = "more.csv"\nclass = "box"\nid = "id"\nprefix = "B-"\n'
    folder = laid_out(tmp_path, letters, mapping, {"more.csv": "id\n1\n"})
    text = (folder / "mapping.toml").read_text(encoding="utf-8")
    (folder / "mapping.toml").write_text(text.partition('[[table]]\npath = "boxes.csv"')[0])
    audit = audited(folder)
    assert audit.notes == ()
    assert audit.status("L-1") == "awaiting"


def test_different_prefixes_must_be_told_apart(tmp_path: Path) -> None:
    mapping = MAPPING + '\n[[table]]\npath = "more.csv"\nclass = "box"\nid = "id"\nprefix = "B-"\n'
    with pytest.raises(DataError, match="ids have different prefixes"):
        audited(laid_out(tmp_path, LETTERS, mapping, {"more.csv": "id\n1\n"}))


def test_a_policy_asks_about_every_field_on_the_way() -> None:
    text = """
    policy "P"
    record a
      day date
      gone date
    record b "B" is a
    record c
      a link to a
      ended date
    rule 1 for c keep 1 day after ended then destroy
      except x when a.gone is known
        keep 9 years after ended
      end
      extendable by "Somebody"
    rule 2 for a keep the later of (1 day after day, 1 year after gone if known) then destroy
    hold h for c while not ended is known
    """
    assert set(asked_fields(policy_of(text))) == {
        ("c", "a"),
        ("a", "gone"),
        ("b", "gone"),
        ("c", "ended"),
        ("c", "extended_until"),
    }
