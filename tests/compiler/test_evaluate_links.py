"""S9 and `the latest n` as examples: records that depend on other records."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.records import Inventory, Record
from tests.properties.compiled import decisions, passes, policy_of

BUNDLES = """
policy "Schedule"
record complaint
  closed   date
  received date required
  previous link to complaint
record bundle
  made       date
  complaints links to complaint
rule 1 for complaint
  keep 3 years after closed
  except repeat when previous is known
    keep as long as previous
  end
"""


def test_the_latest_of_the_linked_records_each_by_its_own_rules() -> None:
    passes(
        BUNDLES
        + """
rule 2 for bundle keep as long as complaints

test "the latest of two, one of them kept as long as a third"
  given complaint a  received 2020-01-01  closed 2021-01-01
  given complaint b  received 2020-01-01  previous c
  given complaint c  received 2020-01-01  closed 2022-06-01
  given bundle    x  complaints (a, b)
  given bundle    y  complaints a
  on 2025-06-01
  expect x retain until 2025-06-01 by 2
  expect y due until 2024-01-01

test "one still open, so the day is open too, but not before the other's"
  given complaint a  received 2020-01-01  closed 2021-01-01
  given complaint b  received 2020-01-01
  given bundle    x  complaints (a, b)
  on 2025-06-01
  expect x awaiting not before 2024-01-01

test "no link yet"
  given bundle x
  on 2025-06-01
  expect x awaiting
"""
    )


def test_a_link_that_leads_nowhere() -> None:
    passes(
        BUNDLES
        + """
rule 2 for bundle keep as long as complaints

test "the missing record may be kept for any time"
  given complaint a  received 2020-01-01  closed 2021-01-01
  given bundle    x  complaints (a, elsewhere)
  on 2025-06-01
  expect x undetermined not before 2024-01-01 missing complaints

test "a linked record without an answer is no better"
  given complaint a  received 2020-01-01  previous elsewhere
  given bundle    x  complaints a
  on 2025-06-01
  expect x undetermined missing complaints
"""
    )


def test_what_a_condition_asks_of_a_record_that_is_not_there_is_unknown() -> None:
    """Also whether something of it is known."""
    passes(
        BUNDLES.replace("when previous is known", "when previous.closed is not known")
        + """
test "it cannot be said whether a field of it is known"
  given complaint a  received 2020-01-01  closed 2020-06-01  previous elsewhere
  given complaint b  received 2020-01-01  closed 2020-06-01  previous a
  given complaint c  received 2020-01-01  closed 2020-06-01
  on 2025-06-01
  expect a undetermined missing previous
  expect b due by 1
  expect c awaiting by 1/repeat
"""
    )


def test_a_record_of_the_wrong_class_is_no_link() -> None:
    policy = policy_of(BUNDLES + "rule 2 for bundle keep as long as complaints")
    found = decisions(
        policy,
        [
            Record(id="x", record_class="bundle", fields={"complaints": ("y",)}),
            Record(id="y", record_class="bundle", fields={}),
        ],
        date(2025, 6, 1),
    )
    assert (found["x"].status, found["x"].missing) == ("undetermined", ("complaints",))


@pytest.mark.parametrize("entry", range(5))
def test_a_circle_gives_every_record_on_it_no_answer_from_wherever_it_is_entered(
    entry: int,
) -> None:
    """Records 0 to 3 form a circle, 4 leads into it."""
    policy = policy_of(BUNDLES)
    records = [
        Record(
            id=f"c{n}",
            record_class="complaint",
            fields={
                "received": date(2020, 1, 1),
                "closed": date(2020, 1, 1),
                "previous": f"c{(n + 1) % 4}",
            },
        )
        for n in range(5)
    ]
    decider = Decider(policy, Inventory(records), date(2026, 1, 1))
    order = records[entry:] + records[:entry]
    assert {decider.decide(record).status for record in order} == {"undetermined"}
    assert "circle" in " ".join(decider.decide(records[0]).notes)


@pytest.mark.parametrize("entry", range(3))
def test_two_circles_that_meet_are_one_from_wherever_they_are_entered(entry: int) -> None:
    """`y` leads to `x` and to `z`, and both lead back to it: none of them has an answer."""
    policy = policy_of(BUNDLES.replace("previous link to", "previous links to"))
    links = {"x": ("y",), "y": ("x", "z"), "z": ("y",)}
    records = [
        Record(
            id=id_,
            record_class="complaint",
            fields={"received": date(2020, 1, 1), "closed": date(2020, 1, 1), "previous": to},
        )
        for id_, to in links.items()
    ]
    decider = Decider(policy, Inventory(records), date(2026, 1, 1))
    order = records[entry:] + records[:entry]
    assert [decider.decide(record).missing for record in order] == [("linked record",)] * 3


def test_a_record_linked_to_itself() -> None:
    passes(
        BUNDLES
        + """
test "as long as itself"
  given complaint a  received 2020-01-01  previous a
  on 2025-06-01
  expect a undetermined
"""
    )


@pytest.mark.parametrize("first", [0, 1999])
def test_a_chain_of_two_thousand_records_is_no_deeper_than_a_short_one(first: int) -> None:
    policy = policy_of(BUNDLES + "hold lawsuit for complaint while received before 2000-01-01")
    records = [
        Record(
            id=f"c{n}",
            record_class="complaint",
            fields={"received": date(2020, 1, 1), "previous": f"c{n + 1}"},
        )
        for n in range(1999)
    ]
    last = {"received": date(2020, 1, 1), "closed": date(2021, 1, 1)}
    records.append(Record(id="c1999", record_class="complaint", fields=last))
    decider = Decider(policy, Inventory(records), date(2026, 1, 1))
    decider.decide(records[first])
    assert decider.decide(records[0]).keep_until == date(2024, 1, 1)


LATEST = """
policy "Schedule"
record certificate
  issued date required
  asset  text
  draft  yes/no
rule 1 for certificate
  keep the latest 2 by asset
"""


def test_a_record_is_due_when_it_drops_out_of_the_latest() -> None:
    passes(
        LATEST
        + """
test "kept through the day of the second newer one"
  given certificate a  issued 2020-01-01  asset "pump"
  given certificate b  issued 2021-01-01  asset "pump"
  given certificate c  issued 2022-01-01  asset "pump"
  given certificate d  issued 2023-01-01  asset "crane"
  on 2022-01-01  expect a retain until 2022-01-01
  on 2022-01-02  expect a due
  on 2026-01-01
  expect b awaiting
  expect c awaiting
  expect d awaiting

test "records of one day do not push each other out"
  given certificate a  issued 2020-01-01  asset "pump"
  given certificate b  issued 2020-01-01  asset "pump"
  given certificate c  issued 2020-01-01  asset "pump"
  on 2026-01-01
  expect a awaiting

test "without its group or its day a record cannot be counted"
  given certificate a  issued 2020-01-01
  given certificate b  issued 2021-01-01  asset "pump"
  given certificate c  issued 2022-01-01
  on 2026-01-01
  expect a undetermined missing asset
"""
    )


def test_a_newer_record_about_which_too_little_is_known_pushes_nothing_out() -> None:
    passes(
        LATEST.replace("rule 1 for certificate\n", "rule 1 for certificate when not draft\n")
        + """
test "the draft may not count"
  given certificate a  issued 2020-01-01  asset "pump"
  given certificate b  issued 2021-01-01  asset "pump"
  given certificate c  issued 2022-01-01  asset "pump"  draft unknown
  on 2026-01-01
  expect a awaiting
"""
    )


def test_the_latest_two_of_two_rules_are_the_same_only_while_both_await_a_newer_record() -> None:
    """Each rule counts its own records: `b` is newer than `a` by the first rule alone."""
    passes(
        """
policy "Schedule"
record plan
  asset  text
  issued date
  draft  yes/no
rule 1 for plan
  keep the latest 1 by asset in order of issued
rule 2 for plan when not draft
  keep the latest 1 by asset in order of issued

test "one rule knows the day, the other does not yet"
  given plan a  asset "lift"  issued 2020-01-01
  given plan b  asset "lift"  issued 2021-01-01  draft yes
  on 2025-06-01
  expect a awaiting
  expect b awaiting
"""
    )
