"""Facts in words: what is so in the world at present, as the policy states it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tenure.compiler.policy.records import Fact
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, author, words
from tenure.reports.wording.titles import humanised


def word_fact(fact: Fact, language: Catalogue) -> tuple[Prose, Prose]:
    """Return what a fact is called, and how it stands."""
    name = fact.title or humanised(fact.name)
    return author(name[:1].upper() + name[1:]), _value(fact, language)


def _value(fact: Fact, language: Catalogue) -> Prose:
    match fact.value:
        case bool():
            return words(language.label("answer.yes" if fact.value else "answer.no"))
        case Decimal():
            return words(language.number(fact.value))
        case date():
            return words(language.day(fact.value))
        case str():
            return author(humanised(fact.value))
        case tuple():
            return language.series([author(each) for each in fact.value])
