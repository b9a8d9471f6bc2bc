"""Two rules that say different things never read the same, whatever their fields are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.compiler.dates import CALENDAR_YEAR, Length, YearKind
from tenure.compiler.load import LoadedFile
from tenure.compiler.policy import Condition, FieldRef, Period, Policy
from tenure.compiler.policy.conditions import (
    AllOf,
    AnyOf,
    DateIs,
    Flag,
    Known,
    Near,
    Not,
    NumberIs,
    OneOf,
    Point,
    Shifted,
)
from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    LinkType,
    NumberType,
    TextType,
    YesNoType,
)
from tenure.compiler.policy.periods import (
    After,
    AsLongAs,
    Choice,
    Duration,
    FixedDay,
    IfKnown,
    Latest,
    Permanently,
    Unit,
    Until,
    YearEnd,
)
from tenure.compiler.policy.rules import Action, InForce, OtherRule, Phase, Rule
from tenure.compiler.resolve.policies import resolve
from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile
from tenure.reports.wording import LANGUAGES, Catalogue, catalogue, plain, word_rules

CATALOGUES = {name: catalogue(name) for name in LANGUAGES}
CATALOGUES["en of a policy in another language"] = CATALOGUES["en"].quoting()

TEXT = """
policy "Schedule"
fact live yes/no = no "the customer agreed"
record other "Others"
  closed  date  "the end"
record item "Items"
  ended        date    "the end"
  finished     date    "The  end"
  the_end      date
  letter       date    "the first letter, or (a) the second; if known"
  closed       date
  happened     date    "date closed"
  agreed       yes/no  "the customer agreed"
  both         yes/no  "agreed and urgent"
  urgent       yes/no
  on_paper     yes/no  "the medium is paper"
  not_urgent   yes/no
  medium       one of paper, or_else, paper_or_else
  amount       number
  town         text    "the medium"
  other        link to other
  others       links to other
  mother       link to other  "the other"
rule 1 "Items" for item keep 1 day after ended
rule 2 "Items" for item keep 2 days after ended
rule 3 "Items" for item keep 2 days after ended
rule 4 "Items" for item keep 2 days after ended
"""
AT = SourceFile(path="schedule.tenure", text="").span(0, 0)
MONTHS = {"day": 0, "week": 0, "month": 1, "year": 12}
DAYS = {"day": 1, "week": 7, "month": 0, "year": 0}


@cache
def policy() -> Policy:
    """The policy whose rules are exchanged for generated ones."""
    tree = read_file(SourceFile(path="schedule.tenure", text=TEXT), no_error)
    assert tree is not None
    file = LoadedFile(source=tree.source, declarations=tree.declarations, own=True)
    found = resolve((file,), no_error)
    assert found is not None
    return found


def no_error(diagnostic: Diagnostic) -> None:
    """Take a diagnostic: there is none but of an error, and then there is no policy."""
    assert diagnostic.severity is not Severity.ERROR, diagnostic.message


@cache
def fields() -> dict[str, FieldRef]:
    """References to the fields of items, to those of what they link to, and to the fact."""
    classes = policy().classes
    found = {
        name: FieldRef(name=name, type=field.type) for name, field in classes["item"].fields.items()
    }
    closed = classes["other"].fields["closed"].type
    found |= {
        f"{link}.closed": FieldRef(links=(link,), name="closed", type=closed)
        for link in ("other", "mother")
    }
    return found | {"live": FieldRef(name="live", type=policy().facts["live"].type, fact=True)}


def some(*kinds: type) -> st.SearchStrategy[FieldRef]:
    """References to fields of these types."""
    return st.sampled_from([ref for ref in fields().values() if isinstance(ref.type, kinds)])


def duration(parts: list[tuple[int, Unit]]) -> Duration:
    """A duration as the resolver makes it."""
    return Duration(
        length=Length(
            months=sum(n * MONTHS[unit] for n, unit in parts),
            days=sum(n * DAYS[unit] for n, unit in parts),
        ),
        parts=tuple(parts),
    )


units: st.SearchStrategy[Unit] = st.sampled_from(["day", "week", "month", "year"])
durations = st.lists(st.tuples(st.integers(1, 3), units), min_size=1, max_size=3).map(duration)
days = st.sampled_from([date(2026, 3, 1), date(2026, 3, 31)]).map(lambda day: FixedDay(day=day))
anchors = some(EventType) | days
years = st.sampled_from([CALENDAR_YEAR, YearKind(name="FY", month=3, day=31)])

terms: st.SearchStrategy[Period] = st.one_of(
    st.builds(After, duration=durations, anchor=anchors, inclusive=st.booleans(), span=st.just(AT)),
    st.builds(YearEnd, year=years, plus=st.integers(0, 2), anchor=anchors, span=st.just(AT)),
    st.builds(Until, anchor=anchors, span=st.just(AT)),
    st.builds(AsLongAs, link=some(LinkType), span=st.just(AT)),
    st.builds(Permanently, span=st.just(AT)),
    st.builds(
        Latest,
        count=st.integers(1, 2),
        by=some(LinkType, TextType),
        order=some(EventType).filter(lambda ref: not ref.links),
        span=st.just(AT),
    ),
)


def choices(inner: st.SearchStrategy[Period]) -> st.SearchStrategy[Period]:
    """Choices between periods, some of which drop out."""
    droppable = st.builds(IfKnown, term=inner, span=st.just(AT))
    parts = st.tuples(inner, inner | droppable) | st.tuples(inner, droppable, inner)
    return st.builds(Choice, later=st.booleans(), terms=parts, span=st.just(AT))


periods = st.recursive(terms, choices, max_leaves=5)

shifted = st.builds(Shifted, duration=durations, back=st.booleans(), point=anchors)
points: st.SearchStrategy[Point] = anchors | shifted
choice_values = st.lists(
    st.sampled_from(["paper", "or_else", "paper_or_else"]), min_size=1, max_size=2, unique=True
).map(tuple)
text_values = st.lists(
    st.sampled_from(["a", "b", "a” or “b", "a or b"]), min_size=1, max_size=2, unique=True
).map(tuple)
yes_no = st.sampled_from([(True,), (False,)])
bounds = st.sampled_from([Decimal(5), Decimal("5.5")])

atoms: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Flag, ref=some(YesNoType), span=st.just(AT)),
    st.builds(Known, ref=st.sampled_from(list(fields().values())), span=st.just(AT)),
    st.builds(OneOf, ref=some(ChoiceType), values=choice_values, span=st.just(AT)),
    st.builds(OneOf, ref=some(TextType), values=text_values, span=st.just(AT)),
    st.builds(OneOf, ref=some(YesNoType), values=yes_no, span=st.just(AT)),
    st.builds(OneOf, ref=some(NumberType), values=bounds.map(lambda n: (n,)), span=st.just(AT)),
    st.builds(
        NumberIs,
        ref=some(NumberType),
        order=st.sampled_from(["at least", "at most", "more than", "less than"]),
        bound=bounds,
        span=st.just(AT),
    ),
    st.builds(
        DateIs,
        left=points,
        order=st.sampled_from(["before", "on or before"]),
        right=points,
        span=st.just(AT),
    ),
    st.builds(DateIs, left=some(EventType), order=st.just("on"), right=days, span=st.just(AT)),
    st.builds(
        Near,
        left=points,
        duration=durations,
        side=st.sampled_from(["of", "after", "before"]),
        right=points,
        span=st.just(AT),
    ),
)


def compounds(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Conditions made of others."""
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AllOf, parts=parts, span=st.just(AT)),
        st.builds(AnyOf, parts=parts, span=st.just(AT)),
        st.builds(Not, part=inner, span=st.just(AT)),
    )


conditions = st.recursive(atoms, compounds, max_leaves=5)


def alike(one: Rule, other: Rule) -> list[str]:
    """The languages in which two rules of one policy read the same."""
    rules = dict(policy().rules) | {"1": one, "2": replace(other, ref="2")}
    both = replace(policy(), rules=rules)
    found = {name: word_rules(both, language) for name, language in CATALOGUES.items()}
    return [
        language
        for language, worded in found.items()
        if shown(worded["1"].text) == shown(worded["2"].text)
    ]


def shown(text: str) -> str:
    """A text as a reader sees it."""
    return " ".join(text.split()).casefold()


def rule(**changes: object) -> Rule:
    """The first rule, changed."""
    return replace(policy().rules["1"], **changes)  # type: ignore[arg-type]


def keeping(period: Period) -> tuple[Phase, ...]:
    """One phase."""
    return (Phase(keep=period, action=Action(verb="destroy")),)


@given(one=periods, other=periods)
def test_two_periods_never_read_the_same(one: Period, other: Period) -> None:
    assume(one != other)
    assert alike(rule(phases=keeping(one)), rule(phases=keeping(other))) == []


@given(one=terms, other=terms)
def test_two_short_periods_never_read_the_same(one: Period, other: Period) -> None:
    assume(one != other)
    assert alike(rule(phases=keeping(one)), rule(phases=keeping(other))) == []


@given(one=conditions, other=conditions)
def test_two_conditions_never_read_the_same(one: Condition, other: Condition) -> None:
    assume(one != other)
    assert alike(rule(condition=one), rule(condition=other)) == []


@given(one=atoms, other=atoms)
def test_two_short_conditions_never_read_the_same(one: Condition, other: Condition) -> None:
    assume(one != other)
    assert alike(rule(condition=one), rule(condition=other)) == []


actions = st.sampled_from(
    [
        Action(verb="destroy"),
        Action(verb="anonymise"),
        Action(verb="review"),
        Action(verb="transfer", to="the archive"),
        Action(verb="transfer", to="the museum"),
    ]
)


def reached(phases: list[Phase]) -> tuple[Phase, ...]:
    """The phases up to one that never ends; what would be done after it does not matter."""
    for index, phase in enumerate(phases):
        if isinstance(phase.keep, Permanently):
            return (*phases[:index], replace(phase, action=Action(verb="destroy")))
    return tuple(phases)


phases = st.lists(st.builds(Phase, keep=terms, action=actions), min_size=1, max_size=3).map(reached)
others = st.sets(st.sampled_from(["3", "4"])).map(
    lambda refs: tuple(OtherRule(ref=ref, span=AT) for ref in sorted(refs))
)
limits = st.none() | st.sampled_from([date(2027, 1, 1), date(2028, 1, 1)])


def every_atom() -> list[Condition]:
    """A condition of every form on every field that can stand in it."""
    refs = list(fields().values())
    day = FixedDay(day=date(2026, 3, 1))
    year = duration([(1, "year")])
    events = [ref for ref in refs if isinstance(ref.type, EventType)]
    found: list[Condition] = [Known(ref=ref, span=AT) for ref in refs]
    found += [Flag(ref=ref, span=AT) for ref in refs if isinstance(ref.type, YesNoType)]
    for values in (("paper",), ("or_else",), ("paper_or_else",), ("paper", "or_else")):
        found.append(OneOf(ref=fields()["medium"], values=values, span=AT))
    for values in (("paper",), ("a",), ("b",), ("a", "b"), ("a” or “b",), ("a or b",)):
        found.append(OneOf(ref=fields()["town"], values=values, span=AT))
    for event in events:
        back = Shifted(duration=year, back=True, point=event)
        found += [
            DateIs(left=event, order="before", right=day, span=AT),
            DateIs(left=day, order="before", right=event, span=AT),
            DateIs(left=back, order="on or before", right=day, span=AT),
            Near(left=event, duration=year, side="of", right=day, span=AT),
        ]
        found += [DateIs(left=event, order="before", right=e, span=AT) for e in events]
    return found


@pytest.mark.parametrize("language", CATALOGUES.values(), ids=CATALOGUES)
def test_no_two_of_all_short_conditions_read_the_same(language: Catalogue) -> None:
    every = every_atom()
    few = [Flag(ref=ref, span=AT) for ref in fields().values() if isinstance(ref.type, YesNoType)]
    pairs: list[Condition] = [
        kind(parts=(one, other), span=AT) for kind in (AllOf, AnyOf) for one in few for other in few
    ]
    every += pairs
    every += [Not(part=part, span=AT) for part in every]
    every += [kind(parts=(few[0], pair), span=AT) for kind in (AllOf, AnyOf) for pair in pairs]
    rules = {f"r{n}": replace(rule(condition=each), ref=f"r{n}") for n, each in enumerate(every)}
    worded = word_rules(replace(policy(), rules=rules), language)
    by_text: dict[str, list[Condition]] = {}
    for ref, found in worded.items():
        by_text.setdefault(shown(found.text), []).append(every[int(ref[1:])])
    assert {text: alike for text, alike in by_text.items() if len(alike) > 1} == {}


changes = st.fixed_dictionaries(
    {
        "phases": phases,
        "condition": st.none() | atoms,
        "overrides": others,
        "disapplies": others,
        "extendable_by": st.sampled_from([None, "Records Manager", "Jo"]),
        "in_force": st.builds(InForce, start=limits, end=limits),
    }
)


@given(one=changes, other=changes)
def test_two_rules_never_read_the_same(one: dict[str, object], other: dict[str, object]) -> None:
    assume(one != other)
    assert alike(rule(**one), rule(**other)) == []


@given(change=changes)
def test_every_sentence_is_whole(change: dict[str, object]) -> None:
    changed = replace(policy(), rules=dict(policy().rules) | {"1": rule(**change)})
    worded = [word_rules(changed, language)["1"] for language in CATALOGUES.values()]
    for sentence in (sentence for each in worded for sentence in each.sentences):
        text = plain(sentence)
        assert text.endswith(".")
        assert not text[0].islower()
        assert "{" not in text
        assert "  " not in text.replace("The  end", "The end").replace("the  end", "the end")
