"""What a cell means: a value, nothing, or something that cannot be read; never one for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.engine.inventories.cells import CellReader
from tenure.engine.inventories.mapping import Placed
from tenure.engine.inventories.sources import Column
from tests.audit.letters import audited, laid_out

DAY, MOMENT, FLAG = EventType(), EventType(timed=True), YesNoType()
NUMBER, TEXT, LINK = NumberType(), TextType(), LinkType(target="box")
LINKS, CHOICE = LinkType(target="box", many=True), ChoiceType(values=("paper", "email"))
UK = Placed(column="c", formats=("%d/%m/%Y",))
ISO = Placed(column="c")
YN = Placed(column="c", values={"Y": "yes", "N": "no", "?": ""})
UNREADABLE = "unreadable"


def reader(column: str = "VARCHAR", zone: str | None = None) -> CellReader:
    """How the one column `c` of some type is read."""
    columns = {"c": Column(sql="c", type=column)}
    return CellReader(columns=columns, unknown=("n/a",), time_zone=zone, native_days=False)


TEXTS = reader()


def read(
    said: str,
    type_: FieldType,
    placed: Placed = ISO,
    *,
    by: CellReader = TEXTS,
    prefix: str = "",
) -> object:
    """What a cell comes to: a value, `None` for unknown, or `UNREADABLE`."""
    column = by.columns["c"].type
    cell = by.cell(placed, type_, prefix)
    value = cell.value("said")
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT {value}, said IS NOT NULL AND ({value}) IS NULL "
            f"FROM (SELECT c, {cell.said} AS said FROM (SELECT CAST(? AS {column}) AS c))",
            [said],
        ).fetchone()
    assert row is not None
    return UNREADABLE if row[1] else row[0]


@pytest.mark.parametrize(
    ("said", "type_", "placed", "value"),
    [
        ("2026-02-28", DAY, ISO, date(2026, 2, 28)),
        ("  2026-02-28\u00a0", DAY, ISO, date(2026, 2, 28)),
        ("2024-02-29", DAY, ISO, date(2024, 2, 29)),
        ("2026-02-29", DAY, ISO, UNREADABLE),
        ("2026-2-8", DAY, ISO, UNREADABLE),
        ("20260228", DAY, ISO, UNREADABLE),
        ("28/02/2026", DAY, ISO, UNREADABLE),
        ("2026-02-28T23:59:59.999", DAY, ISO, date(2026, 2, 28)),
        ("2026-02-28 24:30", DAY, ISO, UNREADABLE),
        ("2026-02-28T10:00Z", DAY, ISO, UNREADABLE),
        ("infinity", DAY, ISO, UNREADABLE),
        ("", DAY, ISO, None),
        (" \t", DAY, ISO, None),
        ("n/a", DAY, ISO, None),
        ("N/A", DAY, ISO, UNREADABLE),
        ("28/02/2026", DAY, UK, date(2026, 2, 28)),
        ("1/2/2026", DAY, UK, date(2026, 2, 1)),
        ("02/28/2026", DAY, UK, UNREADABLE),
        ("31/04/2026", DAY, UK, UNREADABLE),
        ("28/02/2026 x", DAY, UK, UNREADABLE),
        ("2026-02-28", DAY, UK, UNREADABLE),
        ("2026-02-28", MOMENT, ISO, UNREADABLE),
        ("2026-02-28T14:30", MOMENT, ISO, datetime(2026, 2, 28, 14, 30)),
        ("28/02/2026", MOMENT, UK, UNREADABLE),
        ("yes", FLAG, ISO, True),
        ("NO", FLAG, ISO, False),
        ("True", FLAG, ISO, True),
        ("1", FLAG, ISO, UNREADABLE),
        ("Y", FLAG, ISO, UNREADABLE),
        ("Y", FLAG, YN, True),
        ("N", FLAG, YN, False),
        ("y", FLAG, YN, UNREADABLE),
        ("?", FLAG, YN, None),
        ("99.50", NUMBER, ISO, Decimal("99.5")),
        ("-3", NUMBER, ISO, Decimal(-3)),
        ("1,000", NUMBER, ISO, UNREADABLE),
        ("1e3", NUMBER, ISO, UNREADABLE),
        ("NaN", NUMBER, ISO, UNREADABLE),
        ("0.12345678901", NUMBER, ISO, UNREADABLE),
        ("paper", CHOICE, ISO, "paper"),
        ("Paper", CHOICE, ISO, UNREADABLE),
        ("P", CHOICE, Placed(column="c", values={"P": "paper"}), "paper"),
        ("any 'text'; -- \"x\"", TEXT, ISO, "any 'text'; -- \"x\""),
        ("B-1", LINK, ISO, "B-1"),
        ("B-1;B-2", LINK, Placed(column="c", separator=";"), UNREADABLE),
        ("B-1;", LINK, Placed(column="c", separator=";"), "B-1"),
        ("B-1; B-2;;n/a", LINKS, Placed(column="c", separator=";"), ["B-1", "B-2"]),
        (";", LINKS, Placed(column="c", separator=";"), None),
        ("B-1", LINKS, ISO, ["B-1"]),
    ],
)
def test_a_text_is_read_as_the_field_wants_it(
    said: str, type_: FieldType, placed: Placed, value: object
) -> None:
    assert read(said, type_, placed) == value


@pytest.mark.parametrize(
    ("said", "column", "value"),
    [
        ("2026-06-30T23:10:00Z", "VARCHAR", date(2026, 7, 1)),
        ("2026-12-31T23:10:00Z", "VARCHAR", date(2026, 12, 31)),
        ("2026-07-01 00:10+02", "VARCHAR", date(2026, 6, 30)),
        ("2026-06-30 23:10:00", "VARCHAR", date(2026, 6, 30)),
        ("2026-06-30 23:10:00+00", "TIMESTAMP WITH TIME ZONE", date(2026, 7, 1)),
        ("2026-06-30 23:10:00", "TIMESTAMP", date(2026, 6, 30)),
        ("2026-06-30", "DATE", date(2026, 6, 30)),
    ],
)
def test_a_moment_becomes_the_day_that_the_clocks_showed(
    said: str, column: str, value: date
) -> None:
    assert read(said, DAY, by=reader(column, "Europe/London")) == value


def test_a_moment_of_a_database_is_not_read_without_a_zone() -> None:
    by = reader("TIMESTAMP WITH TIME ZONE")
    assert read("2026-06-30 23:10:00+00", DAY, by=by) == UNREADABLE


def test_a_day_of_a_sheet_needs_no_format() -> None:
    assert read("2026-02-28 00:00:00", DAY, UK, by=replace(TEXTS, native_days=True)) == date(
        2026, 2, 28
    )


def test_a_prefix_goes_before_every_link() -> None:
    placed = Placed(column="c", separator=",")
    assert read("1,2", LINKS, placed, prefix="C-") == ["C-1", "C-2"]
    assert read("1", LINK, prefix="C-") == "C-1"


def test_a_number_of_a_database_is_one_and_not_a_text() -> None:
    assert read("2.5", NUMBER, by=reader("DOUBLE")) == Decimal("2.5")
    assert read("7", NUMBER, by=reader("INTEGER")) == Decimal(7)


def test_what_cannot_be_read_is_put_aside_and_never_due(tmp_path: Path) -> None:
    """The record would be long due, were the link taken for none."""
    letters = "Ref,Received,Box\nL-1,2019-01-31,\nL-2,31/01/2019,\n"
    audit = audited(laid_out(tmp_path, letters))
    assert [one.record for one in audit.listed if one.record.startswith("L")] == ["L-1"]
    assert [(one.record, one.row, one.code) for one in audit.rejects] == [("L-2", 3, "TN510")]
