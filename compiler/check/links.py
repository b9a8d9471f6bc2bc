"""Finds `as long as` links that could lead in a circle (S9).

A record that is kept as long as another, which is kept as long as the first, has no
answer. Such a circle is possible wherever the classes of the links form one, unless
the rules themselves order the records: a rule that requires `previous.received before
received` can only lead to ever earlier records, and never back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tenure.compiler.policy.conditions import Condition, DateIs, condition_parts
from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import AsLongAs, subperiods
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Rule
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Diagnostic, Label


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEdge:
    """A rule that keeps records of one class as long as records of another.

    Attributes:
        source, target: the classes.
        rule: the rule.
        period: its `as long as`.
        ordered: events by which the linked record is certainly the earlier one, or
            certainly the later one, with a word for which.
    """

    source: str
    target: str
    rule: Rule
    period: AsLongAs
    ordered: frozenset[tuple[str, str]]


def link_circles(policy: Policy) -> Iterator[Diagnostic]:
    """Report each group of rules whose links could lead in a circle."""
    edges = list(_edges(policy))
    reach = _reachable(policy, edges)
    seen: set[int] = set()
    for start in range(len(edges)):
        circle = {i for i in reach[start] if start in reach[i]}
        if start in seen or start not in circle:
            continue
        seen |= circle
        involved = [edges[i] for i in sorted(circle)]
        if not frozenset.intersection(*(edge.ordered for edge in involved)):
            yield _finding(involved)


def _finding(edges: list[LinkEdge]) -> Diagnostic:
    first, *others = edges
    link = first.period.link.path
    return Diagnostic(
        code=Code.LINK_CYCLE,
        message="records could be kept as long as each other, in a circle: "
        + ", ".join(f"`{edge.rule.ref}` by `{edge.period.link.path}`" for edge in edges),
        at=first.period.span,
        related=tuple(Label(span=edge.period.span, text="and here") for edge in others),
        help=(
            "make each rule apply only where the linked record is the earlier one (or the later), "
            f"for example `when {link}.… before …` with the same date on both sides",
        ),
        rules=tuple(dict.fromkeys(edge.rule.ref for edge in edges)),
    )


def _edges(policy: Policy) -> Iterator[LinkEdge]:
    for rule in policy.rules.values():
        conjuncts = list(_conjuncts(policy, rule))
        for phase in rule.phases:
            for period in subperiods(phase.keep):
                if isinstance(period, AsLongAs) and isinstance(period.link.type, LinkType):
                    for name in rule.classes:
                        yield LinkEdge(
                            source=name,
                            target=period.link.type.target,
                            rule=rule,
                            period=period,
                            ordered=_ordered(conjuncts, period.link),
                        )


def _conjuncts(policy: Policy, rule: Rule) -> Iterator[Condition]:
    """Return the conditions that are all true wherever a rule applies."""
    yield from condition_parts(rule.condition)
    if rule.parent is not None:
        yield from _conjuncts(policy, policy.rules[rule.parent])


def _ordered(conjuncts: Iterable[Condition], link: FieldRef) -> frozenset[tuple[str, str]]:
    """Return the events by which a condition strictly orders the record and the linked one."""
    if isinstance(link.type, LinkType) and link.type.many:
        return frozenset()
    steps = (*link.links, link.name)
    found = set()
    for c in conjuncts:
        if not (isinstance(c, DateIs) and c.order == "before"):
            continue
        if not (isinstance(c.left, FieldRef) and isinstance(c.right, FieldRef)):
            continue
        if c.left.name == c.right.name and (c.left.links, c.right.links) == (steps, ()):
            found.add((c.left.name, "earlier"))
        if c.left.name == c.right.name and (c.left.links, c.right.links) == ((), steps):
            found.add((c.left.name, "later"))
    return frozenset(found)


def _reachable(policy: Policy, edges: list[LinkEdge]) -> dict[int, set[int]]:
    """Return for each edge those that a chain of links can go on with, itself not counted."""
    follows = {
        i: {j for j, other in enumerate(edges) if _meets(policy, edge.target, other.source)}
        for i, edge in enumerate(edges)
    }
    reach: dict[int, set[int]] = {}
    for start, first in follows.items():
        found: set[int] = set()
        queue = list(first)
        while queue:
            edge = queue.pop()
            if edge not in found:
                found.add(edge)
                queue.extend(follows[edge])
        reach[start] = found
    return reach


def _meets(policy: Policy, one: str, other: str) -> bool:
    return policy.is_under(one, other) or policy.is_under(other, one)
