"""How an author's title, or a field's name, stands inside a sentence.

A title is never changed, apart from the case of its first letter; a title that no
sentence can carry is put in quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tenure.reports.wording.prose import Prose, author, quoted

_LONGEST_INLINE = 120
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_AWKWARD = re.compile(r"[;:()\[\]“”\"\n\r\t]|[.!?]( |$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Words by which a noun phrase is made of an author's title or a field's name.

    Attributes:
        determiners: a title that begins with one needs no article.
        openers: first words that are written small inside a sentence.
        moments: a name with one of these says itself that it is a date.
        participles: forms of verbs that their ending does not show.
        participle_ending: that of a regular past participle.
        several_ending: what makes a name the name of several.
        questions: words that begin a question within a sentence.
        when: those of them that ask for a time.
        whether: those of them that ask for yes or no.
        finite: verbs that make a title a clause.
        relative: words after which a verb no longer makes it one.
        subjectless: first words of a yes/no name that lacks only its subject.
        states: last words of a yes/no name that say how the thing before them stands.
        countable: last words of a yes/no name that want an article.
        roles: words of a title that is an office and not a person.
        vowels: first letters that want the other form of the indefinite article.
    """

    determiners: frozenset[str]
    openers: frozenset[str]
    moments: frozenset[str]
    participles: frozenset[str]
    participle_ending: str
    several_ending: str
    questions: frozenset[str]
    when: frozenset[str]
    whether: frozenset[str]
    finite: frozenset[str]
    relative: frozenset[str]
    subjectless: frozenset[str]
    states: frozenset[str]
    countable: frozenset[str]
    roles: frozenset[str]
    vowels: frozenset[str]


class Form(Enum):
    """What a title is, as far as its words show."""

    NOUN = "the final report"
    WHEN = "when the call was made"
    CLAUSE = "the call was made"
    PARTICIPLE = "issued to the customer"
    QUESTION = "whether the customer agreed"
    AWKWARD = "anything that has to be quoted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """An author's title, ready to stand in a sentence.

    Attributes:
        text: the title, its first letter small where that is a common word.
        form: what it is.
        determined: whether it begins with an article or the like.
        verbal: whether it might be a clause although no finite verb shows it.
    """

    text: str
    form: Form
    determined: bool
    verbal: bool

    @property
    def prose(self) -> Prose:
        """The title alone, quoted where it has to be."""
        return quoted(self.text) if self.form is Form.AWKWARD else author(self.text)

    @property
    def pauses(self) -> bool:
        """Whether the words after it want a comma before them."""
        return self.form is not Form.AWKWARD and "," in self.text


def read_title(title: str, naming: Naming | None) -> Title:
    """Return how a title can stand in a sentence; without a grammar, in quotation marks."""
    if naming is None:
        return Title(text=title.strip(), form=Form.AWKWARD, determined=False, verbal=False)
    text = _small_start(title.strip(), naming)
    tokens = [word.lower() for word in _WORD.findall(text)]
    return Title(
        text=text,
        form=_form(text, tokens, naming),
        determined=bool(tokens) and tokens[0] in naming.determiners,
        verbal=not _is_moment(tokens, naming)
        and any(is_participle(word, naming) for word in tokens[1:]),
    )


def _small_start(text: str, naming: Naming) -> str:
    match = _WORD.match(text)
    if match is None or match[0].lower() not in naming.openers:
        return text
    return text[0].lower() + text[1:]


def _form(text: str, tokens: list[str], naming: Naming) -> Form:
    if not tokens or len(text) > _LONGEST_INLINE or _AWKWARD.search(text):
        return Form.AWKWARD
    first = _WORD.search(text)
    if first is not None and first[0][0].isupper() and not first[0].isupper():
        return Form.AWKWARD
    if tokens[0] in naming.questions:
        return Form.WHEN if tokens[0] in naming.when else Form.QUESTION
    if is_clause(tokens, naming):
        return Form.CLAUSE
    return Form.PARTICIPLE if is_participle(tokens[0], naming) else Form.NOUN


def is_clause(tokens: list[str], naming: Naming) -> bool:
    """Return whether the words have a finite verb that no relative word takes away."""
    if _is_moment(tokens, naming):
        return False
    for word in tokens:
        if word in naming.relative:
            return False
        if word in naming.finite:
            return True
    return False


def _is_moment(tokens: list[str], naming: Naming) -> bool:
    """Return whether the words say that they are a date: `the day the case was closed`."""
    return bool(set(tokens[:2]) & naming.moments)


def is_participle(word: str, naming: Naming) -> bool:
    """Return whether a word looks like the past participle of a verb."""
    return (len(word) > 3 and word.endswith(naming.participle_ending)) or word in naming.participles


def humanised(name: str) -> str:
    """Return a name of the language as words: `legal_action_open` as `legal action open`.

    Two names never give the same words: one with an underscore to spare stays as it is.
    """
    parts = name.split("_")
    return " ".join(parts) if all(parts) else name
