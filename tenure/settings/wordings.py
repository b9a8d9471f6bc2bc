"""Phrases that a configuration puts in place of the catalogue's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from tenure.dsl.suggest import did_you_mean
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.languages import LANGUAGES, catalogue
from tenure.settings.configuration import Reader


def wordings(table: Mapping[str, Any], reader: Reader) -> dict[str, dict[str, str]]:
    """Return the phrases by language and name.

    Raises:
        ConfigurationError: a phrase is not known, has other placeholders than the
            catalogue's, or would read like another that says something else.
    """
    for name in table:
        if name not in LANGUAGES:
            near = did_you_mean(name, LANGUAGES, what="languages")
            raise reader.refuse(f"`wording.{name}`: `{name}` is no language", near)
    return {name: _phrases(reader.table(table, name), catalogue(name), reader) for name in table}


def _phrases(table: Mapping[str, Any], language: Catalogue, reader: Reader) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, said in _flat(table, ""):
        where = f"`wording.{language.language}.{key}`"
        if key not in language.phrases:
            near = did_you_mean(key, language.phrases)
            raise reader.refuse(f"{where}: there is no phrase `{key}`", near)
        if not isinstance(said, str):
            raise reader.refuse(f"{where} is a text")
        _same_places(where, said, language.phrases[key], reader)
        found[key] = said
    for key in found:
        _told_apart(key, found, language, reader)
    return found


def _flat(table: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """Yield every line: TOML takes `column.title` for a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _same_places(where: str, said: str, usual: str, reader: Reader) -> None:
    """Refuse a phrase that has not the placeholders of the catalogue's."""
    wanted, given = _places(usual), _places(said)
    if given is None:
        raise reader.refuse(
            f"{where} has a brace that is no placeholder", ("a brace itself is written twice",)
        )
    assert wanted is not None
    for name in sorted(given - wanted):
        near = did_you_mean(name, wanted, what="placeholders")
        raise reader.refuse(f"{where} has an unknown placeholder `{{{name}}}`", near)
    for name in sorted(wanted - given):
        help_ = (f"the catalogue says: {usual}",)
        raise reader.refuse(f"{where} lacks the placeholder `{{{name}}}`", help_)


def _places(phrase: str) -> set[str] | None:
    """Return the names of the placeholders; `None` where one is more than a name."""
    try:
        parts = list(Formatter().parse(phrase))
    except ValueError:
        return None
    if any(spec or conversion for _, _, spec, conversion in parts):
        return None
    return {name for _, name, _, _ in parts if name is not None}


def _told_apart(key: str, found: Mapping[str, str], language: Catalogue, reader: Reader) -> None:
    """Refuse a phrase that would read like another of its kind that the catalogue tells apart."""
    phrases = {**language.phrases, **found}
    family = key.partition(".")[0]
    for other, said in phrases.items():
        alike = _squeezed(said) == _squeezed(phrases[key])
        were = _squeezed(language.phrases[other]) == _squeezed(language.phrases[key])
        if other != key and alike and not were and other.partition(".")[0] == family:
            raise reader.refuse(
                f"`wording.{language.language}.{key}` would read like `{other}`, "
                "which says something else"
            )


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
