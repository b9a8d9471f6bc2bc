"""Which rule beats which, and which switches off which (S4).

The order is between *coverings*, a rule and one of the classes it is for: a rule
for two classes can be the special one for the first and the general one for the
second. An order written by the author is transitive between rules, and holds between
all of their coverings that can meet in one record; lex specialis holds between a
covering of a class and a covering of one of its ancestors, unless the two rules are
ordered the other way in writing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Literal, NamedTuple, TypeVar

from tenure.compiler.groups import Group, groups_of
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import Rule, RuleKind
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label, Report
from tenure.dsl.source import Span

Why = Literal["exception", "overrides", "lex specialis"]
Node = TypeVar("Node", bound=Hashable)


class Covering(NamedTuple):
    """A rule, and one of the classes it is for."""

    rule: str
    record_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEdge:
    """One reason why a rule stands above another, with the place that says so."""

    upper: str
    lower: str
    why: Why
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A class without a parent, and everything that can concern its records.

    Attributes:
        classes: the class and all classes under it, in the order declared.
        rules: the rules for any of them, in the order written, parents first.
        disapply_sequence: the same rules, those that switch off first.
    """

    classes: tuple[str, ...]
    rules: tuple[str, ...]
    disapply_sequence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOrder:
    """The order of a policy's rules.

    Attributes:
        edges: the orders written by the author and by lex specialis, not closed.
        reasons: why a rule stands directly above another, by the two references.
        above: for each covering, every covering that beats it, transitively.
        disapplied_by: for each rule, the rules written to switch it off.
        disapply_sequence: every rule, those that switch off before those they switch off.
        families: for the class at the top of each family, the rules and classes of it.
            Rules of different families never meet in one record.
    """

    edges: tuple[OrderEdge, ...]
    reasons: Mapping[tuple[str, str], Why] = field(repr=False)
    above: Mapping[Covering, frozenset[Covering]]
    disapplied_by: Mapping[str, tuple[str, ...]]
    disapply_sequence: tuple[str, ...]
    families: Mapping[str, Family]

    def ordered(self, one: Covering, other: Covering) -> bool:
        """Return whether either covering beats the other."""
        return one in self.above[other] or other in self.above[one]


class OrderMemory:
    """How the rules of each group were ordered the last time, for the same classes."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], tuple[Group, RuleOrder]] = {}

    def recall(self, group: Group) -> RuleOrder | None:
        """Return the order of a group whose rules are the same objects as the last time."""
        then, order = self._known.get(group.roots, (None, None))
        same = (
            then is not None
            and len(group.rules) == len(then.rules)
            and all(
                one is other
                for one, other in zip(group.rules.values(), then.rules.values(), strict=True)
            )
        )
        return order if same else None

    def keep(self, orders: Iterable[tuple[Group, RuleOrder]]) -> None:
        """Remember the orders of all groups, and nothing else."""
        self._known = {group.roots: (group, order) for group, order in orders}


def order_rules(
    rules: Mapping[str, Rule],
    classes: Mapping[str, RecordClass],
    report: Report,
    memory: OrderMemory | None = None,
) -> RuleOrder | None:
    """Order the rules of a policy.

    Assumes that every name in the rules resolves. Reports a cycle of every group that has
    one, and returns `None` then.

    Args:
        rules: the rules, by reference.
        classes: the classes they are for.
        report: receives the cycles.
        memory: how they were ordered the last time.
    """
    memory = memory or OrderMemory()
    ordered = [
        (group, memory.recall(group) or _order_group(group.rules, group.classes, report))
        for group in groups_of(rules, classes)
    ]
    orders = [(group, order) for group, order in ordered if order is not None]
    memory.keep(orders)
    return _united([order for _, order in orders]) if len(orders) == len(ordered) else None


def _united(orders: list[RuleOrder]) -> RuleOrder:
    """Return the orders of all groups as one."""
    reasons: dict[tuple[str, str], Why] = {}
    above: dict[Covering, frozenset[Covering]] = {}
    disapplied_by: dict[str, tuple[str, ...]] = {}
    families: dict[str, Family] = {}
    for order in orders:
        reasons.update(order.reasons)
        above.update(order.above)
        disapplied_by.update(order.disapplied_by)
        families.update(order.families)
    return RuleOrder(
        edges=tuple(edge for order in orders for edge in order.edges),
        reasons=reasons,
        above=above,
        disapplied_by=disapplied_by,
        disapply_sequence=tuple(ref for order in orders for ref in order.disapply_sequence),
        families=families,
    )


def _order_group(
    rules: Mapping[str, Rule], classes: Mapping[str, RecordClass], report: Report
) -> RuleOrder | None:
    """Order the rules of one group; report a cycle and return `None` when there is one."""
    written = _written_edges(rules)
    disapplied = {d.ref for r in rules.values() for d in r.disapplies}
    disapplied_by = {
        ref: tuple(r.ref for r in rules.values() if ref in {d.ref for d in r.disapplies})
        for ref in rules
        if ref in disapplied
    }
    disapply_sequence = _sequence(disapplied_by, rules)
    above_written = _closure(_uppers((e.upper, e.lower) for e in written), rules)
    if above_written is None:
        _report_override_cycle(written, rules, report)
    if disapply_sequence is None:
        _report_disapply_cycle(disapplied_by, rules, report)
    if above_written is None or disapply_sequence is None:
        return None
    special = _special_edges(rules, classes, above_written)
    edges = [*written, *(edge for edge, _, _ in special)]
    above = _closure(_covering_uppers(above_written, special, rules, classes), _coverings(rules))
    if above is None:
        _report_override_cycle(edges, rules, report)
        return None
    return RuleOrder(
        edges=tuple(edges),
        reasons={(edge.upper, edge.lower): edge.why for edge in edges},
        above=above,
        disapplied_by=disapplied_by,
        disapply_sequence=disapply_sequence,
        families=_families(rules, classes, disapply_sequence),
    )


def _families(
    rules: Mapping[str, Rule], classes: Mapping[str, RecordClass], sequence: tuple[str, ...]
) -> dict[str, Family]:
    members: dict[str, list[str]] = {}
    for name, record_class in classes.items():
        members.setdefault(record_class.lineage[-1], []).append(name)
    covering: dict[str, dict[str, None]] = {root: {} for root in members}
    for rule in rules.values():
        for name in rule.classes:
            covering[classes[name].lineage[-1]][rule.ref] = None
    place = {ref: position for position, ref in enumerate(sequence)}
    return {
        root: Family(
            classes=tuple(names),
            rules=tuple(covering[root]),
            disapply_sequence=tuple(sorted(covering[root], key=place.__getitem__)),
        )
        for root, names in members.items()
    }


def can_meet(one: str, other: str, classes: Mapping[str, RecordClass]) -> bool:
    """Return whether some record can be of both classes at once.

    A record states one class; it is also of that class's ancestors, and of every
    class that a `where` defines below one of those.
    """
    first, second = _stated(one, classes), _stated(other, classes)
    return first in classes[second].lineage or second in classes[first].lineage


def _stated(name: str, classes: Mapping[str, RecordClass]) -> str:
    """Return the nearest class, itself or an ancestor, that no condition defines."""
    return next((c for c in classes[name].lineage if classes[c].where is None), name)


def _written_edges(rules: Mapping[str, Rule]) -> list[OrderEdge]:
    edges = []
    for rule in rules.values():
        if rule.parent is not None:
            edges.append(
                OrderEdge(upper=rule.ref, lower=rule.parent, why="exception", span=rule.head)
            )
        edges.extend(
            OrderEdge(upper=rule.ref, lower=other.ref, why="overrides", span=other.span)
            for other in rule.overrides
        )
    return edges


def _coverings(rules: Mapping[str, Rule]) -> list[Covering]:
    return [Covering(rule.ref, name) for rule in rules.values() for name in rule.classes]


def _special_edges(
    rules: Mapping[str, Rule],
    classes: Mapping[str, RecordClass],
    above_written: Mapping[str, frozenset[str]],
) -> list[tuple[OrderEdge, Covering, Covering]]:
    """Return lex specialis: each schedule covering beats those of its class's ancestors."""
    by_class: dict[str, list[Rule]] = {}
    for rule in rules.values():
        if rule.kind is RuleKind.SCHEDULE:
            for name in rule.classes:
                by_class.setdefault(name, []).append(rule)
    found = []
    for name, special_rules in by_class.items():
        for ancestor in classes[name].lineage[1:]:
            for general in by_class.get(ancestor, ()):
                for special in special_rules:
                    if special is general or general.ref in above_written[special.ref]:
                        continue
                    edge = OrderEdge(
                        upper=special.ref,
                        lower=general.ref,
                        why="lex specialis",
                        span=special.head,
                    )
                    found.append(
                        (edge, Covering(special.ref, name), Covering(general.ref, ancestor))
                    )
    return found


def _covering_uppers(
    above_written: Mapping[str, frozenset[str]],
    special: Iterable[tuple[OrderEdge, Covering, Covering]],
    rules: Mapping[str, Rule],
    classes: Mapping[str, RecordClass],
) -> dict[Covering, set[Covering]]:
    pairs = [(upper, lower) for _, upper, lower in special]
    for lower_ref, upper_refs in above_written.items():
        pairs.extend(
            (Covering(upper_ref, upper), Covering(lower_ref, lower))
            for upper_ref in sorted(upper_refs)
            for upper in rules[upper_ref].classes
            for lower in rules[lower_ref].classes
            if upper == lower or can_meet(upper, lower, classes)
        )
    return _uppers(pairs)


def _uppers(pairs: Iterable[tuple[Node, Node]]) -> dict[Node, set[Node]]:
    uppers: dict[Node, set[Node]] = {}
    for upper, lower in pairs:
        uppers.setdefault(lower, set()).add(upper)
    return uppers


def _closure(
    uppers: Mapping[Node, set[Node]], nodes: Iterable[Node]
) -> dict[Node, frozenset[Node]] | None:
    """Return everything above each node, or `None` where there is a cycle."""
    above: dict[Node, frozenset[Node]] = {node: frozenset() for node in nodes}
    try:
        for node in TopologicalSorter(uppers).static_order():
            direct = uppers.get(node, set())
            above[node] = frozenset(direct).union(*(above[upper] for upper in direct))
    except CycleError:
        return None
    return above


def _sequence(
    disapplied_by: Mapping[str, tuple[str, ...]], rules: Mapping[str, Rule]
) -> tuple[str, ...] | None:
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(rules, ()))
    for ref, by in disapplied_by.items():
        sorter.add(ref, *by)
    try:
        return tuple(sorter.static_order())
    except CycleError:
        return None


def _cycle(uppers: Mapping[str, Iterable[str]]) -> list[str]:
    """Return one cycle, each node before one it stands above, the first one repeated.

    It is the same one at every run, in whatever order the rules are written.
    """
    try:
        TopologicalSorter({node: sorted(uppers[node]) for node in sorted(uppers)}).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle
    return []


def _report_override_cycle(
    edges: Iterable[OrderEdge], rules: Mapping[str, Rule], report: Report
) -> None:
    by_pair = {(edge.upper, edge.lower): edge for edge in edges}
    cycle = _cycle(_uppers(by_pair))
    steps = [by_pair[pair] for pair in pairwise(cycle)]
    path = " over ".join(f"`{ref}`" for ref in cycle)
    report(
        Diagnostic(
            code=Code.OVERRIDE_CYCLE,
            message=f"each of these rules beats the next, in a circle: {path}",
            at=steps[0].span,
            related=tuple(
                Label(span=step.span, text=f"`{step.upper}` beats `{step.lower}` ({_why(step)})")
                for step in steps
            ),
            help=("remove one of these orders, so that one rule of them stands at the top",),
            rules=tuple(cycle[:-1]),
        )
    )


def _why(edge: OrderEdge) -> str:
    return {
        "exception": "it is an exception to it",
        "overrides": "it says `overrides`",
        "lex specialis": "it is for a more special class",
    }[edge.why]


def _report_disapply_cycle(
    disapplied_by: Mapping[str, tuple[str, ...]], rules: Mapping[str, Rule], report: Report
) -> None:
    cycle = _cycle(disapplied_by)
    spans = {
        (rule.ref, other.ref): other.span for rule in rules.values() for other in rule.disapplies
    }
    steps = list(pairwise(cycle))
    report(
        Diagnostic(
            code=Code.DISAPPLY_CYCLE,
            message="these rules switch each other off, in a circle: "
            + ", ".join(f"`{ref}`" for ref in cycle),
            at=spans[steps[0]],
            related=tuple(
                Label(span=spans[step], text=f"`{step[0]}` disapplies `{step[1]}`")
                for step in steps
            ),
            help=("remove one `disapplies`; a rule cannot depend on its own absence",),
            rules=tuple(cycle[:-1]),
        )
    )
