"""S11 as examples, in the order of the paragraphs of the language page.

The days are counted by hand: 6 April 2026 is Easter Monday, 4 May a Bank Holiday in England.
The examples named "said wrongly" are each a decision that was once wrong.
"""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from tenure.compiler.deadlines import AsOf, DeadlineDecision, DeadlineStatus, TimeLeft, Unit
from tenure.compiler.evaluate.deadlines import Deadlines, decide_deadlines
from tenure.compiler.policy.fields import Value
from tenure.compiler.records import Inventory, Record
from tests.properties.compiled import passes, policy_of

OFFICE = """
policy "Service standards"
calendar office
  working week Monday to Friday
  hours 09:00 to 17:00
  holidays GB-ENG
"""
ENQUIRY = """
record enquiry
  received   date required
  responded  date
  urgent     yes/no
  agreed     yes/no
  asked      date
  told       date
"""
CASE = """
record case
  received  date required
  agreed    yes/no
  urgent    yes/no
  asked     date
  told      date
  mediated  date
  decided   date
  appealed  date
  sat       date
procedure 9 for case
"""


def step(
    text: str, ref: str, as_of: date | AsOf, record_class: str = "enquiry", /, **fields: Value
) -> DeadlineDecision:
    """The decision on one promise or stage of a record with these fields."""
    record = Record(id="r", record_class=record_class, fields=fields)
    as_of = as_of if isinstance(as_of, AsOf) else AsOf(day=as_of)
    found = {d.step: d for d in decide_deadlines(policy_of(text), record, as_of)}
    return found[ref]


def case(stages: str, ref: str, as_of: date, /, **fields: Value) -> DeadlineDecision:
    """The decision on a stage of a case that was received on 2 March 2026, a Monday."""
    known = {"received": date(2026, 3, 2), **fields}
    return step(OFFICE + CASE + stages, f"9/{ref}", as_of, "case", **known)


# --- which apply ----------------------------------------------------------------------


def test_a_standard_applies_where_its_condition_is_true_and_none_stands_in_its_place() -> None:
    passes(
        OFFICE
        + ENQUIRY
        + """
standard 1 for enquiry when not urgent  respond within 5 working days of received
standard 2 for enquiry when urgent      respond within 1 working day of received
standard 3 for enquiry when asked is known overrides 1  respond within 9 working days of received

test "which"
  given enquiry plain   received 2026-03-02  urgent no
  given enquiry quick   received 2026-03-02  urgent yes
  given enquiry unsure  received 2026-03-02  urgent unknown
  given enquiry asked   received 2026-03-02  urgent no  asked 2026-03-03
  on 2026-03-03
  expect plain open for 1 until 2026-03-09
  expect quick open for 2 until 2026-03-03
  expect unsure undetermined for 1 missing urgent
  expect unsure undetermined for 2 missing urgent
  expect asked open for 3 until 2026-03-13
"""
    )
    text = OFFICE + ENQUIRY
    policy = policy_of(
        text + "standard 1 for enquiry respond within 1 day of received\n"
        "standard 2 for enquiry overrides 1 respond within 2 days of received\n"
        "standard 3 for enquiry when urgent overrides 2 respond within 3 days of received"
    )
    for urgent, standing in ((True, ["3/respond"]), (False, ["2/respond"])):
        record = Record(
            id="e", record_class="enquiry", fields={"received": date(2026, 1, 1), "urgent": urgent}
        )
        found = decide_deadlines(policy, record, AsOf(day=date(2026, 1, 1)))
        assert [d.step for d in found] == standing


def test_a_standard_counts_on_the_days_on_which_it_is_in_force_both_included() -> None:
    text = (
        OFFICE
        + ENQUIRY
        + """
standard 1 for enquiry
  in force from 2026-02-01 until 2026-02-28
  respond within 5 working days of received
"""
    )
    policy = policy_of(text)
    record = Record(id="e", record_class="enquiry", fields={"received": date(2026, 1, 30)})
    counts = [
        bool(decide_deadlines(policy, record, AsOf(day=day)))
        for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    ]
    assert counts == [False, True, True, False]


CLASSES = """
record contact
  received   date
  responded  date
  reason     one of praise, fault
record complaint is contact where reason is fault
standard 1 for complaint respond within 3 days of received
"""


@pytest.mark.parametrize(
    ("stated", "reason", "wanted"),
    [
        ("contact", "fault", "open"),
        ("contact", "praise", None),
        ("contact", None, "undetermined"),
        ("complaint", "fault", "open"),
        ("complaint", "praise", "undetermined"),
        ("complaint", None, "undetermined"),
    ],
)
def test_said_wrongly_of_a_record_that_does_not_meet_the_condition_of_its_class(
    stated: str, reason: str | None, wanted: str | None
) -> None:
    fields: dict[str, Value] = {"received": date(2026, 3, 2)}
    if reason is not None:
        fields["reason"] = reason
    record = Record(id="c", record_class=stated, fields=fields)
    found = decide_deadlines(policy_of(OFFICE + CLASSES), record, AsOf(day=date(2026, 3, 2)))
    assert [d.status for d in found] == ([DeadlineStatus(wanted)] if wanted else [])
    if wanted == "undetermined":
        assert found[0].missing == (("complaint",) if reason else ("reason",))


# --- how days are counted ---------------------------------------------------------------


def test_days_weeks_and_months_go_by_s2_and_leap_days_are_days() -> None:
    passes(
        OFFICE
        + """
record letter  received date  responded date  answered date  decided date  informed date
standard 1 for letter
  respond within 28 days of received
  answer  within 4 weeks beginning with received
  decide  within 1 month of received
  inform  within 1 month and 1 day beginning with received
test "February"
  given letter leap    received 2024-01-31
  given letter common  received 2026-01-31
  on 2024-02-01
  expect leap open for 1/respond until 2024-02-28
  expect leap open for 1/answer until 2024-02-27
  expect leap open for 1/decide until 2024-02-29
  # The 29th is already the day before a corresponding date that there is not.
  expect leap open for 1/inform until 2024-03-01
  on 2026-02-01
  expect common open for 1/decide until 2026-02-28
"""
    )


@pytest.mark.parametrize(
    ("received", "zero", "deadline"),
    [
        (datetime(2026, 4, 2, 16, 59), None, date(2026, 4, 8)),
        (datetime(2026, 4, 2, 17, 0), date(2026, 4, 7), date(2026, 4, 9)),
        (datetime(2026, 4, 2, 8, 59), None, date(2026, 4, 8)),
        (datetime(2026, 4, 3, 8, 59), date(2026, 4, 7), date(2026, 4, 9)),
        (datetime(2026, 4, 6, 23, 59), date(2026, 4, 7), date(2026, 4, 9)),
        (datetime(2026, 4, 7, 0, 0), None, date(2026, 4, 9)),
    ],
)
def test_day_0_of_what_arrives_when_closed(
    received: datetime, zero: date | None, deadline: date
) -> None:
    text = OFFICE + (
        "  received when closed counts as the next working day\n"
        "record call  received time  responded time\n"
        "standard 1 for call respond within 2 working days of received"
    )
    found = step(text, "1/respond", received.date(), "call", received=received)
    assert (found.day_zero, found.deadline) == (zero, deadline)


def test_a_last_day_that_is_closed_moves_and_passes_over_a_pause() -> None:
    """Said wrongly: the day to which it moved could lie in a pause that took it out."""
    text = (
        OFFICE
        + "  deadlines roll forward\n"
        + ENQUIRY
        + ("standard 1 for enquiry respond within 5 days of received paused from asked to told")
    )
    monday = date(2026, 1, 12)
    plain = step(text, "1/respond", monday, received=date(2026, 1, 5))
    assert plain.deadline == monday
    over = step(
        text,
        "1/respond",
        monday,
        received=date(2026, 1, 5),
        asked=monday,
        told=date(2026, 1, 14),
    )
    assert over.deadline == date(2026, 1, 15)


# --- hours and minutes ------------------------------------------------------------------


MINUTES = """
record call  received time  responded time  asked date  told date
standard 1 for call
  respond within 2 hours of received
  paused from asked to told
"""


@pytest.mark.parametrize(
    ("done", "wanted"),
    [
        (datetime(2026, 5, 8, 12, 0), DeadlineStatus.MET),
        (datetime(2026, 5, 8, 12, 1), DeadlineStatus.LATE),
        (datetime(2026, 5, 8, 10, 0), DeadlineStatus.MET),
    ],
)
def test_the_minute_of_the_deadline_is_in_time(done: datetime, wanted: DeadlineStatus) -> None:
    received = datetime(2026, 5, 8, 10, 0)
    found = step(
        OFFICE + MINUTES, "1/respond", done.date(), "call", received=received, responded=done
    )
    assert found.status is wanted


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    [
        (AsOf(day=date(2026, 5, 8), time=time(12, 0)), DeadlineStatus.OPEN),
        (AsOf(day=date(2026, 5, 8), time=time(12, 1)), DeadlineStatus.BREACHED),
        (AsOf(day=date(2026, 5, 8)), DeadlineStatus.OPEN),
        (AsOf(day=date(2026, 5, 9)), DeadlineStatus.BREACHED),
    ],
)
def test_a_day_without_a_time_cannot_tell_whether_the_minute_has_passed(
    as_of: AsOf, wanted: DeadlineStatus
) -> None:
    received = datetime(2026, 5, 8, 10, 0)
    assert step(OFFICE + MINUTES, "1/respond", as_of, "call", received=received).status is wanted


def test_what_is_done_later_on_the_day_is_not_done_yet() -> None:
    fields: dict[str, Value] = {
        "received": datetime(2026, 5, 8, 10, 0),
        "responded": datetime(2026, 5, 8, 11, 0),
    }
    at = AsOf(day=date(2026, 5, 8), time=time(10, 59))
    assert step(OFFICE + MINUTES, "1/respond", at, "call", **fields).status is DeadlineStatus.OPEN
    at = AsOf(day=date(2026, 5, 8), time=time(11, 0))
    assert step(OFFICE + MINUTES, "1/respond", at, "call", **fields).status is DeadlineStatus.MET


def test_hours_end_with_the_last_minute_that_can_be_written() -> None:
    """Said wrongly: a traceback."""
    text = OFFICE + MINUTES.replace("2 hours", "48 hours")
    found = step(text, "1/respond", date(9999, 12, 31), "call", received=datetime(9999, 12, 30, 23))
    assert found.deadline == datetime(9999, 12, 31, 23, 59)


def test_a_minute_at_midnight_has_run_out_before_a_pause_that_begins_then() -> None:
    """Said wrongly: open while the pause went on, and breached as soon as it was over."""
    fields: dict[str, Value] = {"received": datetime(2026, 5, 7, 22, 0), "asked": date(2026, 5, 8)}
    for told in ({}, {"told": date(2026, 5, 20)}):
        found = step(OFFICE + MINUTES, "1/respond", date(2026, 6, 1), "call", **fields, **told)
        assert found.status is DeadlineStatus.BREACHED
        assert found.deadline == datetime(2026, 5, 8, 0, 0)


# --- extensions ---------------------------------------------------------------------------

EXTENDED = ENQUIRY + (
    "standard 1 for enquiry respond within 3 days of received "
    "extended to 10 days of received when agreed paused from asked to told"
)


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    [
        (date(2026, 3, 5), DeadlineStatus.OPEN),
        (date(2026, 3, 6), DeadlineStatus.UNDETERMINED),
        (date(2026, 3, 12), DeadlineStatus.UNDETERMINED),
        (date(2026, 3, 13), DeadlineStatus.BREACHED),
    ],
)
def test_while_the_condition_is_unknown_the_status_is_certain_only_where_both_agree(
    as_of: date, wanted: DeadlineStatus
) -> None:
    found = step(OFFICE + EXTENDED, "1/respond", as_of, received=date(2026, 3, 2))
    assert found.status is wanted
    assert (found.not_before, found.not_after) == (date(2026, 3, 5), date(2026, 3, 12))
    assert found.missing == (("agreed",) if wanted is DeadlineStatus.UNDETERMINED else ())


def test_said_wrongly_a_breach_that_a_pause_may_have_kept_from_happening() -> None:
    """If it was extended, the pause began before it ran out, and goes on."""
    fields: dict[str, Value] = {"received": date(2026, 3, 2), "asked": date(2026, 3, 9)}
    unsure = step(OFFICE + EXTENDED, "1/respond", date(2026, 5, 1), **fields)
    assert unsure.status is DeadlineStatus.UNDETERMINED
    assert (unsure.missing, unsure.not_before, unsure.not_after) == (
        ("agreed",),
        date(2026, 3, 5),
        None,
    )
    agreed = step(OFFICE + EXTENDED, "1/respond", date(2026, 5, 1), **fields, agreed=True)
    assert agreed.status is DeadlineStatus.OPEN
    plain = step(OFFICE + EXTENDED, "1/respond", date(2026, 5, 1), **fields, agreed=False)
    assert (plain.status, plain.deadline) == (DeadlineStatus.BREACHED, date(2026, 3, 5))


def test_an_extension_from_an_event_that_has_not_happened_may_still_come() -> None:
    text = (
        OFFICE
        + ENQUIRY
        + (
            "standard 1 for enquiry respond within 3 days of received "
            "extended to 2 days of told when agreed"
        )
    )
    fields: dict[str, Value] = {"received": date(2026, 3, 2), "agreed": True}
    found = step(text, "1/respond", date(2026, 3, 20), **fields)
    assert (found.status, found.missing) == (DeadlineStatus.UNDETERMINED, ("told",))
    found = step(text, "1/respond", date(2026, 3, 20), **fields, told=date(2026, 3, 19))
    assert (found.status, found.deadline) == (DeadlineStatus.OPEN, date(2026, 3, 21))


# --- pauses -------------------------------------------------------------------------------

PAUSED = ENQUIRY + (
    "standard 1 for enquiry respond within 5 days of received paused from asked to told"
)


def test_the_paused_days_are_told_and_those_before_day_1_are_none() -> None:
    """Said wrongly: the day of receipt, which was not counted anyway, was said to be left out."""
    fields: dict[str, Value] = {"received": date(2026, 3, 2), "told": date(2026, 3, 4)}
    found = step(OFFICE + PAUSED, "1/respond", date(2026, 3, 5), **fields, asked=date(2026, 3, 2))
    assert (found.deadline, found.paused_days) == (date(2026, 3, 9), 2)


def test_a_pause_that_ends_at_the_end_of_time_is_no_reason_to_count_for_ever() -> None:
    """Said wrongly: it never came back. A far day is how many systems write `not yet`."""
    fields: dict[str, Value] = {"asked": date(2026, 3, 4), "told": date(9999, 12, 31)}
    found = step(
        OFFICE + PAUSED, "1/respond", date(2026, 3, 5), received=date(2026, 3, 2), **fields
    )
    assert found.deadline == date(9999, 12, 31)


def test_nor_is_it_where_there_is_no_time_at_all() -> None:
    """Said wrongly: it never came back."""
    text = OFFICE + PAUSED.replace("5 days", "0 days")
    fields: dict[str, Value] = {"asked": date(2026, 3, 1), "told": date(9999, 12, 31)}
    found = step(text, "1/respond", date(2026, 3, 4), received=date(2026, 3, 3), **fields)
    assert (found.status, found.deadline) == (DeadlineStatus.OPEN, date(9999, 12, 31))


def test_no_time_at_all_ends_on_the_first_day_after_a_pause() -> None:
    """Also where the pause began before the event."""
    text = OFFICE + PAUSED.replace("5 days", "0 days")
    fields: dict[str, Value] = {"asked": date(2026, 3, 1), "told": date(2026, 3, 4)}
    found = step(text, "1/respond", date(2026, 3, 4), received=date(2026, 3, 3), **fields)
    assert found.deadline == date(2026, 3, 5)


def test_an_appointment_counts_no_days_and_is_not_paused() -> None:
    """Said wrongly: open while the pause went on, and breached as soon as it was over."""
    text = OFFICE + (
        "record visit  appointment date  attended date  asked date  told date\n"
        "standard 1 for visit attend by appointment paused from asked to told"
    )
    fields: dict[str, Value] = {"appointment": date(2026, 3, 4), "asked": date(2026, 3, 3)}
    for told in ({}, {"told": date(2026, 3, 9)}):
        found = step(text, "1/attend", date(2026, 3, 12), "visit", **fields, **told)
        assert (found.status, found.deadline) == (DeadlineStatus.BREACHED, date(2026, 3, 4))


# --- what a calendar does not know ----------------------------------------------------------


SCHOOL = """
policy "Schools"
calendar school working week Monday to Friday term 2026-09-02 to 2026-12-18
record note  received date  responded date
standard 1 for note respond within 2 working days of received
"""


def test_said_wrongly_a_breach_that_was_certain_though_its_age_cannot_be_counted() -> None:
    found = step(SCHOOL, "1/respond", date(2027, 2, 1), "note", received=date(2026, 10, 22))
    assert found.status is DeadlineStatus.BREACHED
    assert (found.deadline, found.left) == (date(2026, 10, 26), None)


def test_a_deadline_beyond_the_last_term_is_not_guessed() -> None:
    found = step(SCHOOL, "1/respond", date(2026, 12, 18), "note", received=date(2026, 12, 17))
    assert found.status is DeadlineStatus.UNDETERMINED
    assert found.missing == ("calendar school",)
    found = step(SCHOOL, "1/respond", date(2026, 12, 16), "note", received=date(2026, 12, 16))
    assert (found.deadline, found.left) == (
        date(2026, 12, 18),
        TimeLeft(count=2, unit=Unit.WORKING_DAYS),
    )


# --- stages -------------------------------------------------------------------------------

CHAIN = """
  stage decide within 10 working days of received marks decided
  stage appeal by customer within 5 working days of decided marks appealed
  stage panel within 5 working days of appealed marks sat
  overall within 2 months of received
"""


def test_a_limit_of_the_whole_lapses_with_the_last_stage() -> None:
    """Said wrongly: breached, because no panel sat where nobody had appealed."""
    found = {
        ref: case(CHAIN, ref, date(2026, 6, 1), decided=date(2026, 3, 6))
        for ref in ("appeal", "panel", "overall")
    }
    assert {one.status for one in found.values()} == {DeadlineStatus.LAPSED}
    assert found["overall"].notes == ("`9/panel` has lapsed",)


def test_a_whole_that_ran_out_before_the_window_lapsed_stays_breached() -> None:
    fields = {"decided": date(2026, 4, 30)}
    for as_of in (date(2026, 5, 4), date(2026, 6, 1)):
        assert case(CHAIN, "overall", as_of, **fields).status is DeadlineStatus.BREACHED
    assert case(CHAIN, "panel", date(2026, 6, 1), **fields).status is DeadlineStatus.LAPSED


UNSURE = CHAIN.replace("marks appealed", "marks appealed\n    when urgent")


def test_said_wrongly_what_follows_a_window_of_which_it_is_not_known_whether_there_is_one() -> None:
    panel = case(UNSURE, "panel", date(2026, 3, 20), decided=date(2026, 3, 6))
    assert (panel.status, panel.missing) == (DeadlineStatus.UNDETERMINED, ("urgent",))
    assert panel.not_after is None
    overall = case(UNSURE, "overall", date(2026, 3, 20), decided=date(2026, 3, 6))
    assert (overall.status, overall.missing) == (DeadlineStatus.UNDETERMINED, ("urgent",))
    waiting = case(UNSURE, "panel", date(2026, 3, 9), decided=date(2026, 3, 6))
    assert (waiting.status, waiting.not_after) == (DeadlineStatus.AWAITING, None)


def test_said_wrongly_what_follows_a_window_of_which_it_is_not_known_how_long_it_is() -> None:
    stages = CHAIN.replace(
        "marks appealed", "marks appealed\n extended to 15 working days of decided when agreed"
    )
    fields = {"decided": date(2026, 3, 6)}
    panel = case(stages, "panel", date(2026, 3, 20), **fields)
    assert (panel.status, panel.missing) == (DeadlineStatus.UNDETERMINED, ("agreed",))
    panel = case(stages, "panel", date(2026, 3, 13), **fields)
    # Fifteen working days of 6 March, and five more, Good Friday and Easter Monday left out.
    assert (panel.status, panel.not_after) == (DeadlineStatus.AWAITING, date(2026, 4, 7))
    assert case(stages, "panel", date(2026, 4, 1), **fields).status is DeadlineStatus.LAPSED


def test_an_optional_stage_that_is_left_out_has_lapsed_and_not_been_breached() -> None:
    """Said wrongly: breached, though it may be left out."""
    stages = (
        "  stage mediate optional within 5 working days of received marks mediated\n"
        "  stage decide within 5 working days of mediated marks decided\n"
    )
    mediate = case(stages, "mediate", date(2026, 3, 10))
    assert (mediate.status, mediate.deadline) == (DeadlineStatus.LAPSED, date(2026, 3, 9))
    assert case(stages, "decide", date(2026, 3, 10)).status is DeadlineStatus.LAPSED
    assert case(stages, "decide", date(2026, 3, 9)).status is DeadlineStatus.AWAITING
    late = case(stages, "mediate", date(2026, 3, 12), mediated=date(2026, 3, 12))
    assert late.status is DeadlineStatus.LATE


def test_several_stages_may_mark_one_event_each_for_other_records() -> None:
    """Said wrongly: only the first of them was looked at, and the window had no bound."""
    stages = """
  stage quick    within 5 working days of received   marks decided  when urgent
  stage thorough within 20 working days of received  marks decided  when not urgent
  stage appeal by customer within 5 working days of decided marks appealed
"""
    bounds = {
        urgent: case(stages, "appeal", date(2026, 3, 3), **fields).not_after
        for urgent, fields in {
            "yes": {"urgent": True},
            "no": {"urgent": False},
            "unknown": {},
        }.items()
    }
    # 30 March and 5 working days, without Good Friday and Easter Monday.
    assert bounds == {"yes": date(2026, 3, 16), "no": date(2026, 4, 8), "unknown": None}


def test_a_stage_done_after_closing_time_on_its_last_day_is_within_the_bound() -> None:
    """Said wrongly: the bound was a day too early, for the next stage begins the day after."""
    text = OFFICE + (
        "  received when closed counts as the next working day\n"
        "record case  received time  decided time  sat date\n"
        "procedure 9 for case\n"
        "  stage decide within 3 working days of received marks decided\n"
        "  stage panel within 1 working day of decided marks sat"
    )
    received = datetime(2026, 3, 2, 10, 0)
    bound = step(text, "9/panel", date(2026, 3, 2), "case", received=received).not_after
    late = step(
        text,
        "9/panel",
        date(2026, 3, 5),
        "case",
        received=received,
        decided=datetime(2026, 3, 5, 20, 0),
    ).deadline
    assert bound == late == date(2026, 3, 9)


def test_an_event_to_come_has_not_begun_a_stage_whichever_stage_marks_it() -> None:
    stages = CHAIN.replace("marks appealed", "marks appealed\n    when urgent")
    fields = {"decided": date(2026, 3, 6), "appealed": date(2026, 3, 12)}
    for urgent in ({"urgent": True}, {"urgent": False}, {}):
        panel = case(stages, "panel", date(2026, 3, 11), **fields, **urgent)
        assert panel.status is DeadlineStatus.AWAITING
        panel = case(stages, "panel", date(2026, 3, 12), **fields, **urgent)
        assert (panel.status, panel.deadline) == (DeadlineStatus.OPEN, date(2026, 3, 19))


# --- links, fixed days, bad data ---------------------------------------------------------


LINKED = """
record complaint  received date required
record reply  about link to complaint  responded date
standard 1 for reply
  respond within 3 days of about.received
standard 2 for reply
  respond within 3 days of 2026-03-02
"""


def test_a_limit_may_run_from_the_event_of_a_linked_record_or_from_a_day() -> None:
    policy = policy_of(OFFICE + LINKED)
    reply = Record(id="r", record_class="reply", fields={"about": "c"})
    statuses = {}
    for name, others in {
        "known": [Record(id="c", record_class="complaint", fields={"received": date(2026, 3, 2)})],
        "not there": [],
        "without its required day": [Record(id="c", record_class="complaint")],
    }.items():
        deadlines = Deadlines(policy, Inventory([reply, *others]), AsOf(day=date(2026, 3, 6)))
        linked, fixed = deadlines.decide(reply)
        statuses[name] = (linked.status.value, linked.missing)
        assert (fixed.status, fixed.deadline) == (DeadlineStatus.BREACHED, date(2026, 3, 5))
    assert statuses == {
        "known": ("breached", ()),
        "not there": ("undetermined", ("about",)),
        "without its required day": ("undetermined", ("about.received",)),
    }
    alone = Record(id="a", record_class="reply")
    linked, _ = decide_deadlines(policy, alone, AsOf(day=date(2026, 3, 6)))
    assert (linked.status, linked.awaiting) == (DeadlineStatus.AWAITING, ("about",))


def test_what_is_done_though_nothing_says_from_when_it_ran_is_undetermined() -> None:
    found = case(CHAIN, "panel", date(2026, 3, 20), sat=date(2026, 3, 12))
    assert (found.status, found.missing) == (DeadlineStatus.UNDETERMINED, ("appealed",))


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"told": date(2026, 3, 3)}, ("asked",)),
        ({"asked": date(2026, 3, 4), "told": date(2026, 3, 3)}, ("asked", "told")),
    ],
)
def test_a_pause_without_a_beginning_or_that_ends_before_it_is_bad_data(
    fields: dict[str, Value], missing: tuple[str, ...]
) -> None:
    found = step(
        OFFICE + PAUSED, "1/respond", date(2026, 3, 3), received=date(2026, 3, 2), **fields
    )
    assert (found.status, found.missing) == (DeadlineStatus.UNDETERMINED, missing)
