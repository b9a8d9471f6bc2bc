"""Holds: on a record, and through the links by which it is kept (S8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tenure.compiler.evaluate.conditions import judge
from tenure.compiler.evaluate.periods import owner_of
from tenure.compiler.evaluate.reading import Absent, Reader
from tenure.compiler.evaluate.standing import Standings
from tenure.compiler.evaluate.truth import (
    NO,
    Judged,
    Truth,
    conjunction,
    disjunction,
    unknown,
)
from tenure.compiler.policy.fields import LinkType
from tenure.compiler.policy.periods import AsLongAs, Choice, IfKnown, Period, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Hold
from tenure.compiler.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """The holds of a policy.

    Attributes:
        policy: the policy.
        reader: how fields are read.
        standing: how the rules stand towards a record.
    """

    policy: Policy
    reader: Reader
    standing: Callable[[Record], Standings]

    def on(self, record: Record) -> tuple[Judged, tuple[str, ...]]:
        """Return whether a hold applies to a record, or to one it is kept as long as.

        A linked record that is not known, or not in the inventory, may be on hold.

        Returns:
            The truth, and the names of the holds that apply or may apply, as declared.
        """
        judged: list[Judged] = []
        names: list[str] = []
        for one in self._kept_with(record):
            for hold in self.policy.holds.values():
                truth = disjunction((self._applies(hold, one), self._beyond(hold, one)))
                if truth.truth is Truth.UNKNOWN and one is not record:
                    truth = unknown(f"{one.id}.{path}" for path in truth.missing)
                if truth.possible:
                    judged.append(truth)
                    names.append(hold.name)
        return disjunction(judged), tuple(name for name in self.policy.holds if name in names)

    def _applies(self, hold: Hold, record: Record) -> Judged:
        standing = self.standing(record)
        covered = disjunction(standing.is_of(name) for name in hold.classes)
        if not covered.possible:
            return NO
        return conjunction((covered, judge(hold.condition, record, self.reader)))

    def _beyond(self, hold: Hold, record: Record) -> Judged:
        """Return whether a hold may apply to a linked record that cannot be looked at."""
        lost = []
        for period, optional in self._links(record):
            value = self.reader.value(record, period.link)
            if isinstance(value, Absent):
                gone = [value.path] if value.bad or not optional else []
            else:
                gone = [period.link.path] if None in self._targets(period, record) else []
            if gone and self._reaches(period, hold):
                lost += gone
        return unknown(lost) if lost else NO

    def _reaches(self, period: AsLongAs, hold: Hold) -> bool:
        """Return whether a hold is for records that a link leads to, at any remove."""
        held = {self._root(name) for name in hold.classes}
        found: set[str] = set()
        queue = [period]
        while queue:
            link = queue.pop().link
            root = self._root(link.type.target) if isinstance(link.type, LinkType) else ""
            if root not in found:
                found.add(root)
                for rule in self.policy.rules.values():
                    if any(self._root(name) == root for name in rule.classes):
                        parts = (p for phase in rule.phases for p in subperiods(phase.keep))
                        queue += [part for part in parts if isinstance(part, AsLongAs)]
        return not held.isdisjoint(found)

    def _root(self, name: str) -> str:
        return self.policy.classes[name].lineage[-1]

    # --- the links by which a record is kept ------------------------------------------

    def _kept_with(self, record: Record) -> list[Record]:
        """Return the record and every record that a rule keeps it as long as, at any remove."""
        found = {record.id: record}
        queue = [record]
        while queue:
            current = queue.pop()
            for period, _ in self._links(current):
                for target in self._targets(period, current):
                    if target is not None and target.id not in found:
                        found[target.id] = target
                        queue.append(target)
        return list(found.values())

    def _links(self, record: Record) -> Iterator[tuple[AsLongAs, bool]]:
        """Return each `as long as` of rules that apply or may, and whether it says `if known`."""
        for ref, judged in self.standing(record).applies.items():
            if judged.possible:
                for phase in self.policy.rules[ref].phases:
                    yield from _as_long_as(phase.keep, optional=False)

    def _targets(self, period: AsLongAs, record: Record) -> list[Record | None]:
        """Return the records that a link names; `None` for each that is not there."""
        owner = owner_of(period.link, record, self.reader)
        value = owner.fields.get(period.link.name) if owner is not None else None
        if owner is None or value is None:
            return []
        ids = value if isinstance(value, tuple) else (value,)
        return [self.reader.linked(id_, owner, period.link.name) for id_ in ids]


def _as_long_as(period: Period, *, optional: bool) -> Iterator[tuple[AsLongAs, bool]]:
    match period:
        case AsLongAs():
            yield period, optional
        case IfKnown(term=term):
            yield from _as_long_as(term, optional=True)
        case Choice(terms=terms):
            for term in terms:
                yield from _as_long_as(term, optional=optional)
