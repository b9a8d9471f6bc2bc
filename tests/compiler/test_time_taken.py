"""How much time something took: in the terms of its limit, and never a guess."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tenure.compiler.compile import compile_policy
from tenure.compiler.deadlines import AsOf, DeadlineDecision, TimeTaken, Unit
from tenure.compiler.evaluate.deadlines import decide_deadlines
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Record

TEXT = """
policy "Promises"
  jurisdiction GB-ENG

calendar office
  working week Monday to Friday
  hours        09:00 to 17:00
  holidays     GB-ENG

calendar desk
  working week Monday to Friday
  hours        09:00 to 17:00
  received when closed counts as the next working day

record enquiry
  received   time required
  responded  time
  asked      date
  answered   date

standard working "Working days" for enquiry
  using calendar office
  respond within 3 working days of received
  paused from asked to answered

standard deemed "Deemed receipt" for enquiry
  using calendar desk
  respond within 3 working days of received

standard first "The day itself counts" for enquiry
  respond within 5 days beginning with received

standard days "Calendar days" for enquiry
  respond within 1 month of received
  paused from asked to answered

standard elapsed "By the clock" for enquiry
  respond within 48 hours of received
  paused from asked to answered

standard hours "Within hours" for enquiry
  using calendar office
  respond within 4 working hours of received
"""
FRIDAY = datetime(2026, 4, 17, 16, 0)
TUESDAY = datetime(2026, 4, 21, 10, 30)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """A promise for each way of counting."""
    path: Path = tmp_path_factory.mktemp("taken") / "promises.tenure"
    path.write_text(TEXT, encoding="utf-8")
    compiled = compile_policy(path)
    assert compiled.policy is not None, compiled.diagnostics
    return compiled.policy


def decided(policy: Policy, ref: str, **fields: Value) -> DeadlineDecision:
    """The decision on one promise, months later."""
    record = Record(id="e", record_class="enquiry", fields=fields)
    decisions = decide_deadlines(policy, record, AsOf(day=date(2026, 9, 1)))
    return next(each for each in decisions if each.step.partition("/")[0] == ref)


@pytest.mark.parametrize(
    ("ref", "count", "unit"),
    [
        ("working", 2, Unit.WORKING_DAYS),
        ("deemed", 2, Unit.WORKING_DAYS),
        ("first", 5, Unit.DAYS),
        ("days", 4, Unit.DAYS),
        ("elapsed", 90 * 60 + 30, Unit.MINUTES),
        ("hours", 60 + 8 * 60 + 90, Unit.WORKING_MINUTES),
    ],
)
def test_each_limit_counts_in_its_own_unit(
    policy: Policy, ref: str, count: int, unit: Unit
) -> None:
    taken = decided(policy, ref, received=FRIDAY, responded=TUESDAY).taken
    assert taken == TimeTaken(count=count, unit=unit)


@pytest.mark.parametrize(("ref", "count"), [("working", 1), ("days", 2), ("elapsed", 42 * 60 + 30)])
def test_paused_days_are_left_out(policy: Policy, ref: str, count: int) -> None:
    pause = {"asked": date(2026, 4, 19), "answered": date(2026, 4, 20)}
    taken = decided(policy, ref, received=FRIDAY, responded=TUESDAY, **pause).taken
    assert taken is not None
    assert taken.count == count


def test_a_pause_that_goes_on_is_left_out_too(policy: Policy) -> None:
    decision = decided(
        policy, "working", received=FRIDAY, responded=TUESDAY, asked=date(2026, 4, 20)
    )
    assert decision.taken == TimeTaken(count=0, unit=Unit.WORKING_DAYS)


def test_what_arrives_when_closed_and_is_answered_before_it_opens_took_no_time(
    policy: Policy,
) -> None:
    saturday = datetime(2026, 4, 18, 12, 0)
    taken = decided(policy, "deemed", received=saturday, responded=saturday).taken
    assert taken == TimeTaken(count=0, unit=Unit.WORKING_DAYS)


def test_what_is_not_done_or_was_done_before_it_began_took_no_known_time(policy: Policy) -> None:
    assert decided(policy, "working", received=FRIDAY).taken is None
    for ref in ("working", "days", "elapsed", "hours"):
        before = decided(policy, ref, received=TUESDAY, responded=FRIDAY)
        assert before.taken is None, ref
