"""The contact half in plain English: nothing left out, nothing that reads like something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.compiler.dates import Length
from tenure.compiler.load import LoadedFile
from tenure.compiler.policy import FieldRef, Policy
from tenure.compiler.policy.conditions import Condition, Flag, Known, Not
from tenure.compiler.policy.fields import EventType, YesNoType
from tenure.compiler.policy.obligations import (
    Amount,
    Appointment,
    ElapsedTime,
    Extension,
    Limit,
    Obligation,
    Pause,
    Step,
    StepKind,
    WorkingDays,
    WorkingTime,
)
from tenure.compiler.policy.periods import Duration, FixedDay
from tenure.compiler.policy.rules import InForce, OtherRule
from tenure.compiler.resolve.policies import resolve
from tenure.dsl.codes import Severity
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile
from tenure.reports.wording import ENGLISH, LANGUAGES, catalogue, plain, word_obligations
from tenure.reports.wording.accountability import ActivityWording, DutyWording
from tenure.reports.wording.calendars import word_calendar

TEXT = """
policy "Service"
calendar office working week Monday to Friday deadlines roll forward
calendar shop working week Monday to Saturday
record item "Items"
  received   time
  reported   time  "receiving it"
  the_report time
  decided    date
  decision   date  "the decision"
  sent       date  "the decision was sent"
  agreed     yes/no
  not_agreed yes/no
  link       link to item
record other "Others"
  received time
  responded time
  done time
standard 1 "Items" for item using calendar office respond within 1 day of received marks sent
standard 2 "Items" for item using calendar office respond within 2 days of received marks sent
standard 3 "Items" for item using calendar office respond within 3 days of received marks sent
"""
AT = SourceFile(path="service.tenure", text="").span(0, 0)


@cache
def policy() -> Policy:
    """The policy whose standards are exchanged for generated ones."""

    def report(diagnostic: Diagnostic) -> None:
        assert diagnostic.severity is not Severity.ERROR, diagnostic.message

    tree = read_file(SourceFile(path="service.tenure", text=TEXT), report)
    assert tree is not None
    file = LoadedFile(source=tree.source, declarations=tree.declarations, own=True)
    found = resolve((file,), report)
    assert found is not None
    return found


def some(*kinds: type) -> st.SearchStrategy[FieldRef]:
    """References to fields of these types, on the record or one that it links to."""
    fields = policy().classes["item"].fields
    own = [FieldRef(name=name, type=field.type) for name, field in fields.items()]
    linked = [replace(ref, links=("link",)) for ref in own]
    return st.sampled_from([ref for ref in (*own, *linked) if isinstance(ref.type, kinds)])


def days(count: int) -> Duration:
    return Duration(length=Length(months=0, days=count), parts=((count, "day"),))


counts = st.integers(0, 2)
amounts: st.SearchStrategy[Amount] = st.one_of(
    counts.map(lambda n: WorkingDays(count=n)),
    counts.map(days),
    st.sampled_from([30, 60, 90, 120]).map(lambda n: WorkingTime(minutes=n)),
    st.sampled_from([30, 60, 90, 120, 1440]).map(lambda n: ElapsedTime(minutes=n)),
)
anchors = some(EventType) | st.just(FixedDay(day=date(2026, 3, 1)))


def is_sound(limit: Limit) -> bool:
    """Whether the resolver lets the limit pass."""
    same_day = limit.amount in (WorkingDays(count=0), days(0))
    return not (limit.inclusive and (limit.to_the_minute or same_day))


limits = st.builds(
    Limit, amount=amounts, anchor=anchors, inclusive=st.booleans(), span=st.just(AT)
).filter(is_sound)
every_limit = limits | st.builds(
    Limit, amount=st.just(Appointment()), anchor=anchors, span=st.just(AT)
)
flags = some(YesNoType)
conditions: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Flag, ref=flags, span=st.just(AT)),
    st.builds(Not, part=st.builds(Flag, ref=flags, span=st.just(AT)), span=st.just(AT)),
    st.builds(Known, ref=some(EventType), span=st.just(AT)),
)
extensions = st.lists(
    st.builds(Extension, limit=every_limit, condition=conditions, span=st.just(AT)), max_size=1
)
pauses = st.lists(
    st.builds(Pause, start=some(EventType), end=some(EventType), span=st.just(AT)), max_size=1
)
names = st.sampled_from(["respond", "visit", "x"])
"""Two promises and a stage."""
changes = st.fixed_dictionaries(
    {
        "name": names,
        "limit": every_limit,
        "marks": some(EventType).filter(lambda ref: not ref.links),
        "by_customer": st.booleans(),
        "optional": st.booleans(),
        "condition": st.none() | conditions,
        "extensions": extensions.map(tuple),
        "pauses": pauses.map(tuple),
        "target": st.sampled_from([None, Decimal(90), Decimal("90.5")]),
        "owner": st.sampled_from([None, "The clerk", "Jo"]),
    }
)
wholes = st.fixed_dictionaries(
    {
        "condition": st.none() | conditions,
        "calendar": st.sampled_from(["office", "shop"]),
        "overrides": st.sampled_from([(), (OtherRule(ref="3", span=AT),)]),
        "in_force": st.sampled_from([InForce(), InForce(end=date(2027, 1, 1))]),
    }
)


def step(change: dict[str, object]) -> Step:
    """The step of the first standard, changed; only a stage is the customer's or optional."""
    stage = change["name"] == "x"
    by_customer = stage and bool(change["by_customer"])
    return replace(
        policy().obligations["1"].steps[0],
        **{  # type: ignore[arg-type]
            **change,
            "kind": StepKind.STAGE if stage else StepKind.PROMISE,
            "by_customer": by_customer,
            "optional": stage and bool(change["optional"]),
            "owner": None if by_customer else change["owner"],
        },
    )


def alike(one: Obligation, other: Obligation) -> list[str]:
    """The languages in which two standards of one policy read the same."""
    obligations = dict(policy().obligations) | {"1": one, "2": replace(other, ref="2")}
    both = replace(policy(), obligations=obligations)
    found = {language: word_obligations(both, catalogue(language)) for language in LANGUAGES}
    return [
        language
        for language, worded in found.items()
        if shown(worded["1"].text) == shown(worded["2"].text)
    ]


def shown(text: str) -> str:
    return " ".join(text.split()).casefold()


@given(one=changes, other=changes)
def test_two_promises_never_read_the_same(one: dict[str, object], other: dict[str, object]) -> None:
    first, second = step(one), step(other)
    assume(first != second)
    standard = policy().obligations["1"]
    assert alike(replace(standard, steps=(first,)), replace(standard, steps=(second,))) == []


@given(one=every_limit, other=every_limit)
def test_two_limits_never_read_the_same(one: Limit, other: Limit) -> None:
    assume(one != other)
    standard = policy().obligations["1"]
    (promise,) = standard.steps
    read = alike(
        replace(standard, steps=(replace(promise, limit=one),)),
        replace(standard, steps=(replace(promise, limit=other),)),
    )
    assert read == []


@given(one=wholes, other=wholes)
def test_two_standards_never_read_the_same(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assume(one != other)
    standard = policy().obligations["1"]
    read = alike(
        replace(standard, **one),  # type: ignore[arg-type]
        replace(standard, **other),  # type: ignore[arg-type]
    )
    assert read == []


@given(change=changes)
def test_every_sentence_is_whole(change: dict[str, object]) -> None:
    standard = replace(policy().obligations["1"], steps=(step(change),))
    changed = replace(policy(), obligations={"1": standard})
    worded = [word_obligations(changed, catalogue(language))["1"] for language in LANGUAGES]
    steps = [one for each in worded for one in each.steps.values()]
    for sentence in (sentence for one in steps for sentence in one.sentences):
        text = plain(sentence)
        assert text.endswith(".")
        assert not text[0].islower()
        assert "{" not in text
        assert "  " not in text


@pytest.mark.parametrize("name", ["calico", "polha", "staffords"])
def test_the_worked_policies_read_well(name: str, request: pytest.FixtureRequest) -> None:
    found: Policy = request.getfixturevalue(name)
    worded = word_obligations(found, ENGLISH)
    texts = [shown(each.text) for each in worded.values()]
    whole = [each.sentences for each in worded.values()]
    steps = [step.sentences for each in worded.values() for step in each.steps.values()]
    sentences = [plain(sentence) for said in (*whole, *steps) for sentence in said]
    assert len(set(texts)) == len(texts)
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not sentence[0].islower()
        assert "it is not the case that" not in sentence or " and " in sentence
    assert bool(sentences) is (name != "staffords")


Compiled = Callable[[str], Policy]
SAYS: list[tuple[str, list[str]]] = [
    (
        "acknowledge within 2 working days of received",
        ["We acknowledge it within 2 working days after receiving it."],
    ),
    (
        "acknowledge within 1 working day of received",
        ["We acknowledge it within 1 working day after receiving it."],
    ),
    (
        "acknowledge by the end of the next working day after received",
        ["We acknowledge it within 1 working day after receiving it."],
    ),
    (
        "respond on the same day as received",
        ["We respond on the same day (the date received)."],
    ),
    (
        "respond within 14 days beginning with received",
        ["We respond within 14 days beginning with the date received."],
    ),
    (
        "answer within 1 hour and 1 minute of reported",
        ["We answer within 1 hour and 1 minute after the report."],
    ),
    (
        "answer within 4 working hours of reported",
        ["We answer within 4 working hours after the report."],
    ),
    ("visit by appointment", ["We visit by the appointment."]),
    (
        "respond within 3 days of received when urgent",
        ["If urgent, we respond within 3 days after receiving it."],
    ),
    (
        "respond within 3 days of received marks sent",
        [
            "We respond within 3 days after receiving it.",
            "Done on the date when the answer was sent.",
        ],
    ),
    (
        "respond within 3 days of received extended to 2 weeks of received when urgent",
        [
            "We respond within 3 days after receiving it.",
            "If urgent, the limit becomes 2 weeks after receiving it, where that is later.",
        ],
    ),
    (
        "respond within 3 days of received paused from asked to answered_us",
        [
            "We respond within 3 days after receiving it.",
            "The days from the date asked to the day of the answer, both included, do not count.",
        ],
    ),
]


@pytest.mark.parametrize(("written", "says"), SAYS)
def test_promises(compiled: Compiled, written: str, says: list[str]) -> None:
    found = compiled(
        'policy "P" calendar office working week Monday to Friday hours 09:00 to 17:00 '
        "record letter received date reported time acknowledged date responded date "
        'answered time visited time appointment time sent date "the answer was sent" '
        'asked date answered_us date "the day of the answer" urgent yes/no '
        f"standard 1 for letter {written}"
    )
    (worded,) = word_obligations(found, ENGLISH)["1"].steps.values()
    assert [plain(sentence) for sentence in worded.sentences] == says


def test_stages(contact: Policy) -> None:
    worded = word_obligations(contact, ENGLISH)["9.2"]
    assert [plain(sentence) for sentence in worded.sentences] == [
        "Applies if the company is Homes.",
        "Working days are those of the calendar office.",
        "Answers for it: Service manager.",
    ]
    said = {
        ref.removeprefix("9.2/"): " ".join(map(plain, each.sentences))
        for ref, each in worded.steps.items()
    }
    assert said["mediate"] == (
        "If the country is United Kingdom, we complete this stage within 5 working days after "
        "receiving it. This stage may be left out. Done on the date answered."
    )
    assert said["appeal"] == (
        "The customer may take this step within 10 working days after the decision was sent; "
        "after that it lapses. Done on the date appealed."
    )
    assert said["overall"] == (
        "We complete the whole within 6 months after receiving it. Done on the date heard."
    )
    assert plain(worded.steps["9.2/hear"].target) == "In 90.5% of cases"


def test_a_calendar_says_everything(contact: Policy) -> None:
    said = {
        name: [plain(sentence) for sentence in word_calendar(calendar, ENGLISH)]
        for name, calendar in contact.calendars.items()
    }
    assert said["office"] == [
        "Working days are Monday to Friday.",
        "Working hours are 09:00 to 17:00.",
        "The public holidays of England and Scotland are not working days.",
        "Also closed: 29 December 2026 to 31 December 2026 (Christmas closure), 5 January 2027.",
        "What arrives after working hours, or on a day that is not a working day, counts as "
        "arriving on the next working day.",
        "A last day that is not a working day moves to the next working day.",
    ]
    assert said["shop"] == [
        "Working days are Monday, Wednesday, Saturday and Sunday.",
        "Only days in term can be working days: 2 September 2026 to 23 October 2026 (Autumn).",
    ]


def test_duties(contact: Policy) -> None:
    wording = DutyWording(contact, ENGLISH)
    said = {name: [plain(s) for s in wording.cycle(d)] for name, d in contact.duties.items()}
    assert said == {
        "audit": ["Every 6 months.", "The first turn is counted from 10 January 2026."],
        "review": [
            "Every 12 months.",
            "Due within 30 days after this event: The call system is replaced.",
        ],
        "notice": ["Due on the day of this event: The call system is replaced."],
    }


def test_occasions_of_one_title_are_told_apart(compiled: Compiled) -> None:
    policy = compiled(
        'policy "P" occasion a "We move" occasion b "We move" '
        'duty x "X" when a duty y "Y" when b duty z "Z" when a within 0 days'
    )
    wording = DutyWording(policy, ENGLISH)
    said = [plain(s) for duty in policy.duties.values() for s in wording.cycle(duty)]
    assert said == [
        "Due on the day of this event: We move (a).",
        "Due on the day of this event: We move (b).",
        "Due within 0 days after this event: We move (a).",
    ]


def test_organisations_of_one_title_are_told_apart(compiled: Compiled) -> None:
    policy = compiled(
        'policy "P" organisation north "Homes" organisation south "Homes" '
        "record item company organisation received date responded date "
        "standard 1 for item when company is north respond within 1 day of received "
        "standard 2 for item when company is south respond within 1 day of received"
    )
    worded = word_obligations(policy, ENGLISH)
    assert plain(worded["1"].sentences[0]) == "Applies if the company is north."
    assert plain(worded["2"].sentences[0]) == "Applies if the company is south."


def test_once_in_a_unit_is_every_unit(compiled: Compiled) -> None:
    policy = compiled('policy "P" duty a "A" every 1 month duty b "B" every 1 year and 6 months')
    wording = DutyWording(policy, ENGLISH)
    said = [plain(s) for duty in policy.duties.values() for s in wording.cycle(duty)]
    assert said == ["Every month.", "Every 1 year and 6 months."]


def test_what_is_held_and_who_receives_it(contact: Policy) -> None:
    (activity,) = contact.activities.values()
    wording = ActivityWording(activity, contact, ENGLISH)
    assert [plain(wording.held(data)) for data in activity.holds] == [
        "Name",
        "Card details, if paid",
    ]
    assert [plain(wording.recipient(one)) for one in activity.recipients] == [
        "Couriers (last checked 1 March 2026)",
        "IT support (not yet checked)",
    ]
