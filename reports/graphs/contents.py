"""Gathers what the picture of a rule graph shows.

Cards stand in the order of the policy's text, a subclass under its parent. Lex specialis
is said in words on the subclass's card: an arrow from each of its rules to each of the
parent's would hide the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from tenure.compiler.contact_graph import obligation_key
from tenure.compiler.policy import Policy, RecordClass, Rule, RuleKind
from tenure.compiler.policy.fields import EventType
from tenure.reports.graphs.cards import (
    Badge,
    Card,
    Connection,
    ConnectionKind,
    Content,
    Place,
    PromiseEntry,
    RuleEntry,
    RuleOnCard,
    Sheet,
)
from tenure.reports.graphs.lettering import Line, Run
from tenure.reports.graphs.phrases import rule_lines, where_line
from tenure.reports.graphs.promises import activity_lines, duty_lines, promise_lines
from tenure.reports.graphs.selection import selected_graph

if TYPE_CHECKING:
    from tenure.compiler.graph import RuleGraph


def content_of(policy: Policy, around: str | None) -> Content:
    """Return what a picture of the rule graph, or of its part around a rule or class, shows."""
    whole = selected_graph(policy, None)
    part = whole if around is None else selected_graph(policy, around)
    return _Contents(policy, whole, part).content()


class _Contents:
    """Gathers cards and connections."""

    def __init__(self, policy: Policy, whole: RuleGraph, graph: RuleGraph) -> None:
        self._policy = policy
        self._graph = graph
        self._counted = {
            target for _, target, data in whole.edges(data=True) if data["kind"] == "anchored on"
        }
        self._classes = [c for c in policy.classes.values() if f"class:{c.name}" in graph]
        self._rules = [r for r in policy.rules.values() if f"rule:{r.ref}" in graph]
        self._pairs = [
            (source.removeprefix("rule:"), target.removeprefix("rule:"))
            for source, target, data in graph.edges(data=True)
            if data["kind"] in ("overrides", "disapplies")
        ]

    def content(self) -> Content:
        """Return what was gathered."""
        cards = {c.name: self._card(c) for c in self._classes}
        connections = tuple(self._connections(cards))
        families: list[tuple[Card | Sheet, ...]] = []
        drawn: set[str] = set()
        for card in cards.values():
            if card.parent is None:
                family = tuple(self._family(card, cards))
                names = {member.record_class.name for member in family}
                sheets = self._sheets(connections, names, drawn)
                families.append((*family, *sheets))
                drawn.update(sheet.key for sheet in sheets)
        accounts = tuple(self._accounts())
        if accounts:
            families.append(accounts)
        return Content(families=tuple(families), connections=connections)

    def _family(self, card: Card, cards: dict[str, Card]) -> Iterator[Card]:
        yield card
        for other in cards.values():
            if other.parent == card.record_class.name:
                yield from self._family(other, cards)

    def _sheets(
        self, connections: Iterable[Connection], names: set[str], drawn: set[str]
    ) -> list[Sheet]:
        """Return the policies that rules on these cards follow, those drawn already left out."""
        return [
            self._sheet(connection.target)
            for connection in connections
            if isinstance(connection.target, str)
            and connection.kind == "follows"
            and connection.target not in drawn
            and any(source.record_class in names for source in connection.sources)
        ]

    def _accounts(self) -> Iterator[Sheet]:
        """Yield the duties and activities."""
        for duty in self._policy.duties.values():
            if (key := f"duty:{duty.name}") in self._graph:
                lines = duty_lines(duty, self._policy)
                yield Sheet(shape="duty", key=key, about=duty.title, paragraphs=lines)
        for activity in self._policy.activities.values():
            if (key := f"activity:{activity.name}") in self._graph:
                lines = activity_lines(activity)
                yield Sheet(shape="activity", key=key, about=activity.title, paragraphs=lines)

    def _sheet(self, key: str) -> Sheet:
        title = key.removeprefix("policy:")
        external = self._policy.externals.get(title)
        lines = [Run(text=title, style="ref")]
        if external is None:
            lines.append(Run(text="another policy of this project", style="name"))
        else:
            lines.append(Run(text="a policy outside this project", style="name"))
            if external.owner:
                lines.append(Run(text=f"owner: {external.owner}", style="name"))
        return Sheet(key=key, about=title, paragraphs=tuple((line,) for line in lines))

    def _card(self, record_class: RecordClass) -> Card:
        drawn = {c.name for c in self._classes}
        above = [name for name in record_class.lineage[1:] if name in drawn]
        rules = [r for r in self._rules if record_class.name in r.classes]
        refs = {r.ref for r in rules}
        roots = [r for r in rules if r.parent not in refs]
        return Card(
            record_class=record_class,
            parent=above[0] if above else None,
            depth=len(above),
            paragraphs=tuple(self._heading(record_class)),
            badges=(*self._dates(record_class), *self._holds(record_class)),
            entries=self._entries(roots, rules, record_class),
            promises=tuple(self._promises(record_class)),
            remarks=tuple(self._remarks(record_class, rules)),
        )

    def _promises(self, record_class: RecordClass) -> Iterator[PromiseEntry]:
        for one in self._policy.obligations.values():
            if record_class.name in one.classes and obligation_key(one) in self._graph:
                lines = promise_lines(one, record_class, self._policy)
                yield PromiseEntry(obligation=one, paragraphs=lines)

    def _heading(self, record_class: RecordClass) -> Iterator[Line]:
        yield (Run(text=record_class.title, style="heading"),)
        parent = self._policy.classes.get(record_class.parent or "")
        kind = f" · a kind of {parent.title}" if parent else ""
        yield (Run(text=f"{record_class.name}{kind}", style="name"),)
        if record_class.where is not None:
            yield where_line(record_class.where)

    def _dates(self, record_class: RecordClass) -> Iterator[Badge]:
        parent = self._policy.classes.get(record_class.parent or "")
        for field in record_class.fields.values():
            if isinstance(field.type, EventType) and not (parent and field.name in parent.fields):
                counted = f"event:{record_class.name}.{field.name}" in self._counted
                shape: Literal["event", "date"] = "event" if counted else "date"
                title = field.title or field.name
                yield Badge(shape=shape, name=field.name, text=field.name, about=title)

    def _holds(self, record_class: RecordClass) -> Iterator[Badge]:
        for hold in self._policy.holds.values():
            if record_class.name in hold.classes:
                text = f"Hold: {hold.title}"
                yield Badge(shape="hold", name=hold.name, text=text, about=hold.name)

    def _remarks(self, record_class: RecordClass, rules: list[Rule]) -> Iterator[Line]:
        every = [r for r in self._policy.rules.values() if record_class.name in r.classes]
        hidden = len(every) - len(rules)
        if hidden:
            text = f"{hidden} {'more ' if rules else ''}{'rule' if hidden == 1 else 'rules'}"
            yield (Run(text=f"{text} not shown in this part", style="quiet"),)
        parent = self._policy.classes.get(record_class.parent or "")
        promised = any(record_class.name in o.classes for o in self._policy.obligations.values())
        if not every and not promised:
            inherited = f": those of {parent.title} apply" if parent else ""
            kind = "rules" if self._policy.rules or not self._policy.obligations else "promises"
            yield (Run(text=f"no {kind} of its own{inherited}", style="quiet"),)
        for name in self._less_special(record_class):
            title = self._policy.classes[name].title
            yield (Run(text=f"its rules beat those of {title}", style="quiet"),)

    def _less_special(self, record_class: RecordClass) -> list[str]:
        """Return the ancestors that have a schedule rule which one of this class beats."""
        scheduled = {
            name: [r for r in self._rules if r.kind is RuleKind.SCHEDULE and name in r.classes]
            for name in record_class.lineage
        }
        return [
            ancestor
            for ancestor in record_class.lineage[1:]
            if any(
                self._special(upper, lower)
                for upper in scheduled[record_class.name]
                for lower in scheduled[ancestor]
            )
        ]

    def _special(self, upper: Rule, lower: Rule) -> bool:
        between = self._graph.get_edge_data(f"rule:{upper.ref}", f"rule:{lower.ref}") or {}
        return any(data["kind"] == "special case of" for data in between.values())

    def _entries(
        self, siblings: list[Rule], rules: list[Rule], record_class: RecordClass
    ) -> tuple[RuleEntry, ...]:
        from tenure.compiler.graph import winners_first

        by_ref: dict[str, RuleEntry] = {}
        sibling_of: dict[str, str] = {}
        for rule in siblings:
            inner = [r for r in rules if r.parent == rule.ref]
            entry = RuleEntry(
                rule=rule,
                paragraphs=rule_lines(rule, record_class, self._policy),
                exceptions=self._entries(inner, rules, record_class),
            )
            by_ref[rule.ref] = entry
            sibling_of.update((member.ref, rule.ref) for member in entry.all_rules())
        beats = [
            (sibling_of[upper], sibling_of[lower])
            for upper, lower in self._pairs
            if upper in sibling_of and lower in sibling_of
        ]
        return tuple(by_ref[ref] for ref in winners_first(by_ref, beats))

    def _connections(self, cards: dict[str, Card]) -> Iterator[Connection]:
        """Yield the arrows, those of one kind to one place together."""
        found: dict[tuple[ConnectionKind, Place], list[RuleOnCard]] = {}
        for source, target, data in self._graph.edges(data=True):
            kind: ConnectionKind = data["kind"]
            if kind in ("overrides", "disapplies"):
                for upper, lower in self._meetings(source, target, cards):
                    found.setdefault((kind, lower), []).append(upper)
            elif kind in ("as long as", "follows"):
                copies = self._copies(source, cards)
                known = found.setdefault((kind, target), [])
                known.extend(copy for copy in copies if copy not in known)
        for (kind, place), sources in found.items():
            yield Connection(kind=kind, sources=tuple(sources), target=place)

    def _copies(self, key: str, cards: dict[str, Card]) -> list[RuleOnCard]:
        rule = self._policy.rules[key.removeprefix("rule:")]
        return [RuleOnCard(rule.ref, name) for name in rule.classes if name in cards]

    def _meetings(
        self, source: str, target: str, cards: dict[str, Card]
    ) -> list[tuple[RuleOnCard, RuleOnCard]]:
        """Return where an arrow between two rules is drawn: on every card that has both.

        Where none has, between the first cards of each.
        """
        uppers, lowers = self._copies(source, cards), self._copies(target, cards)
        here = {lower.record_class: lower for lower in lowers}
        together = [(u, here[u.record_class]) for u in uppers if u.record_class in here]
        return together or [(uppers[0], lowers[0])]
