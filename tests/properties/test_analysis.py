"""The search for disagreeing rules against brute force (S13)."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tenure.compiler.analysis.prover import provers
from tenure.compiler.check import check_policy
from tenure.compiler.check.ambiguity import ambiguities
from tenure.dsl.diagnostics import Verdict
from tests.properties import spec
from tests.properties.brute import Trials, disagreements
from tests.properties.compiled import meaning
from tests.properties.generated import Shape, policies
from tests.properties.scale import tried
from tests.properties.written import Writer

AS_OF = date(2026, 6, 1)
HORIZON = (date(1900, 1, 1), date(2199, 12, 31))
SMALL = Shape(rules=3)


@tried(quick=100, nightly=3000)
@given(policy=policies(SMALL), seed=st.integers(0, 10_000))
def test_no_record_shows_what_was_proved_absent(policy: spec.Policy, seed: int) -> None:
    """Whatever brute force finds was found: a pair that disagrees is never proved to agree."""
    text = Writer().policy(policy)
    meant = meaning(text)
    verdicts = {
        frozenset(pair.rules): pair.verdict
        for pair in ambiguities(meant, provers(meant, AS_OF, HORIZON))
    }
    for trial in Trials(policy, random.Random(seed)).some(40):
        for pair in disagreements(meant, trial):
            assert verdicts[frozenset(pair)] is not Verdict.PROVED_ABSENT, (pair, text)


@tried(quick=60, nightly=3000)
@given(policy=policies())
def test_every_verdict_is_counted_and_every_witness_shown(policy: spec.Policy) -> None:
    """A finding with a witness carries one; one without says why it is not known."""
    text = Writer().policy(policy)
    meant = meaning(text)
    report = check_policy(meant, AS_OF)
    proof = report.proof
    assert proof.witnessed + proof.absent + proof.unknown == proof.pairs
    for finding in report.findings:
        if finding.verdict is Verdict.WITNESS:
            assert finding.witness is not None, text
        else:
            assert finding.witness is None, text
