"""Splits a policy into parts that can be checked apart.

Two rules can only have to do with each other in one record, or because one names the
other. So the families of classes that share a rule, or whose rules name each other after
`overrides` or `disapplies`, make one part; rules of different parts never meet. What a
record may link to is looked at too, but belongs to its own part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

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

    roots: frozenset[str]
    policy: Policy

    @property
    def size(self) -> int:
        """How many rules and exceptions are for its families."""
        return len({r for root in self.roots for r in self.policy.order.families[root].rules})


def parts(policy: Policy) -> Iterator[Part]:
    """Yield the parts of a policy, in the order in which their first classes are declared."""
    split = _Split(policy)
    for number, roots in enumerate(split.families):
        yield Part(roots=frozenset(roots), policy=split.around(number))


class _Split:
    """A policy's families, put together to parts.

    Attributes:
        families: for each part, the classes at the top of its families.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        joined = _joined(policy)
        numbers = {root: n for n, root in enumerate(dict.fromkeys(joined.values()))}
        self._part_of = {root: numbers[first] for root, first in joined.items()}
        self.families: list[list[str]] = [[] for _ in numbers]
        for root, number in self._part_of.items():
            self.families[number].append(root)
        self._classes: list[list[RecordClass]] = [[] for _ in numbers]
        for record_class in policy.classes.values():
            self._classes[self._of_class(record_class.name)].append(record_class)
        self._rules: list[list[Rule]] = [[] for _ in numbers]
        for rule in policy.rules.values():
            self._rules[self._of_class(rule.classes[0])].append(rule)
        self._edges: list[list[OrderEdge]] = [[] for _ in numbers]
        for edge in policy.order.edges:
            number = self._of_class(policy.rules[edge.upper].classes[0])
            self._edges[number].append(edge)
        self._linked = [self._targets(part) for part in self._classes]
        self._kept_with = [self._targets_of_rules(part) for part in self._rules]
        self._place = {name: n for n, name in enumerate((*policy.classes, *policy.rules))}

    def _of_class(self, name: str) -> int:
        return self._part_of[self._policy.classes[name].lineage[-1]]

    def _targets(self, classes: Iterable[RecordClass]) -> set[int]:
        types = (field.type for c in classes for field in c.fields.values())
        return {self._of_class(type_.target) for type_ in types if isinstance(type_, LinkType)}

    def _targets_of_rules(self, rules: Iterable[Rule]) -> set[int]:
        return {
            self._of_class(period.link.type.target)
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
        classes = self._in_order(c.name for n in reached for c in self._classes[n])
        rules = self._in_order(rule.ref for n in decided for rule in self._rules[n])
        policy = self._policy
        held = (_within(hold, classes) for hold in policy.holds.values())
        return replace(
            policy,
            document=_bare(policy.document),
            documents={title: _bare(d) for title, d in policy.documents.items()},
            classes={name: policy.classes[name] for name in classes},
            rules={ref: policy.rules[ref] for ref in rules},
            holds={hold.name: hold for hold in held if hold.classes},
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


def _joined(policy: Policy) -> dict[str, str]:
    """Return, for the class at the top of each family, the first such one of its part."""
    first = {c.lineage[-1]: c.lineage[-1] for c in policy.classes.values()}
    place = {root: position for position, root in enumerate(first)}

    def top(name: str) -> str:
        root = policy.classes[name].lineage[-1]
        while first[root] != root:
            root = first[root]
        return root

    for rule in policy.rules.values():
        for other in (rule, *(policy.rules[o.ref] for o in (*rule.overrides, *rule.disapplies))):
            for name in other.classes:
                one, two = sorted((top(rule.classes[0]), top(name)), key=place.__getitem__)
                first[two] = one
    return {root: top(root) for root in first}


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
