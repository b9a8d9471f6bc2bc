"""The way from a generated policy to a compiled one, and to its decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume

from tenure.compiler.compile import Compilation, compile_policy
from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.compiler.selftest import run_tests
from tests.properties import spec
from tests.properties.written import Writer


def compiled(text: str) -> Compilation:
    """What becomes of a policy with this text."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "schedule.tenure")
        path.write_text(text, encoding="utf-8")
        return compile_policy(path)


def policy_of(text: str) -> Policy:
    """The policy of a text that has no mistake."""
    compilation = compiled(text)
    found = [(f.code.number, f.message, f.at and f.at.text) for f in compilation.diagnostics]
    assert compilation.policy is not None, found
    return compilation.policy


def meaning(text: str) -> Policy:
    """The policy of a generated text. A draw whose rules go in a circle is passed over."""
    policy = compiled(text).policy
    assume(policy is not None)
    assert policy is not None
    return policy


def compiled_spec(policy: spec.Policy, seed: int | None = None) -> Policy:
    """A generated policy without circles, compiled."""
    return policy_of(Writer(seed).policy(policy))


def decisions(
    policy: Policy,
    records: Iterable[Record],
    as_of: date,
    facts: Mapping[str, Value] | None = None,
) -> dict[str, Decision]:
    """The decision on every record, by id."""
    kept = tuple(records)
    decider = Decider(policy, Inventory(kept), as_of, facts)
    return {record.id: decider.decide(record) for record in kept}


def passes(text: str) -> Policy:
    """Assert that a policy passes its own tests; return it."""
    policy = policy_of(text)
    assert policy.tests
    failures = [
        f"{result.title}: {check.expected.subject} {mismatch.aspect} should be "
        f"{mismatch.expected}, is {mismatch.got}"
        for result in run_tests(policy).results
        for check in result.checks
        for mismatch in check.mismatches
    ]
    assert failures == []
    return policy
