"""Worked policies with one thing changed that an author might get wrong.

Every mutant is the text of the policy with one clause gone or altered: an `overrides` dropped,
a period lengthened, a condition widened, an exception removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CLAUSE = re.compile(
    r"^\s*(for|when|keep|follow|then|because|format|note|access|marked|overrides|disapplies"
    r"|in force|extendable|except|end|rule|record|hold|test)\b"
)
_NUMBER = re.compile(r"(?<=\bkeep )(\d+)(?= (?:day|week|month|year))|(?<=\+)(\d+)(?= from)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change: what was done, the line (from 1) where, and the lines that come of it."""

    what: str
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of a file's text."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        match line.split():
            case ["overrides" | "disapplies" as word, *_]:
                yield _without(lines, index, index + 1, f"{word} dropped")
            case ["when", *_]:
                end = _end_of_clause(lines, index)
                yield _without(lines, index, end, "condition dropped")
                for part in range(index + 1, end):
                    if lines[part].split()[:1] == ["and"]:
                        yield _without(lines, part, part + 1, "condition widened")
            case ["keep", *_] if _NUMBER.search(line):
                yield _altered(lines, index)
            case ["except", *_]:
                yield _without(lines, index, _end_of_exception(lines, index), "exception dropped")


def _end_of_clause(lines: Sequence[str], start: int) -> int:
    """The line after a clause: where the next one begins."""
    end = start + 1
    while lines[end].strip() and not _CLAUSE.match(lines[end]):
        end += 1
    return end


def _end_of_exception(lines: Sequence[str], start: int) -> int:
    """The line after the `end` that closes an exception; those inside it have their own."""
    depth = 0
    for index in range(start, len(lines)):
        word = (lines[index].split() or [""])[0]
        depth += {"except": 1, "end": -1}.get(word, 0)
        if not depth:
            return index + 1
    return len(lines)


def _without(lines: Sequence[str], start: int, end: int, what: str) -> Mutant:
    return Mutant(what=what, line=start + 1, lines=(*lines[:start], *lines[end:]))


def _altered(lines: Sequence[str], index: int) -> Mutant:
    """The first number of a period, and one more."""
    line = _NUMBER.sub(lambda found: str(int(found[0]) + 1), lines[index], count=1)
    return Mutant(
        what="period lengthened", line=index + 1, lines=(*lines[:index], line, *lines[index + 1 :])
    )
