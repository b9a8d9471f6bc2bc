"""What has to be known of a record to decide it, as questions to a reader.

Whether a field is known is a question of its own where a rule asks `is known` or says `if
known`: what a record does not say is then another answer than what the reader does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView
from dataclasses import dataclass
from typing import Literal

from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Known,
    Not,
    OneOf,
    condition_refs,
)
from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    Field,
    FieldRef,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.compiler.policy.periods import After, IfKnown, Period, Until, YearEnd, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import PAST_PARTICIPLES, Rule
from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.choices import choice_title
from tenure.reports.wording.names import Names
from tenure.reports.wording.prose import Prose, author, capitalised, plain, words

Asks = Literal["day", "yes/no", "choice", "number", "known", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question about a record.

    Attributes:
        field: the field it is about; `disposed_as` and `extended_until` are every record's.
        asks: for what; `known` only whether something is recorded, whatever it is.
        label: the question, in words.
        options: values to choose from, each with its words.
        none: whether nothing being recorded is an answer, apart from not knowing.
        other: whether a text may be none of the options.
    """

    field: str
    asks: Asks
    label: str
    options: tuple[tuple[str, str], ...] = ()
    none: bool = False
    other: bool = False


def questions(policy: Policy, record_class: str, language: Catalogue) -> tuple[Question, ...]:
    """Return what has to be asked of the records that state a class, in the order declared."""
    return tuple(_Questions(policy, record_class, language).all())


def concerns(policy: Policy, record_class: str) -> list[Rule]:
    """Return the rules that can concern a record that states a class."""
    names = _possible(policy, record_class)
    family = policy.order.families[policy.classes[record_class].lineage[-1]]
    rules = (policy.rules[ref] for ref in family.rules)
    return [rule for rule in rules if not names.isdisjoint(rule.classes)]


def _possible(policy: Policy, record_class: str) -> KeysView[str]:
    """Return the classes of which a record that states a class is, or may be by a condition."""
    classes = policy.classes
    stated = classes[record_class].lineage

    def possible(name: str) -> bool:
        each = classes[name]
        return name in stated or (
            each.where is not None and each.parent is not None and possible(each.parent)
        )

    family = policy.order.families[stated[-1]]
    return dict.fromkeys((*stated, *(name for name in family.classes if possible(name)))).keys()


class _Questions:
    """The questions about the records of one class."""

    def __init__(self, policy: Policy, record_class: str, language: Catalogue) -> None:
        self._policy = policy
        self._stated = policy.classes[record_class]
        self._language = language
        self._rules = concerns(policy, record_class)
        self._names = Names(policy, (record_class,), language)
        self._classes = [policy.classes[name] for name in _possible(policy, record_class)]
        read: dict[str, None] = {}
        asked: set[str] = set()
        texts: dict[str, dict[str, None]] = {}
        for condition in self._conditions():
            for part in _atoms(condition):
                own = [ref for ref in condition_refs(part) if _is_own(ref)]
                if isinstance(part, Known):
                    asked.update(ref.name for ref in own)
                else:
                    read.update(dict.fromkeys(ref.name for ref in own))
                if isinstance(part, OneOf) and own and isinstance(part.ref.type, TextType):
                    found = texts.setdefault(part.ref.name, {})
                    found.update({value: None for value in part.values if isinstance(value, str)})
        for rule in self._rules:
            for phase in rule.phases:
                read.update(dict.fromkeys(_events(phase.keep)))
                asked.update(_optional(phase.keep))
        self._read, self._asked, self._texts = read, asked, texts

    def all(self) -> Iterator[Question]:
        """Yield every question."""
        for field in self._fields():
            needed = field.name in self._read or field.name in self._asked
            if needed or self._required(field.name):
                yield self._question(field)
        yield from self._done()
        if any(rule.extendable_by is not None for rule in self._rules):
            label = self._language.label("ask.extended")
            yield Question(field="extended_until", asks="day", label=label, none=True)

    # --- what is read -------------------------------------------------------------

    def _conditions(self) -> Iterator[Condition]:
        yield from (each.where for each in self._classes if each.where is not None)
        names = {each.name for each in self._classes}
        for rule in self._rules:
            if rule.condition is not None:
                yield rule.condition
        for hold in self._policy.holds.values():
            if not names.isdisjoint(hold.classes):
                yield hold.condition

    def _fields(self) -> Iterator[Field]:
        """Yield the fields of the class, then those of classes under it."""
        seen: set[str] = set()
        for each in (self._stated, *self._classes):
            for field in each.fields.values():
                if field.name not in seen:
                    seen.add(field.name)
                    yield field

    def _required(self, name: str) -> bool:
        field = self._stated.fields.get(name)
        return field is not None and field.required

    # --- what is asked ------------------------------------------------------------

    def _question(self, field: Field) -> Question:
        ref = FieldRef(name=field.name, type=field.type)
        none = field.name in self._asked and not self._required(field.name)
        if field.name not in self._read:
            return self._ask(field, "known", self._whether(ref))
        match field.type:
            case EventType():
                return self._ask(field, "day", self._names.noun(ref), none=none)
            case YesNoType():
                return self._ask(field, "yes/no", self._flag(ref), none=none)
            case NumberType():
                return self._ask(field, "number", self._names.noun(ref), none=none)
            case ChoiceType(values=values):
                options = [(value, self._choice(value, field.type)) for value in values]
                return self._ask(field, "choice", self._names.noun(ref), options, none=none)
            case TextType():
                options = [(value, author(value)) for value in self._texts.get(field.name, ())]
                return self._ask(field, "choice", self._names.noun(ref), options, none=none)
            case LinkType():
                return self._ask(field, "known", self._whether(ref))

    def _ask(
        self,
        field: Field,
        asks: Asks,
        label: Prose,
        options: Iterable[tuple[str, Prose]] = (),
        *,
        none: bool = False,
    ) -> Question:
        return Question(
            field=field.name,
            asks=asks,
            label=_sentence(label),
            options=tuple((value, _sentence(shown)) for value, shown in options),
            none=none,
            other=isinstance(field.type, TextType),
        )

    def _flag(self, ref: FieldRef) -> Prose:
        """Return a yes/no field as a question; in a language without names, in quotation marks."""
        inflected = self._language.naming is None
        return self._names.cited(ref) if inflected else self._names.flag(ref)

    def _whether(self, ref: FieldRef) -> Prose:
        """Return the question whether something is recorded."""
        if self._language.naming is not None:
            return self._names.known(ref)
        return self._language.say("ask.whether recorded", field=self._names.cited(ref))

    def _choice(self, value: str, type_: ChoiceType) -> Prose:
        return choice_title(value, type_, self._policy, self._language)

    def _done(self) -> Iterator[Question]:
        """Yield the question which phase the record is in, where it may be in a later one.

        What has been destroyed is not asked about.
        """
        verbs = dict.fromkeys(
            phase.action.verb for rule in self._rules for phase in rule.phases
        ).keys() - {"destroy"}
        options = [
            (PAST_PARTICIPLES[verb], words(self._language.label(f"done.{verb}")))
            for verb in sorted(verbs)
        ]
        if options:
            yield Question(
                field="disposed_as",
                asks="done",
                label=self._language.label("ask.done"),
                options=tuple((value, _sentence(shown)) for value, shown in options),
            )


def _sentence(prose: Prose) -> str:
    """Return a phrase as it stands alone: with a capital, and without space to spare."""
    text = " ".join(plain(capitalised(prose)).split())
    return text[:1].upper() + text[1:]


def _atoms(condition: Condition) -> Iterator[Condition]:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _atoms(part)
        case Not(part=part):
            yield from _atoms(part)
        case _:
            yield condition


def _is_own(ref: FieldRef) -> bool:
    """Return whether a reference is to a field of the decided record itself."""
    return not (ref.fact or ref.links)


def _events(period: Period) -> Iterator[str]:
    """Yield the record's own events from which a period runs."""
    for part in subperiods(period):
        match part:
            case After(anchor=anchor) | YearEnd(anchor=anchor) | Until(anchor=anchor):
                if isinstance(anchor, FieldRef) and _is_own(anchor):
                    yield anchor.name
            case _:
                pass


def _optional(period: Period) -> Iterator[str]:
    """Yield the events of terms that drop out while those are unknown."""
    for part in subperiods(period):
        if isinstance(part, IfKnown):
            yield from _events(part)
