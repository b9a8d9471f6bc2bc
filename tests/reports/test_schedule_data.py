"""CSV, Excel and JSON: opened by their libraries, whole, typed, and harmless."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from tenure.compiler.policy import Policy
from tenure.reports.schedule import publish
from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.sheets import sheets
from tenure.reports.schedule.xlsx import sheet_names
from tenure.reports.wording import ENGLISH

AS_OF = date(2026, 11, 23)
POLICIES = ("sample", "hostile", "surrey", "contact", "hostile_contact", "calico", "polha")
SCHEMA = Path(__file__).parents[2] / "reports" / "schedule" / "schedule.schema.json"
FORMULAS = """
policy "=1+1"
  publisher "@SUM(A1)"
section 1 "=cmd|' /C calc'!A0"
record item "+1"
  ended date
rule 1.1 "=HYPERLINK(\\"http://e.org\\")"
  for item
  keep 1 year after ended
  note "-1+1"
  format "http://e.org"
  format "\uff1d1+1"
"""


@pytest.fixture(params=POLICIES)
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each policy in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Policy)
    return found


def published(policy: Policy, format_: str) -> bytes:
    (content,) = publish(policy, [format_], AS_OF).values()
    return content


def workbook(policy: Policy) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(published(policy, "xlsx")))


def rows(policy: Policy) -> list[dict[str, str]]:
    text = published(policy, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_json_keeps_to_its_schema(policy: Policy) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    document = json.loads(published(policy, "json"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["as_of"] == "2026-11-23"
    refs = {each.ref for each in policy.rules.values()}
    found = [document["sections"]]
    said: set[str] = set()
    while found:
        for each in found.pop():
            said.add(each["ref"])
            found += [each[inner] for inner in ("entries", "exceptions") if inner in each]
    assert refs <= said


def test_every_line_is_in_the_table(policy: Policy) -> None:
    view = assemble(policy, AS_OF, ENGLISH)
    found = [row["Reference"] for row in rows(policy) if row["Reference"]]
    entries = [line.ref for g in view.groups for entry in g.entries for line in entry.lines]
    heads = [row.head for part in view.parts if part.table for row in part.table.rows if row.ref]
    assert found == [*entries, *heads]
    assert {row["As of"] for row in rows(policy)} == {"2026-11-23"}
    assert {row["Source fingerprint (SHA-256)"] for row in rows(policy)} == {view.fingerprint}


def test_no_cell_of_a_csv_is_a_formula(policy: Policy) -> None:
    cells = [cell for row in rows(policy) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")] == []


def test_the_workbook_has_filters_and_a_frozen_head(policy: Policy) -> None:
    for page in workbook(policy).worksheets:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions
        assert page.print_title_rows == "$1:$1"


def test_the_workbook_says_what_the_sheets_say(policy: Policy) -> None:
    expected = sheets(assemble(policy, AS_OF, ENGLISH))
    pages = workbook(policy).worksheets
    for sheet, page in zip(expected, pages, strict=True):
        found = list(page.iter_rows(values_only=True))
        assert found[0] == sheet.header
        for row, cells in zip(sheet.rows, found[1:], strict=True):
            for value, cell in zip(row, cells, strict=True):
                assert (cell.date() if isinstance(cell, datetime) else cell) == value


def test_days_are_days(sample: Policy) -> None:
    page = workbook(sample).worksheets[0]
    header = [cell.value for cell in page[1]]
    column = header.index("In force from") + 1
    days = [cell for (cell,) in page.iter_rows(2, None, column, column) if cell.value]
    assert {cell.value for cell in days} >= {datetime(2027, 1, 1)}
    assert {cell.number_format for cell in days} == {"yyyy-mm-dd"}


def test_formulas_are_texts(compiled: Callable[[str], Policy]) -> None:
    policy = compiled(FORMULAS)
    book = workbook(policy)
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "d"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    (row,) = rows(policy)
    assert row["Title"] == '\'=HYPERLINK("http://e.org")'
    assert row["Notes and access"] == "'-1+1"


def test_a_text_too_long_for_a_cell_says_that_it_is_cut(compiled: Callable[[str], Policy]) -> None:
    long = "\U0001f5c4word " * 8000
    policy = compiled(
        f'policy "S" record item "I" ended date '
        f'rule 1 "I" for item keep 1 day after ended note "{long}"'
    )
    page = workbook(policy).worksheets[0]
    (note,) = [c.value for c in page[2] if isinstance(c.value, str) and "word" in c.value]
    assert len(note.encode("utf-16-le")) // 2 <= 32_767
    assert note.endswith("(cut here: too long for a cell; the other formats have all of it)")
    assert len(rows(policy)[0]["Notes and access"]) == len(long.strip())


def test_names_of_sheets() -> None:
    titles = ["'History'", "[a]:*?/\\b", "x" * 200, "x" * 200, "Papers", "PAPERS", "", "\n"]
    assert list(sheet_names(titles)) == [
        "History 2",
        "a      b",
        "x" * 31,
        f"{'x' * 27} 2",
        "Papers",
        "PAPERS 2",
        "2",
        "3",
    ]
