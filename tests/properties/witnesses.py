"""Witnesses as the author sees them, read back and decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tenure.compiler.analysis.prover import provers
from tenure.compiler.check.ambiguity import PairVerdict, ambiguities
from tenure.compiler.decisions import Decision
from tenure.compiler.policy.fields import TextType, YesNoType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.selftest import run_tests
from tenure.dsl.diagnostics import Verdict, Witness, WitnessRecord
from tests.properties.compiled import policy_of

AS_OF = date(2026, 6, 1)
HORIZON = (date(1900, 1, 1), date(2199, 12, 31))

Verdicts = dict[frozenset[str], PairVerdict]


def verdicts(policy: Policy, as_of: date = AS_OF) -> Verdicts:
    """What is said of each pair of rules that are not ordered."""
    return {frozenset(v.rules): v for v in ambiguities(policy, provers(policy, as_of, HORIZON))}


def replayed(text: str, witness: Witness) -> Decision:
    """The decision on a witness, its texts put into a test of the policy itself."""
    policy = policy_of(text)
    lines = ['test "witness"']
    lines += [f"  given fact {name} {value}" for name, value in witness.facts]
    lines += [f"  {line}" for record in witness.records for line in _given(policy, record)]
    lines += [f"  on {witness.as_of}", f"  expect {witness.records[0].name} {witness.status}"]
    (result,) = run_tests(policy_of("\n".join([text, *lines]))).results
    assert result.passed, (witness, result.checks)
    decision = result.checks[0].decision
    assert isinstance(decision, Decision)
    return decision


def _given(policy: Policy, record: WitnessRecord) -> Iterator[str]:
    fields = policy.classes[record.record_class].fields
    known = dict(record.fields)
    yield f"given {record.record_class} {record.name}"
    for name, value in known.items():
        is_text = name in fields and isinstance(fields[name].type, TextType)
        yield f'  {name} "{value}"' if is_text else f"  {name} {value}"
    for name, field in fields.items():
        if isinstance(field.type, YesNoType) and name not in known:
            yield f"  {name} unknown"


def witness_of_pair(text: str, one: str, other: str) -> Witness:
    """The witness on which two rules disagree, decided again and found to show it."""
    found = verdicts(policy_of(text))[frozenset((one, other))]
    assert found.verdict is Verdict.WITNESS, found
    assert found.finding is not None
    assert found.finding.witness is not None
    shows_disagreement(text, found.finding.witness, one, other)
    return found.finding.witness


def shows_disagreement(text: str, witness: Witness, one: str, other: str) -> None:
    """Assert that the two rules govern a witness, and that their answers differ."""
    decision = replayed(text, witness)
    said = {c.rule: c for c in decision.considered if c.standing == "disagrees"}
    assert {one, other} <= said.keys(), (text, witness, decision)
    first, second = said[one], said[other]
    assert (first.keep_until, first.action, first.why) != (
        second.keep_until,
        second.action,
        second.why,
    ) or policy_of(text).rules[one].follows, (text, witness, decision)


def proved_absent(text: str, one: str, other: str) -> None:
    """Assert that two rules that are not ordered are proved never to disagree."""
    found = verdicts(policy_of(text))[frozenset((one, other))]
    assert found.verdict is Verdict.PROVED_ABSENT, found
