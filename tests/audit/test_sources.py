"""Every format says the same: letters get the same decisions however they are written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tenure.engine.inventories.stage import DataError
from tests.audit.letters import MAPPING, audited, laid_out

ROWS: list[tuple[str, date | None, str | None]] = [
    ("L-1", date(2019, 1, 31), None),
    ("L-é", date(2024, 2, 29), "B-1"),
    ("L-3", None, None),
    ("L-4", date(2026, 5, 1), None),
]
HEADER = ("Ref", "Received", "Box")
STATUSES = {"L-1": "overdue", "L-é": "overdue", "L-3": "undetermined", "L-4": "retain"}


def csv_text(delimiter: str = ",") -> str:
    lines = [HEADER, *((ref, str(day or ""), box or "") for ref, day, box in ROWS)]
    return "\n".join(delimiter.join(line) for line in lines) + "\n"


def write_csv(folder: Path) -> str:
    (folder / "letters.csv").write_text(csv_text(), encoding="utf-8")
    return 'path = "letters.csv"'


def write_crlf_with_mark(folder: Path) -> str:
    (folder / "letters.csv").write_bytes(csv_text().replace("\n", "\r\n").encode("utf-8-sig"))
    return 'path = "letters.csv"'


def write_tsv(folder: Path) -> str:
    (folder / "letters.tsv").write_text(csv_text("\t"), encoding="utf-8")
    return 'path = "letters.tsv"'


def write_semicolons_in_cp1252(folder: Path) -> str:
    (folder / "letters.txt").write_bytes(csv_text(";").encode("cp1252"))
    return 'path = "letters.txt"\nformat = "csv"\ndelimiter = ";"\nencoding = "cp1252"'


def write_utf16(folder: Path) -> str:
    (folder / "letters.csv").write_bytes(csv_text().encode("utf-16"))
    return 'path = "letters.csv"\nencoding = "utf-16"'


def write_folder(folder: Path) -> str:
    (folder / "parts").mkdir()
    header, *rows = csv_text().splitlines(keepends=True)
    for number, row in enumerate(rows):
        (folder / "parts" / f"{number}.csv").write_text(header + row, encoding="utf-8")
    return 'path = "parts"\nformat = "csv"'


def write_pattern(folder: Path) -> str:
    write_folder(folder)
    (folder / "parts" / "notes.txt").write_text("not data", encoding="utf-8")
    return 'path = "parts/*.csv"'


def write_jsonl(folder: Path) -> str:
    lines = [
        json.dumps({"Ref": ref, "Received": str(day) if day else None, **({"Box": b} if b else {})})
        for ref, day, b in ROWS
    ]
    (folder / "letters.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return 'path = "letters.jsonl"'


def write_excel(folder: Path) -> str:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Letters")
    sheet.append(HEADER)
    for ref, day, box in ROWS:
        sheet.append((ref, datetime(day.year, day.month, day.day) if day else None, box))
    book.save(folder / "letters.xlsx")
    return 'path = "letters.xlsx"\nsheet = "Letters"'


def _in_duckdb(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute('CREATE TABLE letters ("Ref" VARCHAR, "Received" DATE, "Box" VARCHAR)')
    connection.executemany("INSERT INTO letters VALUES (?, ?, ?)", ROWS)


def write_duckdb(folder: Path) -> str:
    with duckdb.connect(str(folder / "base.duckdb")) as connection:
        _in_duckdb(connection)
    return 'path = "base.duckdb"\ntable = "main.letters"'


def write_parquet(folder: Path) -> str:
    with duckdb.connect() as connection:
        _in_duckdb(connection)
        connection.execute(f"COPY letters TO '{folder / 'letters.parquet'}'")
    return 'path = "letters.parquet"'


def write_sqlite(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "base.sqlite")) as connection, connection:
        connection.execute('CREATE TABLE "my letters" ("Ref", "Received", "Box")')
        rows = [(ref, str(day) if day else None, box) for ref, day, box in ROWS]
        connection.executemany('INSERT INTO "my letters" VALUES (?, ?, ?)', rows)
    return 'path = "base.sqlite"\ntable = "my letters"'


WRITERS = (
    write_csv,
    write_crlf_with_mark,
    write_tsv,
    write_semicolons_in_cp1252,
    write_utf16,
    write_folder,
    write_pattern,
    write_jsonl,
    write_excel,
    write_duckdb,
    write_parquet,
    write_sqlite,
)


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_every_format_gives_the_same_decisions(
    write: Callable[[Path], str], tmp_path: Path
) -> None:
    source = write(tmp_path)
    mapping = MAPPING.replace('path = "letters.csv"', source)
    audit = audited(laid_out(tmp_path, mapping=mapping))
    assert audit.rejects == ()
    assert {id_: audit.status(id_) for id_ in STATUSES} == STATUSES
    assert len(audit.decisions) == len(ROWS) + 1


@pytest.mark.parametrize("write", [write_csv, write_jsonl], ids=lambda write: write.__name__)
def test_rows_are_counted_as_the_files_own_program_counts(
    write: Callable[[Path], str], tmp_path: Path
) -> None:
    """Also after rows that are none."""
    source = write(tmp_path)
    path = next(p for p in tmp_path.iterdir() if p.stem == "letters")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2:2] = ["broken", "broken too"]
    path.write_text("\n".join(lines), encoding="utf-8")
    audit = audited(laid_out(tmp_path, mapping=MAPPING.replace('path = "letters.csv"', source)))
    assert [(one.code, one.row) for one in audit.rejects] == [("TN506", 3), ("TN506", 4)]
    (row,) = (one.row for one in audit.exceptions if one.record == "L-3")
    assert row == lines.index(next(line for line in lines if "L-3" in line)) + 1


def test_blank_rows_are_counted_and_are_no_records(tmp_path: Path) -> None:
    """Also between quotation marks, where they are text, and before rows that are none."""
    letters = (
        'Ref,Received,Box\n\nL-1,2019-01-31,\nbroken\n\n"L-\n\n2",2019-01-31,\n,,\n'
        "L-3,2019-01-31,\nbroken\nL-4,2019-01-31,\n\n\n"
    )
    audit = audited(laid_out(tmp_path, letters))
    rows = {one.record: one.row for one in audit.listed if one.record != "B-1"}
    assert rows == {"L-1": 3, "L-\n\n2": 6, "L-3": 8, "L-4": 10}
    assert [(one.code, one.row) for one in audit.rejects] == [("TN506", 4), ("TN506", 9)]


def test_every_file_of_a_share_is_a_record(tmp_path: Path) -> None:
    share = tmp_path / "share"
    (share / "inner").mkdir(parents=True)
    (share / "inner" / "a.PDF").write_text("a", encoding="utf-8")
    (share / "b").write_text("b", encoding="utf-8")
    mapping = MAPPING.replace('path = "letters.csv"', 'path = "share"\nformat = "files"')
    mapping = mapping.replace('"Ref"', '"path"').replace('"Received"', '"modified"')
    mapping = mapping.replace('box = "Box"', "").replace(
        "[table.fields]", 'unrecorded = ["box"]\n[table.fields]'
    )
    audit = audited(laid_out(tmp_path, mapping=f'time_zone = "Europe/London"\n{mapping}'))
    assert {"inner/a.PDF", "b"} <= set(audit.decisions)


def excel_with_formula(folder: Path) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("L-1", "=TODAY()", None))
    book.save(folder / "letters.xlsx")
    return f'path = "letters.xlsx"\nsheet = "{sheet.title}"'


UNREADABLE: dict[str, tuple[dict[str, bytes], str]] = {
    "there is no such file": ({}, 'path = "letters.csv"'),
    "it has no row with the names of the columns": ({"l.csv": b""}, 'path = "l.csv"'),
    "its first row is not UTF-8 text": ({"l.csv": b"\xff\xfe\x00"}, 'path = "l.csv"'),
    "it is not utf-16 text": (
        {"l.csv": b"\xff\xfe\x00"},
        'path = "l.csv"\nencoding = "utf-16"',
    ),
    "it is not an Excel file": ({"l.xlsx": b"PK nonsense"}, 'path = "l.xlsx"\nsheet = "a"'),
    "SQLite says: file is not a database": (
        {"l.db": b"nonsense " * 99},
        'path = "l.db"\ntable = "a"',
    ),
    "DuckDB says": ({"l.parquet": b"nonsense"}, 'path = "l.parquet"'),
    "it is not a folder": ({"l": b""}, 'path = "l"\nformat = "files"'),
    "there is no file in it": ({}, 'path = "nothing"\nformat = "csv"'),
    "no such files": ({}, 'path = "*.csv2"\nformat = "csv"'),
}


@pytest.mark.parametrize("reason", UNREADABLE)
def test_what_cannot_be_read_ends_the_audit(reason: str, tmp_path: Path) -> None:
    files, source = UNREADABLE[reason]
    (tmp_path / "nothing").mkdir()
    mapping = MAPPING.replace('path = "letters.csv"', source)
    with pytest.raises(DataError) as raised:
        audited(laid_out(tmp_path, mapping=mapping, files=files))
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code.number == "TN502"
    assert reason in diagnostic.message


def test_a_formula_that_nobody_has_worked_out_is_not_an_empty_cell(tmp_path: Path) -> None:
    mapping = MAPPING.replace('path = "letters.csv"', excel_with_formula(tmp_path))
    with pytest.raises(DataError, match="a formula in row 2 has no value"):
        audited(laid_out(tmp_path, mapping=mapping))


def test_names_that_try_to_break_a_query_are_names(tmp_path: Path) -> None:
    nasty = "R\"ef'; DROP TABLE rejects; --"
    letters = f'"{nasty.replace(chr(34), chr(34) * 2)}",Received,Box\nL-1,2019-01-31,\n'
    quoted = nasty.replace('"', '\\"')
    mapping = MAPPING.replace('"Ref"', f'"{quoted}"')
    audit = audited(laid_out(tmp_path / 'it\'s "here"', letters, mapping))
    assert audit.status("L-1") == "overdue"
