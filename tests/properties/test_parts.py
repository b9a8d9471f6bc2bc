"""Checking a policy part by part finds what checking it as a whole finds."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given

from tenure.compiler.check.memory import CheckMemory, PartReport, check_part, check_parts
from tenure.compiler.check.parts import Part
from tenure.compiler.policy.policy import Policy
from tests.properties import spec
from tests.properties.compiled import meaning
from tests.properties.generated import policies
from tests.properties.scale import tried
from tests.properties.test_session import SEVERAL_GROUPS
from tests.properties.written import Writer

AS_OF = date(2026, 6, 1)
HORIZON = (date(1900, 1, 1), date(2199, 12, 31))


def whole(policy: Policy) -> PartReport:
    """What is found where nothing is left out of the policy."""
    roots = dict.fromkeys(c.lineage[-1] for c in policy.classes.values())
    return check_part(Part(roots=tuple(roots), policy=policy), AS_OF, HORIZON)


@tried(quick=30, nightly=3000)
@given(policy=policies())
def test_the_parts_find_what_the_whole_does(policy: spec.Policy) -> None:
    text = Writer().policy(policy) + SEVERAL_GROUPS
    meant = meaning(text)
    expected = whole(meant)
    found = check_parts(meant, AS_OF, HORIZON, CheckMemory())
    assert len(found) > 1
    verdicts = Counter(v for part in found for v, n in part.verdicts.items() for _ in range(n))
    assert verdicts == expected.verdicts, text
    assert Counter(
        (f.code, f.rules, f.verdict, f.at) for part in found for f in part.findings
    ) == Counter((f.code, f.rules, f.verdict, f.at) for f in expected.findings), text
    for name, possible in expected.holds.items():
        assert any(part.holds.get(name) for part in found) is possible
