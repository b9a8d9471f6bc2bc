"""The languages that documents can be written in; a catalogue is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

from tenure.reports.wording.catalogue import Catalogue

LANGUAGES = {
    "en": ("tenure.reports.wording.english", "ENGLISH"),
    "cy": ("tenure.reports.wording.welsh", "WELSH"),
}
"""Where each catalogue lies, by its BCP 47 tag."""


def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language; its tag is a key of `LANGUAGES`."""
    module, name = LANGUAGES[language]
    found = getattr(import_module(module), name)
    assert isinstance(found, Catalogue)
    return found
