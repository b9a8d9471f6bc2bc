"""Help for the mistakes that newcomers make: what other notations write, and what tenure writes.

A hint says no more than the text shows, and may be asked about any text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tenure.dsl.diagnostics import Label
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Where reading stopped.

    Attributes:
        at: the word that cannot stand there, or the last word where the text ends too early.
        start: where the declaration begins.
        end: where it ends, not included.
        expected: the names of the terminals that could stand there.
        words: the keywords among them, as they are spelled.
        ended: whether the text ends where more was expected.
    """

    at: Span
    start: int
    end: int
    expected: frozenset[str]
    words: frozenset[str]
    ended: bool = False

    @property
    def before(self) -> str:
        """The last few words that could be read, without texts and comments."""
        stop = self.at.end if self.ended else self.at.start
        return self.at.source.code[max(self.start, stop - _NEARBY) : stop].rstrip()

    @property
    def after(self) -> str:
        """The next few words, from the one where reading stopped."""
        if self.ended:
            return ""
        return self.at.source.code[self.at.start : min(self.end, self.at.start + _NEARBY)]

    def last(self, length: int) -> Span:
        """Return the span of the last characters of what could be read."""
        stop = self.at.end if self.ended else self.at.start
        base = max(self.start, stop - _NEARBY)
        end = base + len(self.before)
        return self.at.source.span(end - length, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What to say instead of what the grammar expected; what is empty stays as it is."""

    help: str
    message: str = ""
    at: Span | None = None
    related: tuple[Label, ...] = ()


_NEARBY = 300
_UNIT = r"(?:years?|months?|weeks?|days?)"
_DURATION = re.compile(rf"\d+\s+{_UNIT}(?:\s+and\s+\d+\s+{_UNIT})*$")
_LAST_WORD = re.compile(r"\w+$")
_OPEN_OR_END = re.compile(r"\bexcept\s+\w+|\bend\b")

_SYNONYMS = {
    word: right
    for right, wrong in (
        ("permanently", "forever indefinitely permanent"),
        ("destroy", "delete erase purge shred"),
        ("at least", "minimum min"),
        ("at most", "maximum max"),
        ("later", "longer longest"),
        ("earlier", "shorter sooner"),
        ("yes/no", "boolean bool"),
        ("statute", "law act"),
    )
    for word in wrong.split()
}
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_OPERATOR = re.compile(r"[<>=!≤≥≠]{1,3}")
_OPERATORS = {
    **dict.fromkeys((">=", "=>", "≥"), "write `is at least` for a number, `on or after` for a day"),
    **dict.fromkeys(("<=", "=<", "≤"), "write `is at most` for a number, `on or before` for a day"),
    ">": "write `is more than` for a number, `after` for a day",
    "<": "write `is less than` for a number, `before` for a day",
    **dict.fromkeys(("=", "=="), "write `is`"),
    **dict.fromkeys(("!=", "<>", "≠"), "write `is not`"),
}
_CLAUSE = re.compile(r"\b(when|while|where|keep|then|for|because|fact)\b")
_CHARACTERS = {
    **dict.fromkeys(
        "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b«»", 'use straight quotes: `"`'
    ),
    **dict.fromkeys("\u2013\u2014\u2212:;", "remove it"),
}
_MONTHS = "January February March April May June July August September October November December"
_MONTH = rf"(?P<name>{'|'.join(_MONTHS.split())})"
_DATE = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ]{{1,3}}{_MONTH}"
_US_DATE = rf"{_MONTH}[ ]{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
_DAYS = tuple(
    re.compile(rf"(?<![\w./-]){pattern}(?!\w)", re.ASCII | re.IGNORECASE)
    for pattern in (
        r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        rf"{_DATE},?[ ]{{1,3}}(?P<year>\d{{4}})",
        rf"{_US_DATE},?[ ]{{1,3}}(?P<year>\d{{4}})",
    )
)
_TENURE_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def character_hint(character: str) -> Hint | None:
    """Return what to do about a character that the language does not have."""
    if character in _CHARACTERS:
        return Hint(help=_CHARACTERS[character])
    category = unicodedata.category(character)
    if category not in {"Zs", "Zl", "Zp", "Cf"}:
        return None
    name = unicodedata.name(character, "special character").lower()
    return Hint(
        message=f"the character `{name}` has no meaning here",
        help="remove it" if category == "Cf" else "put an ordinary space here",
    )


def sign_hint(mistake: Mistake) -> Hint | None:
    """Return the words to write for a sign of comparison."""
    found = _OPERATOR.match(mistake.after)
    if found is None or found[0] not in _OPERATORS:
        return None
    at = mistake.at.source.span(mistake.at.start, mistake.at.start + found.end())
    clauses = _CLAUSE.findall(mistake.at.source.code[mistake.start : at.start])
    compares = bool(clauses) and clauses[-1] in ("when", "while", "where")
    return Hint(
        message=f"the sign `{found[0]}` has no meaning here",
        at=at,
        help=_OPERATORS[found[0]] if compares else "remove it",
    )


def word_hint(mistake: Mistake) -> Hint | None:
    """Return the first hint that fits, for a word that is right in some other notation."""
    return next((hint for find in _BEFORE_SPELLING if (hint := find(mistake))), None)


def open_end_hint(mistake: Mistake) -> Hint | None:
    """Return what is missing where no word was misspelt: an event, a period, an `end`."""
    return next((hint for find in _AFTER_SPELLING if (hint := find(mistake))), None)


# --- characters and days ----------------------------------------------------------


def _day(mistake: Mistake) -> Hint | None:
    source, start = mistake.at.source, mistake.at.start
    base = max(mistake.start, start - 40, source.code.rfind("\n", 0, start) + 1)
    stop = min(mistake.end, start + 40)
    for pattern in _DAYS:
        for found in pattern.finditer(source.code, base, stop):
            if found.start() <= start < found.end() and not _TENURE_DAY.fullmatch(found[0]):
                return Hint(
                    message=f"`{found[0]}` is not how a day is written",
                    at=source.span(found.start(), found.end()),
                    help=f"write days as `{_converted(found) or '2026-01-15'}`",
                )
    return None


def _converted(found: re.Match[str]) -> str:
    """Return the day as tenure writes it; nothing where it could be one of two days, or none."""
    parts = found.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    if parts.get("name"):
        month = _MONTHS.lower().split().index(parts["name"].lower()) + 1
    else:
        month = int(parts["month"])
    if parts.get("mark") in ("/", "-") and not found[0].startswith(parts["year"]):
        if day <= 12 and month <= 12 and day != month:
            return ""
        if month > 12:
            day, month = month, day
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _comment(mistake: Mistake) -> Hint | None:
    if not mistake.at.text.startswith(("//", "--", "/*")):
        return None
    return Hint(help="a comment begins with `#`")


def _hyphens(mistake: Mistake) -> Hint | None:
    """`date-of-birth`: a name is read, and then a hyphen."""
    before = _LAST_WORD.search(mistake.before)
    after = re.match(r"(?:-\w+)+", mistake.after)
    if before is None or after is None or mistake.last(1).end != mistake.at.start:
        return None
    if not before[0][0].isalpha():
        return None
    at = mistake.at.source.span(mistake.at.start - len(before[0]), mistake.at.start + after.end())
    name = at.text.replace("-", "_")
    return Hint(
        message=f"the name `{at.text[:40]}` has hyphens",
        at=at,
        help=f"a name has no hyphens: `{name}`",
    )


# --- words ------------------------------------------------------------------------


def _synonym(mistake: Mistake) -> Hint | None:
    right = _SYNONYMS.get(mistake.at.text.lower(), "")
    rest = right.split()[-1:]
    fits = right if right.split()[:1] and right.split()[0] in mistake.words else ""
    if not fits and rest and rest[0] in mistake.words:
        fits = rest[0]
    return Hint(help=f"did you mean `{fits}`?", message=_no_meaning(mistake.at)) if fits else None


def _word_taken_for_a_name(mistake: Mistake) -> Hint | None:
    """`keep forever` is read as `keep` and the name of a year, `is minimum` as a value."""
    before = mistake.before
    found = _LAST_WORD.search(before)
    if found is None:
        return None
    at, word = mistake.last(len(found[0])), found[0].lower()
    right = _SYNONYMS.get(word, "")
    compared = re.search(r"\bis(?:\s+not)?\s+\w+$", before) is not None
    if compared and right.startswith("at ") and mistake.at.text[0].isdigit():
        return Hint(help=f"did you mean `{right}`?", message=_no_meaning(at), at=at)
    if mistake.expected != {"PLUS"}:
        return None
    if word == "for":
        help_ = f"leave out `for`: `keep {_duration_after(mistake)} after …`"
        return Hint(help=help_, message=_no_meaning(at), at=at)
    if right in ("later", "earlier"):
        right = f"the {right}"
    near = (f"did you mean `{right}`?",) if right else did_you_mean(word, ["permanently"])
    return Hint(help=near[0], message=_no_meaning(at), at=at) if near else None


def _duration_after(mistake: Mistake) -> str:
    """Return the duration where reading stopped, or one for an example."""
    found = re.match(rf"\d+\s+{_UNIT}\b", mistake.after)
    return " ".join(found[0].split()) if found else "3 years"


def _number_in_words(mistake: Mistake) -> Hint | None:
    at = mistake.at
    if at.text.lower() not in _NUMBERS or "NUMBER" not in mistake.expected:
        found = _LAST_WORD.search(mistake.before)
        if found is None or not re.match(rf"{_UNIT}\b", mistake.after):
            return None
        at = mistake.last(len(found[0]))
    if at.text.lower() not in _NUMBERS:
        return None
    figure = _NUMBERS.index(at.text.lower()) + 1
    return Hint(
        help=f"write numbers in figures: `{figure}`",
        message=f"the number `{at.text}` is written in words",
        at=at,
    )


def _number_and_unit(mistake: Mistake) -> Hint | None:
    found = re.fullmatch(rf"(\d+)({_UNIT})", mistake.at.text)
    if found is None or mistake.ended:
        return None
    return Hint(help=f"put a space: `{found[1]} {found[2]}`")


def _from_or_after(mistake: Mistake) -> Hint | None:
    """`3 years from closed` and `CY+3 after closed`: each takes the other's word."""
    event = re.match(r"\w+\s+([\w.]+)", mistake.after)
    name = event[1][:40] if event else "…"
    duration = _DURATION.search(mistake.before)
    if mistake.at.text == "from" and duration and "after" in mistake.words:
        return Hint(
            help=f"write `{' '.join(duration[0].split())} after {name}`; "
            "only a year such as `CY+1` runs `from` an event"
        )
    year = re.search(r"(\w+)\s*\+\s*(\d+)$", mistake.before)
    if mistake.at.text in ("after", "beginning") and year and "from" in mistake.words:
        return Hint(help=f"write `{year[1]}+{year[2]} from {name}`")
    return None


def _review(mistake: Mistake) -> Hint | None:
    if mistake.expected != {"EVERY"}:
        return None
    return Hint(help=f"write `review every {_duration_after(mistake)}`")


def _several_values(mistake: Mistake) -> Hint | None:
    found = re.match(r"\([^()\n]*\)", mistake.at.source.text[mistake.at.start :][:_NEARBY])
    compared = re.search(r"\bis(\s+not)?$", mistake.before)
    if found is None or compared is None:
        return None
    return Hint(help=f"for several values write `{'not ' if compared[1] else ''}in {found[0]}`")


def _quoted_authority(mistake: Mistake) -> Hint | None:
    if not mistake.at.text.startswith('"') or not re.search(r"\bbecause$", mistake.before):
        return None
    name = re.sub(r"\W+", "_", mistake.at.text).strip("_").lower()
    if not re.fullmatch(r"[^\W\d]\w{0,39}", name):
        name = "good_practice"
    return Hint(help=f"name an authority that is declared, for example `because {name}`")


def _end_too_many(mistake: Mistake) -> Hint | None:
    if mistake.at.text != "end" or _open_exceptions(mistake):
        return None
    if "END" in mistake.expected or not {"$END", "DATE_TYPE"} & mistake.expected:
        return None
    return Hint(help="no exception is open here: remove `end`")


# --- what is missing --------------------------------------------------------------


def _exception_not_closed(mistake: Mistake) -> Hint | None:
    opened = _open_exceptions(mistake)
    if "END" not in mistake.expected or not opened:
        return None
    if not mistake.ended and mistake.at.text not in ("rule", "hold", "test", "record"):
        return None
    name = opened[-1].text.split()[-1]
    return Hint(
        message=f"the exception `{name[:40]}` is not closed",
        help="add `end` after its last clause",
        related=(Label(span=opened[-1], text="it begins here"),),
    )


def _open_exceptions(mistake: Mistake) -> list[Span]:
    source, opened = mistake.at.source, list[Span]()
    for found in _OPEN_OR_END.finditer(source.code, mistake.start, mistake.at.start):
        if found[0] != "end":
            opened.append(source.span(found.start(), found.end()))
        elif opened:
            opened.pop()
    return opened


def _event(mistake: Mistake) -> Hint | None:
    duration = _DURATION.search(mistake.before)
    if "BEGINNING" not in mistake.expected or duration is None:
        return None
    period = " ".join(duration[0].split())[:60]
    found = "" if mistake.ended else f" found `{mistake.at.text[:40]}`"
    related = (
        () if mistake.ended else (Label(span=mistake.last(len(duration[0])), text="after …?"),)
    )
    return Hint(
        message=f"after which event?{found}",
        help=f"for example `keep {period} after closed`",
        related=related,
    )


def _period(mistake: Mistake) -> Hint | None:
    if mistake.expected != {"PLUS"}:
        return None
    return Hint(help="for example `keep 3 years after closed` or `keep CY+3 from closed`")


def _no_meaning(at: Span) -> str:
    return f"the word `{at.text[:40]}` has no meaning here"


_BEFORE_SPELLING: tuple[Callable[[Mistake], Hint | None], ...] = (
    _day,
    _comment,
    sign_hint,
    _hyphens,
    _number_in_words,
    _number_and_unit,
    _word_taken_for_a_name,
    _synonym,
    _from_or_after,
    _review,
    _several_values,
    _quoted_authority,
    _end_too_many,
)
_AFTER_SPELLING = (_exception_not_closed, _event, _period)
