"""What a redline does not mark decides nothing, and what it shows is all of both versions."""

from __future__ import annotations

import random
import re

from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.compare.told import differences, told
from tenure.reports.redline.assemble import redline
from tenure.reports.redline.questions import Versions
from tenure.reports.wording import ENGLISH
from tests.properties import spec
from tests.properties.brute import AS_OF, Trials
from tests.properties.compiled import compiled
from tests.properties.generated import Shape, policies
from tests.properties.scale import tried
from tests.properties.test_compare import _versions
from tests.properties.written import Writer
from tests.reports.redlines import redline_of, said_by, said_in

SMALL = Shape(rules=3)
TRIALS = 30


@tried(quick=8, nightly=3000)
@given(policy=policies(SMALL), seed=st.integers(0, 100_000))
def test_both_versions_can_be_read_from_it(policy: spec.Policy, seed: int) -> None:
    chance = random.Random(seed)
    old, new = _versions(policy, chance)
    as_of = chance.choice(AS_OF)
    found = redline_of(old, new, as_of)
    assert said_by(found, "deleted") == said_in(new, as_of)
    alike = {noted.ref for noted in found.summary if noted.kind in ("reworded", "texts")}
    was, is_ = said_by(found, "inserted"), said_in(old, as_of)
    lost = {said for said in (was - is_) | (is_ - was) if said[1] not in alike}
    assert not lost


def in_other_words(text: str, chance: random.Random) -> str:
    """A policy that is written otherwise, and here and there says something else too."""

    def denied_twice(match: re.Match[str]) -> str:
        inner = match[2]
        if chance.random() < 0.2:
            inner = inner.replace(" and ", " or ", 1)
        return f"{match[1]}not (not ({inner}))"

    def months(match: re.Match[str]) -> str:
        return f"{12 * int(match[1]) + (chance.random() < 0.1)} months"

    text = re.sub(r"(?m)^( +when )(.*)$", denied_twice, text)
    return re.sub(r"\b([1-9]\d?) years?\b", months, text)


@tried(quick=20, nightly=3000)
@given(policy=policies(SMALL), seed=st.integers(0, 100_000))
def test_what_is_not_marked_decides_nothing(policy: spec.Policy, seed: int) -> None:
    chance = random.Random(seed)
    text = Writer().policy(policy)
    old, new = compiled(text).policy, compiled(in_other_words(text, chance)).policy
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    as_of = chance.choice(AS_OF)
    nothing = compare_policies(old, old, as_of)  # what the change does is of no account here
    versions = Versions(old=old, new=new, since="main", comparison=nothing, as_of=as_of)
    found = redline(versions, ENGLISH)
    if not {noted.kind for noted in found.summary} <= {"reworded", "texts", "renumbered"}:
        return  # some of it is marked: nothing is claimed
    for trial in Trials(policy, chance).some(TRIALS):
        if trial.as_of >= as_of:
            case = Case(records=trial.records, facts=trial.facts, as_of=trial.as_of)
            assert not differences(told(old, case), told(new, case)), case
