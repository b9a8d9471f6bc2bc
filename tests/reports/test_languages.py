"""A language is its catalogue and nothing else; Welsh is the proof."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from html import unescape
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from babel.dates import format_date
from babel.units import format_unit

from tenure.compiler.compile import compile_policy
from tenure.compiler.dates import YearKind
from tenure.compiler.policy import Policy
from tenure.compiler.policy.fields import ChoiceType
from tenure.reports.schedule import publish
from tenure.reports.wording import ENGLISH, Catalogue, catalogue, plain
from tenure.reports.wording.prose import author, quoted, words

WELSH = catalogue("cy")
AS_OF = date(2026, 3, 3)
POLICIES = ("calico", "chat", "christmas", "polha", "staffords", "surrey")
TEXTS = ("html", "md", "csv", "json", "docx", "xlsx")


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


# --- a translation is whole ---------------------------------------------------------------


def test_every_phrase_has_its_welsh() -> None:
    assert WELSH.phrases.keys() == ENGLISH.phrases.keys()
    assert WELSH.units.keys() == ENGLISH.units.keys()
    assert WELSH.years.keys() == ENGLISH.years.keys()
    assert WELSH.happenings.keys() == ENGLISH.happenings.keys()
    assert WELSH.regions.keys() == ENGLISH.regions.keys()


@pytest.mark.parametrize("key", ENGLISH.phrases)
def test_a_phrase_has_the_same_placeholders_in_welsh(key: str) -> None:
    said = WELSH.phrases[key]
    assert placeholders(said) == placeholders(ENGLISH.phrases[key])
    assert said.strip() or not ENGLISH.phrases[key].strip()


def test_few_phrases_are_the_same_in_both() -> None:
    same = {key for key, said in ENGLISH.phrases.items() if said == WELSH.phrases[key]}
    lettered = {key for key in same if re.search(r"[A-Za-z]", re.sub(r"\{.*?\}", "", said_of(key)))}
    assert lettered == {"audit.hash", "kind.CONTRACT"}


def said_of(key: str) -> str:
    return ENGLISH.phrases[key]


@pytest.mark.parametrize("unit", ENGLISH.units)
def test_every_count_has_a_form(unit: str) -> None:
    for language in (ENGLISH, WELSH):
        for count in range(101):
            assert language.count(count, unit)


# --- dates and plurals, beside CLDR -------------------------------------------------------


def test_months_days_and_dates_are_those_of_cldr() -> None:
    cldr = Locale("cy")
    assert WELSH.months == tuple(cldr.months["format"]["wide"][n] for n in range(1, 13))
    assert [day.lower() for day in WELSH.weekdays] == [
        cldr.days["format"]["wide"][n].lower() for n in range(7)
    ]
    for month in range(1, 13):
        day = date(2026, month, 3)
        assert WELSH.day(day) == format_date(day, "d MMMM y", locale="cy")
    assert WELSH.day(AS_OF) == "3 Mawrth 2026"


@pytest.mark.parametrize("unit", ["week", "year", "minute"])
def test_plurals_are_those_of_cldr(unit: str) -> None:
    """Of the other units Babel has no Welsh: it shows `2 duration-day`."""
    for count in range(130):
        if (unit, count) != ("year", 4):  # CLDR has no form of its own for `pedair blynedd`
            assert WELSH.count(count, unit) == format_unit(count, f"duration-{unit}", locale="cy")


def test_counts_take_the_form_that_cldr_gives_them() -> None:
    forms = ("zero", "one", "two", "few", "many", "other")
    for count in range(1_000):
        if count != 4:
            assert forms[WELSH.plural(count)] == Locale("cy").plural_form(count)


def test_the_noun_is_singular_and_the_numeral_mutates_it() -> None:
    years = [WELSH.count(count, "year") for count in (1, 2, 3, 4, 5, 6, 7, 10, 75)]
    assert years == [
        "1 flwyddyn",
        "2 flynedd",
        "3 blynedd",
        "4 blynedd",
        "5 mlynedd",
        "6 blynedd",
        "7 mlynedd",
        "10 mlynedd",
        "75 mlynedd",
    ]
    assert [WELSH.count(count, "month") for count in (1, 2, 6)] == ["1 mis", "2 fis", "6 mis"]
    assert WELSH.count(2, "working day") == "2 ddiwrnod gwaith"
    assert WELSH.count(20, "working day") == "20 diwrnod gwaith"
    parts = ((1, "year"), (2, "month"), (8, "day"))
    assert WELSH.duration(parts) == "1 flwyddyn, 2 fis ac 8 diwrnod"


def test_numbers_and_times() -> None:
    assert WELSH.number(Decimal("10000.50")) == "10,000.5"
    assert WELSH.time(time(8, 30)) == "08:30"
    financial = YearKind(name="FY", month=3, day=31)
    assert WELSH.year(financial) == "y flwyddyn ariannol sy'n gorffen ar 31 Mawrth"


# --- where words meet ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (["Lloegr", "Cymru"], "Lloegr a Chymru"),
        (["Cymru", "Lloegr"], "Cymru a Lloegr"),
        (["Cymru", "yr Alban"], "Cymru a'r Alban"),
        (["Cymru", "y Deyrnas Unedig"], "Cymru a'r Deyrnas Unedig"),
        (["Cymru", "Iwerddon"], "Cymru ac Iwerddon"),
        (["os yw", "os nad yw"], "os yw ac os nad yw"),
        (["a", "nid yw"], "a ac nid yw"),
        (["1 mis", "8 diwrnod"], "1 mis ac 8 diwrnod"),
        (["1 mis", "18 diwrnod"], "1 mis ac 18 diwrnod"),
        (["1 mis", "10 diwrnod"], "1 mis a 10 diwrnod"),
        (["1", "1,000"], "1 a 1,000"),
        (["1", "11,000"], "1 ac 11,000"),
        (["1", "CY+1"], "1 a CY+1"),
    ],
)
def test_and(items: list[str], said: str) -> None:
    assert plain(WELSH.all_of([words(item) for item in items])) == said


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("Cymru", "Lloegr neu Gymru"),
        ("Gogledd Iwerddon", "Lloegr neu Ogledd Iwerddon"),
        ("Lloegr", "Lloegr neu Loegr"),
        ("dydd Llun", "Lloegr neu ddydd Llun"),
        ("yr Alban", "Lloegr neu'r Alban"),
        ("62 diwrnod", "Lloegr neu 62 diwrnod"),
    ],
)
def test_or(last: str, said: str) -> None:
    assert plain(WELSH.any_of([words("Lloegr"), words(last)])) == said


def test_the_words_of_an_author_are_never_changed() -> None:
    assert plain(WELSH.all_of([author("cat"), author("cat")])) == "cat a cat"
    assert plain(WELSH.any_of([author("cat"), quoted("cat")])) == "cat neu “cat”"
    assert plain(WELSH.all_of([author("a(c) b"), quoted("appeal(L) x")])) == (
        "a(c) b ac “appeal(L) x”"
    )


# --- nothing is said outside the catalogue ------------------------------------------------

_WIDE = {chr(code): chr(code + 0xFEE0) for code in (*range(65, 91), *range(97, 123))}


def _odd(phrase: str) -> str:
    """A phrase in letters that no policy has, its placeholders as they are."""
    return re.sub(
        r"(\{\w+\})|([^{}])", lambda found: found[1] or _WIDE.get(found[2], found[2]), phrase
    )


def _all_odd(phrases: Mapping[str, str]) -> dict[str, str]:
    return {key: _odd(phrase) for key, phrase in phrases.items()}


ODD = replace(
    ENGLISH,
    phrases=_all_odd(ENGLISH.phrases),
    units={unit: tuple(map(_odd, forms)) for unit, forms in ENGLISH.units.items()},
    months=tuple(map(_odd, ENGLISH.months)),
    weekdays=tuple(map(_odd, ENGLISH.weekdays)),
    years=_all_odd(ENGLISH.years),
    happenings=_all_odd(ENGLISH.happenings),
    regions=_all_odd(ENGLISH.regions),
)


@pytest.fixture(scope="module", params=POLICIES)
def worked(request: pytest.FixtureRequest) -> Policy:
    policy = compile_policy(Path("policies") / request.param).policy
    assert policy is not None
    return policy


def test_whatever_is_read_comes_from_the_catalogue_or_the_policy(worked: Policy) -> None:
    for name, content in publish(worked, TEXTS, AS_OF, language=ODD).items():
        assert _letters(_text(name, content)) - _own(worked) - _ALWAYS == set(), name


def test_no_english_word_leaks_into_welsh(worked: Policy) -> None:
    english, welsh = _words_of(ENGLISH), _words_of(WELSH)
    for name, content in publish(worked, TEXTS, AS_OF, language=WELSH).items():
        found = _letters(_text(name, content))
        assert found & (english - welsh) - _own(worked) - _ALWAYS == set(), name
        assert not re.search(r"\w\([cgL]\) ", _text(name, content))


_ALWAYS = {"tenure", "sha"}


def _words_of(language: Catalogue) -> set[str]:
    said = (
        *language.phrases.values(),
        *language.months,
        *language.weekdays,
        *language.years.values(),
        *language.happenings.values(),
        *language.regions.values(),
        *(form for forms in language.units.values() for form in forms),
    )
    return _letters(" ".join(re.sub(r"\{\w+\}", " ", phrase) for phrase in said))


def _letters(text: str) -> set[str]:
    """The words of two letters and more that are made of plain letters."""
    return {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)}


def _own(policy: Policy) -> set[str]:
    """The words of the author: what stands in quotation marks, and the names."""
    source = "\n".join(each.text for each in policy.sources)
    quoted_texts = re.findall(r'"""(.*?)"""|"([^"\n]*)"', source, re.DOTALL)
    names = (
        *policy.classes,
        *policy.facts,
        *policy.holds,
        *policy.calendars,
        *policy.years,
        *policy.organisations,
        *policy.occasions,
        *policy.rules,
        *(step.ref for one in policy.obligations.values() for step in one.steps),
        *(field for each in policy.classes.values() for field in each.fields),
        *(data.name for each in policy.activities.values() for data in each.holds),
        *policy.marks,
    )
    values = (
        value
        for each in policy.classes.values()
        for field in each.fields.values()
        if isinstance(field.type, ChoiceType)
        for value in field.type.values
    )
    said = " ".join("".join(pair) for pair in quoted_texts)
    return _letters(" ".join((said, *names, *values)).replace("_", " "))


def _text(name: str, content: bytes) -> str:
    """What a reader reads in a file."""
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.namelist() if _READ.match(part)]
            return " ".join(_untagged(archive.read(part).decode("utf-8")) for part in parts)
    text = content.decode("utf-8")
    if name.endswith(".html"):
        asked = re.search(r'<script [^>]*id="answers-data">(.*?)</script>', text, re.DOTALL)
        text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.DOTALL)
        text += " ".join(_asked(json.loads(asked[1]))) if asked else ""
        text = re.sub(r"<text.*?</text>|\{\w+\}", " ", text)  # of a picture's words, `desc` has all
        attributes = re.findall(r'(?:aria-label|alt|title|data-label|data-words)="([^"]*)"', text)
        return _untagged(text) + unescape(" ".join(attributes))
    if name.endswith(".md"):
        return re.sub(r"<[^>]*>|\]\([^)]*\)|`[0-9a-f]{64}`", " ", text)
    if name.endswith(".json"):
        return " ".join(_said(json.loads(text)))
    return re.sub(r"\b[0-9a-f]{64}\b", " ", text)


def _asked(data: dict[str, Any]) -> Iterator[str]:
    """What a page says when it asks of a record and answers: the rest of its data are codes."""
    yield from (*data["phrases"].values(), *data["months"], *data["actions"].values())
    yield from (data["ask"] or "", data["dateFormat"], *data["holdTitles"].values())
    for kind in data["kinds"]:
        yield kind["title"]
        for question in kind["questions"]:
            yield question["label"]
            yield from (shown for _, shown in question.get("options", ()))


_READ = re.compile(r"word/(document|header\d|footer\d)\.xml|xl/(sharedStrings|workbook)\.xml")


def _untagged(markup: str) -> str:
    text = re.sub(r"<w:instrText[^>]*>.*?</w:instrText>", " ", markup)
    text = re.sub(r"<definedName .*?</definedName>", " ", text)
    text = re.sub(r'<sheet name="([^"]*)"', r">\1<", text)
    return re.sub(r"\b[0-9a-f]{64}\b", " ", unescape(re.sub(r"<[^>]*>", " ", text)))


_CODES = frozenset(
    {"schema", "language", "fingerprint", "id", "style", "state", "to", "as_of", "from", "until"}
    | {"key", "source"}
)
"""What is not read: the policy's own files (`source`) are its author's words."""


def _said(data: object) -> Iterator[str]:
    """Every text in a JSON document that is no code."""
    match data:
        case dict():
            for key, value in data.items():
                if key not in _CODES or isinstance(value, list):
                    yield from _said(value)
        case list():
            for each in data:
                yield from _said(each)
        case str():
            yield data
