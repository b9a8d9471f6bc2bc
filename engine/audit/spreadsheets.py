"""CSV files that people open in a spreadsheet: written so that no cell is a formula.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a
formula, even in a CSV file, and a formula from somebody's id can call a program. Such a
cell gets an apostrophe before it, and so does one that begins with apostrophes and then
such a sign, so that what was written can be read back to the letter.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPED = re.compile("''*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_BEGINNINGS = frozenset("'=+-@\uff1d\uff0b\uff0d\uff20")
_REMEMBERED = 1_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def safe(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_said(cell: str) -> str:
    """Return the text of which `safe` made a cell."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def write_sheet(stream: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a sheet: `None` is an empty cell, days are ISO 8601. Return how many rows it has."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    cell_of = _Cells()
    count = 0
    for row in rows:
        writer.writerow([cell_of[cell] if isinstance(cell, str) else cell for cell in row])
        count += 1
    return count


def read_sheet(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a sheet by the names of its columns, cells as they were said.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not UTF-8 text, or a row has more cells than the header.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            if None in row:
                raise ValueError(f"row {reader.line_num} has too many cells")
            yield {name: as_said(cell or "") for name, cell in row.items()}


class _Cells(dict[str, str]):
    """The cells of texts: a list can have millions, most of them the same few."""

    def __missing__(self, text: str) -> str:
        cell = _cell(text)
        if len(self) < _REMEMBERED:
            self[text] = cell
        return cell


def _cell(value: str) -> str:
    """Return a text as a cell; control characters, which no sheet can show, are spelled out."""
    if value.isprintable() and value[:1] not in _BEGINNINGS:
        return value  # as nearly all are
    return safe(_CONTROLS.sub(lambda sign: f"<U+{ord(sign[0]):04X}>", value))
