"""Resolves holds."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.compiler.policy.rules import Hold
from tenure.compiler.resolve.conditions import ConditionResolver
from tenure.compiler.resolve.headers import only
from tenure.compiler.resolve.rules import head_of
from tenure.compiler.resolve.scope import Scope
from tenure.dsl.codes import Code
from tenure.dsl.nodes import clauses as written
from tenure.dsl.nodes.declarations import HoldDecl


def resolve_holds(decls: Iterable[HoldDecl], scope: Scope) -> dict[str, Hold]:
    """Return every hold by name."""
    holds: dict[str, Hold] = {}
    for decl in decls:
        if not scope.declare("hold", decl.name.text, decl.name.span):
            continue
        hold = _hold(decl, scope)
        if hold is not None:
            holds[hold.name] = hold
    return holds


def _hold(decl: HoldDecl, scope: Scope) -> Hold | None:
    head = head_of(decl, decl.title, decl.name.span)
    named = only(decl.clauses, written.ForClause, scope, "for")
    during = only(decl.clauses, written.WhenClause, scope, "while")
    if named is None or during is None:
        scope.error(
            Code.MISSING_CLAUSE,
            f"hold `{decl.name.text}` does not say which records it covers, or while what",
            head,
            help_=["a hold needs `for` and `while`"],
        )
        return None
    classes = scope.classes_named(named.classes)
    condition = classes and ConditionResolver(scope, classes).condition(during.condition)
    if not classes or not condition:
        return None
    because = [c for c in decl.clauses if isinstance(c, written.BecauseClause)]
    return Hold(
        name=decl.name.text,
        title=decl.title.text if decl.title else decl.name.text,
        classes=tuple(c.name for c in classes),
        condition=condition,
        citations=scope.citations(because),
        notes=tuple(c.text.text for c in decl.clauses if isinstance(c, written.TextClause)),
        span=head,
    )
