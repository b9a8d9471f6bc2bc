"""The boundary tests of promises, stages and duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from tenure.compiler.analysis.conditions import certainly
from tenure.compiler.analysis.days import GaveUpError
from tenure.compiler.analysis.formulas import Formula, all_of, any_of
from tenure.compiler.analysis.prover import Prover
from tenure.compiler.analysis.witnesses import Case
from tenure.compiler.deadlines import AsOf, DeadlineStatus, LogEntry, Moment
from tenure.compiler.evaluate.deadlines import Deadlines
from tenure.compiler.policy.conditions import Known
from tenure.compiler.policy.fields import FieldRef, Value
from tenure.compiler.policy.obligations import Obligation, Step
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.scenarios import Expectation, Scenario
from tenure.compiler.records import Inventory, Record
from tenure.compiler.selftest import decision_on
from tenure.compiler.trials.expectations import as_owed, as_promised, scenario_of

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)

NO_DEADLINE = "no record was found that has a deadline of it"
NO_TURN = "nothing says when it is due: it has neither a turn nor an occasion"

Found = tuple[tuple[Scenario, ...], str]
"""The tests, and why there are none."""


# --- promises and stages --------------------------------------------------------------


def step_boundary(policy: Policy, ref: str, as_of: date, provers_: Mapping[str, Prover]) -> Found:
    """Return the boundary test of a promise or stage: before, on and after its last day or minute.

    Three records: one of which it is not done, one of which it is done on the last day, and
    one of which it is done just after.
    """
    found = policy.step(ref)
    if found is None:
        return (), NO_DEADLINE
    obligation, step = found
    for case in _cases(obligation, step, provers_):
        begun = _undone(step, case)
        deadline = _deadline(policy, begun, step.ref, as_of)
        if deadline is not None:
            return (_around(policy, begun, step, deadline),), ""
    return (), NO_DEADLINE


def _cases(obligation: Obligation, step: Step, provers_: Mapping[str, Prover]) -> Iterator[Case]:
    """Yield records to which a promise or stage applies, and whose time has begun."""
    for prover in provers_.values():
        classes = prover.policy.classes
        names = [n for n in obligation.classes if classes[n].lineage[-1] == prover.root]
        if not names:
            continue
        parts: list[Formula] = [
            any_of(prover.standing.member(name, "", value=True) for name in names),
            prover.good_data(),
        ]
        conditions = [c for c in (obligation.condition, step.condition) if c is not None]
        if isinstance(step.limit.anchor, FieldRef):
            conditions.append(Known(ref=step.limit.anchor, span=step.span))
        parts += [certainly(c, "", prover.space, value=True) for c in conditions]

        try:
            answer = prover.ask(
                all_of(parts), lambda _: True, also=partial(_begun, prover.policy, step)
            )
        except GaveUpError:
            continue
        if answer.case is not None:
            yield answer.case


def _begun(policy: Policy, step: Step, case: Case) -> bool:
    return _deadline(policy, _undone(step, case), step.ref, case.as_of) is not None


def _undone(step: Step, case: Case) -> Case:
    record = case.records[0]
    fields = {name: value for name, value in record.fields.items() if name != step.marks.name}
    return replace(case, records=(replace(record, fields=fields), *case.records[1:]))


def _deadline(policy: Policy, case: Case, ref: str, as_of: date) -> Moment | None:
    scenario = scenario_of(policy, case)
    at = AsOf(day=max(as_of, case.as_of))
    deadlines = Deadlines(policy, Inventory(scenario.records), at, scenario.facts)
    said = decision_on(ref, deadlines.decide(scenario.records[0]))
    if said is None or said.status is DeadlineStatus.UNDETERMINED:
        return None
    return said.deadline


def _around(policy: Policy, case: Case, step: Step, deadline: Moment) -> Scenario:
    scenario = scenario_of(policy, case)
    record = scenario.records[0]
    records = {record.id: record}
    moments = _beside(deadline)
    if not step.marks.links and not step.marks.fact:
        for name, moment in (("in_time", moments[1]), ("too_late", moments[2])):
            records[name] = _done(record, name, step, moment)
    scenario = replace(scenario, records=(*records.values(), *scenario.records[1:]))
    expectations: list[Expectation] = [
        as_promised(policy, scenario, record.id, step.ref, _at(moment)) for moment in moments
    ]
    expectations += [
        as_promised(policy, scenario, name, step.ref, _at(moments[2]))
        for name in records
        if name != record.id
    ]
    unit = "minute" if isinstance(deadline, datetime) else "day"
    title = f"{step.ref} is in time through its last {unit} and not after it"
    return replace(scenario, title=title, expectations=tuple(expectations))


def _done(record: Record, name: str, step: Step, moment: Moment) -> Record:
    timed = getattr(step.marks.type, "timed", False)
    value: Value = moment
    if timed and not isinstance(moment, datetime):
        value = datetime.combine(moment, datetime.min.time().replace(hour=9))
    elif not timed and isinstance(moment, datetime):
        value = moment.date()
    return replace(record, id=name, fields={**record.fields, step.marks.name: value})


def _beside(deadline: Moment) -> tuple[Moment, Moment, Moment]:
    """Return the day or minute before, the last one, and the one after."""
    unit = _MINUTE if isinstance(deadline, datetime) else _DAY
    return deadline - unit, deadline, deadline + unit


def _at(moment: Moment) -> AsOf:
    if isinstance(moment, datetime):
        return AsOf(day=moment.date(), time=moment.time())
    return AsOf(day=moment)


# --- duties -----------------------------------------------------------------------------


def duty_boundary(policy: Policy, name: str, as_of: date) -> Found:
    """Return the boundary tests of a duty: of its turn, and of each occasion that calls for it."""
    duty = policy.duties[name]
    day = date(as_of.year, 1, 15)
    logs: list[tuple[str, tuple[LogEntry, ...]]] = []
    done = LogEntry(name=name, day=day)
    if duty.every is not None:
        logs.append((f"the duty {name} is in time through its last day and not after it", (done,)))
    for trigger in duty.triggers:
        title = f"the duty {name} is called for by {trigger.occasion}, and in time through its day"
        called = LogEntry(name=trigger.occasion, day=day + 7 * _DAY)
        logs.append((title, (done, called) if duty.every is not None else (called,)))
    scenarios = []
    for title, log in logs:
        scenario = Scenario(
            title=title, records=(), facts={}, log=log, expectations=(), span=duty.span
        )
        due = as_owed(policy, scenario, name, max(entry.day for entry in log)).until
        if due is not None and date.min < due < date.max:
            days = [due + n * _DAY for n in (-1, 0, 1)]
            expectations = tuple(as_owed(policy, scenario, name, one) for one in days)
            scenarios.append(replace(scenario, expectations=expectations))
    return tuple(scenarios), NO_TURN
