"""What a cell means: a value, nothing, or something that cannot be read; never one for another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

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
from tenure.engine.databases.spark import prepare
from tenure.engine.inventories.cells import CellReader
from tenure.engine.inventories.mapping import Placed
from tenure.engine.inventories.sources import Column
from tenure.engine.speech.duckdb import DUCKDB
from tenure.engine.speech.postgresql import FUNCTIONS, POSTGRESQL
from tenure.engine.speech.spark import SPARK
from tenure.engine.speech.speech import Speech
from tests.audit.letters import audited, laid_out
from tests.postgresql import Connection

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DAY, MOMENT, FLAG = EventType(), EventType(timed=True), YesNoType()
NUMBER, TEXT, LINK = NumberType(), TextType(), LinkType(target="box")
LINKS, CHOICE = LinkType(target="box", many=True), ChoiceType(values=("paper", "email"))
UK = Placed(column="c", formats=("%d/%m/%Y",))
ISO = Placed(column="c")
NAMED = Placed(column="c", formats=("%d %b %Y", "%d %B %Y"))
NOON = Placed(column="c", formats=("%m/%d/%Y %I:%M %p",))
LARGE = Decimal("1234567890123456789012345678.0123456789")
YN = Placed(column="c", values={"Y": "yes", "N": "no", "?": ""})
UNREADABLE = "unreadable"


def reader(column: str = "VARCHAR", zone: str | None = None, speech: Speech = DUCKDB) -> CellReader:
    """How the one column `c` of some type is read."""
    columns = {"c": Column(sql="c", type=column)}
    return CellReader(
        columns=columns, unknown=("n/a",), time_zone=zone, native_days=False, speech=speech
    )


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


Case = tuple[str, FieldType, Placed, object]

CASES: tuple[Case, ...] = (
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
    ("B-1 \\E.*; B-2", LINKS, Placed(column="c", separator="\\E.*;"), ["B-1", "B-2"]),
    ("2026-02-28\n", DAY, ISO, date(2026, 2, 28)),
    ("2026-02-28\nx", DAY, ISO, UNREADABLE),
    ("28 Feb 2026", DAY, NAMED, date(2026, 2, 28)),
    ("28 FEBRUARY 2026", DAY, NAMED, date(2026, 2, 28)),
    ("28 Febr 2026", DAY, NAMED, UNREADABLE),
    ("31 Jun 2026", DAY, NAMED, UNREADABLE),
    ("29/02/2100", DAY, UK, UNREADABLE),
    ("29/02/2000", DAY, UK, date(2000, 2, 29)),
    ("02/28/2026 12:05 AM", MOMENT, NOON, datetime(2026, 2, 28, 0, 5)),
    ("02/28/2026 12:05 pm", MOMENT, NOON, datetime(2026, 2, 28, 12, 5)),
    ("02/28/2026 11:59 PM", DAY, NOON, date(2026, 2, 28)),
    ("02/28/2026 13:05 PM", MOMENT, NOON, UNREADABLE),
    ("2026-02-28T14:60", MOMENT, ISO, UNREADABLE),
    ("2026-02-28 23:59:59.5", MOMENT, ISO, datetime(2026, 2, 28, 23, 59, 59, 500000)),
    ("99.500000000000", NUMBER, ISO, Decimal("99.5")),
    ("12345678901234567890123456789", NUMBER, ISO, UNREADABLE),
    ("1234567890123456789012345678.0123456789", NUMBER, ISO, LARGE),
    ("Y", TEXT, YN, "yes"),
    ("\U0001f4c4 \\n ${env:HOME}", TEXT, ISO, "\U0001f4c4 \\n ${env:HOME}"),
)


@pytest.mark.parametrize(("said", "type_", "placed", "value"), CASES)
def test_a_text_is_read_as_the_field_wants_it(
    said: str, type_: FieldType, placed: Placed, value: object
) -> None:
    assert read(said, type_, placed) == value


MOMENTS: tuple[tuple[str, str, date], ...] = (
    ("2026-06-30T23:10:00Z", "VARCHAR", date(2026, 7, 1)),
    ("2026-12-31T23:10:00Z", "VARCHAR", date(2026, 12, 31)),
    ("2026-07-01 00:10+02", "VARCHAR", date(2026, 6, 30)),
    ("2026-06-30 23:10:00", "VARCHAR", date(2026, 6, 30)),
    ("2026-06-30 23:10:00+00", "TIMESTAMP WITH TIME ZONE", date(2026, 7, 1)),
    ("2026-06-30 23:10:00", "TIMESTAMP", date(2026, 6, 30)),
    ("2026-06-30", "DATE", date(2026, 6, 30)),
    ("2026-06-30T23:10:00.25 +0000", "VARCHAR", date(2026, 7, 1)),
    ("2026-07-01 05:29:59+0630", "VARCHAR", date(2026, 6, 30)),
    ("2026-07-01 05:30:00+06:30", "VARCHAR", date(2026, 7, 1)),
    ("2026-06-30 18:00:00-05:00", "VARCHAR", date(2026, 7, 1)),
)


@pytest.mark.parametrize(("said", "column", "value"), MOMENTS)
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


# --- the same in the other databases ----------------------------------------------------------


def test_postgresql_reads_all_of_it_alike(postgresql: Connection) -> None:
    query, expected = all_at_once(
        POSTGRESQL, {"VARCHAR": "text", "TIMESTAMP WITH TIME ZONE": "timestamptz"}
    )
    with postgresql.transaction(force_rollback=True):
        postgresql.execute("SET LOCAL TimeZone = 'UTC'")
        for function in FUNCTIONS:
            postgresql.execute(function.encode())
        row = postgresql.execute(query.encode()).fetchone()
    assert row is not None
    assert _read_out(row) == expected


@pytest.mark.filterwarnings("ignore:::pyspark", "ignore::ResourceWarning")
def test_spark_reads_all_of_it_alike(spark: SparkSession) -> None:
    query, expected = all_at_once(
        SPARK,
        {
            "VARCHAR": "STRING",
            "TIMESTAMP": "TIMESTAMP_NTZ",
            "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
        },
    )
    session = spark.newSession()
    prepare(session)
    (row,) = session.sql(query).collect()
    assert _read_out(tuple(row)) == expected


def all_at_once(speech: Speech, types: Mapping[str, str]) -> tuple[str, list[object]]:
    """One query with a row of values, each with whether it cannot be read; and the values."""
    cases: list[tuple[str, str, str | None, Case]] = [
        *((case[0], "VARCHAR", None, case) for case in CASES),
        *((m[0], m[1], "Europe/London", (m[0], DAY, ISO, m[2])) for m in MOMENTS),
    ]
    given, texts, values = [], [], []
    for n, (said, column, zone, (_, type_, placed, _)) in enumerate(cases):
        by = replace(reader(column, zone, speech), columns={"c": Column(sql=f"c{n}", type=column)})
        cell = by.cell(placed, type_)
        value = cell.value(f"said{n}")
        given.append(f"CAST({speech.literal(said)} AS {types.get(column, column)}) AS c{n}")
        texts.append(f"{cell.said} AS said{n}")
        values += [f"{value} AS v{n}", f"said{n} IS NOT NULL AND ({value}) IS NULL AS u{n}"]
    inner = f"SELECT *, {', '.join(texts)} FROM (SELECT {', '.join(given)}) AS t"
    return f"SELECT {', '.join(values)} FROM ({inner}) AS s", [case[3] for *_, case in cases]


def _read_out(row: Sequence[object]) -> list[object]:
    pairs = zip(row[::2], row[1::2], strict=True)
    return [UNREADABLE if unreadable else value for value, unreadable in pairs]
