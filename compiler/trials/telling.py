"""Finds records on which two versions of a policy differ: a test that would tell them apart.

First the records of the policy's own tests are tried, as they are, with a field less, and
on the days on which something about them changes: they are the records that the author
thinks of. Then those that the comparison of both versions finds, and deadlines on the days
on which it finds them different. Every difference is decided by the reference evaluator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

from tenure.compiler.compare.compare import compare_policies
from tenure.compiler.deadlines import (
    AsOf,
    DeadlineDecision,
    DutyDecision,
    LogEntry,
    day_of,
)
from tenure.compiler.decisions import Decision, Status
from tenure.compiler.policy.fields import EventType, FieldRef, LinkType, YesNoType
from tenure.compiler.policy.obligations import Step
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.scenarios import (
    Expectation,
    ExpectedDeadline,
    ExpectedDuty,
    Scenario,
)
from tenure.compiler.records import Record
from tenure.compiler.selftest import ScenarioResult, TestReport, check_expectation
from tenure.compiler.trials.expectations import as_before, scenario_of

NEAREST = 400
"""How many decisions on the tests' own records are tried for a change before any proof is."""

MAX_TRIED = 3000
"""How many are tried where there is none."""

MAX_FURTHER = 500
"""How many more are tried for an answer where one that is none was found."""

_NO_ANSWER = frozenset({Status.CONFLICT, Status.UNDETERMINED, Status.UNCOVERED})

_DAY = timedelta(days=1)


class Candidates:
    """What could tell a policy from another: its tests' records, and variations of them.

    Each is decided by the policy itself once, when it is first needed; after that a change
    costs one decision.
    """

    def __init__(self, policy: Policy, report: TestReport) -> None:
        self._policy = policy
        self._results = report.results
        self._known: list[tuple[str | None, Scenario]] = []
        self._further = self._all()

    def about(self, roots: frozenset[str] | None) -> Iterator[Scenario]:
        """Yield scenarios with one met expectation each, those nearest to the tests' own first.

        Args:
            roots: the families of classes asked about, by the class at their top; all for
                `None`.
        """
        for root, scenario in self._every():
            if roots is None or root is None or root in roots:
                yield scenario

    def _every(self) -> Iterator[tuple[str | None, Scenario]]:
        index = 0
        while True:
            if index == len(self._known):
                found = next(self._further, None)
                if found is None:
                    return
                self._known.append(found)
            yield self._known[index]
            index += 1

    def _all(self) -> Iterator[tuple[str | None, Scenario]]:
        """Yield every scenario once, with the family of the record asked about."""
        scenarios = list(zip(self._policy.tests, self._results, strict=True))
        nearest = (self._on_other_days(one, result) for one, result in scenarios)
        others = (self._of_other_steps(one) for one, _ in scenarios)
        smaller = (self._with_less(one) for one, _ in scenarios)
        seen: set[str] = set()
        for scenario in chain.from_iterable((*nearest, *others, *smaller)):
            expected = as_before(self._policy, scenario, scenario.expectations[0])
            asked = replace(scenario, expectations=(expected,))
            key = repr((asked.records, asked.facts, asked.log, expected))
            if key not in seen:
                seen.add(key)
                yield self._root(asked), asked

    def _root(self, scenario: Scenario) -> str | None:
        expected = scenario.expectations[0]
        if isinstance(expected, ExpectedDuty):
            return None
        record = scenario.record(expected.record)
        return self._policy.classes[record.record_class].lineage[-1]

    def _on_other_days(self, scenario: Scenario, result: ScenarioResult) -> Iterator[Scenario]:
        for check in result.checks:
            for day in _days_around(check.decision, self._policy):
                yield replace(scenario, expectations=(_on(check.expected, day),))

    def _of_other_steps(self, scenario: Scenario) -> Iterator[Scenario]:
        """Yield a test's records with the promises and stages that it does not ask about."""
        days = [e for e in scenario.expectations if isinstance(e, ExpectedDeadline)]
        asked = {(e.record, e.step) for e in days}
        for expected in days:
            lineage = self._policy.classes[scenario.record(expected.record).record_class].lineage
            for obligation in self._policy.obligations.values():
                for step in obligation.steps if set(obligation.classes) & set(lineage) else ():
                    if (expected.record, step.ref) not in asked:
                        asked.add((expected.record, step.ref))
                        other = replace(expected, step=step.ref)
                        yield replace(scenario, expectations=(other,))

    def _with_less(self, scenario: Scenario) -> Iterator[Scenario]:
        for expected in scenario.expectations:
            if isinstance(expected, ExpectedDuty):
                continue
            record = scenario.record(expected.record)
            for smaller in self._variations(record):
                records = tuple(smaller if r is record else r for r in scenario.records)
                yield replace(scenario, records=records, expectations=(expected,))

    def _variations(self, record: Record) -> Iterator[Record]:
        """Yield a record with a field less, and with a yes/no field that is otherwise."""
        fields = self._policy.classes[record.record_class].fields
        for name, value in record.fields.items():
            rest = {key: other for key, other in record.fields.items() if key != name}
            yield replace(record, fields=rest)
            if isinstance(fields[name].type, YesNoType):
                yield replace(record, fields={**rest, name: not value})


def _days_around(
    decision: Decision | DeadlineDecision | DutyDecision, policy: Policy
) -> tuple[date, ...]:
    """Return the days on which something about a decision changes, and those beside them."""
    turns: list[date | None] = []
    match decision:
        case Decision():
            turns += [decision.keep_until, decision.not_before, decision.not_after]
            turns += [considered.keep_until for considered in decision.considered]
            if policy.dispose_within is not None and decision.due is not None:
                turns.append(policy.dispose_within.after(decision.due))
            asked = decision.as_of
        case DeadlineDecision():
            moments = (decision.deadline, decision.not_before, decision.not_after, decision.done)
            turns += [day_of(moment) for moment in moments if moment is not None]
            asked = decision.as_of.day
        case DutyDecision():
            turns.append(decision.due)
            asked = decision.as_of
    days = (day for day in turns if day is not None and date.min < day < date.max)
    near = (day + n * _DAY for day in days for n in (-1, 0, 1))
    return tuple(dict.fromkeys((asked, *near)))


def _on(expected: Expectation, day: date) -> Expectation:
    if isinstance(expected, ExpectedDeadline):
        same = expected.as_of if expected.as_of.day == day else AsOf(day=day)
        return replace(expected, as_of=same)
    return replace(expected, as_of=day)


# --- telling two versions apart -----------------------------------------------------------


def told_at_once(old: Policy, new: Policy, candidates: Candidates) -> Scenario | None:
    """Return a scenario near the tests' own that the old version decides otherwise.

    Its expectation is met by the old version and not by the new one. `None` where none was
    found, which does not say that there is none.
    """
    likely = islice(candidates.about(_families(old, new)), NEAREST)
    found = _first(old, new, likely, decided=True) or _first(old, new, _duties(old, new))
    return None if found is None else _small(old, new, found)


def told_at_length(
    old: Policy, new: Policy, candidates: Candidates, as_of: date
) -> Scenario | None:
    """Return such a scenario, looked for wherever there may be one."""
    compared = compare_policies(old, new, as_of)
    shown = (scenario_of(old, change.shown.case) for change in compared.changes if change.shown)
    further = islice(candidates.about(_families(old, new)), NEAREST, MAX_TRIED)
    found = (
        _first(old, new, shown)
        or _first(old, new, further, decided=True)
        or _first(old, new, _deadlines(old, new))
    )
    return None if found is None else _small(old, new, found)


def _first(
    old: Policy, new: Policy, candidates: Iterable[Scenario], *, decided: bool = False
) -> Scenario | None:
    """Return the first scenario that tells, better one with an answer than one without.

    With `decided` the expectations of the candidates are what the old version decides.
    """
    second: Scenario | None = None
    left = MAX_FURTHER
    for scenario in candidates:
        left -= second is not None
        if left == 0:
            break
        told = _told(old, new, scenario, decided=decided)
        if told is not None and told.expectations[0].status not in _NO_ANSWER:
            return told
        second = second or told
    return second


def _told(
    old: Policy, new: Policy, scenario: Scenario, *, decided: bool = False
) -> Scenario | None:
    """Return a scenario with what the old version decides, where the new one does not."""
    if not _readable(new, scenario):
        return None
    asked = scenario.expectations[0]
    if isinstance(asked, ExpectedDeadline) and new.step(asked.step) is None:
        return None
    if isinstance(asked, ExpectedDuty) and asked.duty not in new.duties:
        return None
    expected = asked if decided else as_before(old, scenario, asked)
    if check_expectation(new, scenario, expected).mismatches:
        return replace(scenario, expectations=(expected,))
    return None


def _readable(policy: Policy, scenario: Scenario) -> bool:
    return all(
        record.record_class in policy.classes
        and record.fields.keys() <= policy.classes[record.record_class].fields.keys()
        for record in scenario.records
    )


def _small(old: Policy, new: Policy, scenario: Scenario) -> Scenario:
    """Return a scenario without the records and fields that it does not take to tell."""
    asked = scenario.expectations[0]
    subject = getattr(asked, "record", None)
    for record in scenario.records:
        if record.id != subject:
            rest = tuple(r for r in scenario.records if r.id != record.id)
            scenario = _if_told(old, new, scenario, replace(scenario, records=rest))
    for entry in scenario.log:
        rest_log = tuple(e for e in scenario.log if e != entry)
        scenario = _if_told(old, new, scenario, replace(scenario, log=rest_log))
    for record in scenario.records:
        for name in reversed(list(record.fields)):
            scenario = _without(old, new, scenario, record.id, name)
    return scenario


def _without(old: Policy, new: Policy, scenario: Scenario, id_: str, name: str) -> Scenario:
    record = scenario.record(id_)
    type_ = old.classes[record.record_class].fields[name].type
    if isinstance(type_, YesNoType) and record.fields[name] is False:
        return scenario  # it need not be written
    fields = {key: value for key, value in record.fields.items() if key != name}
    if isinstance(type_, YesNoType):
        fields[name] = False
    records = tuple(replace(r, fields=fields) if r is record else r for r in scenario.records)
    return _if_told(old, new, scenario, replace(scenario, records=records))


def _if_told(old: Policy, new: Policy, before: Scenario, smaller: Scenario) -> Scenario:
    """Return the smaller scenario if it still tells, by an answer of the same status."""
    told = _told(old, new, smaller)
    same = told is not None and told.expectations[0].status == before.expectations[0].status
    return told if told is not None and same and not _broken(old, smaller) else before


def _broken(policy: Policy, scenario: Scenario) -> bool:
    """Return whether a record links to one that is not there."""
    ids = {record.id for record in scenario.records}
    for record in scenario.records:
        fields = policy.classes[record.record_class].fields
        for name, value in record.fields.items():
            linked = value if isinstance(value, tuple) else (str(value),)
            if isinstance(fields[name].type, LinkType) and not ids.issuperset(linked):
                return True
    return False


def _families(old: Policy, new: Policy) -> frozenset[str] | None:
    """Return the families whose rules differ; `None` where something else does, too."""
    same = (
        old.classes == new.classes
        and old.facts == new.facts
        and old.holds == new.holds
        and old.obligations == new.obligations
        and old.calendars == new.calendars
        and old.duties == new.duties
        and (old.resolve_by, old.dispose_within) == (new.resolve_by, new.dispose_within)
    )
    if not same:
        return None
    refs = old.rules.keys() | new.rules.keys()
    rules = [
        rule
        for ref in refs
        if old.rules.get(ref) != new.rules.get(ref)
        for rule in (old.rules.get(ref), new.rules.get(ref))
        if rule is not None
    ]
    touched = {old.classes[name].lineage[-1] for rule in rules for name in rule.classes}
    linking = {
        c.lineage[-1]
        for c in old.classes.values()
        for f in c.fields.values()
        if isinstance(f.type, LinkType) and old.classes[f.type.target].lineage[-1] in touched
    }
    return frozenset(touched | linking) if touched else None


# --- deadlines and duties --------------------------------------------------------------------

_STARTS = date(2026, 1, 1)
_TRIED = 730
"""The days from which deadlines are tried: two winters and two springs."""


def _deadlines(old: Policy, new: Policy) -> Iterator[Scenario]:
    """Yield the records of the tests of a promise, with its event on one day after another."""
    if old.obligations == new.obligations and old.calendars == new.calendars:
        return
    for scenario in old.tests:
        for expected in scenario.expectations:
            if not isinstance(expected, ExpectedDeadline):
                continue
            found = old.step(expected.step)
            if found is None or not isinstance(found[1].limit.anchor, FieldRef):
                continue
            record = scenario.record(expected.record)
            for number in range(_TRIED):
                moved = _begun(record, found[1], _STARTS + number * _DAY)
                if moved is None:
                    break
                records = tuple(moved if r is record else r for r in scenario.records)
                at = AsOf(day=_STARTS + number * _DAY)
                yield replace(
                    scenario, records=records, expectations=(replace(expected, as_of=at),)
                )
            break


def _begun(record: Record, step: Step, day: date) -> Record | None:
    """Return a record whose step begins on a day and is not done; `None` through links."""
    anchor = step.limit.anchor
    if not isinstance(anchor, FieldRef) or anchor.links or anchor.fact:
        return None
    timed = isinstance(anchor.type, EventType) and anchor.type.timed
    moment = datetime.combine(day, time(12)) if timed else day
    fields = {k: v for k, v in record.fields.items() if not isinstance(v, date)}
    return replace(record, fields={**fields, anchor.name: moment})


def _duties(old: Policy, new: Policy) -> Iterator[Scenario]:
    """Yield logs on which a duty that differs is decided."""
    for name, duty in old.duties.items():
        if new.duties.get(name) == duty:
            continue
        day = _STARTS
        expected = ExpectedDuty(duty=name, as_of=day, status="open", span=duty.span)
        done = (LogEntry(name=name, day=day),)
        called = (LogEntry(name=t.occasion, day=day + 9 * _DAY) for t in duty.triggers)
        for log in ((), done, *((*done, one) for one in called)):
            as_of = max((entry.day for entry in log), default=day)
            yield Scenario(
                title="",
                records=(),
                facts={},
                log=log,
                expectations=(replace(expected, as_of=as_of),),
                span=duty.span,
            )
