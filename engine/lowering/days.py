"""Arithmetic on days in SQL, the same as `compiler.dates` does in Python (S2).

Days beyond the calendar (years 1 to 9999) stop at its last or first day. The bounds of a
day that is not known lie one day further out: `NEVER` before every day, `FOREVER` after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlglot import exp

from tenure.compiler.dates import FIRST_DAY, LAST_DAY, Length, YearKind
from tenure.engine.lowering import sql
from tenure.engine.lowering.sql import Sql

BEFORE_ALL, AFTER_ALL = "0000-12-31", "10000-01-01"
"""How the two days outside the calendar are written until a dialect spells them its way."""


def day(value: date) -> Sql:
    """Return a day."""
    return sql.cast(sql.text(value.isoformat()), sql.DATE)


def never() -> Sql:
    """Return the day before every day: no lower bound."""
    return sql.cast(sql.text(BEFORE_ALL), sql.DATE)


def forever() -> Sql:
    """Return the day after every day: kept permanently, or no upper bound."""
    return sql.cast(sql.text(AFTER_ALL), sql.DATE)


def constant(tree: Sql) -> date | None:
    """Return the day that a tree is, if it is a day of the calendar written out."""
    written = _written(tree)
    return None if written in (None, BEFORE_ALL, AFTER_ALL) else date.fromisoformat(str(written))


def _written(tree: Sql) -> str | None:
    if isinstance(tree, exp.Cast) and isinstance(tree.this, exp.Literal):
        return str(tree.this.this)
    return None


def is_never(tree: Sql) -> bool:
    """Return whether a tree is the day before every day."""
    return _written(tree) == BEFORE_ALL


def is_forever(tree: Sql) -> bool:
    """Return whether a tree is the day after every day."""
    return _written(tree) == AFTER_ALL


def inside(tree: Sql) -> Sql:
    """Return a bound as a day; null where it is `NEVER` or `FOREVER`."""
    if is_never(tree) or is_forever(tree):
        return sql.null(sql.DATE)
    if constant(tree) is not None:
        return tree
    known = exp.Between(this=sql.own(tree), low=day(FIRST_DAY), high=day(LAST_DAY))
    return sql.case([(known, tree)], exp.Null())


# --- bounds -------------------------------------------------------------------------------


def latest(days: Iterable[Sql]) -> Sql:
    """Return the latest of some bounds, none of them null."""
    return _furthest(list(days), exp.Greatest, neutral=is_never, decisive=is_forever)


def earliest(days: Iterable[Sql]) -> Sql:
    """Return the earliest of some bounds, none of them null."""
    return _furthest(list(days), exp.Least, neutral=is_forever, decisive=is_never)


def _furthest(
    days: list[Sql],
    choose: type[exp.Func],
    neutral: Callable[[Sql], bool],
    decisive: Callable[[Sql], bool],
) -> Sql:
    for one in days:
        if decisive(one):
            return one
    left: list[Sql] = []
    for one in days:
        if not neutral(one) and one not in left:
            left.append(one)
    if not left:
        return days[0]
    if len(left) == 1:
        return left[0]
    first, *others = (sql.own(one) for one in left)
    return choose(this=first, expressions=others, ignore_nulls=True)


def before(left: Sql, right: Sql) -> Sql:
    """Return whether one bound is earlier than another."""
    if left == right or is_forever(left) or is_never(right):
        return sql.truth(False)
    return _compared(left, exp.LT, right)


def no_later(left: Sql, right: Sql) -> Sql:
    """Return whether one bound is earlier than another, or the same."""
    if left == right or is_never(left) or is_forever(right):
        return sql.truth(True)
    return _compared(left, exp.LTE, right)


def same(left: Sql, right: Sql) -> Sql:
    """Return whether two bounds are the same."""
    return sql.truth(True) if left == right else _compared(left, exp.EQ, right)


def _compared(left: Sql, how: type[exp.Binary], right: Sql) -> Sql:
    one, other = _written(left), _written(right)
    if one is not None and other is not None:
        first, second = _place(one), _place(other)
        return sql.truth(
            {exp.LT: first < second, exp.LTE: first <= second, exp.EQ: first == second}[how]
        )
    return sql.compared(left, how, right)


def _place(written: str) -> int:
    if written == BEFORE_ALL:
        return 0
    return 10_000_000 if written == AFTER_ALL else date.fromisoformat(written).toordinal()


# --- lengths ------------------------------------------------------------------------------
# What follows takes days that are known: `LEAST` and `GREATEST` pass over a null.


def after(start: Sql, length: Length) -> Sql:
    """Return the last day of a period that runs from a day, which is not counted."""
    known = constant(start)
    if known is not None:
        return day(length.after(known))
    if not (length.months or length.days):
        return start
    return _no_later_than_last(_moved(start, length.months, length.days))


def back(start: Sql, length: Length) -> Sql:
    """Return the day that lies a length before another."""
    known = constant(start)
    if known is not None:
        return day(length.before(known))
    moved = _moved(start, -length.months, -length.days)
    return exp.Greatest(this=moved, expressions=[day(FIRST_DAY)], ignore_nulls=True)


def beginning_with(start: Sql, length: Length) -> Sql:
    """Return the last day of a period of which the day itself is the first.

    A month without the corresponding date has ended the day before it.
    """
    known = constant(start)
    if known is not None:
        return day(length.beginning_with(known))
    moved = _moved(start, length.months, 0)
    if not length.months:
        return _no_later_than_last(_moved(start, 0, length.days - 1))
    corresponds = sql.equal(exp.Day(this=sql.own(moved)), exp.Day(this=sql.own(start)))
    ends = sql.case(
        [(corresponds, _moved(moved, 0, length.days - 1))], _moved(moved, 0, length.days)
    )
    return _no_later_than_last(ends)


def next_day(start: Sql) -> Sql:
    """Return the day after a day; after the last day of the calendar, that day."""
    return after(start, Length(months=0, days=1))


def later(start: Sql, count: Sql) -> Sql:
    """Return the day so many days later, a number worked out for each record."""
    added = exp.DateAdd(
        this=sql.own(start), expression=sql.cast(count, sql.INTEGER), unit=exp.var("DAY")
    )
    return _no_later_than_last(sql.cast(added, sql.DATE))


def between(first: Sql, last: Sql) -> Sql:
    """Return how many days after one day another lies."""
    return exp.DateDiff(this=sql.own(last), expression=sql.own(first), unit=exp.var("DAY"))


def year_end(start: Sql, year: YearKind, plus: int) -> Sql:
    """Return the end of the year of a kind in which a day lies, plus whole years."""
    known = constant(start)
    if known is not None:
        return day(year.end_after(known, plus))
    calendar_year = exp.Year(this=sql.own(start))
    if (year.month, year.day) == (12, 31):
        return _last_of(_plus(calendar_year, plus), year)
    ended = sql.compared(start, exp.GT, _last_of(calendar_year, year))
    ends_in = exp.Add(
        this=_plus(calendar_year, plus),
        expression=sql.case([(ended, sql.number(1))], sql.number(0)),
    )
    beyond = sql.compared(ends_in, exp.GT, sql.number(LAST_DAY.year))
    return sql.case([(beyond, day(LAST_DAY))], _last_of(ends_in, year))


def _last_of(calendar_year: Sql, year: YearKind) -> Sql:
    """Return the day on which a year ends; a year beyond the calendar counts as its last."""
    within = exp.Least(
        this=sql.own(calendar_year), expressions=[sql.number(LAST_DAY.year)], ignore_nulls=True
    )
    if year.month == 2 and year.day > 28:
        return _moved(_parts(within, 3, 1), 0, -1)
    return _parts(within, year.month, year.end(2001).day)


def _parts(year: Sql, month: int, number: int) -> Sql:
    return exp.DateFromParts(year=sql.own(year), month=sql.number(month), day=sql.number(number))


def _plus(value: Sql, count: int) -> Sql:
    return exp.Add(this=sql.own(value), expression=sql.number(count)) if count else sql.own(value)


def _moved(start: Sql, months: int, days: int) -> Sql:
    """Return a day so many months and then days later; it may lie outside the calendar."""
    moved = sql.own(start)
    for count, unit in ((months, "MONTH"), (days, "DAY")):
        if count:
            added = exp.DateAdd(
                this=sql.own(moved), expression=sql.number(count), unit=exp.var(unit)
            )
            moved = sql.cast(added, sql.DATE)
    return moved


def _no_later_than_last(tree: Sql) -> Sql:
    return exp.Least(this=sql.own(tree), expressions=[day(LAST_DAY)], ignore_nulls=True)
