"""Resolves occasions, duties, processing activities and organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tenure.compiler.policy import accountability as meant
from tenure.compiler.policy.conditions import Condition
from tenure.compiler.policy.rules import OtherRule, Rule
from tenure.compiler.resolve.conditions import ConditionResolver
from tenure.compiler.resolve.headers import check_countries, only
from tenure.compiler.resolve.periods import duration
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import accountability as written
from tenure.dsl.nodes.clauses import BecauseClause, TextClause
from tenure.dsl.nodes.headers import Jurisdiction
from tenure.dsl.nodes.names import Name, Text
from tenure.dsl.nodes.obligations import ByClause
from tenure.dsl.source import Span
from tenure.dsl.suggest import did_you_mean


def resolve_occasions(
    decls: Iterable[written.OccasionDecl], scope: Scope
) -> dict[str, meant.Occasion]:
    """Return every occasion by name."""
    return {
        decl.name.text: meant.Occasion(
            name=decl.name.text, title=_title(decl.title, decl.name), span=decl.span
        )
        for decl in decls
        if scope.declare("occasion", decl.name.text, decl.name.span)
    }


# --- duties -----------------------------------------------------------------------


def resolve_duties(
    decls: Iterable[tuple[written.DutyDecl, str]],
    occasions: Mapping[str, meant.Occasion],
    scope: Scope,
) -> dict[str, meant.Duty]:
    """Return every duty by name; `decls` come with the title of the policy they stand in."""
    found: dict[str, meant.Duty] = {}
    for decl, document in decls:
        if scope.declare("duty", decl.name.text, decl.name.span):
            found[decl.name.text] = _duty(decl, document, occasions, scope)
    return found


def _duty(
    decl: written.DutyDecl,
    document: str,
    occasions: Mapping[str, meant.Occasion],
    scope: Scope,
) -> meant.Duty:
    every = only(decl.clauses, written.EveryClause, scope, "every")
    starting = only(decl.clauses, written.StartingClause, scope, "starting")
    named = [c for c in decl.clauses if isinstance(c, written.OnOccasion)]
    named.extend(every.occasions if every else ())
    if every is None and not named:
        scope.error(
            Code.MISSING_CLAUSE,
            f"duty `{decl.name.text}` does not say when it is due",
            _head(decl.span, decl.title, decl.name),
            help_=["add `every 6 months`, or `when` and an occasion"],
        )
    triggers: list[meant.Trigger] = []
    for node in named:
        if node.occasion.text not in occasions:
            declare = f'declare it: `occasion {node.occasion.text} "…"`'
            scope.unknown("occasion", node.occasion, occasions, many="occasions", else_=declare)
            continue
        within = duration(node.within) if node.within else None
        triggers.append(meant.Trigger(occasion=node.occasion.text, within=within, span=node.span))
    return meant.Duty(
        name=decl.name.text,
        title=_title(decl.title, decl.name),
        document=document,
        every=duration(every.every) if every else None,
        triggers=tuple(triggers),
        starting=starting.day.date if starting else None,
        owner=_owner(decl.clauses, scope),
        together_with=_texts(decl.clauses, "with"),
        evidence=_texts(decl.clauses, "evidence"),
        citations=scope.citations(c for c in decl.clauses if isinstance(c, BecauseClause)),
        notes=_texts(decl.clauses, "note"),
        span=_head(decl.span, decl.title, decl.name),
    )


# --- activities -------------------------------------------------------------------


def resolve_activities(
    decls: Iterable[tuple[written.ActivityDecl, str]], rules: Mapping[str, Rule], scope: Scope
) -> dict[str, meant.Activity]:
    """Return every activity by name; `decls` come with the title of the policy they stand in."""
    found: dict[str, meant.Activity] = {}
    for decl, document in decls:
        if scope.declare("activity", decl.name.text, decl.name.span):
            found[decl.name.text] = _activity(decl, document, rules, scope)
    return found


def _activity(
    decl: written.ActivityDecl, document: str, rules: Mapping[str, Rule], scope: Scope
) -> meant.Activity:
    kept_under = _kept_under(decl, rules, scope)
    checked = only(decl.clauses, written.CheckedEvery, scope, "recipients checked")
    return meant.Activity(
        name=decl.name.text,
        title=_title(decl.title, decl.name),
        document=document,
        purposes=_texts(decl.clauses, "purpose"),
        bases=_texts(decl.clauses, "basis"),
        subjects=_texts(decl.clauses, "subjects"),
        sources=_texts(decl.clauses, "source"),
        stored=_texts(decl.clauses, "stored"),
        transfers=_texts(decl.clauses, "transfers"),
        access=_texts(decl.clauses, "access"),
        holds=_held(decl, [rules[other.ref] for other in kept_under], scope),
        recipients=tuple(
            meant.Recipient(
                title=node.title.text,
                checked=node.checked.date if node.checked else None,
                span=node.span,
            )
            for clause in decl.clauses
            if isinstance(clause, written.RecipientsClause)
            for node in clause.recipients
        ),
        checked_every=duration(checked.every) if checked else None,
        measures=tuple(
            text.text
            for clause in decl.clauses
            if isinstance(clause, written.MeasuresClause)
            for text in clause.measures
        ),
        kept_under=kept_under,
        owner=_owner(decl.clauses, scope),
        notes=_texts(decl.clauses, "note"),
        span=_head(decl.span, decl.title, decl.name),
    )


def _kept_under(
    decl: written.ActivityDecl, rules: Mapping[str, Rule], scope: Scope
) -> tuple[OtherRule, ...]:
    found: dict[str, OtherRule] = {}
    for clause in decl.clauses:
        for node in clause.rules if isinstance(clause, written.KeptClause) else ():
            if node.text in rules:
                found.setdefault(node.text, OtherRule(ref=node.text, span=node.span))
            elif not scope.declared("rule", node.text):
                scope.error(
                    Code.UNKNOWN_RULE,
                    f"no rule has the reference `{node.text}`",
                    node.span,
                    help_=did_you_mean(node.text, rules, what="rules"),
                )
    return tuple(found.values())


def _held(
    decl: written.ActivityDecl, rules: list[Rule], scope: Scope
) -> tuple[meant.HeldData, ...]:
    names = dict.fromkeys(name for rule in rules for name in rule.classes)
    classes = tuple(scope.classes[name] for name in names)
    found: dict[str, meant.HeldData] = {}
    for clause in decl.clauses:
        for item in clause.items if isinstance(clause, written.HoldsClause) else ():
            condition: Condition | None = None
            if item.condition is not None and not classes:
                scope.error(
                    Code.MISSING_CLAUSE,
                    "the condition is about a record, and which one is not said",
                    item.span,
                    help_=["add `kept under` and the rule under which the record is kept"],
                )
            elif item.condition is not None:
                condition = ConditionResolver(scope, classes).condition(item.condition)
            name = item.name.text
            if name in found:
                scope.error(
                    Code.DECLARED_TWICE,
                    f"`{name}` is held twice",
                    item.span,
                    help_=["remove one of them"],
                )
            found.setdefault(name, meant.HeldData(name=name, condition=condition, span=item.span))
    return tuple(found.values())


# --- organisations ------------------------------------------------------------------


def resolve_organisations(decls: Iterable[written.OrganisationDecl], scope: Scope) -> None:
    """Enter every organisation into the scope."""
    by_name = {
        decl.name.text: decl
        for decl in decls
        if scope.declare("organisation", decl.name.text, decl.name.span)
    }
    for name, decl in by_name.items():
        part = only(decl.clauses, written.PartClause, scope, "part of")
        regions = only(decl.clauses, Jurisdiction, scope, "jurisdiction")
        check_countries(regions.regions if regions else (), scope)
        scope.organisations[name] = meant.Organisation(
            name=name,
            title=_title(decl.title, decl.name),
            part_of=_whole(part, by_name, scope) if part else None,
            regions=tuple(region.text for region in regions.regions) if regions else (),
            services=tuple(
                meant.Service(
                    title=clause.title.text if clause.title else None,
                    regulators=tuple(text.text for text in clause.regulators),
                )
                for clause in decl.clauses
                if isinstance(clause, written.ServiceClause)
            ),
            notes=_texts(decl.clauses, "note"),
            span=_head(decl.span, decl.title, decl.name),
        )


def _whole(
    part: written.PartClause, by_name: Mapping[str, written.OrganisationDecl], scope: Scope
) -> str | None:
    """Return the organisation that one is a part of; report an unknown one, or a circle."""
    name = part.whole.text
    if name not in by_name:
        scope.unknown("organisation", part.whole, by_name, many="organisations")
        return None
    seen = {name}
    above = _part_of(by_name[name])
    while above in by_name and above not in seen:
        seen.add(above)
        above = _part_of(by_name[above])
    if above in seen:
        scope.error(
            Code.CLASS_CYCLE,
            f"`{name}` would be a part of itself",
            part.span,
            help_=["remove one `part of` of the circle"],
        )
        return None
    return name


def _part_of(decl: written.OrganisationDecl) -> str:
    parts = [c.whole.text for c in decl.clauses if isinstance(c, written.PartClause)]
    return parts[0] if parts else ""


# --- the small parts ------------------------------------------------------------------


def _title(title: Text | None, name: Name) -> str:
    return title.text if title else name.text.replace("_", " ").capitalize()


def _head(span: Span, title: Text | None, name: Name) -> Span:
    return span.to((title or name).span)


def _texts(clauses: Iterable[object], label: str) -> tuple[str, ...]:
    return tuple(c.text.text for c in clauses if isinstance(c, TextClause) and c.label == label)


def _owner(clauses: Iterable[object], scope: Scope) -> str | None:
    found = only(clauses, ByClause, scope, "by")
    return found.who.text if found else None
