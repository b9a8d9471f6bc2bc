"""What one record shows of a policy's rules, by the reference evaluator alone.

A claim is a code and the names it is about: `(TN410, "3", "2")` is that rule 3 answers outside
of limit 2. Of codes that say "never" it is the opposite: `(TN413, "3")` is that rule 3 stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from tenure.compiler.decisions import Status
from tenure.compiler.evaluate.bounds import FOREVER
from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.outcomes import Outcome, Outcomes
from tenure.compiler.evaluate.reading import Reader
from tenure.compiler.evaluate.standing import Standings
from tenure.compiler.order import Covering
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import RuleKind
from tenure.compiler.records import Inventory, Record
from tenure.dsl.codes import Code
from tests.properties.brute import Tried

Claim = tuple[Code, *tuple[str, ...]]


@dataclass(slots=True)
class Shown:
    """What a policy's records have shown so far, each claim with the first record that did."""

    policy: Policy
    claims: dict[Claim, Tried] = field(default_factory=dict)

    def take(self, tried: Tried) -> None:
        """Look at one more record."""
        for claim in _Sight(self.policy, tried).claims():
            self.claims.setdefault(claim, tried)


class _Sight:
    """One record, on one day, with some facts."""

    def __init__(self, policy: Policy, tried: Tried) -> None:
        declared = {name: fact.value for name, fact in policy.facts.items()}
        self._policy = policy
        self._record: Record = tried.records[0]
        self._reader = Reader(
            policy=policy, inventory=Inventory(tried.records), facts={**declared, **tried.facts}
        )
        self._outcomes = Outcomes(policy, self._reader, tried.as_of)
        for record in reversed(tried.records):
            self._outcome: Outcome = self._outcomes.of(record)
        self._standing: Standings = self._outcomes.standing(self._record)
        self._certain = [
            ref
            for kind in RuleKind
            for ref, judged in self._standing.candidates(policy.rules, kind).items()
            if judged.certain
        ]

    def claims(self) -> Iterator[Claim]:
        """Everything that the record shows."""
        yield from self._holding()
        if self._outcomes._bad_data(self._record) is not None:
            return
        yield from self._standing_rules()
        if self._outcome.status is Status.UNCOVERED:
            yield Code.GAP, self._record.record_class
        if self._outcome.agreement is not None and self._outcome.certain:
            yield from self._answers()
            yield from self._limits()
            yield from self._shortened()

    def _holding(self) -> Iterator[Claim]:
        """Holds that apply, and classes with a condition that the record is of."""
        for hold in self._policy.holds.values():
            of_class = any(self._standing.is_of(name).certain for name in hold.classes)
            if of_class and judge(hold.condition, self._record, self._reader).certain:
                yield Code.IDLE_HOLD, hold.name
        for name, record_class in self._policy.classes.items():
            of_it = record_class.where is not None and self._standing.is_of(name).certain
            if of_it and name not in self._stated:
                yield Code.IMPOSSIBLE_CONDITION, "record", name

    @property
    def _stated(self) -> tuple[str, ...]:
        return self._policy.classes[self._record.record_class].lineage

    def _standing_rules(self) -> Iterator[Claim]:
        for ref, judged in self._standing.applies.items():
            if judged.certain:
                yield Code.IMPOSSIBLE_CONDITION, ref
        for ref in self._certain:
            yield Code.SHADOWED_RULE, ref

    def _answers(self) -> Iterator[Claim]:
        """Rules that disagree, rules that agree, and rules that name a day."""
        agreement = self._outcome.agreement
        assert agreement is not None
        standing = [a for a in agreement.answers if a.rule.ref in self._certain]
        for one, other in combinations(standing, 2):
            if agreement.differ and one.differs_from(other):
                yield Code.AMBIGUOUS_OUTCOME, *sorted((one.rule.ref, other.rule.ref))
            elif agreement.agreed:
                yield Code.SAME_OUTCOME, *sorted((one.rule.ref, other.rule.ref))
        for answer in agreement.answers:
            if answer.kept.settled and answer.kept.latest < FOREVER:
                yield Code.NEVER_DUE, answer.rule.ref, "named"
                if agreement.agreed:
                    yield Code.NEVER_DUE, answer.rule.ref

    def _limits(self) -> Iterator[Claim]:
        """Limits that are contradicted; for a rule's answer, in its first phase, not extended."""
        limits, agreement = self._outcome.limits, self._outcome.agreement
        assert agreement is not None
        if limits is None:
            return
        floors = [f for f in limits.floors if f.judged.certain]
        ceilings = [c for c in limits.ceilings if c.judged.certain]
        for floor in floors:
            for ceiling in ceilings:
                if ceiling.kept.latest < floor.kept.earliest:
                    yield Code.FLOOR_AFTER_CEILING, floor.rule, ceiling.rule
        if self._record.disposed_as is not None or self._record.extended_until is not None:
            return
        if agreement.differ:
            return
        for answer in agreement.answers:
            for floor in floors:
                if answer.kept.latest < floor.kept.earliest:
                    yield Code.OUTSIDE_LIMIT, answer.rule.ref, floor.rule
            for ceiling in ceilings:
                if ceiling.kept.latest < answer.kept.earliest:
                    yield Code.OUTSIDE_LIMIT, answer.rule.ref, ceiling.rule

    def _shortened(self) -> Iterator[Claim]:
        """Special rules that end retention before the general one they beat would."""
        record, agreement = self._record, self._outcome.agreement
        assert agreement is not None
        if record.disposed_as is not None or not agreement.agreed:
            return
        for edge in self._policy.order.edges:
            governing = [a for a in agreement.answers if a.rule.ref == edge.upper]
            general = self._policy.rules[edge.lower]
            if edge.why != "lex specialis" or not governing or general.follows:
                continue
            if governing[0].rule.follows:
                continue
            would = self._outcomes._answer(general, record)
            if governing[0].kept.latest < would.kept.earliest:
                yield from self._pairs_of_classes(edge.upper, edge.lower)

    def _pairs_of_classes(self, special: str, general: str) -> Iterator[Claim]:
        """The classes by which the one rule stands and the other one remains."""
        rules, standing = self._policy.rules, self._standing
        for name in rules[special].classes:
            cover = Covering(special, name)
            if cover not in standing.remaining or not standing.remaining[cover].certain:
                continue
            if standing.beaten[cover].possible:
                continue
            for ancestor in rules[general].classes:
                lower = Covering(general, ancestor)
                below = ancestor in self._policy.classes[name].lineage[1:]
                if below and standing.remaining[lower].certain:
                    yield Code.SHORTENED, special, name, ancestor
