"""Witnesses replayed: records built from the texts that an author sees, decided again.

`watch` has every witness replayed that any test makes, by whatever way it asks for checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import assert_never

from tenure.compiler.analysis import witnesses
from tenure.compiler.analysis.witnesses import Case, CaseShows
from tenure.compiler.decisions import Considered, Decision, Standing
from tenure.compiler.evaluate.decide import Decider
from tenure.compiler.policy.fields import (
    ChoiceType,
    EventType,
    FieldType,
    LinkType,
    NumberType,
    TextType,
    Value,
    YesNoType,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.records import Inventory, Record
from tenure.dsl.diagnostics import Saying, Witness, WitnessRecord


def replayed(policy: Policy, witness: Witness) -> Decision:
    """The decision on a witness; its status, and what each rule says, are as it shows them."""
    records = tuple(record_of(policy, record) for record in witness.records)
    facts = {name: value_of(text, policy.facts[name].type) for name, text in witness.facts}
    decider = Decider(policy, Inventory(records), witness.as_of, facts)
    decision = decider.decide(records[0])
    assert decision.status.value == witness.status, (witness, decision)
    by_name = {record.id: record for record in records}
    for saying in witness.sayings:
        record = by_name[saying.record] if saying.record else records[0]
        considered = {one.rule: one for one in decider.decide(record).considered}
        assert saying.rule in considered, (saying, decision)
        one = considered[saying.rule]
        if one.standing in (Standing.BEATEN, Standing.DISAPPLIED):
            assert saying.keep_until == decider.last_day(policy.rules[saying.rule], record), saying
        else:
            _said(saying, one)
    return decision


def _said(saying: Saying, considered: Considered) -> None:
    """Assert that a rule says what the witness claims of it."""
    assert saying.keep_until == considered.keep_until, (saying, considered)
    if considered.keep_until is not None:
        assert str(considered.keep_until) in saying.text, saying
        assert considered.action is None or considered.action.text in saying.text, saying


def record_of(policy: Policy, shown: WitnessRecord) -> Record:
    """A record as shown to the author, read back."""
    declared = policy.classes[shown.record_class].fields
    texts = dict(shown.fields)
    disposed_as = None if "disposed_as" in declared else texts.pop("disposed_as", None)
    return Record(
        id=shown.name,
        record_class=shown.record_class,
        fields={
            name: value_of(text, declared[name].type)
            for name, text in texts.items()
            if not (text == "unknown" and isinstance(declared[name].type, YesNoType))
        },
        disposed_as=disposed_as,
    )


def value_of(text: str, type_: FieldType) -> Value:
    """A value as the language spells it, read back."""
    match type_:
        case EventType(timed=timed):
            return datetime.fromisoformat(text) if timed else date.fromisoformat(text)
        case YesNoType():
            return {"yes": True, "no": False}[text]
        case NumberType():
            return Decimal(text)
        case LinkType(many=True):
            return tuple(text.strip("()").split(", "))
        case LinkType() | TextType() | ChoiceType():
            return text
    assert_never(type_)


def watch() -> None:
    """Have every witness replayed, from now on, where it is made.

    There is one function that makes them; it must be replaced before the checks import it.
    """
    made = witnesses.witness_of

    @wraps(made)
    def witness_of(
        policy: Policy,
        case: Case,
        decision: Decision,
        rules: Iterable[str],
        also: CaseShows = lambda _: True,
    ) -> Witness:
        witness = made(policy, case, decision, rules, also)
        replayed(policy, witness)
        return witness

    witnesses.witness_of = witness_of
