"""The fields, facts and links of a policy as they stand in sentences.

`Names` reads titles kindly, and so two fields may come to sound alike in a way that
only an odd title can bring about. With `exact` every field is quoted and carries its
name, and none can be taken for another.
"""

from __future__ import annotations

from collections import Counter

from tenure.compiler.policy.fields import EventType, FieldRef, LinkType, YesNoType
from tenure.compiler.policy.policy import Policy
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.nouns import closed, field_noun, flag_clause, is_clause, link_known
from tenure.reports.wording.prose import Prose, author, plain, quoted, words
from tenure.reports.wording.titles import Title, humanised, read_title


class Names:
    """What the fields of some classes, and the facts, are called.

    Args:
        policy: the policy.
        classes: the classes of the record that a rule or hold is about.
        language: the language.
        exact: whether every field is to carry its name.
    """

    def __init__(
        self, policy: Policy, classes: tuple[str, ...], language: Catalogue, *, exact: bool = False
    ) -> None:
        self.policy = policy
        self.language = language
        self._classes = classes
        self._exact = exact
        self._alike: dict[tuple[str, ...], Counter[str]] = {}

    def noun(self, ref: FieldRef) -> Prose:
        """Return the field as a noun phrase: `the date closed`, `the medium`."""
        if self._exact:
            return self._cited(ref)
        return self._placed(field_noun(ref.name, ref.type, self._title(ref), self.language), ref)

    def subject(self, ref: FieldRef) -> Prose:
        """Return the field as a noun phrase that a verb follows."""
        if self._exact or not isinstance(ref.type, EventType | LinkType):
            return self.noun(ref)
        title = self._title(ref)
        noun = field_noun(ref.name, ref.type, title, self.language)
        if ref.links or self._shared(ref):
            return self._placed(noun, ref)
        return closed(noun, title, self.language)

    def after(self, ref: FieldRef) -> Prose:
        """Return the event as it follows `after`: `the recording was made`."""
        clause = self._clause(ref)
        return self._placed(clause, ref) if clause else self.noun(ref)

    def happening(self, ref: FieldRef) -> Prose:
        """Return the event as it follows `within 2 days after`: `receiving it`."""
        said = self.language.happenings.get(ref.name)
        odd = self._exact or ref.links or ref.fact or self._title(ref) or self._shared(ref)
        return self.after(ref) if said is None or odd else words(said)

    def of_year(self, ref: FieldRef) -> Prose:
        """Return the event as it follows `the year`: `in which the recording was made`."""
        clause = self._clause(ref)
        if clause:
            return self.language.say("year.in", event=self._placed(clause, ref))
        return self.language.say("year.of", event=self.noun(ref))

    def flag(self, ref: FieldRef, *, negated: bool = False) -> Prose:
        """Return a yes/no field as a clause: `a training case`, `not a training case`."""
        if self._exact:
            key = "flag.applies.not" if negated else "flag.applies"
            return self.language.say(key, title=self._cited(ref))
        clause = flag_clause(ref.name, self._title(ref), self.language, negated=negated)
        return self._placed(clause, ref)

    def known(self, ref: FieldRef, *, negated: bool = False) -> Prose:
        """Return the clause that a field has a value, or with `negated` that it has none."""
        if isinstance(ref.type, LinkType) and not self._exact:
            clause = link_known(
                ref.name, ref.type, self._title(ref), self.language, negated=negated
            )
            return self._placed(clause, ref)
        key = "known.event" if isinstance(ref.type, EventType) else "known.value"
        if isinstance(ref.type, YesNoType):
            key = "known.answer"
        noun = self.cited(ref) if isinstance(ref.type, YesNoType) else self.subject(ref)
        return self.language.say(f"{key}.not" if negated else key, field=noun)

    def cited(self, ref: FieldRef) -> Prose:
        """Return the field in quotation marks."""
        return self._cited(ref) if self._exact else self._placed(self._cited(ref), ref)

    def _cited(self, ref: FieldRef) -> Prose:
        cited = quoted(self._title_text(ref) or humanised(ref.name))
        if not self._exact:
            return cited
        return self.language.say("named", phrase=cited, name=author(ref.path))

    def _clause(self, ref: FieldRef) -> Prose:
        """Return the event's title where it is a clause, else nothing."""
        title = self._title(ref)
        return title.prose if title and is_clause(title) and not self._exact else ()

    # --- where a field lies -------------------------------------------------

    def _placed(self, phrase: Prose, ref: FieldRef) -> Prose:
        """Return the phrase with what tells the field from others: its name, its record."""
        if self._shared(ref):
            phrase = self.language.say("named", phrase=phrase, name=author(ref.name))
        if not ref.links:
            return phrase
        return self.language.say("linked", phrase=phrase, record=self.noun(self._link(ref)))

    def _owners(self, links: tuple[str, ...]) -> tuple[str, ...]:
        """Return the classes of the record to which links lead, from the decided record on."""
        owners = self._classes
        for link in links:
            type_ = self.policy.classes[owners[0]].fields[link].type
            if isinstance(type_, LinkType):
                owners = (type_.target,)
        return owners

    def _link(self, ref: FieldRef) -> FieldRef:
        """Return the link that leads to the record on which the field lies."""
        *before, last = ref.links
        owner = self._owners(tuple(before))[0]
        type_ = self.policy.classes[owner].fields[last].type
        return FieldRef(links=tuple(before), name=last, type=type_)

    def _title_text(self, ref: FieldRef) -> str | None:
        """Return what the author calls the field, where all its classes call it so."""
        if ref.fact:
            return self.policy.facts[ref.name].title
        owners = [self.policy.classes[owner].fields for owner in self._owners(ref.links)]
        titles = {fields[ref.name].title for fields in owners if ref.name in fields}
        return titles.pop() if len(titles) == 1 else None

    def _title(self, ref: FieldRef) -> Title | None:
        text = self._title_text(ref)
        return read_title(text, self.language.naming) if text and text.strip() else None

    def _shared(self, ref: FieldRef) -> bool:
        """Return whether another field of the same record, or a fact, has the same words."""
        if ref.links not in self._alike:
            self._alike[ref.links] = Counter(
                self._key(other) for other in self._siblings(ref.links)
            )
        return self._alike[ref.links][self._key(ref)] > 1

    def _siblings(self, links: tuple[str, ...]) -> list[FieldRef]:
        types = {
            name: field.type
            for owner in self._owners(links)
            for name, field in self.policy.classes[owner].fields.items()
        }
        fields = [FieldRef(links=links, name=name, type=type_) for name, type_ in types.items()]
        if links:
            return fields
        facts = self.policy.facts.values()
        return fields + [FieldRef(name=fact.name, type=fact.type, fact=True) for fact in facts]

    def _key(self, ref: FieldRef) -> str:
        noun = field_noun(ref.name, ref.type, self._title(ref), self.language)
        return " ".join(plain(noun).split()).casefold()
