"""How a database says what reading cells needs: the one thing that differs between them.

What a cell means is decided in `cells`, once for all databases. An expression is text
here, and stands for one value of a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

BLANKS = (" ", "\t", "\r", "\n", "\N{NO-BREAK SPACE}")
"""What is taken away around a text."""

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
OFFSET = r" ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
"""ISO 8601, in patterns that mean the same in every database."""

BETWEEN = "\N{INFORMATION SEPARATOR ONE}"
"""What stands between the parts of a problem, where it is a text."""


class Speech(Protocol):
    """How a database says it.

    Attributes:
        text_type, texts_type: its names for the types of texts, and of lists of texts.
        day_type, moment_type: of days, and of local times without a zone.
        number_type: of decimal numbers with ten decimals.
        truth_type: of truths.
    """

    text_type: str
    day_type: str
    moment_type: str
    number_type: str
    texts_type: str
    truth_type: str

    def name(self, text: str) -> str:
        """Return a text as the name of a column or table."""

    def literal(self, text: str) -> str:
        """Return a text as a text."""

    def text(self, expression: str) -> str:
        """Return any value as a text: days as ISO 8601, truths as `true` and `false`."""

    def trimmed(self, text: str) -> str:
        """Return a text without the `BLANKS` around it."""

    def matches(self, text: str, pattern: str) -> str:
        """Return whether the whole of a text is as a pattern says."""

    def iso_day(self, text: str) -> str:
        """Return the day of a text that is as `DAY` says; null where there is no such day."""

    def iso_moment(self, text: str) -> str:
        """Return the local time of a text that is as `DAY` and `TIME` say; null of none."""

    def iso_instant(self, text: str, zone: str) -> str:
        """Return a moment with an offset as the clocks of a zone show it; null of none."""

    def written(self, text: str, format_: str) -> str:
        """Return the local time of a text written in the signs of `strptime`; null of none."""

    def local(self, instant: str, zone: str) -> str:
        """Return an instant as the clocks of a zone show it."""

    def number(self, text: str) -> str:
        """Return the number that a text is, which looks like one; null where it is too large."""

    def each(self, texts: str, change: Callable[[str], str]) -> str:
        """Return a list with each of its texts changed; where that gives null it is left out."""

    def split(self, text: str, separator: str) -> str:
        """Return the parts of a text between separators."""

    def single(self, text: str) -> str:
        """Return a list of one text."""

    def length(self, texts: str) -> str:
        """Return how many texts a list has; null or 0 of none."""

    def first(self, texts: str) -> str:
        """Return the first text of a list."""

    def joined(self, texts: str, between: str = ", ") -> str:
        """Return the texts of a list with something between them."""

    def spread(self, texts: str) -> str:
        """Return the texts of a list, each in a row of its own."""

    def problem(self, code: str, field: str, said: str) -> str:
        """Return what was found in a row: a code, a field, and an expression for the cell."""

    def found(self, cases: Sequence[tuple[str, str]]) -> str:
        """Return the problems whose conditions are true, as a list; null without any."""
