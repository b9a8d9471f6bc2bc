"""What becomes of promises, against brute force: generated pairs over a small domain (S11)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.compiler.compare.changes import ChangeKind, Comparison
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.deadlines import AsOf, DeadlineDecision, Moment
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.dsl.diagnostics import Verdict
from tests.properties.compiled import compiled
from tests.properties.scale import tried

AS_OF = date(2026, 6, 1)
HEAD = """
policy "Standards"
  owner "The manager"
record case "Cases"
  received date
  closed   date
  kind     one of a, b, c
  urgent   yes/no
  agreed   yes/no
  asked    date
  told     date
  answered date
record grave "Grave cases" is case where urgent
fact busy yes/no = no "it is a busy season"
"""
CONDITIONS = (
    "",
    "kind is a",
    "kind in (a, b)",
    "not kind is c",
    "kind is a or kind is b",
    "kind is b or kind is a",
    "urgent",
    "not urgent",
    "not not urgent",
    "urgent and kind is a",
    "kind is a and urgent",
    "busy or urgent",
    "urgent is known",
)
EXTENSIONS = (
    "agreed",
    "not not agreed",
    "agreed and urgent",
    "urgent and agreed",
    "asked is known",
    "busy",
    "busy and agreed",
)


class _Draft:
    """The text of a policy, drawn from a few parts."""

    def __init__(self, chance: random.Random) -> None:
        pick = chance.choice
        self.parts = {
            "closed": pick(("", "  closed 2026-06-03\n", "  closed 2026-12-24 to 2026-12-31\n")),
            "receipt": pick(("", "  received when closed counts as the next working day\n")),
            "roll": pick(("", "  deadlines roll forward\n")),
            "busy": pick(("no", "no", "yes")),
            "class": pick(("case", "case", "grave")),
            "when": pick(CONDITIONS),
            "limit": pick(("3 working days", "5 working days", "1 week", "7 days", "1 month")),
            "anchor": pick(("received", "received", "received", "closed")),
            "extension": pick(("", *EXTENSIONS)),
            "extended": pick(("10 working days", "2 weeks", "4 days")),
            "paused": pick(("", "", "    paused from asked to told\n")),
            "other": pick(("", "", *CONDITIONS[1:6])),
            "from": pick(("", "", "", "  in force from 2026-09-01\n")),
        }

    def changed(self, chance: random.Random) -> _Draft:
        """The draft with some parts drawn again."""
        other, found = _Draft(chance), _Draft(chance)
        found.parts = dict(self.parts)
        for name in chance.sample(sorted(self.parts), chance.randint(1, 3)):
            found.parts[name] = other.parts[name]
        return found

    @property
    def text(self) -> str:
        part = self.parts
        when = f" when {part['when']}" if part["when"] else ""
        limit = f"{part['limit']} of {part['anchor']}"
        extended = f"{part['extended']} of {part['anchor']}"
        extension = f"    extended to {extended} when {part['extension']}\n"
        text = (
            HEAD.replace("busy yes/no = no", f"busy yes/no = {part['busy']}")
            + f"calendar office\n  working week Monday to Friday\n{part['closed']}{part['receipt']}"
            + f"{part['roll']}"
            + f'standard 1 "Answers" for {part["class"]}{when}\n  using calendar office\n'
            + part["from"]
            + f"  respond within {limit}\n    marks answered\n"
            + (extension if part["extension"] else "")
            + part["paused"]
        )
        if part["other"]:
            text += (
                f'standard 2 "Other answers" for case when {part["other"]}\n'
                "  using calendar office\n  overrides 1\n"
                "  respond within 2 working days of received\n    marks answered\n"
            )
        return text


def _records(chance: random.Random) -> Iterator[tuple[Record, AsOf]]:
    """Records over the whole of the domain, of a few days each."""
    for kind, urgent, agreed, asked in product(
        ("a", "b", "c", None), (True, False, None), (True, False, None), (True, False)
    ):
        day = AS_OF + timedelta(days=chance.choice((0, 1, 2, 3, 5, 92, 150, 205, 206, 207, 300)))
        fields = {
            "received": day,
            "closed": chance.choice((None, day, day + timedelta(days=chance.randint(0, 3)))),
            "kind": kind,
            "urgent": urgent,
            "agreed": agreed,
            "asked": day if asked else None,
            "told": day + timedelta(days=2) if asked else None,
        }
        values = {name: value for name, value in fields.items() if value is not None}
        as_of = AsOf(day=day + timedelta(days=3))
        yield Record(id="r", record_class="case", fields=values), as_of


def _decided(policy: Policy, record: Record, as_of: AsOf) -> dict[str, DeadlineDecision | None]:
    """The decision on each promise that certainly applies; `None` where it may."""
    deadlines = Deadlines(policy, Inventory([record]), as_of)
    certain = deadlines.certain(record)
    return {d.step: d if d.step in certain else None for d in deadlines.decide(record)}


def _shown(comparison: Comparison, step: str) -> set[ChangeKind]:
    return {change.kind for change in comparison.deadlines if change.step == step}


def _told(kinds: set[ChangeKind], before: Moment, after: Moment) -> bool:
    if ChangeKind.DEADLINE_INCOMPARABLE in kinds:
        return True
    later = str(after) > str(before)  # both are days
    return (ChangeKind.DEADLINE_LOOSER if later else ChangeKind.DEADLINE_TIGHTER) in kinds


@tried(quick=12, nightly=3000)
@given(seed=st.integers(0, 10_000_000))
def test_no_record_is_promised_otherwise_than_was_told(seed: int) -> None:
    chance = random.Random(seed)
    draft = _Draft(chance)
    old, new = (compiled(one.text).policy for one in (draft, draft.changed(chance)))
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    comparison = compare_policies(old, new, AS_OF)
    for record, as_of in _records(chance):
        before, after = (_decided(policy, record, as_of) for policy in (old, new))
        for step in before.keys() | after.keys():
            was, now = before.get(step), after.get(step)
            kinds = _shown(comparison, step)
            if was and step not in after:
                assert ChangeKind.NO_LONGER_PROMISED in kinds, (record, as_of)
            elif now and step not in before:
                assert ChangeKind.NEWLY_PROMISED in kinds, (record, as_of)
            elif was and now and was.deadline and now.deadline and was.deadline != now.deadline:
                assert _told(kinds, was.deadline, now.deadline), (record, as_of, was, now)


@tried(quick=12, nightly=3000)
@given(seed=st.integers(0, 10_000_000))
def test_every_change_of_a_promise_that_is_shown_can_be_seen(seed: int) -> None:
    """What is shown was decided by both versions; what is written otherwise only is no change."""
    chance = random.Random(seed)
    draft = _Draft(chance)
    old, new = (compiled(one.text).policy for one in (draft, draft.changed(chance)))
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    for change in compare_policies(old, new, AS_OF).deadlines:
        if change.verdict is Verdict.UNKNOWN:
            assert change.reason
        if change.shown is None:
            continue
        case, both = change.shown.case, (change.shown.before, change.shown.after)
        as_of = AsOf(day=case.as_of)
        for policy, shown in zip((old, new), both, strict=True):
            deadlines = Deadlines(policy, Inventory(case.records), as_of, case.facts)
            assert deadlines.step(case.records[0], change.step) == shown
        was, now = both
        if change.kind is ChangeKind.NEWLY_PROMISED:
            assert (was, now is not None) == (None, True)
        elif change.kind is ChangeKind.NO_LONGER_PROMISED:
            assert (was is not None, now) == (True, None)
        else:
            assert was is not None
            assert now is not None
            assert was.deadline != now.deadline
