"""What one expectation asked and what was decided, aspect by aspect, as a diff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenure.compiler.selftest import Checked, asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One aspect of a decision: what was expected of it, and what it is."""

    aspect: str
    expected: str
    got: str

    @property
    def same(self) -> bool:
        """Whether it is as expected."""
        return self.expected == self.got


def compared(check: Checked) -> Iterator[Compared]:
    """Yield every aspect that an expectation asks about, in the order in which it is asked."""
    wrong = {(found.aspect, found.expected): found.got for found in check.mismatches}
    for aspect, expected in asked(check.expected):
        got = wrong.pop((aspect, expected), expected)
        yield Compared(aspect=aspect, expected=expected, got=got)
    for (aspect, expected), got in wrong.items():
        yield Compared(aspect=aspect, expected=expected, got=got)


def diff(check: Checked) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of a diff: a sign, an aspect, an answer.

    `-` is what was expected, `+` what was got, a blank what is both.
    """
    for one in compared(check):
        if one.same:
            yield " ", one.aspect, one.expected
        else:
            yield "-", one.aspect, one.expected
            yield "+", one.aspect, one.got
