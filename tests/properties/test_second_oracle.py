"""The verdicts on pairs of rules against z3, which knows nothing of how they are found.

Both look at the same years. A pair that z3 does not decide in time is counted, and most pairs
must be decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import z3
from hypothesis import given

from tenure.compiler.analysis.prover import provers
from tenure.compiler.check.ambiguity import ambiguities
from tenure.compiler.compile import compile_policy
from tenure.compiler.policy.policy import Policy
from tenure.dsl.diagnostics import Verdict
from tests.properties import spec
from tests.properties.compiled import meaning, policy_of
from tests.properties.generated import Shape, policies
from tests.properties.scale import NIGHTLY, tried
from tests.properties.smt import OutsideError, Question
from tests.properties.written import Writer

AS_OF = date(2026, 6, 1)
YEARS = (date(2018, 1, 1), date(2027, 12, 31))
"""The horizon of both; a leap day and two ends of every kind of year lie in it."""

MILLISECONDS = 20_000 if NIGHTLY else 1_000
CORPUS = Path(__file__).parents[1] / "corpus"
POLICIES = Path(__file__).parents[2] / "policies"
PLAIN = Shape(rules=3, links=False, latest=False, follow=False, tie_breaks=False)

AGREE = {Verdict.WITNESS: z3.sat, Verdict.PROVED_ABSENT: z3.unsat}


def compared(policy: Policy) -> Iterator[str]:
    """Whether both decide alike, for each pair; or that one of them does not decide."""
    for pair in ambiguities(policy, provers(policy, AS_OF, YEARS)):
        one, other = (policy.rules[ref] for ref in pair.rules)
        question = Question(policy, YEARS, MILLISECONDS)
        try:
            said = question.disagree(one, other)
        except OutsideError:
            yield "outside"
            continue
        if said == z3.unknown:
            yield "out of time"
        elif pair.verdict is Verdict.UNKNOWN:
            yield "not known"
        elif said == z3.sat and not question.exact:
            yield "linked"  # a record is possible only if the linked one can be kept so long
        else:
            assert said == AGREE[pair.verdict], (pair.rules, pair.verdict, said)
            yield pair.verdict.value


def texts() -> list[Path]:
    """Every policy of the repository that is about disagreeing rules, or settles them."""
    bad = sorted(CORPUS.glob("bad/TN4*.tenure"))
    worked = sorted({path.parent for path in POLICIES.rglob("*.tenure")})
    return [*bad, *sorted(CORPUS.glob("good/*.tenure")), *worked]


def test_z3_agrees_on_the_policies_of_the_repository() -> None:
    counts: Counter[str] = Counter()
    for path in texts():
        policy = compile_policy(path).policy
        if policy is not None:
            counts.update(compared(policy))
    assert counts[Verdict.WITNESS.value] >= 8, counts
    assert counts[Verdict.PROVED_ABSENT.value] >= 60, counts
    assert counts["out of time"] <= 0.1 * counts.total(), counts


def test_z3_agrees_on_generated_policies() -> None:
    counts: Counter[str] = Counter()

    @tried(quick=15, nightly=1500)
    @given(policy=policies(PLAIN))
    def each(policy: spec.Policy) -> None:
        text = Writer().policy(policy)
        meant = meaning(text)
        counts.update(compared(meant))

    each()
    decided = counts[Verdict.WITNESS.value] + counts[Verdict.PROVED_ABSENT.value]
    assert decided >= 0.8 * (counts.total() - counts["outside"]), counts


FILE = """
policy "Schedule"
record file
  opened date
  closed date
"""


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ("36 months after closed|3 years after closed", Verdict.PROVED_ABSENT),
        ("1 year after closed|365 days after closed", Verdict.WITNESS),
        ("1 year after closed|1 year beginning with closed", Verdict.WITNESS),
        ("CY+1 from closed|2 years after closed", Verdict.WITNESS),
        ("1 month and 1 day after closed|1 month after closed", Verdict.WITNESS),
        ("until closed|0 days after closed", Verdict.PROVED_ABSENT),
    ],
)
def test_z3_counts_days_as_the_language_does(rules: str, verdict: Verdict) -> None:
    one, other = rules.split("|")
    policy = policy_of(f"{FILE}rule 1 for file keep {one}\nrule 2 for file keep {other}")
    assert list(compared(policy)) == [verdict.value]
