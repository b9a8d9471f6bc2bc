"""The comparison of two versions against brute force (S13)."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.compare.changes import ChangeKind, Comparison
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.compare.told import differences, told
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Verdict
from tests.properties import spec
from tests.properties.brute import AS_OF, Trials
from tests.properties.compiled import compiled, meaning, policy_of
from tests.properties.edits import edited, reworked
from tests.properties.generated import Shape, policies
from tests.properties.scale import tried
from tests.properties.written import Writer

SMALL = Shape(rules=3)
TRIALS = 60


def _versions(policy: spec.Policy, chance: random.Random) -> tuple[Policy, Policy]:
    """A generated policy and what a few edits make of it, both without a mistake."""
    text = Writer().policy(policy)
    old = compiled(text).policy
    after = text
    for _ in range(chance.randint(1, 3)):
        after = chance.choice((edited, reworked, reworked))(after, chance)
    new = compiled(after).policy if after != text else None
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    return old, new


def _answered(comparison: Comparison, root: str) -> set[ChangeKind]:
    """The kinds that were shown for a family, or that are not known."""
    return {c.kind for c in comparison.changes if c.family == root}


@tried(quick=20, nightly=4000)
@given(policy=policies(SMALL), seed=st.integers(0, 100_000))
def test_no_record_shows_a_change_that_was_not_told(policy: spec.Policy, seed: int) -> None:
    """Whatever brute force finds in a family was shown for it, or is said not to be known."""
    chance = random.Random(seed)
    old, new = _versions(policy, chance)
    as_of = chance.choice(AS_OF)
    comparison = compare_policies(old, new, as_of)
    assume(not comparison.declared)
    for trial in Trials(policy, chance).some(TRIALS):
        if trial.as_of < as_of:
            continue
        records = tuple(replace(record, extended_until=None) for record in trial.records)
        case = Case(records=records, facts=trial.facts, as_of=trial.as_of)
        found = set(differences(told(old, case), told(new, case)))
        if old.holds == new.holds:  # a hold that reaches a record along a link is not asked about
            found -= {ChangeKind.HOLD_RELEASED, ChangeKind.NEWLY_HELD}
        if trial.as_of != as_of:
            found.discard(ChangeKind.IMMEDIATELY_DUE)
        root = new.classes[records[0].record_class].lineage[-1]
        missed = found - _answered(comparison, root)
        if missed and root in comparison.passed_on:
            assert any(
                differences(told(old, case, index), told(new, case, index))
                for index in range(1, len(records))
            ), (missed, case)
        else:
            assert not missed, (missed, case, [c.kind for c in comparison.changes])


@tried(quick=10, nightly=2000)
@given(policy=policies(), seed=st.integers(0, 100_000))
def test_every_change_that_is_shown_can_be_seen(policy: spec.Policy, seed: int) -> None:
    """Both versions decide the record that is shown as the change says."""
    chance = random.Random(seed)
    old, new = _versions(policy, chance)
    for change in compare_policies(old, new, chance.choice(AS_OF)).changes:
        if change.verdict is Verdict.UNKNOWN:
            assert change.shown is None
            assert change.reason
            continue
        assert change.shown is not None
        case = change.shown.case
        assert change.kind in differences(told(old, case), told(new, case))


@tried(quick=40, nightly=2000)
@given(policy=policies(), seed=st.integers(0, 100_000))
def test_the_same_policy_written_otherwise_changes_nothing(policy: spec.Policy, seed: int) -> None:
    """The order and layout of a text, and its remarks, are no change: that is seen or proved."""
    old = meaning(Writer().policy(policy))
    comparison = compare_policies(old, policy_of(Writer(seed).policy(policy)), AS_OF[0])
    assert comparison.equal
    assert comparison.untouched + comparison.proved == comparison.families
