"""The schedule as an Excel workbook: a sheet for each table, with filters and a frozen head."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from tenure.reports.schedule.sheets import Sheet, Value, sheets
from tenure.reports.schedule.view import ScheduleView

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767
"""As many UTF-16 units fit into a cell; Excel calls a file with longer ones damaged."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FACE = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
_FIRST = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: earlier days would be shown a day off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What a workbook says of itself.

    Attributes:
        title, publisher: texts of the author; the publisher may be empty.
        fingerprint: that of the policy.
        imprint: the fingerprint, and what it is.
        labels: the tool's fixed phrases.
        as_of: the day of the document.
        tint: the colour of heads.
    """

    title: str
    publisher: str
    fingerprint: str
    imprint: str
    labels: Mapping[str, str]
    as_of: date
    tint: str


def write_xlsx(view: ScheduleView) -> bytes:
    """Return the workbook; the same bytes for an equal view."""
    binding = Binding(
        title=view.title,
        publisher=view.publisher or "",
        fingerprint=view.fingerprint,
        imprint=view.imprint,
        labels=view.labels,
        as_of=view.as_of,
        tint=view.house.palette.tint,
    )
    return bound(sheets(view), binding)


def bound(pages: Sequence[Sheet], binding: Binding) -> bytes:
    """Return sheets as a workbook; the same bytes for the same.

    Every text is written as text: none is taken for a formula, a number or a link.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": binding.title[:255],
                "company": binding.publisher[:255],
                "comments": binding.imprint,
                "created": datetime.combine(binding.as_of, time()),
            }
        )
        book.set_custom_property("tenure-fingerprint", binding.fingerprint)
        styles = _Styles(book, binding.tint)
        for sheet, name in zip(pages, sheet_names(sheet.title for sheet in pages), strict=True):
            _write(book.add_worksheet(name), sheet, styles, binding.labels["sheet.cut"])
    return buffer.getvalue()


_WIDEST = 42
"""The widest that a column is made, in characters; longer texts go on below."""

_LINE, _TALLEST = 13.5, 409.0
"""The height of a line, and Excel's limit for a row, in points."""


class _Styles:
    """The looks of cells."""

    def __init__(self, book: Workbook, tint: str) -> None:
        head = {"bold": True, "bg_color": tint.upper(), "bottom": 1}
        self.head: Format = book.add_format({**_FACE, **head})
        self.text: Format = book.add_format({**_FACE, "num_format": "@"})
        self.day: Format = book.add_format({**_FACE, "num_format": "yyyy-mm-dd", "align": "left"})


def _write(page: Worksheet, sheet: Sheet, styles: _Styles, cut: str) -> None:
    widths = [_width(name, (row[at] for row in sheet.rows)) for at, name in enumerate(sheet.header)]
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, styles.head)
        page.set_column(column, column, widths[column])
    page.set_row(0, _height(sheet.header, widths))
    for number, row in enumerate(sheet.rows, start=1):
        page.set_row(number, _height(row, widths))
        for column, value in enumerate(row):
            _put(page, (number, column), value, styles, cut)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    page.repeat_rows(0)
    page.hide_gridlines(0)  # printed too: no row is taken for the next one
    page.set_landscape()
    page.set_paper(8)  # A3: on A4 a row with every column would be too small to be read
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")


def _put(page: Worksheet, at: tuple[int, int], value: Value, styles: _Styles, cut: str) -> None:
    row, column = at
    if value is None:
        return
    if isinstance(value, date) and value >= _FIRST:
        page.write_datetime(row, column, datetime.combine(value, time()), styles.day)
    else:
        page.write_string(row, column, _cut(str(value), cut), styles.text)


def _cut(text: str, remark: str) -> str:
    """Return the text as far as it fits into a cell; where it is cut the cell says so."""
    if _units(text) <= _LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (_LONGEST - _units(remark) - 1)]
    return f"{kept.decode('utf-16-le', 'ignore')} {remark}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _width(name: str, values: Iterable[Value]) -> int:
    """Return a width in characters: of the head's longest word or the longest line, within bounds.

    A head has a button for its filter beside it.
    """
    lines = (len(line) for value in values for line in str(value or "").split("\n"))
    head = max(map(len, name.split()), default=0) + 3
    return min(max(head, max(lines, default=0) + 2), _WIDEST)


def _height(row: Iterable[Value], widths: Iterable[int]) -> float:
    """Return the height in points at which no wrapped text of a row is cut off.

    Excel would find it by itself; other programs leave every row one line high.
    """
    lines = max(
        sum(max(1, -(-len(line) // (width - 1))) for line in str(value or "").split("\n"))
        for value, width in zip(row, widths, strict=True)
    )
    return min(_TALLEST, lines * _LINE + 2)


def sheet_names(titles: Iterable[str]) -> Iterator[str]:
    """Yield names that Excel takes: 31 characters, none twice, without its signs."""
    taken = {"", "history"}
    for title in titles:
        clean = _FORBIDDEN.sub(" ", " ".join(title.split())).strip(" '")
        name, number = _first(clean, 31), 1
        while name.casefold() in taken:
            number += 1
            name = f"{_first(clean, 27)} {number}".strip()
        taken.add(name.casefold())
        yield name


def _first(text: str, length: int) -> str:
    """Return as much of a text as fits into so many UTF-16 units."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore").strip(" '")
