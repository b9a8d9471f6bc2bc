"""Plain Python: a function that is called for each record."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from work import AS_OF, YEARS, Columns, main

ENDS = AS_OF - timedelta(days=31)


def years_after(day: date, years: int) -> date:
    """Return the corresponding date, or the last day of its month."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def decide_one(
    kind: str, opened: date, closed: date | None, child: bool, disputed: bool
) -> tuple[str, date | None, str]:
    """Return the status, the last day and the rule of one record."""
    number = int(kind[1:])
    rule = f"1.{number}/child" if child else f"1.{number}"
    if child:
        keep_until: date | None = date(opened.year + YEARS[number] + 20, 12, 31)
    else:
        keep_until = None if closed is None else years_after(closed, YEARS[number])
    if disputed:
        status = "held"
    elif keep_until is None:
        status = "awaiting"
    elif keep_until >= AS_OF:
        status = "retain"
    else:
        status = "overdue" if keep_until < ENDS else "due"
    return status, keep_until, rule


def decide(records: Columns) -> Columns:
    """Return the decisions on all records."""
    ids, *fields = (column.to_pylist() for column in records.columns)
    decided = [decide_one(*values) for values in zip(*fields, strict=True)]
    status, keep_until, rule = zip(*decided, strict=True)
    return Columns.from_pydict(
        {"record": ids, "status": status, "keep_until": keep_until, "rule": rule}
    )


if __name__ == "__main__":
    main(decide)
