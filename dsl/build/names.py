"""Builds names, texts, days, numbers and literals."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from textwrap import dedent

from lark import Token

from tenure.dsl.build.spans import Children, MisreadError, SpanBuilder, tokens
from tenure.dsl.codes import Code
from tenure.dsl.nodes.names import Day, Literal, Moment, Name, Path, Ref, Text

MAX_TEXT = 100_000
"""Characters in one quoted text."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t"}


class NamesBuilder(SpanBuilder):
    """Reductions that end in a single word or value."""

    def as_name(self, token: Token) -> Name:
        """Return an identifier."""
        return Name(text=str(token), span=self.token_span(token))

    def as_names(self, children: Children, *types: str) -> tuple[Name, ...]:
        """Return every token of the given types as a name."""
        return tuple(self.as_name(token) for token in tokens(children, *types))

    def as_refs(self, children: Children) -> tuple[Ref, ...]:
        """Return every rule reference."""
        return tuple(
            Ref(text=str(token), span=self.token_span(token)) for token in tokens(children, "REF")
        )

    def as_texts(self, children: Children) -> list[Text]:
        """Return every quoted text, its quotes and escapes undone."""
        return [self._text(token) for token in tokens(children, "STRING")]

    def as_text(self, children: Children) -> Text | None:
        """Return the quoted text, or `None` where there is none."""
        texts = self.as_texts(children)
        return texts[0] if texts else None

    def _text(self, token: Token) -> Text:
        span = self.token_span(token)
        if len(token) > MAX_TEXT:
            raise MisreadError(
                Code.TEXT_TOO_LONG,
                f"a text of {len(token):,} characters",
                span.source.span(span.start, span.start + 3),
                (f"a text may have up to {MAX_TEXT:,} characters; is a closing quote missing?",),
            )
        if token.startswith('"""'):
            body = dedent(token[3:-3].replace("\r\n", "\n")).strip()
        else:
            body = _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), token[1:-1])
        return Text(text=body, span=span)

    def as_days(self, children: Children) -> list[Day]:
        """Return every day written as a token."""
        return [self._day(token) for token in tokens(children, "DAY")]

    def _day(self, token: Token) -> Day:
        span = self.token_span(token)
        try:
            return Day(date=date.fromisoformat(token), span=span)
        except ValueError:
            raise MisreadError(
                Code.NOT_A_DAY,
                f"`{token}` is not a day of the calendar",
                span,
                ("write days as year-month-day, for example `2026-02-28`",),
            ) from None

    def as_clock(self, token: Token) -> time:
        """Return a time of day written `08:30`."""
        try:
            return time.fromisoformat(token)
        except ValueError:
            raise MisreadError(
                Code.NOT_A_DAY, f"`{token}` is not a time of day", self.token_span(token)
            ) from None

    def as_count(self, token: Token, *, least: int = 0) -> int:
        """Return a whole number from `least` to 9,999."""
        if token.isdigit() and len(token) < 10 and least <= int(token) <= 9999:
            return int(token)
        raise MisreadError(
            Code.NOT_A_WHOLE_NUMBER,
            f"`{token[:40]}` is not a whole number from {least} to 9999",
            self.token_span(token),
        )

    def day(self, children: Children) -> Day:
        """Reduce a day that stands as a point in time."""
        return self._day(children[0])

    def moment(self, children: Children) -> Moment:
        """Reduce a day or a whole month."""
        token: Token = children[0]
        span = self.token_span(token)
        if token.type == "DAY":
            day = self._day(token).date
            return Moment(first=day, last=day, span=span)
        year, month = (int(part) for part in token.split("-"))
        if not (1 <= month <= 12 and year >= 1):
            raise MisreadError(Code.NOT_A_DAY, f"`{token}` is not a month of the calendar", span)
        return Moment.month(year, month, span)

    def path(self, children: Children) -> Path:
        """Reduce a field, or a field of a linked record."""
        return Path(parts=self.as_names(children, "NAME"), span=self.span(children))

    def literal(self, children: Children) -> Literal:
        """Reduce a value."""
        token: Token = children[0]
        span = self.token_span(token)
        match token.type:
            case "YES" | "NO":
                return Literal(value=token.type == "YES", span=span)
            case "NAME":
                return Literal(value=str(token), bare=True, span=span)
            case "STRING":
                return Literal(value=self._text(token).text, span=span)
            case "NUMBER":
                return Literal(value=Decimal(token), span=span)
            case "DAY":
                return Literal(value=self._day(token).date, span=span)
        return Literal(value=self._minute(token), span=span)

    def _minute(self, token: Token) -> datetime:
        try:
            return datetime.fromisoformat(token)
        except ValueError:
            raise MisreadError(
                Code.NOT_A_DAY,
                f"`{token}` is not a day and time of the calendar",
                self.token_span(token),
                ("write it as `2026-02-28T14:30`",),
            ) from None
