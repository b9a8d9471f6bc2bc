"""Resolves rules and exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.records import RecordClass
from tenure.compiler.policy.rules import (
    Citation,
    InForce,
    OtherRule,
    Phase,
    Rule,
    RuleKind,
)
from tenure.compiler.resolve.conditions import ConditionResolver
from tenure.compiler.resolve.headers import Clause, in_force, only
from tenure.compiler.resolve.phases import PhaseResolver
from tenure.compiler.resolve.recall import RuleMemory
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.diagnostics import Label
from tenure.dsl.nodes import clauses as written
from tenure.dsl.nodes.declarations import ExceptionDecl, HoldDecl, RuleDecl
from tenure.dsl.nodes.names import Text
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean

_BOUND_KINDS = {
    None: RuleKind.SCHEDULE,
    "at least": RuleKind.FLOOR,
    "at most": RuleKind.CEILING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a rule stands: its reference, title and parent, before its clauses are read."""

    ref: str
    title: str
    parent: str | None
    document: str
    decl: RuleDecl | ExceptionDecl
    head: Span


def resolve_rules(
    decls: Iterable[tuple[RuleDecl, str]], scope: Scope, memory: RuleMemory | None = None
) -> dict[str, Rule]:
    """Return every rule and exception by reference, parents first.

    Args:
        decls: rules as written, each with the title of the policy it stands in.
        scope: the classes, authorities and years they may name.
        memory: how rules resolved the last time.
    """
    places: dict[str, _Place] = {}
    groups: list[tuple[RuleDecl, str, list[_Place]]] = []
    mistaken = set[int]()
    for decl, title in decls:
        own = list(_places(decl, title))
        new = [place for place in own if scope.declare("rule", place.ref, place.head)]
        places.update((place.ref, place) for place in new)
        groups.append((decl, title, new))
        if len(new) < len(own):
            mistaken.add(id(decl))
    rules: dict[str, Rule] = {}
    memory = memory or RuleMemory()
    for decl, title, own in groups:
        known = None if id(decl) in mistaken else memory.recall(decl, title, places.keys())
        if known is not None:
            rules.update((rule.ref, rule) for rule in known)
            continue
        before, asked = scope.mistakes, dict[str, bool]()
        _resolve_places(own, rules, scope, places, asked)
        if scope.mistakes == before and id(decl) not in mistaken:
            memory.keep(decl, title, tuple(rules[place.ref] for place in own), asked)
    memory.end(decl for decl, _, _ in groups)
    return rules


def _resolve_places(
    own: Iterable[_Place],
    rules: dict[str, Rule],
    scope: Scope,
    places: Mapping[str, _Place],
    asked: dict[str, bool],
) -> None:
    """Enter the rules of one declaration, parents first; note which rules they ask for."""
    for place in own:
        parent = rules.get(place.parent) if place.parent else None
        if place.parent is None or parent is not None:
            rule = _RuleResolver(scope, place, parent, places, asked).rule()
            if rule is not None:
                rules[place.ref] = rule


def _places(decl: RuleDecl, document: str) -> Iterator[_Place]:
    title = decl.title.text if decl.title else decl.ref.text
    head = head_of(decl, decl.title, decl.ref.span)
    yield _Place(
        ref=decl.ref.text, title=title, parent=None, document=document, decl=decl, head=head
    )
    yield from _exception_places(decl, decl.ref.text, title, document)


def _exception_places(
    decl: RuleDecl | ExceptionDecl, parent: str, title: str, document: str
) -> Iterator[_Place]:
    for inner in decl.exceptions:
        ref = f"{parent}/{inner.name.text}"
        own = inner.title.text if inner.title else title
        head = head_of(inner, inner.title, inner.name.span)
        yield _Place(ref=ref, title=own, parent=parent, document=document, decl=inner, head=head)
        yield from _exception_places(inner, ref, own, document)


def head_of(decl: RuleDecl | ExceptionDecl | HoldDecl, title: Text | None, name: Span) -> Span:
    """Return the first words of a declaration, up to its title, or its name without one."""
    return decl.span.to(title.span if title else name)


class _RuleResolver:
    """Resolves one rule or exception."""

    def __init__(
        self,
        scope: Scope,
        place: _Place,
        parent: Rule | None,
        places: Mapping[str, _Place],
        asked: dict[str, bool],
    ) -> None:
        self._scope = scope
        self._place = place
        self._parent = parent
        self._places = places
        self._asked = asked
        self._clauses = place.decl.clauses

    def rule(self) -> Rule | None:
        """Return the rule; `None` after a report that leaves nothing to go on with."""
        classes = self._classes()
        if not classes:
            self._citations()
            self._others(disapplies=False)
            self._others(disapplies=True)
            return None
        when = self._only(written.WhenClause, "when")
        condition: Condition | None = None
        if when is not None:
            condition = ConditionResolver(self._scope, classes).condition(when.condition)
        kind = self._kind()
        phases = None if kind is None else self._phases(kind, classes)
        if kind is None or phases is None:
            return None
        follow = self._only(written.FollowClause, "follow")
        follows = None
        if follow is not None:
            follows = follow.policy.text
            self._check_followed(follows, follow.policy.span)
        return Rule(
            ref=self._place.ref,
            title=self._place.title,
            parent=self._place.parent,
            document=self._place.document,
            classes=tuple(c.name for c in classes),
            condition=condition,
            kind=kind,
            phases=phases,
            follows=follows,
            citations=self._citations(),
            overrides=self._others(disapplies=False),
            disapplies=self._others(disapplies=True),
            extendable_by=self._extendable(kind),
            in_force=self._in_force(),
            formats=self._texts("format"),
            notes=self._texts("note"),
            access=self._texts("access"),
            marks=self._marks(),
            span=self._place.decl.span,
            head=self._place.head,
        )

    def _check_followed(self, title: str, span: Span) -> None:
        if self._scope.policy_titled(title, span) and title == self._place.document:
            self._scope.error(
                Code.FOLLOW_CYCLE,
                f"`{title}` would follow itself",
                span,
                help_=["say how long to keep the record, or follow another policy"],
            )

    def _only(self, kind: type[Clause], what: str) -> Clause | None:
        return only(self._clauses, kind, self._scope, what)

    def _classes(self) -> tuple[RecordClass, ...]:
        clause = self._only(written.ForClause, "for")
        if self._parent is not None:
            if clause is not None:
                self._misplaced(
                    "an exception is for the classes of the rule it stands in",
                    clause.span,
                    "remove `for`, or write a rule of its own that overrides this one",
                )
            return tuple(self._scope.classes[name] for name in self._parent.classes)
        if clause is None:
            self._scope.error(
                Code.MISSING_CLAUSE,
                f"rule `{self._place.ref}` does not say which records it is for",
                self._place.head,
                help_=["add `for` and a record class"],
            )
            return ()
        return self._scope.classes_named(clause.classes)

    def _kind(self) -> RuleKind | None:
        keep = self._first(written.KeepClause)
        follow = self._first(written.FollowClause)
        if keep is not None and follow is not None:
            self._misplaced(
                "a rule says how long to keep a record, or follows another policy, not both",
                follow.span,
                "remove one of the two, or make one of them an exception",
            )
            return None
        kind: RuleKind | None = None
        if keep is not None:
            kind = _BOUND_KINDS[keep.bound]
        elif follow is not None:
            kind = RuleKind.SCHEDULE
        elif self._parent is not None and self._says_something_else():
            kind = self._parent.kind
        elif self._disapplies():
            return RuleKind.SWITCH
        if kind is None:
            self._scope.error(
                Code.MISSING_CLAUSE,
                f"`{self._place.ref}` does not say what to do",
                self._place.head,
                help_=["add `keep …`, `follow …` or `disapplies …`"],
            )
            return None
        if self._parent is not None and kind is not self._parent.kind:
            self._report_kind_mismatch(kind, self._parent)
            return None
        return kind

    def _says_something_else(self) -> bool:
        return self._has(written.ThenClause) or self._has(written.ExtendableClause)

    def _has(self, kind: type) -> bool:
        return any(isinstance(clause, kind) for clause in self._clauses)

    def _first(self, kind: type[Clause]) -> Clause | None:
        return next((clause for clause in self._clauses if isinstance(clause, kind)), None)

    def _disapplies(self) -> bool:
        return any(isinstance(c, written.OrderClause) and c.disapplies for c in self._clauses)

    def _report_kind_mismatch(self, kind: RuleKind, parent: Rule) -> None:
        self._scope.error(
            Code.RULE_KIND_MISMATCH,
            f"{_KIND_WORDS[kind]} cannot be an exception to {_KIND_WORDS[parent.kind]}",
            self._place.head,
            related=[Label(span=parent.head, text=f"this is {_KIND_WORDS[parent.kind]}")],
            help_=["write it as a rule of its own"],
        )

    def _phases(self, kind: RuleKind, classes: tuple[RecordClass, ...]) -> tuple[Phase, ...] | None:
        place = self._place
        resolver = PhaseResolver(self._scope, place.ref, place.head, place.decl.clauses, classes)
        return resolver.phases(kind, self._parent.phases if self._parent else ())

    def _citations(self) -> tuple[Citation, ...]:
        nodes = [c for c in self._clauses if isinstance(c, written.BecauseClause)]
        if not nodes and self._parent is not None:
            return self._parent.citations
        return self._scope.citations(nodes)

    def _others(self, *, disapplies: bool) -> tuple[OtherRule, ...]:
        found: dict[str, OtherRule] = {}
        for clause in self._clauses:
            if isinstance(clause, written.OrderClause) and clause.disapplies is disapplies:
                for node in clause.rules:
                    ref = self._lookup(node.text, node.span)
                    if ref is not None:
                        found.setdefault(ref, OtherRule(ref=ref, span=node.span))
        return tuple(found.values())

    def _lookup(self, text: str, span: Span) -> str | None:
        """Find a rule by its reference, or by its name where it is an exception nearby.

        Nearby are the exceptions of the same rule, then those of the rule around that,
        and so on outwards; the rule itself is passed over.
        """
        ref = next((near for near in self._nearby(text) if self._there_is(near)), text)
        if ref == self._place.ref:
            self._scope.error(
                Code.UNKNOWN_RULE,
                f"`{ref}` names itself",
                span,
                help_=["name another rule"],
            )
            return None
        if self._there_is(ref):
            return ref
        near = [
            other.removeprefix(f"{self._place.parent}/")
            for other in self._places
            if other != self._place.ref
        ]
        self._scope.error(
            Code.UNKNOWN_RULE,
            f"no rule has the reference `{text}`",
            span,
            help_=did_you_mean(text, near, what="rules"),
        )
        return None

    def _there_is(self, ref: str) -> bool:
        """Return whether there is a rule of this reference, and note that it was asked."""
        return self._asked.setdefault(ref, ref in self._places)

    def _nearby(self, name: str) -> Iterator[str]:
        around: str | None = self._place.parent or self._place.ref
        while around is not None:
            if f"{around}/{name}" != self._place.ref:
                yield f"{around}/{name}"
            around = self._places[around].parent

    def _extendable(self, kind: RuleKind) -> str | None:
        clause = self._only(written.ExtendableClause, "extendable by")
        if clause is not None:
            if kind is not RuleKind.SCHEDULE:
                self._misplaced(
                    "only a schedule rule can be extended", clause.span, "remove `extendable by`"
                )
            return clause.by.text
        return self._parent.extendable_by if self._parent else None

    def _in_force(self) -> InForce:
        clause = self._only(written.InForceClause, "in force")
        interval = in_force(clause, self._scope)
        if self._parent is None:
            return interval
        both = interval.within(self._parent.in_force)
        if clause is not None and both.start and both.end and both.end < both.start:
            self._scope.error(
                Code.EMPTY_INTERVAL,
                "the exception is in force only when its rule is not",
                clause.span,
                related=[Label(span=self._parent.head, text="its rule")],
                help_=["let the intervals overlap"],
            )
        return both

    def _texts(self, label: str) -> tuple[str, ...]:
        return tuple(
            c.text.text
            for c in self._clauses
            if isinstance(c, written.TextClause) and c.label == label
        )

    def _marks(self) -> tuple[str, ...]:
        found: list[str] = []
        for clause in self._clauses:
            if isinstance(clause, written.MarkedClause):
                for name in clause.marks:
                    if name.text not in self._scope.marks:
                        self._scope.error(
                            Code.UNKNOWN_NAME,
                            f"the key has no mark `{name.text}`",
                            name.span,
                            help_=did_you_mean(name.text, self._scope.marks)
                            or [f'declare it: `mark {name.text} "…"`'],
                        )
                    found.append(name.text)
        return tuple(found)

    def _misplaced(self, message: str, span: Span, help_: str) -> None:
        self._scope.error(Code.MISPLACED_CLAUSE, message, span, help_=[help_])


_KIND_WORDS = {
    RuleKind.SCHEDULE: "a schedule rule",
    RuleKind.FLOOR: "a legal minimum (`keep at least`)",
    RuleKind.CEILING: "a maximum (`keep at most`)",
    RuleKind.SWITCH: "a rule that only disapplies others",
}
