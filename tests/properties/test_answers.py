"""S13: what a published page answers is what the reference evaluator decides."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selenium import webdriver

from tenure.compiler.decisions import Decision
from tenure.compiler.policy.fields import LinkType, Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tenure.reports.answers.table import decision_table
from tests.browsing import browsing
from tests.properties import spec
from tests.properties.compiled import decisions, meaning, policy_of
from tests.properties.generated import Shape, policies
from tests.properties.inventories import WILD, asked_whether_known, inventories, values_of
from tests.properties.scale import tried
from tests.properties.written import Writer

DAYS = (date(2020, 12, 31), date(2021, 3, 1), date(2022, 3, 1), date(2026, 6, 1))
YEARS, ENDS = (
    (2019, 2020, 2023, 2024),
    ((1, 31), (2, 28), (3, 1), (8, 29), (8, 30), (8, 31), (12, 31)),
)
MONTH_ENDS = (
    *(date(year, month, day) for year in YEARS for month, day in ENDS),
    *(date(2020, 2, 29), date(2024, 2, 29), date.min, date.max),
)
OWN = Shape(links=False, latest=False)
"""Policies of which the page can answer everything but what other policies decide."""

SETTLED = ("retain", "due", "overdue", "permanent")
SCRIPT = Path(__file__).parents[2] / "reports" / "answers" / "templates" / "decide.js"
ASKED = """
  const [table, asOf, records] = arguments;
  return records.map(record => deciding.decide(
    table, table.families.find(each => each.classes.some(one => one.name === record.of)),
    { ...record, fields: new Map(record.fields), unsure: new Set(record.unsure) }, asOf));
"""
Answer = dict[str, object]


@pytest.fixture(scope="module")
def browser(
    require_tool: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Chrome]:
    with browsing(require_tool, tmp_path_factory.mktemp("profile")) as found:
        yield found


@tried(quick=60, nightly=3000)
@given(spec_=policies(), data=st.data(), as_of=st.sampled_from(DAYS))
def test_the_page_answers_as_the_evaluator_or_says_that_it_does_not(
    browser: webdriver.Chrome, spec_: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    policy = _meant(spec_)
    _agree(browser, policy, data.draw(inventories(spec_, WILD)), as_of)


@tried(quick=60, nightly=3000)
@given(spec_=policies(OWN), data=st.data(), as_of=st.sampled_from(DAYS))
def test_what_turns_on_one_record_alone_is_always_answered(
    browser: webdriver.Chrome, spec_: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    policy = _meant(spec_)
    records = data.draw(inventories(spec_, WILD))
    assert _agree(browser, policy, records, as_of) == len(records)


@tried(quick=60, nightly=3000)
@given(spec_=policies(OWN), data=st.data(), as_of=st.sampled_from(DAYS))
def test_what_a_reader_does_not_know_never_gives_a_day_that_knowing_would_change(
    browser: webdriver.Chrome, spec_: spec.Policy, data: st.DataObject, as_of: date
) -> None:
    policy = _meant(spec_)
    rng = random.Random(data.draw(st.integers(0, 2**32 - 1)))
    for record in data.draw(inventories(spec_, WILD)):
        fields = spec_.fields(record.record_class)
        asked = [name for name in sorted(asked_whether_known(spec_)) if name in fields]
        unsure = [name for name in asked if rng.randrange(2)]
        kept = {name: v for name, v in record.fields.items() if name not in unsure}
        (found,) = _answers(browser, policy, [replace(record, fields=kept)], as_of, unsure)
        if found["status"] not in SETTLED:
            continue
        for _ in range(8):
            values = {name: rng.choice((None, *values_of(fields[name]))) for name in unsure}
            more = {name: value for name, value in values.items() if value is not None}
            known = replace(record, fields=kept | more)
            decision = decisions(policy, [known], as_of)[record.id]
            if decision.status != "held":
                assert (decision.status, decision.keep_until) == (
                    found["status"],
                    _day(found["keepUntil"]),
                )


def test_every_period_ends_on_the_day_that_the_evaluator_says(browser: webdriver.Chrome) -> None:
    """Each period from each of many month ends and leap days, and from the calendar's ends."""
    periods = (
        *(f"{n} {unit} after e" for n in (0, 1, 6, 11, 13, 30) for unit in ("days", "months")),
        *(f"{n} years after e" for n in (1, 3, 4, 75, 100, 400)),
        *(f"{n} months beginning with e" for n in (1, 6, 12)),
        "1 month and 1 day after e",
        "1 month and 1 day beginning with e",
        "2 weeks beginning with e",
        *(f"{year}+{n} from e" for year in ("CY", "FY", "LEAP") for n in (0, 1, 6)),
    )
    text = 'policy "p"\ncalendar c year FY ends 31 March year LEAP ends 29 February\n'
    for n, period in enumerate(periods):
        text += f"record r{n} e date required\nrule {n} for r{n} keep {period}\n"
    policy = policy_of(text)
    records = [
        Record(id=f"{n}-{day}", record_class=f"r{n}", fields={"e": day})
        for n in range(len(periods))
        for day in MONTH_ENDS
    ]
    assert _agree(browser, policy, records, date(2026, 6, 1)) == len(periods) * len(MONTH_ENDS)


def _meant(written: spec.Policy) -> Policy:
    policy = meaning(Writer().policy(written))
    return policy


def _agree(
    browser: webdriver.Chrome, policy: Policy, records: Sequence[Record], as_of: date
) -> int:
    """Assert that the page decides as the evaluator; return how many records it answered."""
    expected = decisions(policy, records, as_of)
    answered = 0
    for record, found in zip(records, _answers(browser, policy, records, as_of), strict=True):
        if found["status"] not in ("elsewhere", "open"):
            answered += 1
            assert _compared(found) == _wanted(expected[record.id]), record
    return answered


def _answers(
    browser: webdriver.Chrome,
    policy: Policy,
    records: Sequence[Record],
    as_of: date,
    unsure: Sequence[str] = (),
) -> list[Answer]:
    script = SCRIPT.read_text(encoding="utf-8") + ASKED
    said = [_said(record, policy) | {"unsure": list(unsure)} for record in records]
    found = browser.execute_script(script, decision_table(policy), as_of.toordinal(), said)
    assert isinstance(found, list)
    return found


def _said(record: Record, policy: Policy) -> Answer:
    fields = policy.classes[record.record_class].fields
    known = [
        [name, _scalar(value, link=isinstance(fields[name].type, LinkType))]
        for name, value in record.fields.items()
        if value != ()
    ]
    extended = record.extended_until
    return {
        "of": record.record_class,
        "fields": known,
        "disposedAs": record.disposed_as,
        "extendedUntil": extended.toordinal() if extended else None,
    }


def _scalar(value: Value, *, link: bool) -> object:
    match value:
        case _ if link:
            return True
        case datetime():
            return value.date().toordinal()
        case date():
            return value.toordinal()
        case Decimal():
            return f"{value:f}"
        case _:
            return value


def _day(ordinal: object) -> date | None:
    return date.fromordinal(ordinal) if isinstance(ordinal, int) else None


def _compared(found: Answer) -> Answer:
    days = {name: _day(found[name]) for name in ("keepUntil", "due", "notBefore", "notAfter")}
    others = ("status", "action", "rule", "phase", "missing", "awaiting", "heldBy", "follows")
    return days | {name: found[name] for name in others}


def _wanted(decision: Decision) -> Answer:
    return {
        "keepUntil": decision.keep_until,
        "due": decision.due,
        "notBefore": decision.not_before,
        "notAfter": decision.not_after,
        "status": decision.status.value,
        "action": decision.action.text if decision.action else None,
        "rule": decision.rule,
        "phase": decision.phase,
        "missing": list(decision.missing),
        "awaiting": list(decision.awaiting),
        "heldBy": list(decision.held_by),
        "follows": decision.follows,
    }
