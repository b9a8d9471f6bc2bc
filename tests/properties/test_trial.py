"""A change tried on an inventory: the set evaluator's rows against the reference evaluator."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import duckdb
from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.compiler.compare.changes import ChangeKind
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.decisions import Decision, Status
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.engine.audit.by_size import decide_by_size
from tenure.engine.audit.places import Decide
from tenure.engine.deciding import decide_all
from tenure.engine.trial.deciding import AFTER, BEFORE, decide_version
from tenure.engine.trial.differences import DIFFERENCES, compare
from tenure.engine.trial.fitting import same_layout
from tests.properties import spec
from tests.properties.compiled import compiled
from tests.properties.edits import Edit, edited, reworked
from tests.properties.generated import Shape, policies
from tests.properties.inventories import AS_OF, WILD, inventories
from tests.properties.scale import tried
from tests.properties.staged import stage
from tests.properties.written import Writer

Kinds = dict[str, frozenset[str]]
_DUE = (Status.DUE, Status.OVERDUE)
_DATED = (Status.RETAIN, *_DUE, Status.PERMANENT)


def _versions(
    policy: spec.Policy, chance: random.Random, edits: Sequence[Edit]
) -> tuple[Policy, Policy]:
    text = Writer().policy(policy)
    old, after = compiled(text).policy, text
    for _ in range(chance.randint(1, 3)):
        after = chance.choice(edits)(after, chance)
    new = compiled(after).policy if after != text else None
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    assume(same_layout(old, new))
    return old, new


def _by_queries(
    old: Policy, new: Policy, records: Sequence[Record], as_of: date, decide: Decide
) -> tuple[Kinds, dict[str, int | None]]:
    with duckdb.connect() as connection:
        staged = stage(connection, new, records)
        decide_version(connection, old, staged, as_of, BEFORE, decide)
        decide_version(connection, new, staged, as_of, AFTER, decide)
        compare(connection)
        rows = connection.execute(f"SELECT record, kinds, days FROM {DIFFERENCES}").fetchall()
    return (
        {record: frozenset(kinds) for record, kinds, _ in rows},
        {record: days for record, _, days in rows},
    )


class _Side:
    """What one version decides on a record, and what its rules make of it without holds."""

    def __init__(self, policy: Policy, records: Sequence[Record], as_of: date) -> None:
        self._decider = Decider(policy, Inventory(records), as_of)

    def of(self, record: Record) -> tuple[Decision, Decision, str]:
        full, free = self._decider.decide(record), self._decider.unheld(record)
        return full, free, _state(free)


def _state(free: Decision) -> str:
    if free.status in _DATED:
        return "settled"
    if free.status is Status.AWAITING:
        return "awaiting" if free.rule else "open"
    if free.status is Status.UNDETERMINED:
        certain = free.follows and free.rule and set(free.missing) <= {free.follows}
        return "elsewhere" if certain else "open"
    return free.status.value


def _by_reference(
    old: Policy, new: Policy, records: Sequence[Record], as_of: date
) -> tuple[Kinds, dict[str, int | None]]:
    """The same, one record at a time, written down again as the documentation says it."""
    before, after = _Side(old, records, as_of), _Side(new, records, as_of)
    found: Kinds = {}
    days: dict[str, int | None] = {}
    for record in records:
        was, was_free, was_state = before.of(record)
        now, now_free, now_state = after.of(record)
        kinds: set[ChangeKind] = set()
        if now.status in _DUE and was.status not in _DUE:
            kinds.add(ChangeKind.IMMEDIATELY_DUE)
        unsure = [
            state == "open" or (one.status is Status.UNDETERMINED and state != "elsewhere")
            for one, state in ((was, was_state), (now, now_state))
        ]
        if unsure == [False, True]:
            kinds.add(ChangeKind.NEWLY_UNDETERMINED)
        if unsure == [True, False]:
            kinds.add(ChangeKind.NO_LONGER_UNDETERMINED)
        if (was.status is Status.HELD) != (now.status is Status.HELD):
            held = now.status is Status.HELD
            kinds.add(ChangeKind.NEWLY_HELD if held else ChangeKind.HOLD_RELEASED)
        if "open" not in (was_state, now_state):
            kinds |= _of_rules(was_free, was_state, now_free, now_state)
        if kinds:
            found[record.id] = frozenset(kind.value for kind in kinds)
            last = was.keep_until, now.keep_until
            days[record.id] = (last[1] - last[0]).days if last[0] and last[1] else None
    return found, days


def _of_rules(was: Decision, state: str, now: Decision, its: str) -> set[ChangeKind]:
    if state == its == "settled":
        kinds = set()
        last = [
            date.max.toordinal() + 1 if d.keep_until is None else d.keep_until.toordinal()
            for d in (was, now)
        ]
        if last[0] != last[1]:
            kinds.add(ChangeKind.SHORTER if last[1] < last[0] else ChangeKind.LONGER)
        if was.action and now.action and was.action != now.action:
            kinds.add(ChangeKind.ACTION)
        return kinds
    if state == its:
        other = its == "elsewhere" and was.follows != now.follows
        return {ChangeKind.INCOMPARABLE} if other else set()
    match state, its:
        case _, "conflict":
            return {ChangeKind.NEWLY_CONFLICTING}
        case _, "uncovered":
            return {ChangeKind.NEWLY_UNCOVERED}
        case "conflict", _:
            return {ChangeKind.NO_LONGER_CONFLICTING}
        case "uncovered", _:
            return {ChangeKind.NEWLY_COVERED}
    return {ChangeKind.INCOMPARABLE}


@tried(quick=5, nightly=1000)
@given(policy=policies(), data=st.data(), seed=st.integers(0, 100_000))
def test_the_queries_tell_the_rows_apart_as_the_reference_evaluator_does(
    policy: spec.Policy, data: st.DataObject, seed: int
) -> None:
    chance = random.Random(seed)
    old, new = _versions(policy, chance, (edited, reworked, reworked))
    records, as_of = data.draw(inventories(policy, WILD)), chance.choice(AS_OF)
    decide = chance.choice((decide_all, decide_by_size))
    assert _by_queries(old, new, records, as_of, decide) == _by_reference(old, new, records, as_of)


_UNSEEN = {ChangeKind.NEWLY_UNDETERMINED, ChangeKind.NO_LONGER_UNDETERMINED}
"""The kinds that an inventory alone can show: what is proved is of records without a gap."""


@tried(quick=8, nightly=1500)
@given(policy=policies(Shape(rules=2)), data=st.data(), seed=st.integers(0, 100_000))
def test_what_is_proved_alike_has_no_changed_row(
    policy: spec.Policy, data: st.DataObject, seed: int
) -> None:
    """Where a family is told to be decided alike, every row that both decide is decided alike."""
    chance = random.Random(seed)
    old, new = _versions(policy, chance, (reworked,))
    as_of = chance.choice(AS_OF)
    comparison = compare_policies(old, new, as_of)
    assume(not comparison.declared)
    told = {change.family for change in comparison.changes} | set(comparison.passed_on)
    records = data.draw(inventories(policy, WILD))
    kinds, _ = _by_queries(old, new, records, as_of, decide_by_size)
    for record in records:
        family = new.classes[record.record_class].lineage[-1]
        changed = kinds.get(record.id, frozenset())
        if family not in told and changed.isdisjoint(_UNSEEN) and old.holds == new.holds:
            assert not changed, (record, changed)
