"""Turns the parser's complaints into messages for the author of a policy."""

from __future__ import annotations

import calendar
import re
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise
from typing import cast

from lark import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from tenure.dsl.build.spans import MisreadError
from tenure.dsl.codes import Code
from tenure.dsl.contact_hints import contact_hint
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.hints import Hint, Mistake, character_hint, open_end_hint, sign_hint, word_hint
from tenure.dsl.source import SourceFile, Span
from tenure.dsl.suggest import did_you_mean

DECLARATION_WORDS = frozenset(
    (
        "policy",
        "use",
        "external",
        "section",
        "mark",
        "calendar",
        "standard",
        "procedure",
        "occasion",
        "duty",
        "activity",
        "organisation",
        "authority",
        "fact",
        "record",
        "rule",
        "hold",
        "test",
    )
)
"""The words that begin a declaration; no field can have one of them as its name."""

_TYPE_WORDS = frozenset(["date", "time", "yes/no", "number", "text", "one", "link", "links"])
_WORD = re.compile(r'"(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"|[^\s,()"#=]+|\S')
_LAST_CLAUSE = re.compile(r"\b(keep|when|while|where|for|because|overrides)\b")
_NOUNS = {
    "NAME": "a name",
    "VALUE": "a name",
    "STRING": 'a text in "quotes"',
    "NUMBER": "a number",
    "DAY": "a day such as `2026-02-28`",
    "MINUTE": "a day and time such as `2026-02-28T14:30`",
    "MONTH": "a month such as `2026-02`",
    "CLOCK": "a time of day such as `08:30`",
    "REF": "a reference such as `6.1.2`",
    "REGION": "a country or region code such as `GB-ENG`",
    "UNIT": "`days`, `weeks`, `months` or `years`",
    "TIME_UNIT": "`hours` or `minutes`",
    "PERCENT": "a percentage such as `95%`",
    "PROMISE_VERB": "what is promised, such as `respond` or `acknowledge`",
    "STATUS": "a status such as `retain`",
    "KIND_NAME": "a kind such as `statute` or `good_practice`",
    "WEEKDAY": "a weekday",
    "MONTH_NAME": "a month's name",
    "DAY_WORD": "`day`",
    "IN_FORCE": "`in force`",
    "DATE_TYPE": "`date`",
    "TIME_TYPE": "`time`",
    "YESNO_TYPE": "`yes/no`",
    "NUMBER_TYPE": "`number`",
    "TEXT_TYPE": "`text`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COMMA": "`,`",
    "DOT": "`.`",
    "PLUS": "`+`",
    "EQUAL": "`=`",
}
_SPELLED = {
    "UNIT": ("day", "days", "week", "weeks", "month", "months", "year", "years"),
    "KIND_NAME": ("statute", "regulation", "contract", "corporate_policy", "good_practice"),
    "STATUS": (
        "decided",
        "retain",
        "due",
        "overdue",
        "held",
        "awaiting",
        "permanent",
        "undetermined",
        "conflict",
        "uncovered",
        *("met", "late", "open", "breached", "lapsed"),
    ),
    "IN_FORCE": (),
    "DATE_TYPE": ("date",),
    "TIME_TYPE": ("time",),
    "YESNO_TYPE": ("yes/no",),
    "NUMBER_TYPE": ("number",),
    "TEXT_TYPE": ("text",),
    "DAY_WORD": ("day",),
    "WEEKDAY": tuple(calendar.day_name),
    "MONTH_NAME": tuple(calendar.month_name)[1:],
}
_MOST_LISTED = 7


def explain_misread(error: MisreadError) -> Diagnostic:
    """Return the diagnostic for something that parses but cannot be meant."""
    return Diagnostic(code=error.code, message=error.message, at=error.span, help=error.help)


def explain_unexpected(
    error: UnexpectedInput, source: SourceFile, start: int, end: int
) -> Diagnostic:
    """Return the diagnostic for text that the grammar cannot accept at that place.

    Args:
        error: what lark raised; its position counts from `start`.
        source: the file.
        start: where the parsed part of the file begins.
        end: where it ends, not included.
    """
    expected = _expected(error)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return _unfinished(source, start, end, expected)
    position = cast("int | None", error.pos_in_stream)
    at = _word_at(source, start + (position or 0), end)
    if at.text.startswith('"') and isinstance(error, UnexpectedCharacters):
        return Diagnostic(
            code=Code.UNCLOSED_TEXT,
            message="this text has no closing quote",
            at=at,
            help=('end it with `"` on the same line, or use `"""` for a text of several lines',),
        )
    mistake = Mistake(
        at=at, start=start, end=end, expected=expected, words=frozenset(_words(expected))
    )
    if not (at.text[0].isalnum() or at.text[0] in '_"#,.()=+/-'):
        return _unexpected_character(mistake)
    return _unexpected_word(mistake)


def _unexpected_character(mistake: Mistake) -> Diagnostic:
    at = mistake.at
    character = at.text[0]
    plain = Diagnostic(
        code=Code.UNEXPECTED_CHARACTER,
        message=f"the character `{_printable(character)}` has no meaning here",
        at=at.source.span(at.start, at.start + 1),
        help=("remove it, or put it in a quoted text",),
    )
    return _hinted(plain, sign_hint(mistake) or character_hint(character))


def _hinted(plain: Diagnostic, hint: Hint | None) -> Diagnostic:
    """Return the diagnostic with what a hint has to say instead."""
    if hint is None:
        return plain
    return replace(
        plain,
        message=_printable(hint.message) or plain.message,
        at=hint.at or plain.at,
        help=(hint.help,),
        related=hint.related,
    )


def _unexpected_word(mistake: Mistake) -> Diagnostic:
    source, start, at, expected = mistake.at.source, mistake.start, mistake.at, mistake.expected
    before = source.code[start : at.start]
    word = at.text
    if word == "or" and _last_clause(before) == "keep":
        return Diagnostic(
            code=Code.BARE_OR,
            message="two periods joined by a bare `or`",
            at=at,
            help=(
                "say which one counts: `keep the later of (…, …)` or `keep the earlier of (…, …)`",
            ),
        )
    clash = _field_called_like_a_declaration(source.code[start : at.end])
    near = did_you_mean(word, mistake.words)
    hint = None if clash else contact_hint(mistake) or word_hint(mistake)
    if near and not clash and not hint:
        return Diagnostic(
            code=Code.UNEXPECTED_WORD,
            message=f"the word `{_printable(word[:40])}` has no meaning here",
            at=at,
            help=near,
        )
    help_: tuple[str, ...] = ()
    if clash:
        help_ = (f"`{clash}` begins a declaration; give the field another name",)
    elif word in DECLARATION_WORDS:
        help_ = (f"`{word}` begins a new declaration; is the one before it finished?",)
    plain = Diagnostic(
        code=Code.UNEXPECTED_WORD,
        message=f"expected {_listed(expected)}, found `{_printable(word[:40])}`",
        at=at,
        help=help_,
    )
    return plain if clash else _hinted(plain, hint or open_end_hint(mistake))


def _field_called_like_a_declaration(code: str) -> str:
    """Return the word of a declaration that a type follows, among the last words read."""
    recent = re.findall(r"[\w/]+", code[-200:])[-3:]
    return next(
        (one for one, then in pairwise(recent) if one in DECLARATION_WORDS and then in _TYPE_WORDS),
        "",
    )


def _unfinished(source: SourceFile, start: int, end: int, expected: frozenset[str]) -> Diagnostic:
    code = source.code[start:end].rstrip()
    last = start + len(code)
    where = "the file ends" if not source.code[end:].strip() else "the next declaration begins"
    begin = max(start, last - len(code.split()[-1])) if code.split() else start
    plain = Diagnostic(
        code=Code.UNFINISHED,
        message=f"{where} where {_listed(expected)} was expected",
        at=source.span(begin, last),
    )
    mistake = Mistake(
        at=source.span(begin, last),
        start=start,
        end=end,
        expected=expected,
        words=frozenset(_words(expected)),
        ended=True,
    )
    hint = contact_hint(mistake) or word_hint(mistake) or open_end_hint(mistake)
    return _hinted(plain, hint)


def _words(expected: AbstractSet[str]) -> set[str]:
    """Return the keywords, as they are spelled, that the expected terminals stand for."""
    words: set[str] = set()
    for name in expected:
        if name in _SPELLED:
            words.update(_SPELLED[name])
        elif name not in _NOUNS and name != "$END":
            words.add(name.lower())
    return words


def _expected(error: UnexpectedInput) -> frozenset[str]:
    if isinstance(error, UnexpectedToken):
        return frozenset(error.accepts or error.expected or ())
    if isinstance(error, UnexpectedCharacters):
        return frozenset(error.allowed or ())
    return frozenset()


def _listed(expected: AbstractSet[str]) -> str:
    """Return the expected terminals in words: nouns first, then keywords."""
    words = {name: _NOUNS.get(name, f"`{name.lower()}`") for name in expected if name != "$END"}
    declarations = [name for name in words if name.lower() in DECLARATION_WORDS]
    if len(declarations) > 2:
        for name in declarations:
            del words[name]
    nouns = sorted(text for name, text in words.items() if name in _NOUNS)
    keywords = sorted(text for name, text in words.items() if name not in _NOUNS)
    listed = [*nouns, *keywords][:_MOST_LISTED]
    if len(words) > _MOST_LISTED:
        listed.append("another clause")
    if len(declarations) > 2:
        listed.append("a new declaration")
    if not listed:
        return "something else"
    return " or ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def _word_at(source: SourceFile, position: int, end: int) -> Span:
    match = _WORD.match(source.text, position, end)
    return source.span(position, match.end() if match else min(position + 1, end))


def _last_clause(before: str) -> str:
    found: list[str] = _LAST_CLAUSE.findall(before)
    return found[-1] if found else ""


def _printable(text: str) -> str:
    return text if text.isprintable() else text.encode("unicode_escape").decode()
