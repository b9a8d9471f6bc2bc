"""The rule graph: what the parts of a policy have to do with one another.

A networkx multigraph. Each node has a `kind`, a `label` for readers and a `span`:

| kind | key | further attributes |
| --- | --- | --- |
| rule | `rule:6.1.2/complaint` | `rule_kind`, as in `RuleKind`; `document`: its policy's title |
| class | `class:complaint` | |
| event | `event:complaint.closed` | `record_class`: the class that declares the date |
| fact | `fact:bbis_live` | only facts that a period runs from |
| authority | `authority:good_practice` | |
| policy | `policy:ASC retention policy` | `external`: whether it is named but not loaded |
| hold | `hold:legal_action` | |

Events are the dates that some period or limit runs from, or that show that something is
done. Policies are those that are declared external and those that a rule follows. An
external policy has no span: `None`.

An edge points from the part that says something to the part it is said of. So between
rules it points from the one that wins to the one that yields, and following `exception
of`, `overrides` and `special case of` leads from the strongest rule downwards.

| kind | from | to | span |
| --- | --- | --- | --- |
| covers | rule | class it is for | the rule's first words |
| exception of | exception | the rule it stands in | the exception's first words |
| overrides | rule | rule it is written to beat | the name of that rule |
| special case of | rule | rule for a more general class (lex specialis) | the rule's first words |
| disapplies | rule | rule that it switches off | the name of that rule |
| follows | rule | policy that has the answer | the rule's first words |
| anchored on | rule | event or fact that a period runs from | the period |
| as long as | rule | class of the records that it waits for; `field`: the link | the period |
| rests on | rule or hold | authority; `why`: the reason given, if any | its first words |
| is a | class | class that it refines | the class's first words |
| links to | class | class that a field of its own links to; `field`: that field | the field |
| holds | hold | class it covers | the hold's first words |

The standards, procedures, duties and activities, and their edges, are described in
`tenure.compiler.contact_graph`.

Every edge has a span. A period that an exception takes over from its parent keeps its
place in the parent. Without cycles are `exception of` and `overrides` taken together,
and `disapplies` alone; `special case of` is an order of rules class by class, and two
rules that are each for several classes may have it both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import networkx as nx

from tenure.compiler.contact_graph import Edge, contact_edges, contact_nodes
from tenure.compiler.order import Why
from tenure.compiler.policy.fields import FieldRef, LinkType
from tenure.compiler.policy.periods import (
    After,
    AsLongAs,
    Latest,
    Period,
    Until,
    YearEnd,
    subperiods,
)
from tenure.compiler.policy.policy import Policy
from tenure.compiler.policy.rules import Hold, Rule
from tenure.dsl.source import Span

RuleGraph: TypeAlias = "nx.MultiDiGraph[str]"

ORDERS = ("exception of", "overrides", "special case of", "disapplies")
"""The kinds of edge between two rules, from the one that wins to the one that yields."""

_ORDER_KINDS: dict[Why, str] = {
    "exception": "exception of",
    "overrides": "overrides",
    "lex specialis": "special case of",
}


def rule_graph(policy: Policy) -> RuleGraph:
    """Return the rule graph of a policy.

    Nodes and edges come in the order of the policy's text, so that whatever is made
    from the graph is the same at every run. The title of the policy is `graph["policy"]`.
    """
    return _GraphBuilder(policy).graph


class _GraphBuilder:
    """Adds the nodes, then the edges between them."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._seen: set[tuple[str, str, str, str, Span]] = set()
        self.graph: RuleGraph = nx.MultiDiGraph(policy=policy.document.title)
        self._nodes()
        for rule in policy.rules.values():
            self._rule_edges(rule)
        self._order_edges()
        self._class_edges()
        for hold in policy.holds.values():
            self._edges("holds", _hold(hold), map(_class, hold.classes), hold.span)
            self._authorities(_hold(hold), hold)
        for edge in contact_edges(policy):
            self._contact_edge(edge)

    def _node(self, key: str, kind: str, label: str, span: Span | None, **more: object) -> None:
        self.graph.add_node(key, kind=kind, label=label, span=span, **more)

    def _edge(self, kind: str, source: str, target: str, span: Span, **more: str) -> None:
        """Add an edge, once for the same words."""
        said = (kind, source, target, more.get("field", ""), span)
        if said not in self._seen:
            self._seen.add(said)
            self.graph.add_edge(source, target, kind=kind, span=span, **more)

    def _edges(self, kind: str, source: str, targets: Iterable[str], span: Span) -> None:
        for target in targets:
            self._edge(kind, source, target, span)

    def _nodes(self) -> None:
        policy = self._policy
        for rule in policy.rules.values():
            about = {"rule_kind": rule.kind.value, "document": rule.document}
            self._node(_rule(rule.ref), "rule", rule.title, rule.head, **about)
        for record_class in policy.classes.values():
            key = _class(record_class.name)
            self._node(key, "class", record_class.title, record_class.span)
        for hold in policy.holds.values():
            self._node(_hold(hold), "hold", hold.title, hold.span)
        for authority in policy.authorities.values():
            key = f"authority:{authority.name}"
            self._node(key, "authority", authority.title, authority.span)
        for title in policy.externals:
            self._node(_followed(title), "policy", title, None, external=True)
        for node in contact_nodes(policy):
            self._node(node.key, node.kind, node.label, node.span, **node.more)

    def _rule_edges(self, rule: Rule) -> None:
        key = _rule(rule.ref)
        self._edges("covers", key, map(_class, rule.classes), rule.head)
        if rule.follows is not None:
            self._follows(key, rule.follows, rule.head)
        for phase in rule.phases:
            for period in subperiods(phase.keep):
                self._period_edges(rule, period)
        self._authorities(key, rule)

    def _follows(self, key: str, title: str, span: Span) -> None:
        document = self._policy.documents.get(title)
        if document is not None:
            self._node(_followed(title), "policy", title, document.span, external=False)
        self._edge("follows", key, _followed(title), span)

    def _period_edges(self, rule: Rule, period: Period) -> None:
        key = _rule(rule.ref)
        match period:
            case After(anchor=FieldRef() as event) | YearEnd(anchor=FieldRef() as event):
                self._anchored(rule, event, period.span)
            case Until(anchor=FieldRef() as event) | Latest(order=event):
                self._anchored(rule, event, period.span)
            case AsLongAs(link=FieldRef(type=LinkType(target=target)) as link):
                self._edge("as long as", key, _class(target), period.span, field=link.path)

    def _contact_edge(self, edge: Edge) -> None:
        if isinstance(edge.target, str):
            self._edge(edge.kind, edge.source, edge.target, edge.span, **edge.more)
        else:
            self._edges(edge.kind, edge.source, self._events(edge.classes, edge.target), edge.span)

    def _anchored(self, rule: Rule, event: FieldRef, span: Span) -> None:
        self._edges("anchored on", _rule(rule.ref), self._events(rule.classes, event), span)

    def _events(self, names: Iterable[str], event: FieldRef) -> Iterator[str]:
        """Yield the key of an event, or fact, for the records of some classes; add its node."""
        if event.fact:
            fact = self._policy.facts[event.name]
            key = f"fact:{fact.name}"
            self._node(key, "fact", fact.title or fact.name, fact.span)
            yield key
            return
        for name in names:
            owner = self._owner(name, event)
            key = f"event:{owner}.{event.name}"
            field = self._policy.classes[owner].fields[event.name]
            label = field.title or event.name
            self._node(key, "event", label, field.span, record_class=owner)
            yield key

    def _owner(self, name: str, event: FieldRef) -> str:
        """Return the class that declares an event, followed through links from a class."""
        classes = self._policy.classes
        for hop in event.links:
            link = classes[name].fields[hop].type
            if isinstance(link, LinkType):
                name = link.target
        return next(c for c in reversed(classes[name].lineage) if event.name in classes[c].fields)

    def _authorities(self, key: str, says: Rule | Hold) -> None:
        span = says.head if isinstance(says, Rule) else says.span
        for citation in says.citations:
            why = {"why": citation.reason} if citation.reason else {}
            self._edge("rests on", key, f"authority:{citation.authority.name}", span, **why)

    def _order_edges(self) -> None:
        for edge in self._policy.order.edges:
            self._edge(_ORDER_KINDS[edge.why], _rule(edge.upper), _rule(edge.lower), edge.span)
        for rule in self._policy.rules.values():
            for other in rule.disapplies:
                self._edge("disapplies", _rule(rule.ref), _rule(other.ref), other.span)

    def _class_edges(self) -> None:
        classes = self._policy.classes
        for record_class in classes.values():
            key = _class(record_class.name)
            inherited = classes[record_class.parent].fields if record_class.parent else {}
            if record_class.parent is not None:
                self._edge("is a", key, _class(record_class.parent), record_class.span)
            for field in record_class.fields.values():
                if isinstance(field.type, LinkType) and field.name not in inherited:
                    target = _class(field.type.target)
                    self._edge("links to", key, target, field.span, field=field.name)


def _rule(ref: str) -> str:
    return f"rule:{ref}"


def _class(name: str) -> str:
    return f"class:{name}"


def _hold(hold: Hold) -> str:
    return f"hold:{hold.name}"


def _followed(title: str) -> str:
    return f"policy:{title}"


class NotInGraphError(LookupError):
    """Nothing that a part of the graph can be drawn around is called so.

    Attributes:
        name: the name as it was given.
        known: what there is, by reference or name.
    """

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no rule, standard, duty, activity or record class is called `{name}`")
        self.name = name
        self.known = known


CENTRES = (
    "rule",
    "class",
    "standard",
    "procedure",
    "promise",
    "stage",
    "duty",
    "activity",
)
"""The kinds of node that a part of the graph can be drawn around, in the order looked for."""


def neighbourhood(graph: RuleGraph, around: str) -> RuleGraph:
    """Return the part of a rule graph around one rule, record class, standard or the like.

    Around a class: the rules that can apply to its records, which are those for the
    class and its ancestors, and the rules that beat or switch off one of these or are
    beaten or switched off by one; and the standards and procedures for them. Around a
    rule: the rule, its exceptions and theirs, the rules it stands in, and those that it
    beats or switches off, or that do so to it. To the rules belong their classes (of a
    rule for several, those that matter here, where there is one), events, authorities,
    followed policies, holds, and the activities whose data is kept under them. Around a
    standard or procedure, or a step of one: all its steps, its classes and events, and
    those in whose place it stands or that stand in its. Around a duty: its occasions.
    Around an activity: the rules it is kept under, as if around them.

    Args:
        graph: a whole rule graph.
        around: the reference of a rule, standard or step, or the name of a class, duty or
            activity; where several are called so, the first of `CENTRES` is meant. A node
            key such as `class:complaint` is clear.

    Raises:
        NotInGraphError: when there is none.
    """
    key = _key_of(graph, around)
    match graph.nodes[key]["kind"]:
        case "class":
            classes = {key, *_ancestors(graph, key)}
            centre = _of_kind(graph, _sources(graph, classes, "covers"), "rule")
            promises = set(_sources(graph, classes, "covers")) - centre
        case "rule":
            classes = set(_targets(graph, {key}, "covers"))
            centre, promises = {key, *_family(graph, key)}, set()
        case "activity":
            centre, promises = set(_targets(graph, {key}, "kept under")), set()
            classes = set(_targets(graph, centre, "covers"))
        case "duty":
            return _part(graph, {key, *_context(graph, {key}, set())})
        case _:
            centre, classes = set(), set()
            promises = {key, *_targets(graph, {key}, "part of")}
    rules = centre.union(_ordered_with(graph, centre))
    for rule in rules - centre:
        own = _targets(graph, {rule}, "covers")
        if not classes.intersection(own):
            classes = classes.union(own)
    if not centre and promises:
        promises |= _in_place(graph, promises)
        classes = set(_targets(graph, promises, "covers"))
    promises |= set(_sources(graph, promises, "part of"))
    members = rules | promises | {key}
    return _part(graph, members | classes | _context(graph, members, classes))


def _in_place(graph: RuleGraph, promises: set[str]) -> set[str]:
    above = _sources(graph, promises, "in place of")
    return {*above, *_targets(graph, promises, "in place of")}


def _of_kind(graph: RuleGraph, keys: Iterable[str], kind: str) -> set[str]:
    return {key for key in keys if graph.nodes[key]["kind"] == kind}


def _key_of(graph: RuleGraph, around: str) -> str:
    candidates = [f"{kind}:{around}" for kind in CENTRES]
    if around.partition(":")[0] in CENTRES:
        candidates.append(around)
    for key in candidates:
        if key in graph:
            return key
    centres = (node for node in graph if node.partition(":")[0] in CENTRES)
    raise NotInGraphError(around, tuple(node.split(":", 1)[1] for node in centres))


def _ancestors(graph: RuleGraph, name: str) -> set[str]:
    tree: nx.DiGraph[str] = nx.DiGraph((u, v) for u, v, k in edges_of(graph) if k == "is a")
    return nx.descendants(tree, name) if name in tree else set()


def _family(graph: RuleGraph, rule: str) -> set[str]:
    """Return the exceptions of a rule at any depth, and the rules that it is an exception of."""
    tree: nx.DiGraph[str] = nx.DiGraph((u, v) for u, v, k in edges_of(graph) if k == "exception of")
    return nx.ancestors(tree, rule) | nx.descendants(tree, rule) if rule in tree else set()


def _ordered_with(graph: RuleGraph, rules: set[str]) -> Iterator[str]:
    for upper, lower, kind in edges_of(graph):
        if kind in ORDERS and (upper in rules or lower in rules):
            yield from (upper, lower)


def _context(graph: RuleGraph, members: set[str], classes: set[str]) -> set[str]:
    """Return what rules and promises refer to, the holds on the classes, and who keeps data."""
    holds = set(_sources(graph, classes, "holds"))
    kinds = ("anchored on", "as long as", "rests on", "follows", "done by", "called by")
    found = holds.union(*(_targets(graph, members | holds, kind) for kind in kinds))
    return found.union(_sources(graph, _of_kind(graph, members, "rule"), "kept under"))


def _targets(graph: RuleGraph, sources: set[str], kind: str) -> list[str]:
    return [target for source, target, k in edges_of(graph) if k == kind and source in sources]


def _sources(graph: RuleGraph, targets: set[str], kind: str) -> list[str]:
    return [source for source, target, k in edges_of(graph) if k == kind and target in targets]


def edges_of(graph: RuleGraph) -> Iterator[tuple[str, str, str]]:
    """Yield source, target and kind of every edge."""
    for source, target, data in graph.edges(data=True):
        yield source, target, data["kind"]


def _part(graph: RuleGraph, keep: set[str]) -> RuleGraph:
    """Return the graph of some nodes, in the order of the whole one.

    `graph.subgraph` would give them in the order of a set, which differs from run to run.
    """
    part: RuleGraph = nx.MultiDiGraph(**graph.graph)
    part.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in keep)
    part.add_edges_from(
        (u, v, data) for u, v, data in graph.edges(data=True) if u in keep and v in keep
    )
    return part


def winners_first(items: Iterable[str], beats: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return items so that each comes before those it beats, else in the order given.

    Args:
        items: the items; what lies in a circle keeps its order and stands together.
        beats: pairs of a winner and what it beats; pairs with other items are passed over.
    """
    place = {item: index for index, item in enumerate(items)}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(place)
    graph.add_edges_from((u, v) for u, v in beats if u in place and v in place)
    circles = nx.condensation(graph)
    members = {
        node: sorted(inside, key=place.__getitem__)
        for node, inside in circles.nodes(data="members")
    }
    sequence = nx.lexicographical_topological_sort(circles, lambda node: place[members[node][0]])
    return tuple(item for node in sequence for item in members[node])
