"""The `publish` section of the configuration: how documents look, and in what words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tenure.dsl.suggest import did_you_mean
from tenure.reports.look.house import House
from tenure.reports.schedule.columns import COLUMNS, KINDS
from tenure.reports.schedule.formats import FORMATS, USUAL
from tenure.reports.wording.languages import LANGUAGES
from tenure.settings.colours import palette
from tenure.settings.configuration import Configuration, Reader
from tenure.settings.files import Files
from tenure.settings.wordings import wordings

_KEYS = (
    "colours",
    "columns",
    "formats",
    "language",
    "logo",
    "organisation",
    "policy-language",
    "templates",
    "wording",
)
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What a project has decided about its documents.

    Attributes:
        formats: in which they are written where the command names none.
        language: in which, likewise; a key of `LANGUAGES`.
        house: their look.
    """

    formats: tuple[str, ...] = USUAL
    language: str = "en"
    house: House = field(default_factory=House)

    @property
    def redlines(self) -> tuple[str, ...]:
        """The formats that can carry what changed; the usual ones where none of them can."""
        from tenure.reports.redline import REDLINES

        return tuple(name for name in self.formats if name in REDLINES) or USUAL


def publishing(configuration: Configuration) -> Publishing:
    """Return the `publish` section, read and checked, with the files that it names.

    Raises:
        ConfigurationError: it says something that has no meaning, a colour that cannot be
            read on its ground, or names a file that is not there.
    """
    keys = configuration.publish
    if configuration.file is None or not keys:
        return Publishing()
    reader = Reader(configuration.file)
    reader.known(keys, _KEYS, "keys of `publish`")
    files = Files(keys, configuration.root, reader)
    return Publishing(
        formats=_formats(keys, reader),
        language=_one_of(reader.text(keys, "language", "en"), LANGUAGES, "language", reader),
        house=House(
            organisation=reader.text(keys, "organisation", "x") if "organisation" in keys else None,
            logo=files.logo(),
            palette=palette(reader.table(keys, "colours"), reader),
            columns=_columns(reader.table(keys, "columns"), reader),
            templates=files.templates(),
            shown_at=files.shown_at,
            wording=wordings(reader.table(keys, "wording"), reader),
            written_in=_tag(reader.text(keys, "policy-language", "en"), reader),
        ),
    )


def _formats(keys: Mapping[str, Any], reader: Reader) -> tuple[str, ...]:
    named = reader.words(keys, "formats")
    return tuple(_one_of(name, FORMATS, "format", reader) for name in named) or USUAL


def _one_of(name: str, known: Mapping[str, object], what: str, reader: Reader) -> str:
    if name not in known:
        raise reader.refuse(f"`{name}` is no {what}", did_you_mean(name, known, what=f"{what}s"))
    return name


def _tag(text: str, reader: Reader) -> str:
    if not _TAG.fullmatch(text):
        raise reader.refuse(f"`policy-language` is a language tag such as `cy`, not `{text}`")
    return text


def _columns(table: Mapping[str, Any], reader: Reader) -> dict[str, tuple[str, ...]]:
    reader.known(table, KINDS, "tables")
    return {kind: _shown(kind, reader.words(table, kind), reader) for kind in table}


def _shown(kind: str, named: tuple[str, ...], reader: Reader) -> tuple[str, ...]:
    """Return the columns of one kind of table; what a line is about and what it says stay."""
    known = COLUMNS[kind]
    for name in named:
        if name not in known.all:
            near = did_you_mean(name, known.all, what="columns")
            raise reader.refuse(f"`columns.{kind}` has no column `{name}`", near)
    if named[: len(known.first)] != known.first:
        first = ", ".join(f"`{name}`" for name in known.first)
        raise reader.refuse(f"`columns.{kind}` begins with {first}, by which a line is found")
    for name in known.needed:
        if name not in named:
            raise reader.refuse(f"`columns.{kind}` lacks `{name}`, which says what the rule says")
    return named
