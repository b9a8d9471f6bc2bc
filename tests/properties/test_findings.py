"""What findings offer holds on generated policies too: tests that fail, edits that settle."""

from __future__ import annotations

from hypothesis import given

from tenure.dsl.diagnostics import Diagnostic
from tests.properties import spec
from tests.properties.compiled import meaning
from tests.properties.generated import Shape, policies
from tests.properties.scale import tried
from tests.properties.settled import edits_settle, findings, offers, run
from tests.properties.written import Writer

SMALL = Shape(rules=3)


def found(policy: spec.Policy) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a generated policy, and what is found in it."""
    text = Writer().policy(policy)
    meant = meaning(text)
    return text, findings(meant)


@tried(quick=60, nightly=3000)
@given(policy=policies())
def test_the_test_of_a_finding_fails(policy: spec.Policy) -> None:
    text, all_found = found(policy)
    for finding in all_found:
        for one in offers(finding):
            if one.test is not None:
                assert not run(text, one.test).passed, (one.test.text, text)


@tried(quick=60, nightly=3000)
@given(policy=policies(SMALL))
def test_an_edit_settles_its_finding(policy: spec.Policy) -> None:
    text, all_found = found(policy)
    for finding in all_found:
        edits_settle(text, finding)
