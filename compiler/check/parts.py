"""Splits a policy into parts that can be checked apart.

A part is a group of families (`tenure.compiler.groups`) with what its records can lead
to: rules of different groups never meet, and of another group's rules only those matter
that decide a record at the end of a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tenure.compiler.groups import groups_of
from tenure.compiler.order import Covering, Family, OrderEdge, RuleOrder
from tenure.compiler.policy.fields import LinkType
from tenure.compiler.policy.periods import AsLongAs, subperiods
from tenure.compiler.policy.policy import Document, Policy, Review
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import Hold, Rule
from tenure.dsl.source import SourceFile

_NO_PLACE = SourceFile(path="", text="").span(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Families of classes that are checked together, and all that can concern their records.

    Attributes:
        roots: the classes at the top of the families.
        policy: the policy as it is, less the classes, rules and holds that can concern no
            record of these families and none that such a record leads to.
    """

    roots: tuple[str, ...]
    policy: Policy

    @property
    def size(self) -> int:
        """How many rules and exceptions are for its families."""
        return len({r for root in self.roots for r in self.policy.order.families[root].rules})


def parts(policy: Policy) -> Iterator[Part]:
    """Yield the parts of a policy, in the order in which their first classes are declared."""
    split = _Split(policy)
    for number, group in enumerate(split.groups):
        yield Part(roots=group.roots, policy=split.around(number))


class _Split:
    """A policy's groups, and where links lead from each, as its number."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self.groups = groups_of(policy.rules, policy.classes)
        self._number = {
            name: number for number, group in enumerate(self.groups) for name in group.classes
        }
        self._edges: list[list[OrderEdge]] = [[] for _ in self.groups]
        for edge in policy.order.edges:
            self._edges[self._number[policy.rules[edge.upper].classes[0]]].append(edge)
        self._linked = [self._targets(g.classes.values()) for g in self.groups]
        self._kept_with = [self._targets_of_rules(g.rules.values()) for g in self.groups]
        self._place = {name: n for n, name in enumerate((*policy.classes, *policy.rules))}

    def _targets(self, classes: Iterable[RecordClass]) -> set[int]:
        types = (field.type for c in classes for field in c.fields.values())
        return {self._number[type_.target] for type_ in types if isinstance(type_, LinkType)}

    def _targets_of_rules(self, rules: Iterable[Rule]) -> set[int]:
        return {
            self._number[period.link.type.target]
            for rule in rules
            for phase in rule.phases
            for period in subperiods(phase.keep)
            if isinstance(period, AsLongAs) and isinstance(period.link.type, LinkType)
        }

    def around(self, number: int) -> Policy:
        """Return the policy less what cannot concern the records of one part.

        The classes are those that any chain of links leads to. The rules are those for
        records one link away, and for what these are kept as long as.
        """
        reached = _closed({number}, self._linked)
        decided = _closed({number} | self._linked[number], self._kept_with)
        classes = self._in_order(name for n in reached for name in self.groups[n].classes)
        rules = self._in_order(ref for n in decided for ref in self.groups[n].rules)
        policy = self._policy
        held = (_within(hold, classes) for hold in policy.holds.values())
        return replace(
            policy,
            document=_bare(policy.document),
            documents={title: _bare(d) for title, d in policy.documents.items()},
            classes={name: policy.classes[name] for name in classes},
            rules={ref: policy.rules[ref] for ref in rules},
            holds={hold.name: hold for hold in held if hold.classes},
            obligations={
                ref: promised
                for ref, promised in policy.obligations.items()
                if not classes.keys().isdisjoint(promised.classes)
            },
            organisations={},
            occasions={},
            duties={},
            activities={},
            order=self._order(rules, classes, decided),
            sections=(),
            marks={},
            tests=(),
            sources=(),
        )

    def _in_order(self, names: Iterable[str]) -> dict[str, None]:
        return dict.fromkeys(sorted(names, key=self._place.__getitem__))

    def _order(
        self, rules: Mapping[str, None], classes: Mapping[str, None], decided: Iterable[int]
    ) -> RuleOrder:
        order = self._policy.order
        edges = [edge for n in decided for edge in self._edges[n]]
        covers = [Covering(ref, name) for ref in rules for name in self._policy.rules[ref].classes]
        roots = dict.fromkeys(self._policy.classes[name].lineage[-1] for name in classes)
        families = {root: self._family(root, rules) for root in roots}
        return RuleOrder(
            edges=tuple(edges),
            reasons={(edge.upper, edge.lower): edge.why for edge in edges},
            above={cover: order.above[cover] for cover in covers},
            disapplied_by={
                ref: order.disapplied_by[ref] for ref in rules if ref in order.disapplied_by
            },
            disapply_sequence=tuple(
                dict.fromkeys(ref for f in families.values() for ref in f.disapply_sequence)
            ),
            families=families,
        )

    def _family(self, root: str, rules: Mapping[str, None]) -> Family:
        """Return a family; one that is only led to, and not decided, has no rules."""
        family = self._policy.order.families[root]
        decided = all(ref in rules for ref in family.rules)
        return family if decided else replace(family, rules=(), disapply_sequence=())


def _closed(start: set[int], following: list[set[int]]) -> list[int]:
    """Return what can be reached, the start too, in ascending order."""
    found: set[int] = set()
    queue = list(start)
    while queue:
        number = queue.pop()
        if number not in found:
            found.add(number)
            queue.extend(following[number])
    return sorted(found)


def _bare(document: Document) -> Document:
    """Return a header with no more than decides which rules count, and since when."""
    approval = document.approval and replace(document.approval, by=None, span=_NO_PLACE)
    return replace(
        document, texts={}, regions=(), approval=approval, review=Review(), span=_NO_PLACE
    )


def _within(hold: Hold, classes: Mapping[str, None]) -> Hold:
    return replace(hold, classes=tuple(name for name in hold.classes if name in classes))
