"""One field as a noun phrase or a clause, from its title or, without one, its name."""

from __future__ import annotations

from typing import assert_never

from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.prose import Prose, author, quoted
from tenure.reports.wording.titles import Form, Naming, Title, humanised, is_participle, read_title


def field_noun(name: str, type_: FieldType, title: Title | None, language: Catalogue) -> Prose:
    """Return a field as a noun phrase: `the date closed`, `the medium`, `the complaint`."""
    match type_:
        case EventType():
            return _titled_event(title, language) if title else _named_event(name, language)
        case LinkType():
            if title is not None:
                return _titled_link(title, language)
            return _named_link(name, type_, language)
        case ChoiceType() | NumberType() | TextType():
            if title is not None and _is_plain_noun(title):
                return _with_article(title, language)
            return language.say("named.value", noun=language.name(name))
        case YesNoType():
            return flag_clause(name, title, language)
    assert_never(type_)


def is_clause(title: Title) -> bool:
    """Return whether a title can follow `after` as a clause: `the recording was made`."""
    return title.form is Form.CLAUSE or (
        title.form is Form.NOUN and title.determined and title.verbal
    )


def role(title: str, language: Catalogue) -> Prose:
    """Return somebody's title, with an article where it is the title of an office."""
    naming = language.naming
    if naming is None:
        return author(title)
    tokens = title.lower().split()
    office = {word.strip(",.") for word in tokens} & naming.roles
    if not office or tokens[0] in naming.determiners:
        return author(title)
    return language.say("office", noun=author(title))


def _is_plain_noun(title: Title) -> bool:
    return title.form is Form.NOUN and not title.pauses and not is_clause(title)


# --- events -----------------------------------------------------------------


def _titled_event(title: Title, language: Catalogue) -> Prose:
    match title.form:
        case Form.NOUN:
            if title.determined and title.verbal:
                return quoted(title.text)
            return _with_article(title, language)
        case Form.WHEN | Form.PARTICIPLE:
            return language.say("event.the date", event=title.prose)
        case Form.CLAUSE:
            return language.say("event.the date when", event=title.prose)
        case Form.QUESTION | Form.AWKWARD:
            return quoted(title.text)
    assert_never(title.form)


def _named_event(name: str, language: Catalogue) -> Prose:
    naming = language.naming
    if naming is None:
        return language.say("event.the date", event=language.name(name))
    words = humanised(name)
    tokens = words.lower().split()
    verb = any(is_participle(word, naming) or word in naming.finite for word in tokens)
    if verb and not naming.moments.intersection(tokens):
        return language.say("event.the date", event=author(words))
    return language.say("named.event", noun=author(words))


def _with_article(title: Title, language: Catalogue) -> Prose:
    if title.form is not Form.NOUN:
        return quoted(title.text)
    return title.prose if title.determined else language.say("titled", noun=title.prose)


# --- links ------------------------------------------------------------------


def link_known(
    name: str, type_: LinkType, title: Title | None, language: Catalogue, *, negated: bool
) -> Prose:
    """Return the clause that a record is linked: `a complaint is recorded`."""
    if title is not None:
        noun = closed(_titled_link(title, language), title, language)
        return language.say(_key("known.links" if type_.many else "known.link", negated), link=noun)
    single = not (negated or type_.many)
    noun = with_indefinite(type_.target, language) if single else language.name(type_.target)
    found = language.say(_key("known.some" if type_.many else "known.any", negated), target=noun)
    if _same_word(name, type_, language):
        return found
    return language.say("known.as", known=found, name=quoted(humanised(name)))


def _titled_link(title: Title, language: Catalogue) -> Prose:
    """Return a link's title; what looks like a clause is `the complaints it is about`."""
    if title.form is Form.CLAUSE and title.determined:
        return title.prose
    return _with_article(title, language)


def _named_link(name: str, type_: LinkType, language: Catalogue) -> Prose:
    if _same_word(name, type_, language):
        return language.say("named.link", noun=language.name(name))
    key = "link.each" if type_.many else "link.one"
    return language.say(key, target=language.name(type_.target), name=quoted(humanised(name)))


def _same_word(name: str, type_: LinkType, language: Catalogue) -> bool:
    """Return whether a link is called like the class it leads to, in the plural for several."""
    if name == type_.target:
        return True
    naming = language.naming
    return type_.many and naming is not None and name == type_.target + naming.several_ending


# --- yes or no --------------------------------------------------------------


def flag_clause(
    name: str, title: Title | None, language: Catalogue, *, negated: bool = False
) -> Prose:
    """Return a yes/no field as a clause: `a training case`, `not a training case`."""
    naming = language.naming
    if naming is None:
        said = quoted(title.text if title is not None else humanised(name))
        return language.say(_key("flag.applies", negated), title=said)
    if title is not None:
        return _titled_flag(title, naming, language, negated)
    words = humanised(name)
    tokens = words.lower().split()
    if tokens[0] in naming.subjectless:
        clause = language.say("flag.it", rest=author(words))
        return language.say("flag.untrue", clause=clause) if negated else clause
    if len(tokens) > 1 and tokens[-1] in naming.states:
        thing, _, state = words.rpartition(" ")
        return language.say(_key("flag.is", negated), thing=author(thing), state=author(state))
    phrase = with_indefinite(name, language) if tokens[-1] in naming.countable else author(words)
    return language.say("flag.not", phrase=phrase) if negated else phrase


def _titled_flag(title: Title, naming: Naming, language: Catalogue, negated: bool) -> Prose:
    first, _, rest = title.text.partition(" ")
    if title.form is Form.QUESTION and first in naming.whether and rest:
        return _titled_flag(read_title(rest, naming), naming, language, negated)
    if title.form in (Form.AWKWARD, Form.QUESTION, Form.WHEN):
        return language.say(_key("flag.applies", negated), title=quoted(title.text))
    if is_clause(title):
        return language.say("flag.untrue", clause=title.prose) if negated else title.prose
    return language.say("flag.not", phrase=title.prose) if negated else title.prose


# --- words ------------------------------------------------------------------


def closed(noun: Prose, title: Title | None, language: Catalogue) -> Prose:
    """Return the noun with the comma that ends one with a comma inside."""
    return language.say("closed", noun=noun) if title is not None and title.pauses else noun


def with_indefinite(name: str, language: Catalogue) -> Prose:
    """Return a name as words with `a` or `an`."""
    vowels = language.naming.vowels if language.naming is not None else ()
    return language.say("an" if name[:1].lower() in vowels else "a", noun=language.name(name))


def _key(key: str, negated: bool) -> str:
    return f"{key}.not" if negated else key
