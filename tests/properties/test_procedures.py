"""S11 and S6 on generated procedures: a second reading, and what stays true whatever is learnt."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.deadlines import AsOf, DeadlineDecision, DeadlineStatus, Moment, day_of
from tenure.compiler.evaluate.deadlines import decide_deadlines
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record
from tests.properties.compiled import policy_of
from tests.properties.naive_procedures import (
    DATES,
    DAY,
    DAYS,
    EVENTS,
    Answer,
    Case,
    Event,
    Fields,
    Procedure,
    When,
    events,
    flags_of,
    procedures,
    text_of,
)
from tests.properties.scale import tried


def decided(policy: Policy, fields: Fields, as_of: date) -> dict[str, DeadlineDecision]:
    """The decision on every stage of a case, by its name."""
    record = Record(id="c", record_class="case", fields=dict(fields))
    found = decide_deadlines(policy, record, AsOf(day=as_of))
    return {decision.step: decision for decision in found}


def said(decision: DeadlineDecision) -> Answer:
    def day(moment: Moment | None) -> date | None:
        return day_of(moment) if moment is not None else None

    return Answer(
        status=decision.status.value,
        deadline=day(decision.deadline),
        low=day(decision.not_before),
        high=day(decision.not_after),
    )


@tried(quick=400, nightly=20000)
@given(procedure=procedures(), data=st.data(), as_of=DAYS)
def test_two_readings_of_a_procedure_agree(
    procedure: Procedure, data: st.DataObject, as_of: date
) -> None:
    text = text_of(procedure)
    fields = data.draw(events(procedure))
    fields |= {flag: data.draw(st.booleans()) for flag in flags_of(procedure)}
    found = {ref: said(one) for ref, one in decided(policy_of(text), fields, as_of).items()}
    wanted = Case(procedure=procedure, fields=fields, as_of=as_of).answers()
    assert found == {f"{procedure.ref}/{name}": one for name, one in wanted.items()}, text


@tried(quick=300, nightly=10000)
@given(procedure=procedures(), data=st.data(), as_of=DAYS)
def test_a_status_is_given_if_and_only_if_it_is_the_same_whatever_is_not_known(
    procedure: Procedure, data: st.DataObject, as_of: date
) -> None:
    text = text_of(procedure)
    known = data.draw(events(procedure))
    flags = flags_of(procedure)
    unknown = flags[: data.draw(st.integers(0, 4))]
    known |= {flag: data.draw(st.booleans()) for flag in flags if flag not in unknown}
    worlds = [
        Case(
            procedure=procedure,
            fields={**known, **dict(zip(unknown, way, strict=True))},
            as_of=as_of,
        )
        for way in product((True, False), repeat=len(unknown))
    ]
    answers = [world.answers() for world in worlds]
    for ref, decision in decided(policy_of(text), known, as_of).items():
        name = ref.partition("/")[2]
        statuses = {a[name].status if name in a else "does not apply" for a in answers}
        wanted = statuses.pop() if len(statuses) == 1 else "undetermined"
        assert decision.status == wanted, (ref, text)
        if decision.status is DeadlineStatus.UNDETERMINED:
            assert decision.missing, (ref, text)


@tried(quick=300, nightly=10000)
@given(
    procedure=procedures(),
    other=st.none() | st.just(When(flag="elsewhere")),
    data=st.data(),
    as_of=DAYS,
)
def test_whatever_is_learnt_a_status_stays_and_bounds_hold(
    procedure: Procedure, other: When | None, data: st.DataObject, as_of: date
) -> None:
    """What S6 promises of deadlines.

    A yes or no that is unknown may turn out either way. An event that is unknown has not
    happened, so that it can only happen after the day of the decision, and a pause ends no earlier
    than it begins. Whatever is learnt, what
    was met, late, breached or lapsed is; what was open is open; what was awaited is awaited or
    has begun since, and is open. No deadline is earlier than was said. None is later, unless a
    pause or an extension begins that had not begun, or a stage before is not done in its time.
    """
    text = text_of(procedure, other)
    policy = policy_of(text)
    known = data.draw(events(procedure))
    flags = [*flags_of(procedure), *([other.flag] if other else [])]
    known |= {flag: data.draw(st.booleans()) for flag in flags if data.draw(st.booleans())}
    before = decided(policy, known, as_of)
    learnt: dict[str, Event | bool] = dict(known)
    for name in (*EVENTS, *DATES, *flags):
        if name not in known and data.draw(st.booleans()):
            value = (
                data.draw(st.booleans()) if name in flags else _later(procedure, name, as_of, data)
            )
            learnt[name] = value
    asked, told = learnt.get("asked"), learnt.get("told")
    if "told" not in known and told and not (asked and _day(asked) <= _day(told)):
        del learnt["told"]
    after = decided(policy, learnt, as_of)
    no_more = not any(name in learnt and name not in known for name in DATES)
    for ref, one in before.items():
        if one.status is DeadlineStatus.UNDETERMINED:
            continue
        then = after[ref]
        may_begin = one.status is DeadlineStatus.AWAITING
        assert then.status is one.status or (may_begin and then.status is DeadlineStatus.OPEN), text
        _holds(one, then, text, no_more=no_more and not may_begin)


def _day(value: Event | bool) -> date:
    assert isinstance(value, date)
    return day_of(value)


def _later(procedure: Procedure, name: str, as_of: date, data: st.DataObject) -> Event:
    day = as_of + data.draw(st.integers(1, 20)) * DAY
    timed = procedure.timed and name in EVENTS
    return datetime.combine(day, time(12)) if timed else day


def _holds(one: DeadlineDecision, then: DeadlineDecision, text: str, *, no_more: bool) -> None:
    """What was said of a deadline is true of what is known of it later."""
    low, low_then = one.deadline or one.not_before, then.deadline or then.not_before
    high, high_then = one.deadline or one.not_after, then.deadline or then.not_after
    if low is not None and low_then is not None:
        assert day_of(low) <= day_of(low_then), text
    if no_more and high is not None:
        assert high_then is not None, text
        assert day_of(high_then) <= day_of(high), text


@tried(quick=300, nightly=10000)
@given(procedure=procedures(), data=st.data(), as_of=DAYS)
def test_a_stage_that_begins_in_time_keeps_the_bound_that_was_given_before(
    procedure: Procedure, data: st.DataObject, as_of: date
) -> None:
    text = text_of(procedure)
    policy = policy_of(text)
    known = data.draw(events(procedure))
    known |= {flag: data.draw(st.booleans()) for flag in flags_of(procedure)}
    before = decided(policy, known, as_of)
    for stage in procedure.stages:
        one = before.get(f"{procedure.ref}/{stage.name}")
        if one is None or one.status is not DeadlineStatus.AWAITING or one.not_after is None:
            continue
        earlier = [before.get(f"{procedure.ref}/{s.name}") for s in procedure.marking(stage.anchor)]
        last = [d.deadline for d in earlier if d is not None and d.deadline is not None]
        if not last or stage.anchor in known:
            continue
        day = max(day_of(end) for end in last)
        done = datetime.combine(day, time(23, 59)) if procedure.timed else day
        begun = decided(policy, {**known, stage.anchor: done}, day + timedelta(days=400))
        then = begun.get(one.step)
        if then is not None and then.deadline is not None:
            assert day_of(then.deadline) <= day_of(one.not_after), text
