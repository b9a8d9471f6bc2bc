"""What standards and procedures mean: whose clause is whose, and what holds where none is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tenure.compiler.policy.obligations import Limit, Obligation, WorkingDays
from tests.properties.compiled import compiled, policy_of

HEAD = """
policy "Service standards"
calendar office working week Monday to Friday hours 09:00 to 17:00
record enquiry
  received    date
  asked       date
  told        date
  responded   date
  answered    date
  called_back date
  decided     date
  appealed    date
  sat         date
  urgent      yes/no
  reported    time
  attended    time
"""


def one(text: str) -> Obligation:
    """The one standard or procedure of a policy."""
    (found,) = policy_of(HEAD + text).obligations.values()
    return found


def test_a_clause_under_a_promise_is_about_that_one_and_before_the_first_about_all() -> None:
    standard = one(
        """
standard 4 for enquiry
  by "Contact centre"  target 90%  note "Of all."  paused from asked to told
  respond within 3 working days of received
  answer within 9 working days of received
    by "Back office"  target 95.5%  note "Of one."  marks decided  when urgent
    because act
authority act "Act" kind statute
"""
    )
    respond, answer = standard.steps
    assert (respond.ref, respond.marks.name, respond.owner, respond.target) == (
        "4/respond",
        "responded",
        "Contact centre",
        Decimal(90),
    )
    assert (answer.ref, answer.marks.name, answer.owner, answer.target) == (
        "4/answer",
        "decided",
        "Back office",
        Decimal("95.5"),
    )
    assert [len(step.pauses) for step in standard.steps] == [1, 1]
    assert (respond.condition, standard.condition) == (None, None)
    assert answer.condition is not None
    assert (standard.notes, respond.notes, answer.notes) == (("Of all.",), (), ("Of one.",))
    assert [citation.authority.name for citation in standard.citations] == ["act"]


def test_the_only_promise_goes_by_its_standard_and_call_back_by_one_word() -> None:
    policy = policy_of(HEAD + "standard 4 for enquiry call   back within 1 day of received")
    found = policy.step("4")
    assert found is not None
    assert found == policy.step("4/call_back")
    assert (found[1].name, found[1].marks.name) == ("call back", "called_back")
    assert policy.step("4/respond") is None


PROCEDURE = """
procedure 9 for enquiry by "Manager"
  stage decide "Stage 1" within 10 working days of received marks decided
  stage panel within 20 working days of appealed marks sat
  stage appeal by customer within 2 weeks of decided marks appealed
  overall within 6 months of received
"""


def test_a_stage_runs_from_the_stage_that_marks_its_event_in_whatever_order() -> None:
    procedure = one(PROCEDURE)
    before = {
        step.name: [other.name for other in procedure.steps_before(step)]
        for step in procedure.steps
    }
    assert before == {"decide": [], "panel": ["appeal"], "appeal": ["decide"], "overall": []}
    assert [step.title for step in procedure.stages] == ["Stage 1", "Panel", "Appeal"]


def test_the_whole_ends_with_the_last_stage_that_is_not_the_customers() -> None:
    overall = one(PROCEDURE).steps[-1]
    assert (overall.name, overall.marks.name) == ("overall", "sat")
    named = one(PROCEDURE.rstrip() + " marks decided").steps[-1]
    assert named.marks.name == "decided"


def test_the_customers_stage_is_nobodys_to_answer_for() -> None:
    owners = {step.name: step.owner for step in one(PROCEDURE).steps}
    assert owners == {"decide": "Manager", "panel": "Manager", "appeal": None, "overall": "Manager"}


@pytest.mark.parametrize(
    ("limit", "count", "inclusive"),
    [
        ("within 3 working days of received", 3, False),
        ("within 3 working days beginning with received", 3, True),
        ("on the same day as received", 0, False),
        ("by the end of the next working day after received", 1, False),
    ],
)
def test_working_days_in_their_spellings(limit: str, count: int, inclusive: bool) -> None:
    found = one(f"standard 1 for enquiry respond {limit}").steps[0].limit
    assert (found.amount, found.inclusive) == (WorkingDays(count=count), inclusive)


@pytest.mark.parametrize(
    ("promise", "to_the_minute"),
    [
        ("attend within 2 hours of reported", True),
        ("attend within 2 working hours of reported", True),
        ("attend by reported", True),
        ("respond by received", False),
        ("attend within 2 days of reported", False),
        ("respond within 0 days of received", False),
    ],
)
def test_hours_and_appointments_with_a_time_end_with_a_minute(
    promise: str, to_the_minute: bool
) -> None:
    limit: Limit = one(f"standard 1 for enquiry {promise}").steps[0].limit
    assert limit.to_the_minute is to_the_minute


def test_the_calendar_is_the_one_named_else_the_only_one_with_a_week() -> None:
    standard = "standard 1 for enquiry {} respond within 1 day of received"
    years = "calendar years year FY ends 31 March\n"
    depot = "calendar depot working week Saturday\n"
    assert one(standard.format("")).calendar == "office"
    assert one(years + standard.format("")).calendar == "office"
    assert one(depot + standard.format("")).calendar is None
    assert one(depot + standard.format("using calendar depot")).calendar == "depot"


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        (
            "standard 1 for enquiry visit within 1 day of received",
            "`visit` is met by an event `visited`, which `enquiry` lacks",
            "declare `visited date`, or name another event: `marks …`",
        ),
        (
            "standard 1 for enquiry",
            "standard `1` promises nothing",
            "add a promise: `respond within 3 working days of received`",
        ),
        (
            "standard 1 for enquiry using calendar offic respond within 1 day of received",
            "no calendar is called `offic`",
            "did you mean `office`?",
        ),
        (
            "standard 1 for enquiry attend within 2 hours of received",
            "the limit needs a time of day, and `received` holds a day",
            "declare the field as `time`, or count in days",
        ),
        (
            "standard 1 for enquiry respond within 2 working weeks of received",
            "a working week is not counted: it has no fixed number of working days",
            "write the number of working days, or calendar weeks without `working`",
        ),
        (
            "standard 1 for enquiry target 0% respond within 1 day of received",
            "a target of `0%` cannot be met or missed",
            "a target is more than 0% and at most 100%",
        ),
        (
            "procedure 1 for enquiry stage a within 1 day of decided marks decided",
            "`1/a` runs from the event that shows that it is done",
            "let it run from the event that begins it",
        ),
    ],
)
def test_a_mistake_says_what_is_wrong_and_what_to_write(
    text: str, message: str, help_: str
) -> None:
    (found,) = compiled(HEAD + text).diagnostics
    assert (found.message, found.help[0]) == (message, help_)
