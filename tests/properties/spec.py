"""Policies as the properties see them: small trees of their own, apart from the product's.

The generator makes these trees, `written` spells them as source text, and `naive` says what
they mean. Nothing here is taken from the compiler, so that an error there is not repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Path = tuple[str, ...]
"""A field, or the links that lead to it and then the field; or a fact."""

Unit = Literal["day", "week", "month", "year"]
FieldKind = Literal["date", "time", "yes/no", "number", "text", "choice", "link", "links"]
Constant = bool | str | Decimal | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field; `values` are a choice's, `target` is a link's."""

    name: str
    kind: FieldKind
    values: tuple[str, ...] = ()
    target: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact, with the values that the properties try; the first one is declared."""

    name: str
    kind: FieldKind
    values: tuple[Constant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time, as written."""

    parts: tuple[tuple[int, Unit], ...]

    @property
    def months(self) -> int:
        return sum(n * {"month": 1, "year": 12}.get(unit, 0) for n, unit in self.parts)

    @property
    def days(self) -> int:
        return sum(n * {"day": 1, "week": 7}.get(unit, 0) for n, unit in self.parts)


# --- points in time and conditions ----------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A point in time a duration after another, or before it."""

    duration: Duration
    back: bool
    point: Point


Point = Path | date | Shifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """`and` or `or`."""

    word: Literal["and", "or"]
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """`not`."""

    part: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A yes/no field by itself."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`is known`, `is not known`."""

    path: Path
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """`is …`, `is not …`, `in (…)`, `not in (…)`."""

    path: Path
    values: tuple[Constant, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`is at least 5` and its like."""

    path: Path
    order: Literal["at least", "at most", "more than", "less than"]
    bound: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Two points in time compared."""

    left: Point
    order: Literal["before", "after", "on", "on or before", "on or after"]
    right: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """`within … of`, `within … after`, `within … before`."""

    left: Point
    duration: Duration
    side: Literal["of", "after", "before"]
    right: Point


Condition = Join | Not | Flag | Known | Among | Compared | Dates | Near


# --- periods ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """`… after …`, or `… beginning with …`."""

    duration: Duration
    anchor: Path | date
    inclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """`CY+1 from …`."""

    year: Literal["CY", "FY"]
    plus: int
    anchor: Path | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """`until …`."""

    anchor: Path | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of a choice, and whether it says `if known`."""

    period: Period
    if_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`the later of (…)`, `the earlier of (…)`."""

    later: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsLongAs:
    """`as long as …`."""

    link: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanently:
    """`permanently`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """`the latest n by … in order of …`."""

    count: int
    by: str
    order: str


Period = After | YearEnd | Until | Choice | AsLongAs | Permanently | Latest


def parts_of(period: Period) -> Iterator[Period]:
    """The period and every period inside it."""
    yield period
    if isinstance(period, Choice):
        for term in period.terms:
            yield from parts_of(term.period)


# --- declarations -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A record class."""

    name: str
    fields: tuple[Field, ...] = ()
    parent: str | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """`then …`, with the `and keep …` that may follow."""

    action: str
    keep: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule or an exception; an exception's name is its last part.

    `keep` and `follow` are both `None` where a rule only disapplies others, and where an
    exception takes the period of its rule.
    """

    name: str
    classes: tuple[str, ...] = ()
    when: Condition | None = None
    bound: Literal["at least", "at most"] | None = None
    keep: Period | None = None
    follow: str | None = None
    thens: tuple[Then, ...] = ()
    because: str | None = None
    overrides: tuple[str, ...] = ()
    disapplies: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    extendable: bool = False
    exceptions: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold."""

    name: str
    classes: tuple[str, ...]
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy."""

    resolve_by: tuple[str, ...] = ()
    window: Duration | None = None
    facts: tuple[Fact, ...] = ()
    classes: tuple[Class, ...] = ()
    rules: tuple[Rule, ...] = ()
    holds: tuple[Hold, ...] = ()

    def lineage(self, name: str) -> tuple[str, ...]:
        """The class, its parent and so on."""
        by_name = {c.name: c for c in self.classes}
        found = [name]
        while (parent := by_name[found[-1]].parent) is not None:
            found.append(parent)
        return tuple(found)

    def fields(self, name: str) -> dict[str, Field]:
        """The fields of a class, inherited ones included."""
        by_name = {c.name: c for c in self.classes}
        return {f.name: f for c in reversed(self.lineage(name)) for f in by_name[c].fields}


AUTHORITIES = {"good": 1, "contract": 3, "law": 5, "habit": 0}
"""The authorities that every generated policy declares, and how strong each is."""
