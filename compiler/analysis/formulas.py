"""Formulas in negation normal form: choices from finite sets, and comparisons of days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from tenure.compiler.analysis.terms import DayTerm

Choice = Hashable
"""A value that a finite variable can take."""


@dataclass(frozen=True, slots=True)
class In:
    """A finite variable has one of these values."""

    variable: str
    values: frozenset[Choice]


@dataclass(frozen=True, slots=True)
class Le:
    """`left`, plus whole days, is no later than `right`."""

    left: DayTerm
    gap: int
    right: DayTerm


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts, true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; with no parts, false."""

    parts: tuple[Formula, ...]


Formula = In | Le | All | Any
TRUE = All(())
FALSE = Any(())


def all_of(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction, flattened, false as soon as a part is false."""
    flat: list[Formula] = []
    for part in parts:
        if isinstance(part, Any) and not part.parts:
            return FALSE
        flat.extend(part.parts if isinstance(part, All) else (part,))
    return _joined(flat, All)


def any_of(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction, flattened, true as soon as a part is true."""
    flat: list[Formula] = []
    for part in parts:
        if isinstance(part, All) and not part.parts:
            return TRUE
        flat.extend(part.parts if isinstance(part, Any) else (part,))
    return _joined(flat, Any)


def _joined(flat: list[Formula], join: type[All] | type[Any]) -> Formula:
    """Return the parts joined, repeated leaves left out; a whole formula is not compared."""
    seen: set[In | Le] = set()
    parts: list[Formula] = []
    for part in flat:
        if isinstance(part, In | Le):
            if part in seen:
                continue
            seen.add(part)
        parts.append(part)
    return parts[0] if len(parts) == 1 else join(tuple(parts))


def box(formula: Formula) -> dict[str, frozenset[Choice]]:
    """Return what a formula demands of single variables, alternatives not looked into."""
    parts = formula.parts if isinstance(formula, All) else (formula,)
    found: dict[str, frozenset[Choice]] = {}
    for part in parts:
        if isinstance(part, In):
            found[part.variable] = found.get(part.variable, part.values) & part.values
    return found


def disjoint(one: dict[str, frozenset[Choice]], other: dict[str, frozenset[Choice]]) -> bool:
    """Return whether two boxes have no point in common."""
    if len(other) < len(one):
        one, other = other, one
    return any(
        variable in other and values.isdisjoint(other[variable]) for variable, values in one.items()
    )
