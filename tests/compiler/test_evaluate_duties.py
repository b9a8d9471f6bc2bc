"""Duties as examples: whose turn it is, from a log of what was done and what happened."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.deadlines import DeadlineStatus, DutyDecision, LogEntry
from tenure.compiler.evaluate.duties import decide_duties, decide_duty
from tests.properties.compiled import policy_of

HEAD = 'policy "Data protection"\n  {header}\noccasion moved "The office moves"\n'


def decided(duty: str, as_of: date, *log: LogEntry, header: str = "") -> DutyDecision:
    """The decision on one duty of a policy with this header."""
    policy = policy_of(HEAD.format(header=header) + f"duty audit {duty}")
    return decide_duty(policy, policy.duties["audit"], log, as_of)


def done(*days: date) -> list[LogEntry]:
    return [LogEntry(name="audit", day=day) for day in days]


def moved(*days: date) -> list[LogEntry]:
    return [LogEntry(name="moved", day=day) for day in days]


# --- from when the first turn is counted ------------------------------------------------


@pytest.mark.parametrize(
    ("duty", "header", "due"),
    [
        (
            "every 6 months starting 2026-01-31",
            "in force from 2026-03-01 approved 2026-02-01",
            date(2026, 7, 31),
        ),
        ("every 6 months", "in force from 2026-03-01 approved 2026-02-01", date(2026, 9, 1)),
        ("every 6 months", "approved 2026-02-10", date(2026, 8, 10)),
        # A month may be any of its days: the earliest is taken, so that nothing is late unseen.
        ("every 6 months", "approved 2026-02", date(2026, 8, 1)),
        ("every 6 months", "", None),
    ],
)
def test_the_first_turn_is_counted_from_where_it_starts_else_from_the_policy(
    duty: str, header: str, due: date | None
) -> None:
    found = decided(duty, date(2026, 4, 1), header=header)
    assert found.due == due
    assert found.status is (DeadlineStatus.OPEN if due else DeadlineStatus.UNDETERMINED)
    assert found.notes[0].startswith("never done")


def test_without_a_day_to_count_from_an_occasion_can_still_make_it_overdue() -> None:
    duty = "every 1 year or when moved within 2 weeks"
    found = decided(duty, date(2026, 3, 15), *moved(date(2026, 3, 1)))
    # By its turn it may have been due sooner, and nobody knows.
    assert found.status is DeadlineStatus.UNDETERMINED
    found = decided(duty, date(2026, 3, 16), *moved(date(2026, 3, 1)))
    assert (found.status, found.due, found.called_by) == (
        DeadlineStatus.BREACHED,
        date(2026, 3, 15),
        "moved",
    )


# --- the turns after it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "status", "left"),
    [
        (date(2028, 8, 28), DeadlineStatus.OPEN, 1),
        (date(2028, 8, 29), DeadlineStatus.OPEN, 0),
        (date(2028, 8, 30), DeadlineStatus.BREACHED, -1),
    ],
)
def test_a_turn_lasts_through_its_last_day(as_of: date, status: DeadlineStatus, left: int) -> None:
    found = decided("every 6 months", as_of, *done(date(2028, 2, 29), date(2027, 9, 30)))
    assert (found.due, found.last) == (date(2028, 8, 29), date(2028, 2, 29))
    assert (found.status, found.days_left) == (status, left)


def test_what_lies_ahead_is_not_done_yet() -> None:
    log = done(date(2026, 1, 5), date(2026, 7, 1))
    assert decided("every 6 months", date(2026, 6, 30), *log).due == date(2026, 7, 5)
    assert decided("every 6 months", date(2026, 7, 1), *log).due == date(2027, 1, 1)


# --- occasions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("performed", "due"),
    [
        ([date(2026, 2, 28)], date(2026, 3, 15)),
        ([date(2026, 3, 1)], None),
        ([date(2026, 3, 20)], None),
        ([], date(2026, 3, 15)),
    ],
)
def test_who_does_it_on_the_day_of_the_occasion_or_later_has_answered(
    performed: list[date], due: date | None
) -> None:
    log = [*done(*performed), *moved(date(2026, 3, 1))]
    found = decided("when moved within 2 weeks", date(2026, 4, 1), *log)
    assert found.due == due
    assert found.status is (DeadlineStatus.BREACHED if due else DeadlineStatus.AWAITING)


def test_the_earliest_call_counts_whichever_it_is() -> None:
    duty = "every 1 month or when moved within 2 weeks"
    log = [*done(date(2026, 3, 1)), *moved(date(2026, 3, 10), date(2026, 3, 5))]
    found = decided(duty, date(2026, 3, 12), *log)
    assert (found.due, found.called_by) == (date(2026, 3, 19), "moved")
    found = decided(duty, date(2026, 3, 12), *done(date(2026, 3, 1)), *moved(date(2026, 3, 25)))
    assert (found.due, found.called_by) == (date(2026, 4, 1), None)


def test_an_occasion_calls_for_it_on_the_day_itself() -> None:
    log = moved(date(2026, 3, 1))
    assert decided("when moved", date(2026, 3, 1), *log).status is DeadlineStatus.OPEN
    assert decided("when moved", date(2026, 3, 2), *log).status is DeadlineStatus.BREACHED
    assert decided("when moved", date(2026, 2, 28), *log).status is DeadlineStatus.AWAITING


def test_every_duty_is_decided_in_the_order_written() -> None:
    policy = policy_of(
        HEAD.format(header="approved 2026-01-01")
        + "duty zeta every 1 year\nduty alpha every 1 week\nduty beta when moved"
    )
    found = decide_duties(policy, [LogEntry(name="zeta", day=date(2026, 2, 1))], date(2026, 3, 1))
    assert [(one.duty, one.status.value, one.due) for one in found] == [
        ("zeta", "open", date(2027, 2, 1)),
        ("alpha", "breached", date(2026, 1, 8)),
        ("beta", "awaiting", None),
    ]
