"""The contact half of the rule graph: what standards, duties and activities have to do with what.

Nodes, as `tenure.compiler.graph` describes them:

| kind | key | further attributes |
| --- | --- | --- |
| standard | `standard:4.2` | `document`: its policy's title |
| procedure | `procedure:9.2` | `document`: its policy's title |
| promise | `promise:4.2/respond` | |
| stage | `stage:9.2/appeal` | `side`: `organisation` or `customer` |
| occasion | `occasion:system_changed` | |
| duty | `duty:audit` | |
| activity | `activity:helpline` | |

The overall limit of a procedure is a stage too. Edges:

| kind | from | to | span |
| --- | --- | --- | --- |
| covers | standard or procedure | class it is for | its first words |
| in place of | standard or procedure | the one in whose place it stands | the name of that one |
| part of | promise or stage | standard or procedure | its first words |
| anchored on | promise or stage | event that a limit of it runs from | the limit |
| stage after | stage | stage whose doing it runs from | the limit |
| done by | promise or stage | event that shows that it is done | its first words |
| called by | duty | occasion that calls for it | the name of the occasion |
| kept under | activity | rule that says how long its data is kept | the name of the rule |
| rests on | standard, procedure or duty | authority; `why`: the reason given | its first words |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tenure.compiler.policy.accountability import Duty
from tenure.compiler.policy.fields import FieldRef
from tenure.compiler.policy.obligations import Obligation, Step, StepKind
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Citation
from tenure.dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node to be added."""

    key: str
    kind: str
    label: str
    span: Span
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An edge to be added; a target that is an event is still to be found on its class."""

    kind: str
    source: str
    target: str | FieldRef
    span: Span
    classes: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)


def contact_nodes(policy: Policy) -> Iterator[Node]:
    """Yield the nodes of the contact half, in the order of the policy's text."""
    for one in policy.obligations.values():
        more = {"document": one.document}
        kind = _kind(one)
        yield Node(key=obligation_key(one), kind=kind, label=one.title, span=one.head, more=more)
        for step in one.steps:
            yield _step_node(step)
    for occasion in policy.occasions.values():
        key = f"occasion:{occasion.name}"
        yield Node(key=key, kind="occasion", label=occasion.title, span=occasion.span)
    for duty in policy.duties.values():
        yield Node(key=f"duty:{duty.name}", kind="duty", label=duty.title, span=duty.span)
    for activity in policy.activities.values():
        key = f"activity:{activity.name}"
        yield Node(key=key, kind="activity", label=activity.title, span=activity.span)


def contact_edges(policy: Policy) -> Iterator[Edge]:
    """Yield the edges of the contact half, in the order of the policy's text."""
    for one in policy.obligations.values():
        yield from _obligation_edges(one, policy)
        for step in one.steps:
            yield from _step_edges(one, step)
    for duty in policy.duties.values():
        yield from _duty_edges(duty)
    for activity in policy.activities.values():
        for other in activity.kept_under:
            source, target = f"activity:{activity.name}", f"rule:{other.ref}"
            yield Edge(kind="kept under", source=source, target=target, span=other.span)


def obligation_key(one: Obligation) -> str:
    """Return the key of a standard or procedure."""
    return f"{_kind(one)}:{one.ref}"


def step_key(step: Step) -> str:
    """Return the key of a promise or stage."""
    return f"{'promise' if step.kind is StepKind.PROMISE else 'stage'}:{step.ref}"


def _kind(one: Obligation) -> str:
    return "procedure" if one.procedure else "standard"


def _step_node(step: Step) -> Node:
    if step.kind is StepKind.PROMISE:
        return Node(key=step_key(step), kind="promise", label=step.title, span=step.head)
    side = {"side": "customer" if step.by_customer else "organisation"}
    return Node(key=step_key(step), kind="stage", label=step.title, span=step.head, more=side)


def _obligation_edges(one: Obligation, policy: Policy) -> Iterator[Edge]:
    key = obligation_key(one)
    for name in one.classes:
        yield Edge(kind="covers", source=key, target=f"class:{name}", span=one.head)
    for other in one.overrides:
        target = obligation_key(policy.obligations[other.ref])
        yield Edge(kind="in place of", source=key, target=target, span=other.span)
    yield from _rests_on(key, one.citations, one.head)


def _step_edges(one: Obligation, step: Step) -> Iterator[Edge]:
    key = step_key(step)
    yield Edge(kind="part of", source=key, target=obligation_key(one), span=step.head)
    for limit in (step.limit, *(extension.limit for extension in step.extensions)):
        if isinstance(limit.anchor, FieldRef):
            yield Edge(
                kind="anchored on",
                source=key,
                target=limit.anchor,
                span=limit.span,
                classes=one.classes,
            )
    before = one.step_before(step)
    if before is not None and step.kind is StepKind.STAGE:
        target = step_key(before)
        yield Edge(kind="stage after", source=key, target=target, span=step.limit.span)
    yield Edge(kind="done by", source=key, target=step.marks, span=step.head, classes=one.classes)


def _duty_edges(duty: Duty) -> Iterator[Edge]:
    key = f"duty:{duty.name}"
    for trigger in duty.triggers:
        target = f"occasion:{trigger.occasion}"
        yield Edge(kind="called by", source=key, target=target, span=trigger.span)
    yield from _rests_on(key, duty.citations, duty.span)


def _rests_on(key: str, citations: tuple[Citation, ...], span: Span) -> Iterator[Edge]:
    for each in citations:
        more = {"why": each.reason} if each.reason else {}
        target = f"authority:{each.authority.name}"
        yield Edge(kind="rests on", source=key, target=target, span=span, more=more)
