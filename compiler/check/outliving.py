"""Shows on records how one of them goes while the record that it is linked to is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tenure.compiler.analysis.prover import Answer
from tenure.compiler.analysis.witnesses import Case, witness_of
from tenure.compiler.decisions import Decision, Standing, Status
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.diagnostics import Saying, Witness

_DAY = timedelta(days=1)


def lets_go(decision: Decision, rule: Rule) -> bool:
    """Return whether a rule says through which day the record is kept."""
    governing = {c.rule for c in decision.considered if c.standing is Standing.GOVERNS}
    return decision.keep_until is not None and rule.ref in governing


def outliving(policy: Policy, case: Case, link: FieldRef) -> tuple[str, Decision] | None:
    """Return the linked record that is kept longer than the first one, with its decision."""
    own = case.decide(policy)
    for index in _linked(case, link):
        decision = case.decide(policy, index)
        if decision.status is Status.PERMANENT or _later(decision.keep_until, own.keep_until):
            return case.records[index].id, decision
    return None


def _later(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other


def _linked(case: Case, link: FieldRef) -> list[int]:
    """Return the positions of the records that the link of the first one names."""
    place = {record.id: index for index, record in enumerate(case.records)}
    reached = [0]
    for step in (*link.links, link.name):
        values = [case.records[index].fields.get(step) for index in reached]
        ids = [id_ for v in values for id_ in (v if isinstance(v, tuple) else (v,))]
        reached = [place[id_] for id_ in ids if isinstance(id_, str) and id_ in place]
    return reached


def loss_shown(policy: Policy, rule: Rule, answer: Answer, link: FieldRef) -> Witness | None:
    """Return how a record is let go by a rule while the linked one is kept, best on its due day."""
    if answer.case is None or answer.decision is None:
        return None
    case = _on_the_day_due(policy, rule, answer.case, link)
    found = outliving(policy, case, link)

    def outlived_alike(other: Case) -> bool:
        return _days_kept(outliving(policy, other, link)) == _days_kept(found)

    witness = witness_of(policy, case, case.decide(policy), (rule.ref,), outlived_alike)
    if found is None:
        return witness
    name, decision = found
    how = f"until {decision.keep_until}" if decision.keep_until else "permanently"
    saying = Saying(
        rule=decision.rule or "",
        keep_until=decision.keep_until,
        text=f"keep `{name}` {how}",
        record=name,
        action=decision.action.text if decision.action else None,
    )
    return replace(witness, sayings=(*witness.sayings, saying))


def _days_kept(outlives: tuple[str, Decision] | None) -> tuple[object, ...]:
    """Return what a witness says of the linked record."""
    if outlives is None:
        return ()
    name, decision = outlives
    return name, decision.status, decision.keep_until, decision.rule, decision.action


def _on_the_day_due(policy: Policy, rule: Rule, case: Case, link: FieldRef) -> Case:
    """Return the case as of the day on which the evidence is due, if it shows the same then."""
    last = case.decide(policy).keep_until
    if last is None or last == date.max:
        return case
    later = replace(case, as_of=last + _DAY)
    decision = later.decide(policy)
    shown = lets_go(decision, rule) and outliving(policy, later, link) is not None
    return later if shown and decision.status is Status.DUE else case
