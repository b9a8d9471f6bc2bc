"""The way from a generated policy to a compiled one, and to its decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tenure.compiler.decisions import Decision
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.load import LoadedFile
from tenure.compiler.policy.fields import Value
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.compiler.resolve.policies import resolve
from tenure.dsl.diagnostics import Diagnostic
from tenure.dsl.reader import read_file
from tenure.dsl.source import SourceFile
from tests.properties import spec
from tests.properties.written import Writer


def compiled(text: str) -> tuple[Policy | None, list[Diagnostic]]:
    """The policy that a text means, and what is wrong with it."""
    found: list[Diagnostic] = []
    tree = read_file(SourceFile(path="schedule.tenure", text=text), found.append)
    if tree is None:
        return None, found
    file = LoadedFile(source=tree.source, declarations=tree.declarations, own=True)
    return resolve((file,), found.append), found


def policy_of(text: str) -> Policy:
    """The policy of a text that has no mistake."""
    policy, found = compiled(text)
    assert policy is not None, [(f.code.number, f.message, f.at and f.at.text) for f in found]
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
