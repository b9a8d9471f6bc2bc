"""What a column holds, found by looking at every value of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tenure.engine.inventories.mapping import Source
from tenure.engine.inventories.sources import Opened, opened
from tenure.engine.inventories.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY_FORMATS = (
    "iso",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
)
"""The ways of writing days that are tried."""

_ISO = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?"
_FEW = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A column of a file.

    Attributes:
        name: its name.
        filled: how many rows have a value.
        distinct: how many values there are.
        values: the values, where they are few; the most frequent first.
        days: the formats that most values have, and equally many; `iso` also for a column
            of days. A column of which less than nine tenths are days has none.
        offsets: whether a value is a moment with an offset from UTC.
        separators: signs that stand within values and may separate several.
        sample: one of the values.
    """

    name: str
    filled: int
    distinct: int
    values: tuple[str, ...]
    days: tuple[str, ...]
    offsets: bool
    separators: tuple[str, ...]
    sample: str

    @property
    def is_key(self) -> bool:
        """Whether every value is there once."""
        return 0 < self.filled == self.distinct


def profiles(
    connection: DuckDBPyConnection, source: Source, file: Path, spool: Path
) -> tuple[Profile, ...]:
    """Look at a file; the columns in its order.

    Raises:
        DataFileError: it cannot be read.
    """
    data = opened(connection, source, file, spool)
    return tuple(_profile(connection, data, name) for name in data.columns)


def _profile(connection: DuckDBPyConnection, data: Opened, name: str) -> Profile:
    column = data.columns[name]
    text = f"CAST({column.sql} AS VARCHAR)"
    if column.type == "VARCHAR[]" and data.native_days:  # the values of a JSON key
        text = f"array_to_string({column.sql}, ';')"
    values = f"(SELECT trim({text}) AS value FROM ({data.query}) WHERE trim({text}) <> '')"
    formats = ", ".join(
        f"count_if(regexp_full_match(value, {literal(_ISO)}))"
        if each == "iso"
        else f"count_if(try_strptime(value, {literal(each)}) IS NOT NULL)"
        for each in DAY_FORMATS
    )
    signs = (";", "|", ",")
    found = ", ".join(f"bool_or(contains(value, {literal(sign)}))" for sign in signs)
    row = connection.execute(
        f"SELECT count(*), count(DISTINCT value), min(value), "
        f"bool_or(regexp_matches(value, '[0-9](Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') "
        f"AND contains(value, ':')), {formats}, {found} FROM {values}"
    ).fetchone()
    if row is None:
        raise AssertionError(name)
    filled, distinct, sample, offsets = row[:4]
    matched = row[4 : 4 + len(DAY_FORMATS)]
    frequent = connection.execute(
        f"SELECT value FROM {values} GROUP BY value ORDER BY count(*) DESC, value LIMIT {_FEW}"
    ).fetchall()
    return Profile(
        name=name,
        filled=filled,
        distinct=distinct,
        values=tuple(value for (value,) in frequent) if distinct <= _FEW else (),
        days=_best(matched, filled),
        offsets=bool(offsets),
        separators=tuple(
            sign for sign, there in zip(signs, row[4 + len(DAY_FORMATS) :], strict=True) if there
        ),
        sample=sample or "",
    )


def _best(matched: Sequence[int], filled: int) -> tuple[str, ...]:
    if not filled:  # nothing was counted: the sums are null
        return ()
    most = max(matched)
    if most * 10 < filled * 9:
        return ()
    return tuple(each for each, count in zip(DAY_FORMATS, matched, strict=True) if count == most)
