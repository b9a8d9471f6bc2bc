"""Writes, for a finding, the `test` that its record asks for.

It fails as the policy stands and passes once the finding is settled, whichever way. Where
a finding does not change what any decision says there is no such test: two rules that
agree give every record one answer already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tenure.compiler.policy.fields import ChoiceType, TextType
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import RuleKind
from tenure.compiler.policy.scenarios import DECIDED
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, ReadyTest, Witness, WitnessRecord

_WIDEST = 96
"""The most columns of a record on one line; a longer one has a line for each field."""

_STEP_WORDS = frozenset({"fact", "duty", "occasion", "given", "on", "expect"})
"""Words that begin a step of a test, and cannot be read as names there."""

_VALUE_WORDS = frozenset({"yes", "no", "unknown"})
"""Words that mean something else than a value of that name."""


def with_tests(policy: Policy, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Return the findings, each with its test where there is one."""
    for finding in findings:
        yield finding if finding.test else replace(finding, test=ready_test(policy, finding))


def ready_test(policy: Policy, finding: Diagnostic) -> ReadyTest | None:
    """Return the test of a finding whose record has no answer; `None` for any other."""
    if finding.witness is None:
        return None
    title = _title(policy, finding, with_article(finding.witness.records[0].record_class))
    return test_of(policy, title, finding.witness, DECIDED) if title else None


def _title(policy: Policy, finding: Diagnostic, a_record: str) -> str | None:
    """Return what the test promises of the records; `None` where the finding promises nothing."""
    match finding.code:
        case Code.AMBIGUOUS_OUTCOME:
            one, other = finding.rules
            return f"{one} and {other} give {a_record} one answer"
        case Code.OUTSIDE_LIMIT:
            schedule, limit = finding.rules
            is_floor = policy.rules[limit].kind is RuleKind.FLOOR
            within = "at least as long as" if is_floor else "no longer than"
            return f"{schedule} keeps {a_record} {within} {limit} says"
        case Code.FLOOR_AFTER_CEILING:
            floor, ceiling = finding.rules
            return f"{a_record} can be kept within both {floor} and {ceiling}"
        case Code.GAP:
            return f"{a_record} is covered by a rule"
    return None


def with_article(record_class: str) -> str:
    """Return a class's name with `a` or `an` before it."""
    return f"{'an' if record_class[0] in 'aeiouAEIOU' else 'a'} {record_class}"


def test_of(policy: Policy, title: str, witness: Witness, expected: str) -> ReadyTest | None:
    """Return a test that expects a status of the first record of a witness.

    `None` where the language has no words for the record: names that a test reads as
    words of its own.
    """
    if not all(can_be_said(policy, record) for record in witness.records):
        return None
    facts = [f"given fact {name} {_fact(policy, name, text)}" for name, text in witness.facts]
    given = [line for record in witness.records for line in given_lines(policy, record)]
    day = f"on {witness.as_of}"
    return ReadyTest(
        title=title,
        steps=(*facts, *given, day, f"expect {witness.records[0].name} {expected}"),
    )


def given_lines(policy: Policy, record: WitnessRecord) -> list[str]:
    """Return the lines that introduce a record."""
    head = f"given {record.record_class} {record.name}"
    fields = [f"{name} {_value(policy, record, name, text)}" for name, text in record.fields]
    line = "  ".join((head, *fields))
    return [line] if len(line) <= _WIDEST else [head, *(f"  {field}" for field in fields)]


def _value(policy: Policy, record: WitnessRecord, name: str, text: str) -> str:
    field = policy.classes[record.record_class].fields.get(name)
    return quoted(text) if field is not None and isinstance(field.type, TextType) else text


def _fact(policy: Policy, name: str, text: str) -> str:
    return quoted(text) if isinstance(policy.facts[name].type, TextType) else text


def quoted(text: str) -> str:
    """Return a text in quotes, as the language reads it back."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def can_be_said(policy: Policy, record: WitnessRecord) -> bool:
    """Return whether a test can introduce a record: its names are no words of a test's own."""
    fields = policy.classes[record.record_class].fields
    types = {name: fields[name].type for name, _ in record.fields if name in fields}
    for name, text in record.fields:
        if "\n" in text or (isinstance(types.get(name), ChoiceType) and text in _VALUE_WORDS):
            return False
    return {record.record_class, *types}.isdisjoint(_STEP_WORDS)
