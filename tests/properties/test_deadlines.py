"""S11 on generated limits and calendars: against a second reading, and the promises it makes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.compile import compile_policy
from tenure.compiler.deadlines import AsOf, DeadlineDecision, DeadlineStatus, day_of
from tenure.compiler.evaluate.deadlines import decide_deadlines
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tests.properties.naive_deadlines import Office, Promise, end_of
from tests.properties.scale import tried

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda n: FIRST + n * DAY)
MOMENTS = st.builds(
    datetime.combine,
    DAYS,
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 29, 30, 59])),
)

OFFICES = st.builds(
    Office,
    week=st.frozensets(st.integers(0, 6), min_size=2),
    closed=st.frozensets(DAYS, max_size=25),
    opens=st.sampled_from([time(8), time(9, 30)]),
    closes=st.sampled_from([time(12), time(17)]),
    deemed=st.booleans(),
    roll=st.booleans(),
)

_COUNTS = {
    "working day": 12,
    "day": 40,
    "week": 6,
    "month": 5,
    "minute": 3000,
    "working minute": 900,
}


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    unit = draw(st.sampled_from(sorted(_COUNTS)))
    inclusive = draw(st.booleans()) if "minute" not in unit else False
    least = 1 if inclusive or "minute" in unit else 0
    return Promise(count=draw(st.integers(least, _COUNTS[unit])), unit=unit, inclusive=inclusive)


PAUSES = st.tuples(DAYS, st.integers(0, 9)).map(lambda p: (p[0], p[0] + p[1] * DAY))

_WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def amount(promise: Promise) -> str:
    if promise.count == 0 and promise.unit == "working day":
        return "0 working days"
    return f"{promise.count} {promise.unit}{'' if promise.count == 1 else 's'}"


def limit(promise: Promise, event: str = "received") -> str:
    joint = "beginning with" if promise.inclusive else "of"
    return f"{amount(promise)} {joint} {event}"


def text(office: Office, promise: Promise, extension: Promise | None = None) -> str:
    lines = [
        'policy "Generated"',
        "calendar office",
        f"  working week {', '.join(_WEEK[d] for d in sorted(office.week))}",
        f"  hours {office.opens:%H:%M} to {office.closes:%H:%M}",
        *(f"  closed {day}" for day in sorted(office.closed)),
        *(["  received when closed counts as the next working day"] if office.deemed else []),
        *(["  deadlines roll forward"] if office.roll else []),
        "record enquiry",
        "  received time  responded time  agreed yes/no",
        "  asked date  told date",
        "standard 1 for enquiry",
        f"  respond within {limit(promise)}",
        "  paused from asked to told",
    ]
    if extension is not None:
        lines.append(f"  extended to {limit(extension)} when agreed")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


def policy_of(written: str, folder: Path) -> Policy:
    path = folder / "generated.tenure"
    path.write_text(written, encoding="utf-8")
    result = compile_policy(path)
    assert result.policy is not None, [d.message for d in result.diagnostics]
    return result.policy


def decided(policy: Policy, as_of: date, **fields: object) -> DeadlineDecision:
    record = Record(
        id="e",
        record_class="enquiry",
        fields={name: value for name, value in fields.items() if value is not None},  # type: ignore[misc]
    )
    (decision,) = decide_deadlines(policy, record, AsOf(day=as_of))
    return decision


def every(first: date, last: date) -> Iterable[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


@tried(quick=400, nightly=20000)
@given(office=OFFICES, promise=promises(), event=MOMENTS, pause=st.none() | PAUSES)
def test_two_readings_of_s11_agree(
    office: Office,
    promise: Promise,
    event: datetime,
    pause: tuple[date, date] | None,
    folder: Path,
) -> None:
    policy = policy_of(text(office, promise), folder)
    asked, told = pause or (None, None)
    decision = decided(policy, FIRST, received=event, asked=asked, told=told)
    paused = frozenset(every(*pause)) if pause else frozenset()
    assert decision.deadline == end_of(promise, event, office, paused)


@tried(quick=120, nightly=5000)
@given(office=OFFICES, promise=promises(), events=st.lists(MOMENTS, min_size=2, max_size=6))
def test_a_later_receipt_never_gives_an_earlier_deadline(
    office: Office, promise: Promise, events: list[datetime], folder: Path
) -> None:
    policy = policy_of(text(office, promise), folder)
    ends = [decided(policy, FIRST, received=event).deadline for event in sorted(events)]
    assert ends == sorted(ends, key=str)


@tried(quick=120, nightly=5000)
@given(office=OFFICES, promise=promises(), longer=promises(), event=MOMENTS)
def test_an_extension_never_shortens(
    office: Office, promise: Promise, longer: Promise, event: datetime, folder: Path
) -> None:
    policy = policy_of(text(office, promise, longer), folder)
    plain = decided(policy, FIRST, received=event, agreed=False)
    extended = decided(policy, FIRST, received=event, agreed=True)
    unsure = decided(policy, FIRST, received=event)
    assert plain.deadline is not None
    assert extended.deadline is not None
    assert day_of(extended.deadline) >= day_of(plain.deadline)
    assert (unsure.not_before or unsure.deadline) == plain.deadline
    assert (unsure.not_after or unsure.deadline) == extended.deadline


@tried(quick=120, nightly=5000)
@given(
    promise=promises().filter(lambda p: "minute" not in p.unit and p.count > 0),
    event=MOMENTS,
    pause=PAUSES,
)
def test_a_pause_adds_exactly_the_days_that_it_takes_out(
    promise: Promise, event: datetime, pause: tuple[date, date], folder: Path
) -> None:
    """On a calendar that works every day, so that days out of the count and days added agree."""
    office = Office(
        week=frozenset(range(7)),
        closed=frozenset(),
        opens=time(8),
        closes=time(17),
        deemed=False,
        roll=False,
    )
    policy = policy_of(text(office, promise), folder)
    plain = decided(policy, FIRST, received=event).deadline
    asked, told = pause
    paused = decided(policy, FIRST, received=event, asked=asked, told=told).deadline
    assert plain is not None
    assert paused is not None
    first = event.date() if promise.inclusive else event.date() + DAY
    taken = [day for day in every(asked, told) if first <= day <= day_of(paused)]
    assert (day_of(paused) - day_of(plain)).days == len(taken)
    assert day_of(paused) not in every(asked, told)


@tried(quick=120, nightly=5000)
@given(office=OFFICES, promise=promises(), event=MOMENTS, done=MOMENTS, as_of=DAYS)
def test_the_status_follows_from_the_days(
    office: Office, promise: Promise, event: datetime, done: datetime, as_of: date, folder: Path
) -> None:
    policy = policy_of(text(office, promise), folder)
    decision = decided(policy, as_of, received=event, responded=done)
    end = decision.deadline
    assert end is not None
    in_time = done <= end if isinstance(end, datetime) else done.date() <= end
    if done.date() <= as_of:
        wanted = DeadlineStatus.MET if in_time else DeadlineStatus.LATE
    else:
        wanted = DeadlineStatus.OPEN if as_of <= day_of(end) else DeadlineStatus.BREACHED
    assert decision.status is wanted


@tried(quick=60, nightly=3000)
@given(
    office=OFFICES,
    limits=st.lists(promises().filter(lambda p: "minute" not in p.unit), min_size=2, max_size=4),
    event=MOMENTS,
    early=st.lists(st.integers(0, 5), min_size=4, max_size=4),
)
def test_stages_done_in_time_keep_the_outer_bound(
    office: Office, limits: list[Promise], event: datetime, early: list[int], folder: Path
) -> None:
    """An open deadline is never later than the bound that was given before it began."""
    head = text(office, limits[0]).split("record ")[0]
    fields = " ".join(f"s{n} date" for n in range(len(limits)))
    stages = "\n".join(
        f"  stage s{n} within {limit(one, 'received' if n == 0 else f's{n - 1}')} marks s{n}"
        for n, one in enumerate(limits)
    )
    policy = policy_of(
        f"{head}record case\n  received time {fields}\nprocedure 1 for case\n{stages}", folder
    )
    known: dict[str, object] = {"received": event}

    def now() -> list[DeadlineDecision]:
        record = Record(id="c", record_class="case", fields=known)  # type: ignore[arg-type]
        return list(decide_deadlines(policy, record, AsOf(day=date(2040, 1, 1))))

    bounds = [d.not_after or d.deadline for d in now()]
    start = event.date()
    for n, bound in enumerate(bounds):
        deadline = now()[n].deadline
        assert deadline is not None
        assert bound is not None
        assert day_of(deadline) <= day_of(bound)
        start = max(start, day_of(deadline) - early[n] * DAY)
        known[f"s{n}"] = min(start, day_of(deadline))
