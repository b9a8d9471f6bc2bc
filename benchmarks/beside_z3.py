"""Puts the questions of a check to z3 as well, and times both in the same run.

`make bench` runs it last. The questions are those that the search for disagreeing rules
comes to on generated policies, as the formulas that the analysis works on; finite
variables become small integers, and days integers with their year, month and day of the
month, so that z3 can follow the calendar. Both say only whether there is a solution.
z3 is no part of the product.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import z3
from generate import policy_text

from tenure.compiler.analysis import terms
from tenure.compiler.analysis.days import contradictory
from tenure.compiler.analysis.formulas import All, Any, Formula, In, Le
from tenure.compiler.analysis.search import Horizon, Search
from tenure.compiler.analysis.space import Constants, Space
from tenure.compiler.analysis.terms import DayTerm, Run, Step, ToYearEnd
from tenure.compiler.check import check_policy
from tenure.compiler.compile import compile_policy
from tenure.compiler.dates import Length
from tenure.compiler.policy.policy import Policy

AS_OF = date(2026, 11, 23)
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
LIMIT_MS = 10_000
EACH = 40
"""How many questions of each shape are put to z3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A formula, and the search that was asked for its solution."""

    formula: Formula
    search: Search
    space: Space


class Encoding:
    """One question for z3."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._finite: dict[str, z3.ArithRef] = {}
        self._events: dict[str, tuple[z3.ArithRef, z3.ArithRef, z3.ArithRef]] = {}
        self.solver = z3.Solver()
        self.solver.set("timeout", LIMIT_MS)

    def add(self, formula: Formula) -> None:
        """Demand a formula."""
        self.solver.add(self._formula(formula))

    def _formula(self, formula: Formula) -> z3.BoolRef:
        match formula:
            case All(parts=parts):
                return z3.And(*(self._formula(part) for part in parts))
            case Any(parts=parts):
                return z3.Or(*(self._formula(part) for part in parts))
            case In(variable=variable, values=values):
                domain = self._space.domains[variable]
                here = self._variable(variable, len(domain))
                return z3.Or(*(here == n for n, value in enumerate(domain) if value in values))
            case Le(left=left, gap=gap, right=right):
                return self._day(left) + gap <= self._day(right)

    def _variable(self, name: str, size: int) -> z3.ArithRef:
        if name not in self._finite:
            here = self._finite[name] = z3.Int(name)
            self.solver.add(here >= 0, here < size)
        return self._finite[name]

    def _day(self, term: DayTerm) -> z3.ArithRef:
        if term.event is None:
            return z3.IntVal(term.at(0))
        place = self._event(term.event)
        for step in term.steps:
            place = self._stepped(step, place)
        return _ordinal(*place)

    def _event(self, name: str) -> tuple[z3.ArithRef, z3.ArithRef, z3.ArithRef]:
        if name not in self._events:
            year, month, day = (z3.Int(f"{name} {part}") for part in ("year", "month", "day"))
            self.solver.add(FIRST.year <= year, year <= LAST.year, month >= 1, month <= 12)
            self.solver.add(day >= 1, day <= _days_in(year, month))
            self._events[name] = year, month, day
        return self._events[name]

    def _stepped(
        self, step: Step, place: tuple[z3.ArithRef, z3.ArithRef, z3.ArithRef]
    ) -> tuple[z3.ArithRef, z3.ArithRef, z3.ArithRef]:
        year, month, day = place
        match step:
            case Run(length=length, way=way):
                months = -length.months if way == "before" else length.months
                later = _months_later(place, months)
                back = _months_later(later, -months)
                counted = z3.And(*(one == other for one, other in zip(back, place, strict=True)))
                days = -length.days if way == "before" else length.days
                less = z3.If(counted, 1, 0) if way == "beginning" else z3.IntVal(0)
                return (*later[:2], later[2] + days - less)
            case ToYearEnd(year=kind, plus=plus):
                end = z3.If(
                    _days_in(year, z3.IntVal(kind.month)) < kind.day,
                    _days_in(year, z3.IntVal(kind.month)),
                    kind.day,
                )
                past = z3.Or(month > kind.month, z3.And(month == kind.month, day > end))
                ends = z3.If(past, year + 1, year) + plus
                most = _days_in(ends, z3.IntVal(kind.month))
                return ends, z3.IntVal(kind.month), z3.If(most < kind.day, most, kind.day)


def _leap(year: z3.ArithRef) -> z3.BoolRef:
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def _days_in(year: z3.ArithRef, month: z3.ArithRef) -> z3.ArithRef:
    short = z3.Or(month == 4, month == 6, month == 9, month == 11)
    february = z3.If(_leap(year), 29, 28)
    return z3.If(month == 2, february, z3.If(short, 30, 31))


def _months_later(
    place: tuple[z3.ArithRef, z3.ArithRef, z3.ArithRef], months: int
) -> tuple[z3.ArithRef, z3.ArithRef, z3.ArithRef]:
    year, month, day = place
    index = year * 12 + (month - 1) + months
    later = index / 12, index % 12 + 1
    most = _days_in(*later)
    return (*later, z3.If(day < most, day, most))


def _ordinal(year: z3.ArithRef, month: z3.ArithRef, day: z3.ArithRef) -> z3.ArithRef:
    """The day's number, as `date.toordinal` counts; the day of the month may be out of range."""
    before = year - 1
    starts, total = [], 0
    for number, length in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1):
        starts.append((number, total))
        total += length
    start = z3.IntVal(0)
    for number, days in starts:
        start = z3.If(month == number, days, start)
    leap = z3.If(z3.And(month > 2, _leap(year)), 1, 0)
    return before * 365 + before / 4 - before / 100 + before / 400 + start + leap + day


# --- questions ------------------------------------------------------------------------


def questions(shape: str, rules: int) -> list[Question]:
    """Return the questions that checking a generated policy comes to, day for day the same."""
    found: list[Question] = []
    solve, satisfiable = Search.solve, Search.satisfiable

    def noting(method: Callable[..., object]) -> Callable[..., object]:
        def noted(search: Search, formula: Formula, **how: object) -> object:
            found.append(Question(formula=formula, search=search, space=search._space))
            return method(search, formula, **how)

        return noted

    with (
        patch.object(Search, "solve", noting(solve)),
        patch.object(Search, "satisfiable", noting(satisfiable)),
    ):
        check_policy(_policy(policy_text(rules, shape=shape)), AS_OF)
    step = max(1, len(found) // EACH)
    return [question for question in found[::step] if _compares(question.formula)][:EACH]


def _compares(formula: Formula) -> bool:
    """Return whether days are compared somewhere in a formula."""
    match formula:
        case All(parts=parts) | Any(parts=parts):
            return any(_compares(part) for part in parts)
        case Le():
            return True
    return False


def _policy(text: str) -> Policy:
    with TemporaryDirectory() as folder:
        path = Path(folder, "policy.tenure")
        path.write_text(text, encoding="utf-8")
        policy = compile_policy(path).policy
    assert policy is not None
    return policy


def ordered_months() -> Question:
    """36 months after x is later than 3 years and a day after y, though x is not later than y.

    There is no such pair of days; with `before` for `later` the two functions are one.
    """
    x, y = DayTerm(event="x"), DayTerm(event="y")
    three = Run(length=Length(months=36, days=0), way="after")
    formula = All((Le(y.then(three), 1, x.then(three)), Le(x, 0, y)))
    horizon = Horizon(first=FIRST.toordinal(), recent=AS_OF.toordinal(), last=LAST.toordinal())
    space = Space(
        policy=_policy('policy "None"\n'),
        as_of=AS_OF,
        constants=Constants(mentioned={}, days=(AS_OF,)),
    )
    return Question(formula=formula, search=Search(space, horizon), space=space)


# --- timings --------------------------------------------------------------------------


def _times(asked: list[Question]) -> Iterator[tuple[float, float, bool, z3.CheckSatResult]]:
    """Yield the seconds of the search and of z3, and what each says."""
    for question in asked:
        contradictory.cache_clear()
        terms.stepped.cache_clear()
        start = time.perf_counter()
        found = question.search.satisfiable(question.formula)
        own = time.perf_counter() - start
        encoding = Encoding(question.space)
        encoding.add(question.formula)
        start = time.perf_counter()
        verdict = encoding.solver.check()
        yield own, time.perf_counter() - start, found, verdict


def compare(name: str, asked: list[Question]) -> None:
    """Print how long both took, and what z3 decided within the limit."""
    times = list(_times(asked))
    wrong = [t for t in times if t[3] != z3.unknown and t[2] is not (t[3] == z3.sat)]
    decided = [t for t in times if t[3] != z3.unknown]
    own = statistics.median(t[0] for t in times) * 1000
    other = statistics.median(t[1] for t in times) * 1000
    most = max(t[1] for t in times) * 1000
    print(
        f"{name:28} {len(times):5} {own:9.2f} {other:9.1f} {most:9.0f} {other / own:7.0f}"
        f"   {len(decided)} of {len(times)}, {len(wrong)} otherwise"
    )


def main() -> None:
    """Compare on every shape, and on the question that integer arithmetic is worst at."""
    print(
        f"\nthe same questions to z3 {z3.get_version_string()}, at most {LIMIT_MS // 1000} s each"
    )
    columns = f"{'asked':>5} {'tenure ms':>9} {'z3 ms':>9} {'most ms':>9} {'ratio':>7}"
    print(f"{'medians':28} {columns}   z3 decided")
    for shape in ("council", "dense", "dated", "linked", "disputed"):
        compare(f"{shape}, 200 rules", questions(shape, 200))
    compare("36 months against 3 years", [ordered_months()])


if __name__ == "__main__":
    main()
