"""What Welsh words do to one another where they meet in a phrase.

A phrase marks the words that change: `a(c)`, `na(g)` and `â(g)` before a vowel, `neu(L)`,
`i(L)` and `o(L)` for the lenition of what follows. Only words of the catalogue are changed,
never the author's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tenure.reports.wording.prose import Prose

_MARKED = re.compile(r"([^\W\d_]+)\(([cgL])\) ")
_FIRST = re.compile(r"[\W_]*(\d[\d,]*|[^\W\d_]+)")
_ARTICLE = re.compile(r"yr? ")
_VOWELS = "aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü"
_LIKE_VOWELS = frozenset("fel felly mae maent megis mewn mor na nad ni nid roedd sy sydd".split())
"""Words before which it is `ac` although they begin with a consonant."""
_LENITED = (
    ("ll", "l"), ("rh", "r"), ("th", "th"), ("ch", "ch"), ("dd", "dd"), ("p", "b"), ("t", "d"),
    ("c", "g"), ("b", "f"), ("d", "dd"), ("g", ""), ("m", "f"),
)  # fmt: skip
_ASPIRATED = (
    ("ph", "ph"), ("th", "th"), ("ch", "ch"), ("p", "ph"), ("t", "th"), ("c", "ch"),
)  # fmt: skip


def settle(prose: Prose) -> Prose:
    """Return the phrase with its marked words as they are before what follows them."""
    runs = list(prose)
    for place in range(len(runs) - 1, -1, -1):
        run = runs[place]
        if run.kind != "text":
            continue
        beyond = "".join(each.text for each in runs[place + 1 :])
        while (found := _MARKED.search(run.text)) is not None:
            before, after = run.text[: found.start()], run.text[found.end() :]
            run = replace(run, text=before + _met(found[1], found[2], after, beyond))
        runs[place] = run
    return tuple(runs)


def _met(word: str, mark: str, after: str, beyond: str) -> str:
    """Return a marked word and the catalogue's words after it; beyond them lies another's."""
    if _ARTICLE.match(after):
        return f"{word}'r {_ARTICLE.sub('', after, count=1)}"
    if mark == "L":
        return f"{word} {_mutated(after, _LENITED)}"
    if _begins_like_vowel(after + beyond):
        return f"{'ag' if word == 'â' else word + mark} {after}"
    return f"{word} {_mutated(after, _ASPIRATED)}"


def _begins_like_vowel(text: str) -> bool:
    found = _FIRST.match(text)
    if found is None:
        return False
    word = found[1]
    if word[0].isdecimal():
        return _is_said_with_vowel(word)
    return word[0].lower() in _VOWELS or word.lower() in _LIKE_VOWELS


def _is_said_with_vowel(number: str) -> bool:
    """Return whether a number in figures is said as `un …` or `wyth …`."""
    first, *others = number.rstrip(",").split(",")
    if others:
        return first[0] == "8" or (len(first) == 2 and first[0] == "1" and first != "10")
    return first[0] == "8" or first == "1" or (len(first) == 2 and "11" <= first <= "19")


def _mutated(text: str, table: tuple[tuple[str, str], ...]) -> str:
    """Return a text with its first sound changed; a code in capitals keeps its own."""
    if text[:2].isupper():
        return text
    for old, new in table:
        if text[: len(old)].lower() == old:
            rest = text[len(old) :]
            if not text[0].isupper():
                return new + rest
            return (new + rest)[:1].upper() + (new + rest)[1:]
    return text
