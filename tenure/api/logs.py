"""Logs of duties from outside: CSV files and rows of a program, checked against the policy."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from tenure.api.records import day_in
from tenure.compiler.deadlines import LogEntry
from tenure.compiler.policy.policy import Policy
from tenure.dsl.suggest import did_you_mean

COLUMNS = ("name", "day", "by", "evidence")
"""The columns of a log; the first two are needed."""
_NEEDED = COLUMNS[:2]


class LogError(ValueError):
    """A log, or an entry of one, cannot be used.

    Attributes:
        message: what is wrong, one clause.
        line: the line of the file, counted from 1; `None` for what is no file's.
        help: how to mend it, a sentence each.
    """

    def __init__(self, message: str, line: int | None = None, help_: Iterable[str] = ()) -> None:
        self.message = message
        self.line = line
        self.help = tuple(help_)
        place = f"line {line}: " if line is not None else ""
        super().__init__(f"{place}{message}" + "".join(f" ({text})" for text in self.help))


def read_log(path: str | Path, policy: Policy) -> tuple[LogEntry, ...]:
    """Return the entries of a CSV file, in the order written.

    Its first line names the columns: `name` (a duty, or an occasion), `day`, and if wanted
    `by` and `evidence`.

    Raises:
        LogError: the file is not such a log, or does not fit the policy.
        OSError: it cannot be read.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LogError("the log is not UTF-8", help_=["save it as CSV UTF-8"]) from None
    return tuple(_entries(text, policy))


def log_entry(said: LogEntry | Mapping[str, object], policy: Policy) -> LogEntry:
    """Return an entry that a program gives, as a `LogEntry` or a mapping with its columns.

    Raises:
        LogError: it does not fit the policy.
    """
    if isinstance(said, LogEntry):
        said = {"name": said.name, "day": said.day, "by": said.by, "evidence": said.evidence}
    for column in said:
        if column not in COLUMNS:
            raise LogError(f"an entry has no `{column}`", help_=_columns())
    return _entry(said, policy, None)


def _entries(text: str, policy: Policy) -> Iterator[LogEntry]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                message = f"there are {len(cells)} values and {len(header)} columns"
                help_ = ["put a text with a comma in double quotes"]
                raise LogError(message, reader.line_num, help_)
            said = dict(zip(header, map(str.strip, cells), strict=False))
            yield _entry(said, policy, reader.line_num)
    except csv.Error as error:
        raise LogError(f"the line is not CSV: {error}", reader.line_num) from None


def _check_header(header: list[str]) -> None:
    for column in header:
        if column not in COLUMNS:
            near = did_you_mean(column, COLUMNS, what="columns")
            raise LogError(f"no column is called `{column}`", 1, near)
        if header.count(column) > 1:
            raise LogError(f"there are two columns `{column}`", 1, ["remove one of them"])
    for column in _NEEDED:
        if column not in header:
            raise LogError(f"the column `{column}` is missing", 1, _columns())


def _columns() -> list[str]:
    return [f"the columns are {', '.join(f'`{name}`' for name in COLUMNS)}"]


def _entry(said: Mapping[str, object], policy: Policy, line: int | None) -> LogEntry:
    name = str(said.get("name") or "")
    known = (*policy.duties, *policy.occasions)
    if name not in known:
        near = did_you_mean(name, known, what="duties and occasions")
        raise LogError(f"no duty or occasion is called `{name}`", line, near)
    return LogEntry(
        name=name,
        day=_day(said.get("day"), name, line),
        by=_text(said.get("by")),
        evidence=_text(said.get("evidence")),
    )


def _day(value: object, name: str, line: int | None) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    day = day_in(value) if isinstance(value, str) else None
    if day is None:
        shown = value if value is not None else ""
        raise LogError(f"`{shown}` is not the day of `{name}`", line, ["write a day as 2026-02-28"])
    return day


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None
