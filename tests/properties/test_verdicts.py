"""Every kind of verdict against brute force, both ways (S13).

What a finding claims no record refutes, and what records show some finding says. Where the
checks say that they do not know, they say why; how often that is so is counted.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.analysis.prover import provers
from tenure.compiler.check import check_policy
from tenure.compiler.check.checks import HORIZON
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Verdict
from tests.properties import spec
from tests.properties.brute import Trials
from tests.properties.compiled import meaning
from tests.properties.generated import Shape, policies
from tests.properties.happening import falling_due, unshown
from tests.properties.said import missed, refuted, tally, verdicts_of
from tests.properties.scale import NIGHTLY, tried
from tests.properties.shown import Shown
from tests.properties.written import Writer

AS_OF = date(2026, 6, 1)
FLAT = Shape(rules=4, links=False, latest=False, follow=False)
LINKED = Shape(rules=3)
ALL = {
    Code.AMBIGUOUS_OUTCOME,
    Code.SAME_OUTCOME,
    Code.OUTSIDE_LIMIT,
    Code.FLOOR_AFTER_CEILING,
    Code.IMPOSSIBLE_CONDITION,
    Code.SHADOWED_RULE,
    Code.GAP,
    Code.SHORTENED,
    Code.NEVER_DUE,
    Code.IDLE_HOLD,
}
TRIALS = 400 if NIGHTLY else 120


@pytest.mark.parametrize(("shape", "most"), [(FLAT, 0.12), (LINKED, 0.15)], ids=["flat", "linked"])
def test_records_neither_refute_nor_outdo_what_is_said(shape: Shape, most: float) -> None:
    """`most` is the share of findings that may say "not known"; every one of them says why.

    Nor are a night's trials so tame that nothing of a kind is ever shown.
    """
    counts: Counter[Verdict] = Counter()
    kinds: set[Code] = set()

    @tried(quick=25, nightly=3000)
    @given(policy=policies(shape), seed=st.integers(0, 10_000))
    def each(policy: spec.Policy, seed: int) -> None:
        text = Writer().policy(policy)
        meant = meaning(text)
        findings = check_policy(meant, AS_OF).findings
        shown = Shown(meant)
        for trial in Trials(policy, random.Random(seed)).some(TRIALS):
            shown.take(trial)
        kinds.update(kind for kind, *_ in shown.claims)
        verdicts = verdicts_of(findings, meant)
        assert refuted(verdicts, shown.claims) == [], text
        assert missed(verdicts, shown.claims, meant) == [], text
        assert [
            f for f in findings if f.verdict is Verdict.UNKNOWN and "not known" not in f.message
        ] == []
        for (_, verdict), count in tally(findings).items():
            counts[verdict] += count

    each()
    assert counts[Verdict.WITNESS] > 10
    assert counts[Verdict.PROVED_ABSENT] > 10
    if NIGHTLY:
        assert kinds >= ALL
    share = most if NIGHTLY else 3 * most  # of few findings the share is a matter of luck
    assert counts[Verdict.UNKNOWN] <= share * counts.total(), counts


def test_what_is_not_said_never_to_happen_is_shown_to_happen() -> None:
    """A rule that is not reported applies, stands and falls due on some record."""
    dated: Counter[bool] = Counter()

    @tried(quick=25, nightly=3000)
    @given(policy=policies(LINKED))
    def each(policy: spec.Policy) -> None:
        text = Writer().policy(policy)
        meant = meaning(text)
        said = verdicts_of(check_policy(meant, AS_OF).findings, meant)
        asked = provers(meant, AS_OF, HORIZON)
        assert unshown(meant, asked, said) == [], text
        dated.update(named for _, named in falling_due(meant, asked, said))

    each()
    assert dated[True] > 10
    assert dated[False] <= 0.5 * dated.total(), dated  # linked records, later phases
